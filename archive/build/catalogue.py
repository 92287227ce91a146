"""What index and listing captures say: nodes, lines, wordings, sightings. Facts of one capture each, never revised."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Literal, NamedTuple

import msgspec

from archive.build import addresses, store
from archive.build.keys import queue_key, settle_keys
from archive.build.store import Row
from archive.build.tables.catalogue import LINE
from archive.ids import stable_id
from archive.model import Catalogue, Entry, ListingPage, Node

# Which source of a node's name and claim wins: a catalogue tree knows more than a link, a link more than a walk.
RANK = {"ledger": 0, "column": 1, "index": 2}


class Seen(NamedTuple):
    """Where and when a node was seen."""

    source: Literal["ledger", "column", "index"]
    at: str
    capture_id: str | None


def note_nodes(conn: sqlite3.Connection, portal_id: str, nodes: Iterable[Node], seen: Seen) -> None:
    """Keep each node as its best and latest source shows it, in whatever order the sources are read."""
    for node in nodes:
        row: Row = {
            "id": stable_id("node", portal_id, node.id),
            "portal_id": portal_id,
            "node_id": node.id,
            "name": node.name,
            "parent": node.parent,
            "post_count": node.post_count,
            "jump_url": node.jump_url,
            "source": seen.source,
            "capture_id": seen.capture_id,
            "last_seen": seen.at,
        }
        known = store.select(conn, "nodes", {"id": row["id"]})
        if not known or _standing(known[0]) < _standing(row):
            store.insert(conn, "nodes", [row], how="insert or replace")


def _standing(row: Row) -> tuple[int, str, str, str]:
    return RANK[row["source"]], row["last_seen"], row["capture_id"] or "", row["name"] or ""


def take_index(conn: sqlite3.Connection, capture: Row, page: Catalogue) -> None:
    """Store the nodes of a catalogue tree or of the columns a portal page links to."""
    seen = Seen("index", capture["captured_at"], capture["id"])
    note_nodes(conn, capture["portal_id"], page.nodes, seen)


def take_listing(conn: sqlite3.Connection, capture: Row, page: ListingPage, origin: str) -> None:
    """Store the lines of one listing page, in their wording, as seen in this capture; `origin` is the portal's address.

    Lines and the documents they lead to are queued.
    """
    portal_id = capture["portal_id"]
    note_nodes(conn, portal_id, page.columns, Seen("column", capture["captured_at"], capture["id"]))
    places: set[str] = set()
    for entry in page.entries:
        key = addresses.native_key(entry.native_id) if entry.native_id else addresses.address(entry.url, origin)
        entry_id = stable_id("entry", portal_id, key)
        line: Row = {"id": entry_id, "portal_id": portal_id, "key": key}
        store.insert(conn, "entries", [line], how="insert or ignore")
        claim = _claim(entry_id, entry)
        store.insert(conn, "claims", [claim], how="insert or ignore")
        sighting: Row = {
            "entry_id": entry_id,
            "node_id": capture["node_id"] or entry.node_id or "",
            "capture_id": capture["id"],
            "claim_id": claim["id"],
            "seen_at": capture["captured_at"],
        }
        store.insert(conn, "sightings", [sighting], how="insert or ignore")
        store.enqueue(conn, "entry", [queue_key(portal_id, key)])
        places |= _note_addresses(conn, portal_id, entry_id, entry, origin)
    settle_keys(conn, portal_id, places)


def _claim(entry_id: int, entry: Entry) -> Row:
    row: Row = {column.name: getattr(entry, column.name) for column in LINE}
    row["other_urls"] = _json(entry.other_urls)
    row["attachments"] = _json(entry.attachments)
    return row | {"id": stable_id("claim", entry_id, *row.values()), "entry_id": entry_id}


def _note_addresses(conn: sqlite3.Connection, portal_id: str, entry_id: int, entry: Entry, origin: str) -> set[str]:
    """Store which addresses the line stands for; return those that were not known.

    A line of kind "url" leads to a page elsewhere: its own post id is not the id of that page.
    """
    number = entry.native_id if entry.kind == "normal" else None
    new: set[str] = set()
    for place in {addresses.address(url, origin) for url in (entry.url, *entry.other_urls)}:
        known = store.select(conn, "build_addresses", {"portal_id": portal_id, "address": place, "entry_id": entry_id})
        if known and known[0]["native_id"] is not None:
            continue
        row: Row = {"portal_id": portal_id, "address": place, "entry_id": entry_id, "native_id": number}
        if not known or number is not None:
            store.insert(conn, "build_addresses", [row], how="insert or replace")
            new.add(place)
    return new


def _json(value: tuple[object, ...]) -> str | None:
    return msgspec.json.encode(value).decode() if value else None
