"""Which portals are read to their end and which are not: broken since when, why, and what a person should do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from msgspec import Struct

WALKS = """
SELECT w.*, r.state, r.reason AS ended_as FROM walks w JOIN runs r ON r.id = w.run_id
WHERE w.portal_id = ? ORDER BY w.began DESC, w.run_id DESC
"""
# What the crawler itself advised at the listing that failed last.
ADVICE = """
SELECT action FROM fetches WHERE run_id = ? AND action IS NOT NULL AND role IN ('robots', 'index', 'listing')
AND NOT (role = 'robots' AND outcome IN ('not_found', 'soft_404'))
ORDER BY requested_at DESC, id LIMIT 1
"""
# By how the run ended, where no request of a listing says more.
ACTIONS = {
    "blocked": "the portal denies us: do not press it; ask its operator, or look at it from another network",
    "robots": "robots.txt closes it: ask the operator for leave",
    "unreachable": "see in a browser if the address still answers; if it moved, correct the portal entry",
    "page_changed": "the site was rebuilt: its pages need a look by a maintainer",
    "found_nothing": "see in a browser if the catalogue is where the entry says",
    "far_fewer": "far fewer lines than before: compare with the site before anything is believed",
    "too_few_reports": "fewer reports than expected: see if the report column moved",
    "home_failed": "the disk refused: free space, then crawl again",
}
# By the reason of the list that was not read to its end: nothing failed, the page was not understood.
FORMS = {
    "next_unknown": "its pages are turned by a script or a form that is not read: a maintainer should look at it",
    "pages_missing": "the pager states more pages than could be found: a maintainer should look at the list",
    "no_rows": "see in a browser if the list is empty; if it is not, its layout needs a look by a maintainer",
    "paging_ignored": "the server shows the same rows for every page: look at the list in a browser",
}
AGAIN = "crawl again: it goes on from where it stopped"


class PortalState(Struct, frozen=True):
    """How one portal stands. Times are UTC; `since` is the first crawl after the last one that read everything."""

    portal: str
    publisher: str
    standing: str  # whole, broken, partly (only a part was ever asked for) or unread
    since: str | None
    last_whole: str | None
    reason: str | None
    action: str | None

    def in_words(self) -> str:
        """Return one line for a person; what is well has no line of its own."""
        whole = f"last read to its end {self.last_whole[:10]}" if self.last_whole else "never read to its end"
        since = f" since {self.since[:10]}" if self.since else ""
        action = f" — {self.action}" if self.action else ""
        return f"{self.portal} ({self.publisher}): {self.standing}{since}, {whole}: {self.reason}{action}"


def portal_states(connection: sqlite3.Connection) -> Iterator[PortalState]:
    """Yield how every portal stands, by id."""
    for portal in connection.execute("SELECT id, publisher FROM portals ORDER BY id").fetchall():
        yield _state(connection, portal["id"], portal["publisher"])


def _state(connection: sqlite3.Connection, portal_id: str, publisher: str) -> PortalState:
    walks = connection.execute(WALKS, (portal_id,)).fetchall()
    asked = [walk for walk in walks if walk["whole"] and walk["state"] != "open"]
    if not asked:
        standing, reason = ("partly", walks[0]["reason"]) if walks else ("unread", "no crawl of it is in this home")
        return PortalState(portal_id, publisher, standing, None, None, reason, None)
    complete = [walk["began"] for walk in asked if walk["complete"]]
    last_whole = complete[0] if complete else None
    if asked[0]["complete"] and asked[0]["ended_as"] not in ACTIONS:
        return PortalState(portal_id, publisher, "whole", None, last_whole, None, None)
    failing = [walk for walk in asked if last_whole is None or walk["began"] > last_whole] or asked[:1]
    reason = asked[0]["reason"] or f"the crawl ended as {asked[0]['ended_as'].replace('_', ' ')}"
    action = _action(connection, asked[0])
    return PortalState(portal_id, publisher, "broken", failing[-1]["began"], last_whole, reason, action)


def _action(connection: sqlite3.Connection, walk: sqlite3.Row) -> str:
    known = ACTIONS.get(walk["ended_as"])
    if known is not None:
        return known
    if walk["ended_as"] == "shutdown":
        return AGAIN
    told = connection.execute(ADVICE, (walk["run_id"],)).fetchone()
    form = next((said for code, said in FORMS.items() if code in (walk["reason"] or "")), None)
    return told["action"] if told is not None else form or AGAIN
