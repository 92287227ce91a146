"""A home in words: what was found, what does not add up, what is missing. One line each, for the end of a crawl."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from archive.commands.database import connect

FOUND = """
SELECT p.publisher, p.platform, p.url, count(d.id) AS documents, coalesce(sum(d.kind = 'annual_report'), 0) AS pages,
  (SELECT count(*) FROM attachments a JOIN documents x ON x.id = a.document_id WHERE x.portal_id = p.id) AS attachments
FROM portals p LEFT JOIN documents d ON d.portal_id = p.id GROUP BY p.id ORDER BY p.id
"""
REPORTS = """
SELECT publisher, group_concat(year || ' ' || coalesce(template, 'no template'), ', ') AS years, count(*) AS reports
FROM (SELECT * FROM reports ORDER BY publisher_id, year) GROUP BY publisher_id ORDER BY publisher_id
"""
FAILS = """
SELECT r.publisher, r.year, f.check_id, f.message, f.hint, f.paths_agree FROM findings f
JOIN reports r ON r.id = f.report_id
WHERE f.verdict = 'fail' AND f.severity IN ('E', 'W') ORDER BY f.severity, r.publisher_id, r.year, f.check_id, f.message
"""
LOST = """
SELECT publisher, year, active_disclosure_table AS t2, requests_table AS t3, review_litigation_table AS t4 FROM reports
WHERE template IN ('t2019', 't2021') AND 'present' NOT IN (t2, t3, t4) ORDER BY publisher_id, year
"""
MISSING = """
SELECT publisher, year, status, reason FROM expectations WHERE status = 'missing' ORDER BY publisher_id, year
"""
SHORT = """
SELECT portal_id, url, rows_seen, total, claimed, reason FROM listings
WHERE complete = 0 AND run_id IN (SELECT max(id) FROM runs GROUP BY portal_id) ORDER BY portal_id, url
"""
FAILED = """
SELECT outcome, count(*) AS fetches, min(url) AS example FROM fetches
WHERE outcome NOT IN ('ok', 'unchanged', 'not_modified', 'redirect') AND role != 'robots'
GROUP BY outcome ORDER BY outcome
"""


def summary(home: Path) -> Iterator[str]:
    """Yield the lines. Raises HomeError if the home has no database."""
    with closing(connect(home)) as connection:
        yield from _found(connection)
        yield from _fails(connection)
        yield from _missing(connection)


def _found(connection: sqlite3.Connection) -> Iterator[str]:
    yield "Found 所见"
    for row in connection.execute(FOUND):
        kept = f"{row['documents']} documents, {row['attachments']} attachments, {row['pages']} annual-report pages"
        yield f"  {row['publisher']} ({row['platform']}, {row['url']}): {kept}"
    for row in connection.execute(REPORTS):
        yield f"  {row['publisher']}: {row['reports']} annual reports: {row['years']}"


def _fails(connection: sqlite3.Connection) -> Iterator[str]:
    yield "Does not add up 不符"
    rows = connection.execute(FAILS).fetchall()
    for row in rows:
        hint = f" ({row['hint']})" if row["hint"] else ""
        whose = {1: "; both readings agree", 0: "; the readings differ: ours may be wrong"}.get(row["paths_agree"], "")
        yield f"  {row['publisher']} {row['year']}: {row['check_id']}: {row['message']}{hint}{whose}"
    if not rows:
        yield "  nothing"


def _missing(connection: sqlite3.Connection) -> Iterator[str]:
    yield "Missing 缺失"
    lines = [
        f"  {row['publisher']} {row['year']}: the statutory tables are lost in this copy (tables 2, 3, 4: "
        f"{row['t2']}, {row['t3']}, {row['t4']})"
        for row in connection.execute(LOST)
    ]
    lines += [f"  {row['publisher']} {row['year']}: no report: {row['reason']}" for row in connection.execute(MISSING)]
    for row in connection.execute(SHORT):
        total = row["total"] if row["total"] is not None else row["claimed"]
        lines.append(f"  {row['url']}: {row['rows_seen']} of {total or '?'} rows: {row['reason']}")
    lines += [f"  {row['fetches']} × {row['outcome']}, e.g. {row['example']}" for row in connection.execute(FAILED)]
    yield from lines or ["  nothing"]
