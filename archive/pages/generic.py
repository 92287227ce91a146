"""What is none of the known platforms: densest link block, next link, standard meta tags, largest text block.

The nationally prescribed meta names (ArticleTitle, PubDate, ContentSource …) stand on every platform (O6+).
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from archive.model import Catalogue, Entry, ListingPage, Post
from archive.pages import annual, files, lists, shells
from archive.pages.articles import Layout, read
from archive.pages.bodies import class_is, id_is
from archive.pages.pagers import Pager, box_text, counted, next_link, printed
from archive.pages.rows import densest
from archive.pages.trees import tree

# An article: a last path part with a digit in it that is not a list page, a numbered folder, a document file, or a
# script that is asked for one item by number.
_LIST = re.compile(
    r"(?:^|/)(?:index|list|default|col|common_list|channel|columns?|more)(?:[_-]?\d+){0,2}(?:\.\w+)?$", re.IGNORECASE
)
_PAGE = re.compile(r"/[^/]*\d[^/]*\.(?:s?html?|jhtml|aspx?|jsp|php|do)$|/\d+/?$", re.IGNORECASE)
_FOLDER = re.compile(r"/\d{5,}/(?:index\.s?html?)?$", re.IGNORECASE)  # a district of Beijing: `/{number}/index.html`
_ITEM = re.compile(
    r"(?:^|&)(?:id|aid|nid|infoid|newsid|articleid|article_id|docid|contentid|content_id|itemid)=[\w-]*\d",
    re.IGNORECASE,
)
_SCRIPTED = re.compile(r"\.(?:aspx?|jsp|php|do|action|[sj]?html?)$", re.IGNORECASE)
_YEAR_FOLDER = re.compile(r"/(?:19|20)\d\d/?$")
LAYOUT = Layout(
    bodies=(
        id_is("zoom"),
        class_is("TRS_Editor"),
        class_is("v_news_content"),
        id_is("UCAP-CONTENT"),
        class_is("article-content"),
        id_is("zoomcon"),
        class_is("j-fontContent"),
    ),
    markers=True,
    note=False,
)


def is_article(url: str) -> bool:
    """Return whether an address looks like an article or a document file rather than a list."""
    parts = urlsplit(url)
    if files.is_document(url) or _FOLDER.search(parts.path):
        return True
    if _ITEM.search(parts.query) and _SCRIPTED.search(parts.path) and not _LIST.search(parts.path):
        return True
    if _YEAR_FOLDER.search(parts.path):
        return False
    return bool(_PAGE.search(parts.path)) and not _LIST.search(parts.path)


def catalogue(html: str, url: str) -> Catalogue:
    """Return the columns of a home page that may hold annual reports, by name or by path, as nodes with a jump."""
    return annual.catalogue(tree(html), url, is_article)


def _kind(url: str, here: str | None) -> str:
    return "normal" if urlsplit(url).hostname == here else "url"


def listing(text: str, url: str) -> ListingPage:
    """Return the rows of the densest block of article links and the next page: a link, else what a pager call says."""
    root = tree(text)
    here, linked = urlsplit(url).hostname, next_link(root, url)
    entries, shapes = [], annual.column_shapes(root, url)

    def listed(address: str) -> bool:
        return address != linked and is_article(address) and annual.shape(address) not in shapes

    for row in densest(root, url, listed):
        entries.append(Entry(row.title, row.url, kind=_kind(row.url, here), published_at=row.date))  # type: ignore[arg-type]
    pager = Pager() if linked else counted(text, root, url)
    rows, pages = printed(box_text(root, url, linked)) if linked else (None, None)
    return ListingPage(
        entries=tuple(entries),
        total=pager.total if pager.total is not None else rows,
        next_url=linked or pager.next_url,
        pages=pager.pages if pager.pages is not None else pages,
        columns=(*lists.columns(root, url, is_article), *(() if entries else shells.column(root, url))),
        other_next=pager.other_next,
    )


def post(html: str, url: str) -> Post:
    """Return an article: title from meta or heading, body from a known container or the block with most text.

    Raises PageChangedError where the page has neither a title of its own nor a text.
    """
    return read(html, url, LAYOUT)
