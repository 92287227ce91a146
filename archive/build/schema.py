"""Every table and column of gongkai.db in words: English with the Chinese term, and the unit where one applies.

`migrations.py` creates the tables; this module says what they mean. archive/README.md, Datasette's metadata and the
logical dump are made from it, and a test holds it equal to the database that the migrations make.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Type = Literal["TEXT", "INTEGER", "BLOB"]
# How a column stands in the logical dump: kept as it is; left out because it says when, in which run, at which offset
# or in which state of work; or replaced by the digest of the payload of the capture that it names.
Dump = Literal["keep", "leave", "capture"]


class Column(Struct, frozen=True):
    """One column. `to` is the "table.column" a foreign key leads to."""

    name: str
    type: Type
    about: str
    zh: str = ""
    unit: str | None = None
    to: str | None = None
    dump: Dump = "keep"


class Table(Struct, frozen=True):
    """One table. `internal` tables belong to the build, not to readers; `dump` says if the logical dump shows it."""

    name: str
    about: str
    zh: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    internal: bool = False
    dump: bool = True

    def column(self, name: str) -> Column:
        """Return a column by name; KeyError if the table has none of that name."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name}.{name}")


def text(name: str, about: str, zh: str = "", **more: str) -> Column:
    """A column of text."""
    return Column(name, "TEXT", about, zh, **more)  # type: ignore[arg-type]


def whole(name: str, about: str, zh: str = "", **more: str) -> Column:
    """A column of whole numbers (or 0 and 1 for no and yes)."""
    return Column(name, "INTEGER", about, zh, **more)  # type: ignore[arg-type]


def exact(name: str, about: str, zh: str = "", **more: str) -> Column:
    """A column without type affinity: an integer or decimal text stays what it is, never a binary float."""
    return Column(name, "BLOB", about, zh, **more)  # type: ignore[arg-type]


def all_tables() -> dict[str, Table]:
    """Return every table by name, in the order a reader meets them."""
    from archive.build.tables import catalogue, checks, crawl, documents, reports, work

    parts = (crawl.TABLES, catalogue.TABLES, documents.TABLES, reports.TABLES, checks.TABLES, work.TABLES)
    return {table.name: table for part in parts for table in part}
