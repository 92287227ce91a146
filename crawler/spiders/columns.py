"""Walks columns of list pages, then their articles: every platform whose reader says where a list goes on.

The platform is recognised per response, never per host: mixed pages are normal. Also followed from a catalogue's menu
links, and leads to the catalogue that a portal's start page links to.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

from msgspec.structs import replace
from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.errors import PageChangedError
from archive.model import Entry, ListingPage, Node, Note
from archive.pages import chosen, epoint, files, shells
from archive.pages.annual import is_report_column
from archive.pages.folders import place_of
from archive.pages.sections import is_section
from crawler import scope
from crawler.errors import RequestFailed
from crawler.spiders import finding
from crawler.spiders.base import Yielded
from crawler.spiders.catalogue import LISTINGS, MISSING, CatalogueSpider
from crawler.spiders.ends import Closings
from crawler.spiders.entries import REPORTS
from crawler.spiders.paging import NO_ROWS, PagedWalk, Turn
from crawler.spiders.vanished import VanishedSpider
from crawler.spiders.yearly import YearlyReports

DEEPEST, MOST_COLUMNS = 6, 500
MENU_DEPTH = 2  # columns so deep are searched for links to report columns anywhere on their pages


class ColumnSpider(YearlyReports, VanishedSpider, CatalogueSpider):
    """Walks one column and what is below it, page after page."""

    name = "columns"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._scripts: dict[str, str] = {}
        self._lists = Closings()
        self._front: str | None = None  # what the front page reads like: some servers show it for every unknown address

    def begin(self) -> Any:
        """Yield the portal's start page: a home page is read for its columns, a column for its rows."""
        url = self.portal.url.partition("#")[0]
        self.first_time(finding.identity(url))
        walk = self._walk(None, self.portal.publisher, url, self.portal.platform)
        walk.reports = is_report_column(self.portal.note or "", url)
        yield self.column_page(walk, self.start_failed)

    def _walk(self, node_id: str | None, name: str, url: str, platform: str, **more: Any) -> PagedWalk:
        walk = PagedWalk(node_id, name, url, platform, **more)
        walk.begin()
        self.walks.append(walk)
        return walk

    def column_page(self, walk: PagedWalk, errback: Any = None) -> Request:
        """Return the request for the page that a walk needs next."""
        place = walk.place
        return self.ask(
            place.url,
            "listing",
            walk.platform,
            self.read_column,
            errback or self.column_failed,
            priority=LISTINGS + (REPORTS if walk.reports else 0),
            walk=walk,
            may_leave=walk.may_leave,
            node_id=walk.node_id,
            page=walk.page,
            posted=place.body,
            referer=walk.url if place.url != walk.url else None,
        )

    def column(self, node: Node, url: str, above: Any, platform: str, *, guessed: bool = False) -> Yielded:
        """Yield the first page of a column that is not yet walked; depth and number are bounded."""
        depth = above.depth + 1 if above else 0
        if "/gkmlpt/" in url:
            yield from self.catalogue(node, url)
            return
        if self._full() or not self.first_time(finding.identity(url)):
            return
        if finding.is_trap(url):
            yield from self.notes("trap", [f"{node.name}: the address repeats itself and was not followed"], url)
            return
        if depth > DEEPEST or len(self.walks) >= MOST_COLUMNS:
            yield from self._not_walked(node, url, platform, depth)
            return
        report = is_report_column(node.name, url) or (above is not None and above.reports)
        here = scope.on_portal(url, self.portal)
        if not here and not (report and scope.may_follow(url, self.portal)):
            yield Note("off_portal", f"{node.name}: the column is on another host and was not followed", url)
            return
        walk = self._walk(node.id, node.name, url, platform, reports=report, may_leave=not here, depth=depth)
        walk.guessed, walk.framed = guessed, node.name == shells.FRAME
        yield self.column_page(walk)

    def _not_walked(self, node: Node, url: str, platform: str, depth: int) -> Yielded:
        """Say what a bound left out: a list that was not read, so that the run is not called whole."""
        yield Note("bound", f"{node.name}: not walked, {len(self.walks)} columns, {depth} deep", url)
        if len(self.walks) <= MOST_COLUMNS:
            walk = self._walk(node.id, node.name, url, platform, depth=depth)
            reason = f"too_deep: below {DEEPEST} columns" if depth > DEEPEST else f"too_many: {MOST_COLUMNS} columns"
            yield walk.end(False, f"{reason}, not read")

    def _full(self) -> bool:
        """Return whether a sample is complete: no further column is opened for it."""
        return self.sample is not None and self._details >= self.sample

    # ------------------------------------------------------------------------------------------ one page

    def read_column(self, response: Response, walk: PagedWalk) -> Yielded:
        """Read one page of a column: its rows, its sub-columns, its next page."""
        text, notes = self.text(response)
        yield from notes
        if self._is_front_again(response, walk, text):
            yield from self._fail(walk, "soft_404")
        elif self._is_known(response.url, walk):
            self.walks.remove(walk)
            yield Note("same_column", f"{walk.name}: leads to a column that is walked already", response.url)
        else:
            yield from self._read(response.url, text, walk)

    def _is_known(self, url: str, walk: PagedWalk) -> bool:
        """Return whether a column's first address led to a column that is walked under its own; keep where it led."""
        if walk.pages or walk.shells or url == walk.url:
            return False
        known = finding.identity(url) != finding.identity(walk.url) and not self.first_time(finding.identity(url))
        if not known:
            walk.url = url
        return known and walk is not self.walks[0]

    def _read(self, url: str, text: str, walk: PagedWalk) -> Yielded:
        try:
            whole = text if chosen.is_structured(text) else text + walk.script
            walk.platform, page = chosen.listing(whole, url, walk.platform)
        except PageChangedError as error:
            code = "other_form" if walk.queue else "page_changed"  # of several forms of a question one is understood
            yield Note(code, str(error), url)
            yield from self._fail(walk, "page_changed")
            return
        script = self._script(text, url, walk) if epoint.ACTION in (page.next_url or "") and not page.entries else None
        if script is None:
            yield from self._take(url, text, page, walk)
        elif script in self._scripts:
            yield from self._with_script(script, url, text, walk)
        else:
            walk.waiting = url, text
            yield self.ask(
                script, "probe", "epoint", self.read_script, self.script_failed, priority=LISTINGS, walk=walk
            )

    def _take(self, url: str, text: str, page: ListingPage, walk: PagedWalk) -> Yielded:
        if walk.pages and finding.is_calendar(page, datetime.now(UTC)):
            yield walk.end(False, f"calendar: every row of page {walk.page} lies in a time without disclosure")
            return
        if walk is self.walks[0] and not walk.pages:
            walk.front = finding.is_front(page, root=scope.is_root(url))
        sub = self._sub_columns(url, text, page, walk)
        yield from self.notes("unread_key", page.unread, url)
        yield from self.entries((replace(e, node_id=walk.node_id) for e in page.entries), walk)
        known = len(self.walks)
        for node, guessed in sub:
            yield from self.column(node, node.jump_url or "", walk, walk.platform, guessed=guessed)
        yield from self.yearly(url, text, walk)
        keys = [self.key(entry) for entry in page.entries]
        turn = walk.read(
            page,
            keys,
            structured=chosen.is_structured(text),
            empty=finding.says_empty(text),
            cut=self._lists.is_cut(text),
        )
        if walk.front and turn.place is None and page.entries:
            turn = Turn(None, False, "front_page: what a front page shows is a selection, not a list")
        elif turn.reason.startswith(("no_rows", "sub-columns")) and not walk.pages:
            turn = self._without_rows(turn, walk, url, text, sub, known)
        yield from self._turn(walk, turn)

    def _without_rows(
        self, turn: Turn, walk: PagedWalk, url: str, text: str, sub: list[tuple[Node, bool]], known: int
    ) -> Turn:
        """Return what a page without rows is: the menu of its columns, a frame with nothing in it, or not understood.

        Every column prints the site's menu, so only columns below it or that nobody knew make it one; `known` were
        there before. One whose list a script fills is no menu.
        """
        below = any(not guessed and finding.leads_down(node.jump_url or "", url) for node, guessed in sub)
        if below or (len(self.walks) > known and not finding.is_filled(text)):
            return Turn(None, True, "sub-columns only")
        if walk.framed and not sub and finding.is_bare(text, url):
            return Turn(None, True, "a frame without a list")
        return turn if turn.reason.startswith("no_rows") else Turn(None, False, NO_ROWS)

    def _turn(self, walk: PagedWalk, turn: Turn) -> Yielded:
        if turn.place is None:
            yield walk.end(turn.complete, turn.reason)
        elif self.sample is not None and walk.pages:
            yield walk.end(False, "sample")
        else:
            yield self.column_page(walk)

    def _sub_columns(self, url: str, text: str, page: ListingPage, walk: PagedWalk) -> list[tuple[Node, bool]]:
        """Return the columns a page leads to, report columns first, and whether each is only a guess."""
        found = [(node, False) for node in (*page.columns, *_linked_columns(page.entries, url, walk))]
        if not walk.pages and walk.depth <= MENU_DEPTH and not chosen.is_structured(text):
            found += [(node, False) for node in finding.report_columns(text, url, walk.platform)]
            if walk is self.walks[0] or walk.framed:
                menu = walk.front or finding.is_menu(page)
                found += [(node, False) for node in finding.start_columns(text, url, walk.platform, every=menu)]
            found += [(node, True) for node in finding.guesses(url, walk.platform)]
        wanted = [(node, guessed) for node, guessed in found if node.jump_url and self._may_hold(node, walk)]
        return sorted(wanted, key=lambda one: not is_report_column(one[0].name, one[0].jump_url or ""))

    def _may_hold(self, node: Node, walk: PagedWalk) -> bool:
        """Return whether a column is of interest: all of them, or those that a search for reports looks into."""
        return not self.reports_only or walk.depth > 0 or walk.reports or is_section(node.name, node.jump_url or "")

    # ------------------------------------------------------------------------------------------ what goes wrong

    def column_failed(self, failure: Failure) -> Yielded:
        """Close a walk whose page could not be had, or go on with another place of the same page."""
        walk: PagedWalk = failure.request.cb_kwargs["walk"]  # type: ignore[attr-defined]
        if isinstance(failure.value, RequestFailed):
            yield from self._fail(walk, failure.value.outcome)
        else:
            yield walk.end(False, "interrupted")

    def _fail(self, walk: PagedWalk, outcome: str) -> Yielded:
        if walk.guessed and outcome in MISSING and not walk.pages:
            self.walks.remove(walk)
            yield Note("no_such_column", f"{walk.name}: nobody links to it and it is not there", walk.url)
            return
        yield from self._turn(walk, walk.failed(outcome))

    def _is_front_again(self, response: Response, walk: PagedWalk, text: str) -> bool:
        """Return whether a column's address answers with the front page: there is no such column, in polite words."""
        said = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
        asked = walk.place.url
        if walk is self.walks[0] and not walk.pages:
            self._front = said if scope.is_root(response.url) else None
            return False
        return not scope.is_root(asked) and (scope.is_root(response.url) or said == self._front)

    # ------------------------------------------------------------------------------------------ scripts

    def _script(self, text: str, url: str, walk: PagedWalk) -> str | None:
        """Return the address of the script that may name the site of a page which does not (Epoint)."""
        if walk.shells or walk.pages or epoint.site_guid(text + walk.script):
            return None
        places = (place for place in epoint.scripts(text, url) if scope.on_portal(place, self.portal))
        return next((place for place in places if self.first_time(f"{walk.url} {place}")), None)

    def _with_script(self, place: str, url: str, text: str, walk: PagedWalk) -> Yielded:
        """Read a page again, together with a script."""
        walk.script += f"\n{self._scripts[place]}"
        yield from self._read(url, text, walk)

    def read_script(self, response: Response, walk: PagedWalk) -> Yielded:
        """Keep a script and go back to the page that waits for it."""
        asked = response.request.url if response.request else response.url
        self._scripts[asked] = self.text(response)[0]
        yield from self._with_script(asked, *walk.waiting, walk)

    def script_failed(self, failure: Failure) -> Yielded:
        """Go on without the script: the next one, else the usual id is tried."""
        walk: PagedWalk = failure.request.cb_kwargs["walk"]  # type: ignore[attr-defined]
        yield from self._read(*walk.waiting, walk)


def _linked_columns(entries: tuple[Entry, ...], url: str, walk: PagedWalk) -> tuple[Node, ...]:
    """Return the rows of a list of reports that lead to further lists: departments, years."""
    return tuple(
        Node(place_of(entry.url, url), entry.title, place_of(url, url), jump_url=entry.url)
        for entry in entries
        if entry.kind == "url"
        and (walk.reports or is_report_column(entry.title, entry.url))
        and not files.is_document(entry.url)
        and not chosen.is_article(entry.url, walk.platform)
    )
