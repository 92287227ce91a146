"""Stage one: ledger rows to facts, each run from where it was left, up to its last whole line."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import msgspec

from archive.build import addresses, catalogue, store
from archive.build.store import Row
from archive.captures import Home, run_state, runs
from archive.captures.known import HELD
from archive.captures.ledger import NAME, first_row
from archive.ids import stable_id
from archive.model import Fetch, LedgerRow, Listing, Node, Note, Portal, RunEnd, RunStart, Torn

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


class Run(NamedTuple):
    """What the rows of a ledger need to know of their run."""

    id: str
    portal: Portal


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
            _issue(conn, None, folder.name, "no_run_start", f"{folder.name}: the ledger does not begin with a run")
        return False
    run, lines, grown = Run(folder.name, start.portal), whole_lines(path, read or 0), False
    while part := list(islice(lines, LINES)):
        with store.batch(conn):
            for line in part:
                _take(conn, run, line)
            conn.execute("update runs set ledger_read = ? where id = ?", (part[-1].end, run.id))
        grown = True
    now = run_state(folder)
    with store.batch(conn):
        conn.execute("update runs set state = ? where id = ? and state is not ?", (now, run.id, now))
    return grown


def _take(conn: sqlite3.Connection, run: Run, line: Line) -> None:
    row = line.row
    if row is None:
        _issue(conn, run, run.id, "damaged_ledger_line", f"{run.id}: the ledger line at byte {line.start} is no row")
    elif isinstance(row, RunStart):
        _start(conn, run.id, row)
    elif isinstance(row, Fetch):
        _fetch(conn, run, row, line.start)
    elif isinstance(row, Listing):
        _listing(conn, run, row, line.start)
    elif isinstance(row, RunEnd):
        conn.execute(
            "update runs set ended_at = ?, reason = ?, counts = ? where id = ?",
            (row.ended_at, row.reason, _json(row.counts), run.id),
        )
    elif isinstance(row, Torn):
        _issue(conn, run, run.id, "torn_tail", f"{row.run_id}/{row.file}: {row.cut} bytes cut off at {row.at}")
    elif isinstance(row, Note) and row.code not in SAID_AGAIN:
        _issue(conn, run, run.id, row.code, row.message, row.url)


def _start(conn: sqlite3.Connection, run_id: str, row: RunStart) -> None:
    _portal(conn, row.portal, run_id)
    fields: Row = {
        "id": run_id,
        "portal_id": row.portal.id,
        "portal_url": row.portal.url,
        "spider": row.spider,
        "software": row.software,
        "settings": _json(row.settings),
        "arguments": _json(row.arguments),
        "started_at": row.started_at,
        "resumes": row.resumes,
        "ledger_read": 0,
    }
    store.insert(conn, "runs", [fields])


def _portal(conn: sqlite3.Connection, portal: Portal, run_id: str) -> None:
    """Keep a portal as its latest run knew it, in whatever order the runs are read."""
    known = store.select(conn, "portals", {"id": portal.id})
    if known and known[0]["last_run"] >= run_id:
        return
    row: Row = {
        "id": portal.id,
        "publisher": portal.publisher,
        "platform": portal.platform,
        "url": portal.url,
        "level": portal.level,
        "local": int(portal.local),
        "since": portal.since,
        "expect": _json(portal.expect),
        "hosts": _json(portal.hosts),
        "status": portal.status,
        "source": portal.source,
        "note": portal.note,
        "last_run": run_id,
        "division_code": portal.publisher_id,
        "publisher_id": known[0]["publisher_id"] if known else None,
    }
    store.sync(conn, "portals", {"id": portal.id}, [row])


def _fetch(conn: sqlite3.Connection, run: Run, row: Fetch, at: int) -> None:
    record = next((r for r in row.records if r.kind in ("response", "revisit")), None)
    own = row.capture_id if record is not None else None
    if own is not None and record is not None:
        capture = _capture(run, row, own)
        capture |= {
            "warc_file": f"{run.id}/{record.file}",
            "offset": record.offset,
            "length": record.length,
            "record_sha256": record.sha256,
        }
        store.insert(conn, "captures", [capture])
        if row.role in READ_ROLES and row.outcome in HELD:
            store.enqueue(conn, "capture", [own])
        if row.revisit_of is None and row.sha256 is not None:
            _awaken(conn, row.sha256)
    store.insert(conn, "fetches", [_fetch_row(run, row, at, own)])


def _fetch_row(run: Run, row: Fetch, at: int, capture_id: str | None) -> Row:
    fields = ("url", "method", "body", "requested_at", "status", "outcome", "role", "platform", "node_id", "page")
    more = ("redirect_to", "message", "action", "replayed_from", "ip", "tls")
    return {
        "id": stable_id("fetch", run.id, at),
        "run_id": run.id,
        "portal_id": run.portal.id,
        "capture_id": capture_id,
        **{name: getattr(row, name) for name in (*fields, *more)},
    }


def _capture(run: Run, row: Fetch, capture_id: str) -> Row:
    where = addresses.address(row.url, run.portal.url)
    of = addresses.address(row.document_url, run.portal.url) if row.document_url else None
    same = ("url", "status", "outcome", "role", "platform", "mime", "size", "sha256", "revisit_of", "node_id", "name")
    return {
        "id": capture_id,
        "run_id": run.id,
        "portal_id": run.portal.id,
        "address": where,
        "captured_at": row.requested_at,
        "local": int(row.local or run.portal.local),
        "native_id": row.native_id,
        "of_address": of,
        **{name: getattr(row, name) for name in same},
        # A file that a catalogue line leads to straight is a document of its own.
        "role": "detail" if row.role == "attachment" and of == where else row.role,
    }


def _awaken(conn: sqlite3.Connection, sha256: str) -> None:
    """Read again what had to wait for these bytes: a revisit whose run came before that of its response."""
    waiting = conn.execute("select id from captures where sha256 = ? and read_state = 'missing'", (sha256,)).fetchall()
    store.enqueue(conn, "capture", (row[0] for row in waiting))


def _listing(conn: sqlite3.Connection, run: Run, row: Listing, at: int) -> None:
    same = ("node_id", "node_name", "url", "pages", "rows_seen", "total", "claimed", "reason", "at")
    fields: Row = {name: getattr(row, name) for name in same}
    fields |= {
        "id": stable_id("listing", run.id, at),
        "run_id": run.id,
        "portal_id": run.portal.id,
        "complete": int(row.complete),
    }
    store.insert(conn, "listings", [fields])
    if row.node_id is not None:
        node = Node(row.node_id, row.node_name or "", post_count=row.claimed)
        catalogue.note_nodes(conn, run.portal.id, [node], catalogue.Seen("ledger", row.at, None))


def _issue(
    conn: sqlite3.Connection, run: Run | None, run_id: str, code: str, message: str, url: str | None = None
) -> None:
    row: Row = {
        "id": stable_id("issue", "run", run_id, code, message, url),
        "code": code,
        "message": message,
        "about": "run",
        "portal_id": run.portal.id if run else None,
        "run_id": run.id if run else None,
        "url": url,
        "origin": f"run:{run_id}",
    }
    store.insert(conn, "issues", [row], how="insert or ignore")


def _json(value: object) -> str | None:
    return msgspec.json.encode(value, order="sorted").decode() if value else None
