"""What the archive holds already, asked before any server is: is this page recent, and its listing row unchanged?

Only ledgers and stored listing pages are read. A content page is left alone when its listing row is what it was in the
latest run and its latest capture is younger than the re-check interval.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from archive.captures import CaptureReader, Home, ledger, runs
from archive.captures.runs import utc_text
from archive.errors import GongkaiError
from archive.model import Entry, Fetch, Listing, RunEnd
from archive.pages import PLATFORMS
from archive.text.charset import decode
from crawler.outcomes import GOOD

FEWER = 0.5  # of the entries of the latest finished run


class Shelf:
    """One portal's earlier runs, read once when the spider starts."""

    def __init__(self, home: Home, portal_id: str, recheck_days: float) -> None:
        self._home = home
        self._recent: dict[str, str] = {}  # address → instant of the latest good capture
        self._listings: dict[str, tuple[str, str]] = {}  # address → capture id and platform of the latest listing page
        self._rows: dict[str, Entry] | None = None
        self._entries_before: int | None = None
        self._due = utc_text(datetime.now(UTC) - timedelta(days=recheck_days))
        for folder in runs(home):
            path = folder / ledger.NAME
            start = ledger.first_row(path)
            if start is not None and start.portal.id == portal_id:
                self._read(path, start.arguments)

    def _read(self, path: object, arguments: dict[str, str]) -> None:
        for row in ledger.rows(path, damaged=lambda error: None):  # type: ignore[arg-type]
            if isinstance(row, Fetch) and row.outcome in GOOD and row.capture_id:
                if row.role in {"detail", "attachment"}:
                    self._recent[row.url] = row.requested_at
                elif row.role == "listing":
                    self._listings[row.url] = (row.capture_id, row.platform)
            elif isinstance(row, RunEnd) and row.reason in {"finished", "incomplete"} and not arguments:
                self._entries_before = row.counts.get("seen/entries", self._entries_before)
            elif isinstance(row, Listing):
                continue

    def is_recent(self, url: str) -> bool:
        """Return whether an address has a good capture younger than the re-check interval."""
        return self._recent.get(url, "") > self._due

    def is_fresh(self, entry: Entry) -> bool:
        """Return whether an entry's page is recent and its row is what the latest stored listing said."""
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
                    page = PLATFORMS[platform].listing(text, url)
                except (GongkaiError, KeyError):
                    continue  # a listing that cannot be read again proves nothing: its pages are fetched
                found.update({entry.url: entry for entry in page.entries})
        return found

    def far_fewer(self, entries: int) -> bool:
        """Return whether a run found less than half of what the latest full run did."""
        return self._entries_before is not None and entries < FEWER * self._entries_before


def _row(entry: Entry) -> tuple[object, ...]:
    links = tuple((link.url, link.size) for link in entry.attachments)
    return entry.title, entry.published_at, entry.written_at, entry.identifier, entry.document_number, links
