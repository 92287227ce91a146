"""Whom a printed name means: 臺山市赤溪鎮人民政府 is the township 440781110. What fits several is never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec import Struct

from archive.divisions import spellings
from archive.divisions.register import (
    Division,
    areas,
    division,
    former,
    province_text,
    provinces,
    township_at,
    townships,
)
from archive.text.fold import fold, squash

_BRACKETS = re.compile(r"\([^()]*\)|【[^】]*】|\[[^\]]*\]")
_STREET = re.compile("(?<=街道)(?:办事处|办)$")
_SEAT = re.compile("(?<=[省市县区旗州盟镇乡道木])(?:人民)?政府$|(?<=(?:地区|.盟))行政公署$")
_DEPTH = {"province": 2, "city": 4, "county": 6, "township": 9}  # digits of a code that say where it lies
_LONGEST = 16
# Characters of registered names that folding takes for Traditional ones; a test holds the list against the register.
_FOLDED = str.maketrans("磑鴜濛氾塚篢洩", "硙𪉈蒙泛冢𬕂泄")

Reading = tuple[Division, str]  # a division, and what of the name it leaves


class Resolved(Struct, frozen=True):
    """What a printed name says of divisions.

    `division` is the one it means, None where none or several fit; `candidates` are all that fit; `rest` is what the
    name holds below the division: "" for the government itself, 财政局 for 台山市财政局.
    """

    division: Division | None
    candidates: tuple[Division, ...] = ()
    rest: str = ""

    @property
    def government(self) -> str | None:
        """The code, where the name is that of a government and fits one alone."""
        return self.division.code if self.division is not None and not self.rest else None


def bare(printed: str) -> str:
    """Return a name folded to Simplified, without blanks, remarks in brackets, 人民政府 and 办事处 at its end."""
    name = _BRACKETS.sub("", squash(fold(printed).text))
    return _STREET.sub("", _SEAT.sub("", name))


@lru_cache(maxsize=4096)
def resolve(printed: str, within: str | None = None, year: int | None = None) -> Resolved:
    """Return the division that a printed name means, and what it names below it.

    The name may carry all divisions above, some or none, long or short (广东省江门市台山市赤溪镇, 台山赤溪镇), in
    either script, and the name that an area bore from 2003 on. `within` is the code of an area that the name stands in
    (the portal's): a division there comes before its namesakes. `year` is the one that the name was used for: 铜仁市
    was a county until 2011 and a city since; without a year one of today comes before one of the past. The reading
    that explains most of the name counts. A township printed without any area, and met in no `within`, has candidates
    only: its name may be that of others which are gone.
    """
    name, inside = bare(printed), division(within)
    if len(name) < 2:
        return Resolved(None)
    partly: list[Reading] = []
    for past in (False, True) if year is None else (True,):  # the past yields the areas of today too
        for area in (inside, None) if inside else (None,):
            way = list(_stood(_readings(name, area, past=past), year))
            if whole := [one for one, rest in way if not rest]:
                return _resolved(whole, "", prefer_live=year is None)
            partly = partly or way
    if towns := list(_anywhere(name, "")):
        return Resolved(None, tuple(towns))
    if not partly and year is not None:  # nothing of that name stood then, so far as the register tells
        return resolve(printed, within)
    least = min((rest for _, rest in partly), key=len, default="")
    return _resolved([one for one, rest in partly if rest == least], least, prefer_live=year is None)


def _stood(readings: Iterable[Reading], year: int | None) -> Iterator[Reading]:
    """Leave out areas that did not exist in a year, or the one after, when its report is written."""
    for one, rest in readings:
        early = year is not None and one.since is not None and int(one.since) > year + 1
        late = year is not None and one.ended is not None and one.ended.isdigit() and int(one.ended) < year
        if not (early or late):
            yield one, rest


def _resolved(found: Iterable[Division], rest: str, *, prefer_live: bool) -> Resolved:
    candidates = tuple({one.code: one for one in found}.values())
    if prefer_live:
        candidates = tuple(one for one in candidates if one.ended is None) or candidates
    return Resolved(candidates[0] if len(candidates) == 1 else None, candidates, rest)


def _readings(name: str, above: Division | None, *, past: bool) -> Iterator[Reading]:
    """Yield every way to read a name as divisions one below the other, as the last of them and what is left."""
    if above is not None:
        yield from _towns(name, above)
    for length in range(2, min(len(name), _LONGEST) + 1):
        left = name[length:]
        rest = left if left == "人民政府" else left.removeprefix("人民政府")
        for area, home in _named(name[:length], above, past=past):
            if not rest:
                yield area, ""
                continue
            yield from _readings(rest, home, past=past)
            yield area, rest
        for area in spellings.short().get(name[:length], ()) if rest else ():
            if _lies_in(area, above):
                yield from _readings(rest, area, past=past)


def _named(name: str, above: Division | None, *, past: bool) -> Iterator[tuple[Division, Division]]:
    """Yield the areas of a name, each with the area that holds today what lay in it."""
    for area in spellings.full().get(name, ()):
        if _lies_in(area, above):
            yield area, area
    for area in former().get(name, ()) if past else ():
        if _lies_in(area, above):
            home = division(area.successor) or area
            yield (home if area.successor == area.code else area), home


def _lies_in(area: Division, above: Division | None) -> bool:
    if above is None:
        return True
    depth = _DEPTH[above.level]
    return depth < _DEPTH[area.level] and area.county[: min(depth, 6)] == above.county[: min(depth, 6)]


def _towns(name: str, above: Division) -> Iterator[Reading]:
    """Yield townships of an area whose name begins `name`; right in a county, or named whole anywhere in a city."""
    own = [one for one in townships(above.code) if name.startswith(one.name.translate(_FOLDED))]
    live = {one.name for one in own if one.ended is None}
    for one in own:
        if one.ended is None or one.name not in live:
            yield one, name[len(one.name) :]
    if not own and above.level in ("province", "city"):
        for one in _anywhere(name, above.code[: _DEPTH[above.level]]):
            yield one, ""


def _anywhere(name: str, prefix: str) -> Iterator[Division]:
    """Yield the townships that bear exactly a name, in the country or where codes begin with `prefix`."""
    for province in (prefix[:2],) if prefix else provinces():
        text = province_text(province)
        at = text.find(f",{name},")
        while at >= 0:
            found = township_at(text, text.rindex("\n", 0, at) + 1)
            if found.county.startswith(prefix):
                yield found
            at = text.find(f",{name},", at + 1)


def full_name(code: str) -> str:
    """Return the name with the areas above as official names carry them: 台山市赤溪镇, 深圳市福田区莲花街道.

    Districts stand after their city; counties and county-level cities stand alone. Raises KeyError if unknown.
    """
    one = division(code)
    if one is None:
        raise KeyError(code)
    if one.level == "township":
        county = areas().get(one.county) or areas()[f"{one.county[:4]}00"]
        return full_name(county.code) + one.name
    city = areas().get(f"{code[:4]}00") or areas().get(f"{code[:2]}0000")
    if one.level == "county" and one.name.endswith("区") and city is not None:
        return city.name + one.name
    return one.name


def official_name(code: str) -> str:
    """Return the name of a division's government: 台山市赤溪镇人民政府. Raises KeyError if unknown."""
    name = full_name(code)
    if name.endswith("街道"):
        return f"{name}办事处"
    if name.endswith("公所"):
        return name
    return f"{name}{'行政公署' if name.endswith(('地区', '盟')) else '人民政府'}"
