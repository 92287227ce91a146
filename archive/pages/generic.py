"""What is none of the known platforms: densest link block, next link, standard meta tags, largest text block.

The nationally prescribed meta names (ArticleTitle, PubDate, ContentSource …) stand on every platform (O6+).
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from archive.errors import PageChangedError
from archive.model import Catalogue, Entry, ListingPage, Node, Post
from archive.pages import files, labels
from archive.pages.folders import below
from archive.pages.rows import densest, title_of
from archive.pages.titles import names_report_column, speaks_of_report
from archive.pages.trees import first, inner_html, links, metas, text_of, tree
from archive.pages.values import date_in

NEXT = re.compile(r"^(?:下一?[页頁]|后一页|»|>|›|next)\s*[>»]*$", re.IGNORECASE)
# An article: a last path part with a digit in it that is not a list page; or a document file.
_LIST = re.compile(r"(?:^|/)(?:index|list|default|col)(?:[_-]?\d+)?(?:\.\w+)?$", re.IGNORECASE)
_PAGE = re.compile(r"/[^/]*\d[^/]*\.(?:s?html?|jhtml|aspx?|jsp|php)$|/\d+/?$", re.IGNORECASE)
TEXT_BLOCKS = ("div", "td", "article", "section")
LEAST_TEXT, MOST_NODES = 20, 200


def is_article(url: str) -> bool:
    """Return whether an address looks like an article or a document file rather than a list."""
    path = urlsplit(url).path
    return files.is_document(url) or (bool(_PAGE.search(path)) and not _LIST.search(path))


def catalogue(html: str, url: str) -> Catalogue:
    """Return the columns of a home page that may hold annual reports, by name or by path, as nodes with a jump."""
    found: dict[str, Node] = {}
    for link, address in links(tree(html), url):
        name = title_of(link)
        if address != url and not is_article(address) and names_report_column(name, urlsplit(address).path):
            found.setdefault(address, Node(id=address, name=name, jump_url=address))
    return Catalogue(nodes=tuple(found.values())[:MOST_NODES])


def _next(root: HtmlElement, url: str) -> str | None:
    for link, address in links(root, url):
        if address != url and NEXT.match(text_of(link)):
            return address
    return None


def listing(text: str, url: str) -> ListingPage:
    """Return the rows of the densest block of article links and the page that the next link names."""
    root = tree(text)
    here = urlsplit(url).hostname
    entries = []
    for row in densest(root, url, is_article):
        kind = "normal" if urlsplit(row.url).hostname == here else "url"
        entries.append(Entry(row.title, row.url, kind=kind, published_at=row.date))  # type: ignore[arg-type]
    return ListingPage(entries=tuple(entries), next_url=_next(root, url), columns=below(root, url))


def _largest(root: HtmlElement) -> HtmlElement | None:
    """Return the smallest block that still holds most of the page's paragraphs."""
    best, best_weight = None, 0
    for block in root.iter(*TEXT_BLOCKS):
        own = sum(len(text_of(child)) for child in block if child.tag in {"p", "table", "h2", "h3", "ul", "ol"})
        own += len((block.text or "").strip())
        if own > best_weight:
            best, best_weight = block, own
    return best if best_weight >= LEAST_TEXT else None


def post(html: str, url: str) -> Post:
    """Return an article: title from meta or h1, body = the block with most text of its own.

    Raises PageChangedError where the page has neither a title nor a text.
    """
    root = tree(html)
    meta, body, heading = metas(root), _largest(root), first(root, ("//h1", "//h2"))
    title = meta.get("ArticleTitle") or (text_of(heading) if heading is not None else "") or None
    if title is None and body is None:
        raise PageChangedError(f"{url}: neither a title nor a block of text")
    values = labels.read(root, body)
    report = speaks_of_report(title or "")
    return Post(
        title=title,
        body_html=inner_html(body) if body is not None else None,
        publisher=labels.publisher(values),
        published_at=date_in(meta.get("PubDate", "")) or values.get("published_at"),
        generated_at=values.get("generated_at"),
        written_at=values.get("written_at"),
        identifier=values.get("identifier"),
        document_number=values.get("document_number"),
        attachments=files.merged(files.linked(body if body is not None else root, url, images=report)),
        meta={**meta, **values},
    )
