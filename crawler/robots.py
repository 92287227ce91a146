"""robots.txt as RFC 9309 means it: obeyed, its decision written down, its absence told apart from its failure.

2xx: the rules hold (HTML in place of rules forbids nothing). 4xx: there are no rules. 5xx, time-outs and refusals:
nobody can say, so nothing is asked for now. Kept for a day. A crawl-delay goes to the host's lane.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.http.request import NO_CALLBACK

from archive.text.charset import decode
from crawler.asks import Ask
from crawler.errors import RequestFailed, RobotsDeniedError
from crawler.extensions import RunLedger
from crawler.lanes import LONGEST_CRAWL_DELAY
from crawler.outcomes import is_blocked
from crawler.turns import lane_of

KEPT = 86_400.0  # seconds
LONGEST = 512_000  # bytes that are read (RFC 9309: at least 500 KiB)
FIRST = 1000  # priority of the request, before anything else


class Rules(NamedTuple):
    """What one host's robots.txt says; `parser` None with `unavailable` false means no rules."""

    parser: Any
    unavailable: str | None  # the outcome of asking
    read_at: float


class Robots:
    """Downloader middleware: lets pass, or raises RobotsDeniedError."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler
        self.obey = crawler.settings.getbool("ROBOTSTXT_OBEY")
        self.agent = crawler.settings["ROBOTSTXT_USER_AGENT"] or "gongkai"
        self.ledger: RunLedger = crawler.get_extension(RunLedger)
        self._rules: dict[str, asyncio.Future[Rules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Any) -> Robots:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raise RobotsDeniedError where the rules forbid the address or cannot be had."""
        ask: Ask | None = request.meta.get("ask")
        if not self.obey or (ask is not None and ask.role == "robots"):
            return
        rules = await self._rules_for(request.url)
        if rules.unavailable:
            raise RobotsDeniedError(f"robots.txt could not be read: {rules.unavailable}", cause=rules.unavailable)
        if rules.parser is not None and not rules.parser.can_fetch(request.url, self.agent):
            raise RobotsDeniedError(
                f"robots.txt of {urlsplit(request.url).netloc} forbids this address to {self.agent}"
            )

    async def _rules_for(self, url: str) -> Rules:
        """Return the rules of an address's host, read once a day; requests that come meanwhile wait for the answer."""
        parts = urlsplit(url)
        place = f"{parts.scheme}://{parts.netloc}/robots.txt"
        known = self._rules.get(place)
        if known is not None and (not known.done() or time.monotonic() - known.result().read_at < KEPT):
            return await known
        future = self._rules[place] = asyncio.get_running_loop().create_future()
        rules = Rules(None, "interrupted", time.monotonic())
        try:
            rules = await self._read(place)
        finally:
            future.set_result(rules)
        return rules

    async def _read(self, place: str) -> Rules:
        meta = {"ask": Ask("robots", "generic"), "may_leave": True}
        request = Request(place, callback=NO_CALLBACK, priority=FIRST, meta=meta, dont_filter=True)
        now = time.monotonic()
        try:
            response = await self.crawler.engine.download_async(request)
        except RequestFailed as failed:
            return self._missing(place, failed, now)
        parser = Protego.parse(decode(response.body[:LONGEST]).text.lstrip("\ufeff"))
        delay = parser.crawl_delay(self.agent)
        portal = self.crawler.spider.portal
        if delay and (not portal.local or portal.delay is None):  # a local portal that sets its own pace keeps it
            lane_of(place, portal).crawl_delay = min(float(delay), LONGEST_CRAWL_DELAY)
        start = parser.can_fetch(portal.url, self.agent)
        said = "allows" if start else "forbids"
        self.ledger.note(
            "robots", f"{said} the portal's start page" + (f", crawl-delay {delay:g} s" if delay else ""), place
        )
        return Rules(parser, None, now)

    def _missing(self, place: str, failed: RequestFailed, now: float) -> Rules:
        status = failed.fetch.status
        if status is not None and 400 <= status < 500 and status != 429 and not is_blocked_by_shield(failed.outcome):
            self.ledger.note("robots", f"there is none (status {status}): no rules", place)
            return Rules(None, None, now)
        if failed.outcome in {"empty", "soft_404"}:
            self.ledger.note("robots", f"there is none ({failed.outcome}): no rules", place)
            return Rules(None, None, now)
        self.ledger.note("robots", f"could not be read ({failed.outcome}): nothing is asked of this host", place)
        return Rules(None, failed.outcome, now)


def is_blocked_by_shield(outcome: str) -> bool:
    """Return whether robots.txt was answered with a challenge: that is no statement about rules."""
    return is_blocked(outcome) and outcome not in {"blocked:address", "blocked:waf"}
