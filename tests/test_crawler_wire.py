"""Answers that no honest server gives: bombs, bodies and heads without end, drops by the drop. Each is named, none
costs more memory or time than the bounds say.
"""

from __future__ import annotations

import functools
import gzip
import itertools
import socketserver
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import brotli
import pytest
from crawler_kit import Crawls, catalogue, fetches, portal, post

from archive.captures import Home, verify
from crawler.outcomes import action_for
from crawler.sample import SamplePortals

UNFOLDED = 100_000_000  # bytes that a bomb of a few hundred kilobytes unfolds to
BOUND = 1_000_000  # DOWNLOAD_MAXSIZE in these tests
SECONDS = 2.5  # DOWNLOAD_TIMEOUT in these tests
GROWTH = 60_000_000  # bytes of memory that all of them together may cost beside a crawl of plain pages


def zeros(pack: Any) -> bytes:
    """A long run of one byte through a compressor."""
    chunk = bytes(1_000_000)
    return b"".join([*(pack.compress(chunk) for _ in range(UNFOLDED // len(chunk))), pack.flush()])


def brotli_zeros() -> bytes:
    pack = brotli.Compressor(quality=1)
    return b"".join([*(pack.process(bytes(1_000_000)) for _ in range(UNFOLDED // 1_000_000)), pack.finish()])


def zstd_zeros() -> bytes:
    zstd = pytest.importorskip("backports.zstd")
    return zeros(zstd.ZstdCompressor())


def coded(coding: str, make: Callable[[], bytes]) -> Callable[[], Iterable[bytes]]:
    @functools.cache
    def answer() -> Iterable[bytes]:
        body = make()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {coding}\r\n"
        return [f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body]

    return answer


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
PAGE = "<h1>事项</h1><div class='article-content'>正文</div>".encode()
SLOW = -1.0  # in an answer: wait a moment


def slowly(start: bytes, drop: bytes) -> Iterable[bytes | float]:
    yield start
    while True:
        yield drop
        yield SLOW


ANSWERS: dict[str, tuple[str, Callable[[], Iterable[bytes | float]]]] = {
    "gzip": ("too_large", coded("gzip", lambda: zeros(zlib.compressobj(9, zlib.DEFLATED, 31)))),
    "gzip-twice": (
        "too_large", coded("gzip, gzip", lambda: gzip.compress(zeros(zlib.compressobj(9, zlib.DEFLATED, 31))))
    ),
    "deflate": ("too_large", coded("deflate", lambda: zeros(zlib.compressobj(9)))),
    "deflate-bare": ("too_large", coded("deflate", lambda: zeros(zlib.compressobj(9, zlib.DEFLATED, -15)))),
    "br": ("too_large", coded("br", brotli_zeros)),
    "zstd": ("too_large", coded("zstd", zstd_zeros)),
    "nine-times": ("undecodable", coded(",".join(["gzip"] * 9), lambda: gzip.compress(PAGE))),
    "unknown-coding": ("undecodable", coded("rot13", lambda: PAGE)),
    "damaged": ("undecodable", coded("gzip", lambda: gzip.compress(PAGE * 9)[:40])),
    "endless": ("too_large", lambda: itertools.chain([HEAD + b"\r\n"], itertools.repeat(b"x" * 65536))),
    "endless-chunks": (
        "too_large",
        lambda: itertools.chain(
            [HEAD + b"Transfer-Encoding: chunked\r\n\r\n"], itertools.repeat(b"4000\r\n" + b"x" * 0x4000 + b"\r\n")
        ),
    ),
    "said-too-long": ("too_large", lambda: [HEAD + b"Content-Length: 99999999999\r\n\r\n" + PAGE]),
    "slow-body": ("timeout", lambda: slowly(HEAD + b"Content-Length: 5000\r\n\r\n", b"x")),
    "slow-head": ("timeout", lambda: slowly(HEAD, b"X-A: b\r\n")),
    "silent": ("timeout", lambda: itertools.repeat(SLOW)),
    "head-flood": (
        "malformed_http",
        lambda: itertools.chain([HEAD], (b"X-%d: %s\r\n" % (n, b"y" * 4000) for n in itertools.count())),
    ),
    "one-endless-header": ("malformed_http", lambda: itertools.chain([HEAD + b"X: "], itertools.repeat(b"y" * 65536))),
    "continued": ("malformed_http", lambda: itertools.repeat(b"HTTP/1.1 100 Continue\r\n\r\n" * 500)),
    "no-http": ("malformed_http", lambda: [b"\x16\x03\x01\x00\x05hello\r\n\r\n"]),
    "closed": ("unreachable", list),
    "cut-head": ("unreachable", lambda: [HEAD]),
    "cut-chunks": ("truncated", lambda: [HEAD + b"Transfer-Encoding: chunked\r\n\r\n40\r\nabc"]),
    "two-lengths": ("malformed_http", lambda: [HEAD + b"Content-Length: 3\r\nContent-Length: 30\r\n\r\n" + PAGE]),
    "bad-length": ("malformed_http", lambda: [HEAD + b"Content-Length: -5\r\n\r\n" + PAGE]),
    "plain": ("ok", lambda: [HEAD + b"Content-Length: %d\r\n\r\n" % len(PAGE) + PAGE]),
}  # fmt: skip


BOMBS = {"gzip", "gzip-twice", "deflate", "deflate-bare", "br", "zstd"}


class _Handler(socketserver.StreamRequestHandler):
    timeout = 30
    server: Wire

    def handle(self) -> None:
        path = self.rfile.readline().split()[1].decode()
        while self.rfile.readline().strip():
            continue
        name = path.removeprefix("/").removesuffix(".html")
        answer = ANSWERS[name][1]() if name in ANSWERS else [b"HTTP/1.1 404 Gone\r\nContent-Length: 0\r\n\r\n"]
        self.server.asked.append(path)
        try:
            for part in answer:
                if isinstance(part, float):
                    if self.server.stopping.wait(0.1):
                        return
                else:
                    self.wfile.write(part)
                    self.server.sent[name] = self.server.sent.get(name, 0) + len(part)
        except OSError:
            return  # the client has had enough, which is what is tested


class Wire(socketserver.ThreadingTCPServer):
    """Answers each path with the bytes that ANSWERS has for it, and closes."""

    allow_reuse_address = daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.stopping, self.asked, self.sent = threading.Event(), [], {}

    asked: list[str]
    sent: dict[str, int]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """One crawl of a catalogue whose rows lead to all of them, and one of plain pages."""
    folder = tmp_path_factory.mktemp("wire")
    with Crawls(folder) as crawls, Wire() as wire:
        serving = threading.Thread(target=wire.serve_forever, args=(0.05,), daemon=True)
        serving.start()
        for make in (make for name, (_, make) in ANSWERS.items() if name in BOMBS):
            make()  # takes seconds, which the request would have to wait for
        place = f"http://127.0.0.1:{wire.server_address[1]}"
        rows = {
            "plain": [post(n) for n in range(1000, 1000 + len(ANSWERS))],
            "wire": [post(n, url=f"{place}/{name}.html") for n, name in enumerate(ANSWERS, 1000)],
        }
        options = {"DOWNLOAD_MAXSIZE": str(BOUND), "DOWNLOAD_TIMEOUT": str(SECONDS), "RETRY_TIMES": "0"}
        ended = {}
        for name, listed in rows.items():
            with SamplePortals(web=catalogue({1: listed})) as server:
                ended[name] = crawls.run(folder / name, [portal(server.base_url)], settings=options)
        wire.stopping.set()
        found = {row.url: row for row in fetches(folder / "wire", ended["wire"]["town"]["run_id"])}
        yield {"home": folder / "wire", "found": found, "sent": wire.sent, "place": place, "ended": ended}
        wire.shutdown()
        serving.join(5)


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_has_its_name_and_what_to_do(crawled: dict[str, Any], name: str) -> None:
    row = crawled["found"][f"{crawled['place']}/{name}.html"]
    assert row.outcome == ANSWERS[name][0], row
    assert row.action == (None if name == "plain" else action_for(row.outcome))
    assert name == "plain" or row.message
    assert "Failure" not in (row.message or "")


@pytest.mark.parametrize("name", ["endless", "endless-chunks", "head-flood", "one-endless-header", "continued"])
def test_what_has_no_end_is_cut_off_early(crawled: dict[str, Any], name: str) -> None:
    # What the sockets of both sides hold comes on top: a few megabytes on loopback.
    assert crawled["sent"][name] < BOUND + 12_000_000


def test_the_memory_stays_flat_and_the_archive_whole(crawled: dict[str, Any]) -> None:
    peaks = {name: said["peak"] for name, said in crawled["ended"].items()}
    assert peaks["wire"] < peaks["plain"] + GROWTH, peaks
    assert list(verify(Home(crawled["home"]))) == []
