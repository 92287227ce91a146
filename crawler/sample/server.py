"""The loopback server: HTTP/1.1 with keep-alive, validators, gzip, faults on demand and a request log."""

from __future__ import annotations

import errno
import re
import socket
import threading
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import urlsplit

from archive.errors import UsageError
from crawler.sample.answer import Answer
from crawler.sample.faults import Fault, Faults, Logged, RequestLog
from crawler.sample.web import CLOCK, Asked, Page, Web, sample_web

DEFAULT_PORT = 8417
_HOST = re.compile(r"[A-Za-z0-9.\-]+(:\d{1,5})?|\[[0-9A-Fa-f:]+\](:\d{1,5})?")


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], portals: SamplePortals) -> None:
        self.portals = portals
        self._open: set[socket.socket] = set()
        super().__init__(address, _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is ordinary here; say nothing."""

    def close_connections(self) -> None:
        for request in tuple(self._open):
            try:
                request.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # the other side was quicker


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 65536  # head and body leave in one segment
    disable_nagle_algorithm = True
    timeout = 60
    server: _Server

    def do_GET(self) -> None:
        self._serve()

    def do_HEAD(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length") or "0"
        given = self.rfile.read(min(int(length) if length.isdigit() else 0, 1_000_000))
        if self.server.portals.web.interface(urlsplit(self.path).path) is None:
            self._send(405, {"Allow": "GET, HEAD", "Content-Type": "text/plain"}, b"GET or HEAD only\n")
        else:
            self._serve(given)

    def _serve(self, given: bytes = b"") -> None:
        portals, target = self.server.portals, urlsplit(self.path)
        fault = portals.faults.due(target.path, target.query)
        if fault and fault.delay:
            portals.stopping.wait(fault.delay)
        if fault and fault.drop:
            self._log(0)
            self.close_connection = True
        elif fault and fault.status:
            self._send(fault.status, {"Content-Type": "text/html; charset=utf-8", **dict(fault.headers)}, fault.body)
        else:
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(target.path, target.query, self.command, given, headers)
            self._send_answer(portals.respond(asked, self._host()), fault)

    def _host(self) -> str:
        host = self.headers.get("Host", "")
        return host if _HOST.fullmatch(host) else urlsplit(self.server.portals.base_url).netloc

    def _send_answer(self, answer: Answer, fault: Fault | None) -> None:
        page = answer.page
        head = {"Content-Type": page.mime, "ETag": answer.etag, "Last-Modified": page.modified, **dict(answer.headers)}
        if page.status != 200 or not page.validators:
            del head["ETag"], head["Last-Modified"]
        elif self._unchanged(answer):
            self._send(304, {"ETag": answer.etag, "Last-Modified": page.modified}, b"")
            return
        body = answer.body
        if answer.packed is not None:
            head["Vary"] = "Accept-Encoding"
            if page.gzipped or "gzip" in self.headers.get("Accept-Encoding", ""):
                head["Content-Encoding"], body = "gzip", answer.packed
        self._send(page.status, head, body, keep=fault.keep if fault else page.keep)

    def _unchanged(self, answer: Answer) -> bool:
        """If-None-Match wins over If-Modified-Since (RFC 9110, 13.2.2); the date is compared as the string we sent."""
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            return answer.etag in tags
        return self.headers.get("If-Modified-Since") == answer.page.modified

    def _send(self, status: int, head: dict[str, str], body: bytes, keep: int | None = None) -> None:
        self.send_response_only(status, HTTPStatus(status).phrase if status in set(HTTPStatus) else "Fault")
        self.send_header("Date", CLOCK)
        for name, value in head.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        if keep is not None:
            self.close_connection = True
            body = body[:keep]
        whole = self.command != "HEAD" and status != 304
        # Before the first byte leaves, so that whoever has the answer finds it in the log.
        self._log(status, len(body) if whole else 0)
        self.end_headers()
        if whole:
            self.wfile.write(body)

    def _log(self, status: int, sent: int = 0) -> None:
        target = urlsplit(self.path)
        agent = self.headers.get("User-Agent", "")
        self.server.portals.log.add(Logged(self.command, target.path, target.query, status, agent, sent))

    def log_message(self, format: str, *args: Any) -> None:
        """The request log is kept in memory; nothing is printed."""


class SamplePortals:
    """The sample portals on loopback. `with SamplePortals() as portals: portals.base_url`; port 0 picks a free one."""

    def __init__(
        self, port: int = 0, host: str = "127.0.0.1", web: Web | None = None, make: Callable[[], Web] = sample_web
    ) -> None:
        """`web` is what is served; where none is given, `make` is asked for it at the first request."""
        self.host, self.port = host, port
        self._web, self._make, self._making = web, make, threading.Lock()
        self.faults, self.log = Faults(), RequestLog()
        self.stopping = threading.Event()
        self._ready: dict[tuple[Page, str], Answer] = {}
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def base_url(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def web(self) -> Web:
        """What is served now."""
        with self._making:
            if self._web is None:
                self._web = self._make()
            return self._web

    def answer(self, path: str, query: str, host: str) -> Answer:
        """The page at path and query, ready for this host; what is not there is the 404 page."""
        return self.respond(Asked(path, query), host)

    def respond(self, asked: Asked, host: str) -> Answer:
        """The answer to a request: of the interface at its path, or the page that stands there."""
        web = self.web
        live = web.interface(asked.path)
        key = (live(asked) if live else web.find(asked.path, asked.query), host)
        if key not in self._ready:
            self._ready[key] = Answer(*key)
        return self._ready[key]

    def change(self, web: Web) -> None:
        """Put another web in place while running: what a portal altered, added or withdrew."""
        self._web, self._ready = web, {}

    def start(self) -> Self:
        """Listen. Raises UsageError when the port is taken."""
        try:
            self._server = _Server((self.host, self.port), self)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            raise UsageError(
                f"{self.host}:{self.port}: {error.strerror}; stop what listens there or name another --port"
            ) from error
        self.stopping.clear()
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        return self

    def wait(self) -> None:
        """Block until stopped (or until the caller is interrupted)."""
        self.stopping.wait()

    def stop(self) -> None:
        self.stopping.set()
        if self._server is not None:
            self._server.shutdown()
            self._server.close_connections()
            self._server.server_close()
            self._server = None

    def __enter__(self) -> Self:
        return self if self._server is not None else self.start()

    def __exit__(self, *exc: object) -> None:
        self.stop()


def serve(port: int = DEFAULT_PORT, host: str = "127.0.0.1") -> SamplePortals:
    """Start the sample portals; the caller stops them, or uses them as a context manager."""
    return SamplePortals(port, host).start()
