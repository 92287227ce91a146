"""Dates that Chinese pages print, as ISO text; times are Beijing time. What is damaged yields nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from archive.text.numerals import han_value, year


class PrintedDate(NamedTuple):
    """`iso` is YYYY-MM-DD, or YYYY-MM-DDTHH:MM:SS+08:00 where a time is printed; offsets into the text searched."""

    iso: str
    start: int
    end: int


_TIME = r"(?:[ \t\nT]{0,3}(?P<hour>[0-2]?[0-9])(?::|时|点)(?P<minute>[0-5][0-9])(?:分)?(?:[:]?(?P<second>[0-5][0-9])秒?(?![0-9]))?)?"
_HAN = "零〇○O0一二三四五六七八九十"
_DATE = re.compile(
    r"(?<![0-9])(?P<y>[0-9]{4})\s{0,3}(?:年\s{0,3}(?P<m>[0-9]{1,2})\s{0,3}月\s{0,3}(?P<d>[0-9]{1,2})\s{0,3}[日号]"
    r"|(?P<sep>[-/.])\s{0,3}(?P<m2>[0-9]{1,2})\s{0,3}(?P=sep)\s{0,3}(?P<d2>[0-9]{1,2})(?![0-9]))" + _TIME
)
_HAN_DATE = re.compile(
    rf"(?<![{_HAN}])(?P<y>[二一][{_HAN}]{{3}})\s{{0,3}}年\s{{0,3}}(?P<m>[一二三四五六七八九十]{{1,2}})\s{{0,3}}月\s{{0,3}}(?P<d>[一二三四五六七八九十]{{1,3}})\s{{0,3}}[日号]"
)


def _iso(y: int, m: int, d: int, found: re.Match[str]) -> str | None:
    try:
        day = datetime(y, m, d)
    except ValueError:
        return None
    if not 1949 <= y <= 2099:
        return None
    return day.date().isoformat()


def dates(text: str) -> Iterator[PrintedDate]:
    """Every whole date in folded text, in order."""
    found_dates = []
    for found in _DATE.finditer(text):
        iso = _iso(int(found["y"]), int(found["m"] or found["m2"]), int(found["d"] or found["d2"]), found)
        if iso is None:
            continue
        if found["hour"] and int(found["hour"]) < 24:
            iso += f"T{int(found['hour']):02}:{found['minute']}:{found['second'] or '00'}+08:00"
        found_dates.append(PrintedDate(iso, found.start(), found.end()))
    for found in _HAN_DATE.finditer(text):
        y, m, d = year(found["y"]), han_value(found["m"]), han_value(found["d"])
        if y and m and d and (iso := _iso(y, m, d, found)):
            found_dates.append(PrintedDate(iso, found.start(), found.end()))
    yield from sorted(found_dates, key=lambda date: date.start)
