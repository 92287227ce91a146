"""Redirects: by status, by meta refresh, by a stub page that only sets `location`. Followed on the portal, bounded.

A redirect to itself with a cookie is ordinary HTTP and is followed (a loop that ends once cookies are kept, platforms
§11); a script that sets a cookie is a challenge and never reaches this point. A content page that redirects to the
front page is gone in polite words: a soft 404.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.http import Response

from archive.model import Portal
from archive.pages import shells
from archive.pages.values import absolute
from crawler import scope

STATUSES = frozenset({301, 302, 303, 307, 308})
STUB = 4_096  # bytes of a page that is nothing but a refresh or a script
REFRESH_HEAD = 4_096
_REFRESH = re.compile(
    rb"""<meta[^>]+http-equiv\s*=\s*["']?refresh["']?[^>]+content\s*=\s*["']\s*(\d+(?:\.\d+)?)\s*[;,]\s*url\s*=\s*([^"'>]+)""",
    re.IGNORECASE,
)
_SCRIPT = re.compile(
    rb"""(?:window\.|self\.|top\.|document\.)?location(?:\.href)?\s*(?:=\s*|\.replace\(\s*)["']([^"'<>]{1,1000})["']""",
    re.IGNORECASE,
)
_TAGS = re.compile(rb"<script\b.*?</script>|<[^>]+>", re.IGNORECASE | re.DOTALL)


class Target(NamedTuple):
    """Where a response leads: the address as it will be requested (None: not http), what led there, times so far."""

    url: str | None
    printed: str
    by: str


def _header(response: Response) -> Target | None:
    location = response.headers.get("Location")
    if response.status not in STATUSES or not location:
        return None
    try:
        printed = location.decode("utf-8")
    except UnicodeDecodeError:
        printed = location.decode("gb18030", "replace")
    return Target(absolute(printed, response.url), printed, f"status {response.status}")


def _in_page(response: Response, body: bytes, longest: float) -> Target | None:
    found = _REFRESH.search(body[:REFRESH_HEAD])
    if found and float(found.group(1)) <= longest:
        printed = found.group(2).decode("utf-8", "replace").strip().replace("&amp;", "&")
        return Target(absolute(printed, response.url), printed, "meta refresh")
    if len(body) <= STUB and not _TAGS.sub(b"", body).strip():
        places = [found.decode("utf-8", "replace") for found in _SCRIPT.findall(body)]
        for printed in shells.for_us(places, body.decode("utf-8", "replace")):
            return Target(absolute(printed, response.url), printed, "script")
    return None


def target_of(response: Response, body: bytes, *, longest: float) -> Target | None:
    """Return where a response leads, None where it is the page itself. `longest`: seconds of a meta refresh."""
    if response.status == 200 and body:
        return _in_page(response, body, longest)
    return _header(response)


def verdict(request: Request, target: Target, portal: Portal, *, most: int) -> tuple[str, str]:
    """Return the outcome of a response that leads elsewhere, and the message for the ledger."""
    leads = f"{target.by} to {target.url or target.printed[:200]}"
    if target.url is None or urlsplit(target.url).scheme not in {"http", "https"}:
        return "refused_scheme", leads
    ask = request.meta.get("ask")
    leaves = request.meta.get("may_leave") and (scope.may_follow(target.url, portal) or _is_robots(ask))
    if not leaves and not scope.on_portal(target.url, portal):
        return "off_portal", leads
    if ask is not None and ask.role in {"detail", "attachment"} and scope.is_root(target.url):
        return "soft_404", f"{leads}: the front page"
    if request.meta.get("redirect_times", 0) >= most:
        return "too_many_redirects", f"{leads}, after {most} redirects"
    if target.by != "status" and target.url == request.url and not target.by.startswith("status"):
        return "too_many_redirects", f"{leads}: to itself"
    return "redirect", leads


def _is_robots(ask: Any) -> bool:
    return ask is not None and ask.role == "robots"


class Redirects:
    """Downloader middleware: goes where the recorder said a response leads."""

    @classmethod
    def from_crawler(cls, crawler: Any) -> Redirects:
        return cls()

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Return the request for the next hop, or the response where the outcome is no redirect."""
        fetch = request.meta.get("fetch")
        if fetch is None or fetch.outcome != "redirect" or not fetch.redirect_to:
            return response
        meta = {key: value for key, value in request.meta.items() if key not in {"fetch", "download_slot", "lane"}}
        meta["redirect_times"] = request.meta.get("redirect_times", 0) + 1
        keep = response.status in {307, 308}
        method = request.method if keep or request.method in {"GET", "HEAD"} else "GET"
        hop = request.replace(
            url=urljoin(request.url, fetch.redirect_to),
            method=method,
            body=request.body if method == request.method else b"",
            meta=meta,
            dont_filter=True,
            priority=request.priority + 2,
        )
        for name in ("Cookie", "If-None-Match", "If-Modified-Since", "Host", "Authorization"):
            hop.headers.pop(name, None)
        return hop
