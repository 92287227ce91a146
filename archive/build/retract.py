"""Taking reports back: their rows and their place in the search index, before what they rest on changes.

Bodies that are compared with each other are queued, for their findings may rest on the report taken back.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from archive.build import names, search, store
from archive.build.store import Row

CHILDREN = (
    "catalogue_comparisons",
    "sections",
    "figures",
    "request_outcomes",
    "request_groups",
    "active_disclosure",
    "review_litigation",
    "problems",
    "remedies",
    "findings",
)


def retract_reports(conn: sqlite3.Connection, document_id: int) -> int:
    """Take back every report whose reading in force is of this document; the report stage derives them again."""
    found = store.select(conn, "reports", {"document_id": document_id})
    return sum(retract(conn, report) for report in found)


def retract(conn: sqlite3.Connection, report: Row) -> int:
    """Take back one report; return how many rows went."""
    report_id = report["id"]
    store.enqueue(conn, "family", families(report["publisher_id"]))
    unindex(conn, report)
    conn.execute("update readings set report_id = null, standing = null where report_id = ?", (report_id,))
    conn.execute("update expectations set report_id = null where report_id = ?", (report_id,))
    conn.execute(
        "delete from finding_figures where finding_id in (select id from findings where report_id = ?)", (report_id,)
    )
    gone = sum(store.sync(conn, table, {"report_id": report_id}, []) for table in CHILDREN)
    return gone + store.sync(conn, "reports", {"id": report_id}, [])


def families(publisher_id: str) -> tuple[str, str]:
    """Return the group of bodies whose reports are compared with those of this one, and the group of the body above.

    A family is the bodies below one division, named by it; a body without a known division is a family of its own.
    """
    family = names.division_above(publisher_id) or publisher_id
    return family, names.division_above(family) or family


def unindex(conn: sqlite3.Connection, report: Row) -> None:
    """Take a report, its problems and its remedies out of the search index."""
    search.remove(conn, "reports_fts", report["id"], searched(conn, report))
    for table in ("problems", "remedies"):
        unindex_items(conn, table, store.select(conn, table, {"report_id": report["id"]}))


def unindex_items(conn: sqlite3.Connection, table: str, items: Iterable[Row]) -> None:
    """Take problems or remedies out of the search index."""
    for item in items:
        search.remove(conn, f"{table}_fts", item["id"], [item["text"]])


def searched(conn: sqlite3.Connection, report: Row) -> list[str | None]:
    """Return what a report is searched by: title, publisher and the text of its carriers."""
    found = conn.execute(
        "select text from reading_texts where id in (?, ?) order by id = ?",
        (report["reading_id"], report["tables_reading_id"], report["tables_reading_id"]),
    )
    return [report["title"], report["publisher"], "\n".join(row["text"] or "" for row in found)]
