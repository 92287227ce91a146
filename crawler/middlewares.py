"""The chain between engine and wire, one duty each: let pass, hold back, ask again, or raise. None of it writes.

Scrapy's own retry, redirect, robots, compression and offsite middlewares are replaced because every response must be
recorded before anything acts on it, and what acts must go by its typed outcome.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from archive.model import Fetch
from crawler import addresses, scope
from crawler.errors import LongAddressError, OffPortalError, RequestFailed, StoppingError
from crawler.outcomes import GOOD, RETRIED


class Outcomes:
    """Nearest to the engine: a response that is not the page raises RequestFailed, and so does every failure."""

    @classmethod
    def from_crawler(cls, crawler: Any) -> Outcomes:
        return cls()

    def process_response(self, request: Request, response: Response) -> Response:
        """Let a good response pass."""
        fetch: Fetch | None = request.meta.get("fetch")
        if fetch is not None and fetch.outcome not in GOOD:
            raise RequestFailed(fetch)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Give every failure the form that spiders expect: the ledger row of the request."""
        fetch: Fetch | None = request.meta.get("fetch")
        if fetch is not None and not isinstance(exception, (RequestFailed, StoppingError)):
            raise RequestFailed(fetch) from exception


class Scope:
    """Refuses what is on none of the portal's hosts, and addresses that no portal may name."""

    def __init__(self, crawler: Any) -> None:
        self.portal = crawler.spider.portal
        self.longest = crawler.settings.getint("URLLENGTH_LIMIT")
        self._passed: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Any) -> Scope:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise AddressRefusedError, LongAddressError or OffPortalError before anything is asked."""
        if len(request.url) > self.longest:
            raise LongAddressError(f"the address has {len(request.url)} characters, more than {self.longest}")
        place = urlsplit(request.url).netloc
        if place in self._passed:
            return
        host = scope.host_of(request.url)
        addresses.check_host(host, local=self.portal.local)
        if scope.on_portal(request.url, self.portal):
            self._passed.add(place)
        elif not request.meta.get("may_leave"):
            raise OffPortalError(f"{host} is not a host of {self.portal.id}")


class Retries:
    """Asks again after failures that may pass, at most RETRY_TIMES."""

    def __init__(self, crawler: Any) -> None:
        self.times = crawler.settings.getint("RETRY_TIMES")

    @classmethod
    def from_crawler(cls, crawler: Any) -> Retries:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Return the request again, or the response when enough was tried."""
        return self._again(request) or response

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Return the request again after a failure of the connection."""
        return self._again(request)

    def _again(self, request: Request) -> Request | None:
        fetch: Fetch | None = request.meta.get("fetch")
        tried = request.meta.get("retry_times", 0)
        if fetch is None or fetch.outcome not in RETRIED or fetch.replayed_from or tried >= self.times:
            return None
        again = request.copy()
        again.meta["retry_times"] = tried + 1
        for name in ("fetch", "lane"):
            again.meta.pop(name, None)
        again.dont_filter = True
        again.priority = request.priority - 1
        return again
