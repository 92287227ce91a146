"""Rows of a list in any markup: the block that holds most article links, a title, an address and a date each.

Containers differ from site to site (ten class names seen for one platform), so none is named: links are grouped by
the kind of container they stand in, and the group with most links is the list.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from archive.pages.furniture import is_pager
from archive.pages.trees import links, text_of
from archive.pages.values import DATE, date_in, words

ROW_TAGS = {"li", "tr", "dd"}
LIST_TAGS = {"ul", "ol", "dl", "table", "tbody", "body", "html"}
LONGEST_ROW, MOST_LINKS = 600, 5000
CUT = re.compile(r"(?:…+|\.{3,}|⋯+)$")


class Row(NamedTuple):
    """One row: the full title, the absolute address, the date as ISO text where one is printed."""

    title: str
    url: str
    date: str | None
    element: HtmlElement


def title_of(link: HtmlElement) -> str:
    """Return the title of a link: its text, or the `title` attribute where the text is cut or empty (O3)."""
    text = text_of(link)
    full = words(link.get("title"))
    if full is None:
        inner = link.xpath(".//*[@title]/@title | .//img/@alt")
        full = words(inner[0]) if inner else None
    if full is None:
        return DATE.sub("", text).strip("[]() ") or text if DATE.search(text) and len(link) else text
    shown = CUT.sub("", text)
    if shown == text and text and DATE.search(full.removeprefix(text)):
        return text  # the attribute prints the date behind the title
    return full if not text or shown != text or full.startswith(shown) else text


def _row(link: HtmlElement, targets: dict[HtmlElement, set[str]]) -> HtmlElement:
    """Climb from a link to the largest element that still speaks of this one link only."""
    here = link
    while here.tag not in ROW_TAGS:
        above = here.getparent()
        if above is None or above.tag in LIST_TAGS or len(targets[above]) > 1:
            break
        if len(text_of(above, "", LONGEST_ROW + 1)) > LONGEST_ROW:
            break
        here = above
    return here


def _date(row: HtmlElement, link: HtmlElement) -> str | None:
    """Return the date of a row: outside the link first (titles print dates too), else a part of the link."""
    around = text_of(row, " ", LONGEST_ROW)
    if row.tag == "dt" and (told := row.getnext()) is not None and told.tag == "dd":
        around += " " + text_of(told, " ", LONGEST_ROW)
    title = text_of(link, " ")
    if found := date_in(around.replace(title, " ", 1) if title else around):
        return found
    for part in link.iter("span", "em", "i", "b", "time", "p", "div"):
        text = text_of(part)
        if part is not link and DATE.match(text.strip("[]() ")) and len(text) <= 24:
            return date_in(text)
    said = (element.get("title") for element in (row, *row.iter()) if isinstance(element.tag, str))
    return next((found for text in said if text and (found := date_in(text.replace(title, " ", 1)))), None)


def _kind(row: HtmlElement) -> tuple[str, ...]:
    """Return what kind of container a row stands in: tag and class of the row's ancestors, nearest first."""
    return tuple(f"{node.tag}.{node.get('class') or ''}#{node.get('id') or ''}" for node in row.iterancestors())


def densest(root: HtmlElement, url: str, article: Callable[[str], bool]) -> list[Row]:
    """Return the rows of the block with most article links, in page order, one per address.

    Links below the column's own path weigh first: a side bar may hold more links than a short list does.
    """
    below = urlsplit(url).path.rsplit("/", 1)[0] + "/"
    found: dict[HtmlElement, str] = {}
    targets: dict[HtmlElement, set[str]] = defaultdict(set)
    for link, address in links(root, url):
        if len(found) < MOST_LINKS and article(address) and not is_pager(title_of(link)):
            found[link] = address
            for above in (link, *link.iterancestors()):
                targets[above].add(address)
    groups: dict[tuple[str, ...], list[tuple[HtmlElement, HtmlElement]]] = defaultdict(list)
    for link in found:
        row = _row(link, targets)
        groups[_kind(row)].append((row, link))
    if not groups:
        return []
    here = urlsplit(url).hostname

    def weight(group: list[tuple[HtmlElement, HtmlElement]]) -> tuple[int, int]:
        places = {found[link] for _, link in group}
        own = sum(1 for place in places if urlsplit(place).path.startswith(below) and urlsplit(place).hostname == here)
        return own, len(places)

    rows: dict[str, Row] = {}
    for row, link in max(groups.values(), key=weight):
        address, title = found[link], title_of(link)
        known = rows.get(address)
        if known is None or (len(title) > len(known.title)):  # a picture and a text may link to the same article
            rows[address] = Row(title, address, _date(row, link) or (known.date if known else None), row)
    return list(rows.values())
