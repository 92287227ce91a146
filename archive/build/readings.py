"""Reading many payloads: each distinct one once, in worker processes where asked for, kept beside the database."""

from __future__ import annotations

import os
import sqlite3
import threading
import zlib
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from pathlib import Path

from archive.build.payloads import DECODER, ENCODER, PageRead, Task, read_encoded
from archive.captures import CaptureReader, Home
from archive.model import Issue

CACHE = "reading-cache.db"
_reader: CaptureReader | None = None


class Readings:
    """Results by payload, context and code. The cache file may be deleted at any time; nothing else rests on it.

    A context manager. With `jobs` above 1, payloads are read in that many processes; results do not depend on it.
    """

    def __init__(self, home: Home, code: str, *, jobs: int = 1, afresh: bool = False) -> None:
        self.home, self.jobs = home, jobs
        self._own = CaptureReader(home)
        self._pool: ProcessPoolExecutor | None = None
        self._cache = _open_cache(home.path / CACHE, code, afresh)
        self.read = 0  # payloads read, not taken from the cache

    def __enter__(self) -> Readings:
        return self

    def __exit__(self, *_: object) -> None:
        self._own.close()
        self._cache.close()
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def one(self, task: Task) -> PageRead:
        """Return the result for one payload."""
        return self.many([task])[0]

    def many(self, tasks: Iterable[Task]) -> list[PageRead]:
        """Return the results for some payloads, in order; equal payloads in equal context are read once."""
        tasks = list(tasks)
        by_key = {task.key(): task for task in tasks}
        found = {key: value for key in by_key if (value := self._kept(key)) is not None}
        missing = [key for key in by_key if key not in found]
        for key, raw in zip(missing, self._read([by_key[key] for key in missing]), strict=True):
            found[key] = DECODER.decode(raw)
            if found[key].final:
                self._keep(key, raw)
        self._cache.commit()
        self.read += len(missing)
        return [found[task.key()] for task in tasks]

    def _kept(self, key: bytes) -> PageRead | None:
        row = self._cache.execute("select value from readings where key = ?", (key,)).fetchone()
        return DECODER.decode(zlib.decompress(row[0])) if row else None

    def _keep(self, key: bytes, raw: bytes) -> None:
        self._cache.execute("insert or replace into readings values (?, ?)", (key, zlib.compress(raw, 1)))

    def _read(self, tasks: list[Task]) -> list[bytes]:
        if self.jobs < 2 or len(tasks) < 2:
            return [read_encoded(self._own, task) for task in tasks]
        try:
            return list(self._workers().map(_read_here, tasks, chunksize=4))
        except BrokenProcessPool:
            self._pool = None
            return [self._read_apart(task) for task in tasks]

    def _read_apart(self, task: Task) -> bytes:
        """Read one payload of a window in which a worker died, so that only the one that killed it is left out."""
        try:
            return self._workers().submit(_read_here, task).result()
        except BrokenProcessPool:
            self._pool = None
            message = f"the process that read it died; it was left out: {task.url}"
            return ENCODER.encode(PageRead(issues=(Issue("reader_fault", message),), final=False))

    def _workers(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # Not forked: a child must not inherit the open database.
            self._pool = ProcessPoolExecutor(
                self.jobs, mp_context=get_context("spawn"), initializer=_begin, initargs=(str(self.home.path),)
            )
        return self._pool


def _open_cache(path: Path, code: str, afresh: bool) -> sqlite3.Connection:
    """Open the cache; one that other code has written, or that is damaged, is begun again."""
    for attempt in range(2):
        if afresh or attempt:
            for suffix in ("", "-wal", "-shm"):
                Path(f"{path}{suffix}").unlink(missing_ok=True)
        cache = sqlite3.connect(path)
        try:
            cache.execute("pragma journal_mode = wal")
            cache.execute("pragma synchronous = normal")
            cache.execute("create table if not exists readings (key blob primary key, value blob) without rowid")
            cache.execute("create table if not exists code (version text)")
            if cache.execute("select version from code").fetchall() != [(code,)]:
                cache.execute("delete from readings")
                cache.execute("delete from code")
                cache.execute("insert into code values (?)", (code,))
            cache.commit()
        except sqlite3.DatabaseError:
            cache.close()
            if attempt:
                raise
        else:
            return cache
    raise AssertionError("the second attempt returns or raises")


def _begin(home: str) -> None:
    global _reader
    _reader = CaptureReader(Home(home))
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A killed build must not leave its workers behind."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _read_here(task: Task) -> bytes:
    assert _reader is not None
    return read_encoded(_reader, task)
