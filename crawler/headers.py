"""What a request says of us and of what we have: the standing headers, validators, cookies."""

from __future__ import annotations

from collections.abc import Iterable
from http.cookiejar import Cookie
from typing import Any

from scrapy import Request
from scrapy.downloadermiddlewares.cookies import CookiesMiddleware
from scrapy.http import Response
from scrapy.http.cookies import CookieJar

from crawler import scope
from crawler.asks import Ask
from crawler.extensions import RunLedger


class Headers:
    """Downloader middleware: the standing headers, and ETag and Last-Modified of the latest good capture.

    An unchanged page then costs a 304.
    """

    def __init__(self, crawler: Any) -> None:
        given = {**crawler.settings.getdict("DEFAULT_REQUEST_HEADERS"), "User-Agent": crawler.settings["USER_AGENT"]}
        self.standing = [(name.encode(), [value.encode()]) for name, value in given.items() if value]
        self.ledger: RunLedger = crawler.get_extension(RunLedger)

    @classmethod
    def from_crawler(cls, crawler: Any) -> Headers:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Add what is missing; a request marked `fresh` goes without validators."""
        for name, value in self.standing:
            request.headers.setdefault(name, value)
        ask: Ask | None = request.meta.get("ask")
        if request.method != "GET" or request.meta.get("fresh") or ask is None or ask.role in {"robots", "probe"}:
            return
        known = self.ledger.known.latest(request.url)
        if known is None:
            return
        if known.etag:
            request.headers["If-None-Match"] = known.etag.encode("latin-1", "replace")
        if known.last_modified:
            request.headers["If-Modified-Since"] = known.last_modified.encode("latin-1", "replace")


class Cookies(CookiesMiddleware):
    """Keeps cookies for the run and sends them to the host that set them, and to no other.

    Scrapy's own widens a cookie to the domain it names and fetches the list of public suffixes to know how far.
    """

    def process_request(self, request: Request) -> None:  # type: ignore[override]
        """Send what the host has set; nothing is done while nothing was set."""
        if self.jars or request.cookies:
            super().process_request(request)

    def process_response(self, request: Request, response: Response) -> Response:  # type: ignore[override]
        """Keep what the host sets."""
        if "Set-Cookie" in response.headers:
            super().process_response(request, response)
        return response

    def _process_cookies(self, cookies: Iterable[Cookie], *, jar: CookieJar, request: Request) -> None:
        host = scope.host_of(request.url)
        for cookie in cookies:
            named = cookie.domain.lstrip(".")
            if cookie.domain_specified and host != named and not host.endswith(f".{named}"):
                continue
            if cookie.domain_specified:
                cookie.domain, cookie.domain_specified, cookie.domain_initial_dot = host, False, False
            jar.set_cookie_if_ok(cookie, request)
