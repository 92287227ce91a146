"""One child process that runs visitors' SQL: it can be ended at any moment, and it cannot take much memory.

Some statements cannot be interrupted from inside SQLite (measured on 3.40.1: instr of 100,000 in 1,000,000 equal
letters, 3 s, with the square of the length; 18 nested table expressions that each read the one above twice, 3 s in
the planner alone). A process can.
"""

from __future__ import annotations

import signal
import sqlite3
import time
from multiprocessing.connection import Connection
from typing import Any

from msgspec import Struct

from archive.serve.limits import LONGEST_VALUE, bound

HEAP = 100_000_000  # bytes that SQLite may take
RESULT = 40_000_000  # bytes of one answer
OPCODES = 1000  # between two looks at the clock


class Job(Struct, frozen=True):
    """One statement: at most `rows` rows (all of them if None) in `seconds`."""

    sql: str
    params: Any
    rows: int | None
    seconds: float


class Answer(Struct, frozen=True):
    """Rows as tuples with their column names, or what SQLite said against the statement."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    error: str | None = None


def main(path: str, pipe: Connection) -> None:
    """Answer jobs from the pipe until the other end closes it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the server, which then closes the pipe
    connection = _connect(path)
    while True:
        try:
            job = pipe.recv()
            pipe.send(_answer(connection, job))
        except (EOFError, OSError):
            return


def _connect(path: str) -> sqlite3.Connection:
    from archive.serve import search_functions

    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    connection.execute(f"pragma hard_heap_limit={HEAP}")
    search_functions.add(connection)
    bound(connection, LONGEST_VALUE)
    return connection


def _answer(connection: sqlite3.Connection, job: Job) -> Answer:
    deadline = time.monotonic() + job.seconds
    connection.set_progress_handler(lambda: time.monotonic() > deadline, OPCODES)
    try:
        cursor = connection.execute(job.sql, job.params if job.params is not None else {})
        rows, size = [], 0
        for row in cursor:
            size += sum(len(value) for value in row if isinstance(value, str | bytes))
            if size > RESULT:
                return Answer(error="the result is too large; ask for fewer columns or rows")
            rows.append(row)
            if len(rows) == job.rows:
                break
        return Answer(tuple(column[0] for column in cursor.description or ()), tuple(rows))
    except (sqlite3.Error, sqlite3.Warning) as error:
        return Answer(error=str(error))
    except MemoryError:
        return Answer(error="out of memory")
    finally:
        connection.set_progress_handler(None, 0)
