"""Publishers and their names: worked out anew in every build from all portals and all readings, so no order counts."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import NamedTuple

import msgspec

from archive import divisions
from archive.build import names, store
from archive.build.store import Row
from archive.publishers import owing

READINGS = """
    select distinct documents.portal_id, readings.publisher, readings.publisher_level
    from readings join documents on documents.id = readings.document_id
    where is_annual_report = 1 and readings.publisher is not null
"""


class Unspoken(NamedTuple):
    """A government without a portal in this home, and the report years in which it stood (None: no limit known)."""

    row: Row
    first_year: int | None
    last_year: int | None


class Registry:
    """Every publisher known to this home, and whom a printed name means on a portal."""

    def __init__(self, portals: Iterable[Row], printed: Iterable[tuple[str, str, str | None]]) -> None:
        """`printed` gives (portal id, name, level) of the publishers that annual reports name."""
        self.portals = {row["id"]: row for row in portals}
        self.rows: dict[str, Row] = {}
        self._by_name: dict[str, str] = {}
        self._of_portal: dict[str, str] = {}
        for row in sorted(self.portals.values(), key=lambda row: (row["division_code"] is None, row["id"])):
            self._add_portal(row)
        self.unspoken: list[Unspoken] = []  # governments that owe a report here and have no portal in this home
        self._levels: defaultdict[str, set[str]] = defaultdict(set)
        for portal_id, name, level in sorted(printed, key=str):
            self._add_printed(portal_id, name, level)

    def _add_portal(self, row: Row) -> None:
        name = row["publisher"]
        known = self._by_name.get(names.canonical(name)) if names.stands_alone(name) else None
        publisher_id = row["division_code"] or known or _registered(name, None) or names.invented_id(name, row["id"])
        self._of_portal[row["id"]] = publisher_id
        if names.stands_alone(name):
            self._by_name.setdefault(names.canonical(name), publisher_id)
        old = self.rows.get(publisher_id)
        if old is not None:
            old["local"] = min(old["local"], row["local"])
            return
        self.rows[publisher_id] = {
            "id": publisher_id,
            "name": names.folded(name),
            "level": row["level"],
            "division_code": None if publisher_id.startswith("n-") else publisher_id.partition("-")[0],
            "parent_id": _above(publisher_id),
            "source": "portal",
            "local": row["local"],
        }

    def _add_printed(self, portal_id: str, name: str, level: str | None) -> None:
        publisher_id = self.resolve(name, portal_id)
        local = self.portals[portal_id]["local"]
        row = self.rows.setdefault(
            publisher_id,
            {
                "id": publisher_id,
                "name": names.folded(name),
                "level": None,
                "division_code": None if publisher_id.startswith("n-") else publisher_id.partition("-")[0],
                "parent_id": _above(publisher_id),
                "source": "report",
                "local": local,
            },
        )
        row["local"] = min(row["local"], local)
        if row["source"] == "report":
            row["name"] = max(row["name"], names.folded(name), key=lambda one: (len(one), one))
        if row["level"] is None or row["source"] == "report":
            self._levels[publisher_id].add(level or "")
            row["level"] = max(self._levels[publisher_id]) or None

    def resolve(self, name: str | None, portal_id: str) -> str:
        """Return the publisher id that a printed name means on a portal; a placeholder means the portal's own.

        A name that is the portal's, with or without the area above, is the portal's publisher; else a full name that
        another portal's publisher bears; else the government that the register of divisions knows by it; else a body of
        its own.
        """
        own = self.portals[portal_id]
        if not names.somebody(name) or names.same_body(name or "", own["publisher"]):
            return self._of_portal[portal_id]
        known = self._by_name.get(names.canonical(name or "")) or _registered(name or "", own["division_code"])
        return known or names.invented_id(name or "", portal_id)

    def neighbours(self) -> Iterator[Unspoken]:
        """Add the governments that owe a report where crawled portals lie; yield those that no portal speaks for.

        Loopback portals bring none: what is real and what was made up stay apart.
        """
        real = [self._of_portal[row["id"]] for row in self.portals.values() if not row["local"]]
        for body in owing(frozenset(real)):
            known = self.rows.get(body.id)
            if known is not None and known["source"] == "portal":
                continue
            if known is None:
                known = {
                    "id": body.id,
                    "name": body.name,
                    "level": body.level,
                    "division_code": body.id,
                    "parent_id": body.parent_id,
                    "source": "register",
                    "local": 0,
                }
                self.rows[body.id] = known
            yield Unspoken(known, body.first_year, body.last_year)

    def digest(self) -> str:
        """Return what whom a name means rests on: it differs where anything of it does."""
        told = msgspec.json.encode((sorted(self.rows), sorted(self._by_name.items()), sorted(self._of_portal.items())))
        return blake2b(told, digest_size=16).hexdigest()

    def known(self, name: str | None, portal_id: str) -> str | None:
        """Return the publisher id of a name, or None if it is nobody's that we know."""
        if not names.somebody(name):
            return None
        found = self.resolve(name, portal_id)
        return found if found in self.rows else None


def _above(publisher_id: str) -> str | None:
    return names.division_above(publisher_id) or divisions.parent(publisher_id)


def _registered(name: str, within: str | None) -> str | None:
    """Return the code of the government that a printed name means, None where it means none or may mean several."""
    return divisions.resolve(name, divisions.code_of(within)).government


def register(conn: sqlite3.Connection) -> Registry:
    """Bring `publishers` and the pointers of portals and documents up to date. Call within a batch."""
    portals = store.select(conn, "portals", {})
    printed = [(row[0], row[1], row[2]) for row in conn.execute(READINGS)]
    registry = Registry(portals, printed)
    registry.unspoken = list(registry.neighbours())
    # Those that are gone stay until the reports that point to them are derived again.
    gone = [row for row in store.select(conn, "publishers", {}) if row["id"] not in registry.rows]
    store.sync(conn, "publishers", {}, [*registry.rows.values(), *gone])
    for portal in portals:
        publisher_id = registry.resolve(None, portal["id"])
        update = "update portals set publisher_id = ? where id = ? and publisher_id is not ?"
        conn.execute(update, (publisher_id, portal["id"], publisher_id))
    pairs = conn.execute("select distinct portal_id, publisher, publisher_id from documents").fetchall()
    for portal_id, name, old in pairs:
        new = registry.known(name, portal_id)
        if old != new:
            update = "update documents set publisher_id = ? where portal_id = ? and publisher is ?"
            conn.execute(update, (new, portal_id, name))
    store.sync(conn, "publisher_names", {}, _names(conn, registry, printed))
    return registry


def prune(conn: sqlite3.Connection, registry: Registry) -> None:
    """Take out publishers that nothing names any more. Call within a batch, last of all."""
    store.sync(conn, "publishers", {}, registry.rows.values())


def _names(conn: sqlite3.Connection, registry: Registry, printed: Iterable[tuple[str, str, str | None]]) -> list[Row]:
    """Return every printed form of every known publisher, with its source."""
    met: list[tuple[str, str, str]] = [(row["id"], row["publisher"], "portal") for row in registry.portals.values()]
    met += [(portal_id, name, "report") for portal_id, name, _ in printed]
    for source, table in (("page", "documents"), ("entry", "entries")):
        found = conn.execute(f"select distinct portal_id, publisher from {table} where publisher is not null")  # noqa: S608
        met += [(portal_id, name, source) for portal_id, name in found]
    rows: dict[tuple[str, str, str], Row] = {}
    for portal_id, name, source in met:
        publisher_id = registry.known(name, portal_id)
        if publisher_id is not None:
            row: Row = {"publisher_id": publisher_id, "name": name, "source": source, "folded": names.folded(name)}
            rows[publisher_id, name, source] = row
    return list(rows.values())
