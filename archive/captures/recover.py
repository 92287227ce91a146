"""Tidying after a crash: what was half-written is cut off; nothing else is ever changed."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from archive.captures import ledger
from archive.captures.home import Home
from archive.captures.locks import locked, tidying
from archive.captures.member import whole_members
from archive.captures.runs import STARTING, run_state, runs
from archive.errors import EvidenceError
from archive.model import Fetch, Torn, WarcFile


def recover(home: Home) -> list[Torn]:
    """Cut what a crash left half-written off torn runs and return what was cut, for the ledger of the next run.

    Cut are a ledger line without its end, and bytes of WARC files beyond the last record that the ledger names, as
    long as a crash explains them: one exchange in flight. More than that means a damaged ledger; nothing is cut then
    and `verify` names it. Open and closed runs are not touched; a second call finds nothing; several processes may
    call it at once.
    """
    home.check_writable()
    cuts: list[Torn] = []
    with tidying(home, fcntl.LOCK_EX):
        for hidden in home.runs_folder.glob(f"{STARTING}*"):
            shutil.rmtree(hidden, ignore_errors=True)  # nobody is starting a run while this lock is held
        for folder in runs(home):
            if run_state(folder) != "torn":
                continue
            with locked(folder, fcntl.LOCK_EX) as free:
                if free and not ledger.is_closed(folder / ledger.NAME):
                    cuts += _cut(folder)
    return cuts


def _cut(folder: Path) -> Iterator[Torn]:
    path = folder / ledger.NAME
    try:
        ends = record_ends(path) if ledger.first_row(path) else None
    except EvidenceError:
        ends = None
    if ends is None:
        return
    tail = ledger.torn_tail(path)
    if tail and ledger.whole_but_unended(path, tail[0]):
        return
    if tail:
        os.truncate(path, tail[0])
        yield Torn(folder.name, path.name, *tail)
    for file in sorted(folder.glob("captures-*.warc.gz")):
        end, size = ends.get(file.name, 0), file.stat().st_size
        if size > end and in_flight(file, end):
            os.truncate(file, end)
            yield Torn(folder.name, file.name, end, size - end)
        if file.stat().st_size == 0:
            file.unlink()  # made, and not one whole record in it


def in_flight(file: Path, end: int) -> bool:
    """Say whether the bytes beyond `end` can be what one crash left: at most the two records of one exchange."""
    with file.open("rb") as stream:
        stream.seek(end)
        return whole_members(stream, 3) < 3


def record_ends(path: Path) -> dict[str, int]:
    """Return, per WARC file that a ledger names, where its last named record ends."""
    ends: dict[str, int] = {}
    for row in ledger.rows(path):
        named = row.records if isinstance(row, Fetch) else (row.record,) if isinstance(row, WarcFile) else ()
        for record in named:
            ends[record.file] = max(ends.get(record.file, 0), record.offset + record.length)
    return ends
