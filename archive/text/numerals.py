"""Numbers in folded text: digits, Han numerals, 万 and 亿, and the words that make them approximate. Never floats.

What is not one number is not read as one: a range (20至30条), an approximation by neighbours (两三条, 几十条), a code
(A4, post_139, 0750), digits run together (000), a version (1.2.3). A heading's number is told from the number after
it (1.139条 at the start of a line), and digits that layout parted are joined where a measure word follows (1 39条).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, NamedTuple

from archive.text.han import SCALES, UNITS, han_decimal, han_value
from archive.text.years import year, years

__all__ = ["MEASURE", "NUMERAL", "Number", "Quantity", "han_value", "number", "numbers", "quantity", "year", "years"]

Approx = Literal["over", "about"]


class Number(NamedTuple):
    """A number as text prints it. `value` is int, or decimal text where it is not integral.

    `start` and `end` take in the approximating words that touch it (近, 余, 多), so a unit begins right after `end`.
    """

    value: int | str
    approx: Approx | None
    start: int
    end: int
    printed_form: Literal["digits", "han"]


class Quantity(NamedTuple):
    """The content of a cell that prints a number and a unit. The value counts the unit as printed: 976.81 万元."""

    value: int | str
    unit: str
    approx: Approx | None


MEASURE = "[条件宗份篇次期项部册户名人位起例批则场幅张封通本处家所页套只个元]"
"""Regex source: the character a measure word begins with (条次, 件次 and 人次 too; 万元 is 万 and 元)."""

LONGEST = 28  # characters of a number; what is longer is a code, and 28 digits are what Decimal keeps exact
_HAN = "零〇○一二两三四五六七八九十百千万亿"
# What a decimal never counts: before these, a point belongs to a heading.
_UNDIVIDED = "[条件宗份篇期项部册户名人起例批则场幅张封通本处家所页套只年月日届]|个(?!百分点)"
# 近, 约 and 超 are parts of other words too (最近, 节约), which do not make a number approximate.
_OVER = "不少于|不低于|至少|(?<!不)超过|(?<!不)超|突破|逾"
_ABOUT = "不超过|不足|不到|接近|将近|(?<![最附邻临靠就新贴相])近|大约|(?<![节预公契集制特条签履违守爽])约"
_BEFORE = f"(?:{_OVER}|{_ABOUT})"
_AFTER = f"(?:余(?![额姚杭干庆江款粮热])|多(?![媒样层功渠平元种部维头数])|来(?={MEASURE})|[+](?= ?{MEASURE}))"
_SIGN = r"(?:(?<![^\s(:,|/])[+\-−](?=[0-9]))"
_NO_RANGE = rf"(?<![0-9{_HAN}][\-~—–至到])(?<![0-9{_HAN}] [\-~—–至到] )"
# Where digits may begin: not inside a word or another number, though after 1. at a line's start. The second of two
# numbers that a blank parts is read only if they were not one (see _PARTED) and no measure word claims them.
_OPENS = (
    r"(?<![0-9A-Za-z_])(?:(?<![0-9][.])|(?:(?<=[\n。;][0-9][.])|(?<=\A[0-9][.]))(?![0-9]+[.][0-9]))"
    rf"(?!(?<=[0-9] )[0-9,.]+[万亿]? ?{MEASURE})"
)
_WHOLE = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3}){1,8}+(?![0-9])|(?:0|[1-9][0-9]*+)(?![0-9]))"
_DIGITS = rf"(?:{_WHOLE}[.][0-9]++(?![.][0-9])(?! ?(?:{_UNDIVIDED}))|{_WHOLE}(?![.][0-9]))"
_PARTED = (
    r"(?<![0-9A-Za-z_.表图第年月日号])(?<!附件)(?<![0-9表图第年月日号] )"
    rf"[1-9][0-9]{{0,2}}(?: [0-9]{{1,3}})++(?= ?{MEASURE})"
)
_SCALES = "万[0-9]{1,4}千|亿[0-9]{1,4}万|万[0-9]{4}|[万亿]{1,2}+|[千百](?![米克瓦伏帕卡])万?+"
_SCALE = f"(?:(?:{_SCALES})(?![0-9万亿])|(?![万亿千百]))"
# Words in which a Han numeral counts nothing: 统一, 每一, 之一; 一次性, 一起来; 三个代表; 十部门.
_IDIOM = (
    "(?<![第之统唯专单同每逐另任某几数])(?<![上成](?=[百千万]))(?!一(?:条龙|件事|[张本]网|张图|张表|本通|本账|次[性办]|部分|家亲|句话))"
    r"(?!一起(?![案行因,。;、)\s]|$))(?![二两三四五六七八九十]个(?:意识|自信|维护|确立|代表|全面|必须|结合|坚持|统筹))"
    f"(?![{_HAN}]++(?:部[门署委]|次全[会体]))"
)
_HAN_NUMERAL = f"(?<![0-9{_HAN}点]){_IDIOM}[{_HAN}]++(?:点[零〇一二三四五六七八九]++[万亿]{{0,2}}+)?"
NUMERAL = (
    rf"(?=[0-9{_HAN}近约接将大超突逾不至+\-−])(?:{_BEFORE} ?)?{_SIGN}?{_NO_RANGE}"
    rf"(?:{_PARTED}|{_OPENS}{_DIGITS}{_SCALE}|{_HAN_NUMERAL})(?: ?{_AFTER}[万亿]?+)?"
)
"""Regex source of one numeral in running text with the words that touch it, 万 and 亿, but no unit. No groups."""

_RUNNING = re.compile(NUMERAL)
_ANY_HAN = f"[{_HAN}点壹贰叁肆伍陆柒捌玖拾佰仟]"
_WHOLE_TEXT = re.compile(
    rf"(?:{_BEFORE} ?)?(?:[+\-−–](?=[0-9]))?(?:{_DIGITS}{_SCALE}|{_ANY_HAN}+)(?: ?(?:余|多)[万亿]?)?"
)
_PARTS = re.compile(
    rf"(?:(?:(?P<over>{_OVER})|(?P<about>{_ABOUT})) ?)?(?P<sign>[+\-−–])?"
    rf"(?:(?P<digits>[0-9][0-9, .]*)(?P<scale>[{_HAN}0-9]*)|(?P<han>{_ANY_HAN}+))"
    " ?(?P<after>[余多来+])?(?P<late>[万亿]?)"
)
_DIGIT = re.compile("[0-9]")
_IN_A_LIST_OF_ORDINALS = re.compile(rf"第 ?[0-9{_HAN}][0-9{_HAN}、,和及至到\-]*\Z")
_COUNTED = re.compile(f" ?{MEASURE}")
_AFTER_UNIT = re.compile(rf" ?{MEASURE}[次元]?(?:(?P<over>余(?![额姚杭])|以上)|(?P<about>左右|上下))")
_RANGE = re.compile(rf" ?[\-~—–至到] ?[0-9{_HAN}]+ ?{MEASURE}")


def _exact(value: Decimal) -> int | str:
    """int where integral, else plain decimal text without trailing zeros."""
    if value == value.to_integral_value():
        return int(value)
    return format(value.normalize(), "f")


def _scaled(digits: str, scale: str) -> Decimal:
    """The value of digits with 万 or 亿 after them: 1.2万, 1万2千, 3000万亿."""
    value = Decimal(re.sub("[ ,]", "", digits))
    factors = {**SCALES, **UNITS}
    head, rest, last = re.fullmatch(r"([^0-9]*)([0-9]*)([^0-9]?)", scale).groups()  # type: ignore[union-attr]
    for c in head:
        value *= factors[c]
    return value + Decimal(rest) * factors.get(last, 1) if rest else value


def _read(printed: str, start: int) -> Number | None:
    if len(printed) > LONGEST:
        return None
    if printed.isdecimal():  # most are
        return Number(int(printed), None, start, start + len(printed), "digits")
    found = _PARTS.fullmatch(printed)
    if found is None:
        return None
    approx: Approx | None = None
    if found["over"] or found["after"] in ("余", "多", "+"):
        approx = "over"
    elif found["about"] or found["after"]:
        approx = "about"
    late = SCALES.get(found["late"], 1)
    end = start + len(printed)
    if found["han"]:
        value = han_decimal(found["han"], bare=approx is not None)
        return None if value is None else Number(_exact(value * late), approx, start, end, "han")
    value = _scaled(found["digits"], found["scale"]) * late
    if found["sign"] and found["sign"] != "+":
        value = -value
    return Number(_exact(value), approx, start, end, "digits")


def number(text: str) -> Number | None:
    """The number that the whole folded text is, or None. Blanks around it are allowed; a unit is not.

    Parted digits (1 39) are None: alone in a cell they may be two numbers.
    """
    bare = text.strip()
    return _read(bare, text.index(bare)) if _WHOLE_TEXT.fullmatch(bare) else None


def _is_count(text: str, found: re.Match[str]) -> bool:
    """Whether a Han numeral counts: a measure word follows, and it does not go on a list of ordinals (第一、二项)."""
    if _COUNTED.match(text, found.end()) is None:
        return False
    start = found.start()
    return text[start - 1 : start] not in "、和及至," or not _IN_A_LIST_OF_ORDINALS.search(
        text[max(0, start - 12) : start]
    )


def numbers(text: str, *, han: bool = True) -> Iterator[Number]:
    """Every number in running folded text, in order.

    Digits always; a Han numeral only where a measure word follows and no idiom forbids it (三公, 一站式, 一是, 第一项
    and 统一部署 are none), and not at all with `han=False`. `standing.standing` says what else a number may be.
    """
    for found in _RUNNING.finditer(text):
        printed, end = found.group(), found.end()
        if _RANGE.match(text, end):
            continue
        if not _DIGIT.search(printed) and not (han and _is_count(text, found)):
            continue
        read = _read(printed, found.start())
        if read is None:
            continue
        if read.approx is None and (unit := _AFTER_UNIT.match(text, end)):
            read = read._replace(approx="over" if unit["over"] else "about")
        yield read


_UNIT = re.compile("[万亿]?(?:人次|件次|条次|[元条件宗份篇次期项部册户名人个家])$")


def quantity(text: str) -> Quantity | None:
    """A number and its unit that are the whole text: 251000元, 976.81万元, 20余条. None for a bare number."""
    bare = re.sub(r"\s+", "", text)
    found = _UNIT.search(bare)
    if found is None:
        return None
    read = number(bare[: found.start()])
    return Quantity(read.value, found.group(), read.approx) if read else None
