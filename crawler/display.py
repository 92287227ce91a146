"""What a person watches while a crawl goes on: a live line per portal on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from crawler.progress import Listener, Progress

EVERY = 10.0  # seconds between plain lines of one portal


def words(progress: Progress, seconds: float) -> str:
    """Return one line on one portal: documents, reports, requests, errors, rate, the last address."""
    seen, totals = progress.seen, progress.totals
    requests = totals.get("requests", 0)
    rate = requests / seconds if seconds > 0 else 0.0
    last = f" {progress.fetch.url}" if progress.fetch is not None else ""
    found = ", ".join(f"{count} {what}" for what, count in sorted(seen.items()))
    asked = f"{requests} requests, {totals.get('errors', 0)} failed, {rate:.1f}/s"
    return f"{progress.portal_id}: {found or 'starting'}; {asked}{last}"


@contextmanager
def watching(clock: Callable[[], float] = time.monotonic) -> Iterator[Listener]:
    """Yield a listener for `crawler.crawl.crawl`."""
    started = clock()
    if sys.stderr.isatty():
        from rich.console import Console
        from rich.live import Live
        from rich.text import Text

        latest: dict[str, Progress] = {}
        with Live(console=Console(stderr=True), refresh_per_second=4, transient=True) as live:

            def draw(progress: Progress) -> None:
                latest[progress.portal_id] = progress
                elapsed = clock() - started
                live.update(Text("\n".join(words(one, elapsed) for one in latest.values())))

            yield draw
        return
    said: dict[str, float] = {}

    def say(progress: Progress) -> None:
        now = clock()
        if now - said.get(progress.portal_id, started) >= EVERY:
            said[progress.portal_id] = now
            click.echo(words(progress, now - started), err=True)

    yield say
