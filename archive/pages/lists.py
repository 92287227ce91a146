"""From the rows of a list page to entries, for every platform whose lists are printed as HTML."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from archive.model import Entry, Node
from archive.pages import files
from archive.pages.annual import YEAR
from archive.pages.folders import below, place_of
from archive.pages.pagers import NEXT_SIGNS, NEXT_WORDS
from archive.pages.rows import Row, densest, title_of
from archive.pages.trees import base_of, links, text_of
from archive.pages.values import date_in

Test = Callable[[str], bool]
Name = Callable[[str], str | None]
MOST_COLUMNS = 500


def _nothing(url: str) -> str | None:
    return None


def _elsewhere(rows: list[Row], url: str, article: Test) -> list[Entry]:
    """Return the rows of the same list whose one link is no article of the platform: another host, another shape."""
    boxes = {row.element.getparent() for row in rows} - {None}
    known = {row.element for row in rows}
    found: dict[str, Entry] = {}
    for box in boxes:
        for element in box.iterchildren("li", "tr", "dd"):
            targets = [] if element in known else list(links(element, url))
            if len({address for _, address in targets}) != 1:
                continue
            link, address = targets[0]
            title = title_of(link)
            if not title or NEXT_WORDS.match(title) or NEXT_SIGNS.match(title) or title.isdigit() or address == url:
                continue
            date = date_in(text_of(element, " ").replace(text_of(link, " "), " ", 1))
            found.setdefault(address, Entry(title, address, kind="url", published_at=date))
    return list(found.values())


def entries(root: HtmlElement, url: str, article: Test, name: Name = _nothing) -> tuple[Entry, ...]:
    """Return the rows of the densest block: articles of the platform and document files, then links to elsewhere.

    `article` tells an article's address, `name` gives the platform's own id of one.
    """
    rows = densest(root, url, lambda address: article(address) or files.is_document(address))
    own = [Entry(row.title, row.url, native_id=name(row.url), published_at=row.date) for row in rows]
    return (*own, *_elsewhere(rows, base_of(root, url), article))


def columns(root: HtmlElement, url: str, article: Test) -> tuple[Node, ...]:
    """Return the sub-columns of a list page: folders below it, and links named after a year in its neighbourhood."""
    found = {node.jump_url: node for node in below(root, url) if node.jump_url and not article(node.jump_url)}
    here = urlsplit(url)
    near = here.path.rsplit("/", 1)[0].rsplit("/", 1)[0] + "/"
    for link, address in links(root, url):
        parts, name = urlsplit(address), title_of(link)
        if len(found) >= MOST_COLUMNS:
            break
        if parts.hostname != here.hostname or address == url or article(address) or files.is_document(address):
            continue
        if YEAR.match(name) and parts.path.startswith(near):
            node = Node(place_of(address, url), name, place_of(url, url), jump_url=address)
            found.setdefault(address, node)
    return tuple(found.values())
