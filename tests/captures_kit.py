"""Writing small runs for the tests of archive.captures."""

from __future__ import annotations

import gzip
import random
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import brotli

from archive.captures import Captured, Home, KnownPayload, OpenRun, start_run
from archive.captures.runs import utc_text
from archive.model import Fetch, Portal

AT = datetime(2026, 11, 23, 12, 15, 0, 123456, UTC)
PORTAL = Portal("chixi", "台山市赤溪镇人民政府", "gkmlpt", "http://127.0.0.1:8417/jmtsscxz/")


def started(home: Home, number: int = 0, portal: Portal = PORTAL, **more: Any) -> OpenRun:
    """Start a run whose id is made of `number`, so that runs of a test have a fixed order."""
    at = AT + timedelta(minutes=number)
    given: dict[str, Any] = {"spider": "gkmlpt", "settings": {"DOWNLOAD_DELAY": "0"}, "software": "gongkai/test"}
    given |= {"now": lambda: at, "token": lambda _: f"{number:06x}"}
    return start_run(home, portal=portal, **(given | more))


def exchange(
    run: OpenRun,
    url: str,
    payload: bytes,
    headers: list[tuple[bytes, bytes]] | None = None,
    *,
    status: int = 200,
    at: datetime = AT,
    revisit_of: KnownPayload | None = None,
    **row: Any,
) -> tuple[Captured, Fetch]:
    """Write one capture and its ledger row; `row` overrides fields of the row."""
    got = run.writer.write(
        url=url,
        method=row.get("method", "GET"),
        request_headers=[(b"Accept", b"*/*"), (b"User-Agent", b"gongkai-test")],
        request_body=(row.get("body") or "").encode(),
        status=status,
        reason=b"OK",
        response_headers=headers if headers is not None else [(b"Content-Type", b"text/html")],
        payload=payload,
        at=at,
        ip="127.0.0.1",
        revisit_of=revisit_of,
    )
    given = {"outcome": "ok", "role": "detail", "platform": "gkmlpt", "status": status, "size": got.size} | row
    fetch = Fetch(
        url=url,
        requested_at=utc_text(at),
        capture_id=got.capture_id,
        records=got.records,
        sha256=got.sha256,
        revisit_of=got.revisit_of,
        **given,
    )
    run.ledger.append(fetch)
    return got, fetch


def encoded(coding: str, body: bytes) -> bytes:
    """Return a body under one content coding."""
    if coding == "zstd":
        from backports import zstd

        return zstd.compress(body)
    encoders: dict[str, Callable[[bytes], bytes]] = {
        "gzip": partial(gzip.compress, compresslevel=1),
        "deflate": partial(zlib.compress, level=1),
        "br": partial(brotli.compress, quality=1),
        "": bytes,
    }
    return encoders[coding](body)


def random_response(rng: random.Random, number: int) -> tuple[list[tuple[bytes, bytes]], bytes, bytes]:
    """Return headers, payload as sent, body: codings, GBK bytes, repeats, NULs and emptiness in every mixture."""
    body = rng.choice(
        [
            b"",
            b"\x00" * rng.randrange(1, 400),
            rng.randbytes(rng.randrange(1, 5000)),
            "政府信息公开年度报告".encode("gb18030") * rng.randrange(1, 300),
            b"\r\n\r\nHTTP/1.1 200 OK\r\n\r\n" + b"WARC/1.1\r\n" * rng.randrange(9),
        ]
    )
    coding = rng.choice(["", "", "gzip", "deflate", "br", "zstd"])
    payload = encoded(coding, body)
    headers = [(b"Content-Type", b"text/html; charset=gb2312"), (b"X-Number", b"%d" % number)]
    if coding:
        headers.append((b"Content-Encoding", coding.encode()))
    if rng.random() < 0.5:
        headers.append((b"Content-Disposition", "attachment; filename=年度报告.doc".encode("gbk")))
    if rng.random() < 0.5:
        headers += [(b"Set-Cookie", b"a=%d" % rng.randrange(9)), (b"Set-Cookie", b"b=2"), (b"set-cookie", b"")]
    if rng.random() < 0.3:
        headers.append((b"X-Odd", b"\x00\xff: \xb9\xab  trailing  "))
    if rng.random() < 0.5:
        headers.append((b"Content-Length", b"%d" % len(payload)))
    rng.shuffle(headers)
    return headers, payload, body
