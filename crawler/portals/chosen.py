"""The portals of an area, a platform or a status, as a person names them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from archive.errors import UsageError
from archive.model import Portal
from crawler.portals import SPIDERS, STATUS

_WORD = re.compile("[a-z0-9-]+")


def choose(
    portals: Iterable[Portal],
    *,
    prefecture: str | None = None,
    platform: str | None = None,
    status: str | None = None,
) -> Iterator[Portal]:
    """Yield the portals that fit everything that is given. Raises UsageError where a given word can fit none.

    `prefecture`: the code of an area or the digits it begins with, its Chinese name, or the words that ids begin with.
    `status`: active, unverified, retired, or local for portals on loopback, whatever their status; those lie in no
    area, because their publishers are mostly invented.
    """
    if platform is not None and platform not in SPIDERS:
        raise UsageError(f"no platform {platform!r}; there are {', '.join(sorted(SPIDERS))}")
    if status is not None and status not in (*STATUS, "local"):
        raise UsageError(f"no status {status!r}; there are {', '.join(STATUS)}, local")
    inside = _inside(prefecture) if prefecture else lambda portal: True
    for portal in portals:
        fits = platform in (None, portal.platform) and inside(portal) and not (portal.local and prefecture)
        if fits and status in (None, "local" if portal.local else portal.status):
            yield portal


def _inside(area: str) -> Callable[[Portal], bool]:
    """Return what tells whether a portal lies in an area."""
    digits = area
    if not area.isdigit():
        if _WORD.fullmatch(area):
            return lambda portal: portal.id == area or portal.id.startswith(f"{area}-")
        digits = _code(area)
    short = re.sub("(?:00)+$", "", digits) if len(digits) == 6 else digits
    return lambda portal: (portal.publisher_id or "").removeprefix("nbs-").startswith(short)


def _code(name: str) -> str:
    from archive import divisions

    found = divisions.resolve(name)
    if found.division is not None and not found.rest:
        return found.division.code.removeprefix("nbs-")
    several = ", ".join(f"{one.code} {divisions.full_name(one.code)}" for one in found.candidates[:8])
    raise UsageError(
        f"no area {name!r}" + (f"; did you mean {several}? Give the code" if several and not found.rest else "")
    )
