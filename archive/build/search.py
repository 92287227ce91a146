"""Full-text search: FTS5 over overlapping bigrams of folded text, so words of two characters are found in any script.

The tables are contentless (the text is stored once, in its own row), so a row is taken out by giving back exactly what
was put in: whoever changes an indexed row calls `remove` with the old values first.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from archive.text.bigrams import search_text

COLUMNS: dict[str, tuple[str, ...]] = {
    "documents_fts": ("title", "publisher", "text"),
    "reports_fts": ("title", "publisher", "text"),
    "problems_fts": ("text",),
    "remedies_fts": ("text",),
}


def add(conn: sqlite3.Connection, table: str, rowid: int, values: Sequence[str | None]) -> None:
    """Index one row."""
    columns = COLUMNS[table]
    marks = ", ".join("?" * len(columns))
    sql = f"insert into {table} (rowid, {', '.join(columns)}) values (?, {marks})"  # noqa: S608  names are ours
    conn.execute(sql, (rowid, *map(_words, values)))


def remove(conn: sqlite3.Connection, table: str, rowid: int, values: Sequence[str | None]) -> None:
    """Take one row out of the index; `values` are those it was added with."""
    columns = COLUMNS[table]
    marks = ", ".join("?" * len(columns))
    names = ", ".join(columns)
    sql = f"insert into {table} ({table}, rowid, {names}) values ('delete', ?, {marks})"  # noqa: S608  names are ours
    conn.execute(sql, (rowid, *map(_words, values)))


def optimize(conn: sqlite3.Connection) -> None:
    """Merge each index into one piece: smaller and quicker to search."""
    for table in COLUMNS:
        conn.execute(f"insert into {table} ({table}) values ('optimize')")  # noqa: S608  names are ours


def _words(value: str | None) -> str:
    return search_text(value) if value else ""
