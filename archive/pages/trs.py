"""TRS WCM (拓尔思): static columns, articles at `/{column}/{YYYYMM}/t{YYYYMMDD}_{id}.html`, files beside them.

The date in the name is the document's in the CMS and may differ from the publication, so it is no source of one.
Attachments are relative (`./P0….pdf`, images `./W0….jpg`): they are resolved against the article's own address.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from archive.model import Catalogue, Entry, ListingPage, Post
from archive.pages import annual, lists, shells
from archive.pages.articles import Layout, read
from archive.pages.bodies import class_is, id_is
from archive.pages.pagers import counted, next_link
from archive.pages.trees import tree
from archive.pages.values import absolute, date_in
from archive.pages.written import written

ARTICLE = re.compile(r"/(t\d{8}_\d+)\.s?html?$", re.IGNORECASE)
LAYOUT = Layout(
    bodies=(
        class_is("TRS_Editor"),
        class_is("trs_editor_view"),
        class_is("TRS_UEDITOR"),
        id_is("zoom"),
        id_is("Zoom"),
        class_is("content"),
    ),
    titles=(class_is("xxgk_title"), class_is("article-title")),
    markers=True,
)


def is_article(url: str) -> bool:
    """Return whether an address is that of an article."""
    return ARTICLE.search(urlsplit(url).path) is not None


def native_id(url: str) -> str | None:
    """Return the file name of an article, which names a document on its host in whichever column it stands."""
    found = ARTICLE.search(urlsplit(url).path)
    return found.group(1) if found else None


def _written(text: str, url: str) -> tuple[Entry, ...]:
    """Return the rows of a list that a script writes (one city): the page itself has none."""
    rows: dict[str, Entry] = {}
    for row in written(text):
        address = absolute(row.url, url)
        if address and is_article(address):
            rows.setdefault(address, Entry(row.title, address, native_id(address), published_at=date_in(row.date)))
    return tuple(rows.values())


def listing(text: str, url: str) -> ListingPage:
    """Return one page of a column. Where the pager is a call, both places of page 2 are returned, the likelier first.

    A next link that is printed wins over the call. Out of range answers 404 or a soft 404.
    """
    root = tree(text)
    entries = lists.entries(root, url, is_article, native_id)
    if not any(is_article(entry.url) for entry in entries):
        entries = _written(text, url) or entries
    pager, linked = counted(text, root, url), next_link(root, url)
    others = tuple(place for place in pager.other_next if place.url != linked)
    if linked is None:
        next_url = pager.next_url
    else:
        next_url, others = linked, others if pager.next_url == linked else ()
    return ListingPage(
        entries=entries,
        total=pager.total,
        next_url=next_url,
        pages=pager.pages,
        columns=(*lists.columns(root, url, is_article), *(() if entries else shells.column(root, url))),
        other_next=others,
    )


def catalogue(html: str, url: str) -> Catalogue:
    """Return the columns of a home page that may hold annual reports."""
    return annual.catalogue(tree(html), url, is_article)


def post(html: str, url: str) -> Post:
    """Return an article. Many district reports are one attached PDF and hardly a word beside it.

    Raises PageChangedError where the page has neither a title of its own nor a body.
    """
    return read(html, url, LAYOUT, native_id(url))
