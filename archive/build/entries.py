"""Stage two: a catalogue line in its latest wording, its document, and how its wording changed."""

from __future__ import annotations

import sqlite3
from collections import Counter
from itertools import groupby, pairwise

from archive.build import addresses, store
from archive.build.keys import queue_key
from archive.build.store import Row
from archive.build.tables.catalogue import LINE
from archive.ids import stable_id

FIELDS = tuple(column.name for column in LINE)
CHANGING = ("title", "publisher", "published_at", "written_at", "identifier", "document_number", "url")
STANDING = ("listed", "not_listed_at", "absent_since", "absences")  # written when the whole portal is looked at
SIGHTINGS = """
    select sightings.node_id, sightings.seen_at, sightings.capture_id, claims.*
    from sightings join claims on claims.id = sightings.claim_id
    where sightings.entry_id = ? order by sightings.node_id, sightings.seen_at, sightings.capture_id
"""


def derive(conn: sqlite3.Connection, portal_id: str, key: str) -> int:
    """Derive one line; queue its document if what the line says has changed. Call within a batch."""
    entry_id = stable_id("entry", portal_id, key)
    seen = [dict(row) for row in conn.execute(SIGHTINGS, (entry_id,))]
    by_node = {node: list(rows) for node, rows in groupby(seen, key=lambda row: str(row["node_id"]))}
    old = store.select(conn, "entries", {"id": entry_id})[0]
    row: Row = {
        "id": entry_id,
        "portal_id": portal_id,
        "key": key,
        "document_id": old["document_id"],
        **_latest(by_node),
        "claims": len({one["id"] for one in seen}),
        "first_seen": min((one["seen_at"] for one in seen), default=None),
        "last_seen": max((one["seen_at"] for one in seen), default=None),
        **{name: old[name] for name in STANDING},
    }
    if any(old[name] != row[name] for name in FIELDS):
        store.enqueue(conn, "document", [queue_key(portal_id, key)])
        store.enqueue(conn, "line", [queue_key(portal_id, key)])
    elif old["claims"] != row["claims"]:
        store.enqueue(conn, "document", [queue_key(portal_id, key)])  # a wording may name further attachments
    changed = store.sync(conn, "entries", {"id": entry_id}, [row])
    return changed + store.sync(conn, "changes", {"entry_id": entry_id}, _changes(row, by_node))


def _latest(by_node: dict[str, list[Row]]) -> Row:
    """Return what the line says now: of each node the latest wording, the fullest of them first.

    A column page prints title and date where the catalogue prints all; which of them was read last says nothing.
    """
    latest = [rows[-1] for rows in by_node.values()]
    latest.sort(key=lambda row: (-sum(row[name] is not None for name in FIELDS), row["id"]))
    return {name: next((row[name] for row in latest if row[name] is not None), None) for name in FIELDS}


def _changes(entry: Row, by_node: dict[str, list[Row]]) -> list[Row]:
    """Return each change of wording once, even if several nodes show it; nodes are never compared with each other."""
    found: dict[int, Row] = {}
    for rows in by_node.values():
        seen: Counter[tuple[str, object, object]] = Counter()
        for before, after in pairwise(_wordings(rows)):
            for field in CHANGING:
                old, new = before[-1][field], after[0][field]
                if old == new or (field == "url" and _same_place(old, new)):
                    continue
                change = (field, old, new)
                row_id = stable_id("change", entry["id"], "entry", *change, seen[change])
                seen[change] += 1
                found.setdefault(row_id, _change(row_id, entry, change, before[-1], after[0]))
    return list(found.values())


def _same_place(old: str, new: str) -> bool:
    """Scheme, host spelling and port of a link do not count."""
    return addresses.address(old, old) == addresses.address(new, new)


def _wordings(rows: list[Row]) -> list[list[Row]]:
    return [list(group) for _, group in groupby(rows, key=lambda row: row["id"])]


def _change(row_id: int, entry: Row, change: tuple[str, str | None, str | None], before: Row, after: Row) -> Row:
    field, old, new = change
    return {
        "id": row_id,
        "document_id": entry["document_id"],
        "entry_id": entry["id"],
        "kind": "entry",
        "field": field,
        "old": old,
        "new": new,
        "seen_from": before["seen_at"],
        "seen_to": after["seen_at"],
        "url": after["url"],
        "old_capture_id": before["capture_id"],
        "new_capture_id": after["capture_id"],
    }


def lead(conn: sqlite3.Connection, portal_id: str, key: str) -> int:
    """Point a line to its document: the one of its own key, else the one captured at its address."""
    entry_id = stable_id("entry", portal_id, key)
    found = conn.execute(
        "select id from documents where portal_id = ? and id = ?", (portal_id, stable_id("document", portal_id, key))
    ).fetchone()
    if found is None:
        found = conn.execute(
            "select min(document_id) from captures join build_addresses"
            " on build_addresses.portal_id = captures.portal_id and build_addresses.address = captures.address"
            " where entry_id = ? and role = 'detail' and document_id is not null",
            (entry_id,),
        ).fetchone()
    document_id = found[0] if found else None
    values = (document_id, entry_id, document_id)
    entries = "update entries set document_id = ? where id = ? and document_id is not ?"
    changes = "update changes set document_id = ? where entry_id = ? and document_id is not ?"
    return conn.execute(entries, values).rowcount + conn.execute(changes, values).rowcount
