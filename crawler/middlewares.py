"""The chain between engine and wire, one duty each: let pass, hold back, ask again, or raise. None of it writes.

Scrapy's own retry, redirect, robots, compression and offsite middlewares are replaced because every response must be
recorded before anything acts on it, and what acts must go by its typed outcome.
"""

from __future__ import annotations

import asyncio
import email.utils
import time
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from archive.model import Fetch, Portal
from crawler import addresses, scope
from crawler.errors import AddressRefusedError, HostPausedError, OffPortalError, RequestFailed, StoppingError
from crawler.extensions import RunLedger
from crawler.lanes import BLOCKS_TO_STOP, Lane, Lanes, Pace
from crawler.outcomes import GOOD, RETRIED, is_blocked

LANES = Lanes(time.monotonic)  # shared by all portals of this process: one host, one lane
LOCAL_PATIENCE = 1.0  # seconds of a Retry-After that a loopback server gets
LOOK_AGAIN = 0.25  # seconds between two looks whether the crawl is being stopped


def lane_of(url: str, portal: Portal) -> Lane:
    """Return the lane of an address: one per host, and per port too where all hosts are this machine."""
    return LANES.of(urlsplit(url).netloc if portal.local else scope.host_of(url))


def pace_of(crawler: Any) -> Pace:
    """Return the pace of a crawl from its settings; a local portal is not waited for longer than it says."""
    settings = crawler.settings
    floor, at_once = settings.getfloat("DOWNLOAD_DELAY"), settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
    pace = Pace(floor, pause=settings.getfloat("BREAKER_PAUSE"), at_once=at_once)
    return pace._replace(slow=0.0, patience=LOCAL_PATIENCE) if crawler.spider.portal.local else pace


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

    @classmethod
    def from_crawler(cls, crawler: Any) -> Scope:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise AddressRefusedError or OffPortalError before anything is asked of anyone."""
        if len(request.url) > self.longest:
            raise AddressRefusedError(f"the address has {len(request.url)} characters, more than {self.longest}")
        addresses.check_host(scope.host_of(request.url), local=self.portal.local)
        if not request.meta.get("may_leave") and not scope.on_portal(request.url, self.portal):
            raise OffPortalError(f"{scope.host_of(request.url)} is not a host of {self.portal.id}")


def retry_after(value: bytes | None, now: datetime) -> float | None:
    """Return the seconds of a Retry-After header, from seconds or from a date; what cannot be read is None."""
    if not value:
        return None
    text = value.decode("latin-1").strip()
    if text.isdigit():
        return float(text[:10])
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


class Retries:
    """Asks again after failures that may pass, at most RETRY_TIMES; a Retry-After rests the whole host."""

    def __init__(self, crawler: Any) -> None:
        self.times = crawler.settings.getint("RETRY_TIMES")
        self.portal = crawler.spider.portal
        self.pace = pace_of(crawler)
        self.ledger: RunLedger = crawler.get_extension(RunLedger)

    @classmethod
    def from_crawler(cls, crawler: Any) -> Retries:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Return the request again, or the response when enough was tried."""
        asked = retry_after(response.headers.get("Retry-After"), datetime.now(UTC))
        if asked is not None and "replayed" not in response.flags and response.status in {408, 429, 503}:
            rest = lane_of(request.url, self.portal).retry_after(self.pace, asked)
            if rest < asked:
                self.ledger.note("retry_after", f"the server asks for {asked:g} s; {rest:g} s are given", request.url)
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


class _Ticket:
    """A request that waits in a lane."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def wake(self) -> None:
        self._event.set()

    async def rest(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._event.wait(), seconds)
        except TimeoutError:
            return
        self._event.clear()


class Turns:
    """Holds a request until its host's lane is free, and gives the lane back with what the answer was."""

    def __init__(self, crawler: Any) -> None:
        self.portal, self.pace = crawler.spider.portal, pace_of(crawler)
        self.crawler = crawler
        self.ledger: RunLedger = crawler.get_extension(RunLedger)
        self.blocks = 0

    @classmethod
    def from_crawler(cls, crawler: Any) -> Turns:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Wait for the turn. StoppingError when the crawl ends, HostPausedError once a host is given up."""
        lane = lane_of(request.url, self.portal)
        if lane.waiting or lane.wait(self.pace) != 0:
            await self._queue(lane)
        request.meta["lane"] = (lane, lane.start())

    async def _queue(self, lane: Lane) -> None:
        ticket = _Ticket()
        lane.waiting.append(ticket)
        try:
            while (seconds := lane.wait(self.pace, ticket)) != 0:
                await ticket.rest(LOOK_AGAIN if seconds is None else min(seconds, LOOK_AGAIN))
                if self._stopping():
                    raise StoppingError("the crawl is being stopped")
                if self.ledger.reason == "blocked":
                    raise HostPausedError("the host was given up after repeated blocks")
        finally:
            lane.waiting.remove(ticket)
            lane.next()

    def _stopping(self) -> bool:
        engine = self.crawler.engine
        slot = engine._slot
        return not engine.running or slot is None or slot.closing is not None

    def process_response(self, request: Request, response: Response) -> Response:
        """Give the lane back."""
        self._end(request)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Give the lane back after a failure, if it was taken."""
        self._end(request)

    def _end(self, request: Request) -> None:
        lane, started = request.meta.pop("lane", (None, None))
        if lane is None:
            return
        lane.end(self.pace, started)
        fetch: Fetch | None = request.meta.get("fetch")
        if fetch is None or not is_blocked(fetch.outcome):
            if fetch is not None and fetch.outcome in GOOD | {"not_found"}:
                lane.good()
            return
        self.blocks += 1
        if lane.blocked(self.pace) or self.blocks >= BLOCKS_TO_STOP:
            self.ledger.note(
                "breaker", f"given up after {lane.blocks} blocks running, {self.blocks} in all", request.url
            )
            self.ledger.stop("blocked")
