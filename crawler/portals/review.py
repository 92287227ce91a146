"""What only the whole registry shows: two portals at one address, codes and names that do not fit, places unsaid."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from archive import divisions
from archive.model import Portal

_DATE = re.compile(r"\b20\d\d-[01]\d-[0-3]\d\b")
_INDEX = re.compile(r"(?:index\.s?html?|/)$")


class Placed(NamedTuple):
    """A portal and the file that holds it, as problems name it; `bundled`: that file is the project's own."""

    file: str
    portal: Portal
    bundled: bool = False


def address_of(portal: Portal) -> str:
    """Return what tells two addresses apart: host and path; not the scheme, www., a fragment or index.html."""
    parts = urlsplit(portal.url)
    host = (parts.netloc or "").lower().removeprefix("www.")
    return f"{host}{_INDEX.sub('', parts.path)}{'?' + parts.query if parts.query else ''}"


def prefecture_of(portal: Portal) -> str | None:
    """Return the code of the city that a portal's publisher lies in, or of the province where none is between."""
    path = divisions.path(divisions.code_of(portal.publisher_id) or "")
    cities = [one.code for one in path if one.level == "city"]
    return cities[0] if cities else path[0].code if path else None


def review(placed: Iterable[Placed]) -> list[str]:
    """Return the problems of portals that are each well formed, one line each: `file: portal: what and why`."""
    found: list[str] = []
    addresses: dict[str, str] = {}
    prefectures: dict[str, str] = {}
    for file, portal, bundled in placed:
        problems = [] if portal.local else [*_publisher_problems(portal)]
        if bundled and not portal.local:
            problems += _source_problems(portal)
            mine = prefecture_of(portal)
            home = prefectures.setdefault(file, mine or "") if mine else None
            if home and home != mine:
                problems.append(f"publisher_id {portal.publisher_id!r}: lies in {mine}, this file is of {home}")
        address = address_of(portal)
        if address in addresses:
            problems.append(f"url: the address is that of {addresses[address]}")
        addresses.setdefault(address, portal.id)
        found += [f"{file}: {portal.id}: {problem}" for problem in problems]
    return found


def _publisher_problems(portal: Portal) -> Iterator[str]:
    code = divisions.code_of(portal.publisher_id)
    if code is None:
        return
    known = divisions.division(code)
    if known is None:
        yield f"publisher_id {portal.publisher_id!r}: the register of divisions has no {code}"
        return
    named = divisions.resolve(portal.publisher)
    if named.division is not None and named.division.code != code:
        yield f"publisher {portal.publisher!r}: that is {named.division.code}, publisher_id says {code}"
    if code == portal.publisher_id and portal.level not in (None, known.level):
        yield f"level {portal.level!r}: {code} is a {known.level}"


def _source_problems(portal: Portal) -> Iterator[str]:
    if not _DATE.search(portal.source or ""):
        yield "source: say where the address was found, with a date (2026-11-24)"
    host = urlsplit(portal.url).hostname or ""
    if not host.endswith(".gov.cn") and not portal.note:
        yield f"url: {host} is not below gov.cn; copies are no portals, so say in `note` whose host it is"
