"""Columns that hold annual reports: by name, by path slug, by the switches that two platforms have for them.

A survey of 31 provincial portals found such a section on all of them, 22 with `xxgknb` or `zfxxgknb` in the path.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from archive.model import Catalogue, Node
from archive.pages.folders import place_of
from archive.pages.furniture import is_pager
from archive.pages.rows import title_of
from archive.pages.titles import names_report_column
from archive.pages.trees import links, text_of
from archive.pages.values import DATE

YEAR = re.compile(r"^(?:19|20)\d\d\s*年?度?(?:政府)?(?:信息公[开開])?(?:年[报報]|年度[报報]告)?$")
# Lonsun: `?type=3` is the annual-report list of an organisation (from a copy of the system's source, one code base).
# Hanweb: `xxgkAnnualReport.jsp` is a whole report; gkmlpt: `annualreport#id` is a view of the list.
_SWITCH = re.compile(
    r"/public/column/\d+[^#]*[?&]type=3(?:&|$)|/module/xxgk/xxgkAnnualReport\.jsp|/gkmlpt/annualreport", re.IGNORECASE
)
_PAGED = re.compile(r"(?:[_/-])\d{1,4}\.\w{2,5}$")
_NUMBERED = re.compile(r"\d[^/]*/?$")
_DIGITS = re.compile(r"\d+")
_NOTICES = re.compile(
    r"(?:政府|政务|政務)?信息公[开開](?:[专專][栏欄]|目[录錄]|指南|制度)?|(?:.{2})?(?:(?:通知|公告|公示|通告|公[报報]){1,2})[栏欄]?"
    r"|.{0,4}(?:[动動][态態]|要[闻聞]|文件|新[闻聞])"
)
MOST_NODES, LONGEST_NAME, LONGEST_ROW = 200, 14, 100


def is_report_column(name: str, url: str) -> bool:
    """Return whether a column may hold annual reports. A bare 年报 answers yes: statistics use it too."""
    return names_report_column(name, urlsplit(url).path) or bool(_SWITCH.search(url))


def shape(url: str) -> str:
    """Return an address with its numbers left out."""
    return _DIGITS.sub("#", url)


def column_shapes(root: HtmlElement, url: str) -> set[str]:
    """Return the shapes of numbered addresses (`/col/3`, `/c3.html`) that are columns: one is named so, none titled.

    An address that ends in a number may be an article as well; the words of the links tell.
    """
    columns, others = set[str](), set[str]()
    for link, address in links(root, url):
        if _NUMBERED.search(address):
            name = title_of(link)
            if len(name) > LONGEST_NAME or (_DIGITS.search(name) and not is_pager(name)) or _is_dated(link):
                others.add(shape(address))
            elif _is_column_name(name):
                columns.add(shape(address))
    return columns - others


def _is_dated(link: HtmlElement) -> bool:
    """Return whether a date stands beside a link: it is a row."""
    above = link.getparent()
    return above is not None and DATE.search(text_of(above, " ", LONGEST_ROW)) is not None


def _is_column_name(name: str) -> bool:
    return names_report_column(name) or _NOTICES.fullmatch(name) is not None


def catalogue(root: HtmlElement, url: str, article: Callable[[str], bool]) -> Catalogue:
    """Return the columns of a home page that may hold annual reports, as nodes with a jump."""
    found: dict[str, Node] = {}
    shapes = column_shapes(root, url)
    for link, address in links(root, url):
        name = title_of(link)
        if len(found) >= MOST_NODES:
            break
        if address == url or is_pager(name) or (not name and _PAGED.search(address)):
            continue
        if (shape(address) in shapes or not article(address)) and is_report_column(name, address):
            known = found.get(address)
            if known is None or not known.name:
                found[address] = Node(place_of(address, url), name, jump_url=address)
    return Catalogue(nodes=tuple(found.values()))
