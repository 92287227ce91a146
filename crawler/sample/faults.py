"""What a test can make go wrong on the wire, and the list of what was asked for. No clock, no randomness."""

from __future__ import annotations

import fnmatch
import threading
from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong for requests whose path, or path?query, matches `pattern` (shell wildcards).

    `nth` counts the matching requests from 1; None means all of them. `keep` sends only that many bytes of the body
    under the full Content-Length, then closes. `drop` closes without any answer. `delay` is in seconds.
    """

    pattern: str
    nth: int | None = None
    status: int | None = None
    body: bytes = b"<html><body><h1>fault</h1></body></html>"
    headers: tuple[tuple[str, str], ...] = ()
    delay: float = 0.0
    keep: int | None = None
    drop: bool = False


class Faults:
    """The planned faults and how often each pattern was met; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._planned: list[Fault] = []
        self._met: list[int] = []

    def add(self, fault: Fault) -> None:
        with self._lock:
            self._planned.append(fault)
            self._met.append(0)

    def clear(self) -> None:
        with self._lock:
            self._planned.clear()
            self._met.clear()

    def met(self) -> int:
        """How many requests the planned faults matched so far."""
        with self._lock:
            return sum(self._met)

    def due(self, path: str, query: str = "") -> Fault | None:
        """Count this request against every matching fault and return the first that is due."""
        with self._lock:
            found: Fault | None = None
            for place, fault in enumerate(self._planned):
                if not any(fnmatch.fnmatchcase(target, fault.pattern) for target in (path, f"{path}?{query}")):
                    continue
                self._met[place] += 1
                if found is None and fault.nth in (None, self._met[place]):
                    found = fault
            return found


@dataclass(frozen=True, slots=True)
class Logged:
    """One request as it came in and the status it was answered with (0: connection dropped); `sent` body bytes."""

    method: str
    path: str
    query: str
    status: int
    user_agent: str
    sent: int = 0


class RequestLog:
    """Requests in the order they were answered."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rows: list[Logged] = []

    def add(self, row: Logged) -> None:
        with self._lock:
            self._rows.append(row)

    def clear(self) -> None:
        with self._lock:
            self._rows.clear()

    def rows(self) -> tuple[Logged, ...]:
        with self._lock:
            return tuple(self._rows)

    def counts(self) -> Counter[str]:
        """Requests per path, queries kept."""
        return Counter(f"{row.path}?{row.query}" if row.query else row.path for row in self.rows())
