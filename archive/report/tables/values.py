"""What one value cell says: a number, a number with its unit, or the state that says why there is none.

Nothing is guessed: a cell that holds two numbers, or a number with leading zeros (two cells run together look like
that), is `ambiguous`; words are `text`. States are those of report-format A9.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from archive.model import State
from archive.text.numerals import han_value

Approx = Literal["over", "about"]


class Value(NamedTuple):
    """A value cell as read. `value` is int where an integer is printed, else decimal text as printed, commas out."""

    state: State
    value: int | str | None = None
    unit: str | None = None
    approx: Approx | None = None


BLANK = Value("blank")
SLASH = Value("slash")
DASH = Value("dash")
WORD_NONE = Value("word_none")
AMBIGUOUS = Value("ambiguous")
TEXT = Value("text")
IMAGE = Value("image")  # a picture stands in the cell and no words

_FIXED = {
    "": BLANK,
    "/": SLASH,
    "//": SLASH,
    "\\": SLASH,
    "无": WORD_NONE,
    "暂无": WORD_NONE,
    "没有": WORD_NONE,
    "无此项": WORD_NONE,
    "N/A": SLASH,
    "n/a": SLASH,
    # A lone Han 一 is a one to one clerk and a dash to another.
    "一": AMBIGUOUS,
    "±0": Value("number", 0),
}
_DASHES = frozenset("-—–―−─━‐‑ー_")
# Marks of footnotes: they print small beside a number and are no part of it. A circled 1 folds to (1).
_FOOTNOTE = re.compile(r"(?:[\u00b9\u00b2\u00b3\u2070-\u2079*※†‡△▲#]|\(注?[0-9]\)|\[注?[0-9]\]|(?<=[0-9])注[0-9]?)+$")
_NUMBER = re.compile(
    r"(?P<about>约|近|超过|超)?(?P<sign>[+\-−–]|增加?|减少?|↑|↓)?"
    r"(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
    r"(?P<more>余|多)?\(?(?P<unit>万元|亿元|元|万|亿|人次|件次|条次|[件条宗份项个次人篇起例部篇期])?\)?"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LONGEST = 60  # characters; no value is that long, however it is dressed
_WORDY = 3  # Chinese characters from which a cell holds words rather than an odd number
_HAN_NUMERAL = re.compile(r"[零〇○一二两三四五六七八九十百千万]+")
_DOWN = frozenset(("-", "−", "–", "减", "减少", "↓"))
_TWO_NUMBERS = re.compile(r"[0-9][^0-9.,]+[0-9]|[0-9]\s+[0-9]")


@lru_cache(maxsize=4096)
def read_value(text: str) -> Value:
    """Read the folded text of a value cell."""
    text = text.strip()
    if text.isascii() and text.isdigit() and (len(text) == 1 or text[0] != "0"):
        return Value("number", int(text)) if len(text) < 19 else AMBIGUOUS
    if text in _FIXED:
        return _FIXED[text]
    if all(c in _DASHES for c in text):
        return DASH
    return _read(text)


def _read(text: str) -> Value:
    """The slow path: signs, commas, decimals, units, footnotes and Han numerals."""
    if len(text) > _LONGEST:
        return TEXT
    bare = _FOOTNOTE.sub("", text).rstrip("。 ")
    if "\n" in bare or "\t" in bare:
        bare = _unwrapped(bare)
    found = _NUMBER.fullmatch(bare) or _NUMBER.fullmatch(bare.replace(" ", "")) if not _split(bare) else None
    if found:
        return _number(found)
    if _HAN_NUMERAL.fullmatch(bare) and (value := han_value(bare)) is not None:
        return Value("number", value)
    if len(_HAN.findall(bare)) >= _WORDY:
        return TEXT
    return AMBIGUOUS if _TWO_NUMBERS.search(text) or bare[:1].isdigit() else TEXT


def _split(text: str) -> bool:
    """Do blanks stand between two digits? Then the cell may hold two numbers."""
    return bool(_TWO_NUMBERS.search(text)) and bool(re.search(r"[0-9.,]\s+[0-9]", text))


def _unwrapped(text: str) -> str:
    """A number and its unit on two lines of a cell are one number; two numbers on two lines are not."""
    return " ".join(text.split())


def _number(found: re.Match[str]) -> Value:
    digits = found["digits"].replace(",", "")
    whole, _, fraction = digits.partition(".")
    if (len(whole) > 1 and whole[0] == "0") or len(digits) > 18:
        return AMBIGUOUS
    approx: Approx | None = None
    if found["more"] or found["about"] in ("超过", "超"):
        approx = "over"
    elif found["about"]:
        approx = "about"
    negative = found["sign"] in _DOWN
    unit = found["unit"]
    state: State = "number_with_unit" if unit else "number"
    if fraction:
        return Value(state, ("-" if negative else "") + digits, unit, approx)
    return Value(state, -int(digits) if negative else int(digits), unit, approx)
