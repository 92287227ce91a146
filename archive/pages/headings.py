"""Titles and dates of articles on home-made pages: no standard meta, no `h1`, the date a line of its own.

Such a page prints its title in a cell or a bold line, and `<title>` holds it with the site's name, or that name alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from archive.pages.furniture import is_furniture
from archive.pages.titles import names_report_column, speaks_of_report
from archive.pages.trees import text_of
from archive.pages.values import DATE, date_in

_TAGS = (
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "td",
    "th",
    "p",
    "div",
    "span",
    "font",
    "b",
    "strong",
    "center",
    "small",
    "em",
    "i",
    "time",
)
_NAMED = re.compile(
    r"^(?:bt|biaoti|tit|title|headline|(?:art|article|news|info|con|content|wz|xl|show|detail|doc|text)[_-]?(?:bt|tit|title))\d?$",
    re.IGNORECASE,
)
_TODAY = re.compile(r"今天|今日|现在|星期|截止|版权|©")
_FRAME = re.compile(r"[\s\[\]()（）【】::：|]|发布|發布|日期|时间|時間|更新")
_LISTS = {"a", "li", "ul", "ol", "nav", "header", "footer", "select"}
LONGEST_TITLE, LEAST_TITLE, LONGEST_DATE, MOST = 150, 6, 40, 3000


def _lines(root: HtmlElement, longest: int) -> Iterator[tuple[HtmlElement, str]]:
    for number, element in enumerate(root.iter(*_TAGS)):
        if number >= MOST:
            return
        text = text_of(element, "", longest + 1)
        if 0 < len(text) <= longest:
            yield element, text


def part_printed(root: HtmlElement, parts: list[str]) -> str | None:
    """Return the longest part of a page's `<title>` that the page prints as a line of its own: the article's title."""
    wanted = {part for part in parts if len(part) >= LEAST_TITLE}
    if len(parts) < 2 or not wanted:
        return None
    found = {text for element, text in _lines(root, LONGEST_TITLE) if text in wanted and element.find(".//a") is None}
    return max(found, key=len, default=None)


def named_title(root: HtmlElement, longer_than: int) -> str | None:
    """Return the line that a class or an id calls the title, where it says more than the site's name."""
    for element, text in _lines(root, LONGEST_TITLE):
        names = f"{element.get('class') or ''} {element.get('id') or ''}".split()
        if any(_NAMED.match(name) for name in names) and len(text) > longer_than and _is_title(element, text):
            return text
    return None


def _is_title(element: HtmlElement, text: str) -> bool:
    column = names_report_column(text) and not speaks_of_report(text)
    return element.find(".//a") is None and not column and not is_furniture(text)


def dated_line(root: HtmlElement, body: HtmlElement | None) -> str | None:
    """Return the date of a line around the body that holds a date and hardly a word more; not one of a list's rows."""
    inside = set() if body is None else set(body.iter())
    for element, text in _lines(root, LONGEST_DATE):
        if element in inside or _TODAY.search(text) or not DATE.search(text):
            continue
        rest = _FRAME.sub("", DATE.sub("", text))
        listed = any(above.tag in _LISTS for above in (element, *element.iterancestors()))
        if not rest and not listed:
            return date_in(text)
    return None
