"""The printed title of an article, told from the site's name and from the browser title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from archive.blocks.statutory import plain
from archive.blocks.walk import Heading

_REPORT = re.compile("年度报告|年报|工作报告|统计表")
_NOT_TITLE = re.compile("[。；;！]|^[一二三四五六七八九十]+、|^附件|^[((]")
_MENU = re.compile(
    r"[^\d|｜丨]+[|｜丨][^\d]*"
)  # 通知公告 | 工作动态 | 政府信息公开年报: the site's columns, without a year
_ONE, _TWO = 1, 2


def tagged(headings: Sequence[Heading], dropped: Set[int], repeated: str) -> str | None:
    """Return the title that an element states.

    Tried in order: h1.title and h1.content-title, .content_title, h1, h2.title, other elements named like a title;
    those inside furniture (the name of a site in a logo) only when they speak of a report. Within a group a heading
    that speaks of a report or is `repeated` (the browser title and ArticleTitle) is preferred.
    """
    fallback: str | None = None
    for group in _groups([h for h in headings if dropped.isdisjoint(h.inside)]):
        texts = [heading.text for heading in group]
        best = next((text for text in texts if _REPORT.search(plain(text))), None)
        best = best or next((text for text in texts if plain(text) in plain(repeated)), None)
        if best:
            return best
        fallback = fallback or (texts[0] if texts else None)
    inside = [h.text for h in headings if h.level in (_ONE, _TWO) and not dropped.isdisjoint(h.inside)]
    return next((text for text in inside if _REPORT.search(plain(text))), fallback)


def _groups(headings: list[Heading]) -> Iterator[list[Heading]]:
    headings = headings[:200]
    yield [h for h in headings if h.level == _ONE and not {"title", "content-title"}.isdisjoint(h.names.split())]
    yield [h for h in headings if "content_title" in h.names]
    yield [h for h in headings if h.level == _ONE]
    yield [h for h in headings if h.level == _TWO and "title" in h.names.split()]
    yield [h for h in headings if h.level is None]


def printed(lines: Sequence[str]) -> str | None:
    """Return the first line of a text that reads like a title of a report, None when none does."""
    for line in lines[:12]:
        text = plain(line)
        if (
            6 <= len(text) <= 60
            and _REPORT.search(text)
            and not _NOT_TITLE.search(text)
            and not _MENU.fullmatch(text)
            and not text.endswith(("如下:", ":"))
        ):
            return line
        if len(text) > 100:
            return None  # the text has begun
    return None
