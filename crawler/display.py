"""What a person watches while a crawl goes on: a live line per portal on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from crawler.progress import Listener, Progress

EVERY = 10.0  # seconds between plain lines of one portal
SHOWN = 30  # lines of a live display; of more portals the ones heard of last are shown
LONGEST = 80  # characters of an address
FINE = frozenset({"ok", "unchanged", "not_modified", "redirect"})


def words(progress: Progress, seconds: float, now: float = 0.0) -> str:
    """Return one line on one portal: documents, reports, requests, failures, rate, and what it waits for or got last.

    `now` is of the clock that `progress.wait.until` counts in.
    """
    seen, totals = progress.seen, progress.totals
    requests = totals.get("requests", 0)
    rate = requests / seconds if seconds > 0 else 0.0
    found = ", ".join(f"{count} {what}" for what, count in sorted(seen.items()) if count)
    lists = totals.get("listings", 0)
    short = totals.get("listings_incomplete", 0)
    listed = f"; {lists} listings" + (f", {short} incomplete" if short else "") if lists else ""
    failed = sum(number for name, number in progress.counts.items() if name not in FINE)
    asked = f"{requests} requests" + (f", {failed} without a page" if failed else "") + f", {rate:.1f}/s"
    return f"{progress.portal_id}: {found or 'starting'}{listed}; {asked}{_last(progress, now)}"


def _last(progress: Progress, now: float) -> str:
    wait = progress.wait
    if wait is not None and wait.until > now:
        return f"; waits {wait.until - now:.0f} s for {wait.host} ({wait.why})"
    if progress.fetch is None:
        return ""
    url = progress.fetch.url
    return f" {url if len(url) <= LONGEST else '…' + url[-LONGEST:]}"


class _Lines:
    """The latest report of each portal, drawn anew at each look, so that waits count down."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock, self._started = clock, clock()
        self._latest: dict[str, Progress] = {}

    def take(self, progress: Progress) -> None:
        self._latest.pop(progress.portal_id, None)
        self._latest[progress.portal_id] = progress

    def __rich__(self) -> Any:
        from rich.text import Text

        now = self._clock()
        shown = list(self._latest.values())[-SHOWN:]
        lines = sorted(words(one, now - self._started, now) for one in shown)
        if hidden := len(self._latest) - len(shown):
            lines.append(f"and {hidden} more portals")
        return Text("\n".join(lines), no_wrap=True, overflow="ellipsis")


@contextmanager
def watching(clock: Callable[[], float] = time.monotonic) -> Iterator[Listener]:
    """Yield a listener for `crawler.crawl.crawl`."""
    if sys.stderr.isatty():
        from rich.console import Console
        from rich.live import Live

        lines = _Lines(clock)
        with Live(lines, console=Console(stderr=True), refresh_per_second=4, transient=True):
            yield lines.take
        return
    started = clock()
    said: dict[str, float] = {}

    def say(progress: Progress) -> None:
        now = clock()
        if now - said.get(progress.portal_id, started) >= EVERY:
            said[progress.portal_id] = now
            click.echo(words(progress, now - started, now), err=True)

    yield say
