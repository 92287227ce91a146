"""Crawl several portals side by side in this process, each as one run. Call once per process: a reactor starts once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from archive.errors import GongkaiError, HomeError
from archive.model import Portal
from crawler import portals as registry
from crawler.progress import REASONS, CrawlSummary, Listener, PortalSummary, Progress

QUIET = {"LOG_LEVEL": "WARNING", "STATS_DUMP": "False"}


def _settings(given: Mapping[str, str]) -> Any:
    from scrapy.settings import Settings

    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.setdict(QUIET, priority="project")
    settings.setdict(dict(given), priority="cmdline")
    return settings


class _Latest:
    """Keeps the latest report of every portal, and hands each on."""

    def __init__(self, listener: Listener | None) -> None:
        self.listener = listener
        self.reports: dict[str, Progress] = {}

    def __call__(self, progress: Progress) -> None:
        self.reports[progress.portal_id] = progress
        if self.listener is not None:
            self.listener(progress)


def crawl(
    portals: Iterable[Portal],
    home: Path | str,
    *,
    reports_only: bool = False,
    sample: int | None = None,
    since: str | None = None,
    dry_run: bool = False,
    settings: Mapping[str, str] | None = None,
    on_progress: Listener | None = None,
) -> CrawlSummary:
    """Crawl the portals and return how each ended. SIGINT and SIGTERM end every run in order; a second one cuts.

    `settings` are Scrapy settings as `-s` takes them; what `crawler.limits` protects is not lowered by them.
    Raises UsageError where the call is wrong. A home that cannot be written to is a portal's reason, `home_failed`.
    """
    from scrapy.crawler import AsyncCrawlerProcess

    chosen, latest = list(portals), _Latest(on_progress)
    process = AsyncCrawlerProcess(_settings(settings or {}))
    arguments = {"home": str(home), "sample": sample, "since": since, "reports_only": reports_only, "dry_run": dry_run}
    jobs = []
    for portal in chosen:
        crawler = process.create_crawler(registry.spider_of(portal))
        task = process.crawl(crawler, portal=portal, on_progress=latest, **arguments)
        jobs.append((portal, crawler, task))
    process.start()
    return CrawlSummary(tuple(_summary(portal, crawler, task, latest) for portal, crawler, task in jobs))


def _summary(portal: Portal, crawler: Any, task: Any, latest: _Latest) -> PortalSummary:
    from crawler.extensions import RunLedger

    error = task.exception() if task.done() and not task.cancelled() else None
    if isinstance(error, HomeError):
        return PortalSummary(portal.id, None, "home_failed", str(error))
    if isinstance(error, GongkaiError):
        raise error
    ledger = crawler.get_extension(RunLedger) if error is None else None
    reason = ledger.reason if ledger is not None and ledger.reason else "failed" if error else "shutdown"
    last = latest.reports.get(portal.id)
    message = REASONS.get(reason, REASONS["failed"])[1] if error is None else f"{type(error).__name__}: {error}"
    spider = crawler.spider
    if getattr(spider, "start_outcome", None):
        message = f"{portal.url}: {message} ({spider.start_outcome})"
    run_id = last.run_id if last else None
    if last is None:
        return PortalSummary(portal.id, run_id, reason, message)
    return PortalSummary(portal.id, run_id, reason, message, last.counts, last.seen, last.totals)
