"""The register of divisions: provinces, cities, counties and townships, read from the files of `data` when first asked.

Keyed on the codes of the ministry of civil affairs: 6 digits down to counties, 9 for townships. The statistics bureau
numbers townships by a list of its own; the same digits can mean another place there (440781108 is 斗山镇 in the
register and 赤溪镇 with the bureau), so its code is a remark of a township, never a key. Townships that only the bureau
lists have `nbs-` before its code. A province's file is kept as text, which is its own index: a county's lines stand
together and are read when asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from msgspec import Struct

DATA = Path(__file__).parent / "data"
COUNTED = "nbs-"
Level = Literal["province", "city", "county", "township"]


class Division(Struct, frozen=True, omit_defaults=True):
    """One administrative division. `ended` tells since when it is no more: a year, or the register's own remark."""

    code: str
    name: str  # as registered, without the divisions above
    level: Level
    nbs: str | None = None  # code of the statistics bureau, where county code and name agree
    since: str | None = None  # the year an area got this code, where it is known to be later than 2002
    ended: str | None = None
    successor: str | None = None  # code of the division it became or went into; its own code when it was only renamed
    how: str | None = None  # the kind of change in the register's words: 更名, 撤县设区, 撤销 …

    @property
    def county(self) -> str:
        """The six digits of the area a township lies in."""
        return self.code.removeprefix(COUNTED)[:6]


def _rows(path: Path) -> Iterator[list[str]]:
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        yield line.split(",")


@cache
def areas() -> dict[str, Division]:
    """Return provinces, cities and counties by code, in the order of codes."""
    levels: dict[str, Level] = {"province": "province", "city": "city", "county": "county"}
    rows = _rows(DATA / "areas.csv")
    return {code: Division(code, name, levels[level], since=since or None) for code, name, level, since in rows}


@cache
def former() -> dict[str, tuple[Division, ...]]:
    """Return areas that are no more, or bore another name, by that name. From 2003 on."""
    found: defaultdict[str, list[Division]] = defaultdict(list)
    for code, name, ended, successor, how in _rows(DATA / "former.csv"):
        level: Level = "city" if code.endswith("00") else "county"
        found[name].append(Division(code, name, level, ended=ended, successor=successor or None, how=how))
    return {name: tuple(divisions) for name, divisions in found.items()}


@cache
def _former_by_code() -> dict[str, Division]:
    return {one.code: one for divisions in former().values() for one in divisions}


@cache
def _below() -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for code in areas():
        above = parent(code)
        if above is not None:
            found[above].append(code)
    return {code: tuple(codes) for code, codes in found.items()}


@cache
def province_text(province: str) -> str:
    """Return the file of a province (two digits) as text, "" where there is none."""
    path = DATA / "townships" / f"{province}.csv"
    return path.read_text(encoding="utf-8") if province.isdigit() and path.exists() else ""


def provinces() -> tuple[str, ...]:
    """Return the two digits of every province."""
    return tuple(code[:2] for code, area in areas().items() if area.level == "province")


def township_at(text: str, start: int) -> Division:
    """Return the township of the line that begins at `start` of a province's text."""
    code, name, nbs, note = text[start : text.index("\n", start)].split(",")
    return Division(code, name, "township", nbs or None, ended=note or None)


@lru_cache(maxsize=256)
def townships(area: str) -> tuple[Division, ...]:
    """Return the townships right in a county, or in a city that has no counties (six digits), ended ones included."""
    if len(area) != 6 or not area.isdigit() or area not in areas():
        return ()
    text = province_text(area[:2])
    held = area[:4] if areas()[area].level == "city" else area
    found: list[Division] = []
    for prefix in (held, COUNTED + held):
        start = text.find(f"\n{prefix}") + 1
        while start and text.startswith(prefix, start):
            found.append(township_at(text, start))
            start = text.index("\n", start) + 1
    return tuple(found) if area not in _below() else ()


def division(code: str | None) -> Division | None:
    """Return the division of a code as the register has it today, else one that ended, else None."""
    if not code:
        return None
    bare = code.removeprefix(COUNTED)
    if len(bare) == 9 and bare.isdigit():
        text = province_text(bare[:2])
        start = text.find(f"\n{code},") + 1
        return township_at(text, start) if start else None
    return areas().get(code) or _former_by_code().get(code)


def parent(code: str) -> str | None:
    """Return the code of the division above: of a township its county, else city; None of a province."""
    bare = code.removeprefix(COUNTED)
    for length in (6, 4, 2):
        above = bare[:length].ljust(6, "0")
        if above != bare and above in areas():
            return above
    return None


def children(code: str) -> tuple[Division, ...]:
    """Return the divisions right below, ended townships left out."""
    if code in _below():
        return tuple(areas()[one] for one in _below()[code])
    return tuple(one for one in townships(code) if one.ended is None)


def path(code: str) -> tuple[Division, ...]:
    """Return a division with those above it, the province first; () where the code is unknown."""
    found: list[Division] = []
    here: str | None = code
    while here is not None and (one := division(here)) is not None:
        found.insert(0, one)
        here = parent(here)
    return tuple(found)
