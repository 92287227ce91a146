"""Captures written, read back and checked by warcio and fastwarc."""

from datetime import UTC, datetime
from pathlib import Path

from archive.captures import CaptureReader, Home, start_run, verify
from archive.captures.runs import utc_text
from archive.model import Fetch, Portal

AT = datetime(2026, 11, 23, 12, 15, 0, 123456, UTC)
PORTAL = Portal("p", "某镇人民政府", "gkmlpt", "http://127.0.0.1/")


def test_a_capture_comes_back_as_written(tmp_path: Path):
    home = Home(tmp_path / "h")
    with start_run(home, portal=PORTAL, spider="gkmlpt", settings={"A": "b"}, software="gongkai/0") as run:
        got = run.writer.write(
            url="http://127.0.0.1/a",
            method="GET",
            request_headers=[(b"Accept", b"*/*")],
            request_body=b"",
            status=200,
            reason=b"OK",
            response_headers=[(b"Content-Type", "text/html; 中".encode("gbk"))],
            payload=b"abc",
            at=AT,
            ip="127.0.0.1",
        )
        run.ledger.append(
            Fetch(
                "http://127.0.0.1/a",
                utc_text(AT),
                "ok",
                "detail",
                "gkmlpt",
                status=200,
                capture_id=got.capture_id,
                records=got.records,
                size=got.size,
                sha256=got.sha256,
            )
        )
    assert list(verify(home)) == []
    with CaptureReader(home) as reader:
        record = reader.capture(got.capture_id)
        assert record.payload == b"abc"
        assert record.http_headers == ((b"Content-Type", "text/html; 中".encode("gbk")),)
