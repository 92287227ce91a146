"""Which document an address belongs to: a function of everything known about the address, whatever came first."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from archive.build import addresses, store

OF_PAGE = (
    "portal_id = ? and address = ? and role = 'detail' or portal_id = ? and of_address = ? and role = 'attachment'"
)


def queue_key(portal_id: str, key: str) -> str:
    """Return a natural key with its portal, as the queue holds it."""
    return f"{portal_id}\n{key}"


def split_key(queued: str) -> tuple[str, str]:
    """Return (portal id, natural key)."""
    portal_id, _, key = queued.partition("\n")
    return portal_id, key


def document_key(conn: sqlite3.Connection, portal_id: str, place: str) -> str:
    """Return the natural key of the document at an address.

    The post id under which the catalogue lists the address; else the one that the page prints, if the address carries
    it too; else the one of the line through which it was reached; else path and query. A source that gives several
    ids for one address gives none.
    """
    listed = conn.execute(
        "select distinct native_id from build_addresses where portal_id = ? and address = ? and native_id is not null",
        (portal_id, place),
    ).fetchall()
    if len(listed) == 1:
        return addresses.native_key(listed[0][0])
    pages = conn.execute(
        "select distinct page_native_id, native_id from captures"
        " where portal_id = ? and address = ? and role = 'detail'",
        (portal_id, place),
    ).fetchall()
    printed = {row[0] for row in pages if addresses.names(row[0], place)}
    reached = {row[1] for row in pages if row[1] is not None}
    for found in (printed, reached):
        if len(found) == 1:
            return addresses.native_key(found.pop())
    return place


def settle_keys(conn: sqlite3.Connection, portal_id: str, places: Iterable[str]) -> None:
    """Give the captures of these pages, and of the files reached from them, the key of their document.

    Every document that this touches is queued.
    """
    for place in sorted(places):
        where = (portal_id, place, portal_id, place)
        old = conn.execute(f"select distinct document_key from captures where {OF_PAGE}", where).fetchall()  # noqa: S608
        if not old:
            continue
        key = document_key(conn, portal_id, place)
        update = f"update captures set document_key = ? where ({OF_PAGE}) and document_key is not ?"  # noqa: S608
        conn.execute(update, (key, *where, key))
        touched = {key, *(row[0] for row in old if row[0] is not None)}
        store.enqueue(conn, "document", (queue_key(portal_id, one) for one in touched))
