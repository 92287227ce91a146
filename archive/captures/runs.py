"""A home and its runs: starting one, telling its state, tidying after a crash.

A run folder appears whole: it is made under a hidden name, locked, given its first ledger row and then renamed. The
lock is held (flock) for as long as the process lives, however it dies; that is how open is told from torn.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Literal

from archive.captures import ledger
from archive.captures.ledger import LedgerWriter
from archive.captures.member import whole_members
from archive.captures.writer import CaptureWriter
from archive.errors import EvidenceError, HomeError
from archive.model import Fetch, Portal, Record, RunEnd, RunStart, Torn, WarcFile

RunState = Literal["open", "closed", "torn"]

_LOCK = "lock"
_STARTING = ".start-"
_PROBES, _PROBE_SECONDS = 40, 0.005  # somebody asking for a state holds a lock for microseconds


class Home:
    """The folder that holds the runs and the database. Making the object touches nothing on the disk."""

    def __init__(self, path: Path | str) -> None:
        """HomeError when `path` is there and is not a directory."""
        self.path = Path(path)
        try:
            wrong = self.path.exists() and not self.path.is_dir()
        except OSError as error:
            raise HomeError(f"{self.path}: {error.strerror}") from error
        if wrong:
            raise HomeError(f"{self.path} is not a directory; give --home a directory or a new name")

    @property
    def runs_folder(self) -> Path:
        return self.path / "runs"

    @property
    def database(self) -> Path:
        return self.path / "gongkai.db"

    def check_exists(self) -> None:
        """HomeError unless the home is a directory that can be read."""
        if not self.path.is_dir() or not os.access(self.path, os.R_OK | os.X_OK):
            raise HomeError(f"{self.path}: there is no home that can be read here; `gongkai crawl` makes one")

    def check_writable(self) -> None:
        """Make the home's folders where they are missing; HomeError when that or writing there is refused."""
        try:
            self.runs_folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise HomeError(f"{self.path}: cannot be made a home: {error.strerror}") from error
        if not os.access(self.runs_folder, os.W_OK | os.X_OK):
            raise HomeError(f"{self.path} is not writable; check its owner and permissions")


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
    token: Callable[[], str] = lambda: secrets.token_hex(3),
) -> OpenRun:
    """Make a run folder, lock it, write its first row and return it open for writing; HomeError when refused."""
    home.check_writable()
    at = now().astimezone(UTC)
    run_id = f"{at:%Y%m%dT%H%M%SZ}-{token()}"
    start = RunStart(run_id, utc_text(at), spider, portal, software, dict(settings), resumes, dict(arguments or {}))
    with _tidying(home, fcntl.LOCK_SH):
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
    hidden, folder = home.runs_folder / f"{_STARTING}{start.run_id}", home.runs_folder / start.run_id
    try:
        hidden.mkdir()
        lock = os.open(hidden / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
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
    with _locked(folder, fcntl.LOCK_SH) as free:
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


def recover(home: Home) -> list[Torn]:
    """Cut what a crash left half-written off torn runs and return what was cut, for the ledger of the next run.

    Cut are a ledger line without its end, and bytes of WARC files beyond the last record that the ledger names, as
    long as a crash explains them: one exchange in flight. More than that means a damaged ledger; nothing is cut then
    and `verify` names it. Open and closed runs are not touched; a second call finds nothing; several processes may
    call it at once.
    """
    home.check_writable()
    cuts: list[Torn] = []
    with _tidying(home, fcntl.LOCK_EX):
        for hidden in home.runs_folder.glob(f"{_STARTING}*"):
            shutil.rmtree(hidden, ignore_errors=True)  # nobody is starting a run while this lock is held
        for folder in runs(home):
            if run_state(folder) != "torn":
                continue
            with _locked(folder, fcntl.LOCK_EX) as free:
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


@contextmanager
def _tidying(home: Home, how: int) -> Iterator[None]:
    """Let one process at a time tidy a home, and none while a run is being made."""
    lock = os.open(home.runs_folder / ".tidy", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(lock, how)
        yield
    finally:
        os.close(lock)


@contextmanager
def _locked(folder: Path, how: int) -> Iterator[bool]:
    """Try to lock a run folder; yield whether it was free. A folder without lock file was never locked by anyone."""
    try:
        lock = os.open(folder / _LOCK, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        yield True
        return
    try:
        yield _try(lock, how)
    finally:
        os.close(lock)


def _try(lock: int, how: int) -> bool:
    for _ in range(_PROBES if how == fcntl.LOCK_EX else 1):
        try:
            fcntl.flock(lock, how | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_PROBE_SECONDS if how == fcntl.LOCK_EX else 0)
        else:
            return True
    return False


def utc_text(at: datetime) -> str:
    """Return an instant as ISO 8601 text in UTC with a trailing Z."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
