"""The log of a run, `log.txt` beside its ledger: what a person wants to know afterwards, one line each, in words.

The ledger has every request; here stand how the run began and ended, each listing with its completeness, every decision
and refusal, every request that brought no page, and what our own code complained of.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from scrapy.logformatter import LogFormatter, LogFormatterResult

from archive.model import Fetch, LedgerRow, Listing, Note, RunEnd, RunStart, Torn

NAME = "log.txt"
FINE = frozenset({"ok", "unchanged", "not_modified", "redirect"})


class QuietFormatter(LogFormatter):
    """Says nothing of pages that came: the ledger does, and a line each costs a tenth of the time per page."""

    def crawled(self, request: Any, response: Any, spider: Any) -> LogFormatterResult | None:  # type: ignore[override]
        """Return Scrapy's line where somebody asks for every detail."""
        if logging.getLogger().getEffectiveLevel() <= logging.DEBUG and spider.settings["LOG_LEVEL"] == "DEBUG":
            return super().crawled(request, response, spider)
        return None


def words(row: LedgerRow) -> str | None:
    """Return a ledger row in words, None for what is as it should be."""
    if isinstance(row, RunStart):
        goes_on = f", goes on from {row.resumes}" if row.resumes else ""
        asked = "".join(f" {name}={value}" for name, value in sorted(row.arguments.items()))
        return f"run {row.run_id} of {row.portal.id} ({row.portal.url}) by {row.spider}{asked}{goes_on}; {row.software}"
    if isinstance(row, Listing):
        of = "" if row.total is None else f" of {row.total}"
        state = "complete" if row.complete else "INCOMPLETE"
        name = row.node_name or row.node_id or row.url
        return f"listing {name}: {row.rows_seen}{of} rows on {row.pages} pages, {state}: {row.reason} ({row.url})"
    if isinstance(row, Fetch):
        return None if row.outcome in FINE else f"{row.outcome} {row.url}: {row.message or row.action or ''}"
    if isinstance(row, Note):
        return f"{row.code}: {row.message}" + (f" ({row.url})" if row.url else "")
    if isinstance(row, Torn):
        return f"cut {row.cut} half-written bytes off {row.file} of {row.run_id}"
    if isinstance(row, RunEnd):
        counts = ", ".join(f"{name} {number}" for name, number in sorted(row.counts.items()) if number)
        return f"ended: {row.reason}; {counts}"
    return None


class RunLog(logging.Handler):
    """Writes `log.txt`. Trouble with it is no reason to end a crawl: the ledger is what counts."""

    def __init__(self, folder: Path, spider: Any, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        super().__init__(logging.WARNING)
        self._spider, self._now = spider, now
        self._file: TextIO | None = None
        try:
            self._file = (folder / NAME).open("a", encoding="utf-8", buffering=1)
        except OSError as error:
            logging.getLogger(__name__).warning("%s: %s", folder / NAME, error)
        logging.getLogger().addHandler(self)

    def row(self, row: LedgerRow) -> None:
        """Write what a ledger row says, if it is worth a line."""
        if (text := words(row)) is not None:
            self.line(text)

    def line(self, text: str) -> None:
        if self._file is None:
            return
        try:
            self._file.write(f"{self._now():%Y-%m-%d %H:%M:%SZ} {' '.join(text.split())}\n")
        except OSError:
            self._file = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write a warning or an error of this crawl, or of nobody in particular."""
        if getattr(record, "spider", self._spider) is self._spider:
            text = record.getMessage()
            failed = record.exc_info[1] if record.exc_info else None
            self.line(
                f"{record.levelname} {record.name}: {text}" + (f" {type(failed).__name__}: {failed}" if failed else "")
            )

    def close(self) -> None:
        """Take the handler off and close the file."""
        logging.getLogger().removeHandler(self)
        if self._file is not None:
            self._file.close()
            self._file = None
        super().close()
