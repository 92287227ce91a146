"""One lane per host, shared by every portal of this process: who may ask next, and when.

The rule (measured from the end of one answer to the start of the next request, so that a slow server gets more rest):
gap = max(floor, slow × time of the last answer), at most `longest`; a crawl-delay of robots.txt and a Retry-After are
honoured within their own bounds. Repeated blocks open the breaker: the host is left alone for a while, then asked once.
Clock and sleep are given from outside, so that tests need no time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import NamedTuple, Protocol

SLOW = 5.0  # a server that takes a second gets five seconds of rest
LONGEST = 30.0
LONGEST_CRAWL_DELAY = 300.0
LONGEST_RETRY_AFTER = 300.0
BLOCKS_TO_PAUSE = 5
BLOCKS_TO_STOP = 100


class Pace(NamedTuple):
    """How one portal wants its hosts treated. Seconds."""

    floor: float
    slow: float = SLOW
    longest: float = LONGEST
    pause: float = 900.0  # how long an open breaker rests
    patience: float = LONGEST_RETRY_AFTER  # the longest Retry-After that is honoured
    at_once: int = 1


class Ticket(Protocol):
    """A request that waits for its turn."""

    def wake(self) -> None:
        """Look again whether it may go."""


class Lane:
    """The state of one host. Times are those of the clock that is handed in."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.busy = 0
        self.free_at = 0.0
        self.crawl_delay = 0.0
        self.why = "its gap"  # what the host rests for, in words
        self.blocks = 0
        self.trials = 0
        self.waiting: deque[Ticket] = deque()

    def wait(self, pace: Pace, ticket: Ticket | None = None) -> float | None:
        """Return the seconds to wait, 0 for go now, None for wait to be woken. Tickets are served in order."""
        at_once = 1 if self.crawl_delay else pace.at_once
        if self.busy >= at_once or (self.waiting and self.waiting[0] is not ticket):
            return None
        return max(0.0, self.free_at - self._clock())

    def start(self) -> float:
        """Take the lane; return the moment."""
        self.busy += 1
        return self._clock()

    def end(self, pace: Pace, started: float | None, *, took: float | None = None) -> None:
        """Give the lane back after an answer (or a failure) and set when it is free again."""
        self.busy = max(0, self.busy - 1)
        now = self._clock()
        took = (now - started if started is not None else 0.0) if took is None else took
        self._free(now + self.gap(pace, took), "its crawl-delay" if self.crawl_delay > pace.floor else "its gap")
        self.next()

    def rest(self) -> float:
        """Return the seconds until the host may be asked again."""
        return max(0.0, self.free_at - self._clock())

    def _free(self, at: float, why: str) -> None:
        if at > self.free_at:
            self.free_at, self.why = at, why

    def next(self) -> None:
        """Wake the request whose turn it is."""
        if self.waiting:
            self.waiting[0].wake()

    def gap(self, pace: Pace, took: float) -> float:
        """Return the rest after an answer that took `took` seconds."""
        adaptive = min(max(pace.floor, pace.slow * took), max(pace.longest, pace.floor)) if pace.floor else 0.0
        return max(adaptive, min(self.crawl_delay, LONGEST_CRAWL_DELAY))

    def retry_after(self, pace: Pace, seconds: float) -> float:
        """Rest for as long as the server asks, at most `pace.patience`; return the rest that was set."""
        rest = min(max(seconds, 0.0), pace.patience)
        self._free(self._clock() + rest, "Retry-After")
        return rest

    def good(self) -> None:
        """Note an answer that is no block: the breaker closes."""
        self.blocks = self.trials = 0

    def blocked(self, pace: Pace) -> bool:
        """Note a block; return whether the host is to be given up for this run.

        After `BLOCKS_TO_PAUSE` in a row the host rests for `pause` and is asked once more; a block then gives it up.
        """
        self.blocks += 1
        if self.trials:
            return True
        if self.blocks >= BLOCKS_TO_PAUSE:
            self.trials = 1
            self._free(self._clock() + pace.pause, f"a pause after {self.blocks} blocks")
        return False


class Lanes:
    """The lanes of a process, one per host name."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lanes: dict[str, Lane] = {}

    def of(self, host: str) -> Lane:
        """Return the lane of a host, making it on first use."""
        lane = self._lanes.get(host)
        if lane is None:
            lane = self._lanes[host] = Lane(self._clock)
        return lane
