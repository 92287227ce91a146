"""The publishers that the register of divisions knows: governments down to townships, with the years they stood.

Departments, development zones and other bodies owe reports too, but no register lists them; they are known by their
portals and reports alone.
"""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from archive import divisions
from archive.divisions import Division

VINTAGE = "ministry of civil affairs, register of divisions, 2026-09-11"


class Body(Struct, frozen=True):
    """A government that publishes. Years are report years: None where the register tells no limit."""

    id: str  # division code
    name: str  # official name: 台山市赤溪镇人民政府
    level: str  # province, city, county, township (streets included, as in reports)
    parent_id: str | None
    first_year: int | None = None
    last_year: int | None = None


def _body(one: Division) -> Body:
    first = int(one.since) if one.since else None
    last = int(one.ended) - 1 if one.ended and one.ended.isdigit() else None
    return Body(one.code, divisions.official_name(one.code), one.level, divisions.parent(one.code), first, last)


def body(code: str | None) -> Body | None:
    """Return the government of a division code, or of the division that a publisher id begins with if it is one."""
    one = divisions.division(code)
    return _body(one) if one is not None else None


@lru_cache(maxsize=256)
def below(code: str) -> tuple[Body, ...]:
    """Return the governments right below a division, by code; townships that ended are left out."""
    return tuple(_body(one) for one in sorted(divisions.children(code), key=lambda one: one.code))


def owing(publisher_ids: frozenset[str]) -> tuple[Body, ...]:
    """Return the governments that owe a report in the counties where these publishers lie (`divisions.owing`)."""
    return tuple(_body(one) for one in divisions.owing(publisher_ids))
