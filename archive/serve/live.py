"""The live database as Datasette sees it: read-only, bounded, reopened when the file is replaced."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from datasette.database import Database, QueryInterrupted, Results

from archive.errors import HomeError
from archive.serve.visitors import Pool, asked, rows_of

T = TypeVar("T")


class Live(Database):  # type: ignore[misc]
    """A home's database. What pages ask runs in threads here; SQL that a visitor brings runs in child processes."""

    def __init__(self, datasette: Any, path: Path) -> None:
        super().__init__(datasette, path=str(path), is_mutable=True)
        self.visitors = Pool(str(path))
        self._local = threading.local()

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], T]) -> T:
        """Run a function with this thread's connection."""
        return await self._execute_fn(fn)

    async def _execute_fn(self, fn: Callable[[sqlite3.Connection], T]) -> T:
        """Do so; from 1.0 on Datasette's own statements come here."""
        return await asyncio.get_running_loop().run_in_executor(self.ds.executor, lambda: fn(self._connection()))

    async def execute(
        self,
        sql: str,
        params: Any = None,
        truncate: bool = False,
        custom_time_limit: float | None = None,
        page_size: int | None = None,
        log_sql_errors: bool = True,
    ) -> Results:
        """Run one statement; as Datasette's own, but for visitors' SQL. QueryInterrupted when time is up."""
        if not asked.get():
            return await super().execute(sql, params, truncate, custom_time_limit, page_size, log_sql_errors)
        most = self.ds.max_returned_rows + (self.ds.max_returned_rows == (page_size or self.ds.page_size))
        seconds = min(self.ds.sql_time_limit_ms, custom_time_limit or self.ds.sql_time_limit_ms) / 1000
        try:
            answer = await asyncio.get_running_loop().run_in_executor(
                self.visitors.threads, self.visitors.run, sql, params, most + 1 if truncate else None, seconds
            )
        except sqlite3.OperationalError as error:
            if error.args == ("interrupted",):
                raise QueryInterrupted(error, sql, params) from error
            raise
        rows = rows_of(answer)
        cut = truncate and len(rows) > most
        description = tuple((name, None, None, None, None, None, None) for name in answer.columns)
        return Results(rows[:most] if cut else rows, cut, description)

    def close(self) -> None:
        super().close()
        self.visitors.close()

    def _connection(self) -> sqlite3.Connection:
        """Return this thread's connection, to the file that has the name now."""
        try:
            found = Path(self.path).stat()
        except OSError as error:
            raise HomeError("the database is gone from the home that is served") from error
        key = (found.st_dev, found.st_ino)
        if getattr(self._local, "key", None) != key:
            connection = self.connect()
            self.ds._prepare_connection(connection, self.name)
            self._local.key, self._local.connection = key, connection
        connection = self._local.connection
        assert isinstance(connection, sqlite3.Connection)
        return connection
