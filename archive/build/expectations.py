"""Which report each publisher of a crawled portal owes for each year, whether it is here, and if not, why not.

"Today" is the latest moment this home has seen, never the clock of the machine that builds: the same captures give the
same rows. Deadlines are dated data (archive/checks/deadlines.toml).
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from archive.build import store
from archive.build.publishers import Registry
from archive.build.store import Row
from archive.checks.deadlines import due_date
from archive.ids import stable_id

BEIJING = timedelta(hours=8)
LATEST_DUE = "03-31"  # where the level of a body is not known, it is not late before every body is
# From the reason that says most about the publisher to the one that says most about us.
REASONS = ("unreadable", "not_captured", "looked_and_absent", "listing_incomplete", "blocked", "not_crawled")
_REPORT = re.compile("年报|年度报告|年报告|年報|年度報告")
_YEAR = re.compile("(?<![0-9])20[0-9]{2}(?![0-9])")
LOOKED = """
    select portal_id, min(complete) from listings
    where run_id = (
      select max(runs.id) from runs join listings as walked on walked.run_id = runs.id
      where runs.portal_id = listings.portal_id and runs.state = 'closed' and runs.reason = 'finished')
    group by portal_id
"""
BLOCKED = """
    select distinct fetches.portal_id from fetches
    where outcome like 'blocked%' and run_id = (select max(id) from runs where portal_id = fetches.portal_id)
"""
REPORTS = "select publisher_id, year, id from reports order by scope"  # aggregate before own: own is kept


class Looked(NamedTuple):
    """What is known of the portals, by portal id, and of titles that promise a report, by portal and year."""

    complete: dict[str, bool]  # portals whose last finished walk had listings: were all of them complete
    walked: set[str]
    blocked: set[str]
    titles: dict[tuple[str, int], str]


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
    looked = _looked(conn)
    rows: list[Row] = []
    for publisher_id, own in sorted(portals.items()):
        rows += _rows(registry.rows[publisher_id], own, present[publisher_id], looked, today)
    return store.sync(conn, "expectations", {}, rows)


def as_of(conn: sqlite3.Connection) -> date | None:
    """Return the Beijing date of the latest thing this home has seen."""
    seen = conn.execute(
        "select max(at) from (select max(started_at) as at from runs union all select max(captured_at) from captures)"
    ).fetchone()[0]
    return (datetime.fromisoformat(seen) + BEIJING).date() if seen else None


def _rows(publisher: Row, portals: list[Row], present: dict[int, int], looked: Looked, today: date) -> Iterator[Row]:
    level = publisher["level"]
    for year in _years(portals, present, level, today):
        due = _due(year, level)
        report_id, reason, portal_id = present.get(year), None, portals[0]["id"]
        status = "present" if report_id is not None else "missing" if due <= today else "not_due"
        if status == "missing":
            reasons = [(REASONS.index(_reason(portal["id"], year, looked)), portal["id"]) for portal in portals]
            reason, portal_id = REASONS[min(reasons)[0]], min(reasons)[1]
        known = due_date(year, level)
        yield {
            "id": stable_id("expectation", publisher["id"], year),
            "publisher_id": publisher["id"],
            "publisher": publisher["name"],
            "publisher_level": level,
            "year": year,
            "due_on": known.date if known else None,
            "status": status,
            "reason": reason,
            "report_id": report_id,
            "portal_id": portal_id,
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


def _reason(portal_id: str, year: int, looked: Looked) -> str:
    if (portal_id, year) in looked.titles:
        return looked.titles[portal_id, year]
    if portal_id in looked.complete:
        return "looked_and_absent" if looked.complete[portal_id] else "listing_incomplete"
    if portal_id in looked.blocked:
        return "blocked"
    return "listing_incomplete" if portal_id in looked.walked else "not_crawled"


def _looked(conn: sqlite3.Connection) -> Looked:
    complete = {row[0]: bool(row[1]) for row in conn.execute(LOOKED)}
    blocked = {row[0] for row in conn.execute(BLOCKED)}
    for portal_id in blocked & complete.keys():
        if not complete[portal_id]:
            del complete[portal_id]
    walked = {row[0] for row in conn.execute("select distinct portal_id from listings")}
    return Looked(complete, walked, blocked, _titles(conn))


def _titles(conn: sqlite3.Connection) -> dict[tuple[str, int], str]:
    """Return why a report whose title we have seen is not here: its page cannot be read, or was not captured."""
    found: dict[tuple[str, int], str] = {}
    sources = (
        ("not_captured", "select portal_id, title from entries where document_id is null and title like '%20%'"),
        ("unreadable", "select portal_id, title from documents where text is null and title like '%20%'"),
    )
    for reason, sql in sources:
        for portal_id, title in conn.execute(sql):
            years = set(_YEAR.findall(title))
            if len(years) == 1 and _REPORT.search(title):
                found[portal_id, int(years.pop())] = reason
    return found
