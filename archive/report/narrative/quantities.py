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
from archive.text.numerals import NUMERAL, number

COUNT_UNITS = frozenset("条件宗份篇项则个次期只起例批幅部张封类版本块处场户册支段") | {
    "条次", "件次", "篇次", "期次", "项次", "宗次", "人次",
}  # fmt: skip
ITEM_UNITS = COUNT_UNITS - {"人次", "场", "户", "类", "处", "块"}
MONEY_UNITS = frozenset({"元", "万元", "亿元"})
UNIT = (
    r"(?:人次|万元|亿元|[条件篇期项宗]次|[条件宗份篇项则个次期只起例批幅部张封类版本块处场户册支段"
    r"元%‰人名家位天日月年号级度页字岁时分亩倍周届])"
)
QUANTITY = re.compile(rf"(?<![第\d.\-/〔\[])(?P<num>{NUMERAL})(?P<unit>{UNIT})?(?P<late>余(?!额)|左右)?")
PASSING = frozenset("年月日号天级度届周时分岁页字个类处块家")  # 顺延至下一年答复2件, 26个领域信息95条: one clause
SEPARATORS = ",;:、("
SENTENCE = re.compile(r"[^。!?]+[。!?]?")
CLOSES = frozenset(",。;:、)(!? ") | {""}
NOT_A_COUNT = re.compile(r"^(?:年|月|日|号|级|度|时|分|周|届|%|‰)")


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
    """A sentence of a passage and the quantities in it. `text` is the whole passage; offsets count in it."""

    passage: Passage
    text: str
    start: int
    end: int
    quantities: list[Quantity]

    @property
    def words(self) -> str:
        return self.text[self.start : self.end]


def sentences(passage: Passage) -> Iterator[Sentence]:
    """Yield the sentences of a passage with their quantities."""
    text = passage.text
    for match in SENTENCE.finditer(text):
        start, end = match.span()
        yield Sentence(passage, text, start, end, list(_quantities(text, start, end)))


def _quantities(text: str, start: int, end: int) -> Iterator[Quantity]:
    gap = start
    for match in QUANTITY.finditer(text, start, end):
        unit = match["unit"]
        printed = match["num"]
        digits = any(char.isdigit() for char in printed)
        if unit is None and not digits and not _stands_for_none(text, match):
            continue
        if unit is None and _numbers_an_item(text, match, start):
            continue
        read = number(_joined(printed))
        if read is None or (isinstance(read.value, int) and read.value < 0):
            continue
        stop = match.end("unit") if unit else match.end("num")
        after = text[stop : min(stop + 1, end)]
        approx = read.approx or ("over" if match["late"] == "余" else "about" if match["late"] else None)
        damaged = unit is None and after not in CLOSES
        quantity = Quantity(read.value, approx, unit, match.start("num"), match.end(), gap, damaged)
        yield quantity
        if unit not in PASSING:
            gap = match.end()


def _numbers_an_item(text: str, match: re.Match[str], start: int) -> bool:
    """其中:1.财政类25条;2.民生类100条: the ordinals count nothing."""
    opens = match.start() == start or text[match.start() - 1] in ",;:。("
    return opens and text[match.end() : match.end() + 1] in (".", "、", ")")


def _joined(printed: str) -> str:
    """Digits that layout has parted by a blank are one number: 1 39条."""
    return re.sub(r"(?<=\d) (?=\d)", "", printed)


def _stands_for_none(text: str, match: re.Match[str]) -> bool:
    """零 without a unit counts where a clause ends in it: 申请数量为零。"""
    return match["num"] == "零" and text[match.end() : match.end() + 1] in CLOSES


def chunk_start(text: str, quantity: Quantity) -> int:
    """Return where the words before a quantity begin: after the last separator or the last quantity."""
    at = quantity.start
    while at > quantity.gap and text[at - 1] not in SEPARATORS:
        at -= 1
    return at
