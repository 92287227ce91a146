"""Working the queue off: captures are read, lines and documents derived from everything known about them.

Each batch is one transaction that also takes its work out of the queue, so a build that was killed at any point goes
on where it stopped, and ends with the same rows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from archive.build import catalogue, documents, entries, store
from archive.build.document_rows import PORTAL_WIDE
from archive.build.keys import queue_key, settle_keys, split_key
from archive.build.payloads import PageRead
from archive.build.readings import Readings
from archive.build.store import Row
from archive.build.versions import original_of, task_of
from archive.ids import stable_id

CAPTURES, LINES, DOCUMENTS = 64, 500, 50  # work of one batch
Tell = Callable[[int, int], object]


def read_captures(conn: sqlite3.Connection, readings: Readings, tell: Tell) -> int:
    """Read the queued captures; return how many there were."""
    total, done = store.waiting(conn, "capture"), 0
    while keys := store.queued(conn, "capture", CAPTURES):
        rows = [row for key in keys for row in store.select(conn, "captures", {"id": key})]
        pairs = [(row, original) for row in rows if (original := original_of(conn, row)) is not None]
        pages = readings.many(task_of(row, original) for row, original in pairs)
        with store.batch(conn):
            read = {row["id"]: page for (row, _), page in zip(pairs, pages, strict=True)}
            for row in rows:
                _take(conn, row, read.get(row["id"]))
            store.dequeue(conn, "capture", keys)
        done += len(keys)
        tell(done, total)
    return done


def _take(conn: sqlite3.Connection, capture: Row, page: PageRead | None) -> None:
    """Store what one capture says, and queue what it touches."""
    if page is None:
        _missing(conn, capture)
        return
    post_id = page.post.native_id if page.post else None
    state = "read" if page.catalogue or page.listing or page.reading else "failed"
    conn.execute("update captures set read_state = ?, page_native_id = ? where id = ?", (state, post_id, capture["id"]))
    store.sync(conn, "issues", {"origin": f"missing:{capture['id']}"}, [])
    portal_id = capture["portal_id"]
    origin = conn.execute("select portal_url from runs where id = ?", (capture["run_id"],)).fetchone()[0]
    if page.catalogue is not None:
        catalogue.take_index(conn, capture, page.catalogue)
    if page.listing is not None:
        catalogue.take_listing(conn, capture, page.listing, origin)
    if capture["role"] == "detail":
        settle_keys(conn, portal_id, [capture["address"]])
    if capture["of_address"] is not None:
        settle_keys(conn, portal_id, [capture["of_address"]])
        _touch_linking(conn, capture)
    _tell_portal(conn, capture, page)


def _touch_linking(conn: sqlite3.Connection, capture: Row) -> None:
    """Queue the documents that link to a file, besides the one it was reached from."""
    found = conn.execute(
        "select key from links cross join documents on documents.id = document_id where portal_id = ? and address = ?",
        (capture["portal_id"], capture["address"]),
    )
    store.enqueue(conn, "document", [queue_key(capture["portal_id"], row[0]) for row in found])


def _tell_portal(conn: sqlite3.Connection, capture: Row, page: PageRead) -> None:
    """Keep issues about a platform's keys once per portal, and those about list pages once per page content."""
    document = capture["role"] in ("detail", "attachment")
    for issue in page.issues:
        wide = issue.code in PORTAL_WIDE
        if document and not wide:
            continue  # told with the document
        about = (None, None) if wide else (capture["address"], capture["sha256"])
        row: Row = {
            "id": stable_id("issue", capture["portal_id"], *about, issue.code, issue.message),
            "code": issue.code,
            "message": issue.message,
            "quote": issue.quote,
            "start": issue.start,
            "about": "portal" if wide else "capture",
            "portal_id": capture["portal_id"],
            "capture_id": capture["id"],
            "url": None if wide else capture["address"],
            "at": capture["captured_at"],
            "origin": f"portal:{capture['portal_id']}",
        }
        store.insert(conn, "issues", [row], how="insert or ignore")


def _missing(conn: sqlite3.Connection, capture: Row) -> None:
    """A revisit whose response is in no run of this home: it waits, and a person is told."""
    conn.execute("update captures set read_state = 'missing' where id = ?", (capture["id"],))
    row: Row = {
        "id": stable_id("issue", "missing_bytes", capture["id"]),
        "code": "missing_bytes",
        "message": f"{capture['url']}: refers to {capture['revisit_of']}, which is in no run of this home",
        "about": "run",
        "portal_id": capture["portal_id"],
        "run_id": capture["run_id"],
        "capture_id": capture["id"],
        "url": capture["url"],
        "at": capture["captured_at"],
        "origin": f"missing:{capture['id']}",
    }
    store.insert(conn, "issues", [row], how="insert or ignore")


def derive_entries(conn: sqlite3.Connection, tell: Tell) -> int:
    """Derive the queued lines."""
    return _work(conn, "entry", LINES, lambda portal, key: entries.derive(conn, portal["id"], key), tell)


def derive_documents(conn: sqlite3.Connection, readings: Readings, tell: Tell) -> int:
    """Derive the queued documents."""
    return _work(conn, "document", DOCUMENTS, lambda portal, key: documents.derive(conn, readings, portal, key), tell)


def lead_entries(conn: sqlite3.Connection, tell: Tell) -> int:
    """Point the queued lines to their documents."""
    return _work(conn, "line", LINES, lambda portal, key: entries.lead(conn, portal["id"], key), tell)


def _work(conn: sqlite3.Connection, stage: str, most: int, do: Callable[[Row, str], int], tell: Tell) -> int:
    """Work one stage of the queue off; return how many keys changed any row."""
    total, done, changed = store.waiting(conn, stage), 0, 0
    while keys := store.queued(conn, stage, most):
        with store.batch(conn):
            for queued in keys:
                portal_id, key = split_key(queued)
                portal = store.select(conn, "portals", {"id": portal_id})[0]
                changed += do(portal, key) > 0
            store.dequeue(conn, stage, keys)
        done += len(keys)
        tell(done, max(total, done))
    return changed
