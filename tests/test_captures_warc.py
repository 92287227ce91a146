"""What is written comes back byte for byte, and the standard tools agree that it is WARC."""

from __future__ import annotations

import random
import subprocess
import sys
from argparse import Namespace
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from captures_kit import AT, exchange, random_response, started
from fastwarc import ArchiveIterator, WarcRecordType
from warcio.archiveiterator import ArchiveIterator as WarcioIterator
from warcio.bufferedreaders import BufferedReader
from warcio.checker import Checker

from archive.captures import CaptureReader, Home, KnownPayload, rows, verify
from archive.captures.runs import utc_text
from archive.errors import EvidenceError, HomeError
from archive.model import Fetch, RunStart, WarcFile


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def warc_files(home: Home) -> list[Path]:
    return sorted(home.runs_folder.glob("*/captures-*.warc.gz"))


@pytest.fixture
def warcio_check(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Return what `warcio check -v` prints, after asserting that it found nothing wrong."""
    # warcio 1.8.1 sets an attribute on brotli's decoder, which brotli 1.2 refuses: no file with br could be checked.
    monkeypatch.delitem(BufferedReader.DECOMPRESSORS, "br", raising=False)

    def check(*files: Path) -> str:
        assert Checker(Namespace(inputs=list(map(str, files)), verbose=True)).process_all() == 0
        return capsys.readouterr().out

    return check


def test_300_random_responses_come_back_byte_for_byte(home: Home, warcio_check):
    rng = random.Random(7)
    written = []
    with started(home, max_bytes=100_000) as run:
        for number in range(300):
            headers, payload, body = random_response(rng, number)
            got, _ = exchange(run, f"http://127.0.0.1/{number}?页=1", payload, headers)
            written.append((got, headers, payload, body))
    files = warc_files(home)
    assert len(files) > 2  # rotated
    with CaptureReader(home) as reader:
        for got, headers, payload, body in written:
            record = reader.capture(got.capture_id)
            assert (record.payload, record.http_headers, record.http_status) == (payload, tuple(headers), 200)
            assert reader.body(record) == body
    assert list(verify(home)) == []
    assert warcio_check(*files).count("digest pass") == 600 + len(files)


def test_fastwarc_reads_every_record_and_both_digests_hold(home: Home):
    rng = random.Random(8)
    payloads = []
    with started(home) as run:
        for number in range(60):
            headers, payload, _ = random_response(rng, number)
            payloads.append(payload)
            exchange(run, f"http://127.0.0.1/{number}", payload, headers)
    (file,) = warc_files(home)
    blocks = [record.verify_block_digest() for record in ArchiveIterator(str(file), parse_http=False)]
    assert blocks == [True] * 121
    seen = []
    for record in ArchiveIterator(str(file), record_types=WarcRecordType.response, parse_http=True):
        assert record.verify_payload_digest()
        seen.append(record.reader.read())
    assert seen == payloads


def test_every_record_is_its_own_gzip_member_at_the_place_the_ledger_names(home: Home):
    with started(home) as run:
        for number in range(5):
            exchange(run, f"http://127.0.0.1/{number}", b"x" * number)
    (file,) = warc_files(home)
    named = []
    for row in rows(file.parent / "ledger.jsonl"):
        named += [row.record] if isinstance(row, WarcFile) else row.records if isinstance(row, Fetch) else []
    with file.open("rb") as stream:
        iterator = WarcioIterator(stream)
        found = []
        for record in iterator:
            record.content_stream().read()
            found.append((iterator.get_record_offset(), iterator.get_record_length(), record.rec_type))
    assert found == [(one.offset, one.length, one.kind) for one in named]
    assert sum(one.length for one in named) == file.stat().st_size


def test_records_carry_the_fields_of_the_standard(home: Home):
    with started(home) as run:
        got, _ = exchange(run, "http://user@127.0.0.1:8417/公开?a=1 2#part", b"x", [(b"A", b"b")])
    (file,) = warc_files(home)
    with CaptureReader(home) as reader:
        request = reader.read(f"{run.run_id}/{file.name}", got.records[0].offset, got.records[0].length)
        response = reader.read(f"{run.run_id}/{file.name}", got.records[1].offset, got.records[1].length)
        info = reader.read(f"{run.run_id}/{file.name}", 0, got.records[0].offset)
    assert response.date == "2026-11-23T12:15:00.123456Z"
    assert response.header("WARC-IP-Address") == "127.0.0.1"
    assert response.header("warc-warcinfo-id") == info.header("WARC-Record-ID")
    assert request.header("WARC-Concurrent-To") == response.header("WARC-Record-ID")
    assert response.url == "http://user@127.0.0.1:8417/%E5%85%AC%E5%BC%80?a=1%202#part"
    assert request.http_line == b"GET /%E5%85%AC%E5%BC%80?a=1%202 HTTP/1.1"
    assert request.http(b"host") == b"127.0.0.1:8417"
    assert run.run_id in info.payload.decode()
    assert "setting-DOWNLOAD_DELAY: 0" in info.payload.decode()
    assert response.record_id == got.capture_id.split("/")[1]


def test_header_values_cannot_end_a_header_or_a_record(home: Home, warcio_check):
    evil = b"a\r\n\r\nWARC/1.1\r\nWARC-Type: response\r\n\r\n"
    with started(home, settings={"A": "b\nWARC-Type: x"}) as run:
        got, _ = exchange(run, "http://127.0.0.1/\r\nWARC-Type: metadata", b"payload", [(b"X", evil), (b"Y\n", b"2")])
    with CaptureReader(home) as reader:
        record = reader.capture(got.capture_id)
    assert record.payload == b"payload"
    assert [name for name, _ in record.http_headers] == [b"X", b"Y "]
    assert record.kind == "response"
    assert "digest pass" in warcio_check(*warc_files(home))


def test_transfer_coding_and_a_wrong_length_are_kept_under_other_names(home: Home):
    headers = [(b"Transfer-Encoding", b"chunked"), (b"Content-Length", b"999"), (b"Content-Type", b"text/plain")]
    with started(home) as run:
        got, _ = exchange(run, "http://127.0.0.1/", b"not chunked any more", headers)
        right, _ = exchange(run, "http://127.0.0.1/2", b"four", [(b"Content-Length", b"4")])
    with CaptureReader(home) as reader:
        record = reader.capture(got.capture_id)
        assert record.http(b"transfer-encoding") is None
        assert record.http(b"x-orig-transfer-encoding") == b"chunked"
        assert record.http(b"X-Orig-Content-Length") == b"999"
        assert reader.capture(right.capture_id).http(b"content-length") == b"4"
    with warc_files(home)[0].open("rb") as stream:
        bodies = [one.content_stream().read() for one in WarcioIterator(stream) if one.rec_type == "response"]
    assert bodies == [b"not chunked any more", b"four"]


def known(got, at: datetime = AT, url: str = "http://127.0.0.1/a") -> KnownPayload:
    return KnownPayload(got.capture_id, url, utc_text(at), got.sha256, got.size)


def test_a_repeated_payload_becomes_a_revisit_that_leads_to_the_bytes(home: Home, warcio_check):
    body = b"<p>" + b"same" * 5000
    with started(home) as run:
        first, _ = exchange(run, "http://127.0.0.1/a", body)
    with started(home, 1) as again:
        second, row = exchange(again, "http://127.0.0.1/b", body, revisit_of=known(first))
    assert second.revisit_of == first.capture_id == row.revisit_of
    assert (second.sha256, second.size) == (first.sha256, first.size)
    assert second.records[-1].kind == "revisit"
    assert second.records[-1].length < 1000
    with CaptureReader(home) as reader:
        record = reader.at(reader.place(second.capture_id))
        assert record.header("WARC-Profile").endswith("/1.1/revisit/identical-payload-digest")
        assert record.header("WARC-Refers-To-Target-URI") == "http://127.0.0.1/a"
        assert record.header("WARC-Refers-To-Date") == "2026-11-23T12:15:00.123456Z"
        assert record.payload == b""
        assert reader.body(record) == body
        assert reader.capture(second.capture_id).payload == body
    assert list(verify(home)) == []
    assert "digest pass" in warcio_check(*warc_files(home))


def test_not_modified_becomes_a_revisit_of_what_it_did_not_send(home: Home):
    from captures_kit import encoded

    body = "年度报告".encode() * 100
    with started(home) as run:
        first, _ = exchange(run, "http://127.0.0.1/a", encoded("gzip", body), [(b"Content-Encoding", b"gzip")])
        second, _ = exchange(run, "http://127.0.0.1/a", b"", [], status=304, revisit_of=known(first))
    assert (second.sha256, second.size) == (first.sha256, first.size)
    with CaptureReader(home) as reader:
        record = reader.at(reader.place(second.capture_id))
        assert record.http_status == 304
        assert record.header("WARC-Profile").endswith("/1.1/revisit/server-not-modified")
        assert reader.body(record) == body
    assert list(verify(home)) == []


def test_other_bytes_are_never_written_as_a_revisit(home: Home):
    with started(home) as run:
        first, _ = exchange(run, "http://127.0.0.1/a", b"old")
        second, _ = exchange(run, "http://127.0.0.1/a", b"new", revisit_of=known(first))
    assert second.revisit_of is None
    with CaptureReader(home) as reader:
        assert reader.capture(second.capture_id).payload == b"new"


def test_the_same_exchange_gives_the_same_bytes(tmp_path: Path):
    def written(name: str) -> bytes:
        home = Home(tmp_path / name)
        with started(home) as run:
            ids = iter(f"{number:032x}" for number in range(9))
            run.writer._new_id = lambda: next(ids)
            exchange(run, "http://127.0.0.1/", b"abc" * 100)
        return warc_files(home)[0].read_bytes()

    assert written("a") == written("b")


@pytest.mark.parametrize("name", ["../../etc/passwd", "run/../x/captures-0.warc.gz", "/captures-00000.warc.gz", ""])
def test_a_file_name_from_outside_is_no_path(home: Home, name: str):
    with started(home) as run:
        exchange(run, "http://127.0.0.1/", b"x")
    with CaptureReader(home) as reader, pytest.raises(EvidenceError, match="not the name"):
        reader.read(name, 0, 10)


def test_a_wrong_place_names_file_and_offset(home: Home):
    with started(home) as run:
        got, _ = exchange(run, "http://127.0.0.1/", b"x")
    record = got.records[1]
    file = f"{run.run_id}/{record.file}"
    with CaptureReader(home) as reader:
        for offset, length in [(record.offset + 1, record.length), (record.offset, record.length - 1), (10**9, 5)]:
            with pytest.raises(EvidenceError, match=rf"{record.file} at {offset}"):
                reader.read(file, offset, length)
        with pytest.raises(EvidenceError, match="no ledger names"):
            reader.place(f"{run.run_id}/{'0' * 32}")


def test_a_run_without_captures_has_no_warc_file(home: Home):
    with started(home) as run:
        pass
    assert warc_files(home) == []
    assert isinstance(next(rows(run.folder / "ledger.jsonl")), RunStart)
    assert list(verify(home)) == []


def test_a_full_disk_leaves_whole_records_only(home: Home, warcio_check):
    script = f"""
import resource, signal, sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from pathlib import Path
from captures_kit import exchange, started
from archive.captures import Home
from archive.errors import HomeError
import random
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
run = started(Home({str(home.path)!r}))
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
rng = random.Random(1)
try:
    for number in range(100):
        exchange(run, f"http://127.0.0.1/{{number}}", rng.randbytes(7000))
except HomeError as error:
    print(error)
    run.close("disk_full")
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "captures-00000.warc.gz: cannot be written: File too large" in done.stdout
    assert warc_files(home)[0].stat().st_size < 50_000
    assert list(verify(home)) == []
    assert "digest pass" in warcio_check(*warc_files(home))


def test_bytes_are_written_once(home: Home):
    with started(home) as run:
        exchange(run, "http://127.0.0.1/", b"x")
        run.writer._files = 0
        run.writer.close()
        with pytest.raises(HomeError, match="cannot be created"):
            exchange(run, "http://127.0.0.1/", b"y")
