"""How a host can be reached at all: https first, then limited or unverified TLS, then http; which is recorded.

Only for a host that has not yet answered by https in this run, so that a bad moment lowers nothing. Each step is taken
once per host and noted; every row says by `tls` how its bytes came.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from OpenSSL import SSL
from scrapy import Request
from scrapy.exceptions import DownloadConnectionRefusedError, DownloadFailedError, DownloadTimeoutError
from scrapy.http import Response
from service_identity import VerificationError

from archive.captures.runs import utc_text
from archive.model import Fetch
from crawler.asks import Ask
from crawler.extensions import RunLedger
from crawler.recorder import UNASKED, belongs

FAILURES = (DownloadConnectionRefusedError, DownloadFailedError, DownloadTimeoutError)
NEXT = {
    ("verified", "certificate"): "unverified",
    ("verified", "handshake"): "restricted",
    ("verified", "connection"): "http",
    ("restricted", "certificate"): "unverified",
}  # every other step leads to http; from http there is none
WORDS = {
    "unverified": "its certificate does not hold; asked without verifying it",
    "restricted": "the handshake fails; asked with TLS 1.2 and one curve",
    "http": "it cannot be asked by https; asked by http",
}


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and what led to it, through Twisted's lists of reasons."""
    while error is not None:
        yield error
        for reason in getattr(error, "reasons", None) or ():
            yield from _causes(reason.value)
        error = error.__cause__


def kind_of(error: BaseException) -> str:
    """Return what failed: the certificate, the handshake (a reset during it included), or the connection."""
    for cause in _causes(error):
        if isinstance(cause, VerificationError) or "certificate verify failed" in str(cause):
            return "certificate"
        if isinstance(cause, SSL.Error) or type(cause).__name__ in {"ConnectionLost", "ConnectionDone"}:
            return "handshake"
    return "connection"


def by_http(url: str) -> str:
    """Return the address by http; a port that is named stays, the port of https does not."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(scheme="http", netloc=parts.netloc.removesuffix(":443")))


class Ladder:
    """Downloader middleware between redirects and retries."""

    def __init__(self, crawler: Any) -> None:
        self.ledger: RunLedger = crawler.get_extension(RunLedger)
        self.local = crawler.spider.portal.local
        self._levels: dict[str, str] = {}
        self._held: set[str] = set()  # hosts that have answered by https

    @classmethod
    def from_crawler(cls, crawler: Any) -> Ladder:
        return cls(crawler)

    def process_request(self, request: Request) -> Request | None:
        """Ask in the way that was found for the host."""
        if not request.url.startswith("https:"):
            return None
        level = self._levels.get(urlsplit(request.url).netloc, "verified")
        if level == "http":
            return self._by_http(request)
        request.meta["tls"] = level
        return None

    def process_response(self, request: Request, response: Response) -> Response:
        """Remember that the host answers by https."""
        if request.url.startswith("https:"):
            self._held.add(urlsplit(request.url).netloc)
        return response

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Return the request for the next way, None where there is none or none is needed."""
        host = urlsplit(request.url).netloc
        if not request.url.startswith("https:") or host in self._held or not isinstance(exception, FAILURES):
            return None
        tried, level = request.meta.get("tls", "verified"), self._levels.get(host, "verified")
        if tried == level:  # else another request has found the next way meanwhile
            level = self._levels[host] = NEXT.get((tried, kind_of(exception)), "http")
            self.ledger.note("tls", f"{host}: {WORDS[level]} ({exception})"[:400], request.url)
        meta = {key: value for key, value in request.meta.items() if key not in {"fetch", "lane", "tls"}}
        return request.replace(meta=meta, dont_filter=True)

    def _by_http(self, request: Request) -> Request:
        """Return the request by http, with a row that says where the address leads."""
        url = by_http(request.url)
        ask: Ask = request.meta.get("ask", UNASKED)
        row = Fetch(
            url=request.url, requested_at=utc_text(datetime.now(UTC)), outcome="redirect", method=request.method,
            local=self.local, redirect_to=url, message=WORDS["http"], **belongs(ask),
        )  # fmt: skip
        self.ledger.write(row)
        return request.replace(url=url, dont_filter=True)
