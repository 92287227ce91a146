"""Which readings are which report, and which of them is in force.

A report is publisher, year and scope. At one address the latest capture counts; a page that was put right stays the
report it is now, a page that holds each year's report in turn has been several. Between addresses, copies and
attachments the order is: provenance (official first), completeness (statutory tables, sections, figures with a
number), the page that stands for its document, the later publication date, and last the address: the choice never
rests on what was captured first. A page without tables whose attached file holds them is in force together with it.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from hashlib import blake2b
from typing import NamedTuple

import msgspec

from archive.build.gathered import GRADES
from archive.build.publishers import Registry
from archive.build.store import Row
from archive.ids import stable_id

READINGS = """
    select readings.id, readings.document_id, attachment_id, sha256, address, readings.url, year, readings.publisher,
      scope, grade, tables_present, sections_found, figures_read, readings.published_at, readings.first_seen,
      readings.last_seen, documents.portal_id, documents.reading_id as page_reading_id, documents.local,
      documents.title as page_title, documents.published_at as page_published_at
    from readings join documents on documents.id = readings.document_id
    where is_annual_report = 1
"""


Key = tuple[str, int, str]  # publisher, year, scope


class Plan(NamedTuple):
    """One report: the reading in force, the other copies, the readings that a later capture superseded."""

    report_id: int
    publisher_id: str
    year: int
    scope: str
    chosen: Row
    tables: Row | None  # the attached file that supplies the tables which the chosen page does not print
    others: list[Row]
    superseded: list[Row]
    inputs: str

    def choice(self) -> str:
        """Say in words why this reading is in force."""
        said = _describe(self.chosen)
        if self.tables is not None:
            said += f"; tables from {self.tables['address']} ({_describe(self.tables)})"
        if not self.others:
            return f"{said}; the only copy"
        rest = " | ".join(f"{row['address']} ({_describe(row)})" for row in self.others)
        return f"{said}; preferred to {rest}"


def plans(conn: sqlite3.Connection, registry: Registry) -> tuple[dict[int, Plan], list[Row]]:
    """Return the plan of every report by report id, and the readings that no report can be told for."""
    rows = [dict(row) for row in conn.execute(READINGS)]
    by_id = {row["id"]: row for row in rows}
    keys = {row["id"]: _key(row, by_id, registry) for row in rows}
    latest = _latest(rows)
    groups: defaultdict[Key, list[Row]] = defaultdict(list)
    nameless = []
    for row in rows:
        now = latest[_place(row)]
        key = keys[now["id"] if _corrected(row, now) else row["id"]]
        if key is None:
            nameless.append(row)
        else:
            groups[key].append(row)
    found = (_plan(key, group, registry) for key, group in sorted(groups.items()))
    return {plan.report_id: plan for plan in found}, nameless


def _key(row: Row, by_id: dict[int, Row], registry: Registry) -> Key | None:
    """Return publisher, year and scope; an attached file often leaves them to the page it hangs on."""
    page = by_id.get(row["page_reading_id"]) if row["attachment_id"] is not None else None
    year = row["year"] or (page["year"] if page else None)
    name = row["publisher"] or (page["publisher"] if page else None)
    return None if year is None else (registry.resolve(name, row["portal_id"]), year, row["scope"])


def _place(row: Row) -> tuple[int, str]:
    return row["attachment_id"] or row["document_id"], row["address"]


def _latest(rows: Iterable[Row]) -> dict[tuple[int, str], Row]:
    """Return the latest reading at each address."""
    found: dict[tuple[int, str], Row] = {}
    for row in rows:
        found[_place(row)] = max(row, found.get(_place(row), row), key=_time)
    return found


def _corrected(row: Row, now: Row) -> bool:
    """Say if what stands at an address now is a correction of this reading, not another report put in its place.

    Some pages hold each year's report in turn; a report with a wrong year or name put right keeps its date.
    """
    before, after = row["published_at"], now["published_at"]
    return row is not now and before is not None and after is not None and before[:10] == after[:10]


def _plan(key: Key, group: list[Row], registry: Registry) -> Plan:
    publisher_id, year, scope = key
    current = _latest(group)
    ranked = sorted(current.values(), key=lambda row: (row["address"], row["id"]))
    ranked.sort(key=lambda row: row["published_at"] or "", reverse=True)
    ranked.sort(key=lambda row: row["id"] != row["page_reading_id"])
    ranked.sort(key=_rank)
    kept = {row["id"] for row in ranked}
    superseded = sorted((row for row in group if row["id"] not in kept), key=_time)
    chosen, tables = _carriers(ranked)
    others = [row for row in ranked if row is not chosen and row is not tables]
    publisher = registry.rows[publisher_id]
    told = [[(row["id"], _rank(row)) for row in part] for part in (ranked, superseded)]
    page = [chosen[name] for name in ("url", "portal_id", "local", "page_title", "page_published_at")]
    raw = msgspec.json.encode((key, publisher["name"], publisher["level"], told, page))
    digest = blake2b(raw, digest_size=16).hexdigest()
    report_id = stable_id("report", publisher_id, year, scope)
    return Plan(report_id, publisher_id, year, scope, chosen, tables, others, superseded, digest)


def _carriers(ranked: list[Row]) -> tuple[Row, Row | None]:
    """Return the reading in force and the file that supplies its tables, if the report is divided between two.

    A file that holds the tables and little else does not replace the page that tells the rest; one that holds more
    sections than its page is the report.
    """
    best = ranked[0]
    if best["attachment_id"] is None or best["tables_present"] == 0:
        return best, None
    for row in ranked:
        is_page = row["id"] == best["page_reading_id"] and row["grade"] == best["grade"]
        if is_page and row["tables_present"] == 0 and row["sections_found"] > best["sections_found"]:
            return row, best
    return best, None


def _time(row: Row) -> tuple[str, str, int]:
    return row["last_seen"], row["first_seen"], row["id"]


def _rank(row: Row) -> tuple[int, int, int, int]:
    return GRADES.index(row["grade"]), -row["tables_present"], -row["sections_found"], -row["figures_read"]


def _describe(row: Row) -> str:
    carrier = "attachment" if row["attachment_id"] is not None else "page"
    counts = f"{row['tables_present']} tables, {row['sections_found']} sections, {row['figures_read']} figures"
    return f"{carrier}, {row['grade']}, {counts}"
