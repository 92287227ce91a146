"""gongkai status: runs, portals, coverage, and what needs a person."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from archive.captures.runs import Home, run_state, runs
from archive.commands.common import home_option, json_line, json_option, spoken
from archive.commands.database import connect

COVERAGE = """
SELECT p.id AS portal, p.publisher, count(DISTINCT d.id) AS documents, count(DISTINCT r.id) AS reports,
       min(r.year) AS first_year, max(r.year) AS last_year
FROM portals p LEFT JOIN documents d ON d.portal_id = p.id LEFT JOIN reports r ON r.document_id = d.id
GROUP BY p.id ORDER BY p.id
"""
TROUBLE = """
SELECT outcome, count(*) AS fetches, min(requested_at) AS since, max(url) AS example, max(action) AS action
FROM fetches WHERE outcome NOT IN ('ok', 'unchanged', 'not_modified', 'redirect') GROUP BY outcome ORDER BY outcome
"""
INCOMPLETE = """
SELECT portal_id, url, rows_seen, total, claimed, reason, run_id FROM listings
WHERE complete = 0 AND run_id IN (SELECT max(id) FROM runs GROUP BY portal_id) ORDER BY portal_id, url
"""
MISSING = """
SELECT publisher_id, year, status, reason FROM expectations WHERE status != 'present' ORDER BY publisher_id, year
"""


@click.command()
@home_option
@json_option
@spoken
def status(home: Path, as_json: bool) -> None:
    """Say which runs there are, what they cover, what is broken and what to do."""
    states = [(folder.name, run_state(folder)) for folder in runs(Home(home))]
    with closing(connect(home)) as connection:
        found = {
            name: [dict(row) for row in connection.execute(query)]
            for name, query in (
                ("coverage", COVERAGE), ("trouble", TROUBLE), ("incomplete_listings", INCOMPLETE), ("missing", MISSING)
            )
        }  # fmt: skip
    if as_json:
        click.echo(json_line({"runs": dict(states), **found}))
        return
    for line in in_words(states, found):
        click.echo(line)


def in_words(states: Sequence[tuple[str, str]], found: dict[str, list[dict[str, Any]]]) -> list[str]:
    counts = {state: sum(s == state for _, s in states) for state in ("open", "closed", "torn")}
    lines = [f"{len(states)} runs: {counts['closed']} closed, {counts['open']} open, {counts['torn']} torn"]
    for run, state in states:
        if state == "torn":
            lines.append(f"  {run} was cut off; the next crawl of its portal goes on from it")
    for row in found["coverage"]:
        years = f" for {row['first_year']}–{row['last_year']}" if row["reports"] else ""
        lines.append(
            f"{row['portal']} ({row['publisher']}): {row['documents']} documents, {row['reports']} reports{years}"
        )
    for row in found["incomplete_listings"]:
        total = f" of {row['total']}" if row["total"] is not None else ""
        lines.append(f"  incomplete listing: {row['url']}: {row['rows_seen']}{total} rows, {row['reason']}")
    for row in found["missing"]:
        lines.append(f"  no report: {row['publisher_id']} {row['year']}: {row['status']} ({row['reason']})")
    for row in found["trouble"]:
        action = f"; {row['action']}" if row["action"] else ""
        lines.append(f"  {row['fetches']} × {row['outcome']} since {row['since']}, e.g. {row['example']}{action}")
    return lines
