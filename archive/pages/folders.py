"""Columns as folders: which of the links of a column page lead to columns below it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from archive.model import Node
from archive.pages.furniture import is_furniture
from archive.pages.rows import title_of
from archive.pages.trees import links

YEAR = re.compile(r"^(?:20\d\d)\s*年?度?(?:年[报報])?$")
INDEX = re.compile(r"(?:index|default)\.(?:s?html?|jsp|aspx?|php)$", re.IGNORECASE)


def place_of(address: str, url: str) -> str:
    """Return what a column is known by: its path and query, and its host where that is not the host of `url`.

    An index page and its folder are one column; scheme and port do not count.
    """
    parts, here = urlsplit(address), urlsplit(url)
    path = INDEX.sub("", parts.path) or "/"
    query = f"?{parts.query}" if parts.query else ""
    return f"{path}{query}" if parts.hostname == here.hostname else f"//{parts.hostname}{path}{query}"


def below(root: HtmlElement, url: str) -> tuple[Node, ...]:
    """Return the sub-columns a column page links to: folders below its own, and sibling folders named after a year."""
    here = urlsplit(url)
    folder = here.path.rsplit("/", 1)[0] + "/"
    parent = folder.rstrip("/").rsplit("/", 1)[0] + "/"
    found: dict[str, Node] = {}
    for link, address in links(root, url):
        parts, name = urlsplit(address), title_of(link)
        path = INDEX.sub("", parts.path)
        if parts.hostname != here.hostname or not path.endswith("/") or path == folder or "/content/" in path:
            continue
        sibling = path.startswith(parent) and path.count("/") == folder.count("/") and YEAR.match(name)
        if (path.startswith(folder) or sibling) and not is_furniture(name):
            found.setdefault(path, Node(id=path, name=name, parent=folder, jump_url=address))
    return tuple(found.values())
