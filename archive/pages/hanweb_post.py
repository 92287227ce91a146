"""Hanweb articles, of the classic system and of its cloud product, and the whole-report page of the xxgk module.

Addresses: `/art/{Y}/{M}/{D}/art_{column}_{id}.html`, month and day without zeros (ten code bases and more), and the
newer `/art/{Y}/art_{32 hex}.html`, also below `/col/colN/` or a column's folder (five).
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from archive.model import Post
from archive.pages.articles import Layout, read
from archive.pages.bodies import class_is, id_is

ARTICLE = re.compile(r"/art/\d{4}/(?:\d{1,2}/\d{1,2}/)?(art_(?:(\d+)_\d+|[0-9a-f]{32}))\.s?html?$", re.IGNORECASE)
REPORT = re.compile(r"/module/xxgk/xxgkAnnualReport\.jsp$", re.IGNORECASE)
COLUMN = re.compile(r"/col/col(\d+)/")
LAYOUT = Layout(
    bodies=(
        id_is("zoom"),
        id_is("Zoom"),
        class_is("artile_zw"),  # their spelling
        class_is("bt_content"),
        class_is("main-txt"),
        class_is("wzzw-article"),
        class_is("TRS_Editor"),  # pasted along when content migrates
        id_is("ivs_content"),
        class_is("article"),
    ),
    titles=(class_is("title-article"), class_is("bt-title"), class_is("art-title")),
    markers=True,
)
# The page of the module was seen once and its markup is not known: no container is expected, none is missed.
LAYOUT_REPORT = Layout(bodies=(id_is("zoom"),), markers=True, note=False)


def is_article(url: str) -> bool:
    """Return whether an address is that of an article, or of a report that the xxgk module prints whole."""
    path = urlsplit(url).path
    return bool(ARTICLE.search(path) or REPORT.search(path))


def column_of(url: str) -> str | None:
    """Return the number of the column that an article's address names, or a column page's own."""
    path = urlsplit(url).path
    found = ARTICLE.search(path)
    if found is not None and found.group(2):
        return found.group(2)
    found = COLUMN.search(path)
    return found.group(1) if found else None


def native_id(url: str) -> str | None:
    """Return the name that an article's address ends with: unique on its host, column and number together."""
    found = ARTICLE.search(urlsplit(url).path)
    return found.group(1) if found else None


def post(html: str, url: str) -> Post:
    """Return an article. Comment markers cut most precisely, then `#zoom`, then the other containers.

    Raises PageChangedError where the page has neither a title of its own nor a body: a year without a report, too.
    """
    return read(html, url, LAYOUT_REPORT if REPORT.search(urlsplit(url).path) else LAYOUT, native_id(url))
