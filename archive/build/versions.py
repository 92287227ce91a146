"""The captures of one address in order of time, and what was read from each distinct payload."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from archive.build.payloads import PageRead, Task
from archive.build.readings import Readings
from archive.build.store import Row


class Version(NamedTuple):
    """A payload as long as it stood at an address: first and last capture that show it, and what it says."""

    address: str
    sha256: str
    first: Row
    last: Row
    original: Row  # the capture that holds the bytes
    page: PageRead


def original_of(conn: sqlite3.Connection, capture: Row) -> Row | None:
    """Return the capture that holds the bytes of a capture: the earliest response with its payload, else None.

    Not simply the one that a revisit names: two homes put together must choose alike.
    """
    found = conn.execute(
        "select * from captures where sha256 = ? and revisit_of is null order by captured_at, id limit 1",
        (capture["sha256"],),
    ).fetchone()
    return dict(found) if found else None


def task_of(capture: Row, original: Row) -> Task:
    """Return what to read for a capture: its own context, the bytes of its original."""
    return Task(
        file=original["warc_file"],
        offset=original["offset"],
        length=original["length"],
        sha256=original["sha256"],
        url=capture["url"],
        role=capture["role"],
        platform=capture["platform"],
        mime=original["mime"],
        name=capture["name"],
        local=bool(capture["local"]),
    )


def versions(conn: sqlite3.Connection, readings: Readings, captures: Iterable[Row]) -> dict[str, list[Version]]:
    """Return the versions of every address, oldest first. A payload that comes back later is a version again.

    The same payload at the same address is read once, in the context of its latest capture.
    """
    by_address: defaultdict[str, list[Row]] = defaultdict(list)
    for capture in captures:
        by_address[capture["address"]].append(capture)
    return {place: _of_address(conn, readings, place, by_address[place]) for place in sorted(by_address)}


def _of_address(conn: sqlite3.Connection, readings: Readings, place: str, captures: list[Row]) -> list[Version]:
    captures.sort(key=lambda capture: (capture["captured_at"], capture["id"]))
    latest = {capture["sha256"]: capture for capture in captures}
    originals = {sha256: original_of(conn, capture) for sha256, capture in latest.items()}
    tasks = {sha: task_of(latest[sha], original) for sha, original in originals.items() if original is not None}
    pages = dict(zip(tasks, readings.many(tasks.values()), strict=True))
    found = []
    for sha256, group in groupby(captures, key=lambda capture: str(capture["sha256"])):
        same, original = list(group), originals[sha256]
        if original is not None:
            found.append(Version(place, sha256, same[0], same[-1], original, pages[sha256]))
    return found
