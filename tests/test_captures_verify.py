"""verify finds every changed byte, names the record and what depends on it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from captures_kit import AT, exchange, started
from msgspec import structs

from archive.captures import CaptureReader, Fault, Home, KnownPayload, rows, verify
from archive.captures.runs import utc_text
from archive.errors import EvidenceError, GongkaiError
from archive.model import Fetch, Record, WarcFile


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def filled(home: Home, pages: int, number: int = 0, size: int = 400) -> Path:
    rng = random.Random(number)
    with started(home, number, max_bytes=40_000) as run:
        for page in range(pages):
            exchange(run, f"http://127.0.0.1/{page}", rng.randbytes(rng.randrange(size)))
    return run.folder


def named(folder: Path) -> list[Record]:
    found: list[Record] = []
    for row in rows(folder / "ledger.jsonl"):
        if isinstance(row, WarcFile | Fetch):
            found += [row.record] if isinstance(row, WarcFile) else row.records
    return found


def flip(path: Path, at: int, bit: int = 0) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ 1 << bit]))


def real(home: Home) -> list[Fault]:
    """The faults that are not what a crash leaves."""
    return [fault for fault in verify(home) if fault.kind != "torn"]


def test_a_flipped_byte_in_any_of_500_records_is_found(home: Home):
    folder = filled(home, 250)
    records = named(folder)
    assert len(records) > 500
    rng = random.Random(5)
    places = [lambda record: 0, lambda record: record.length - 1, *[lambda record: rng.randrange(record.length)] * 4]
    for place in places:
        flips = [(folder / one.file, one.offset + place(one), rng.randrange(8)) for one in records]
        for one in flips:
            flip(*one)
        assert [fault.record_id for fault in verify(home) if fault.kind == "bytes"] == [one.id for one in records]
        for one in flips:
            flip(*one)
    assert list(verify(home)) == []


def test_a_single_flipped_byte_is_found_wherever_it_is(home: Home):
    folder = filled(home, 2, size=60)
    file = folder / "captures-00000.warc.gz"
    records = named(folder)
    size = file.stat().st_size
    for at in sorted({*range(12), *range(0, size, 5), size - 1}):
        flip(file, at, at % 8)
        (fault,) = verify(home)
        hit = next(one for one in records if one.offset <= at < one.offset + one.length)
        assert (fault.record_id, fault.file, fault.offset, fault.run_id) == (hit.id, hit.file, hit.offset, folder.name)
        flip(file, at, at % 8)


def test_a_flipped_byte_in_the_ledger_is_found(home: Home):
    folder = filled(home, 3, size=60)
    ledger = folder / "ledger.jsonl"
    size = ledger.stat().st_size
    for at in sorted({*range(0, size, 9), size - 1}):
        flip(ledger, at, at % 7)
        assert real(home), at
        flip(ledger, at, at % 7)
    assert list(verify(home)) == []


def test_a_changed_line_is_named_and_only_that_line(home: Home):
    folder = filled(home, 6)
    ledger = folder / "ledger.jsonl"
    raw = ledger.read_bytes()
    at = raw.index(b'"status":200', raw.index(b"http://127.0.0.1/3"))
    ledger.write_bytes(raw[:at] + b'"status":404' + raw[at + 12 :])
    assert [fault.message for fault in verify(home) if fault.file == "ledger.jsonl"] == [
        "line 6 is not as it was written, or a line before it was removed"
    ]


@pytest.mark.parametrize("gone", [0, 1, 3, -1])
def test_a_removed_ledger_line_is_found(home: Home, gone: int):
    folder = filled(home, 5)
    lines = (folder / "ledger.jsonl").read_bytes().splitlines(keepends=True)
    del lines[gone]
    (folder / "ledger.jsonl").write_bytes(b"".join(lines))
    # Without its last line a closed run is one that was interrupted after its last record, and nothing is lost.
    assert bool(real(home)) == (gone != -1)


def test_a_fault_says_what_depends_on_the_bytes_and_what_still_holds(home: Home):
    with started(home) as run:
        got, _ = exchange(run, "http://127.0.0.1/report.html", b"<p>1</p>" * 100, role="detail")
        known = KnownPayload(got.capture_id, "http://127.0.0.1/report.html", utc_text(AT), got.sha256, got.size)
        again, _ = exchange(run, "http://127.0.0.1/copy.html", b"<p>1</p>" * 100, revisit_of=known)
    response = got.records[1]
    file = run.folder / response.file
    flip(file, response.offset + 4)  # the time stamp of the gzip header: no checksum covers it
    damaged, dependent = verify(home)
    assert (damaged.url, damaged.role, damaged.capture_id) == ("http://127.0.0.1/report.html", "detail", got.capture_id)
    assert "the payload still has the digest" in damaged.message
    assert (dependent.kind, dependent.url) == ("revisit", "http://127.0.0.1/copy.html")
    assert dependent.capture_id == again.capture_id
    flip(file, response.offset + 4)
    flip(file, response.offset + response.length - 9)
    assert "the payload still has" not in next(iter(verify(home))).message
    with CaptureReader(home) as reader, pytest.raises(EvidenceError, match=rf"{response.file} at {response.offset}"):
        reader.capture(got.capture_id)


def test_missing_files_and_unexplained_bytes_are_named(home: Home):
    folder = filled(home, 100, size=2000)
    files = sorted(folder.glob("captures-*.warc.gz"))
    assert len(files) > 2
    with files[1].open("ab") as file:
        file.write(b"more")
    (folder / "captures-00099.warc.gz").write_bytes(b"what is this")
    held = [one for one in named(folder) if one.file == files[0].name and one.kind == "response"]
    files[0].unlink()
    faults = list(verify(home))
    missing = [fault.record_id for fault in faults if fault.kind == "missing"]
    assert set(missing) >= {one.id for one in held}
    assert [(fault.file, fault.kind) for fault in faults if fault.kind != "missing"] == [
        (files[1].name, "gap"),
        ("captures-00099.warc.gz", "gap"),
    ]


def test_a_truncated_file_keeps_its_earlier_records(home: Home):
    folder = filled(home, 4)
    file = folder / "captures-00000.warc.gz"
    records = named(folder)
    with file.open("r+b") as stream:
        stream.truncate(records[-1].offset + 20)
    assert [fault.record_id for fault in verify(home)] == [records[-1].id]
    with CaptureReader(home) as reader:
        for row in [row for row in rows(folder / "ledger.jsonl") if isinstance(row, Fetch)][:-1]:
            assert reader.capture(row.capture_id).sha256 == row.sha256


def test_what_a_crash_left_is_called_torn(home: Home):
    run = started(home)
    exchange(run, "http://127.0.0.1/", b"x")
    run.abandon()
    with (run.folder / "captures-00000.warc.gz").open("ab") as file:
        file.write(b"\x1f\x8b\x08half")
    with (run.folder / "ledger.jsonl").open("ab") as file:
        file.write(b'{"type":"fetch","url":"http')
    assert {fault.kind for fault in verify(home)} == {"torn"}


def test_an_open_run_is_checked_up_to_its_last_whole_line(home: Home):
    run = started(home)
    got, _ = exchange(run, "http://127.0.0.1/", b"x")
    with (run.folder / "captures-00000.warc.gz").open("ab") as file:
        file.write(b"being written")
    with (run.folder / "ledger.jsonl").open("ab") as file:
        file.write(b'{"type":')
    assert list(verify(home)) == []
    flip(run.folder / "captures-00000.warc.gz", got.records[0].offset + 3)
    assert [fault.record_id for fault in verify(home)] == [got.records[0].id]
    run.abandon()


def test_rows_that_contradict_the_records_are_found(home: Home):
    with started(home) as run:
        got, _ = exchange(run, "http://127.0.0.1/a", b"x")
        first, second = (
            run.writer.write(
                url=f"http://127.0.0.1/{name}", method="GET", request_headers=[], request_body=b"", status=200,
                reason=b"OK", response_headers=[], payload=name.encode(), at=AT, ip=None,
            )
            for name in ("b", "c")
        )  # fmt: skip
        row = {"requested_at": utc_text(AT), "outcome": "ok", "role": "detail", "platform": "gkmlpt", "status": 200}
        run.ledger.append(
            Fetch("http://127.0.0.1/other", **row, capture_id=first.capture_id, records=first.records, sha256="0" * 64)
        )
        run.ledger.append(
            Fetch(
                "http://127.0.0.1/c", **row | {"status": 500}, capture_id=got.capture_id, records=second.records,
                sha256=second.sha256, revisit_of="20200101T000000Z-000000/" + "a" * 32,
            )
        )  # fmt: skip
        run.ledger.append(Fetch("http://127.0.0.1/d", **row, capture_id="20200101T000000Z-000000/" + "b" * 32))
    told = "\n".join(fault.message for fault in verify(home))
    for part in (
        "the record is of http://127.0.0.1/b",
        "the payload has the digest",
        "the record has status 200, the ledger says 500",
        "is not that of its record",
        "which no ledger names with this digest",
        "no ledger names records of the capture 20200101T000000Z-000000/bbbb",
        "the capture id is used more than once",
    ):
        assert part in told


def test_replayed_rows_name_captures_of_earlier_runs(home: Home):
    with started(home) as first:
        got, row = exchange(first, "http://127.0.0.1/a", b"x")
    with started(home, 1, resumes=first.run_id) as second:
        second.ledger.append(
            Fetch(
                row.url, row.requested_at, "ok", "detail", "gkmlpt", status=200, capture_id=got.capture_id,
                sha256=row.sha256, replayed_from=got.capture_id,
            )
        )  # fmt: skip
    assert list(verify(home)) == []


def test_a_renamed_run_folder_is_found(home: Home):
    folder = filled(home, 1)
    folder.rename(folder.with_name("20270101T000000Z-000000"))
    assert any("does not start the run of this folder" in fault.message for fault in verify(home))


@pytest.mark.parametrize(
    "hostile",
    [
        {"offset": -5},
        {"offset": 1 << 70},
        {"length": -1},
        {"length": 1 << 63},
        {"file": "../../etc/passwd"},
        {"file": "nul\x00"},
        {"file": "x" * 5000},
    ],
)
def test_a_ledger_that_names_impossible_places_is_a_fault(home: Home, hostile: dict):
    with started(home) as run:
        got, row = exchange(run, "http://127.0.0.1/a", b"x")
        record = structs.replace(got.records[1], **hostile)
        run.ledger.append(structs.replace(row, records=(record,), revisit_of="no capture id"))
    assert {fault.record_id for fault in verify(home)} >= {record.id}
    with CaptureReader(home) as reader, pytest.raises(EvidenceError):
        reader.read(f"{run.run_id}/{record.file}", record.offset, record.length)


def test_nothing_that_hostile_bytes_do_escapes_as_another_error(home: Home):
    folder = filled(home, 3, size=50)
    rng = random.Random(11)
    ledger, warc = folder / "ledger.jsonl", folder / "captures-00000.warc.gz"
    kept = ledger.read_bytes(), warc.read_bytes()
    for _ in range(150):
        for path, whole in zip((ledger, warc), kept, strict=True):
            data = bytearray(whole)
            for _ in range(rng.randrange(1, 6)):
                at = rng.randrange(len(data))
                data[at : at + rng.randrange(3)] = rng.randbytes(rng.randrange(3))
            path.write_bytes(data)
        try:
            assert list(verify(home))
        except GongkaiError as error:
            pytest.fail(f"verify raised {error!r} instead of yielding it")
