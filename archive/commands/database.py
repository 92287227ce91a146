"""Open a home's database for reading, with a clear error where there is none."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from archive.captures.runs import Home
from archive.errors import HomeError


def connect(home: Path) -> sqlite3.Connection:
    """Open gongkai.db read-only. Raises HomeError if the home has no database yet."""
    path = Home(home).database
    if not path.is_file():
        raise HomeError(f"{home} has no gongkai.db: run gongkai crawl, then gongkai build --home {home}")
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    return connection
