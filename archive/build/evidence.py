"""What depends on a damaged byte: faults of the archive joined with the rows of the database that rest on them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

from msgspec import Struct

from archive.captures.runs import Home
from archive.captures.verify import verify

# A capture's payload may stand in another capture (revisit): both lean on the damaged bytes.
LEANING = "SELECT id FROM captures WHERE id = :capture OR revisit_of = :capture"
DEPENDENTS = f"""
SELECT r.publisher || ' ' || r.year || ': ' || f.concept || coalesce('/' || f."column", '') || ' = ' || f.value AS what
FROM figures f JOIN reports r ON r.id = f.report_id
WHERE f.capture_id IN ({LEANING}) AND f.value IS NOT NULL
UNION ALL SELECT 'document ' || coalesce(title, url) FROM documents WHERE capture_id IN ({LEANING})
UNION ALL SELECT 'attachment ' || coalesce(name, url) FROM attachments WHERE capture_id IN ({LEANING})
ORDER BY 1
"""  # noqa: S608  constant text
LOST = """
SELECT 'documents' AS "table", id FROM documents WHERE capture_id NOT IN (SELECT id FROM captures)
UNION ALL SELECT 'attachments', id FROM attachments WHERE capture_id NOT IN (SELECT id FROM captures)
UNION ALL SELECT 'figures', id FROM figures WHERE capture_id NOT IN (SELECT id FROM captures)
"""


class Broken(Struct, frozen=True):
    """One fault, with every number and page that rests on it."""

    where: str
    message: str
    record_id: str | None = None
    url: str | None = None
    dependents: tuple[str, ...] = ()
    lost: bool = True  # False: a half-written tail of a run that was cut off; the next crawl tidies it

    def in_words(self) -> str:
        """Return the fault and what depends on it, one line each."""
        place = f"{self.where}, record {self.record_id}" if self.record_id else self.where
        head = f"{place}: {self.message}" + (f" ({self.url})" if self.url else "")
        return "\n".join([head, *(f"  depends on it: {what}" for what in self.dependents)])


def verify_home(home: Home) -> Iterator[Broken]:
    """Yield every fault of the captures, then of the database. Raises HomeError if there is no home."""
    database = _open(home)
    for fault in verify(home):
        dependents: tuple[str, ...] = ()
        if database is not None and fault.capture_id:
            dependents = tuple(row[0] for row in database.execute(DEPENDENTS, {"capture": fault.capture_id}))
        where = f"{fault.run_id}/{fault.file}" + (f" at {fault.offset}" if fault.offset is not None else "")
        yield Broken(where, fault.message, fault.record_id, fault.url, dependents, lost=fault.kind != "torn")
    if database is not None:
        with closing(database):
            yield from _database_faults(database)


def _open(home: Home) -> sqlite3.Connection | None:
    if not home.database.is_file():
        return None
    return sqlite3.connect(f"file:{home.database}?mode=ro", uri=True)


def _database_faults(database: sqlite3.Connection) -> Iterator[Broken]:
    """Yield what is wrong inside gongkai.db; `gongkai build --full` makes it anew from the captures."""
    cure = "run gongkai build --full"
    try:
        for (message,) in database.execute("PRAGMA integrity_check"):
            if message != "ok":
                yield Broken("gongkai.db", f"{message}; {cure}")
        for table, rowid, parent, _ in database.execute("PRAGMA foreign_key_check"):
            yield Broken("gongkai.db", f"{table} row {rowid} leads to no row of {parent}; {cure}")
        for table, row in database.execute(LOST):
            yield Broken("gongkai.db", f"{table} {row} leads to no capture; {cure}")
    except sqlite3.DatabaseError as error:
        yield Broken("gongkai.db", f"{error}; {cure}")
