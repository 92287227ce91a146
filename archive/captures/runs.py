"""The runs of a home: starting one, telling its state, finding what to resume.

A run folder appears whole: it is made under a hidden name, locked, given its first ledger row and then renamed. The
lock is held (flock) for as long as the process lives, however it dies; that is how open is told from torn.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Literal

from archive.captures import ledger
from archive.captures.home import Home as Home
from archive.captures.ledger import LedgerWriter
from archive.captures.locks import LOCK, locked, tidying
from archive.captures.writer import CaptureWriter
from archive.errors import HomeError
from archive.model import Portal, Record, RunEnd, RunStart, WarcFile

RunState = Literal["open", "closed", "torn"]

STARTING = ".start-"


class OpenRun:
    """A run that this process writes: its folder, its capture writer and its ledger, and the lock on them.

    Leaving a `with` block by an exception leaves the run without an end row: it is torn, and can be resumed.
    """

    def __init__(self, run_id: str, folder: Path, writer: CaptureWriter, rows: LedgerWriter, lock: int) -> None:
        self.run_id, self.folder, self.writer, self.ledger = run_id, folder, writer, rows
        self._lock = lock

    def close(
        self, reason: str = "finished", counts: Mapping[str, int] | None = None, *, at: str | None = None
    ) -> None:
        """Put everything on the disk, write the end row and let the lock go; a second call does nothing."""
        if self._lock < 0:
            return
        self.writer.close()
        self.ledger.append(RunEnd(at or utc_text(datetime.now(UTC)), reason, dict(counts or {})))
        self.abandon()

    def abandon(self) -> None:
        """Close the files and let the lock go without an end row: the run stays torn."""
        if self._lock < 0:
            return
        self.writer.close()
        self.ledger.close()
        os.close(self._lock)
        self._lock = -1

    def __enter__(self) -> OpenRun:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.close()
        else:
            self.abandon()


def start_run(
    home: Home,
    *,
    portal: Portal,
    spider: str,
    settings: Mapping[str, str],
    software: str,
    arguments: Mapping[str, str] | None = None,
    resumes: str | None = None,
    max_bytes: int = 1_000_000_000,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    token: Callable[[datetime], str] = lambda at: f"{at.microsecond:05x}{secrets.randbelow(16):x}",
) -> OpenRun:
    """Make a run folder, lock it, write its first row and return it open for writing; HomeError when refused."""
    home.check_writable()
    at = now().astimezone(UTC)
    run_id = f"{at:%Y%m%dT%H%M%SZ}-{token(at)}"  # runs of one second are kept in order by their microseconds
    start = RunStart(run_id, utc_text(at), spider, portal, software, dict(settings), resumes, dict(arguments or {}))
    with tidying(home, fcntl.LOCK_SH):
        rows, lock = _make(home, start)

    def opened(record: Record) -> None:
        rows.append(WarcFile(record))

    def ready() -> None:
        if rows.refused:
            raise HomeError(f"{rows.path}: an earlier row could not be written; the run ends here, crawl again")

    folder = home.runs_folder / run_id
    writer = CaptureWriter(
        folder,
        run_id,
        software=software,
        settings=settings,
        max_bytes=max_bytes,
        on_open=opened,
        before=ready,
        now=now,
    )
    return OpenRun(run_id, folder, writer, rows, lock)


def _make(home: Home, start: RunStart) -> tuple[LedgerWriter, int]:
    """Make the folder under its hidden name, lock it, write the first row, rename it."""
    hidden, folder = home.runs_folder / f"{STARTING}{start.run_id}", home.runs_folder / start.run_id
    try:
        hidden.mkdir()
    except OSError as error:
        raise HomeError(f"{folder}: the run cannot be started: {error}") from error
    try:
        lock = os.open(hidden / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        fcntl.flock(lock, fcntl.LOCK_EX)
        rows = LedgerWriter(hidden / ledger.NAME)
        rows.append(start)
        hidden.rename(folder)  # refused when a run of that name is there
    except (OSError, HomeError) as error:
        shutil.rmtree(hidden, ignore_errors=True)
        raise HomeError(f"{folder}: the run cannot be started: {error}") from error
    rows.moved(folder / ledger.NAME)
    return rows, lock


def run_state(folder: Path) -> RunState:
    """Return closed (it has its end row), open (a live process holds it) or torn (neither)."""
    if ledger.is_closed(folder / ledger.NAME):
        return "closed"
    with locked(folder, fcntl.LOCK_SH) as free:
        if not free:
            return "open"
    # It may have ended between the two looks.
    return "closed" if ledger.is_closed(folder / ledger.NAME) else "torn"


def runs(home: Home) -> list[Path]:
    """Return the run folders in order of run id, which is the order in which they started."""
    if not home.runs_folder.is_dir():
        return []
    return sorted(path for path in home.runs_folder.iterdir() if path.is_dir() and not path.name.startswith("."))


def unfinished(home: Home, portal_id: str) -> list[str]:
    """Return the torn runs of a portal that no later run names as its predecessor, oldest first."""
    torn, resumed = [], set()
    for folder in runs(home):
        start = ledger.first_row(folder / ledger.NAME)
        if start is None or start.portal.id != portal_id:
            continue
        resumed.add(start.resumes)
        if run_state(folder) == "torn":
            torn.append(folder.name)
    return [run_id for run_id in torn if run_id not in resumed]


def lineage(home: Home, run_id: str) -> list[str]:
    """Return a run and the runs it resumes, newest first."""
    found: list[str] = []
    current: str | None = run_id
    while current and current not in found and (home.runs_folder / current).is_dir():
        found.append(current)
        start = ledger.first_row(home.runs_folder / current / ledger.NAME)
        current = start.resumes if start else None
    return found


def utc_text(at: datetime) -> str:
    """Return an instant as ISO 8601 text in UTC with a trailing Z."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
