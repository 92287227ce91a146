"""Hanweb (大汉) columns: rows inside a datastore in a script, further groups from the dataproxy.

The visible list is empty; `<datastore>` holds the first group, about three pages of the pager (42 or 45 records). Its
`nextgroup` names the dataproxy (GET, `page=`); other clients POST `startrecord`, `endrecord`, `perpage` (1-based,
inclusive). Servers disagree on which of the two they honour, so both are returned. An address stands for a page, so a
POST carries its form in the query too.
"""

from __future__ import annotations

import html as markup
import re
from collections.abc import Iterator
from typing import NamedTuple

from archive.errors import PageChangedError
from archive.model import Catalogue, Entry, ListingPage, NextPage
from archive.pages import annual, files, hanweb_xxgk, jpaas, lists, literal, shells
from archive.pages.hanweb_post import column_of, is_article, native_id, post
from archive.pages.pagers import next_link
from archive.pages.queries import form, number, parameters, with_query
from archive.pages.rows import title_of
from archive.pages.trees import links, text_of, tree
from archive.pages.values import absolute, date_in, whole

__all__ = ["catalogue", "is_article", "listing", "post"]

GROUP = 45  # records of a group where none is embedded to count
MOST_STORES, MOST_RECORDS = 50, 20_000
PROXY = "/module/web/jpage/dataproxy.jsp"  # older hosts: /module/jpage/dataproxy.jsp
_PROXY = re.compile(r"/module/(?:web/)?jpage/(?:more\w*)?dataproxy\.jsp", re.IGNORECASE)
_TOTAL = re.compile(r"<totalrecord>\s*(\d{1,9})\s*</totalrecord>", re.IGNORECASE)
_HREF = re.compile(r"""href\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_DIV = re.compile(r"<div\b[^>]{0,200}?\bid\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
FORM = {"col": 1, "appid": 1, "webid": "", "path": "/", "columnid": "", "sourceContentType": 1, "unitid": ""}
FORM_ENDS = {"webname": "", "permissiontype": 0}


class Store(NamedTuple):
    """One datastore: its records as markup, where its next group is, the unit it belongs to, the total it states."""

    records: list[str]
    group: str | None
    unit: str | None
    total: int | None


def _between(text: str, begin: str, end: str) -> Iterator[str]:
    """Yield what stands between two marks, each time; a mark that never ends ends the search."""
    at = text.find(begin)
    while at >= 0:
        stop = text.find(end, at)
        if stop < 0:
            return
        yield text[at + len(begin) : stop]
        at = text.find(begin, stop)


def _data(chunk: str) -> str:
    chunk = chunk.strip().removeprefix("<![CDATA[").removesuffix("]]>").strip()
    return markup.unescape(chunk) if chunk.startswith("&lt;") else chunk


def stores(text: str, url: str) -> list[Store]:
    """Return the datastores of a page or a dataproxy answer."""
    found, at = [], 0
    for body in _between(text, "<datastore>", "</datastore>"):
        place = text.find(body, at)
        at = place + len(body)
        chunk = _data(next(_between(body, "<nextgroup>", "</nextgroup>"), ""))
        href = _HREF.search(chunk)
        group = absolute(markup.unescape(href.group(1) or href.group(2) or ""), url) if href else None
        above = _DIV.findall(text[max(0, place - 2000) : place])
        unit = parameters(group).get("unitid") if group else (above[-1] if above else None)
        records = [_data(record) for record in _between(body, "<record>", "</record>")][:MOST_RECORDS]
        total = _TOTAL.search(body) or (_TOTAL.search(text) if _PROXY.search(url) else None)
        found.append(Store(records, group, unit, int(total.group(1)) if total else None))
        if len(found) >= MOST_STORES:
            break
    return found


def entry(record: str, url: str) -> Entry | None:
    """Return the row that a record prints: its article link, else its link with the longest title."""
    try:
        root = tree(f"<div>{record}</div>")
    except PageChangedError:
        return None
    found = [(link, address) for link, address in links(root, url) if title_of(link) or is_article(address)]
    if not found:
        return None
    link, address = max(found, key=lambda one: (is_article(one[1]), len(title_of(one[0]))))
    around = text_of(root, " ").replace(text_of(link, " "), " ", 1)
    kind = "normal" if is_article(address) or files.is_document(address) else "url"
    date = date_in(around) or date_in(text_of(link, " "))
    return Entry(title_of(link), address, native_id(address), kind=kind, published_at=date)  # type: ignore[arg-type]


def _script(text: str, unit: str | None) -> tuple[dict[str, object], int | None, int | None]:
    """Return what the script says of a unit: its `param_…` object, totalRecord and perPage."""
    given: dict[str, object] = {}
    total = per_page = None
    named = re.escape(unit) if unit else r"\w+"
    if found := re.search(rf"\bparam_{named}\s*=\s*(?=\{{)", text):
        try:
            said, _ = literal.read_object(text, found.end())
            given = {key: value for key, value in said.items() if isinstance(value, (str, int))}
        except PageChangedError:
            given = {}
    if found := re.search(rf"[\"']#{named}[\"']\s*\)\s*\.jpage\(", text):
        call = text[found.end() : found.end() + 1500]
        counts = dict(re.findall(r"[\"']?(totalRecord|perPage)[\"']?\s*:\s*[\"']?(\d{1,9})", call))
        total, per_page = whole(counts.get("totalRecord")), whole(counts.get("perPage"))
    return given, total, per_page


def _best(found: list[Store], url: str) -> Store:
    """Return the datastore of this column: side bars have their own. By column number, then by records."""
    own = column_of(url)

    def weight(store: Store) -> tuple[bool, int, int]:
        asked = parameters(store.group).get("columnid") if store.group else None
        mine = sum(f"art_{own}_" in record for record in store.records) if own else 0
        return own is not None and asked == own, mine, len(store.records)

    return max(found, key=weight)


def _posted(proxy: str, given: dict[str, object], start: int, size: int, per_page: int) -> NextPage:
    values = {key: given.get(key, value) for key, value in {**FORM, **FORM_ENDS}.items()}
    window: dict[str, object] = {"startrecord": start, "endrecord": start + size - 1, "perpage": per_page}
    return NextPage(with_query(proxy, {**window, **values}), form(values))


def _page(store: Store, entries: tuple[Entry, ...], url: str, text: str) -> ListingPage:
    """Return the first group, as the column page embeds it."""
    given, total, per_page = _script(text, store.unit)
    total, rows = total if total is not None else store.total, len(store.records)
    if not rows or (total is not None and rows >= total):
        return ListingPage(entries, total=total, offset=0)
    places = []
    if store.group and (page := number(store.group, "page")) is not None:
        # The printed address is the next group where groups count from 0, this one again where they count from 1.
        places = [NextPage(store.group), NextPage(with_query(store.group, {"page": page + 1}))]
    asked: dict[str, object] = {**given, **(parameters(store.group) if store.group else {})}
    asked.setdefault("unitid", store.unit or "")
    named = _PROXY.search(store.group or text)
    proxy = absolute(named.group() if named else PROXY, url) or url
    places.append(_posted(proxy, asked, rows + 1, rows, per_page or 15))
    first, *others = places
    return ListingPage(entries, total, None, 0, first.url, next_body=first.body, other_next=tuple(others))


def _answer(store: Store, entries: tuple[Entry, ...], url: str) -> ListingPage:
    """Return a further group. An empty one (about 54 bytes where ids are encrypted) is the end of what is visible."""
    rows, total = len(store.records), store.total
    start, page = number(url, "startrecord"), number(url, "page")
    offset = start - 1 if start is not None else None
    seen = (offset or 0) + rows
    if not rows or (total is not None and seen >= total):
        return ListingPage(entries, total=total, offset=offset)
    if start is not None:
        given: dict[str, object] = dict(parameters(url))
        end = number(url, "endrecord") or start + GROUP - 1
        after = _posted(url, given, start + rows, max(end - start + 1, 1), number(url, "perpage") or 15)
        return ListingPage(entries, total, None, offset, after.url, next_body=after.body)
    printed = number(store.group, "page") if store.group else None
    if store.group and printed is not None and printed > (page or 0):
        return ListingPage(entries, total, next_url=store.group)
    return ListingPage(entries, total, next_url=with_query(url, {"page": (page or 0) + 1}))


def listing(text: str, url: str) -> ListingPage:
    """Return one page of a column: a column page, a dataproxy answer or a fragment of the xxgk module.

    A column without a datastore is read by its printed rows; rows of other columns in side bars are left out.
    """
    if hanweb_xxgk.is_fragment(text, url):
        return hanweb_xxgk.listing(text, url)
    found = stores(text, url)
    if found:
        store = _best(found, url)
        rows = [entry(record, url) for record in store.records]
        entries = tuple({row.url: row for row in rows if row is not None}.values())
        page = _answer(store, entries, url) if _PROXY.search(url) else _page(store, entries, url, text)
        lost = sum(row is None for row in rows)
        unread = (f"record: {lost} without a link",) if lost else ()
        columns = () if _PROXY.search(url) else lists.columns(tree(text), url, is_article)
        return _with(page, columns=columns, unread=unread)
    if _PROXY.search(url):
        raise PageChangedError(f"{url}: the dataproxy answered without a datastore: {text[:80]!r}")
    if jpaas.has_unit(text):
        return jpaas.listing(text, url)
    return _printed(text, url)


def _printed(text: str, url: str) -> ListingPage:
    root, own = tree(text), column_of(url)
    entries = lists.entries(root, url, is_article, native_id)
    mine = [row for row in entries if column_of(row.url) in {own, None}]
    if own is not None and any(column_of(row.url) == own for row in mine):
        entries = tuple(mine)
    searched, linked = None if entries else hanweb_xxgk.search_in(text, url), next_link(root, url)
    columns = (*lists.columns(root, url, is_article), *(() if entries or searched else shells.column(root, url)))
    others = (hanweb_xxgk.posted(searched),) if searched and not linked else ()
    return ListingPage(entries, next_url=linked or searched, columns=columns, other_next=others)


def catalogue(html: str, url: str) -> Catalogue:
    """Return the columns of a home page that may hold annual reports."""
    return annual.catalogue(tree(html), url, is_article)


def _with(page: ListingPage, **changes: object) -> ListingPage:
    from msgspec.structs import replace

    return replace(page, **changes)
