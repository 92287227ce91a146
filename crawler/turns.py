"""Whose turn it is: a request waits here until its host's lane is free, and the lane learns what the answer was."""

from __future__ import annotations

import asyncio
import email.utils
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from archive.errors import HomeError
from archive.model import Fetch, Portal
from crawler import scope
from crawler.errors import HostPausedError, StoppingError
from crawler.extensions import RunLedger
from crawler.host_files import HostFile
from crawler.lanes import BLOCKS_TO_STOP, Lane, Lanes, Pace
from crawler.outcomes import GOOD, is_blocked
from crawler.progress import Wait

LANES = Lanes(time.monotonic)  # shared by all portals of this process: one host, one lane
LOCAL_PATIENCE = 1.0  # seconds of a Retry-After that a loopback server gets
LOOK_AGAIN = 0.25  # seconds between two looks whether the crawl is being stopped
PATIENT = {408, 429, 503}  # statuses whose Retry-After is heard
WORTH_SAYING = 2.0  # seconds of waiting that a person is told of
_FILES: dict[tuple[str, str], HostFile] = {}


def lane_of(url: str, portal: Portal) -> Lane:
    """Return the lane of an address: one per host, and per port too where all hosts are this machine."""
    return LANES.of(_place(url, portal))


def _place(url: str, portal: Portal) -> str:
    return urlsplit(url).netloc if portal.local else scope.host_of(url)


def pace_of(crawler: Any) -> Pace:
    """Return the pace of a crawl from its settings; a local portal is not waited for longer than it says."""
    settings = crawler.settings
    floor, at_once = settings.getfloat("DOWNLOAD_DELAY"), settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
    pace = Pace(floor, pause=settings.getfloat("BREAKER_PAUSE"), at_once=at_once)
    if crawler.spider.portal.local:
        return pace._replace(slow=0.0, patience=LOCAL_PATIENCE)
    slow = 1 / max(settings.getfloat("AUTOTHROTTLE_TARGET_CONCURRENCY"), 0.01)
    return pace._replace(slow=slow, longest=settings.getfloat("AUTOTHROTTLE_MAX_DELAY"))


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


class _Ticket:
    """A request that waits in a lane."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def wake(self) -> None:
        self._event.set()

    async def rest(self, seconds: float | None) -> None:
        """Wait until woken, at most so many seconds."""
        timer = None if seconds is None else asyncio.get_running_loop().call_later(seconds, self.wake)
        try:
            await self._event.wait()
        finally:
            self._event.clear()
            if timer is not None:
                timer.cancel()


class Turns:
    """Downloader middleware beside the recorder: lets a request go when its host may be asked."""

    def __init__(self, crawler: Any) -> None:
        self.portal, self.pace = crawler.spider.portal, pace_of(crawler)
        self.crawler = crawler
        self.ledger: RunLedger = crawler.get_extension(RunLedger)
        self.blocks = 0
        self._waiting: set[_Ticket] = set()
        self._folder = self._shared(self.ledger.home.path / "lanes") if self.pace.floor else None

    @classmethod
    def from_crawler(cls, crawler: Any) -> Turns:
        return cls(crawler)

    def _shared(self, folder: Path) -> Path | None:
        """Return the folder of host files; a dry run makes none, and uses one that is there."""
        if self.ledger.run is not None:
            folder.mkdir(exist_ok=True)
        return folder if self.pace.at_once == 1 and folder.is_dir() else None

    async def process_request(self, request: Request) -> None:
        """Wait for the turn. StoppingError when the crawl ends, HostPausedError once a host is given up."""
        lane, file = lane_of(request.url, self.portal), self._file(request.url)
        if lane.waiting or self._seconds(lane, file, None) != 0:
            await self._queue(lane, file, request.url)
        request.meta["lane"] = (lane, lane.start(), file)

    def _file(self, url: str) -> HostFile | None:
        if self._folder is None:
            return None
        place = (str(self._folder), _place(url, self.portal))
        if place not in _FILES:
            _FILES[place] = HostFile.of(self._folder, place[1])
        return _FILES[place]

    def _seconds(self, lane: Lane, file: HostFile | None, ticket: _Ticket | None) -> float | None:
        """Return 0 with the turn taken, the seconds to wait, or None for wait to be woken."""
        seconds = lane.wait(self.pace, ticket)
        if seconds != 0 or file is None:
            return seconds
        try:
            return file.take(self.pace.floor)
        except HomeError:
            self.ledger.stop("home_failed")
            raise

    async def _queue(self, lane: Lane, file: HostFile | None, url: str) -> None:
        ticket = _Ticket()
        lane.waiting.append(ticket)
        self._watch(ticket)
        try:
            while (seconds := self._seconds(lane, file, ticket)) != 0:
                if seconds is not None and seconds >= WORTH_SAYING:
                    self.ledger.waits(Wait(_place(url, self.portal), time.monotonic() + seconds, lane.why))
                await ticket.rest(seconds)
                if self._stopping():
                    raise StoppingError("the crawl is being stopped")
                if self.ledger.reason == "blocked":
                    raise HostPausedError("the host was given up after repeated blocks")
        finally:
            self._waiting.discard(ticket)
            lane.waiting.remove(ticket)
            lane.next()

    def _watch(self, ticket: _Ticket) -> None:
        """Have a ticket woken when the crawl ends; one timer for all that wait."""
        if not self._waiting:
            asyncio.get_running_loop().call_later(LOOK_AGAIN, self._look)
        self._waiting.add(ticket)

    def _look(self) -> None:
        if self._stopping() or self.ledger.reason == "blocked":
            for ticket in self._waiting:
                ticket.wake()
        if self._waiting:
            asyncio.get_running_loop().call_later(LOOK_AGAIN, self._look)

    def _stopping(self) -> bool:
        engine = self.crawler.engine
        slot = engine._slot
        return not engine.running or slot is None or slot.closing is not None

    def process_response(self, request: Request, response: Response) -> Response:
        """Give the lane back; a Retry-After rests the whole host, within bounds."""
        asked = None
        if response.status in PATIENT and "replayed" not in response.flags:
            asked = retry_after(response.headers.get("Retry-After"), datetime.now(UTC))
        self._end(request, asked)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Give the lane back after a failure, if it was taken."""
        self._end(request, None)

    def _end(self, request: Request, asked: float | None) -> None:
        lane, started, file = request.meta.pop("lane", (None, None, None))
        if lane is None:
            return
        lane.end(self.pace, started)
        self._judge(lane, request)
        if asked is not None and lane.retry_after(self.pace, asked) < asked:
            self.ledger.note(
                "retry_after", f"the server asks for {asked:g} s; {self.pace.patience:g} s are given", request.url
            )
        if file is not None:
            file.give(lane.rest())

    def _judge(self, lane: Lane, request: Request) -> None:
        fetch: Fetch | None = request.meta.get("fetch")
        if fetch is None:
            return
        if not is_blocked(fetch.outcome):
            if fetch.outcome in GOOD or fetch.outcome == "not_found":
                lane.good()
            return
        self.blocks += 1
        if lane.blocked(self.pace) or self.blocks >= BLOCKS_TO_STOP:
            self.ledger.note(
                "breaker", f"given up after {lane.blocks} blocks running, {self.blocks} in all", request.url
            )
            self.ledger.stop("blocked")
