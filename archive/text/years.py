"""Years as reports print them, zero written as 〇, ○, 零, 0 or the letter O."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

FIRST, LAST = 1949, 2099

_ONE = "0-9零〇○◯OoΟОо一二三四五六七八九壹贰叁肆伍陆柒捌玖"
_AS_DIGITS = str.maketrans("零〇○◯OoΟОо一二三四五六七八九壹贰叁肆伍陆柒捌玖", "000000000123456789123456789")
_SPELT = re.compile("二千(?:零|〇)?(?:(?P<tens>[一二三四五六七八九]?十)?(?P<ones>[一二三四五六七八九])?)")
_YEAR = re.compile(rf"(?<![{_ONE}])(?:[{_ONE}]{{4}}|[12](?: [0-9]){{3}})(?=\s?年)")


class PrintedYear(NamedTuple):
    value: int
    start: int
    end: int


def year(text: str) -> int | None:
    """The year that the whole text is, with 年 or 年度 or without: 2019, 二〇一九, 二○一九, 二0一九, 二O一九."""
    bare = re.sub(r"\s+", "", text).removesuffix("度").removesuffix("年")
    if spelt := _SPELT.fullmatch(bare):
        tens, ones = spelt["tens"], spelt["ones"]
        value = 2000 + (int((tens[:-1] or "一").translate(_AS_DIGITS)) * 10 if tens else 0)
        return value + (int(ones.translate(_AS_DIGITS)) if ones else 0)
    digits = bare.translate(_AS_DIGITS)
    if re.fullmatch("[0-9]{4}", digits) and FIRST <= int(digits) <= LAST:
        return int(digits)
    return None


def years(text: str) -> Iterator[PrintedYear]:
    """Every year before a 年 in folded text, in order. Five or more digits in a row (20201月) are damage: no year."""
    for found in _YEAR.finditer(text):
        if (value := year(found.group())) is not None:
            yield PrintedYear(value, *found.span())
