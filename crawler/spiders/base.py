"""PortalSpider: what every walk shares. `-a portal=ID -a home=DIR [-a sample=N] [-a since=DATE] [-a reports_only=1]`.

A post is fetched once, in however many nodes it stands and under whichever of its two addresses it is met first. What
the archive holds already and need not ask for again is read from there.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import scrapy
from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.captures import Home
from archive.errors import PageChangedError, UsageError
from archive.model import Entry, Listing, Note, Portal, Post
from archive.pages import PLATFORMS, files, nfcms
from archive.pages.titles import speaks_of_report
from archive.text.charset import decode
from crawler import limits, portals, scope
from crawler.asks import Ask, Role
from crawler.errors import RequestFailed
from crawler.outcomes import is_blocked
from crawler.progress import Listener
from crawler.shelf import Shelf
from crawler.spiders.listings import Walk

REPORTS, ENTRIES = 20, 0  # priorities: annual reports first, so that a crawl cut short has them
START_REASONS = {"robots": "robots", "robots_unavailable": "unreachable"}
Yielded = Iterator[Request | Listing | Note]


def _yes(value: object) -> bool:
    return str(value).lower() in {"1", "true", "yes"}


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
        self.sample = _count(sample)
        self.since = _date(since)
        self.reports_only, self.dry_run = _yes(reports_only), _yes(dry_run)
        self.on_progress = on_progress
        self.arguments = self._arguments()
        self.seen: dict[str, int] = {"entries": 0, "reports": 0, "documents": 0, "attachments": 0, "kept": 0}
        self.walks: list[Walk] = []
        self.start_outcome: str | None = None
        self.start_changed = False
        self._asked: set[str] = set()
        self._entries: set[str] = set()
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
        """Return a request that says what it is for. The spider decides what is asked twice, not a filter."""
        walk: Walk | None = belongs.pop("walk", None)
        arguments = {"walk": walk} if walk is not None else {}
        if "entry" in belongs:
            arguments["entry"] = belongs.pop("entry")
        leave = belongs.pop("may_leave", False)
        meta: dict[str, Any] = {"ask": Ask(role, platform, **belongs)}
        if leave:
            meta["may_leave"] = True
        return Request(
            url, callback, errback=errback, cb_kwargs=arguments, meta=meta, priority=priority, dont_filter=True
        )

    def first_time(self, key: str) -> bool:
        """Return whether an address (or post) is met for the first time, and remember it."""
        if key in self._asked:
            return False
        self._asked.add(key)
        return True

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

    # ------------------------------------------------------------------------------------------ entries to pages

    def entries(self, found: Iterable[Entry], walk: Walk) -> Yielded:
        """Yield what the entries of a listing page lead to: content pages, attachments, notes."""
        for entry in found:
            key = self.key(entry)
            if key not in self._entries:
                self._entries.add(key)
                self.seen["entries"] += 1
                self.seen["reports"] += speaks_of_report(entry.title)
            if entry.kind == "normal" and self._wanted(entry, walk) and self.first_time(key):
                yield from self._detail(entry, walk)

    def key(self, entry: Entry) -> str:
        """Return what a post is known by: host and platform id, or its address. Ids of two platforms overlap."""
        if entry.native_id is not None:
            return f"{scope.host_of(entry.url)}#{entry.native_id}"
        return entry.url

    def _wanted(self, entry: Entry, walk: Walk) -> bool:
        if self.dry_run or (self.sample is not None and self._details >= self.sample):
            return False
        if self.since and entry.published_at and entry.published_at[:10] < self.since:
            return False
        return not self.reports_only or walk.reports or speaks_of_report(entry.title)

    def _detail(self, entry: Entry, walk: Walk) -> Yielded:
        self._details += 1
        if self.shelf.is_fresh(entry):
            self.seen["kept"] += 1
            return
        report = walk.reports or speaks_of_report(entry.title)
        yield from self.page(entry, entry.url, walk, priority=REPORTS if report else ENTRIES)
        yield from self.attachments(entry.attachments, entry, walk)

    def page(self, entry: Entry, url: str, walk: Walk, *, priority: int = ENTRIES) -> Yielded:
        """Yield the request for a content page, or a note where it is not on this portal."""
        if not scope.on_portal(url, self.portal) and not walk.may_leave:
            yield Note("off_portal", f"{entry.title}: the page is on another host and was not fetched", url)
            return
        yield self.ask(
            url,
            "attachment" if files.is_document(url) else "detail",
            platform_of_address(url, walk.platform),
            self.read_page,
            self.page_failed,
            priority=priority,
            entry=entry,
            walk=walk,
            may_leave=walk.may_leave,
            node_id=walk.node_id,
            native_id=entry.native_id,
            document_url=entry.url if files.is_document(url) else None,
        )

    def read_page(self, response: Response, entry: Entry, walk: Walk) -> Yielded:
        """Read a content page: its attachments, and its other address where the body is not here."""
        self.seen["documents"] += 1
        ask: Ask = response.request.meta["ask"]  # type: ignore[union-attr]
        if ask.role == "attachment" or not _is_page(response):
            return
        text, notes = self.text(response)
        yield from notes
        try:
            post = PLATFORMS[ask.platform].post(text, response.url)
        except PageChangedError as error:
            yield Note("page_changed", str(error), response.url)
            return
        yield from self.notes("unread_key", post.unread, response.url)
        yield from self.attachments(post.attachments, entry, walk)
        if post.body_html is None:
            yield from self.elsewhere(entry, post, walk)

    def elsewhere(self, entry: Entry, post: Post | None, walk: Walk) -> Yielded:
        """Yield the next address of a post that was not yet asked: the portal page holds what the catalogue lacks."""
        for url in (*entry.other_urls, *(post.other_urls if post else ())):
            if url != entry.url and self.first_time(f"{self.key(entry)} {url}"):
                yield from self.page(entry, url, walk)
                return

    def page_failed(self, failure: Failure) -> Yielded:
        """Try the other address of a post whose page is missing; the ledger has the row of the failure already."""
        error, request = failure.value, failure.request  # type: ignore[attr-defined]
        if isinstance(error, RequestFailed) and error.outcome in {"not_found", "soft_404", "empty", "server_error"}:
            yield from self.elsewhere(request.cb_kwargs["entry"], None, request.cb_kwargs["walk"])

    def attachments(self, links: Iterable[Any], entry: Entry, walk: Walk) -> Yielded:
        """Yield requests for document files, each address once."""
        for link in links:
            if not self.first_time(link.url):
                continue
            if not scope.on_portal(link.url, self.portal) and not walk.may_leave:
                yield Note("off_portal", f"{link.name}: the file is on another host and was not fetched", link.url)
                continue
            self.seen["attachments"] += 1
            if self.shelf.is_recent(link.url):
                continue
            yield self.ask(
                link.url,
                "attachment",
                walk.platform,
                self.read_attachment,
                self.attachment_failed,
                walk=walk,
                may_leave=walk.may_leave,
                node_id=walk.node_id,
                native_id=link.native_id,
                document_url=entry.url,
                name=link.name,
            )

    def read_attachment(self, response: Response, walk: Walk) -> None:
        """Nothing to do: the capture is written."""

    def attachment_failed(self, failure: Failure) -> None:
        """Nothing to do: the ledger has the row."""

    # ------------------------------------------------------------------------------------------ how it ended

    def verdict(self, counts: Any) -> str:
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
        if any(not walk.done or not walk.complete for walk in self.walks):
            return "blocked" if any(is_blocked(walk.reason) for walk in self.walks) else "incomplete"
        if not self.reports_only and self.shelf.far_fewer(self.seen["entries"]):
            return "far_fewer"
        least = self.portal.expect.get("reports_min", 0)
        return "too_few_reports" if self.seen["reports"] < least else "finished"

    def _nothing(self) -> str:
        blocked = any(is_blocked(walk.reason) for walk in self.walks)
        failed = any(walk.done and not walk.complete for walk in self.walks)
        return "blocked" if blocked else "incomplete" if failed else "found_nothing"

    def cut_short(self, reason: str) -> list[Listing]:
        """Return the listings that the end of the run left open."""
        return [walk.end(False, reason) for walk in self.walks if not walk.done]


def platform_of_address(url: str, otherwise: str) -> str:
    """Return the platform of a content page by its address: gkmlpt and NFCMS pages of one post stand side by side."""
    if "/gkmlpt/" in url:
        return "gkmlpt"
    return "nfcms" if nfcms.is_article(url) or "/postmeta/" in url else otherwise


def _is_page(response: Response) -> bool:
    kind = (response.headers.get("Content-Type") or b"").lower()
    return not kind or b"html" in kind or b"json" in kind or b"text/plain" in kind or b"xml" in kind


def _count(value: int | str | None) -> int | None:
    if value is None or value == "":
        return None
    try:
        number = int(value)
    except ValueError as error:
        raise UsageError(f"sample={value!r}: a number of pages is wanted") from error
    if number < 0:
        raise UsageError(f"sample={value!r}: a number of pages is wanted")
    return number


def _date(value: str | None) -> str | None:
    if not value:
        return None
    try:
        return datetime.strptime(value, "%Y-%m-%d").date().isoformat()
    except ValueError as error:
        raise UsageError(f"since={value!r}: write a date as 2024-01-31") from error
