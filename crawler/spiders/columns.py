"""Walks columns of static or generic list pages, then their articles. Also followed from a catalogue's menu links.

The platform is recognised per response, never per host: mixed pages are normal.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from msgspec.structs import replace
from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.errors import PageChangedError
from archive.model import ListingPage, Node, Note
from archive.pages import PLATFORMS, generic
from archive.pages.recognise import platform_of
from archive.pages.titles import names_report_column
from crawler import scope
from crawler.asks import Ask
from crawler.errors import RequestFailed
from crawler.spiders.base import Yielded
from crawler.spiders.entries import EntrySpider
from crawler.spiders.listings import Walk

LISTINGS = 30  # priority: listings before pages, so that what is there is known first
DEEPEST, MOST_COLUMNS = 6, 500


class ColumnSpider(EntrySpider):
    """Walks one column and what is below it, page after page."""

    name = "columns"

    def begin(self) -> Any:
        """Yield the portal's start page: a home page is read for its columns, a column for its rows."""
        url = self.portal.url
        self.first_time(_folder(url))
        report = names_report_column(self.portal.note or "", urlsplit(url).path)
        walk = Walk(None, self.portal.publisher, url, self.portal.platform, reports=report)
        self.walks.append(walk)
        yield self.column_page(walk, url, 1, self.start_failed)

    def column_page(self, walk: Walk, url: str, page: int, errback: Any = None) -> Request:
        """Return the request for one page of a column."""
        return self.ask(
            url,
            "listing",
            walk.platform,
            self.read_column,
            errback or self.column_failed,
            priority=LISTINGS,
            walk=walk,
            may_leave=walk.may_leave,
            node_id=walk.node_id,
            page=page,
        )

    def column(self, node: Node, url: str, above: Walk | None, platform: str) -> Yielded:
        """Yield the first page of a column that is not yet walked; depth and number are bounded."""
        depth = above.depth + 1 if above else 0
        if not self.first_time(_folder(url)):
            return
        if depth > DEEPEST or len(self.walks) >= MOST_COLUMNS:
            yield Note("bound", f"{node.name}: not walked, {len(self.walks)} columns, {depth} deep", url)
            return
        report = names_report_column(node.name, urlsplit(url).path) or (above is not None and above.reports)
        if not scope.on_portal(url, self.portal) and not (report and scope.may_follow(url, self.portal)):
            yield Note("off_portal", f"{node.name}: the column is on another host and was not followed", url)
            return
        leave = not scope.on_portal(url, self.portal)
        walk = Walk(node.id, node.name, url, platform, reports=report, may_leave=leave, depth=depth)
        self.walks.append(walk)
        yield self.column_page(walk, url, 1)

    def read_column(self, response: Response, walk: Walk) -> Yielded:
        """Read one page of a column: its rows, its sub-columns, its next page."""
        ask: Ask = response.request.meta["ask"]  # type: ignore[union-attr]
        text, notes = self.text(response)
        yield from notes
        if walk.pages == 0:
            walk.platform = self._platform(response.url, text, walk.platform)
        try:
            page = PLATFORMS[walk.platform].listing(text, response.url)
        except PageChangedError as error:
            yield Note("page_changed", str(error), response.url)
            yield walk.end(False, "page_changed")
            return
        yield from self.notes("unread_key", page.unread, response.url)
        yield from self.entries((replace(e, node_id=walk.node_id) for e in page.entries), walk)
        for node in (*page.columns, *self._menu(response.url, text, walk)):
            if node.jump_url and (
                not self.reports_only or walk.reports or names_report_column(node.name, node.jump_url)
            ):
                yield from self.column(node, node.jump_url, walk, walk.platform)
        yield from self._further(response.url, page, walk, ask.page or 1)

    def _menu(self, url: str, text: str, walk: Walk) -> tuple[Node, ...]:
        """Return the report columns that the portal's start page names anywhere on it."""
        return generic.catalogue(text, url).nodes if walk is self.walks[0] and walk.node_id is None else ()

    def _platform(self, url: str, text: str, expected: str) -> str:
        found = platform_of(url, text)
        return found if found in PLATFORMS and found not in {"generic", "gkmlpt"} else expected

    def _further(self, url: str, page: ListingPage, walk: Walk, number: int) -> Yielded:
        step = walk.take(page, [self.key(entry) for entry in page.entries], None)
        if not step.more:
            if walk.pages == 1 and not page.entries:
                yield walk.end(*self._empty(page))
            else:
                yield walk.end(step.complete, step.reason)
        elif page.next_url is None:
            yield walk.end(True, f"the last page, {walk.pages} of {page.pages or walk.pages}")
        elif self.sample is not None:
            yield walk.end(False, "sample")
        else:
            yield self.column_page(walk, page.next_url, number + 1)

    def _empty(self, page: ListingPage) -> tuple[bool, str]:
        if page.columns:
            return True, "sub-columns only"
        return False, "no_rows: an empty column, or a layout that is not known"

    def column_failed(self, failure: Failure) -> Yielded:
        """Close a walk whose page could not be had."""
        walk: Walk = failure.request.cb_kwargs["walk"]  # type: ignore[attr-defined]
        outcome = failure.value.outcome if isinstance(failure.value, RequestFailed) else "interrupted"
        yield walk.end(False, outcome)


def _folder(url: str) -> str:
    """Return a column's identity: host and folder, whichever way its first page is written."""
    parts = urlsplit(url)
    path = parts.path
    if path.rsplit("/", 1)[-1].startswith(("index.", "default.")):
        path = path.rsplit("/", 1)[0] + "/"
    return f"{parts.hostname}:{parts.port or ''}{path}?{parts.query}"
