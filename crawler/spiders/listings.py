"""The walk of one listing: what was read, what is left, and whether that is all. No requests, no clock but one.

Stop rule (platforms 1.5): `offset + len(rows) >= total` on a page that is not full; else an empty page, a miss after
page 1, a page of ids already seen and, without a total, a short page. `total` is what the server will list, `claimed`
what the column says it holds; both are kept, and a shortfall is said. Only a complete listing may say that something is
gone.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from archive.captures.runs import utc_text
from archive.model import Listing, ListingPage
from crawler.spiders.names import Names

MOST_PAGES = 5_000


class Step(NamedTuple):
    """What follows a page: the next page number, or the end with its completeness and reason."""

    more: bool
    complete: bool = False
    reason: str = ""


class Walk:
    """One node or column while it is read."""

    def __init__(
        self,
        node_id: str | None,
        name: str,
        url: str,
        platform: str,
        *,
        reports: bool = False,
        may_leave: bool = False,
        depth: int = 0,
        claimed: int | None = None,
    ) -> None:
        self.node_id, self.name, self.url, self.platform = node_id, name, url, platform
        self.reports, self.may_leave, self.depth = reports, may_leave, depth
        self.claimed = claimed
        self.total: int | None = None
        self.totals: list[int] = []
        self.pages = 0
        self.rows = 0  # rows as they came, repeats included
        self.ids = Names()  # of the entries
        self.fresh = 0  # entries that no walk before had
        self.done = False
        self.complete = False
        self.reason = ""

    @property
    def settled(self) -> bool:
        """Return whether nothing is left to do or to explain about this listing."""
        return self.done and self.complete

    def take(self, page: ListingPage, keys: list[str], rows_a_page: int | None) -> Step:
        """Take in one page; `keys` name its entries, `rows_a_page` is how many a full page has where that is fixed."""
        new = self.ids.take(keys)
        self.pages += 1
        self.rows += len(keys)
        self.claimed = page.claimed if page.claimed is not None else self.claimed
        if page.total is not None:
            self.total = page.total
            if page.total not in self.totals:
                self.totals.append(page.total)
        return self._step(page, len(keys), new, rows_a_page)

    def _step(self, page: ListingPage, rows: int, new: int, full: int | None) -> Step:
        if self.pages >= MOST_PAGES:
            return Step(False, False, f"more than {MOST_PAGES} pages")
        if rows and not new and self.pages > 1:
            return self._at_end("the page repeats earlier ones")
        if rows == 0:
            return self._at_end("an empty page")
        reached = self.total is not None and (page.offset or 0) + rows >= self.total
        short = full is not None and rows < full
        # A last page that is full proves nothing when the total is stated too low: one more is asked for.
        if reached and (short or full is None):
            return self._at_end("the stated total is reached")
        if self.total is None and short:
            return self._at_end("a short page")
        return Step(True)

    def past_the_end(self, outcome: str) -> Step:
        """Return what a miss on a page after the first means: past the end, unless the total says that more is due."""
        return self._at_end(f"page {self.pages + 1} is past the end ({outcome})")

    def _at_end(self, how: str) -> Step:
        seen = len(self.ids)
        if self.total is None:
            return Step(False, True, how)
        if len(self.totals) > 1:
            changed = f", the stated total changed while reading: {' → '.join(map(str, self.totals))}"
        else:
            changed = ""
        if seen == self.total:
            return Step(False, True, f"all {seen} rows{changed}")
        return Step(False, False, f"total_mismatch: the server states {self.total}, {seen} were seen; {how}{changed}")

    def end(self, complete: bool, reason: str) -> Listing:
        """Close the walk and return its ledger row."""
        self.done, self.complete, self.reason = True, complete, reason
        seen = len(self.ids)
        if complete:
            self.ids = Names()  # the walk lives as long as its pages are asked for, its names need not
        return Listing(
            node_id=self.node_id,
            node_name=self.name or None,
            url=self.url,
            pages=self.pages,
            rows_seen=seen,
            total=self.total,
            claimed=self.claimed,
            complete=complete,
            reason=reason,
            at=utc_text(datetime.now(UTC)),
        )
