"""Hanweb's disclosure module: search.jsp answers with a fragment of rows, the annual report has a page of its own.

`/module/xxgk/search.jsp` takes its parameters in the query, in the body, or in both (eight code bases); GET works too,
so an address is enough. Rows are `tr.tr_main_value_odd` and `_even`, the date stands in the third cell, the pager
prints 共N页 (`currpage` counts from 1).
"""

from __future__ import annotations

import html as markup
import re
from typing import NamedTuple
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from archive.model import Entry, ListingPage, NextPage, Post
from archive.pages import files, lists
from archive.pages.hanweb_post import column_of, is_article, native_id
from archive.pages.pagers import NEXT_WORDS, printed
from archive.pages.queries import form, number, parameters, with_query
from archive.pages.rows import title_of
from archive.pages.scripts import constant
from archive.pages.trees import links, text_of, tree
from archive.pages.values import absolute, date_in

SEARCH, TREE = "/module/xxgk/search.jsp", "/module/xxgk/tree.jsp"
REPORT = "/module/xxgk/xxgkAnnualReport.jsp"
_ROW = re.compile(r"\btr_main_value_(?:odd|even)\b")
_SEARCH = re.compile(r"""["'\s(]((?:https?:)?[^"'\s<>()]{0,200}/module/xxgk/search\.jsp\?[^"'\s<>]{1,1500})""")
_PLACE = re.compile(r"""["']((?:https?:)?[^"'\s<>()?]{0,200}/module/xxgk/search\.jsp)["']""")
_DATA = re.compile(
    r"""["']\??((?=[^"'\s<>]{0,1500}\b(?:divid|infotypeId|currpage)=)[\w-]{1,30}=[^"'<>\s]{1,1500})["']"""
)
_OBJECT = re.compile(r"\s*,\s*(?:[\w\s:\"',]{0,200}?data\s*:\s*)?\{([^{}]{1,1500})\}")
_PAIR = re.compile(r"[\"']?(\w{1,30})[\"']?\s*:\s*(?:'([^']*)'|\"([^\"]*)\"|(\d+)|([A-Za-z_$][\w$]*))")
_REPORT = re.compile(
    r"""["'\s(=]((?:https?:)?[^"'\s<>()]{0,200}/module/xxgk/xxgkAnnualReport\.jsp\?[^"'\s<>()]{1,400})"""
)
_AREA = re.compile(r"/module/xxgk/(?:search|tree)\.jsp\?(?:[^\"'\s<>]{0,800}?(?:&amp;|&))?area=(\w{6,20})")
_TAGS = re.compile(r"<[^>]*>|&nbsp;|\s")
LEAST_REPORT = 60  # characters; “no report was published for this year” is shorter
_NUMBER = re.compile(r"\d{1,6}")


def search_url(origin: str, web: str, area: str, column: str, page: int = 1) -> str:
    """Return the address of one page of a column's list. `area` is the nine-digit organisation code."""
    values: dict[str, object] = {"infotypeId": "", "jdid": web, "area": area, "divid": f"div{column}"}
    ends: dict[str, object] = {"sortfield": ",createdatetime:0,orderid:0", "currpage": page}
    return with_query(f"{origin}{SEARCH}", {**values, "texttype": "", "fbtime": -1, **ends})


def report_url(origin: str, area: str, year: int) -> str:
    """Return the address under which the module prints a whole report (one host, a live page).

    Whether `fbtime` is the year reported on or the year of publication is not known: ask for both, compare the texts.
    """
    return with_query(f"{origin}{REPORT}", {"area": area, "fbtime": year, "showType": 2})


class Area(NamedTuple):
    """An organisation whose reports the module prints: the address without a year, and the years that links name."""

    url: str
    name: str
    years: tuple[int, ...]
    guessed: bool  # the module is there, but no link to a report of it


def in_year(url: str, year: int) -> str:
    """Return the address of one year's report; `url` is that of an organisation."""
    return with_query(url, {"fbtime": year})


def report_areas(text: str, url: str) -> list[Area]:
    """Return the organisations whose whole reports a page points to, those with a link first."""
    if "/module/xxgk/" not in text:
        return []
    found: dict[str, set[int]] = {}
    for match in _REPORT.finditer(text):
        address = absolute(markup.unescape(match.group(1)), url)
        area = parameters(address).get("area") if address else None
        if address and area:
            year = number(address, "fbtime")
            place = with_query(address.partition("?")[0], {"area": area, "fbtime": "", "showType": 2})
            found.setdefault(place, set()).update({year} if year and 1990 < year < 2100 else ())
    areas = [Area(place, parameters(place)["area"], tuple(sorted(years)), False) for place, years in found.items()]
    known = {area.name for area in areas}
    for match in _AREA.finditer(text):
        if match.group(1) not in known:
            known.add(match.group(1))
            place = with_query(absolute(REPORT, url) or url, {"area": match.group(1), "fbtime": "", "showType": 2})
            areas.append(Area(place, match.group(1), (), True))
    return areas


def has_report(post: Post) -> bool:
    """Return whether a page of the module prints a report: a year without one has hardly a word, or says so."""
    text = _TAGS.sub("", post.body_html or "")
    return len(text.strip()) >= LEAST_REPORT or bool(post.attachments) or "<img" in (post.body_html or "")


def is_fragment(text: str, url: str) -> bool:
    """Return whether a text is an answer of search.jsp."""
    return urlsplit(url).path.endswith(SEARCH) or (bool(_ROW.search(text)) and "<datastore>" not in text)


def posted(url: str) -> NextPage:
    """Return a search as the POST that most clients send: the same values in query and body."""
    return NextPage(url, form(dict(parameters(url))))


def search_in(text: str, url: str) -> str | None:
    """Return the address of the search that a column page makes: whole, or from a script's `url` and `data`."""
    found = _SEARCH.search(text)
    if found:
        return absolute(markup.unescape(found.group(1)), url)
    place, data = _PLACE.search(text), _DATA.search(text)
    address = absolute(place.group(1), url) if place else None
    if place and address and data is None and (values := _given(text, place.end())):
        return with_query(address, values)
    if place is None or data is None:
        return None
    return absolute(f"{address}?{markup.unescape(data.group(1))}", url) if address else None


def _given(text: str, at: int) -> dict[str, object]:
    """Return the values of the object that is handed over behind an address; a name stands for what the page sets."""
    found = _OBJECT.match(text, at)
    values: dict[str, object] = {}
    for key, single, double, number_, name in _PAIR.findall(found.group(1) if found else ""):
        value = constant(name, text) if name else single or double or number_
        if value is not None:
            values[key] = value
    return values if "divid" in values or "infotypeId" in values else {}


def _entry(row: HtmlElement, url: str) -> Entry | None:
    found = [(link, address) for link, address in links(row, url) if title_of(link)]
    if not found:
        return None
    link, address = max(found, key=lambda one: (one[0].get("gkfs") is not None, is_article(one[1])))
    cells = [text_of(cell, " ") for cell in row.iterchildren("td", "th")]
    inside = text_of(link, " ")
    date = date_in(cells[2]) if len(cells) > 2 and inside not in cells[2] else None
    date = date or date_in(text_of(row, " ").replace(inside, " ", 1))
    kind = "normal" if is_article(address) or files.is_document(address) else "url"
    return Entry(title_of(link), address, native_id(address), kind=kind, published_at=date)  # type: ignore[arg-type]


def _own(entries: list[Entry], column: str | None) -> tuple[list[Entry], tuple[str, ...]]:
    """Keep the rows of the column asked for: on some hosts the search is not filtered by it (one province)."""
    columns = {found for entry in entries if (found := column_of(entry.url))}
    if column is None or columns <= {column}:
        return entries, ()
    if column in columns:
        return [entry for entry in entries if column_of(entry.url) in {column, None}], ()
    return entries, (f"search.jsp: no row is of column {column}, all were kept",) if len(columns) > 1 else ()


def _after(root: HtmlElement, url: str, page: int, pages: int | None) -> int | None:
    """Return the number of the next page: by 共N页, else by what the link 下一页 carries."""
    if pages is not None:
        return page + 1 if page < pages else None
    for link in root.iter("a"):
        if NEXT_WORDS.match(text_of(link, "", 20).replace(" ", "")):
            said = f"{link.get('href') or ''} {link.get('onclick') or ''}"
            carried = number(absolute(link.get("href"), url) or "", "currpage")
            numbers = [int(n) for n in _NUMBER.findall(said)]
            return carried if carried and carried > page else (page + 1 if page + 1 in numbers else None)
    return None


def listing(text: str, url: str) -> ListingPage:
    """Return one page of the module's list."""
    root = tree(f"<div>{text}</div>")
    rows = root.xpath("//tr[contains(@class, 'tr_main_value_')]")
    found = [_entry(row, url) for row in rows if isinstance(row, HtmlElement)]
    column = parameters(url).get("divid", "").removeprefix("div") or None
    entries, unread = _own([row for row in found if row is not None], column if column and column.isdigit() else None)
    if not rows:  # another skin of the same answer: any row with a link to an article
        entries = list(lists.entries(root, url, is_article, native_id))
    total, pages = printed(text_of(root, " "))
    page = number(url, "currpage") or 1
    after = _after(root, url, page, pages)
    following = with_query(url, {"currpage": after}) if after else None
    return ListingPage(
        entries=tuple({row.url: row for row in entries}.values()),
        total=total if not unread and len(entries) == len(found) else None,
        next_url=following,
        pages=pages,
        unread=unread,
        other_next=(posted(following),) if following else (),
    )
