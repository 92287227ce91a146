"""RunLedger: the only part of the crawler that writes. Opens the run, takes rows, closes it with its reason.

A dry run has no folder; everything else goes through the same code. Disk trouble ends the crawl: a page that cannot be
kept is not fetched.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from typing import Any

from scrapy import Request, signals
from scrapy.http import Response
from scrapy.responsetypes import responsetypes

from archive.captures import CaptureReader, Home, Known, OpenRun, ledger, recover, start_run
from archive.captures.known import Key
from archive.captures.runs import lineage, utc_text
from archive.errors import HomeError, UsageError
from archive.model import Fetch, LedgerRow, Listing, Note, RunEnd
from crawler.limits import recorded
from crawler.logs import RunLog
from crawler.outcomes import GOOD
from crawler.progress import Progress, Wait

logger = logging.getLogger(__name__)
# What a torn run's row must say to be replayed: the answers that asking again would only repeat.
SETTLED = GOOD | {"redirect", "not_found", "soft_404", "off_portal", "refused_scheme"}


class RunLedger:
    """Extension. `run` is None in a dry run; `known` and `answered` come from the home's earlier runs."""

    def __init__(self, crawler: Any) -> None:
        spider = crawler.spider
        if not hasattr(spider, "portal"):
            raise UsageError(f"the spider {spider.name!r} has no portal; crawl with gkmlpt or columns")
        self.crawler, self.spider = crawler, spider
        self.home: Home = spider.home
        self.counts: Counter[str] = Counter()  # requests, replayed, bytes, listings, listings_incomplete, errors
        self.outcomes: Counter[str] = Counter()
        self.run: OpenRun | None = None
        self.log: RunLog | None = None
        self.answered: dict[Key, Fetch] = {}
        self.reason: str | None = None
        cuts = recover(self.home) if self.home.runs_folder.is_dir() and not spider.dry_run else []
        self.known = spider.shelf.known = Known.load(self.home, spider.portal.id)
        self.reader = CaptureReader(self.home, max_body=crawler.settings.getint("DOWNLOAD_MAXSIZE"))
        if not spider.dry_run:
            self._open(cuts)

    @classmethod
    def from_crawler(cls, crawler: Any) -> RunLedger:
        """Open the run before the first request; HomeError and UsageError end the crawl before it starts."""
        one = cls(crawler)
        crawler.signals.connect(one.item_scraped, signals.item_scraped)
        crawler.signals.connect(one.spider_error, signals.spider_error)
        crawler.signals.connect(one.spider_closed, signals.spider_closed)
        return one

    def _open(self, cuts: list[Any]) -> None:
        resumes = self.spider.shelf.resumable
        if resumes:
            self._take_over(resumes)
        self.run = start_run(
            self.home,
            portal=self.spider.portal,
            spider=self.spider.name,
            settings=recorded(self.crawler.settings),
            software=f"gongkai/{version('gongkai')} scrapy/{version('scrapy')}",
            arguments=self.spider.arguments,
            resumes=resumes,
            max_bytes=self.crawler.settings.getint("RUN_FILE_BYTES"),
        )
        self.log = RunLog(self.run.folder, self.spider)
        if (start := ledger.first_row(self.run.folder / ledger.NAME)) is not None:
            self.log.row(start)
        for cut in cuts:
            self.write(cut)

    def _take_over(self, torn: str) -> None:
        """Take in the answers of a torn run and of those it resumed, as far as they are recent enough to stand."""
        since = utc_text(datetime.now(UTC) - timedelta(days=self.crawler.settings.getfloat("RESUME_DAYS")))
        chain = lineage(self.home, torn)
        found = self.known.answered(chain, outcomes=frozenset(SETTLED))
        self.answered = {key: row for key, row in found.items() if row.requested_at >= since}

    def write(self, row: LedgerRow) -> int | None:
        """Append one row to the ledger and return its place; trouble with the disk stops the crawl: HomeError."""
        if self.run is None:
            return None
        try:
            offset = self.run.ledger.append(row)
        except HomeError:
            self.stop("home_failed")
            raise
        if self.log is not None:
            self.log.row(row)
        return offset

    def add(self, fetch: Fetch) -> None:
        """Append the row of a request and keep the place of its payload, for the same bytes at another address."""
        offset = self.write(fetch)
        if offset is not None and self.run is not None:
            self.known.written(fetch, self.run.ledger.path, offset)
        self.counts["requests" if fetch.replayed_from is None else "replayed"] += 1
        self.outcomes[fetch.outcome] += 1
        self.counts["bytes"] += fetch.size or 0 if fetch.revisit_of is None and fetch.capture_id else 0
        self.report(fetch)

    def note(self, code: str, message: str, url: str | None = None) -> None:
        """Append a note: a decision, a refusal, something not understood."""
        self.write(Note(code, message, url))

    def stored(self, capture_id: str, request: Request) -> Response:
        """Return a stored answer as a response to `request`. EvidenceError or InputError where it cannot be read."""
        record = self.reader.at(self.reader.place(capture_id))
        original = self.reader.resolved(record)
        body = self.reader.body(original)
        status = original.http_status or 200
        headers: dict[bytes, list[bytes]] = {}
        for name, value in original.http_headers:
            if name.lower() not in {b"content-encoding", b"set-cookie"}:
                headers.setdefault(name, []).append(value)
        kind = responsetypes.from_args(headers=_typed(headers), url=request.url, body=body)
        return kind(request.url, status=status, headers=headers, body=body, flags=["replayed"])

    def stop(self, reason: str) -> None:
        """Close the spider for a reason of our own; what is in flight ends first."""
        if self.reason is None:
            self.reason = reason
            asyncio.ensure_future(self.crawler.engine.close_spider_async(reason=reason))  # noqa: RUF006

    def waits(self, wait: Wait) -> None:
        """Tell the listener what is waited for."""
        self.report(wait=wait)

    def report(self, fetch: Fetch | None = None, wait: Wait | None = None) -> None:
        """Tell the listener, if there is one, where the crawl stands."""
        if self.spider.on_progress is not None:
            run_id = self.run.run_id if self.run else None
            portal_id, outcomes, seen = self.spider.portal.id, dict(self.outcomes), dict(self.spider.seen)
            self.spider.on_progress(Progress(portal_id, run_id, outcomes, seen, dict(self.counts), fetch, wait))

    def item_scraped(self, item: object) -> None:
        """Write what the spider yields: listings and notes."""
        if isinstance(item, Listing):
            self.counts["listings"] += 1
            self.counts["listings_incomplete"] += not item.complete
        if isinstance(item, (Listing, Note)):
            self.write(item)

    def spider_error(self, failure: Any, response: Any) -> None:
        """Keep an error of our own code as a note; the run goes on."""
        self.counts["errors"] += 1
        url = getattr(response, "url", None)
        self.note("spider_error", f"{failure.type.__name__}: {failure.getErrorMessage()[:300]}", url)

    def spider_closed(self, spider: Any, reason: str) -> None:
        """Write the listings that were cut short and the end row."""
        final = self.reason or (spider.verdict() if reason == "finished" else reason)
        for item in spider.cut_short(final):
            self.item_scraped(item)
        counts = {**self.counts, **spider.seen}
        counts |= {f"outcome/{name}": number for name, number in self.outcomes.items()}
        counts |= {f"lost/{name}": number for name, number in spider.lost.items()}
        self.reason = final
        self.reader.close()
        if self.run is not None:
            try:
                self.run.close(final, counts)
            except HomeError as error:
                logger.error("%s", error)
                self.run.abandon()
        if self.log is not None:
            self.log.row(RunEnd("", final, counts))
            self.log.close()
        self.report()


def _typed(headers: dict[bytes, list[bytes]]) -> Any:
    from scrapy.http import Headers

    return Headers(headers)
