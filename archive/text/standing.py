"""What a number in running text is, as far as the words that touch it say: a count, or something else."""

from __future__ import annotations

import re
from typing import Literal

from archive.text.numerals import MEASURE, Number

Standing = Literal["count", "ordinal", "document", "date", "percent", "identifier", "plain"]

_BEFORE: tuple[tuple[Standing, re.Pattern[str]], ...] = (
    ("percent", re.compile(r"[百千]分之 ?\Z")),
    ("ordinal", re.compile(r"第 ?\(? ?(?:[0-9一二三四五六七八九十]+[、,和及至到\-])*\Z|之\Z")),
    ("identifier", re.compile(r"[A-Za-z_+#@/·]\Z|[0-9]-\Z")),
    ("date", re.compile(r"[0-9]:\Z|[0-9]{4}[-/.](?:[0-9]{1,2}[-/.])?\Z")),
)
_AFTER: tuple[tuple[Standing, re.Pattern[str]], ...] = (
    ("percent", re.compile(r" ?(?:[%‰]|个百分点)")),
    ("date", re.compile(r" ?[年月日](?!报|志|度末)|:[0-9]{2}|[时点][0-9]+分|[-/.][0-9]{1,2}[-/.][0-9]")),
    ("ordinal", re.compile(r" ?号(?!码)")),
    ("identifier", re.compile(r"[A-Za-z_+·]|-[0-9]|热线|号码")),
    ("count", re.compile(f" ?(?:{MEASURE})")),
    ("ordinal", re.compile("是|[.、)](?![0-9])")),
)
_DOCUMENT = re.compile(r" ?[〕\])] ?第? ?[0-9]+ ?号")
_NUMBERED = re.compile(r"〔[0-9]{4}〕 ?第? ?\Z|[\[(][0-9]{4}[\])] ?第? ?\Z")


def standing(text: str, number: Number) -> Standing:
    """How a number that `numbers` found in `text` stands there.

    document: the year or the number of 〔2021〕30号; ordinal: 第二十条, 2号, 1.; identifier: part of a code, a
    telephone or hotline number, 1+X, 5·15; count: a measure word follows; plain: nothing near it says.
    """
    before = text[max(0, number.start - 12) : number.start]
    after = text[number.end : number.end + 12]
    if _NUMBERED.search(before) or (before.endswith(("〔", "[", "(")) and _DOCUMENT.match(after)):
        return "document"
    for name, pattern in _BEFORE:
        if pattern.search(before):
            return name
    return next((name for name, pattern in _AFTER if pattern.match(after)), "plain")
