"""HTML text to an element tree, and the few things every page reader asks of it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import lxml.etree
import lxml.html
from lxml.html import HtmlElement

from archive.errors import PageChangedError
from archive.pages.scripts import location
from archive.pages.values import BLANKS, absolute

_SURROGATES = re.compile("[\ud800-\udfff\x00]")
_BLANKS = re.compile(f"[{BLANKS}]+")
_NOT_TEXT = {"script", "style", "noscript", "template"}


def tree(page: str) -> HtmlElement:
    """Return the root of a page. Raises PageChangedError for an empty page and for nesting that the parser cuts off.

    lxml stops at about 250 levels and drops what comes after; a page that deep is refused, never read in part.
    """
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_pis=True)
    try:
        root = lxml.html.document_fromstring(_SURROGATES.sub("\ufffd", page).encode("utf-8"), parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError) as error:
        raise PageChangedError("the page is empty: no element and no text") from error
    if any("depth" in entry.message for entry in parser.error_log):
        raise PageChangedError("the page is nested deeper than the parser reads")
    return root


def text_of(element: HtmlElement, between: str = "", enough: int = 1_000_000) -> str:
    """Return the visible text of an element, runs of blanks as one blank.

    `between` goes between neighbouring elements: nothing for a title, a blank where cells must not run together.
    Reading stops once `enough` characters are together.
    """
    parts: list[str] = []
    length = 0
    for node in element.iter():
        if length > enough:
            break
        length += len(node.text or "") + len(node.tail or "")
        hidden = not isinstance(node.tag, str) or node.tag in _NOT_TEXT
        if not hidden and node.text:
            parts.append(node.text)
        elif node.tag == "br":
            parts.append("\n")
        if node is not element and node.tail:
            parts.append(node.tail)
    return squeeze(between.join(parts))


def squeeze(text: str) -> str:
    """Return a text with every run of blanks, zero-width ones included, as one blank and none around it."""
    return _BLANKS.sub(" ", text).strip()


def base_of(root: HtmlElement, url: str) -> str:
    """Return the address that relative links of a page are resolved against (`<base href>` where there is one)."""
    for element in root.iter("base"):
        if found := absolute(element.get("href"), url):
            return found
    return url


def links(root: HtmlElement, url: str) -> Iterator[tuple[HtmlElement, str]]:
    """Yield every `a` with an http(s) address, or with a click that opens one, the address made absolute."""
    base = base_of(root, url)
    for element in root.iter("a"):
        if found := absolute(_opened(element) or element.get("href"), base):
            yield element, found


def _opened(element: HtmlElement) -> str | None:
    """Return the address that a click on a link without one of its own, or on its row, opens; None without such."""
    href = (element.get("href") or "").strip(BLANKS)
    if href and href != "#" and not href.lower().startswith("javascript:"):
        return None
    around = [one for one in (element.getparent(), *element.iterancestors("li", "tr", "dd")) if one is not None][:2]
    codes = (element.get("onclick"), href, *(one.get("onclick") for one in around))
    return next((found for code in codes if code and (found := location(code, ""))), None)


def metas(root: HtmlElement) -> dict[str, str]:
    """Return `<meta name content>` pairs, names as printed, the first of a repeated name."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name, content = element.get("name") or element.get("property"), element.get("content")
        if name and content and content.strip(BLANKS):
            found.setdefault(name.strip(), content.strip(BLANKS))
    return found


def first(root: HtmlElement, paths: tuple[str, ...]) -> HtmlElement | None:
    """Return the first element that the first matching XPath finds."""
    for path in paths:
        found = root.xpath(path)
        if isinstance(found, list) and found and isinstance(found[0], HtmlElement):
            return found[0]
    return None


def has_class(name: str) -> str:
    """Return the XPath condition for one class among several."""
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"


def inner_html(element: HtmlElement) -> str:
    """Return the markup inside an element."""
    parts = [html.escape(element.text or "", quote=False)]
    parts += [str(lxml.html.tostring(child, encoding="unicode")) for child in element]
    return "".join(parts)
