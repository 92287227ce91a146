"""Annual reports that Hanweb's disclosure module prints whole: one address per organisation and year, nowhere listed.

`xxgkAnnualReport.jsp?area={code}&fbtime={YYYY}` (one live host). Whether `fbtime` is the year reported on or the year
of publication is not known, so every year is asked for, the latest first. A year without a report is an empty page.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.captures.runs import utc_text
from archive.errors import PageChangedError
from archive.model import Entry, Listing, Note, Post
from archive.pages import hanweb, hanweb_xxgk
from archive.pages.folders import place_of
from crawler import scope
from crawler.asks import Ask, Role
from crawler.errors import RequestFailed
from crawler.spiders.base import Yielded
from crawler.spiders.entries import REPORTS, EntrySpider
from crawler.spiders.listings import Walk

FIRST_YEAR = 2008  # the regulation on open government information took effect on 1 May 2008
MOST_AREAS, MOST_ALIKE = 100, 3
MISSING = {"not_found", "soft_404"}


class YearWalk(Walk):
    """One organisation's years while they are asked for."""

    left: list[int]
    guessed = False
    alike = 0
    fault: str | None = None
    last: str = ""


class YearlyReports(EntrySpider):
    """What is needed to ask for the reports of the module."""

    _areas = 0

    def yearly(self, url: str, text: str, above: Walk) -> Yielded:
        """Yield the first year of every organisation whose reports a page points to."""
        for area in hanweb_xxgk.report_areas(text, url):
            wanted = self._areas < MOST_AREAS and scope.on_portal(area.url, self.portal)
            if not wanted or self.dry_run or not self.first_time(f"years of {area.url}"):
                continue
            self._areas += 1
            walk = YearWalk(place_of(area.url, url), area.name, area.url, "hanweb", reports=True, depth=above.depth + 1)
            walk.guessed = area.guessed
            walk.left = sorted({*area.years, *range(FIRST_YEAR, datetime.now(UTC).year + 1)}, reverse=True)
            self.walks.append(walk)
            yield from self._next_year(walk)

    def _next_year(self, walk: YearWalk) -> Yielded:
        """Yield the request for the next year that was not asked for lately, or the end of the walk."""
        while walk.left and walk.alike < MOST_ALIKE:
            year = walk.left.pop(0)
            url = hanweb_xxgk.in_year(walk.url, year)
            if not self.first_time(url):
                continue
            if self.sample is not None and self._details >= self.sample:
                yield walk.end(False, "sample")
                return
            self._details += 1
            if self._had(walk, url, year):
                continue
            yield self._year_page(walk, url)
            return
        yield self._closed(walk)

    def _had(self, walk: YearWalk, url: str, year: int) -> bool:
        """Return whether a year need not be asked for: its report is held, or it was empty and hardly changes now.

        A report comes in the spring after its year: the latest two years are asked for in every crawl.
        """
        if self.shelf.is_recent(url):
            for name in ("entries", "reports", "kept"):
                self.seen[name] += 1
            walk.ids.add(url)
            return True
        known = self.answered(url)
        due = datetime.now(UTC) - timedelta(days=self.crawler.settings.getfloat("RECHECK_DAYS"))
        settled = year < datetime.now(UTC).year - 1 and url not in self.shelf.pages
        return settled and known is not None and known.requested_at > utc_text(due)

    def _closed(self, walk: YearWalk) -> Listing:
        if walk.fault is not None:
            return walk.end(False, walk.fault)
        if walk.alike >= MOST_ALIKE:
            return walk.end(False, f"paging_ignored: {MOST_ALIKE + 1} years running show the same text")
        return walk.end(True, f"every year since {FIRST_YEAR} that no list links to was asked for")

    def _year_page(self, walk: YearWalk, url: str, role: Role = "probe") -> Request:
        """Return the request for one year: a probe, and where a report is there, once more for what it is."""
        answer = self.read_year if role == "probe" else self.read_report
        priority = REPORTS + (role == "detail")
        request = self.ask(
            url, role, "hanweb", answer, self.year_failed, priority=priority, walk=walk, node_id=walk.node_id
        )
        return self.if_changed(request) if role == "probe" else request

    def read_year(self, response: Response, walk: YearWalk) -> Yielded:
        """Take in one year's page: a report, or an empty page."""
        post = self._post(response)
        walk.pages += 1
        if post is not None and hanweb_xxgk.has_report(post):
            said = hashlib.sha256((post.body_html or "").encode("utf-8", "replace")).hexdigest()
            walk.alike = walk.alike + 1 if said == walk.last else 0
            walk.last = said
            walk.rows += 1
            walk.ids.add(said)
            yield self._year_page(walk, response.url, "detail")
        else:
            yield Note("no_report", f"{walk.name}: nothing under this year", response.url)
        yield from self._next_year(walk)

    def read_report(self, response: Response, walk: YearWalk) -> Yielded:
        """Take in a report that is there: its files."""
        for name in ("entries", "reports", "documents"):
            self.seen[name] += 1
        if (post := self._post(response)) is not None:
            yield from self.attachments(post.attachments, Entry(post.title or "", response.url), walk)

    def _post(self, response: Response) -> Post | None:
        try:
            return hanweb.post(self.text(response)[0], response.url)
        except PageChangedError:
            return None

    def year_failed(self, failure: Failure) -> Yielded:
        """Go on with the next year; where nobody links to the module and it is not there, end without a word lost."""
        walk: YearWalk = failure.request.cb_kwargs["walk"]  # type: ignore[attr-defined]
        outcome = failure.value.outcome if isinstance(failure.value, RequestFailed) else "interrupted"
        ask: Ask = failure.request.meta["ask"]  # type: ignore[attr-defined]
        if ask.role == "detail":
            self.lose(failure.value)
            return
        if outcome in MISSING:
            if walk.guessed and not walk.pages:
                self.walks.remove(walk)
                yield Note("no_such_column", f"{walk.name}: the module prints no reports here", walk.url)
                return
        elif outcome != "interrupted":
            walk.fault = walk.fault or outcome
        yield from self._next_year(walk)
