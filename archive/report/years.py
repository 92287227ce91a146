"""The year a report covers (format fact sheet C7): period sentence, title, headings, publication year - 1.

Years that cannot be (2087年, 202020年) are passed over and told; of two that disagree the first wins, told too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from archive.model import Issue
from archive.report.page import Page
from archive.report.titles import YEAR, Title
from archive.text.numerals import year as year_of

FIRST, LAST = (
    2007,
    2035,
)  # the Regulations took effect in 2008; a report year after LAST is a misprint for now
PERIOD = re.compile(
    rf"({YEAR})年(?:\d{{1,2}}|元|[一二三四五六七八九十]{{1,2}})月(?:\d{{1,2}}|l|[一二三十]{{1,3}})日[^。;\d]{{0,6}}[至到\-—–~](?:({YEAR})年)?"
)
DAMAGED_PERIOD = re.compile(
    r"(?<!\d)(20[0-3]\d)年?\d{0,3}月?\d{0,2}日[^。;\d]{0,6}[至到\-—–~](?:(20[0-3]\d))?\d{0,4}月?\d{0,2}日"
)
RUN_TOGETHER = re.compile(r"(?<!\d)(20[0-3]\d)\d{3,8}日()")
SAYS_PERIOD = re.compile(r"统计|数据|期限|时限|时间|期间|止")
CITES = re.compile(r"20\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:起)?(?:施行|实施|颁布|修订|出台)")
LEADING = re.compile(rf"({YEAR})年度?(?=[,，]|[^\d\-至到1-9])")


class Year(Struct, frozen=True):
    """The report year, where it was read, and what disagreed."""

    value: int | None
    basis: str  # period, title, text, published, none
    issues: tuple[Issue, ...] = ()


def year_of_report(page: Page, title: Title | None, published: str | None) -> Year:
    """Return the report year by precedence. `published` is the ISO date of publication, if known."""
    limit = int(published[:4]) if published else LAST
    found: list[tuple[int, str]] = []
    issues: list[Issue] = []
    for value, basis, quote in _candidates(page, title):
        if not FIRST <= value <= min(limit, LAST):
            issues.append(
                Issue(
                    "year_implausible",
                    f"{basis} names the year {value}, published {published}",
                    quote,
                )
            )
        elif basis not in {known for _, known in found}:
            found.append((value, basis))
    if not found:
        fallback = limit - 1 if published else None
        return Year(fallback, "published" if published else "none", tuple(issues))
    value, basis = found[0]
    for other, source in found[1:]:
        if other != value:
            issues.append(
                Issue(
                    "year_clash",
                    f"{basis} says {value}, {source} says {other}",
                    str(other),
                )
            )
    return Year(value, basis, tuple(issues))


def _candidates(page: Page, title: Title | None) -> Iterator[tuple[int, str, str]]:
    yield from _period(page)
    if title is not None and title.year is not None:
        yield title.year, "title", title.printed
    yield from _text(page, title)


def _period(page: Page) -> Iterator[tuple[int, str, str]]:
    """The sentence that says which period the data cover; damaged digits still begin with the year."""
    for line in page.lines:
        if "日" not in line.text or not SAYS_PERIOD.search(line.text):
            continue
        for pattern in (PERIOD, DAMAGED_PERIOD, RUN_TOGETHER):
            if match := pattern.search(line.text):
                start, end = year_of(match[1]), year_of(match[2]) if match[2] else None
                value = start if start is not None else end
                if value is not None and (end is None or end == value):
                    yield value, "period", match[0]
                    return


def _text(page: Page, title: Title | None) -> Iterator[tuple[int, str, str]]:
    """The year that opens the first sentences of the body: 2019年,我镇…; most named wins only among these."""
    first = title.line + 1 if title is not None and title.line is not None else 0
    for line in page.lines[first : first + 12]:
        match = (
            LEADING.match(line.text) or None
            if CITES.search(line.text[:80])
            else LEADING.match(line.text) or (LEADING.search(line.text[:80]) if len(line.text) > 20 else None)
        )
        if match and (value := year_of(match[1])) is not None:
            yield value, "text", match[0]
            return
