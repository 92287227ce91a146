"""A catalogue of many documents on loopback, answered by one small event loop: costs less than any client of it."""

from __future__ import annotations

import asyncio
import gzip
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

ROWS = 100  # rows a listing page
NODE = 1
HAN = (
    "本年度全镇各办公室依照条例主动公开政府信息并受理群众提出的申请"
    "按期答复办结政策解读回应关切加强队伍培训监督考核制度建设"
)
_HEAD = "HTTP/1.1 200 OK\r\nServer: loopback\r\nDate: Fri, 20 Nov 2026 04:00:00 GMT\r\n"
_MISSING = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\nnone"


def _answer(body: bytes, mime: str, more: str = "") -> bytes:
    return f"{_HEAD}Content-Type: {mime}\r\n{more}Content-Length: {len(body)}\r\n\r\n".encode() + body


def document(number: int, size: int) -> bytes:
    """A content page of about `size` bytes; every page has text of its own, so that none is a revisit."""
    chance = random.Random(number)
    head = (
        f'<html><head><meta charset="utf-8"><title>事项{number}</title></head><body><div class="content">'
        f'<h1 class="title">事项{number}</h1><div class="article-content">'
    ).encode()
    paragraphs = [f"<p>{''.join(chance.choices(HAN, k=200))}</p>" for _ in range(20)]
    text = "".join(chance.choices(paragraphs, k=max(1, (size - len(head)) // 607))).encode()
    return head + text + f"<p>{number}</p></div></div></body></html>".encode()


def path_of(number: int) -> str:
    return f"/town/gkmlpt/content/0/{number // 1000}/post_{number}.html"


class Catalogue:
    """Answers of one catalogue of `count` documents; bodies are made from 64 originals when they are asked for."""

    def __init__(self, count: int, size: int, *, packed: bool) -> None:
        self.count, self.packed = count, packed
        self._originals = [document(number, size) for number in range(64)]

    def get(self, target: str, host: str) -> bytes:
        """Return the whole answer to a GET."""
        path, _, query = target.partition("?")
        if "/post_" in path:
            return self._post(int(path.rpartition("_")[2].partition(".")[0]))
        if path == "/town/gkmlpt/index":
            return _answer(self._index(host), "text/html; charset=utf-8")
        if path.startswith("/town/gkmlpt/api/"):
            page = int(query.rpartition("page=")[2].partition("&")[0] or 1)
            return _answer(self._listing(page, host), "application/json; charset=utf-8")
        if path == "/robots.txt":
            return _answer(b"User-agent: *\nAllow: /\n", "text/plain")
        return _MISSING

    def _post(self, number: int) -> bytes:
        if not 0 <= number < self.count:
            return _MISSING
        body = self._originals[number % 64].replace(b"</h1>", b"%d</h1>" % number)
        if self.packed:
            return _answer(gzip.compress(body, 1), "text/html; charset=utf-8", "Content-Encoding: gzip\r\n")
        return _answer(body, "text/html; charset=utf-8", f'ETag: "{number}"\r\n')

    def _index(self, host: str) -> bytes:
        tree = [{"id": NODE, "name": "栏目", "parent": 0, "post_count": self.count, "jump_url": ""}]
        return (
            f"<html><head><script>window._CONFIG = {{\n  APP_URL: 'http://{host}/town',\n  SID: '750999',\n"
            f"  TREE: {json.dumps(tree)},\n  SERVICE_AREA_ID: 0\n}}</script>"
            '<script src="/gkmlpt/gkml/pc/js/chunk-common.1.js"></script></head><body></body></html>'
        ).encode()

    def _listing(self, page: int, host: str) -> bytes:
        first = (max(page, 1) - 1) * ROWS
        rows = [
            {"id": number, "title": f"事项{number}", "type": "normal", "classify_main": NODE, "date": 1736870400,
             "display_publish_time": 1737336600, "url": f"//{host}{path_of(number)}"}
            for number in range(first, min(first + ROWS, self.count))
        ]  # fmt: skip
        classify = {"id": NODE, "name": "栏目", "post_count": self.count}
        answer = {"classify": classify, "total": self.count, "offset": first, "articles": rows}
        return json.dumps(answer).encode()


class _Connection(asyncio.Protocol):
    def __init__(self, catalogue: Catalogue, latency: float) -> None:
        self._catalogue, self._latency, self._held = catalogue, latency, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        self._held += data
        while (end := self._held.find(b"\r\n\r\n")) >= 0:
            head, self._held = self._held[:end].decode("latin-1"), self._held[end + 4 :]
            target = head.split(" ", 2)[1]
            host = next(line[5:].strip() for line in head.split("\r\n") if line.lower().startswith("host:"))
            answer = self._catalogue.get(target, host)
            if self._latency:
                asyncio.get_running_loop().call_later(self._latency, self._transport.write, answer)
            else:
                self._transport.write(answer)


async def _serve(count: int, size: int, packed: bool, hosts: int, latency: float) -> None:
    catalogue, loop = Catalogue(count, size, packed=packed), asyncio.get_running_loop()
    port = 0
    for n in range(1, hosts + 1):
        server = await loop.create_server(lambda: _Connection(catalogue, latency), f"127.0.0.{n}", port)
        port = port or server.sockets[0].getsockname()[1]
    print(port, flush=True)
    await loop.run_in_executor(None, sys.stdin.read)  # until whoever started this goes away


@contextmanager
def serving(count: int, size: int, *, packed: bool = False, hosts: int = 1, latency: float = 0.0) -> Iterator[int]:
    """Serve a catalogue from a process of its own on 127.0.0.1 … 127.0.0.`hosts`; yields the port."""
    arguments = [str(count), str(size), str(int(packed)), str(hosts), str(latency)]
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.loopback", *arguments],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.stdin.close()
        process.wait(10)


def main() -> None:
    count, size, packed, hosts, latency = sys.argv[1:]
    call = _serve(int(count), int(size), bool(int(packed)), int(hosts), float(latency))
    try:
        import uvloop
    except ImportError:
        asyncio.run(call)
    else:
        uvloop.run(call)


if __name__ == "__main__":
    main()
