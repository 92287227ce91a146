"""Reading many payloads: each distinct one once, in worker processes where asked for, kept beside the database."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable
from pathlib import Path

from archive.build.payloads import DECODER, PageRead, Task, read_encoded
from archive.build.workers import Workers
from archive.captures import CaptureReader, Home

CACHE = "reading-cache.db"


class Readings:
    """Results by payload, context and code. The cache file may be deleted at any time; nothing else rests on it.

    A context manager. With `jobs` above 1, payloads are read in that many processes; results do not depend on it.
    """

    def __init__(self, home: Home, code: str, *, jobs: int = 1, afresh: bool = False) -> None:
        self.home, self.jobs = home, jobs
        self._own = CaptureReader(home)
        self._workers = Workers(home, jobs)
        self._cache = _open_cache(home.path / CACHE, code, afresh)
        self.read = 0  # payloads read, not taken from the cache

    def __enter__(self) -> Readings:
        return self

    def __exit__(self, *_: object) -> None:
        self._own.close()
        self._cache.close()
        self._workers.close()

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
        return self._workers.read(tasks)


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
