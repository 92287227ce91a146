"""Which report each body owes for each year, whether it is here, and if not, why not.

Bodies are the publishers of crawled portals and, from the register of divisions, the governments that share their area.

"Today" is the latest moment this home has seen, never the clock of the machine that builds: the same captures give the
same rows. Deadlines are dated data (archive/checks/deadlines.toml).
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from archive.build import store
from archive.build.looked import REASONS, Looked
from archive.build.publishers import Registry
from archive.build.store import Row
from archive.checks.deadlines import due_date
from archive.divisions.register import COUNTED
from archive.ids import stable_id

BEIJING = timedelta(hours=8)
LATEST_DUE = "03-31"  # where the level of a body is not known, it is not late before every body is
REPORTS = "select publisher_id, year, id from reports order by scope"  # aggregate before own: own is kept


def expect(conn: sqlite3.Connection, registry: Registry) -> int:
    """Bring `expectations` up to date; return how many rows changed. Call within a batch."""
    today = as_of(conn)
    if today is None:
        return store.sync(conn, "expectations", {}, [])
    present: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for publisher_id, year, report_id in conn.execute(REPORTS):
        present[publisher_id][year] = report_id
    portals: defaultdict[str, list[Row]] = defaultdict(list)
    for portal in store.select(conn, "portals", {}):
        portals[registry.resolve(None, portal["id"])].append(portal)
    looked = Looked(conn)
    rows: list[Row] = []
    for publisher_id, own in sorted(portals.items()):
        rows += _rows(registry.rows[publisher_id], own, present[publisher_id], looked, today)
    rows += _unspoken(registry, present, rows, today)
    return store.sync(conn, "expectations", {}, rows)


def _unspoken(registry: Registry, present: dict[str, dict[int, int]], crawled: list[Row], today: date) -> Iterator[Row]:
    """Yield what the governments owe that share an area with a crawled portal and have none here themselves.

    They are asked for the same years as their neighbours: nothing is known of any of them but that they exist.
    """
    first: dict[str, int] = {}
    for row in crawled:
        area = row["publisher_id"].partition("-")[0][:6]
        first[area] = min(row["year"], first.get(area, row["year"]))
    for publisher, founded, ended in registry.unspoken:
        here = present.get(publisher["id"], {})
        since = first.get(publisher["id"].removeprefix(COUNTED)[:6], today.year - 1)
        years = range(max(since, founded or since), min(today.year - 1, ended or today.year) + 1)
        for year in sorted({*years, *here}):
            row = _row(publisher, year, here.get(year), today) | {"basis": "register"}
            if row["status"] == "missing":
                row |= {"reason": "not_crawled", "detail": "no portal of this body is in this home"}
            yield row


def as_of(conn: sqlite3.Connection) -> date | None:
    """Return the Beijing date of the latest thing this home has seen."""
    seen = conn.execute(
        "select max(at) from (select max(started_at) as at from runs union all select max(captured_at) from captures)"
    ).fetchone()[0]
    return (datetime.fromisoformat(seen) + BEIJING).date() if seen else None


def _rows(publisher: Row, portals: list[Row], present: dict[int, int], looked: Looked, today: date) -> Iterator[Row]:
    for year in _years(portals, present, publisher["level"], today):
        row = _row(publisher, year, present.get(year), today) | {"basis": "portal", "portal_id": portals[0]["id"]}
        if row["status"] == "missing":
            told = [(looked.why(portal["id"], year), portal["id"]) for portal in portals]
            why, portal_id = min(told, key=lambda one: (REASONS.index(one[0].reason), one[1]))
            row |= {"reason": why.reason, "detail": why.detail, "portal_id": portal_id}
        yield row


def _row(publisher: Row, year: int, report_id: int | None, today: date) -> Row:
    level = publisher["level"]
    due, known = _due(year, level), due_date(year, level)
    return {
        "id": stable_id("expectation", publisher["id"], year),
        "publisher_id": publisher["id"],
        "publisher": publisher["name"],
        "publisher_level": level,
        "year": year,
        "due_on": known.date if known else None,
        "status": "present" if report_id is not None else "missing" if due <= today else "not_due",
        "report_id": report_id,
    }


def _years(portals: list[Row], present: dict[int, int], level: str | None, today: date) -> list[int]:
    """Return the years a body owes: from the registry's `since` or its earliest report to the last full year.

    A body of which we know neither owes the last report that is due, and no guess is made about earlier ones.
    """
    last = today.year - 1
    since = [int(portal["since"][:4]) for portal in portals if (portal["since"] or "")[:4].isdigit()]
    due = next((year for year in range(last, last - 3, -1) if _due(year, level) <= today), last)
    first = min([*since, *present], default=due)
    return sorted({*range(first, last + 1), *present})


def _due(year: int, level: str | None) -> date:
    known = due_date(year, level)
    return date.fromisoformat(known.date if known else f"{year + 1}-{LATEST_DUE}")
