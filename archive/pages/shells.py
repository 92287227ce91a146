"""Pages that only lead on: a redirect script, a meta refresh, a frame around the real list.

Seen as Hanweb columns that are an iframe shell and as `redirect_firstChannel.shtml` (two code bases each).
"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from archive.model import Node
from archive.pages.folders import place_of
from archive.pages.trees import base_of, links, text_of
from archive.pages.values import absolute

_LOCATION = re.compile(
    r"location(?:\.href)?\s*=\s*[\"']([^\"'<>]{1,500})[\"']|location\.(?:replace|assign)\(\s*[\"']([^\"'<>]{1,500})[\"']"
)
_REFRESH = re.compile(r"^\s*\d*(?:\.\d*)?\s*[;,]?\s*url\s*=\s*[\"']?([^\"']+)", re.IGNORECASE)
_DEVICE = re.compile(r"userAgent|\bmobile\b|iphone|android|navigator\.platform", re.IGNORECASE)
_MOBILE = re.compile(
    r"//(?:m|wap|mobile|3g)\.|(?:^|/)(?:m|wap|mobile|mobi|3g|phone|sj)(?:/|$|index\w*\.|\.(?:s?html?|jsp|aspx?|php))",
    re.IGNORECASE,
)
MOST_TEXT, MOST_LINKS = 200, 3
FRAME = "(frame)"  # the name of a frame as a column: it has none that is printed


def for_us(places: list[str], script: str) -> list[str]:
    """Return where a script leads a browser on a desk: one that asks for the device has another place for phones."""
    return [place for place in places if not _MOBILE.search(place)] if _DEVICE.search(script) else places


def target(root: HtmlElement, url: str) -> str | None:
    """Return where a page without content of its own leads, or None where it has content or leads nowhere."""
    if len(text_of(root, "", MOST_TEXT + 1)) > MOST_TEXT or sum(1 for _ in links(root, url)) > MOST_LINKS:
        return None
    if len(frames(root, url)) > 1:
        return None
    base = base_of(root, url)
    printed = [
        found.group(1)
        for meta in root.iter("meta")
        if (meta.get("http-equiv") or "").lower() == "refresh" and (found := _REFRESH.match(meta.get("content") or ""))
    ]
    for script in root.iter("script"):
        code = script.text or ""
        printed += for_us([first or second for first, second in _LOCATION.findall(code)[:4]], code)
    printed += [frame.get("src") or "" for frame in root.iter("iframe", "frame")]
    places = (absolute(address, base) for address in printed)
    return next((place for place in places if place and place != url), None)


def frames(root: HtmlElement, url: str) -> tuple[str, ...]:
    """Return the places of a frameset's frames, in the order printed: a menu, a banner and the list may be apart."""
    base = base_of(root, url)
    places = (absolute(frame.get("src") or "", base) for frame in root.iter("frame"))
    return tuple(dict.fromkeys(place for place in places if place and place != url))


def column(root: HtmlElement, url: str) -> tuple[Node, ...]:
    """Return the place a shell leads to as a column to walk; a frameset leads to each of its frames."""
    if len(apart := frames(root, url)) > 1:
        return tuple(Node(place_of(place, url), FRAME, jump_url=place) for place in apart)
    found = target(root, url)
    return (Node(place_of(found, url), "", jump_url=found),) if found else ()
