"""gongkai status: runs, portals, coverage, and what needs a person."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import click
import msgspec

from archive.captures.runs import Home, run_state, runs
from archive.commands.broken import PortalState, portal_states
from archive.commands.common import home_option, json_line, json_option, spoken
from archive.commands.database import connect
from archive.commands.trouble import Trouble, troubles
from archive.errors import HomeError

COVERAGE = """
SELECT p.id AS portal, p.publisher, p.platform, p.url, count(DISTINCT d.id) AS documents,
  count(DISTINCT r.id) AS reports, min(r.year) AS first_year, max(r.year) AS last_year,
  (SELECT max(coalesce(x.ended_at, x.started_at)) FROM runs x WHERE x.portal_id = p.id) AS last_run
FROM portals p LEFT JOIN documents d ON d.portal_id = p.id LEFT JOIN reports r ON r.document_id = d.id
GROUP BY p.id ORDER BY p.id
"""
INCOMPLETE = """
SELECT portal_id, node_name, url, rows_seen, total, claimed, reason, run_id FROM listings
WHERE complete = 0 AND run_id IN (SELECT max(id) FROM runs GROUP BY portal_id) ORDER BY portal_id, url
"""
MISSING = """
SELECT publisher_id, publisher, year, due_on, status, reason, detail, basis FROM expectations WHERE status = 'missing'
ORDER BY publisher_id, year
"""
ISSUES = "SELECT code, count(*) AS issues, min(message) AS example FROM issues GROUP BY code ORDER BY code"
NAMED = 5  # bodies named in one line
QUESTIONS = {"coverage": COVERAGE, "incomplete_listings": INCOMPLETE, "missing": MISSING, "issues": ISSUES}


@click.command()
@home_option
@json_option
@spoken
def status(home: Path, as_json: bool) -> None:
    """Say which runs there are, what they cover, what is broken and what to do."""
    place = Home(home)
    place.check_exists()
    states = [(folder.name, run_state(folder)) for folder in runs(place)]
    if not place.database.is_file():
        if not states:
            raise HomeError(f"{home} has neither runs nor a database: run gongkai crawl --home {home}")
        _tell(states, None, [], [], as_json)
        return
    with closing(connect(home)) as connection:
        found, portals = _asked(connection), list(portal_states(connection))
        _tell(states, found, portals, list(troubles(connection)), as_json)


def _asked(connection: sqlite3.Connection) -> dict[str, list[dict[str, Any]]]:
    return {name: [dict(row) for row in connection.execute(query)] for name, query in QUESTIONS.items()}


def _tell(
    states: Sequence[tuple[str, str]],
    found: dict[str, list[dict[str, Any]]] | None,
    portals: list[PortalState],
    trouble: list[Trouble],
    as_json: bool,
) -> None:
    if as_json:
        told = {"portals": msgspec.to_builtins(portals), "trouble": msgspec.to_builtins(trouble)}
        click.echo(json_line({"runs": dict(states), "built": found is not None, **(found or {}), **told}))
        return
    for line in in_words(states, found, trouble, portals):
        click.echo(line)


def in_words(
    states: Sequence[tuple[str, str]],
    found: dict[str, list[dict[str, Any]]] | None,
    trouble: Sequence[Trouble],
    portals: Sequence[PortalState] = (),
) -> Iterator[str]:
    """Yield the lines: runs, portals, then what needs a person; `found` is None before the first build."""
    counts = ", ".join(f"{sum(s == state for _, s in states)} {state}" for state in ("closed", "open", "torn"))
    yield f"{len(states)} run{'' if len(states) == 1 else 's'}: {counts}"
    for run, state in states:
        if state == "torn":
            yield f"  {run} was cut off; the next crawl of its portal goes on from it"
    if found is None:
        yield "not built yet: gongkai build makes the database"
        return
    for row in found["coverage"]:
        yield _portal(row)
    broken = [portal.in_words() for portal in portals if portal.standing == "broken"]
    needs = [*broken, *_needs(found), *(kind.in_words() for kind in trouble)]
    yield "Needs a person" if needs else "Nothing needs a person"
    for line in needs:
        yield f"  {line}"


def _portal(row: dict[str, Any]) -> str:
    years = f" for {row['first_year']}–{row['last_year']}" if row["reports"] else ""
    seen = f", last crawled {row['last_run'][:16].replace('T', ' ')} UTC" if row["last_run"] else ""
    return (
        f"{row['portal']} ({row['publisher']}, {row['platform']}): {row['documents']} documents, "
        f"{row['reports']} reports{years}{seen}"
    )


def _needs(found: dict[str, list[dict[str, Any]]]) -> Iterator[str]:
    for row in found["incomplete_listings"]:
        total = row["total"] if row["total"] is not None else row["claimed"]
        yield (
            f"incomplete listing {row['node_name'] or ''} {row['url']}: {row['rows_seen']} of "
            f"{'?' if total is None else total} rows: {row['reason']}"
        )
    unspoken: defaultdict[str, set[int]] = defaultdict(set)
    for row in found["missing"]:
        if row["basis"] == "register":
            unspoken[row["publisher"]].add(row["year"])
            continue
        reason = str(row["reason"]).replace("_", " ") + (f" ({row['detail']})" if row["detail"] else "")
        yield f"no report of {row['publisher']} ({row['publisher_id']}) for {row['year']}: {reason}"
    if unspoken:
        named = "、".join(sorted(unspoken)[:NAMED]) + (" …" if len(unspoken) > NAMED else "")
        years = set().union(*unspoken.values())
        yield (
            f"{len(unspoken)} bodies of the same areas were not crawled for {min(years)}–{max(years)}: {named}"
            " — add their portals (gongkai portals add URL)"
        )
    for row in found["issues"]:
        if row["code"] != "robots":  # what robots.txt said is a record, not a task
            yield f"{row['issues']} × {row['code'].replace('_', ' ')}, e.g. {row['example']}"
