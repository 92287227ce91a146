"""Which governments owe a report in the areas that publishers lie in, whether or not we know a portal of theirs.

The register is of one day (`data/SOURCE.md`), and so is the answer: a township merged away before it is not in it. Hong
Kong, Macao and Taiwan are under other laws. Development zones and departments are no divisions and not in the register:
they owe reports too and are known by their portals only.
"""

from __future__ import annotations

from collections.abc import Iterable

from archive.divisions.register import COUNTED, Division, areas, children, division

ELSEWHERE = ("71", "81", "82")


def code_of(publisher_id: str | None) -> str | None:
    """Return the division code of a publisher id: 440781 of 440781-czj, itself of a government, None of any other."""
    if not publisher_id:
        return None
    head = COUNTED if publisher_id.startswith(COUNTED) else ""
    code = head + publisher_id.removeprefix(COUNTED).partition("-")[0]
    return code if code.removeprefix(COUNTED).isdigit() else None


def owing(publisher_ids: Iterable[str]) -> tuple[Division, ...]:
    """Return, by code, the governments that owe a report of their own where these publishers lie.

    A publisher in a county or below brings the county and every township of it; one of a city without counties the
    city and its townships; one of any other city or of a province that government alone. Unknown codes bring nothing.
    """
    found: dict[str, Division] = {}
    for one in filter(None, (division(code_of(publisher_id)) for publisher_id in publisher_ids)):
        area = _area(one)
        if area is None or area.code.startswith(ELSEWHERE):
            continue
        below = [town for town in children(area.code) if town.level == "township"]
        found.update({town.code: town for town in (area, *below)})
    return tuple(found[code] for code in sorted(found))


def _area(one: Division) -> Division | None:
    if one.level != "township":
        return areas().get(one.code) or areas().get(one.successor or "")
    return areas().get(one.county) or areas().get(f"{one.county[:4]}00")
