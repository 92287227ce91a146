"""What is known of a report that is not here: was the portal looked through, and did any line promise it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from archive.build.walks import latest_whole
from archive.pages.titles import speaks_of_report

# From the reason that says most about the publisher to the one that says most about us.
REASONS = (
    "unreadable",
    "page_gone",
    "not_captured",
    "looked_and_absent",
    "listing_incomplete",
    "blocked",
    "not_crawled",
)
MISSED = frozenset({"not_found", "gone", "soft_404"})
_YEAR = re.compile("(?<![0-9])20[0-9]{2}(?![0-9])")
LISTED = "select id, portal_id, title, url from entries where document_id is null and title like '%20%'"
UNREAD = "select portal_id, title, url from documents where text is null and title like '%20%'"
# What a line's address was answered last, by any of its addresses.
ANSWER = """
    select captures.outcome, captures.status from build_addresses
    join captures on captures.portal_id = build_addresses.portal_id and captures.address = build_addresses.address
    where entry_id = ? and role in ('detail', 'attachment', 'probe') order by captured_at desc, captures.id limit 1
"""
REFUSED = """
    select outcome, message, url from fetches where run_id = ? and role in ('robots', 'index', 'listing')
    and (outcome like 'blocked%' or outcome in ('robots', 'robots_unavailable')) order by requested_at desc, id limit 1
"""
LATEST = "select id, state, reason from runs where portal_id = ? order by started_at desc, id desc limit 1"


class Why(NamedTuple):
    """A reason of `REASONS`, and what was seen in words."""

    reason: str
    detail: str


class Looked:
    """What the crawls of each portal saw, and the titles that promise a report."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.conn = conn
        self._portals: dict[str, Why] = {}
        self._titles = dict(_titles(conn))

    def why(self, portal_id: str, year: int) -> Why:
        """Return why the report of a year is not here, as far as this portal tells."""
        if (portal_id, year) in self._titles:
            return self._titles[portal_id, year]
        if portal_id not in self._portals:
            self._portals[portal_id] = self._portal(portal_id)
        return self._portals[portal_id]

    def _portal(self, portal_id: str) -> Why:
        whole = latest_whole(self.conn, portal_id)
        if whole is not None and whole["complete"]:
            return Why("looked_and_absent", f"every listing was read to its end on {whole['began'][:10]}")
        run = self.conn.execute(LATEST, (portal_id,)).fetchone()
        refused = self.conn.execute(REFUSED, (run["id"],)).fetchone()
        if refused is not None:
            return Why("blocked", f"{refused['url']}: {refused['message'] or refused['outcome']}")
        walked = self.conn.execute("select 1 from listings where portal_id = ? limit 1", (portal_id,)).fetchone()
        if walked is None:
            return Why("not_crawled", f"the latest crawl read no listing: {run['reason'] or run['state']}")
        said = whole["reason"] if whole is not None else "only a part of the catalogue was asked for"
        return Why("listing_incomplete", said)


def _titles(conn: sqlite3.Connection) -> Iterator[tuple[tuple[str, int], Why]]:
    """Yield why a report whose title we have seen is not here, by portal and year."""
    for row in conn.execute(LISTED).fetchall():
        year = _year(row["title"])
        if year is not None:
            yield (row["portal_id"], year), _answered(conn, row)
    for row in conn.execute(UNREAD):
        year = _year(row["title"])
        if year is not None:
            yield (row["portal_id"], year), Why("unreadable", f"{row['title']} {row['url']} was captured and not read")


def _answered(conn: sqlite3.Connection, line: sqlite3.Row) -> Why:
    named = f"listed as {line['title']} {line['url']}"
    answer = conn.execute(ANSWER, (line["id"],)).fetchone()
    if answer is None:
        return Why("not_captured", f"{named}; the page was not fetched")
    said = f"{named}; answered {answer['outcome'].replace('_', ' ')} ({answer['status']})"
    if answer["outcome"] in MISSED:
        return Why("page_gone", said)
    return Why("blocked" if answer["outcome"].startswith("blocked") else "not_captured", said)


def _year(title: str) -> int | None:
    years = set(_YEAR.findall(title))
    return int(years.pop()) if len(years) == 1 and speaks_of_report(title) else None
