"""One build from start to end: what is new, or all of it, under one lock."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from archive.build import comparisons, search, store
from archive.build.code import code_digest
from archive.build.derive import derive_documents, derive_entries, lead_entries, read_captures
from archive.build.expectations import expect
from archive.build.ingest import ingest, went_back
from archive.build.plans import plans
from archive.build.publish import check
from archive.build.publishers import Registry, prune, register
from archive.build.readings import Readings
from archive.build.standing import derive_portals
from archive.build.store import Row
from archive.captures import Home
from archive.errors import HomeError
from archive.ids import stable_id

if TYPE_CHECKING:
    from sqlite_utils import Database

Progress = Callable[[str, int, int], object]
BUILDING = ".building.db"  # a full build, until it is whole
COUNTED = ("runs", "captures", "entries", "documents", "attachments", "reports", "figures", "changes", "issues")


class BuildSummary(Struct, frozen=True):
    """What a build did, and what the database holds now."""

    full: bool
    runs: int  # with new ledger lines
    captures: int  # read, or taken from the cache
    payloads: int  # read anew
    documents: int  # with changed rows
    reports: int  # with changed rows
    fails: int  # findings with verdict fail, in all
    rows: dict[str, int]  # rows in all, by table


def build(home: Home, *, full: bool = False, jobs: int = 1, progress: Progress | None = None) -> BuildSummary:
    """Bring gongkai.db up to date with the runs of a home; `full` reads every capture again.

    A full build is also made when there is no database yet, when the reading code changed, or when runs are gone. It
    is made beside the database and takes its place in one step; until then readers see the old rows.
    `progress(stage, done, total)` is told how far it is. HomeError if the home is missing, cannot be written, or is
    held by another build; a page that cannot be read becomes an issue, never an error.
    """
    home.check_exists()
    tell = progress or (lambda stage, done, total: None)
    with store.single_writer(home):
        afresh = full or _outdated(home)
        with Readings(home, code_digest(), jobs=jobs, afresh=full) as readings:
            if not afresh:
                return _run(home, home.database, readings, tell, full=False)
            return _from_nothing(home, readings, tell)


def _outdated(home: Home) -> bool:
    """Say if the database is missing, or of other code, or knows more than the home still holds."""
    if not home.database.is_file():
        return True
    conn = store.connect(home.database)
    try:
        if conn.execute("select 1 from sqlite_master where name = 'build_state'").fetchone() is None:
            return True
        return store.state(conn, "code") != code_digest() or went_back(conn, home)
    finally:
        conn.close()


def _from_nothing(home: Home, readings: Readings, tell: Progress) -> BuildSummary:
    """Build into a new file, check it, and put it in the place of the old one."""
    path = home.path / BUILDING
    _forget(path)
    summary = _run(home, path, readings, tell, full=True)
    conn = store.connect(path, throwaway=True)
    try:
        check(conn)
        # Not a rename: a reader of the old file may hold a write-ahead log that would then be laid over the new one.
        # The backup is one transaction of the target; whoever reads sees the old rows or the new.
        target = store.connect(home.database)
        try:
            conn.backup(target)
        finally:
            target.close()
    finally:
        conn.close()
    _forget(path)
    return summary


def _forget(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)


def _run(home: Home, path: Path, readings: Readings, tell: Progress, *, full: bool) -> BuildSummary:
    conn = store.connect(path, throwaway=full)
    try:
        _migrate(conn)
        return _stages(conn, home, readings, tell, full=full)
    except sqlite3.OperationalError as error:
        raise HomeError(f"{path}: {error}; check free space and permissions, then build again") from error
    finally:
        conn.close()


def _migrate(conn: sqlite3.Connection) -> None:
    from sqlite_utils import Database

    from archive.build.migrations import migrations

    db: Database = Database(conn)
    migrations.apply(db)


def _stages(conn: sqlite3.Connection, home: Home, readings: Readings, tell: Progress, *, full: bool) -> BuildSummary:
    from archive.build.reports import Deriver

    grown = ingest(conn, home, lambda done, total: tell("runs", done, total))
    read = read_captures(conn, readings, lambda done, total: tell("captures", done, total))
    derive_entries(conn, lambda done, total: tell("lines", done, total))
    documents = derive_documents(conn, readings, lambda done, total: tell("documents", done, total))
    lead_entries(conn, lambda done, total: tell("lines", done, total))
    derive_portals(conn, lambda done, total: tell("portals", done, total))
    with store.batch(conn):
        registry = register(conn)
        planned, yearless = plans(conn, registry)
        store.sync(conn, "issues", {"origin": "reports"}, map(_yearless, yearless))
        _compare_anew(conn, registry)
    deriver = Deriver(conn, readings, registry, planned)
    deriver.queue()
    reports = deriver.work(lambda done, total: tell("reports", done, total))
    comparisons.derive(conn, registry, lambda done, total: tell("comparisons", done, total))
    with store.batch(conn):
        expect(conn, registry)
        prune(conn, registry)
        store.set_state(conn, "code", code_digest())
    if full:
        search.optimize(conn)
    if grown or full:
        conn.execute("analyze")
        conn.commit()
    return BuildSummary(
        full=full,
        runs=grown,
        captures=read,
        payloads=readings.read,
        documents=documents,
        reports=reports,
        fails=_count(conn, "findings where verdict = 'fail'"),
        rows={table: _count(conn, table) for table in COUNTED},
    )


def _compare_anew(conn: sqlite3.Connection, registry: Registry) -> None:
    """Who a printed name means has changed: every portal's lines may be another body's now."""
    known = registry.digest()
    if store.state(conn, "publishers") != known:
        store.enqueue(conn, "comparison", registry.portals)
        store.set_state(conn, "publishers", known)


def _yearless(reading: Row) -> Row:
    message = f"{reading['url']}: an annual report without a year that can be read; it stands in no year"
    return {
        "id": stable_id("issue", "report_without_year", reading["id"]),
        "code": "report_without_year",
        "message": message,
        "about": "report",
        "portal_id": reading["portal_id"],
        "document_id": reading["document_id"],
        "reading_id": reading["id"],
        "url": reading["url"],
        "origin": "reports",
    }


def _count(conn: sqlite3.Connection, what: str) -> int:
    return int(conn.execute(f"select count(*) from {what}").fetchone()[0])  # noqa: S608  names are ours
