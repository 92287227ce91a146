"""NFCMS, the ordinary portal pages beside gkmlpt: static columns, articles, and the `postmeta` JSON behind both.

Column pages are `index.html`, then `index_2.html` is page 2 (seven and more sites, platforms 2.1). Articles stand at
`{column}/content/post_{id}.html`.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from archive.errors import PageChangedError
from archive.model import Catalogue, Entry, Link, ListingPage, Post
from archive.pages import files, labels
from archive.pages.folders import below
from archive.pages.nfcms_meta import POST, json_object, meta_listing, meta_post
from archive.pages.rows import Row, densest, title_of
from archive.pages.titles import speaks_of_report
from archive.pages.trees import first, has_class, inner_html, links, metas, text_of, tree
from archive.pages.values import date_in, native_id

PAGE = re.compile(r"/index_(\d+)\.(?:s?html?)$")
GLOBALS = re.compile(r"\b(NFCMS_[A-Z_]+)\s*=\s*[\"']?([\w-]+)")
NEXT = re.compile(r"^(?:下一?[页頁]|后一页|»|>|›|next)\s*[>»]*$", re.IGNORECASE)
TITLES = (f"//*[{has_class('content_title')}]", "//h1", "//ucaptitle")
BODIES = tuple(
    f"//*[{condition}]"
    for condition in (
        has_class("article-content"),
        "@id='zoomcon'",
        has_class("content_article"),
        has_class("news_cont_d_wrap"),
        has_class("tyxxy_main"),
        has_class("articleBox"),
        "@wzades",
        "self::ucapcontent",
        f"self::div and {has_class('zw')}",
        f"self::div and {has_class('content')}",
    )
)


def script_values(html: str) -> dict[str, str]:
    """Return the NFCMS_… globals of a page: site, post, column and kind of page (the surest fingerprint)."""
    return dict(GLOBALS.findall(html))


def _number(url: str) -> str | None:
    found = POST.search(urlsplit(url).path)
    return found.group(1) if found else None


def is_article(url: str) -> bool:
    """Return whether an address is that of an article of this platform."""
    return _number(url) is not None


def catalogue(html: str, url: str) -> Catalogue:
    """Return the sub-columns of a column page as nodes (their address is `jump_url`)."""
    return Catalogue(nodes=below(tree(html), url), sid=script_values(html).get("NFCMS_SITE_ID"))


def _next(root: HtmlElement, url: str, last: int) -> str | None:
    """Return the address of the next page: the link that says so, else index_{n+1} while the pager knows one."""
    number = page_number(url)
    for link, address in links(root, url):
        says = "next" in (link.get("class") or "").split() or NEXT.match(text_of(link))
        if says and address != url and page_number(address) > number:
            return address
    if number >= last:
        return None
    folder = url.split("?")[0].rsplit("/", 1)[0]
    return f"{folder}/index_{number + 1}.html"


def page_number(url: str) -> int:
    """Return which page of its column an address is; `index.html` and the bare folder are page 1."""
    found = PAGE.search(urlsplit(url).path)
    return int(found.group(1)) if found else 1


def _entry(row: Row, node: str) -> Entry:
    return Entry(title=row.title, url=row.url, native_id=_number(row.url), published_at=row.date, node_id=node)


def _other_links(rows: list[Row], url: str, node: str) -> list[Entry]:
    """Return the list's rows that lead elsewhere: another host, or straight to a file. They have no page here."""
    boxes = {row.element.getparent() for row in rows} - {None}
    known = {row.element for row in rows}
    found: dict[str, Entry] = {}
    for box in boxes:
        for element in box.iterchildren("li", "tr"):
            targets = [] if element in known else [(a, address) for a, address in links(element, url)]
            if len(targets) == 1 and not PAGE.search(targets[0][1]) and title_of(targets[0][0]):
                link, address = targets[0]
                date = date_in(text_of(element, " ").replace(text_of(link, " "), " ", 1))
                found.setdefault(address, Entry(title_of(link), address, kind="url", published_at=date, node_id=node))
    return list(found.values())


def listing(text: str, url: str) -> ListingPage:
    """Return one page of a column, from its HTML or from `/postmeta/i/{column}.json`.

    A page without rows is a page without entries; whether that is right the walk decides from the pages before it.
    """
    if (meta := json_object(text)) is not None:
        return meta_listing(meta, url)
    root = tree(text)
    folder = urlsplit(url).path.rsplit("/", 1)[0] + "/"
    rows = densest(root, url, is_article)
    entries = [_entry(row, folder) for row in rows] + _other_links(rows, url, folder)
    own = [
        n for _, a in links(root, url) if urlsplit(a).path.rsplit("/", 1)[0] + "/" == folder and (n := page_number(a))
    ]
    last = max([page_number(url), *own])
    return ListingPage(
        entries=tuple(entries),
        next_url=_next(root, url, last),
        pages=last,
        columns=below(root, url),
    )


def _title(root: HtmlElement, meta: dict[str, str]) -> str | None:
    heading = first(root, TITLES)
    printed = text_of(heading) if heading is not None else ""
    return printed or meta.get("ArticleTitle")


def post(html: str, url: str) -> Post:
    """Return an article, from its page or from `/postmeta/p/…/{id}.json`.

    生成日期 is when the platform made the page and may be later than the publication; it is kept apart.
    Raises PageChangedError where a page has neither a title nor a body.
    """
    if (data := json_object(html)) is not None:
        return meta_post(data, url)
    root, scripts = tree(html), script_values(html)
    meta = metas(root)
    body = first(root, BODIES)
    title = _title(root, meta)
    if title is None and (body is None or not text_of(body)):
        raise PageChangedError(f"{url}: an article page without title and body")
    values = labels.read(root, body)
    outside: list[Link] = [link for link in files.linked(root, url) if link.native_id or "/attachment/" in link.url]
    inside = files.linked(body, url, images=speaks_of_report(title or "")) if body is not None else []
    return Post(
        title=title,
        body_html=inner_html(body) if body is not None and (text_of(body) or len(body)) else None,
        native_id=_number(url) or scripts.get("NFCMS_POST_ID") or native_id(meta.get("ArticleId")),
        publisher=labels.publisher(values),
        published_at=date_in(meta.get("PubDate", "")) or values.get("published_at"),
        generated_at=values.get("generated_at"),
        written_at=values.get("written_at"),
        identifier=values.get("identifier"),
        document_number=values.get("document_number"),
        attachments=files.merged(inside, outside),
        meta={**meta, **values, **scripts},
    )
