"""Links from a page to document files: which they are, what people call them, and under which number they are kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from archive.model import Link
from archive.pages.trees import base_of, text_of
from archive.pages.values import absolute, native_id, whole, words

SUFFIX = re.compile(r"\.(pdf|docx?|wps|xlsx?|et|ofd|rtf|pptx?|zip|rar|7z|csv|txt|ceb)$", re.IGNORECASE)
# gkmlpt and NFCMS keep attachment A of post N at attachment/{A // 1e6}/{A // 1e3}/{A}/{N}.ext (O5+).
KEPT = re.compile(r"/attachment/\d+/\d+/(\d+)/[^/]+$")
# The little picture that editors put before the link to a file; no page of a report is called so.
_ICON = re.compile(
    r"/(?:icon_?)?(?:docx?|pdf|xlsx?|pptx?|zip|rar|txt|word|excel|file|files|attach(?:ment)?|ico|icon)\d{0,2}\.(?:gif|png|jpg)$",
    re.IGNORECASE,
)
DOWNLOAD = re.compile(r"/system/_content/download\.jsp", re.IGNORECASE)


def is_document(url: str) -> bool:
    """Return whether an address ends like a document file or stands where the platforms keep attachments."""
    path = unquote(urlsplit(url).path)
    return bool(SUFFIX.search(path) or KEPT.search(path) or DOWNLOAD.search(path))


_ENDS = rb"\.(?:pdf|docx?|wps|xlsx?|et|ofd|rtf|pptx?|zip|rar|7z|csv|txt|ceb)\b"
_SIGNS = re.compile(rb"nfw-cms-attachment|/attachment/|download\.jsp|downfile|" + _ENDS)


def may_link(text: str) -> bool:
    """Return whether a page may link to a document file; false spares parsing it. Cheap and never falsely false."""
    return _SIGNS.search(text.encode("ascii", "ignore").lower()) is not None


def _name(element: HtmlElement, url: str) -> str:
    printed = words(element.get("alt")) or words(element.get("title")) or words(text_of(element))
    return printed or unquote(urlsplit(url).path.rsplit("/", 1)[-1])


def linked(root: HtmlElement, url: str, *, images: bool = False) -> list[Link]:
    """Return the document files that links (and, on request, body images) of an element point to."""
    base, found = base_of(root, url), []
    for element in root.iter("a"):
        address = absolute(element.get("href"), base)
        marked = "nfw-cms-attachment" in (element.get("class") or "")
        if address and (marked or is_document(address)):
            kept = KEPT.search(urlsplit(address).path)
            number = native_id(element.get("attachment-id")) or (kept.group(1) if kept else None)
            found.append(Link(url=address, name=_name(element, address), native_id=number))
    for element in root.iter("img") if images else ():
        address = absolute(element.get("src"), base)
        if address and not _ICON.search(urlsplit(address).path):
            found.append(Link(url=address, name=_name(element, address), mime="image"))
    return found


def listed(value: object, base: str) -> list[Link]:
    """Return the links of an `attachment` array: `{id, name, type, mime, size: "26624", url}` (the size is text)."""
    found = []
    for row in value if isinstance(value, list) else []:
        if not isinstance(row, Mapping):
            continue
        address = absolute(row.get("url") or row.get("path"), base)
        if address:
            name = words(row.get("name")) or words(row.get("title")) or address.rsplit("/", 1)[-1]
            size, mime = whole(row.get("size")), words(row.get("mime"))
            found.append(Link(url=address, name=name, mime=mime, size=size, native_id=native_id(row.get("id"))))
    return found


def merged(*groups: Iterable[Link]) -> tuple[Link, ...]:
    """Return the links of several sources, one per address; the first source that names an address wins."""
    found: dict[str, Link] = {}
    for group in groups:
        for link in group:
            found.setdefault(re.sub(r"^https?:", "", link.url), link)
    return tuple(found.values())
