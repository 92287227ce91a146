"""Who holds a run, and who may tidy a home: advisory locks that end with the process, however it dies."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.captures.home import Home

LOCK = "lock"  # the file in a run folder that its writer holds
_PROBES, _PROBE_SECONDS = 40, 0.005  # somebody asking for a state holds a lock for microseconds


@contextmanager
def tidying(home: Home, how: int) -> Iterator[None]:
    """Let one process at a time tidy a home, and none while a run is being made."""
    lock = os.open(home.runs_folder / ".tidy", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(lock, how)
        yield
    finally:
        os.close(lock)


@contextmanager
def locked(folder: Path, how: int) -> Iterator[bool]:
    """Try to lock a run folder; yield whether it was free. A folder without lock file was never locked by anyone."""
    try:
        lock = os.open(folder / LOCK, os.O_RDONLY | os.O_CLOEXEC)
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
