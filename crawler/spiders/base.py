"""PortalSpider: what every walk shares. `-a portal=ID -a home=DIR [-a sample=N] [-a since=DATE] [-a reports_only=1]`.

A spider yields requests, listings and notes. It writes nothing, and what it asks for goes through the middlewares.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from pathlib import Path
from typing import Any

import scrapy
from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.captures import Home
from archive.captures.known import KnownCapture
from archive.errors import UsageError
from archive.model import Listing, Note, Portal
from archive.text.charset import decode
from crawler import limits, portals
from crawler.asks import Ask, Role
from crawler.errors import RequestFailed
from crawler.outcomes import is_blocked
from crawler.progress import Listener
from crawler.shelf import Shelf
from crawler.spiders import arguments
from crawler.spiders.listings import Walk
from crawler.spiders.names import Names

JSON, FORM = "application/json;charset=utf-8", "application/x-www-form-urlencoded"
START_REASONS = {"robots": "robots", "robots_unavailable": "unreachable"}
Yielded = Iterator[Request | Listing | Note]


class PortalSpider(scrapy.Spider):
    """Base of the walks. A subclass yields its first requests from `begin` and reads listings its own way."""

    name = "portal"

    def __init__(
        self,
        portal: str | Portal | None = None,
        home: str | Path | None = None,
        sample: int | str | None = None,
        since: str | None = None,
        reports_only: bool | str = False,
        dry_run: bool | str = False,
        on_progress: Listener | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.home = Home(Path(home or os.environ.get("GONGKAI_HOME") or "gongkai-home"))
        if portal is None:
            raise UsageError(f"name a portal: scrapy crawl {self.name} -a portal=ID (see scrapy checkportals --list)")
        self.portal = portal if isinstance(portal, Portal) else self._find(portal)
        self.sample = arguments.count(sample)
        self.since = arguments.date(since)
        self.reports_only, self.dry_run = arguments.yes(reports_only), arguments.yes(dry_run)
        self.on_progress = on_progress
        self.arguments = self._arguments()
        self.seen: dict[str, int] = {"entries": 0, "reports": 0, "documents": 0, "attachments": 0, "kept": 0}
        self.walks: list[Walk] = []
        self.lost: Counter[str] = Counter()  # pages that could not be had, by outcome; a miss (404) is an answer
        self.start_outcome: str | None = None
        self.start_changed = False
        self._asked = Names()
        self._entries = Names()
        self._noted: set[str] = set()
        self._details = 0

    @classmethod
    def from_crawler(cls, crawler: Any, *args: Any, **kwargs: Any) -> PortalSpider:
        """Make the spider and put the limits of its portal into force, before the settings freeze."""
        spider: PortalSpider = super().from_crawler(crawler, *args, **kwargs)
        limits.enforce(crawler.settings, spider.portal)
        spider.shelf = Shelf(spider.home, spider.portal.id, crawler.settings.getfloat("RECHECK_DAYS"))
        return spider

    shelf: Shelf

    def _find(self, portal_id: str) -> Portal:
        found = portals.find(portal_id, portals.load(self.home.path / "portals"))
        if portals.spider_of(found) != self.name:
            named = portals.spider_of(found)
            raise UsageError(f"{portal_id} is walked by {named}: scrapy crawl {named} -a portal={portal_id}")
        return found

    def _arguments(self) -> dict[str, str]:
        named = {"sample": self.sample, "since": self.since}
        flags = {"reports_only": self.reports_only, "dry_run": self.dry_run}
        return {key: str(value) for key, value in named.items() if value is not None} | {
            key: "1" for key, value in flags.items() if value
        }

    # ------------------------------------------------------------------------------------------ requests

    async def start(self) -> AsyncIterator[Any]:
        """Yield the first requests."""
        for request in self.begin():
            yield request

    def begin(self) -> Iterable[Request]:
        """Yield the first requests of the walk."""
        raise NotImplementedError

    def ask(
        self, url: str, role: Role, platform: str, callback: Any, errback: Any, *, priority: int = 0, **belongs: Any
    ) -> Request:
        """Return a request that says what it is for. The spider decides what is asked twice, not a filter.

        `posted` is the body of a POST (JSON or a form), `referer` the page that leads to the address.
        """
        walk: Walk | None = belongs.pop("walk", None)
        given: dict[str, Any] = {"walk": walk} if walk is not None else {}
        given |= {name: belongs.pop(name) for name in ("entry", "api") if name in belongs}
        leave, posted, headers = belongs.pop("may_leave", False), belongs.pop("posted", None), {}
        if referer := belongs.pop("referer", None):
            headers["Referer"] = referer
        if posted is not None:
            headers["Content-Type"] = JSON if posted.lstrip().startswith("{") else FORM
        meta: dict[str, Any] = {"ask": Ask(role, platform, **belongs)}
        if leave:
            meta["may_leave"] = True
        return Request(
            url, callback, "GET" if posted is None else "POST", headers, posted,
            errback=errback, cb_kwargs=given, meta=meta, priority=priority, dont_filter=True,
        )  # fmt: skip

    def answered(self, url: str) -> KnownCapture | None:
        """Return the latest good answer that the archive holds for an address, whatever it was asked for."""
        return self.shelf.known.latest(url) if self.shelf.known is not None else None

    def if_changed(self, request: Request) -> Request:
        """Return a probe that an unchanged answer costs nothing: probes carry no validators of themselves."""
        known = self.answered(request.url)
        if known is not None and known.etag:
            request.headers["If-None-Match"] = known.etag.encode("latin-1", "replace")
        if known is not None and known.last_modified:
            request.headers["If-Modified-Since"] = known.last_modified.encode("latin-1", "replace")
        return request

    def first_time(self, key: str | int) -> bool:
        """Return whether an address or post (or the hash of one) is met for the first time, and remember it."""
        return self._asked.add(key)

    def start_failed(self, failure: Failure) -> None:
        """Keep why the start page could not be had; it decides how the run ends."""
        error = failure.value
        self.start_outcome = error.outcome if isinstance(error, RequestFailed) else "unreachable"

    # ------------------------------------------------------------------------------------------ texts and notes

    def text(self, response: Response) -> tuple[str, list[Note]]:
        """Return the text of a response, and a note where bytes could not be read."""
        kind = response.headers.get("Content-Type") or b""
        declared = kind.decode("latin-1").partition("charset=")[2].strip("\"' ;") or None
        decoded = decode(response.body, declared)
        if not decoded.replaced:
            return decoded.text, []
        message = f"{decoded.replaced} places cannot be read as {decoded.encoding}"
        return decoded.text, [Note("undecodable_bytes", message, response.url)]

    def notes(self, code: str, things: Iterable[str], url: str) -> Iterator[Note]:
        """Yield a note per thing, once per run each."""
        for thing in things:
            if f"{code} {thing}" not in self._noted:
                self._noted.add(f"{code} {thing}")
                yield Note(code, thing, url)

    # ------------------------------------------------------------------------------------------ how it ended

    def verdict(self) -> str:
        """Return how the run ended, from what was found and what failed."""
        if self.start_outcome is not None:
            known = START_REASONS.get(self.start_outcome)
            return known or ("blocked" if is_blocked(self.start_outcome) else "unreachable")
        if self.start_changed:
            return "page_changed"
        if self.dry_run:
            return "dry_run"
        if not self.seen["entries"]:
            return self._nothing()
        if self.sample is not None:
            return "sample"
        if any(not walk.settled for walk in self.walks) or self.lost:
            return "blocked" if self._mostly_blocked() else "incomplete"
        if not self.reports_only and self.shelf.far_fewer(self.seen["entries"]):
            return "far_fewer"
        self.seen["reports"] = self.shelf.reports(self.seen["reports"], self.seen["kept"])
        least = self.portal.expect.get("reports_min", 0)
        return "too_few_reports" if self.seen["reports"] < least else "finished"

    def _mostly_blocked(self) -> bool:
        """Return whether a listing was denied, or more pages than were read; one denied page is a gap like others."""
        denied = sum(number for outcome, number in self.lost.items() if is_blocked(outcome))
        return denied > self.seen["documents"] or any(is_blocked(walk.reason) for walk in self.walks)

    def _nothing(self) -> str:
        blocked = any(is_blocked(walk.reason) for walk in self.walks)
        failed = any(walk.done and not walk.settled for walk in self.walks) or bool(self.lost)
        return "blocked" if blocked else "incomplete" if failed else "found_nothing"

    def cut_short(self, reason: str) -> list[Listing]:
        """Return the listings that the end of the run left open."""
        return [walk.end(False, reason) for walk in self.walks if not walk.done]
