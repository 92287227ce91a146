"""Whether a list's end is one: pages that were cut off on the way, pages that show another page's rows. Pure.

A server that was interrupted while it made a page sends a whole answer with half a page: neither status nor length
tells. A page that repeats is the end where every later number shows the last page, and a fault where the next does not.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from archive.model import NextPage
from archive.pages import chosen

_OPENED = re.compile(r"<(?:!doctype|html|body)\b", re.IGNORECASE)
_CLOSED = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
_BOX = re.compile(r"<(?:ul|ol|table|div)\b", re.IGNORECASE)
_BOX_END = re.compile(r"</(?:ul|ol|table|div)\s*>", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_TAIL = 20_000  # characters; what stands after the closing tag (counters, comments) is short


class Closings:
    """Which pages of a portal are closed: a site that never closes its pages, but their boxes, has not cut them off."""

    def __init__(self) -> None:
        self._closed = 0

    def is_cut(self, text: str) -> bool:
        """Return whether a list page stops before its end: inside a tag or a word, or without the closing tags."""
        end = text.rstrip()
        if "<datastore" in end[:300]:
            return "</datastore>" not in end
        if not end or chosen.is_structured(text):
            return False
        if _CLOSED.search(end[-_TAIL:]):
            self._closed += 1
            return False
        if not end.endswith(">"):
            return True
        opened = _OPENED.search(end[:_TAIL]) is not None
        return opened and (self._closed > 0 or len(_BOX.findall(end)) > len(_BOX_END.findall(end)))


def one_further(before: NextPage, place: NextPage) -> NextPage | None:
    """Return the page after `place` where two addresses differ in one number that went up by one, else None."""
    if before.body is not None or place.body is not None:
        return None
    if urlsplit(before.url).netloc != urlsplit(place.url).netloc:
        return None
    carried = _grown(before.url, place.url)
    if carried is None:
        return None
    return NextPage(f"{place.url[: carried.start()]}{int(carried.group()) + 1}{place.url[carried.end() :]}")


def _grown(before: str, url: str) -> re.Match[str] | None:
    """Return the number of an address that counts pages: the one that grew, or what page 2 adds to page 1."""
    numbers = list(_NUMBER.finditer(url))
    if _NUMBER.sub("#", before) != _NUMBER.sub("#", url):
        return next((one for one in reversed(numbers) if one.group() in {"1", "2"}), None)
    grown = [(old, one) for old, one in zip(_NUMBER.findall(before), numbers, strict=True) if old != one.group()]
    return grown[0][1] if len(grown) == 1 and int(grown[0][1].group()) == int(grown[0][0]) + 1 else None
