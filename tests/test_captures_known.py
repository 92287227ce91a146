"""What a crawl knows of earlier runs: validators, payloads, and what a torn run has answered already."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from captures_kit import AT, PORTAL, exchange, started

from archive.captures import CaptureReader, Home, Known, verify
from archive.model import Fetch, Listing, Portal

A, B = "http://127.0.0.1/a", "http://127.0.0.1/b"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def later(minutes: int):
    return AT + timedelta(minutes=minutes)


def test_the_latest_good_capture_counts(home: Home):
    with started(home) as run:
        exchange(run, A, b"old", etag='"1"')
    with started(home, 1) as run:
        new, _ = exchange(run, A, b"new", at=later(1), etag='"2"', last_modified="Mon, 23 Nov 2026 12:00:00 GMT")
        exchange(run, A, b"challenge", at=later(2), outcome="blocked:jsl", status=412)
        exchange(run, B, b"error", at=later(2), outcome="server_error", status=500)
    known = Known.load(home, PORTAL.id)
    latest = known.latest(A)
    assert (latest.capture_id, latest.etag) == (new.capture_id, '"2"')
    assert latest.last_modified == "Mon, 23 Nov 2026 12:00:00 GMT"
    assert known.latest(B) is None
    assert len(known) == 1


def test_requests_differ_by_method_and_body(home: Home):
    with started(home) as run:
        first, _ = exchange(run, A, b"page 1", method="POST", body="page=1")
        second, _ = exchange(run, A, b"page 2", method="POST", body="page=2")
    known = Known.load(home, PORTAL.id)
    assert known.latest(A) is None
    assert known.latest(A, "POST", "page=1").capture_id == first.capture_id
    assert known.latest(A, "POST", "page=2").capture_id == second.capture_id


def test_a_known_payload_makes_a_revisit_that_resolves_over_runs(home: Home):
    with started(home) as run:
        first, _ = exchange(run, A, b"same" * 500)
    known = Known.load(home, PORTAL.id)
    with started(home, 1) as run:
        second, row = exchange(run, B, b"same" * 500, at=later(1), revisit_of=known.payload(first.sha256))
        known.add(row)
        third, _ = exchange(run, A, b"", status=304, at=later(2), revisit_of=known.latest(A).payload, etag='"9"')
    assert second.revisit_of == third.revisit_of == first.capture_id
    known = Known.load(home, PORTAL.id)
    assert known.latest(A).capture_id == third.capture_id
    assert known.latest(A).etag == '"9"'
    # A revisit always refers to the response itself, never to another revisit.
    assert known.latest(A).payload.capture_id == known.latest(B).payload.capture_id == first.capture_id
    with CaptureReader(home) as reader:
        for capture in (first, second, third):
            assert reader.capture(capture.capture_id).payload == b"same" * 500
    assert list(verify(home)) == []


def test_a_304_keeps_the_validators_that_it_does_not_repeat(home: Home):
    with started(home) as run:
        exchange(run, A, b"x" * 99, etag='"1"', last_modified="yesterday")
    known = Known.load(home, PORTAL.id)
    with started(home, 1) as run:
        payload = known.latest(A).payload
        exchange(run, A, b"", status=304, at=later(1), revisit_of=payload, outcome="not_modified")
    latest = Known.load(home, PORTAL.id).latest(A)
    assert (latest.etag, latest.last_modified) == ('"1"', "yesterday")


def test_an_empty_payload_is_never_referred_to(home: Home):
    with started(home) as run:
        got, _ = exchange(run, A, b"")
    assert Known.load(home, PORTAL.id).payload(got.sha256) is None


def test_other_portals_do_not_count(home: Home):
    other = Portal("other", "别处", "gkmlpt", "http://127.0.0.1:1/")
    with started(home, portal=other) as run:
        exchange(run, A, b"x")
    assert len(Known.load(home, PORTAL.id)) == 0
    assert len(Known.load(home, "other")) == 1


def test_open_and_torn_runs_count_up_to_their_last_whole_row(home: Home):
    run = started(home)
    exchange(run, A, b"a")
    with (run.folder / "ledger.jsonl").open("ab") as file:
        file.write(b'{"type":"fetch","url":"http://127.0.0.1/b"')
    assert Known.load(home, PORTAL.id).latest(A) is not None
    run.abandon()
    known = Known.load(home, PORTAL.id)
    assert known.latest(A) is not None
    assert known.latest(B) is None


def test_a_damaged_line_is_left_out_and_told(home: Home):
    with started(home) as run:
        exchange(run, A, b"a")
        exchange(run, B, b"b")
    path = run.folder / "ledger.jsonl"
    raw = path.read_bytes()
    path.write_bytes(raw.replace(b'"type":"fetch"', b'"type":"fetcx"', 1))
    known = Known.load(home, PORTAL.id)
    assert known.latest(A) is None
    assert known.latest(B) is not None
    assert "line 3 is not a ledger row" in str(known.damaged[0])


def test_a_torn_run_s_answers_are_given_once_per_request(home: Home):
    run = started(home)
    exchange(run, A, b"a", node_id="12", page=3)
    exchange(run, B, b"b", outcome="timeout", status=0)
    exchange(run, B, b"post", method="POST", body="x")
    run.ledger.append(Fetch("http://127.0.0.1/c", "2026-11-23T12:15:00Z", "timeout", "detail", "gkmlpt"))
    run.ledger.append(Listing("12", "n", A, 1, 1, 1, 1, True, "", "2026-11-23T12:15:00Z"))
    run.abandon()
    second = started(home, 1, resumes=run.run_id)
    newer, _ = exchange(second, A, b"aa", at=later(1))
    second.abandon()
    known = Known.load(home, PORTAL.id)
    answers = known.answered([second.run_id, run.run_id])
    assert set(answers) == {("GET", A, None), ("POST", B, "x")}
    assert answers[("GET", A, None)].capture_id == newer.capture_id
    only_first = known.answered([run.run_id])
    assert (only_first[("GET", A, None)].node_id, only_first[("GET", A, None)].page) == ("12", 3)
    assert known.answered([]) == {}
