"""What a listener is told while a crawl goes on, and what a crawl says when it ends. No network library is imported."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct

from archive import exitcodes
from archive.model import Fetch

# How a run ended → exit code (docs/exit-codes.md) and what it means in words.
REASONS: dict[str, tuple[int, str]] = {
    "finished": (exitcodes.OK, "everything that is listed was read"),
    "sample": (exitcodes.OK, "a sample was taken, as asked"),
    "dry_run": (exitcodes.OK, "nothing was kept, as asked"),
    "incomplete": (exitcodes.INCOMPLETE, "at least one listing could not be read to its end"),
    "found_nothing": (exitcodes.FOUND_NOTHING, "no entry was found"),
    "far_fewer": (exitcodes.FOUND_NOTHING, "far fewer entries were found than in the run before"),
    "too_few_reports": (exitcodes.FOUND_NOTHING, "fewer annual reports were found than the portal entry expects"),
    "blocked": (exitcodes.BLOCKED, "the portal answered with a challenge or a denial"),
    "robots": (exitcodes.ROBOTS, "robots.txt forbids the start page"),
    "unreachable": (exitcodes.UNREACHABLE, "the start page could not be reached"),
    "page_changed": (exitcodes.PAGE_CHANGED, "the start page lost the shape we know"),
    "home_failed": (exitcodes.HOME, "the home could not be written to"),
    "shutdown": (exitcodes.INTERRUPTED, "interrupted; what was fetched is kept, crawl again to go on"),
    "failed": (exitcodes.SOME_INPUTS_FAILED, "our own code failed; see the log"),
}


class Wait(Struct, frozen=True):
    """What a portal waits for: a host, until when (time.monotonic), and why in words."""

    host: str
    until: float
    why: str


class Progress(Struct, frozen=True):
    """One report. `counts` is rows by outcome; `seen` is entries, reports, documents, attachments, kept (not asked
    again); `totals` is requests, replayed, bytes, listings, listings_incomplete, errors; `fetch` is the new row, `wait`
    what is waited for if it is worth saying.
    """

    portal_id: str
    run_id: str | None
    counts: Mapping[str, int]
    seen: Mapping[str, int]
    totals: Mapping[str, int]
    fetch: Fetch | None = None
    wait: Wait | None = None


Listener = Callable[[Progress], None]


class PortalSummary(Struct, frozen=True):
    """How the crawl of one portal ended; counts, seen and totals as in `Progress`."""

    portal_id: str
    run_id: str | None
    reason: str
    message: str
    counts: Mapping[str, int] = {}
    seen: Mapping[str, int] = {}
    totals: Mapping[str, int] = {}

    @property
    def exit_code(self) -> int:
        return REASONS.get(self.reason, REASONS["failed"])[0]


class CrawlSummary(Struct, frozen=True):
    """How a crawl ended, portal by portal; `exit_code` is the highest that occurred."""

    portals: tuple[PortalSummary, ...]

    @property
    def exit_code(self) -> int:
        return max((portal.exit_code for portal in self.portals), default=exitcodes.OK)
