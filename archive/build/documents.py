"""Stage two: a document's rows as a pure function of all its captures and catalogue lines, whatever came first."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from archive.build import document_rows, search, store
from archive.build.gathered import Place, gather
from archive.build.keys import queue_key
from archive.build.readings import Readings
from archive.build.retract import retract_reports
from archive.build.store import Row
from archive.ids import stable_id

EDITS = ("metadata", "body", "figure", "attachment")  # kinds of `changes` that are told from captures of the document


def derive(conn: sqlite3.Connection, readings: Readings, portal: Row, key: str) -> int:
    """Derive every row of one document; return how many were written or removed. Call within a batch."""
    place = Place(stable_id("document", portal["id"], key), portal, key)
    known = gather(conn, readings, place)
    if known is None:
        return _remove(conn, place)
    document, here = document_rows.document_row(known), {"document_id": place.id}
    attachments, read = document_rows.attachment_rows(known), document_rows.reading_rows(known)
    changed = _keep_standing(conn, place, document, read, attachments)
    _index(conn, place, document)
    changed += store.sync(conn, "documents", {"id": place.id}, [document])
    changed += store.sync(conn, "attachments", here, attachments)
    changed += store.sync(conn, "links", here, document_rows.link_rows(known))
    changed += store.sync(conn, "readings", here, read)
    edits = document_rows.change_rows(known)
    for kind in EDITS:
        changed += store.sync(conn, "changes", {**here, "kind": kind}, [row for row in edits if row["kind"] == kind])
    changed += store.sync(conn, "issues", {"origin": f"document:{place.id}"}, document_rows.issue_rows(known))
    _own_captures(conn, place)
    _lead_entries(conn, place, known.pages)
    return changed


def _keep_standing(conn: sqlite3.Connection, place: Place, document: Row, read: list[Row], files: list[Row]) -> int:
    """Carry over what later stages added; take reports back whose reading or text is about to change."""
    old = {row["id"] for row in store.select(conn, "readings", {"document_id": place.id})}
    before = {row["id"]: row["text"] for row in store.select(conn, "attachments", {"document_id": place.id})}
    stored = store.select(conn, "documents", {"id": place.id})
    if stored:
        document |= {name: stored[0][name] for name in ("publisher_id", "gone_at")}
        before[place.id] = stored[0]["text"]
    after = {document["id"]: document["text"], **{row["id"]: row["text"] for row in files}}
    moved = any(after.get(owner) != text for owner, text in before.items())
    gone = old - {row["id"] for row in read}
    # A report is searched by the text of its carrier, so it leaves the index while that text is still here.
    changed = retract_reports(conn, place.id) if moved or gone else 0
    kept = {row["id"]: row for row in store.select(conn, "readings", {"document_id": place.id})}
    for row in read:
        if known := kept.get(row["id"]):
            row["report_id"], row["standing"] = known["report_id"], known["standing"]
    return changed


def _index(conn: sqlite3.Connection, place: Place, document: Row | None) -> None:
    """Bring the search index in step with a row that is about to be written or removed."""
    names = search.COLUMNS["documents_fts"]
    stored = store.select(conn, "documents", {"id": place.id})
    old = [stored[0][name] for name in names] if stored else None
    new = [store.storable(document[name]) for name in names] if document else None
    if old == new:
        return
    if old is not None:
        search.remove(conn, "documents_fts", place.id, old)
    if new is not None:
        search.add(conn, "documents_fts", place.id, new)


def _own_captures(conn: sqlite3.Connection, place: Place) -> None:
    update = "update captures set document_id = ? where portal_id = ? and document_id is not ? and document_key = ?"
    conn.execute(f"{update} and read_state is not null", (place.id, place.portal["id"], place.id, place.key))


def _lead_entries(conn: sqlite3.Connection, place: Place, places: Iterable[str]) -> None:
    """Queue the catalogue lines that lead to this document, so that they learn of it."""
    keys = {place.key}
    for where in places:
        found = conn.execute(
            "select key from build_addresses join entries on entries.id = entry_id"
            " where build_addresses.portal_id = ? and address = ?",
            (place.portal["id"], where),
        )
        keys |= {row[0] for row in found}
    known = {key for key in keys if store.select(conn, "entries", {"portal_id": place.portal["id"], "key": key})}
    store.enqueue(conn, "line", (queue_key(place.portal["id"], key) for key in known))


def _remove(conn: sqlite3.Connection, place: Place) -> int:
    """Take back a document whose captures turned out to be another's."""
    if not store.select(conn, "documents", {"id": place.id}):
        return 0
    here = {"document_id": place.id}
    leading = store.select(conn, "entries", here)
    store.enqueue(conn, "line", (queue_key(place.portal["id"], row["key"]) for row in leading))
    conn.execute("update entries set document_id = null where document_id = ?", (place.id,))
    conn.execute("update captures set document_id = null where document_id = ?", (place.id,))
    conn.execute("update changes set document_id = null where document_id = ? and entry_id is not null", (place.id,))
    changed = retract_reports(conn, place.id)
    _index(conn, place, None)
    for table in ("changes", "links", "readings", "attachments"):
        changed += store.sync(conn, table, here, [])
    changed += store.sync(conn, "issues", {"origin": f"document:{place.id}"}, [])
    return changed + store.sync(conn, "documents", {"id": place.id}, [])
