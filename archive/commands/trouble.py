"""What crawls could not get, in words: grouped by what happened, addresses of one post told as one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from msgspec import Struct

# The latest answer of each address; one that is good by now is no trouble. Addresses of one catalogue line are one.
LATEST = """
WITH latest AS (
  SELECT f.portal_id, f.url, f.outcome, f.role, f.action, f.status, f.capture_id, max(f.requested_at) AS at
  FROM fetches f WHERE f.role != 'robots' GROUP BY f.portal_id, f.url
)
SELECT l.outcome, l.role, max(l.action) AS action, min(l.url) AS url, min(l.at) AS since, max(e.title) AS title,
  max(l.status) AS status
FROM latest l LEFT JOIN captures c ON c.id = l.capture_id
LEFT JOIN build_addresses b ON b.portal_id = l.portal_id AND b.address = c.address AND b.native_id IS NOT NULL
LEFT JOIN entries e ON e.id = b.entry_id
WHERE l.outcome NOT IN ('ok', 'unchanged', 'not_modified', 'redirect')
GROUP BY l.outcome, l.role, l.portal_id, coalesce(CAST(e.id AS TEXT), l.url)
ORDER BY l.outcome, l.role, l.portal_id, l.url
"""
THINGS = {
    "index": ("index page", "index pages"),
    "listing": ("list page", "list pages"),
    "detail": ("listed content page", "listed content pages"),
    "attachment": ("attached file", "attached files"),
    "probe": ("probed address", "probed addresses"),
}
HAPPENED = {
    "not_found": ("is not there", "are not there"),
    "soft_404": ("says in words that it is not there", "say in words that they are not there"),
    "server_error": ("gives a server error", "give a server error"),
    "timeout": ("did not answer in time", "did not answer in time"),
    "unreachable": ("could not be reached", "could not be reached"),
    "malformed_http": ("was answered by something that is not HTTP", "were answered by something that is not HTTP"),
    "robots": ("is closed by robots.txt", "are closed by robots.txt"),
    "too_large": ("is above the size bound", "are above the size bound"),
    "empty": ("came empty", "came empty"),
    "truncated": ("broke off", "broke off"),
    "rate_limited": ("was asked for too soon", "were asked for too soon"),
}
EXAMPLES = 3


class Trouble(Struct, frozen=True):
    """One kind of trouble: how many things it hit, with a few of them (title or address), and what to do about it."""

    outcome: str
    role: str
    count: int
    status: int | None
    since: str
    examples: tuple[tuple[str | None, str], ...]
    action: str | None

    def in_words(self) -> str:
        """Return one line: what, how many, which, and what a person should do."""
        many = self.count != 1
        thing = THINGS.get(self.role, (self.role, self.role))[many]
        happened = _happened(self.outcome)[many]
        status = f" ({self.status})" if self.status and self.status >= 400 else ""
        named = "; ".join(f"{title} {url}" if title else url for title, url in self.examples)
        more = f"; and {self.count - len(self.examples)} more" if self.count > len(self.examples) else ""
        action = f" — {self.action}" if self.action else ""
        return f"{self.count} {thing} {happened}{status}: {named}{more}{action}"


def _happened(outcome: str) -> tuple[str, str]:
    """Return what happened, of one thing and of many."""
    kind, _, how = outcome.partition(":")
    if kind == "blocked":
        return f"is blocked ({how})", f"are blocked ({how})"
    return HAPPENED.get(outcome, (f"gave {outcome.replace('_', ' ')}",) * 2)


def troubles(connection: sqlite3.Connection) -> Iterator[Trouble]:
    """Yield each kind of trouble that stands at present."""
    rows = connection.execute(LATEST).fetchall()
    kinds = sorted({(row["outcome"], row["role"]) for row in rows})
    for outcome, role in kinds:
        met = [row for row in rows if (row["outcome"], row["role"]) == (outcome, role)]
        yield Trouble(
            outcome=outcome,
            role=role,
            count=len(met),
            status=max((row["status"] for row in met if row["status"]), default=None),
            since=min(row["since"] for row in met),
            examples=tuple((row["title"], row["url"]) for row in met[:EXAMPLES]),
            action=next((row["action"] for row in met if row["action"]), None),
        )
