"""The database file: opened by one writer at a time, written in batches that are whole or not there at all."""

from __future__ import annotations

import fcntl
import os
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from archive.build.schema import all_tables
from archive.captures import Home
from archive.errors import HomeError

Row = dict[str, Any]
BUSY_MS = 30_000  # how long to wait for a reader's checkpoint; there is no other writer
_SURROGATES = re.compile("[\ud800-\udfff]")
LARGEST = (1 << 63) - 1


@contextmanager
def single_writer(home: Home) -> Iterator[None]:
    """Hold the home's build lock; HomeError while another build holds it. The lock ends with the process."""
    path = home.path / ".build-lock"
    try:
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise HomeError(f"{home.path}: cannot be written: {error.strerror}; check its owner and permissions") from error
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = f"{home.path}: another build is writing {home.database.name}; wait for it to end, then try again"
            raise HomeError(message) from None
        yield
    finally:
        os.close(lock)


def connect(path: Path, *, throwaway: bool = False) -> sqlite3.Connection:
    """Open a database for writing, foreign keys on.

    WAL with synchronous NORMAL: a batch survives the death of the process, readers never wait. A `throwaway` file is
    one that a crash discards as a whole; it is written without syncing. HomeError if the file is no database.
    """
    conn = sqlite3.connect(path, timeout=BUSY_MS / 1000)
    conn.row_factory = sqlite3.Row
    try:
        conn.execute("pragma foreign_keys = on")
        if throwaway:
            conn.execute("pragma journal_mode = memory")
            conn.execute("pragma synchronous = off")
        else:
            conn.execute("pragma journal_mode = wal")
            conn.execute("pragma synchronous = normal")
        conn.execute("pragma cache_size = -32768")
    except sqlite3.DatabaseError as error:
        conn.close()
        raise HomeError(f"{path}: {error}; delete it and build again: the captures hold all of it") from error
    return conn


@contextmanager
def batch(conn: sqlite3.Connection) -> Iterator[None]:
    """One transaction: everything in it is there afterwards, or nothing. Foreign keys are checked at its end."""
    conn.execute("begin immediate")
    try:
        conn.execute("pragma defer_foreign_keys = on")
        yield
        conn.execute("commit")
    except BaseException:
        if conn.in_transaction:
            conn.execute("rollback")
        raise


@cache
def columns_of(table: str) -> tuple[str, ...]:
    """Return the columns of a table in order."""
    return tuple(column.name for column in all_tables()[table].columns)


def storable(value: Any) -> Any:
    """Return a value as SQLite can hold it: a lone surrogate as U+FFFD, an integer past 63 bits as decimal text."""
    kind = type(value)
    if kind is str:
        return value if value.isascii() else _SURROGATES.sub("\ufffd", value)
    if kind is int and not -LARGEST <= value <= LARGEST:
        return str(value)
    return value


def insert(conn: sqlite3.Connection, table: str, rows: Iterable[Row], *, how: str = "insert") -> None:
    """Insert rows (missing columns are null); `how` may be "insert or ignore" or "insert or replace"."""
    columns = columns_of(table)
    _put(conn, table, ([storable(row.get(name)) for name in columns] for row in rows), how)


def _put(conn: sqlite3.Connection, table: str, values: Iterable[Sequence[Any]], how: str = "insert") -> None:
    columns = columns_of(table)
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join("?" * len(columns))
    conn.executemany(f'{how} into "{table}" ({names}) values ({marks})', values)


def select(conn: sqlite3.Connection, table: str, where: Mapping[str, Any]) -> list[Row]:
    """Return the rows of a table whose columns have these values."""
    condition, values = _condition(where)
    return [dict(row) for row in conn.execute(f'select * from "{table}" where {condition}', values)]  # noqa: S608


def sync(conn: sqlite3.Connection, table: str, where: Mapping[str, Any], rows: Iterable[Row]) -> int:
    """Make the rows that match `where` these rows; return how many were written or removed.

    Rows that are there already are not touched, so a build over unchanged captures writes nothing.
    """
    columns, key = columns_of(table), all_tables()[table].key
    old = {tuple(row[name] for name in key): row for row in select(conn, table, where)}
    new: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        whole = {name: storable(row.get(name)) for name in columns}
        identity = tuple(whole[name] for name in key)
        if new.setdefault(identity, whole) != whole:
            raise sqlite3.IntegrityError(f"two rows of {table} have the key {identity}")
    gone = [identity for identity in old if identity not in new]
    changed = [row for identity, row in new.items() if _differs(old.get(identity), row)]
    stale = gone + [tuple(row[name] for name in key) for row in changed if tuple(row[name] for name in key) in old]
    delete(conn, table, key, stale)
    _put(conn, table, [list(row.values()) for row in changed])
    return len(gone) + len(changed)


def delete(conn: sqlite3.Connection, table: str, key: Sequence[str], keys: Iterable[Sequence[Any]]) -> None:
    """Delete rows by the values of some columns."""
    condition = " and ".join(f'"{name}" = ?' for name in key)
    conn.executemany(f'delete from "{table}" where {condition}', keys)  # noqa: S608  names are the schema's own


def _differs(old: Row | None, new: Row) -> bool:
    if old is None:
        return True
    return any(old[name] != value or type(old[name]) is not type(value) for name, value in new.items())


def _condition(where: Mapping[str, Any]) -> tuple[str, list[Any]]:
    return " and ".join(f'"{name}" is ?' for name in where) or "1", list(where.values())


def enqueue(conn: sqlite3.Connection, stage: str, keys: Iterable[str]) -> None:
    """Put work into the queue; a killed build finds it there."""
    conn.executemany("insert or ignore into build_queue (stage, key) values (?, ?)", ((stage, key) for key in keys))


def queued(conn: sqlite3.Connection, stage: str, most: int) -> list[str]:
    """Return the first keys of a stage of the queue."""
    found = conn.execute("select key from build_queue where stage = ? order by key limit ?", (stage, most))
    return [row[0] for row in found]


def waiting(conn: sqlite3.Connection, stage: str) -> int:
    """Return how much of a stage is still to be done."""
    return int(conn.execute("select count(*) from build_queue where stage = ?", (stage,)).fetchone()[0])


def dequeue(conn: sqlite3.Connection, stage: str, keys: Iterable[str]) -> None:
    """Take done work out of the queue, in the transaction that did it."""
    conn.executemany("delete from build_queue where stage = ? and key = ?", ((stage, key) for key in keys))


def state(conn: sqlite3.Connection, key: str) -> str | None:
    """Return a value of `build_state`."""
    row = conn.execute("select value from build_state where key = ?", (key,)).fetchone()
    return None if row is None else str(row[0])


def set_state(conn: sqlite3.Connection, key: str, value: str) -> None:
    """Keep a value in `build_state`."""
    conn.execute("insert or replace into build_state (key, value) values (?, ?)", (key, value))
