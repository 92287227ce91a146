"""The walk of a list whose pages say where they go on: shells, several places of one next page, an end to be believed.

A page may name more than one place for the page after it (pager dialects, GET or POST, counting from 0 or 1): they are
asked in order while nothing new comes, and again at the end where rows are still due. An end is believed when the
stated total or the stated number of pages agrees, when a page names no next one, or when an interface answers with no
rows. A miss or an empty page behind a printed link proves nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from archive.model import ListingPage, NextPage
from crawler.spiders.ends import one_further
from crawler.spiders.listings import MOST_PAGES, Step, Walk

MOST_SHELLS = 4
NO_ROWS = "no_rows: an empty column, or a layout that is not known"
MISSING = {"not_found", "soft_404"}


class Turn(NamedTuple):
    """What follows a page: the place to ask next, or (None) the end with its completeness and reason."""

    place: NextPage | None
    complete: bool = False
    reason: str = ""


class PagedWalk(Walk):
    """One column while it is read. `page` is the number of the page being asked for, from 1."""

    guessed = False  # nobody links to this column: if it is not there, nothing is missing
    framed = False  # a frame of a page: a banner or a menu may be all there is in it
    front = False  # the portal's front page: what it shows is a selection
    shells = 0
    stated: int | None = None  # pages, as the pager states them
    fault: str | None = None  # why a place that may hold rows could not be read
    missed: str | None = None
    cut = 0  # the page, counted from 1, that stops before its end
    before: NextPage | None = None  # the place of the last page that had news
    repeated = 0  # the page that showed the rows of another one, while the page after it is asked for
    unfollowed = False  # the last page read says that there is a next one, and not where
    how = ""
    script = ""  # what a page's script says, where the page cannot be read without
    waiting = ("", "")  # address and text of the page that waits for its script

    def begin(self) -> None:
        """Prepare for the first page."""
        self.asked: set[tuple[str, str | None]] = {(self.url, None)}
        self.queue: list[NextPage] = []
        self.left: list[NextPage] = []  # places that were not needed so far
        self.place = NextPage(self.url)
        self.shape: tuple[bool, bool] | None = None

    @property
    def settled(self) -> bool:
        """Return whether nothing is left to do or to explain: a front page is no list and lacks nothing."""
        return self.done and (self.complete or self.front)

    @property
    def page(self) -> int:
        return self.pages + 1

    def read(
        self, page: ListingPage, keys: Sequence[str], *, structured: bool, empty: bool = False, cut: bool = False
    ) -> Turn:
        """Take in a page; `keys` name its entries. `structured`: an interface answered; `empty`: it says so itself;
        `cut`: it stops before its end, so that only a stated total may prove the list whole.
        """
        if cut:
            self.cut = self.cut or self.page
        return self._doubted(self._read(page, keys, structured=structured, empty=empty))

    def _doubted(self, turn: Turn) -> Turn:
        if turn.complete and self.cut and self.total is None:
            return Turn(None, False, f"cut_off: page {self.cut} stops before its end")
        return turn

    def _read(self, page: ListingPage, keys: Sequence[str], *, structured: bool, empty: bool) -> Turn:
        self._weigh_repeat(page, keys)
        places = [NextPage(page.next_url, page.next_body)] if page.next_url else []
        places += page.other_next if page.next_url else ()
        new = self._count(page, keys)
        if not page.entries and places and not self.pages and not structured:
            return self._shell(places)
        if not self.pages and not new:
            return self._nothing(page, structured=structured, empty=empty)
        if new:
            self._advance(places)
            self.unfollowed = page.unfollowed
        else:
            self.how = "the page repeats earlier ones" if keys else "an empty page"
            self.missed = self._doubt(bool(keys), structured=structured)
            self._settle()
            if keys:
                self._look_further()
        return self._next()

    def failed(self, outcome: str) -> Turn:
        """Take in that a place could not be read. Another place of the same page may still hold its rows."""
        if not self.pages and not self.shells:
            return Turn(None, False, outcome)
        if self.repeated:
            self.fault = self.fault or f"page_repeats: page {self.repeated} shows the rows of another page"
        elif outcome in MISSING:
            self.missed = outcome
            self.how = f"page {self.page} is past the end ({outcome})"
        else:
            self.fault = outcome
        self._settle()
        return self._doubted(self._next())

    def _count(self, page: ListingPage, keys: Sequence[str]) -> int:
        new = self.ids.take(keys)
        self.rows += len(keys)
        self.claimed = page.claimed if page.claimed is not None else self.claimed
        if page.total is not None:
            self.total = page.total
            if page.total not in self.totals:
                self.totals.append(page.total)
        if page.pages is not None and (new or self.stated is None):
            self.stated = max(page.pages, self.stated or 0)
        return new

    def _look_further(self) -> None:
        """Ask for the page after one that repeats, where nothing else tells the end: does it repeat as well?"""
        unknown = self.total is None and self.stated is None and self.missed is None
        after = one_further(self.before, self.place) if unknown and self.before and not self.repeated else None
        if after is not None:
            self.repeated = self.page
            self.queue = [*self.queue, after]

    def _weigh_repeat(self, page: ListingPage, keys: Sequence[str]) -> None:
        """Take in what came after a page that repeats: its like is the end, other rows (or none) are a gap before."""
        if self.repeated and (not keys or any(hash(key) not in self.ids for key in keys)):
            self.fault = self.fault or f"page_repeats: page {self.repeated} shows the rows of another page"

    def _shell(self, places: list[NextPage]) -> Turn:
        self.shells += 1
        if self.shells > MOST_SHELLS:
            return Turn(None, False, f"no_rows: {self.shells} pages that only lead on")
        self.queue = places
        return self._next()

    def _nothing(self, page: ListingPage, *, structured: bool, empty: bool) -> Turn:
        """Return what a first page without rows means; behind a shell another form of the question may be right."""
        if self.shells and any((place.url, place.body) not in self.asked for place in self.queue):
            return self._next()
        if page.total == 0 or empty or (structured and page.total is None):
            return Turn(None, True, "all 0 rows" if page.total == 0 else "the page says that it is empty")
        if page.total:
            return self._end()
        if page.columns:
            return Turn(None, True, "sub-columns only")
        return Turn(None, False, self.fault or NO_ROWS)

    def _advance(self, places: list[NextPage]) -> None:
        self.pages += 1
        self.shape, self.before = _shape(self.place), self.place
        self.left += self.queue
        self.queue = sorted(places, key=lambda place: _shape(place) != self.shape) if self.shells else places
        self.missed, self.how = None, ""

    def _doubt(self, repeats: bool, *, structured: bool) -> str | None:
        """Return why a page without news is no proof of the end; None where it is one."""
        if repeats:  # a last page that is shown for every later number is an end, a first page is not
            return "paging_ignored: page 2 repeats page 1" if self.pages == 1 else None
        return None if structured else f"no_rows: page {self.page} has none"

    def _settle(self) -> None:
        """Ask no further for a page that nothing says is due."""
        if self.pages and (self.total is not None or self.stated is not None) and not self._due():
            self.queue = []

    def _next(self) -> Turn:
        if self.pages >= MOST_PAGES:
            return Turn(None, False, f"more than {MOST_PAGES} pages")
        for places in (self.queue, self.left if self._due() else []):
            while places:
                place = places.pop(0)
                if (place.url, place.body) not in self.asked:
                    self.asked.add((place.url, place.body))
                    self.place = place
                    return Turn(place)
        return self._end()

    def _due(self) -> bool:
        """Return whether the list states more than was read."""
        if self.total is not None:
            return len(self.ids) < self.total
        return self.stated is not None and self.pages < self.stated

    def _end(self) -> Turn:
        how = self.how or "the last page"
        if self.total is not None:
            step: Step = self._at_end(how)
            return Turn(None, step.complete, step.reason if step.complete else self.fault or step.reason)
        if self.fault is not None:
            return Turn(None, False, self.fault)
        if self.stated is not None and self.pages < self.stated:
            return Turn(None, False, f"pages_missing: the pager states {self.stated}, {self.pages} were read; {how}")
        if self.missed is not None and self.stated is None:
            return Turn(None, False, self.missed)
        if self.unfollowed:
            return Turn(None, False, f"next_unknown: page {self.pages} has a next one, in a script that is not read")
        return Turn(None, True, f"{how}, {self.pages} of {self.stated or self.pages}")


def _shape(place: NextPage) -> tuple[bool, bool]:
    """Return the form of a question: posted or not, wrapped or not. Of a page's places the form that worked is best."""
    return place.body is not None, bool(place.body and place.body.startswith('{"params"'))
