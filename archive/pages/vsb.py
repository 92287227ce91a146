"""VSB / webber (博达): lists at `{col}.htm`, older pages at `{col}/{n}.htm` where n counts down. Only links tell.

With eleven pages, page 2 is `{col}/10.htm` and the last is `{col}/1.htm` (three code bases), so no number is computed.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from archive.model import Catalogue, ListingPage, Node, Post
from archive.pages import annual, files, lists, shells
from archive.pages.articles import Layout, read
from archive.pages.bodies import class_is, id_is
from archive.pages.pagers import next_link, printed
from archive.pages.rows import title_of
from archive.pages.trees import has_class, links, text_of, tree

ARTICLE = re.compile(r"/info/(\d+/\d+)\.htm$")
_OLDER = re.compile(r"/\d+\.htm$")
_SHARE = re.compile(r"(?<!\d)(\d{1,5})\s*/\s*(\d{1,5})(?!\d)")
LAYOUT = Layout(
    bodies=(class_is("v_news_content"), id_is("vsb_content"), "//*[starts-with(@id, 'vsb_content_')]"),
    titles=(class_is("arti_title"), class_is("titlestyle")),
)


def is_article(url: str) -> bool:
    """Return whether an address is that of an article."""
    return ARTICLE.search(urlsplit(url).path) is not None


def native_id(url: str) -> str | None:
    """Return column and number of an article. The number alone is not known to be unique."""
    found = ARTICLE.search(urlsplit(url).path)
    return f"info/{found.group(1)}" if found else None


def _below(root: HtmlElement, url: str) -> tuple[Node, ...]:
    """Return the columns below this one: `{col}/{name}.htm`, a name and not the number of an older page."""
    stem, found = re.sub(r"\.htm$", "/", urlsplit(url).path), dict[str, Node]()
    for link, address in links(root, url):
        path = urlsplit(address).path
        own = urlsplit(address).hostname == urlsplit(url).hostname and path.startswith(stem)
        if own and path.endswith(".htm") and not _OLDER.search(path) and not is_article(address):
            found.setdefault(address, Node(id=path, name=title_of(link), parent=stem, jump_url=address))
    return tuple(found.values())


def listing(text: str, url: str) -> ListingPage:
    """Return one page of a column: `共52条` is the total, `1/11` the pages, the next page is where its link leads."""
    root = tree(text)
    entries = lists.entries(root, url, is_article, native_id)
    boxes = root.xpath(f"//*[{has_class('pb_sys_common')}] | //*[starts-with(@id, 'fanye')]")
    pager = " ".join(text_of(box, " ") for box in boxes)
    total, pages = printed(pager)
    share = _SHARE.search(pager)
    found = {node.jump_url: node for node in (*_below(root, url), *lists.columns(root, url, is_article))}
    years = tuple(n for n in found.values() if n.jump_url and not files.is_document(n.jump_url))
    return ListingPage(
        entries=entries,
        total=total,
        next_url=next_link(root, url),
        pages=int(share.group(2)) if share else pages,
        columns=(*years, *(() if entries else shells.column(root, url))),
    )


def catalogue(html: str, url: str) -> Catalogue:
    """Return the columns of a home page that may hold annual reports."""
    return annual.catalogue(tree(html), url, is_article)


def post(html: str, url: str) -> Post:
    """Return an article. Its files stand outside the body, behind `download.jsp`, which may ask for a captcha.

    Raises PageChangedError where the page has neither a title of its own nor a body.
    """
    return read(html, url, LAYOUT, native_id(url))
