"""Stage one: ledger rows to facts, each run from where it was left, up to its last whole line."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import msgspec

from archive.build import catalogue, ledger_rows, store
from archive.build.keys import queue_key
from archive.build.ledger_rows import Run
from archive.build.store import Row
from archive.captures import Home, run_state, runs
from archive.captures.known import HELD
from archive.captures.ledger import NAME, first_row
from archive.model import Fetch, LedgerRow, Listing, Node, Note, RunEnd, RunStart, Torn

READ_ROLES = frozenset({"index", "listing", "detail", "attachment"})  # captures that the build reads
SAID_AGAIN = frozenset({"unread_key", "page_changed", "undecodable_bytes"})  # the build reads the page and says it
LINES = 500  # ledger lines of one transaction
_DECODER: msgspec.json.Decoder[LedgerRow] = msgspec.json.Decoder(LedgerRow)
_RUN_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*")


class Line(NamedTuple):
    """A whole ledger line: where it starts, where it ends, its row or None where it is none."""

    start: int
    end: int
    row: LedgerRow | None


def whole_lines(path: Path, start: int) -> Iterator[Line]:
    """Yield the whole lines of a ledger from a byte on; a torn last line is left for another time."""
    with path.open("rb") as file:
        file.seek(start)
        for raw in file:
            if not raw.endswith(b"\n"):
                return
            end = start + len(raw)
            try:
                row = _DECODER.decode(raw)
            except (msgspec.DecodeError, UnicodeDecodeError):
                row = None
            yield Line(start, end, row)
            start = end


def known_runs(conn: sqlite3.Connection) -> dict[str, int]:
    """Return how many bytes of each run's ledger are in the database."""
    return {row["id"]: row["ledger_read"] for row in conn.execute("select id, ledger_read from runs")}


def went_back(conn: sqlite3.Connection, home: Home) -> bool:
    """Say if the home holds less than the database was built from: then only a full build tells the truth."""
    sizes = {folder.name: _size(folder / NAME) for folder in runs(home)}
    return any(sizes.get(run_id, -1) < read for run_id, read in known_runs(conn).items())


def _size(ledger: Path) -> int:
    try:
        return ledger.stat().st_size
    except FileNotFoundError:
        return -1


def ingest(conn: sqlite3.Connection, home: Home, tell: Callable[[int, int], object]) -> int:
    """Bring every run up to its last whole ledger line; return how many runs had something new."""
    read, folders, grown = known_runs(conn), runs(home), 0
    for done, folder in enumerate(folders):
        tell(done, len(folders))
        if (folder / NAME).is_file() and _RUN_ID.fullmatch(folder.name):
            grown += _ingest_run(conn, folder, read.get(folder.name))
    tell(len(folders), len(folders))
    return grown


def _ingest_run(conn: sqlite3.Connection, folder: Path, read: int | None) -> bool:
    path = folder / NAME
    start = first_row(path)
    if start is None:
        with store.batch(conn):
            message = f"{folder.name}: the ledger does not begin with a run"
            row = ledger_rows.issue_row(folder.name, None, "no_run_start", message)
            store.insert(conn, "issues", [row], how="insert or ignore")
        return False
    run, lines, grown = Run(folder.name, start.portal), whole_lines(path, read or 0), False
    while part := list(islice(lines, LINES)):
        with store.batch(conn):
            for line in part:
                _take(conn, run, line)
            conn.execute("update runs set ledger_read = ? where id = ?", (part[-1].end, run.id))
            store.enqueue(conn, "portal", [run.portal.id])
        grown = True
    now = run_state(folder)
    with store.batch(conn):
        if conn.execute("update runs set state = ? where id = ? and state is not ?", (now, run.id, now)).rowcount:
            store.enqueue(conn, "portal", [run.portal.id])
    return grown


def _take(conn: sqlite3.Connection, run: Run, line: Line) -> None:
    row = line.row
    if row is None:
        _issue(conn, run, "damaged_ledger_line", f"{run.id}: the ledger line at byte {line.start} is no row")
    elif isinstance(row, RunStart):
        _start(conn, run.id, row)
    elif isinstance(row, Fetch):
        _fetch(conn, run, row, line.start)
    elif isinstance(row, Listing):
        _listing(conn, run, row, line.start)
    elif isinstance(row, RunEnd):
        conn.execute(
            "update runs set ended_at = ?, reason = ?, counts = ? where id = ?",
            (row.ended_at, row.reason, ledger_rows.json_text(row.counts), run.id),
        )
    elif isinstance(row, Torn):
        _issue(conn, run, "torn_tail", f"{row.run_id}/{row.file}: {row.cut} bytes cut off at {row.at}")
    elif isinstance(row, Note) and row.code not in SAID_AGAIN:
        _issue(conn, run, row.code, row.message, row.url)


def _start(conn: sqlite3.Connection, run_id: str, row: RunStart) -> None:
    known = store.select(conn, "portals", {"id": row.portal.id})
    if not known or known[0]["last_run"] < run_id:  # in whatever order runs are read, the latest says what a portal is
        _portal(conn, ledger_rows.portal_row(row.portal, run_id), known[0] if known else None)
    store.insert(conn, "runs", [ledger_rows.run_row(run_id, row)])


def _portal(conn: sqlite3.Connection, portal: Row, known: Row | None) -> None:
    portal["publisher_id"] = known["publisher_id"] if known else None
    store.sync(conn, "portals", {"id": portal["id"]}, [portal])
    if known and any(known[name] != portal[name] for name in ("publisher", "url")):
        keys = conn.execute("select key from documents where portal_id = ?", (portal["id"],)).fetchall()
        store.enqueue(conn, "document", (queue_key(portal["id"], row[0]) for row in keys))


def _fetch(conn: sqlite3.Connection, run: Run, row: Fetch, at: int) -> None:
    record = next((r for r in row.records if r.kind in ("response", "revisit")), None)
    own = row.capture_id if record is not None else None
    if own is not None and record is not None:
        store.insert(conn, "captures", [ledger_rows.capture_row(run, row, own, record)])
        if row.role in READ_ROLES and row.outcome in HELD:
            store.enqueue(conn, "capture", [own])
        if row.revisit_of is None and row.sha256 is not None:
            _awaken(conn, row.sha256)
    store.insert(conn, "fetches", [ledger_rows.fetch_row(run, row, at, own)])


def _awaken(conn: sqlite3.Connection, sha256: str) -> None:
    """Read again what had to wait for these bytes: a revisit whose run came before that of its response."""
    waiting = conn.execute("select id from captures where sha256 = ? and read_state = 'missing'", (sha256,)).fetchall()
    store.enqueue(conn, "capture", (row[0] for row in waiting))


def _listing(conn: sqlite3.Connection, run: Run, row: Listing, at: int) -> None:
    store.insert(conn, "listings", [ledger_rows.listing_row(run, row, at)])
    if row.node_id is not None:
        node = Node(row.node_id, row.node_name or "", post_count=row.claimed)
        catalogue.note_nodes(conn, run.portal.id, [node], catalogue.Seen("ledger", row.at, None))


def _issue(conn: sqlite3.Connection, run: Run, code: str, message: str, url: str | None = None) -> None:
    row = ledger_rows.issue_row(run.id, run.portal.id, code, message, url)
    store.insert(conn, "issues", [row], how="insert or ignore")
