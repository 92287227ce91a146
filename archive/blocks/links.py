"""Links from a page to document files."""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from functools import lru_cache
from typing import Literal
from urllib.parse import unquote, urljoin, urlsplit

from archive.blocks import bounds
from archive.model import Link

_SUFFIXES = (
    "pdf|docx?|docm|dotx?|wps|rtf|xlsx?|xlsm|et|csv|ofd|ceb|pptx?|zip|rar|7z|tar|gz|jpe?g|png|gif|bmp|tiff?|webp"
)
_FILE = re.compile(rf"\.({_SUFFIXES})$", re.I)
_VALUE = re.compile(rf"[=/][^=&/]*\.({_SUFFIXES})(?=&|$|#)", re.I)
_DOWNLOAD = re.compile(
    r"download\.jsp|downloadattach|/download/|down(?:load)?(?:file)?\.(?:jsp|do|aspx?|php|action)|attachdownload", re.I
)
_MAYBE = re.compile(rf"\.(?:{_SUFFIXES})\b|down|attach|file|fj", re.I)  # a cheap look before the link's text is read
_NOWHERE = ("javascript:", "mailto:", "tel:", "data:", "#")
_NAMING = ("attachment-id", "title", "download")
_ATTACHED = "nfw-cms-attachment"  # a class
_SHORT = 300  # characters of an address that is remembered
_PAGES = (".html", ".htm", ".shtml", ".jhtml", "/", "#")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|bmp|tiff?|webp)$", re.I)


class DocumentLinks:
    """Collects the links of one page; addresses are made absolute against the page or its <base>."""

    def __init__(self, url: str | None, base: str | None = None) -> None:
        self._base = absolute(base, url) if base else url
        self._found: list[tuple[Link, tuple[int, ...]]] = []

    def add(
        self, href: str, text_of: Callable[[], str], attributes: dict[str, str | None], inside: tuple[int, ...] = ()
    ) -> None:
        """Keep a link when it leads to a file; the name is the attachment's alt, then title, then the link's text.

        `inside`: numbers of the elements around it that may turn out to be furniture.
        """
        if len(href) > 4_000 or len(self._found) >= bounds.MAX_LINKS:
            return
        if is_page(href, attributes):
            return
        href = href.strip()
        text = text_of()
        if not is_document(href, text, attributes):
            return
        address = self.absolute(href)
        name = next((n for n in (attributes.get("alt"), attributes.get("title"), text) if n and n.strip()), None)
        name = " ".join(name.split()) if name else unquote(urlsplit_path(address).rsplit("/", 1)[-1])
        link = Link(address, name, native_id=attributes.get("attachment-id") or attributes.get("wbfileid"))
        self._found.append((link, inside))

    def absolute(self, href: str) -> str:
        """Return an address made absolute as far as the page's own address is known."""
        return absolute(href, self._base)

    def links(self, dropped: Set[int] = frozenset()) -> tuple[Link, ...]:
        """Return the links in page order, each address once, without those inside dropped elements."""
        kept: dict[str, Link] = {}
        for link, inside in self._found:
            if dropped.isdisjoint(inside):
                kept.setdefault(link.url, link)
        return tuple(kept.values())


def absolute(href: str, base: str | None) -> str:
    """Return an address made absolute where the base is known, else as printed without blanks at its ends."""
    href = href.strip()
    if base is None:
        return href
    try:
        return urljoin(base, href)
    except ValueError:  # a malformed host such as "http://[x"
        return href


def urlsplit_path(address: str) -> str:
    """Return the path of an address, "" when it is malformed."""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def is_page(href: str, attributes: dict[str, str | None]) -> bool:
    """Say at a glance that a link leads to a page, as most on a portal's page do; False where more must be asked."""
    looks = _glance(href) if len(href) <= _SHORT else _look(href)
    if looks in ("nowhere", "unknown"):
        return looks == "nowhere"
    if attributes.keys().isdisjoint(_NAMING):
        return True
    return looks == "page" and "attachment-id" not in attributes and _ATTACHED not in (attributes.get("class") or "")


def _look(href: str) -> Literal["nowhere", "page", "place", "unknown"]:
    """What an address alone says; a place within a page, or one behind a query, may still be named like a file."""
    lowered = href.strip().lower()
    if not lowered or lowered.startswith(_NOWHERE):
        return "nowhere"
    if not lowered.endswith(_PAGES) or _MAYBE.search(lowered):
        return "unknown"
    return "place" if "?" in lowered or "#" in lowered else "page"


_glance = lru_cache(maxsize=4096)(_look)  # the menus of a portal are the same on all its pages


def is_document(href: str, text: str, attributes: dict[str, str | None]) -> bool:
    """Say whether a link leads to a file rather than to a page."""
    lowered = href.lower()
    if lowered.startswith(_NOWHERE):
        return False
    if _ATTACHED in (attributes.get("class") or "") or attributes.get("attachment-id"):
        return True
    path, _, rest = lowered.partition("?")
    path = path.partition("#")[0].rstrip()
    if _FILE.search(path):
        # a picture behind a bare thumbnail is not a document; one with a file name as its text is
        return not _PICTURE.search(path) or bool(text.strip())
    if rest and _VALUE.search("=" + rest):
        return True
    if _DOWNLOAD.search(lowered):
        return True
    printed = (attributes.get("title") or attributes.get("download") or text).strip().lower()
    return bool(_FILE.search(printed)) and not path.endswith(_PAGES)
