"""Lonsun (龙讯): an organisation's disclosure at `/public/column/{organ}?type=T`, columns at `/content/column/{id}`.

T is 1 制度, 2 指南, 3 年报, 4 目录, 5 依申请 (from a copy of the system's source, one code base): `type=3` lists the
annual reports of an organisation. Page counts stand in a script (`pageCount:N`), `pageIndex` counts from 1.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from lxml.html import HtmlElement
from msgspec.structs import replace

from archive.model import Catalogue, Entry, ListingPage, Node, Post
from archive.pages import annual, lists, shells
from archive.pages.articles import Layout, read
from archive.pages.bodies import class_is
from archive.pages.pagers import next_link, printed
from archive.pages.queries import number, parameters, with_query
from archive.pages.rows import title_of
from archive.pages.trees import has_class, links, text_of, tree
from archive.pages.values import absolute, whole

ARTICLE = re.compile(r"/(?:public|content)/(?!column/)(?:[\w-]+/){0,4}(\d+)\.s?html?$|/content/article/(\d+)$")
REPORTS, KINDS = "3", {"1": "制度", "2": "指南", "3": "年报", "4": "目录", "5": "依申请公开"}
_COLUMN = re.compile(r"/(?:public|content)/column/(\d+)")
_COUNT = re.compile(r"\bpageCount[\"']?\s*[:=]\s*[\"']?(\d{1,6})")
# 003056789/202501-00012 and its like: an organisation's code, a month or a year, a running number.
_INDEX = re.compile(r"(?<![\w/-])[0-9A-Z][0-9A-Z-]{5,17}/\d{4,8}-\d{3,6}(?!\w)")
LAYOUT = Layout(
    bodies=(class_is("j-fontContent"), class_is("wzcon")),
    titles=(class_is("wztit"), class_is("newstitle")),
)


def is_article(url: str) -> bool:
    """Return whether an address is that of an article."""
    return ARTICLE.search(urlsplit(url).path) is not None


def native_id(url: str) -> str | None:
    """Return the number that an article's address ends with."""
    found = ARTICLE.search(urlsplit(url).path)
    return (found.group(1) or found.group(2)) if found else None


def _indexed(root: HtmlElement, url: str, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Add the index number that a row prints beside title and date."""
    numbers: dict[str, str] = {}
    for row in root.xpath(f"//*[{has_class('xxgk_navli')}] | //*[{has_class('xxgk_navli')}]//li"):
        found = _INDEX.search(text_of(row, " ", 600))
        targets = {address for _, address in links(row, url)}
        if found and len(targets) == 1:
            numbers.setdefault(targets.pop(), found.group())
    return tuple(replace(entry, identifier=numbers.get(entry.url)) for entry in entries)


def _paged(root: HtmlElement) -> int | None:
    """Return the last page that the pager's links name in their `paged` attribute."""
    return max((n for a in root.xpath("//a[@paged]") if (n := whole(a.get("paged"))) is not None), default=None)


def _columns(root: HtmlElement, url: str) -> tuple[Node, ...]:
    """Return the columns of the same organisation that hold reports: by kind, by name, by year."""
    here, found = _COLUMN.search(urlsplit(url).path), dict[str, Node]()
    for link, address in links(root, url):
        there = _COLUMN.search(urlsplit(address).path)
        same = (
            here and there and here.group(1) == there.group(1) and urlsplit(address).hostname == urlsplit(url).hostname
        )
        if same and _list(address) != _list(url) and annual.is_report_column(title_of(link), address):
            name = title_of(link) or KINDS[REPORTS]
            found.setdefault(_list(address), Node(_list(address), name, jump_url=address))
    return tuple(found.values())


def _list(url: str) -> str:
    """Return what makes a list the same list: its path, kind and category, whichever page of it."""
    given = parameters(url)
    return f"{urlsplit(url).path}?type={given.get('type', '')}&catId={given.get('catId', '')}"


def listing(text: str, url: str) -> ListingPage:
    """Return one page of an organisation's list or of an ordinary column."""
    root = tree(text)
    entries = _indexed(root, url, lists.entries(root, url, is_article, native_id))
    stated = _COUNT.search(text)
    pages = int(stated.group(1)) if stated else _paged(root)
    page = number(url, "pageIndex") or 1
    after = None
    if pages is None:
        linked = next_link(root, url)
        after = linked if linked and (number(linked, "pageIndex") or page + 1) > page else None
    elif page < pages:
        after = with_query(url, {"pageIndex": page + 1})
    found = {node.jump_url: node for node in (*_columns(root, url), *lists.columns(root, url, is_article))}
    return ListingPage(
        entries=entries,
        total=printed(" ".join(text_of(box, " ") for box in root.xpath("//*[@id='page_public_info']")))[0],
        next_url=after,
        pages=pages,
        columns=(*found.values(), *(() if entries else shells.column(root, url))),
    )


def reports_url(url: str) -> str | None:
    """Return the address of the annual-report list of the organisation that an address belongs to."""
    found = re.search(r"/public/column/(\d+)", urlsplit(url).path)
    return absolute(f"/public/column/{found.group(1)}?type={REPORTS}&action=list", url) if found else None


def catalogue(html: str, url: str) -> Catalogue:
    """Return the columns of a home page that may hold annual reports, `type=3` whatever its name."""
    return annual.catalogue(tree(html), url, is_article)


def post(html: str, url: str) -> Post:
    """Return an article. Its labels stand in `table.table_suoyin`, label cells are `td.pmingcheng`.

    Raises PageChangedError where the page has neither a title of its own nor a body.
    """
    return read(html, url, LAYOUT, native_id(url))
