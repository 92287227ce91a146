"""Crawls of a portal as its catalogue saw them: runs that went on from each other are one, complete or not, and why."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from archive.build import store
from archive.build.presence import Look
from archive.build.store import Row

NARROWED = frozenset({"sample", "reports_only", "url"})  # arguments of crawls that do not ask for the whole catalogue
WHOLE = frozenset({"finished", "incomplete", "too_few_reports"})  # ends after which listings can still be whole
NAMED = 3  # listings named in a reason
FIRST_PAGES = """
    select run_id, coalesce(node_id, '') as node_id, min(requested_at) as began from fetches
    where portal_id = ? and role = 'listing' group by 1, 2
"""
LISTINGS = "select *, coalesce(node_id, '') as node from listings where portal_id = ? order by at, id"


class Walks(NamedTuple):
    """The crawls of one portal."""

    of_run: dict[str, str]  # run id → the first run of its chain, which names the crawl
    looks: dict[str, list[Look]]  # complete listings by node, oldest first
    rows: list[Row]  # of `walks`
    nodes: dict[str, dict[str, Row]]  # run id that ended a crawl → its listings by node, the worst of several


def load(conn: sqlite3.Connection, portal_id: str) -> Walks:
    """Return the crawls of a portal, from its runs and their listings."""
    runs = {row["id"]: row for row in store.select(conn, "runs", {"portal_id": portal_id})}
    of_run = {run_id: _first(run_id, runs) for run_id in runs}
    began = {(row[0], row[1]): str(row[2]) for row in conn.execute(FIRST_PAGES, (portal_id,))}
    by_run: defaultdict[str, dict[str, Row]] = defaultdict(dict)
    for row in map(dict, conn.execute(LISTINGS, (portal_id,))):
        known = by_run[row["run_id"]].get(row["node"])
        if known is None or known["complete"]:
            by_run[row["run_id"]][row["node"]] = row
    looks: defaultdict[str, list[Look]] = defaultdict(list)
    for run_id, listings in by_run.items():
        for node, row in listings.items():
            if row["complete"]:
                looks[node].append(Look(node, of_run[run_id], began.get((run_id, node)) or row["at"]))
    for found in looks.values():
        found.sort(key=lambda look: look.began)
    last = {of_run[run_id]: run_id for run_id in sorted(runs)}
    rows = [_row(runs[crawl]["started_at"], runs[run_id], by_run[run_id]) for crawl, run_id in last.items()]
    return Walks(of_run, dict(looks), rows, {run_id: by_run[run_id] for run_id in last.values()})


def _first(run_id: str, runs: dict[str, Row]) -> str:
    """Return the run that a chain of resumed runs began with; one that is not in this home still names the chain."""
    met = {run_id}
    while (row := runs.get(run_id)) is not None and row["resumes"] and row["resumes"] not in met:
        run_id = row["resumes"]
        met.add(run_id)
    return run_id


def _row(began: str, run: Row, listings: dict[str, Row]) -> Row:
    arguments = msgspec.json.decode(run["arguments"]) if run["arguments"] else {}
    whole = not NARROWED & arguments.keys()
    short = [row for row in listings.values() if not row["complete"]]
    reason = _reason(run, whole, listings, short)
    return {
        "run_id": run["id"],
        "portal_id": run["portal_id"],
        "began": began,
        "ended": run["ended_at"],
        "listings": len(listings),
        "incomplete": len(short),
        "whole": int(whole),
        "complete": int(reason is None),
        "reason": reason,
    }


def _reason(run: Row, whole: bool, listings: dict[str, Row], short: Iterable[Row]) -> str | None:
    """Say why a crawl does not show the whole catalogue; None if it does."""
    named = [f"{row['node_name'] or row['url']}: {row['reason']}" for row in short]
    if not whole:
        return "only a part of the catalogue was asked for"
    if run["state"] != "closed":
        return "the crawl was cut off" if run["state"] == "torn" else "the crawl has not ended"
    if not listings:
        return f"no listing was read: {run['reason']}"
    if named:
        more = f"; and {len(named) - NAMED} more" if len(named) > NAMED else ""
        return f"{len(named)} of {len(listings)} listings are incomplete: {'; '.join(named[:NAMED])}{more}"
    return None if run["reason"] in WHOLE else f"the crawl ended as {run['reason']}"


def derive(conn: sqlite3.Connection, portal_id: str) -> Walks:
    """Bring the rows of `walks` up to date and return the crawls. Call within a batch."""
    walks = load(conn, portal_id)
    store.sync(conn, "walks", {"portal_id": portal_id}, walks.rows)
    return walks


def latest_whole(conn: sqlite3.Connection, portal_id: str) -> Row | None:
    """Return the latest crawl that asked for the whole catalogue and ended, None if there was none."""
    found = conn.execute(
        "select walks.* from walks join runs on runs.id = run_id where walks.portal_id = ? and whole = 1"
        " and runs.state <> 'open' order by began desc, run_id desc limit 1",
        (portal_id,),
    ).fetchone()
    return dict(found) if found else None
