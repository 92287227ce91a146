"""Visitors' SQL, run in child processes that are ended when time is up, apart from what the pages themselves ask."""

from __future__ import annotations

import multiprocessing
import queue
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any
from urllib.parse import parse_qsl

from archive.serve import worker
from archive.serve.worker import Answer, Job

WORKERS = 2
GRACE = 0.5  # seconds beyond the limit before a child is ended
START = 20.0  # seconds a new child may take to be ready
FREE_TEXT = ("sql", "_where")  # arguments that are SQL of the visitor's own

asked: ContextVar[bool] = ContextVar("asked", default=False)


def brings_sql(query_string: bytes) -> bool:
    """Say if a request carries SQL of the visitor's own."""
    return any(key in FREE_TEXT for key, _ in parse_qsl(query_string.decode("latin-1"), keep_blank_values=True))


@contextmanager
def visiting(query_string: bytes) -> Iterator[None]:
    """Mark what is asked inside as the visitor's, if the request brings SQL."""
    token = asked.set(brings_sql(query_string))
    try:
        yield
    finally:
        asked.reset(token)


class Row(tuple[Any, ...]):
    """A row that is read by place or by name, as `sqlite3.Row` is."""

    names: tuple[str, ...] = ()

    def keys(self) -> list[str]:
        return list(self.names)

    def __getitem__(self, key: Any) -> Any:
        if not isinstance(key, str):
            return super().__getitem__(key)
        for name, value in zip(self.names, self, strict=True):
            if name.lower() == key.lower():
                return value
        raise IndexError(f"no column {key}")


def rows_of(answer: Answer) -> list[Row]:
    """Return an answer's rows with their column names."""
    made = type("Row", (Row,), {"names": answer.columns})
    return [made(row) for row in answer.rows]


class Child:
    """A process that runs one job at a time."""

    def __init__(self, path: str) -> None:
        context = multiprocessing.get_context("spawn")  # forking a process that has threads may hang the child
        self.pipe: Connection
        self.pipe, far = context.Pipe()
        self.process: BaseProcess = context.Process(target=worker.main, args=(path, far), daemon=True)
        self.process.start()
        far.close()

    def ask(self, job: Job, seconds: float) -> Answer | None:
        """Return the answer, or None when time is up or the child died."""
        try:
            self.pipe.send(job)
            return self.pipe.recv() if self.pipe.poll(seconds) else None
        except (EOFError, OSError):
            return None

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


class Pool:
    """A few children behind as many threads; a child that overstays is ended and a new one is started."""

    def __init__(self, path: str, size: int = WORKERS) -> None:
        self.path = path
        self.threads = ThreadPoolExecutor(size, thread_name_prefix="visitor-sql")
        self.idle: queue.LifoQueue[Child] = queue.LifoQueue()

    def run(
        self, sql: str, params: Mapping[str, Any] | Sequence[Any] | None, rows: int | None, seconds: float
    ) -> Answer:
        """Run one statement. sqlite3.OperationalError with its reason, "interrupted" when time is up."""
        child = self._child()
        answer = child.ask(Job(sql, params, rows, seconds), seconds + GRACE)
        if answer is None:
            child.end()
            raise sqlite3.OperationalError("interrupted")
        self.idle.put(child)
        if answer.error is not None:
            raise sqlite3.OperationalError(answer.error)
        return answer

    def _child(self) -> Child:
        try:
            child = self.idle.get_nowait()
            if child.process.is_alive():
                return child
            child.end()
        except queue.Empty:
            pass
        child = Child(self.path)
        if child.ask(Job("select 1", None, None, START), START) is None:  # its start is not the visitor's time
            child.end()
            raise sqlite3.OperationalError("the process for free SQL does not start")
        return child

    def close(self) -> None:
        self.threads.shutdown(wait=True, cancel_futures=True)
        while not self.idle.empty():
            self.idle.get_nowait().end()
