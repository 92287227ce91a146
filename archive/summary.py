"""A home in words: what was found, what does not add up, what is missing. One line each, for the end of a crawl."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path

from archive.commands.database import connect
from archive.commands.trouble import troubles

MOST = 40  # lines of one kind; the commands named at the end tell all
FOUND = """
SELECT p.publisher, p.platform, p.url, count(d.id) AS documents, coalesce(sum(d.kind = 'annual_report'), 0) AS pages,
  (SELECT count(*) FROM attachments a JOIN documents x ON x.id = a.document_id WHERE x.portal_id = p.id) AS attachments
FROM portals p LEFT JOIN documents d ON d.portal_id = p.id GROUP BY p.id ORDER BY p.id
"""
REPORTS = """
SELECT publisher_id, publisher, year, template, scope FROM reports ORDER BY publisher_id, year, scope
"""
CHECKED = """
SELECT count(*) AS reports, coalesce(sum(checks_pass), 0) AS pass, coalesce(sum(checks_fail), 0) AS fail,
  coalesce(sum(checks_uncertain), 0) AS uncertain FROM reports
"""
FAILS = """
SELECT r.publisher, r.year, f.check_id, f.message, f.hint, f.paths_agree FROM findings f
JOIN reports r ON r.id = f.report_id
WHERE f.verdict = 'fail' AND f.severity IN ('E', 'W')
ORDER BY f.severity, r.publisher_id, r.year, f.check_id, f."row", f."column", f.message
"""
LOST = """
SELECT r.publisher, r.year, r.active_disclosure_table AS t2, r.requests_table AS t3, r.review_litigation_table AS t4,
  (SELECT group_concat(coalesce(a.name, a.url), ', ') FROM attachments a WHERE a.document_id = r.document_id) AS files
FROM reports r WHERE r.year >= 2019 AND 'present' NOT IN (t2, t3, t4) ORDER BY r.publisher_id, r.year
"""
MISSING = """
SELECT publisher, year, reason, due_on FROM expectations WHERE status = 'missing' AND basis = 'portal'
ORDER BY publisher_id, year
"""
SHORT = """
SELECT portal_id, coalesce(node_name, '') AS node, url, rows_seen, total, claimed, reason FROM listings
WHERE complete = 0 AND run_id IN (SELECT max(id) FROM runs GROUP BY portal_id) ORDER BY portal_id, url
"""
LAYOUTS = {"pre2019": "before 2019", "t2019": "layout of 2019", "t2021": "layout of 2021", None: "no layout recognised"}
WHOSE = {1: "; two readings agree: the publisher's arithmetic", 0: "; the two readings differ: ours may be wrong"}
REASONS = {
    "looked_and_absent": "every listing was read and none has it",
    "not_crawled": "its portal was not crawled",
    "blocked": "the portal refused us",
    "listing_incomplete": "a listing was not read to its end",
    "unreadable": "its page could not be read",
    "page_gone": "it is listed, but its page is not there",
    "not_captured": "it is listed, but its page was not fetched",
}


def summary(home: Path) -> Iterator[str]:
    """Yield the lines. Raises HomeError if the home has no database."""
    with closing(connect(home)) as connection:
        yield "Found 所见"
        yield from _indented(_found(connection), "gongkai status")
        yield "Does not add up 不符"
        yield from _indented(_fails(connection), "gongkai check")
        yield "Missing 缺失"
        yield from _indented(_missing(connection), "gongkai status")


def _indented(lines: Iterable[str], command: str) -> Iterator[str]:
    """Yield lines indented, at most `MOST`, or "nothing"."""
    told = 0
    for told, line in enumerate(lines, 1):
        if told <= MOST:
            yield f"  {line}"
    if told > MOST:
        yield f"  … and {told - MOST} more: {command}"
    if not told:
        yield "  nothing"


def _found(connection: sqlite3.Connection) -> Iterator[str]:
    for row in connection.execute(FOUND):
        kept = ", ".join(
            _count(row[name], thing)
            for name, thing in (
                ("documents", "document"),
                ("attachments", "attachment"),
                ("pages", "annual-report page"),
            )
        )
        yield f"{row['publisher']} ({row['platform']}, {row['url']}): {kept}"
    for _, rows in groupby(connection.execute(REPORTS), key=lambda row: row["publisher_id"]):
        reports = list(rows)
        yield f"{reports[0]['publisher']}: {_count(len(reports), 'annual report')}: {_years(reports)}"
    told = connection.execute(CHECKED).fetchone()
    if told["reports"]:
        yield (
            f"{_count(told['reports'], 'annual report')} checked: {told['pass']} checks pass, {told['fail']} fail, "
            f"{told['uncertain']} are uncertain"
        )


def _years(reports: list[sqlite3.Row]) -> str:
    """Return the years in runs of one layout: "2017–2018 before 2019, 2019, 2020 layout of 2019"."""
    told = []
    for layout, rows in groupby(reports, key=lambda row: row["template"]):
        years = [f"{row['year']}{' (area)' if row['scope'] == 'aggregate' else ''}" for row in rows]
        told.append(f"{', '.join(years)} ({LAYOUTS.get(layout, layout)})")
    return ", ".join(told)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _fails(connection: sqlite3.Connection) -> Iterator[str]:
    for row in connection.execute(FAILS):
        hint = f" ({row['hint']})" if row["hint"] else ""
        whose = WHOSE.get(row["paths_agree"], "")
        yield f"{row['publisher']} {row['year']}: {row['check_id']}: {row['message']}{hint}{whose}"


def _missing(connection: sqlite3.Connection) -> Iterator[str]:
    for row in connection.execute(LOST):
        yield f"{row['publisher']} {row['year']}: {_lost(row)}"
    for row in connection.execute(MISSING):
        reason = REASONS.get(row["reason"], row["reason"])
        yield f"{row['publisher']} {row['year']}: no report, due {row['due_on']}: {reason}"
    for row in connection.execute(SHORT):
        total = row["total"] if row["total"] is not None else row["claimed"]
        rows = f"{row['rows_seen']} of {'?' if total is None else total} rows"
        yield f"{row['portal_id']} {row['node']} {row['url']}: {rows}: {row['reason']}"
    for trouble in troubles(connection):
        yield trouble.in_words()


def _lost(row: sqlite3.Row) -> str:
    """Say where the statutory tables of a report are, none of them being in its page."""
    states = {row["t2"], row["t3"], row["t4"]}
    if row["files"]:
        return f"the statutory tables are not in the page; they may stand in the attached {row['files']}"
    if states == {"image"}:
        return "the statutory tables are pictures, which are not read"
    if states == {"absent"}:
        return "the statutory tables are lost in this copy: their figures are unknown, not zero"
    return f"no statutory table could be read (tables 2, 3, 4: {row['t2']}, {row['t3']}, {row['t4']})"
