"""Publishing: a whole, checked copy under its name in one step. A live file is never copied."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from archive.errors import HomeError


def check(conn: sqlite3.Connection) -> None:
    """Raise HomeError unless the database is sound: every page, every foreign key."""
    broken = conn.execute("pragma foreign_key_check").fetchone()
    if broken is not None:
        raise HomeError(f"a row of {broken[0]} points to a missing row of {broken[2]}; run `gongkai build --full`")
    said = conn.execute("pragma integrity_check(1)").fetchone()[0]
    if said != "ok":
        raise HomeError(f"the database is damaged ({said}); run `gongkai build --full`")


def publish(database: Path, target: Path) -> None:
    """Put a checked copy of a database at `target`, whole or not at all; readers of the old file keep it.

    The copy is one file that needs no other: VACUUM INTO a temporary name, checks, rename. HomeError if a check fails
    or the disk refuses; the target is then as it was.
    """
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        temporary.unlink(missing_ok=True)
        source = sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)
        try:
            source.execute("vacuum into ?", (str(temporary),))
        finally:
            source.close()
        _check_file(temporary)
        _flush(temporary)
        temporary.replace(target)
        _flush(target.parent)
    except (OSError, sqlite3.Error) as error:
        raise HomeError(f"{target}: could not be published from {database}: {error}") from error
    finally:
        temporary.unlink(missing_ok=True)


def _check_file(path: Path) -> None:
    copy = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        check(copy)
    finally:
        copy.close()


def _flush(path: Path) -> None:
    """Have the system put a file, or the names in a folder, on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
