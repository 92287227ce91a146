"""What a report claims to have disclosed beside what the same portal's catalogue lists, in all and by class.

A number stands only where every listing it needs was read to its end, in a crawl made after the year was over. Nothing
else is said: a class that no node is named after, a channel, a catalogue that was cut short or does not reach back to
that year are "cannot say".
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from typing import NamedTuple

from archive.build import names, store, walks
from archive.build.publishers import Registry
from archive.build.store import Row
from archive.ids import stable_id

CLAIMS = """
    select figures.id, report_id, reports.year, reports.publisher_id, reports.scope, figures.label, figures.axis, value,
      approx, figures.concept
    from figures join reports on reports.id = report_id
    where reports.portal_id = ? and figures.state = 'number' and figures.source = 'narrative'
      and concept in ('items_disclosed_total', 'items_disclosed_part')
"""
LINES = """
    select cast(substr(published_at, 1, 4) as integer) as year, publisher, listed, count(*) as lines from entries
    where portal_id = ? group by 1, 2, 3
"""
IN_NODES = """
    select publisher, listed, count(*) as lines from entries
    where portal_id = ? and published_at >= ? and published_at < ? and exists
      (select 1 from sightings where entry_id = entries.id and node_id in ({})) group by 1, 2
"""
_TAILS = ("情况", "信息", "类", "栏目", "方面", "等")


class Counted(NamedTuple):
    """Lines of one year: still listed, seen before and listed no more."""

    listed: int
    vanished: int


class Catalogue:
    """One portal's catalogue as its latest whole crawl saw it."""

    def __init__(self, conn: sqlite3.Connection, registry: Registry, portal_id: str) -> None:
        self.conn, self.registry, self.portal_id = conn, registry, portal_id
        self.walk = walks.latest_whole(conn, portal_id)
        self.own = registry.resolve(None, portal_id)
        self.listings = self._listings()
        self.nodes = {row["node_id"]: row for row in store.select(conn, "nodes", {"portal_id": portal_id})}
        self._years: dict[str, Counter[tuple[int | None, bool]]] = defaultdict(Counter)
        for row in conn.execute(LINES, (portal_id,)):
            self._years[self._owner(row["publisher"])][row["year"], bool(row["listed"])] += row["lines"]

    def _listings(self) -> dict[str, bool]:
        """Return the nodes that the crawl listed, and whether to their end."""
        if self.walk is None:
            return {}
        found = self.conn.execute(
            "select coalesce(node_id, ''), min(complete) from listings where run_id = ? group by 1",
            (self.walk["run_id"],),
        )
        return {row[0]: bool(row[1]) for row in found}

    def _owner(self, printed: str | None) -> str:
        """Return whose line it is; a name that nobody else is known by is an office of the portal's own body."""
        return self.registry.known(printed, self.portal_id) or self.own

    def unsaid(self, claim: Row) -> str | None:
        """Say why no number can stand beside any claim of this report; None if one can."""
        walk = self.walk
        if walk is None:
            return "the catalogue was never listed as a whole"
        if claim["scope"] != "own":
            return "the report speaks for several bodies"
        if walk["began"] < f"{claim['year']}-12-31T16:00:00Z":  # the end of the year in Beijing
            return "the catalogue was listed before the year was over"
        if claim["publisher_id"] != self.own and claim["publisher_id"] not in self._years:
            return "the portal is another body's and does not say which lines are this one's"
        first = min((year for year, _ in self._years[claim["publisher_id"]] if year), default=None)
        if first is None or claim["year"] < first:
            return f"the catalogue begins with {first}" if first else "no line of the catalogue bears a date"
        return None

    def total(self, claim: Row) -> Counted | str:
        """Return the lines of the year, or why they cannot be counted."""
        if self.walk is None or not self.walk["complete"]:
            return f"the latest crawl is incomplete: {self.walk['reason'] if self.walk else ''}"
        years = self._years[claim["publisher_id"]]
        return Counted(years[claim["year"], True], years[claim["year"], False])

    def undated(self, publisher_id: str) -> int:
        """Return the lines without a date."""
        years = self._years[publisher_id]
        return years[None, True] + years[None, False]

    def of_class(self, claim: Row) -> tuple[str | None, Counted | str]:
        """Return the node named like a class and its lines of the year, or why they cannot be counted."""
        if claim["axis"] == "channel":
            return None, "a channel, not a class of the catalogue"
        wanted = _bare(claim["label"] or "")
        found = [node_id for node_id, row in self.nodes.items() if wanted and _bare(row["name"] or "") == wanted]
        if len(found) != 1:
            return None, "several nodes have this name" if found else "no node of the catalogue has this name"
        below = self._below(found[0])
        short = [node for node in below if not self._whole(node)]
        if short:
            return found[0], f"{self.nodes[short[0]]['name']} was not listed to its end"
        return found[0], self._count(claim, below)

    def _below(self, node_id: str) -> list[str]:
        found = [node_id]
        for node in found:
            found += [one for one, row in self.nodes.items() if row["parent"] == node and one not in found]
        return found

    def _whole(self, node_id: str) -> bool:
        """A node that was listed counts by its listing; one that was not has to be a heading over others that were."""
        if node_id in self.listings:
            return self.listings[node_id]
        return any(row["parent"] == node_id for row in self.nodes.values())

    def _count(self, claim: Row, nodes: list[str]) -> Counted:
        sql = IN_NODES.format(", ".join("?" * len(nodes)))
        counts: Counter[bool] = Counter()
        for row in self.conn.execute(sql, (self.portal_id, str(claim["year"]), str(claim["year"] + 1), *nodes)):
            if self._owner(row["publisher"]) == claim["publisher_id"]:
                counts[bool(row["listed"])] += row["lines"]
        return Counted(counts[True], counts[False])


def derive(conn: sqlite3.Connection, registry: Registry, tell: Callable[[int, int], object]) -> int:
    """Work the queued portals off; return how many rows changed."""
    total, done, changed = store.waiting(conn, "comparison"), 0, 0
    while queued := store.queued(conn, "comparison", 1):
        with store.batch(conn):
            if queued[0] in registry.portals:
                changed += store.sync(
                    conn, "catalogue_comparisons", {"portal_id": queued[0]}, _rows(conn, registry, queued[0])
                )
            store.dequeue(conn, "comparison", queued)
        done += 1
        tell(done, total)
    return changed


def _rows(conn: sqlite3.Connection, registry: Registry, portal_id: str) -> Iterator[Row]:
    claims = [dict(row) for row in conn.execute(CLAIMS, (portal_id,))]
    if not claims:
        return
    catalogue = Catalogue(conn, registry, portal_id)
    for claim in claims:
        yield _row(catalogue, claim)


def _row(catalogue: Catalogue, claim: Row) -> Row:
    node_id, found = None, catalogue.unsaid(claim)
    counted: Counted | str = found or ""
    if found is None and claim["concept"] == "items_disclosed_total":
        counted = catalogue.total(claim)
    elif found is None:
        node_id, counted = catalogue.of_class(claim)
    said = isinstance(counted, Counted)
    whole = said and isinstance(claim["value"], int)
    walk = catalogue.walk or {}
    return {
        "id": stable_id("comparison", claim["id"]),
        "report_id": claim["report_id"],
        "figure_id": claim["id"],
        "publisher_id": claim["publisher_id"],
        "portal_id": catalogue.portal_id,
        "year": claim["year"],
        "label": claim["label"] if claim["concept"] == "items_disclosed_part" else None,
        "axis": claim["axis"],
        "claimed": claim["value"],
        "approx": claim["approx"],
        "node_id": node_id,
        "listed": counted.listed if isinstance(counted, Counted) else None,
        "vanished": counted.vanished if isinstance(counted, Counted) else None,
        "undated": catalogue.undated(claim["publisher_id"]) if said else None,
        "difference": claim["value"] - counted.listed if whole and isinstance(counted, Counted) else None,
        "standing": "counted" if said else "cannot_say",
        "reason": None if isinstance(counted, Counted) else counted,
        "run_id": walk.get("run_id"),
        "seen_from": walk.get("began"),
        "seen_to": walk.get("ended"),
    }


def _bare(name: str) -> str:
    """Return a class or node name for comparing: Simplified, without 类, 信息 and the like at its end."""
    bare = names.folded(name)
    while tail := next((tail for tail in _TAILS if bare.endswith(tail) and len(bare) > len(tail) + 1), None):
        bare = bare.removesuffix(tail)
    return bare
