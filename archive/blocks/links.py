"""Links from a page to document files."""

from __future__ import annotations

import re
from collections.abc import Callable, Set
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
        href = href.strip()
        named = not attributes.keys().isdisjoint(("attachment-id", "title", "download"))
        if not href or not (named or _MAYBE.search(href) or not href.lower().endswith(_PAGES)):
            return
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


def is_document(href: str, text: str, attributes: dict[str, str | None]) -> bool:
    """Say whether a link leads to a file rather than to a page."""
    lowered = href.lower()
    if lowered.startswith(("javascript:", "mailto:", "tel:", "data:", "#")):
        return False
    if "nfw-cms-attachment" in (attributes.get("class") or "") or attributes.get("attachment-id"):
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
