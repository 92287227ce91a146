"""UCAP / cmspro (开普): printed lists, the JSON lists behind them, articles whose text a script splits into pages.

The marks of its articles survive on other platforms, so a page of this kind is not always one of this system.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from archive.model import Catalogue, ListingPage, Post
from archive.pages import annual, lists, shells, ucap_json
from archive.pages.articles import Layout, read
from archive.pages.bodies import class_is, id_is
from archive.pages.pagers import counted, next_link
from archive.pages.trees import tree

# A district's `/{site}/c{digits}/{YYYYMM}/c01_{id}.shtml`; 32 hex digits in two regions; `content.shtml` in two.
ARTICLE = re.compile(r"/c\d+/(?:\d{6}/(c\d+_\d+|[0-9a-f]{32})|c\d+/content|\d{6}/content_\d+)\.s?html?$", re.IGNORECASE)
LAYOUT = Layout(
    bodies=(id_is("UCAP-CONTENT"), "//ucapcontent", id_is("zoom"), class_is("TRS_Editor")),
    titles=("//ucaptitle",),
    markers=True,
)


def is_article(url: str) -> bool:
    """Return whether an address is that of an article."""
    return ARTICLE.search(urlsplit(url).path) is not None


def native_id(url: str) -> str | None:
    """Return the name of an article where it is the platform's own: `c01_{id}` or 32 hex digits."""
    found = ARTICLE.search(urlsplit(url).path)
    return found.group(1) if found else None


def listing(text: str, url: str) -> ListingPage:
    """Return one page of a list: JSON, or printed rows. `redirect_firstChannel.shtml` comes back as a column to walk.

    Where no rows are printed but the page names its JSON list, `next_url` leads there.
    """
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        return ucap_json.listing(text, url, native_id)
    root = tree(text)
    entries = lists.entries(root, url, is_article, native_id)
    pager, linked = counted(text, root, url), next_link(root, url)
    next_url, body, others = linked or pager.next_url, None, pager.other_next if linked is None else ()
    if not any(is_article(entry.url) for entry in entries) and (named := ucap_json.first_page(text, url)):
        next_url, body, others, entries = named.url, named.body, (), ()
    return ListingPage(
        entries=entries,
        total=pager.total,
        next_url=next_url,
        pages=pager.pages,
        columns=(*lists.columns(root, url, is_article), *(() if entries else shells.column(root, url))),
        next_body=body,
        other_next=others,
    )


def catalogue(html: str, url: str) -> Catalogue:
    """Return the columns of a home page that may hold annual reports."""
    return annual.catalogue(tree(html), url, is_article)


def post(html: str, url: str) -> Post:
    """Return an article, whole: `#PAGE_BREAK#` is where a script would split it, there is no page 2 to fetch.

    Raises PageChangedError where the page has neither a title of its own nor a body.
    """
    return read(html, url, LAYOUT, native_id(url))
