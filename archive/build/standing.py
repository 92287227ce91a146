"""Stage three: for every portal that was crawled again, which lines are still listed, and what is gone by rule."""

from __future__ import annotations

import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from archive.build import series, store, walks
from archive.build.presence import CRAWLS, Answer, Presence, Sighting, presence
from archive.build.store import Row
from archive.build.walks import Walks
from archive.captures.known import HELD
from archive.ids import stable_id

LINES = 500  # of one transaction
MISSES = frozenset({"not_found", "gone", "soft_404"})  # a root redirect is a soft 404 already
FIELDS = ("listed", "not_listed_at", "absent_since", "absences")
TURNS = ("gone", "reappeared")
SIGHTINGS = """
    select entry_id, coalesce(captures.node_id, '') as node_id, captures.run_id, seen_at, capture_id
    from sightings join captures on captures.id = capture_id where entry_id in ({})
"""
ANSWERS = """
    select address, captured_at, outcome, id from captures where portal_id = ? and role in ('detail', 'probe')
    and address in (select address from captures where document_id = ? and role = 'detail')
"""


def derive_portals(conn: sqlite3.Connection, tell: Callable[[int, int], object]) -> int:
    """Work the queued portals off; return how many there were."""
    total, done = store.waiting(conn, "portal"), 0
    while queued := store.queued(conn, "portal", 1):
        _portal(conn, queued[0])
        done += 1
        tell(done, max(total, done))
    return done


def _portal(conn: sqlite3.Connection, portal_id: str) -> None:
    with store.batch(conn):
        crawls = walks.derive(conn, portal_id)
    entries = array("q", (row[0] for row in conn.execute("select id from entries where portal_id = ?", (portal_id,))))
    doubtful: set[int] = set()
    lines = iter(entries)
    while part := list(islice(lines, LINES)):
        with store.batch(conn):
            doubtful |= _lines(conn, crawls, part)
    doubtful |= _turned(conn, portal_id)
    for document_id in sorted(doubtful):
        with store.batch(conn):
            _document(conn, crawls, portal_id, document_id)
    with store.batch(conn):
        series.derive(conn, portal_id)
        store.enqueue(conn, "comparison", [portal_id])
        store.dequeue(conn, "portal", [portal_id])


def _lines(conn: sqlite3.Connection, crawls: Walks, part: Sequence[int]) -> set[int]:
    """Write how each line stands; return the documents of those that were missed often enough to be gone."""
    marks = ", ".join("?" * len(part))
    seen = _sightings(conn, crawls, part)
    stored = conn.execute(
        f"select id, document_id, {', '.join(FIELDS)} from entries where id in ({marks})",  # noqa: S608
        part,
    ).fetchall()
    changed, doubtful = [], set()
    for row in stored:
        found = presence(seen[row["id"]], crawls.looks)
        values = _values(found)
        if tuple(row[name] for name in FIELDS) != values:
            changed.append((*values, row["id"]))
        if found.most_absences >= CRAWLS and row["document_id"] is not None:
            doubtful.add(row["document_id"])
    conn.executemany(f"update entries set {' = ?, '.join(FIELDS)} = ? where id = ?", changed)  # noqa: S608
    return doubtful


def _values(found: Presence) -> tuple[int, str | None, str | None, int]:
    return int(not found.absences), found.not_listed_at, found.absent_since, found.absences


def _sightings(conn: sqlite3.Connection, crawls: Walks, entries: Sequence[int]) -> defaultdict[int, list[Sighting]]:
    seen: defaultdict[int, list[Sighting]] = defaultdict(list)
    for row in conn.execute(SIGHTINGS.format(", ".join("?" * len(entries))), entries):
        crawl = crawls.of_run[row["run_id"]]
        seen[row["entry_id"]].append(Sighting(row["node_id"], crawl, row["seen_at"], row["capture_id"]))
    return seen


def _turned(conn: sqlite3.Connection, portal_id: str) -> set[int]:
    """Return the documents that were gone at some time, as far as we said so: it may have to be taken back."""
    found = conn.execute(
        "select documents.id from documents where portal_id = ? and (gone_at is not null or exists"
        " (select 1 from changes where document_id = documents.id and kind in ('gone', 'reappeared')))",
        (portal_id,),
    )
    return {row[0] for row in found}


def _document(conn: sqlite3.Connection, crawls: Walks, portal_id: str, document_id: int) -> None:
    """Write whether a document is gone, and every time it went and came back."""
    lines = [row["id"] for row in store.select(conn, "entries", {"document_id": document_id})]
    seen = [one for found in _sightings(conn, crawls, lines).values() for one in found] if lines else []
    answers = _answers(conn.execute(ANSWERS, (portal_id, document_id)))
    found = presence(seen, crawls.looks, answers)
    update = "update documents set gone_at = ? where id = ? and gone_at is not ?"
    conn.execute(update, (found.gone_at, document_id, found.gone_at))
    (url,) = conn.execute("select url from documents where id = ?", (document_id,)).fetchone()
    rows = _rows(document_id, url, found)
    for kind in TURNS:
        kept = [row for row in rows if row["kind"] == kind]
        store.sync(conn, "changes", {"document_id": document_id, "kind": kind}, kept)


def _answers(captures: Iterable[sqlite3.Row]) -> list[Answer]:
    """Return what direct requests were answered; a block, a time-out or a server error says neither."""
    return [
        Answer(row["address"], row["captured_at"], row["outcome"] in MISSES, row["id"])
        for row in captures
        if row["outcome"] in HELD or row["outcome"] in MISSES
    ]


def _rows(document_id: int, url: str, found: Presence) -> list[Row]:
    words = {"gone": ("listed", "gone"), "reappeared": ("gone", "listed")}
    return [
        {
            "id": stable_id("change", document_id, "presence", number),
            "document_id": document_id,
            "kind": turn.kind,
            "field": "presence",
            "old": words[turn.kind][0],
            "new": words[turn.kind][1],
            "seen_from": turn.seen_from,
            "seen_to": turn.seen_to,
            "url": url,
            "old_capture_id": turn.old_capture_id,
            "new_capture_id": turn.new_capture_id,
        }
        for number, turn in enumerate(found.turns)
    ]
