"""Numbers with their measure words in running text, and the words around them that say what they count.

A number counts something only if a measure word, or the end of the clause, follows it. Dates, ordinals, document
numbers, percentages and telephone numbers have none (第20条, 〔2021〕30号, 20191231日). A number that is followed by
neither has lost its measure word (公开信息260余通过网站): it is kept, marked, and never becomes a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from archive.report.page import Passage
from archive.text.numerals import number

COUNT_UNITS = frozenset("条件宗份篇项则个次期只起例批幅部张封类版本块处场户册支段") | {
    "条次", "件次", "篇次", "期次", "项次", "宗次", "人次",
}  # fmt: skip
ITEM_UNITS = COUNT_UNITS - {"人次", "场", "户", "类", "处", "块"}
MONEY_UNITS = frozenset({"元", "万元", "亿元"})
UNIT = (
    r"(?:人次|万元|亿元|[条件篇期项宗]次|[条件宗份篇项则个次期只起例批幅部张封类版本块处场户册支段"
    r"元%‰人名家位天日月年号级度页字岁时分亩倍周届])"
)
AFTER = rf"(?P<more>余(?!额)|多(?![媒样层功渠平元种部]))?(?P<late>[万亿])?(?P<unit>{UNIT})?(?P<tail>余(?!额)|左右)?"
# Both begin with a plain character class, by which a scan can leap from number to number.
DIGITS = re.compile(rf"\d[\d,]{{0,14}}(?: \d{{1,6}}){{0,3}}(?:\.\d{{1,6}})?(?:[万亿]{{1,2}}|[千百]万?)?{AFTER}")
HAN = re.compile(rf"[零〇一二两三四五六七八九十百千]{{1,12}}万?{AFTER}")
BEFORE = re.compile(r"(?:大约|超过|突破|接近|将近|(?<![最附邻临靠])近|(?<![节预公契集制特条和])约|超|逾)$")
# 无一例行政复议: none, not one
NONE_OF = re.compile(r"(?:无|没有|没|未(?:发生|收到|接到|出现|受理|有|产生|曾)(?:过)?)(?:任何)?$")
NOT_BEFORE = frozenset("第.-–—/〔[〇")
DATE_UNITS = frozenset("年月日号天级度届周时分岁页字")  # 顺延至下一年答复2件 is one clause
PASSING = frozenset("个类处块家")  # and so is 26个领域信息95条, but not 规范性文件0个,重点领域信息23条
PARTED = frozenset(",;、。)")
TWO_NUMBERS = re.compile(r"20\d\d ")  # 2022 139条: a year and a count, or one number?
# A run without a full stop is cut after some comma: no sentence is that long, and work on one must stay bounded.
SENTENCE = re.compile(r"[^。!?]{1,1200}(?:[。!?]|(?![^。!?]))|[^。!?]{1,1200}(?<=[,;、])|[^。!?]{1,1200}|[。!?]")
BRACKET = re.compile(r"\((?![一二三四五六七八九十]{1,3}\))[^()\d]{1,30}\)(?=[近约超]?\d)")
DIGIT = re.compile(r"\d")
CLOSES = frozenset(",。;:、)(!? ") | {""}
HAN_COUNT = re.compile(r"[一二两三四五六七八九十百千][余多]?[条件宗份篇项次期起例元]|零(?=[,。;])")


class Quantity(NamedTuple):
    """A number with its unit, both in `start:end`; `gap` is where the last quantity or sentence ended."""

    value: int | str
    approx: Literal["over", "about"] | None
    unit: str | None
    start: int
    end: int
    gap: int
    damaged: bool  # neither a unit nor the end of a clause follows


class Sentence(NamedTuple):
    """A sentence and its quantities. `text` is the whole passage, as long as `passage.text`; offsets count in it."""

    passage: Passage
    text: str
    start: int
    end: int
    quantities: list[Quantity]
    words: str


def sentences(passage: Passage) -> Iterator[Sentence]:
    """Yield the sentences of a passage with their quantities."""
    text = passage.text
    if ")" in text:  # 主动公开政府信息(含公文)113条: what stands in brackets before a number only explains
        text = BRACKET.sub(lambda match: "的" * len(match[0]), text)
    for match in SENTENCE.finditer(text):
        start, end = match.span()
        yield Sentence(passage, text, start, end, _quantities(text, start, end), match[0])


def _quantities(text: str, start: int, end: int) -> list[Quantity]:
    matches = list(DIGITS.finditer(text, start, end)) if DIGIT.search(text, start, end) else []
    if HAN_COUNT.search(text, start, end):
        matches += [match for match in HAN.finditer(text, start, end) if match["unit"] or _stands_for_none(text, match)]
        matches.sort(key=lambda match: match.start())
    found: list[Quantity] = []
    gap = start
    for match in matches:
        quantity = _quantity(text, match, start, gap)
        if quantity is not None:
            found.append(quantity)
            if quantity.unit not in PASSING or text[quantity.end : quantity.end + 1] in PARTED:
                gap = quantity.end
    return found


def _quantity(text: str, match: re.Match[str], start: int, gap: int) -> Quantity | None:
    begin = match.start()
    if begin > start and text[begin - 1] in NOT_BEFORE:
        return None
    unit = match["unit"]
    if unit in DATE_UNITS:
        return None
    if match[0][:1] in "一1" and match[0][1:] == unit and NONE_OF.search(text, max(start, begin - 6), begin):
        return None
    if unit is None and _numbers_an_item(text, match, start):
        return None
    before = BEFORE.search(text, max(gap, begin - 2), begin)
    begin = before.start() if before else begin
    stop = match.start("unit") if unit else match.start("tail") if match["tail"] else match.end()
    printed = text[begin:stop].rstrip(",")
    if printed.isdecimal() and (printed[0] != "0" or printed == "0"):
        value: int | str = int(printed)
        approx = None
    elif (read := number(_joined(printed))) is not None:
        value, approx = read.value, read.approx
    else:
        return None
    if match["tail"]:
        approx = "over" if match["tail"] == "余" else "about"
    end = match.end() if unit or match["tail"] else begin + len(printed)
    # 3 1 0 0: without a unit these are rather the cells of a row than the digits of a number
    lost = unit is None and (text[end : end + 1] not in CLOSES or " " in printed)
    return Quantity(
        value,
        approx,
        unit,
        begin,
        end,
        gap,
        lost or TWO_NUMBERS.match(printed) is not None,
    )


def _numbers_an_item(text: str, match: re.Match[str], start: int) -> bool:
    """其中:1.财政类25条;2.民生类100条: the ordinals count nothing."""
    opens = match.start() == start or text[match.start() - 1] in ",;:。("
    end = match.start() + len(match[0].rstrip(","))
    return opens and text[end : end + 1] in (".", "、", ")")


def _joined(printed: str) -> str:
    """Digits that layout has parted by a blank are one number: 1 39条."""
    return re.sub(r"(?<=\d) (?=\d)", "", printed)


def _stands_for_none(text: str, match: re.Match[str]) -> bool:
    """零 without a unit counts where a clause ends in it: 申请数量为零。"""
    return match[0] == "零" and text[match.end() : match.end() + 1] in CLOSES
