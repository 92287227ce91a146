"""What the archive holds already, asked before any server is: is this page recent, and its listing row unchanged?

Only ledgers and stored listing pages are read. A content page is left alone when its listing row is what it was in the
latest whole run, its latest capture is younger than the re-check interval, and no later attempt failed. Rows of runs
that were cut short, sampled or narrowed do not count: their pages may never have been asked for.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from sys import intern
from typing import NamedTuple

from archive.captures import CaptureReader, Home, Known, ledger, run_state, runs
from archive.captures.runs import utc_text
from archive.errors import GongkaiError
from archive.model import Entry, Fetch, LedgerRow, RunEnd
from archive.pages import chosen
from archive.text.charset import decode
from crawler.outcomes import GOOD

FEWER = 0.5  # of the entries of the latest whole run
HOPS = 5
IDLE = {"not_found", "soft_404", "robots", "off_portal", "refused_address", "refused_scheme"}
WHOLE = {"finished", "incomplete", "far_fewer", "too_few_reports"}
CUT = {"shutdown", "blocked", "home_failed", "failed", "cancelled"}  # ends that a later run goes on from


class Held(NamedTuple):
    """A content page that the archive holds a good capture of, as it was asked for last."""

    url: str
    platform: str
    native_id: str | None
    node_id: str | None


class Shelf:
    """One portal's earlier runs, read once when the spider starts."""

    def __init__(self, home: Home, portal_id: str, recheck_days: float) -> None:
        self._home = home
        self.known: Known | None = None  # latest captures by request, once the run is open
        self._recent: dict[str, str] = {}  # address → instant of the latest good capture
        self.pages: dict[str, Held] = {}  # content pages by address, whichever run got them
        self._leads: dict[str, str] = {}  # address → where it redirects to
        self._listings: dict[str, tuple[str, str]] = {}  # address → capture id and platform, latest whole run
        self._rows: dict[str, Entry] | None = None
        self._entries_before: int | None = None
        self._reports_before = 0  # of the latest whole run
        self._due = utc_text(datetime.now(UTC) - timedelta(days=recheck_days))
        self.resumable: str | None = None  # the latest run, where it was cut short
        for folder in runs(home):
            start = ledger.first_row(folder / ledger.NAME)
            if start is not None and start.portal.id == portal_id:
                self._read(folder, dict(start.arguments))

    def _read(self, folder: Path, arguments: dict[str, str]) -> None:
        listings: dict[str, tuple[str, str]] = {}
        end: RunEnd | None = None
        for row in ledger.rows(folder / ledger.NAME, damaged=lambda error: None):
            end = row if isinstance(row, RunEnd) else end
            self._take(row, listings)
        if end is None and run_state(folder) == "open":
            return
        self.resumable = folder.name if end is None or end.reason in CUT else None
        if end is not None and end.reason in WHOLE and not arguments:
            self._listings.update(listings)
            self._entries_before = end.counts.get("entries", self._entries_before)
            self._reports_before = end.counts.get("reports", self._reports_before)

    def _take(self, row: LedgerRow, listings: dict[str, tuple[str, str]]) -> None:
        if not isinstance(row, Fetch):
            return
        capture = row.capture_id or row.replayed_from
        if row.role == "listing" and row.outcome in GOOD and capture:
            listings[row.url] = (capture, row.platform)
        elif row.role in {"detail", "attachment"}:
            if row.outcome == "redirect" and row.redirect_to:
                self._leads[row.url] = row.redirect_to
            elif row.outcome in GOOD and row.replayed_from is None:
                self._recent[row.url] = row.requested_at
                if row.role == "detail":
                    self.pages[row.url] = Held(row.url, intern(row.platform), row.native_id, row.node_id)
            elif row.outcome not in GOOD:
                self._recent.pop(row.url, None)
                if row.document_url and row.outcome not in IDLE:  # its document is asked again, and so leads to it
                    self._recent.pop(row.document_url, None)

    def is_recent(self, url: str) -> bool:
        """Return whether an address (or where it redirects to) has a good capture younger than the interval."""
        for _ in range(HOPS):
            if url in self._recent or url not in self._leads:
                break
            url = self._leads[url]
        return self._recent.get(url, "") > self._due

    def is_fresh(self, entry: Entry) -> bool:
        """Return whether an entry's page is recent and its row is what the latest whole run saw."""
        if not self.is_recent(entry.url):
            return False
        if self._rows is None:
            self._rows = self._read_rows()
        before = self._rows.get(entry.url)
        return before is not None and _row(before) == _row(entry)

    def _read_rows(self) -> dict[str, Entry]:
        found: dict[str, Entry] = {}
        with CaptureReader(self._home) as reader:
            for url, (capture, platform) in self._listings.items():
                try:
                    text = decode(reader.body(reader.capture(capture))).text
                    page = chosen.listing(text, url, platform)[1]
                except (GongkaiError, KeyError):
                    continue  # a listing that cannot be read again proves nothing: its pages are fetched
                found.update({entry.url: entry for entry in page.entries})
        return found

    def reports(self, told: int, kept: int) -> int:
        """Return how many reports a run has: those that rows and pages told, and of its kept pages those told before.

        A report whose row does not name it is told by its page, which a run that keeps the page does not read.
        """
        return max(told, min(told + kept, self._reports_before))

    def far_fewer(self, entries: int) -> bool:
        """Return whether a run found less than half of what the latest whole run did."""
        return self._entries_before is not None and entries < FEWER * self._entries_before


def _row(entry: Entry) -> tuple[object, ...]:
    links = tuple((link.url, link.size) for link in entry.attachments)
    return entry.title, entry.published_at, entry.written_at, entry.identifier, entry.document_number, links
