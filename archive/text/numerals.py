"""Numbers in folded text: digits, Han numerals, 万 and 亿, and the words that make them approximate. Exact, never float."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, NamedTuple

Approx = Literal["over", "about"]
Standing = Literal["count", "ordinal", "document", "date", "percent", "identifier", "plain"]


class Number(NamedTuple):
    """A number as text prints it. `value` is int, or decimal text; `start` and `end` hold the approximating words
    that touch it, so that a unit begins right after `end`."""

    value: int | str
    approx: Approx | None
    start: int
    end: int
    printed_form: Literal["digits", "han"]


_ZERO = "零〇○"
_UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_BIG = {"万": 10**4, "亿": 10**8}
_DIGITS = {
    c: n
    for n, chars in enumerate(("零〇○", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for c in chars
}
_HAN = "[零〇○一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]"
# Words that touch a number. 近 and 约 are also parts of other words (最近, 节约), which do not make a number approximate.
_BEFORE = r"(?:(?<![最附邻临靠])(?:接近|将近|近)|(?<![节预公契集制特条和])(?:大约|约)|超过|超|突破|逾)"
_AFTER = r"(?:余(?![额姚杭干庆江款粮热])|多(?![媒样层功渠平元种部层]))"
_PLAIN_DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?"
_SCALED = rf"{_PLAIN_DIGITS}(?:[ ]?[万亿千百](?:[0-9]{{1,4}}(?![0-9.,])[千百]?)?)?"
_SCALED = rf"{_PLAIN_DIGITS}(?:[万亿]{{1,2}}|[千百]万?)?"
NUMERAL = rf"(?:{_BEFORE}[ ]?)?(?:[+\-−–](?=[0-9]))?(?:{_SCALED}|{_HAN}+)(?:[ ]?{_AFTER}[万亿]?)?"
"""Regex source of one numeral with the approximating words that touch it and 万 or 亿, without its unit. No groups."""

_WHOLE = re.compile(
    rf"(?P<before>{_BEFORE})? ?(?P<sign>[+\-−–](?=[0-9]))?(?:(?P<digits>{_PLAIN_DIGITS})(?P<scale>[万亿]{{1,2}}|[千百]万?)?"
    rf"|(?P<han>{_HAN}+))(?: ?(?P<after>{_AFTER})(?P<late>[万亿])?)?"
)
_MEASURE = r"(?:[条件宗份篇期次项部册户名人元个起例批则场幅张封份通号页本处家所字句段块]|万元|亿元|人次|件次|条次|余条)"
_AFTER_UNIT = re.compile(rf" ?{_MEASURE}{{1,2}} ?(?P<word>余(?![额姚])|左右|上下|以上)")


def _exact(value: Decimal) -> int | str:
    """int where integral, else plain decimal text without trailing zeros."""
    if value == value.to_integral_value():
        return int(value)
    return format(value.normalize(), "f")


def han_value(text: str) -> int | None:
    """The value of a Han numeral, or None where it is none (三公) or an approximation by neighbours (三四十)."""
    if not text or any(c not in _DIGITS and c not in _UNITS and c not in _BIG for c in text):
        return None
    if all(c in _DIGITS for c in text):
        return _positional(text)
    total = section = digit = 0
    last_unit = 1
    zero = fresh = False
    for c in text:
        if c in _DIGITS:
            if fresh and _DIGITS[c] != 0 and digit:
                return None
            if _DIGITS[c] == 0:
                zero = True
            else:
                digit, fresh = _DIGITS[c], True
        elif c in _UNITS:
            if not fresh and c not in "十百千":
                return None
            section += (digit or 1) * _UNITS[c]
            last_unit, digit, zero, fresh = _UNITS[c], 0, False, False
        else:
            total = (total + section + digit if total + section + digit else 1) * _BIG[c]
            section, digit, zero, fresh, last_unit = 0, 0, False, False, _BIG[c]
    if digit and not zero and last_unit >= 100:
        digit *= last_unit // 10
    return total + section + digit


def _positional(text: str) -> int | None:
    """Digits said one by one: 一三九. Two neighbours (三四) are an approximation, not a number."""
    values = [_DIGITS[c] for c in text]
    if len(values) == 2 and 0 not in values:
        return None
    if len(values) > 1 and (values[0] == 0 or "两" in text):
        return None
    return int("".join(map(str, values)))


def _read(found: re.Match[str], offset: int = 0) -> Number | None:
    before, after = found["before"], found["after"]
    approx: Approx | None = None
    if after or before in ("超过", "超", "突破", "逾"):
        approx = "over"
    elif before:
        approx = "about"
    if found["han"]:
        value = han_value(found["han"] + (found["late"] or ""))
        if value is None:
            return None
        return Number(value, approx, found.start() + offset, found.end() + offset, "han")
    digits = found["digits"].replace(",", "")
    if len(digits) > 1 and digits[0] == "0" and digits[1] != ".":
        return None
    number = Decimal(digits)
    for c in (found["scale"] or "") + (found["late"] or ""):
        number *= _BIG.get(c) or _UNITS[c]
    if found["sign"] and found["sign"] != "+":
        number = -number
    return Number(_exact(number), approx, found.start() + offset, found.end() + offset, "digits")


def number(text: str) -> Number | None:
    """The number that the whole text is, or None. Blanks around it are allowed; a unit is not."""
    bare = text.strip()
    found = _WHOLE.fullmatch(bare)
    return _read(found, text.index(bare)) if found else None


_RUNNING = re.compile(
    rf"(?P<before>{_BEFORE})? ?(?:(?<![0-9A-Za-z_.])(?P<sign>(?:(?<![^\s(:,|/])[+\-−–])(?=[0-9]))?"
    rf"(?P<digits>{_PLAIN_DIGITS})(?P<scale>[万亿]{{1,2}}|[千百]万?)?|(?P<han>{_HAN}+))(?: ?(?P<after>{_AFTER})(?P<late>[万亿])?)?"
)
_COUNTED = re.compile(rf" ?{_MEASURE}")


def numbers(text: str, *, han: bool = True) -> Iterator[Number]:
    """Every number in running folded text, in order: digits always, Han numerals where a measure word follows."""
    for found in _RUNNING.finditer(text):
        if found["han"]:
            if not han or not _COUNTED.match(text, found.end()) or text[: found.start()].endswith(("第", "第(", "之")):
                continue
        read = _read(found)
        if read is None:
            continue
        if read.approx is None and (unit := _AFTER_UNIT.match(text, found.end())):
            read = read._replace(approx="about" if unit["word"] in ("左右", "上下") else "over")
        yield read


_YEAR_DIGITS = str.maketrans("〇○零OoΟОoО0一二三四五六七八九壹贰叁肆伍陆柒捌玖", "0000000000123456789123456789")


def year(text: str) -> int | None:
    """The year that the whole text is: 2019, 二〇一九, 二○一九, 二0一九, 二O一九, with 年 or 年度 or without."""
    bare = re.sub(r"\s+", "", text)
    bare = re.sub(r"年度?$", "", bare)
    digits = bare.translate(_YEAR_DIGITS)
    if re.fullmatch(r"(?:19|20)[0-9]{2}", digits):
        return int(digits)
    return None
