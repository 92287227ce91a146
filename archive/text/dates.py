"""Dates that Chinese pages print, as ISO text; times are Beijing time. What is damaged yields nothing.

Shapes met: 2020-01-19, 2020/1/19, 2020.01.19, 2020年1月19日, each with a time or none, split by blanks and line ends,
glued to the next label (15:23:36来源), and 二〇二〇年一月十九日. Damaged ones: 20201月1日, 202020年12月31日, 3月l日.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import NamedTuple

from archive.text.han import han_value
from archive.text.years import FIRST, LAST, year

BEIJING = timezone(timedelta(hours=8))


class PrintedDate(NamedTuple):
    """`iso` is YYYY-MM-DD, or YYYY-MM-DDTHH:MM:SS+08:00 where a time is printed; offsets into the text searched."""

    iso: str
    start: int
    end: int


class Period(NamedTuple):
    """A span of days that the text states (2019年1月1日至12月31日), both ends included, as ISO dates."""

    first: str
    last: str
    start: int
    end: int


_GAP = r"\s{0,3}"
_TWO = "[0-9](?: ?[0-9])?"
_ZERO = "零〇○OoΟО0"
_ONES = "一二三四五六七八九十"
_TIME = re.compile(
    r"[ \t\n]{0,3}(?:T|\(?星期[一二三四五六日天]\)?[ \t\n]{0,3})?(?P<hour>[01]?[0-9]|2[0-3])"
    r"[:时点](?P<minute>[0-5][0-9])"
    r"(?:分|(?=\D|\Z)|(?=:))(?::?(?P<second>[0-5]?[0-9])(?![0-9])(?:\.[0-9]{1,6})?秒?)?"
    r"(?P<zone>Z|[+-][0-9]{2}:?[0-9]{2}(?![0-9]))?"
)
# A year may not follow a number (12345-2020-01-19 is a code) unless that is the last day of another date.
_OPENS = r"(?<![0-9.])(?:(?<![0-9][-/])|(?<=[./-][0-9]{2}-)|(?<=[./-][0-9]-))"
_YEAR = r"(?P<year>(?:19|20)[0-9]{2}|(?<![0-9] )[12] [0-9] [0-9] [0-9])"
_CENTURY = re.compile("[12] ?[0-9]")  # what every year in digits begins with; looked for first, as most lines have none
_CLOSES = "(?![0-9]|[-/.](?!(?:19|20)[0-9]{2}[-/.])[0-9])"
_DIGITS = re.compile(
    rf"{_OPENS}{_YEAR}{_GAP}(?:年{_GAP}(?P<month>{_TWO}){_GAP}月{_GAP}(?P<day>{_TWO}){_GAP}[日号]"
    rf"|(?P<mark>[-/.]){_GAP}(?P<month_>[0-9]{{1,2}}){_GAP}(?P=mark){_GAP}"
    rf"(?P<day_>[0-9]{{1,2}}{_CLOSES}|[0-9]{{2}}(?=[0-9]{{2}}:[0-9]{{2}})))"
)
_HAN = re.compile(
    rf"(?<![{_ZERO}{_ONES}1-9])(?P<year>[一二][{_ZERO}{_ONES}0-9]{{3}}|二千零?[{_ONES}]{{1,3}}){_GAP}年{_GAP}"
    rf"(?P<month>[{_ONES}]{{1,2}}){_GAP}月{_GAP}(?P<day>[{_ONES}]{{1,3}}){_GAP}[日号]"
)
_FOLLOWS = re.compile(
    rf"{_GAP}(?:起)?{_GAP}(?:至|到|-|—|–|~){{1,2}}{_GAP}(?:(?:当年|同年|本年){_GAP})?"
    rf"(?P<month>{_TWO}){_GAP}月{_GAP}(?P<day>{_TWO}){_GAP}[日号]"
)
_UNTIL = re.compile(rf"{_GAP}起?{_GAP}(?:至|到|-|—|–|~){{1,2}}{_GAP}\Z")


def _iso(y: int | None, m: int | None, d: int | None) -> str | None:
    if y is None or m is None or d is None or not FIRST <= y <= LAST:
        return None
    try:
        return date(y, m, d).isoformat()
    except ValueError:
        return None


def _bare(digits: str) -> int:
    return int(digits.replace(" ", ""))


def _with_time(text: str, day: str, end: int) -> tuple[str, int]:
    """The day with the time printed right after it, if one is, and where that ends."""
    found = _TIME.match(text, end)
    if found is None:
        return day, end
    printed = f"{day}T{int(found['hour']):02}:{found['minute']}:{int(found['second'] or 0):02}"
    zone = found["zone"]
    if zone is None or zone.replace(":", "") == "+0800":
        return f"{printed}+08:00", found.end()
    moment = datetime.fromisoformat(printed + zone.replace("Z", "+00:00"))
    return moment.astimezone(BEIJING).isoformat(), found.end()


def _digit_dates(text: str) -> Iterator[PrintedDate]:
    for found in _DIGITS.finditer(text):
        day = _iso(_bare(found["year"]), _bare(found["month"] or found["month_"]), _bare(found["day"] or found["day_"]))
        if day is not None:
            iso, end = _with_time(text, day, found.end())
            yield PrintedDate(iso, found.start(), end)


def _han_dates(text: str) -> Iterator[PrintedDate]:
    for found in _HAN.finditer(text):
        day = _iso(year(found["year"]), han_value(found["month"]), han_value(found["day"]))
        if day is not None:
            yield PrintedDate(day, *found.span())


def dates(text: str) -> Iterator[PrintedDate]:
    """Every whole date in folded text, in order."""
    found = [*(_digit_dates(text) if _CENTURY.search(text) else ()), *(_han_dates(text) if "月" in text else ())]
    yield from sorted(found, key=lambda each: each.start)


def periods(text: str) -> Iterator[Period]:
    """Every stated span of days whose first day is whole: 自2019年1月1日起至12月31日止, 2019年1月1日-2019年12月31日."""
    whole = list(dates(text))
    for n, each in enumerate(whole):
        if n + 1 < len(whole) and _UNTIL.fullmatch(text, each.end, whole[n + 1].start):
            yield Period(each.iso[:10], whole[n + 1].iso[:10], each.start, whole[n + 1].end)
        elif found := _FOLLOWS.match(text, each.end):
            last = _iso(int(each.iso[:4]), _bare(found["month"]), _bare(found["day"]))
            if last is not None:
                yield Period(each.iso[:10], last, each.start, found.end())


def from_unix(seconds: float) -> str:
    """The Beijing time of a Unix moment in seconds, or in milliseconds where the number is that large."""
    if seconds >= 1e11:
        seconds /= 1000
    return datetime.fromtimestamp(int(seconds), UTC).astimezone(BEIJING).isoformat()
