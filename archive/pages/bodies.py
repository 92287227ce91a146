"""The body of an article: between comment markers, in a named container, or where most of the page's prose stands.

Comment markers are the most precise cut (Hanweb, three code bases). Containers are asked in order; an inner one that
holds less than half of an outer one's text is a pasted remainder (`TRS_Editor` survives every migration), not the body.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml.html import HtmlElement

from archive.pages.trees import has_class, inner_html, text_of
from archive.pages.values import BLANKS

_PAGE_BREAKS = re.compile(r"#PAGE_BREAK#|</?pagebreak\b[^>]{0,80}>", re.IGNORECASE)
MARKERS = (
    (re.compile(r"<!--\s*<\$\[信息[内內]容\]>\s*begin\s*-->"), re.compile(r"<!--\s*<\$\[信息[内內]容\]>\s*end\s*-->")),
    (re.compile(r"<!--\s*ZJEG_RSS\.content\.begin\s*-->"), re.compile(r"<!--\s*ZJEG_RSS\.content\.end\s*-->")),
    (
        re.compile(r"<(?:!--\s*ContentStart\s*--|meta\s[^<>]{0,40}[\"']ContentStart[\"'][^<>]{0,40})>", re.IGNORECASE),
        re.compile(r"<(?:!--\s*ContentEnd\s*--|meta\s[^<>]{0,40}[\"']ContentEnd[\"'][^<>]{0,40})>", re.IGNORECASE),
    ),
)
_FILLED = re.compile(r"<(?:img|a|table|embed|object|iframe)\b", re.IGNORECASE)
_TAGS = re.compile(r"<[^>]*>")
_ASIDE = re.compile(
    r"foot|header|nav|menu|crumb|copyright|sidebar|share|bottom|toolbar|dialog|popup|(?<![a-z])top(?![a-z])",
    re.IGNORECASE,
)
_SITE = re.compile(r"ICP\s*备|网站标识码|公网安备|版权所有|技术支持[::：]")
SKIPPED = {"script", "style", "noscript", "template", "select", "h1", "nav", "header", "footer", "button", "head"}
# The line under a title: dates, sources, counters, type sizes.
_HEADER = re.compile(
    r"(?:[发發]布|公[开開]|成文|生成|信息提供)(?:[时時][间間]|日期)|[来來]源|[浏瀏][览覽]|[访訪][问問]|字[体體号號]"
)
LONGEST_HEADER = 60
LEAST_RUN, LEAST_PROSE, MOST_TRIES = 8, 20, 5
BLOCKS = {"body", "div", "article", "section", "main", "form", "center", "table", "td", "ul", "ol", "dl", "dd", "li"}
SHARE = 0.6  # of the prose of a block that a block inside it must hold to be the body instead


class Cut(NamedTuple):
    """A body as markup, and the page around it."""

    body: str
    around: str


def id_is(name: str) -> str:
    """Return the XPath of an element by id."""
    return f"//*[@id='{name}']"


def class_is(name: str) -> str:
    """Return the XPath of elements by one class."""
    return f"//*[{has_class(name)}]"


def without_breaks(markup: str) -> str:
    """Return a body without page-break marks: the whole text is on the page, a script splits it (two code bases)."""
    return _PAGE_BREAKS.sub("", markup)


def says_something(markup: str) -> bool:
    """Return whether markup holds text, a picture, a link or a table."""
    return bool(_FILLED.search(markup) or _TAGS.sub("", markup).replace("&nbsp;", "").strip(BLANKS))


def between(page: str) -> Cut | None:
    """Return what stands between the first pair of content markers that holds anything."""
    for begins, ends in MARKERS:
        at = 0
        for _ in range(MOST_TRIES):
            begin = begins.search(page, at)
            end = ends.search(page, begin.end()) if begin else None
            if begin is None or end is None:
                break
            inside = page[begin.end() : end.start()]
            if says_something(inside):
                return Cut(inside, page[: begin.start()] + page[end.end() :])
            at = end.end()
    return None


def _filled(element: HtmlElement) -> bool:
    return bool(text_of(element, "", 1) or element.xpath(".//img[@src] | .//a[@href] | .//iframe[@src]"))


def _weight(element: HtmlElement) -> int:
    return len(text_of(element))


def contained(root: HtmlElement, paths: tuple[str, ...]) -> list[HtmlElement]:
    """Return the element or elements that the first path with content finds, outermost and fullest first.

    Editors leave several containers side by side: all children of the fullest one's parent belong to the body.
    """
    every = [[e for e in root.xpath(path) if isinstance(e, HtmlElement) and _filled(e)] for path in paths]
    found = next((elements for elements in every if elements), [])
    if not found:
        return []
    inside = set(found)
    top = [e for e in found if not any(above in inside for above in e.iterancestors())]
    best = max(top, key=_weight)
    group = [e for e in top if e.getparent() is best.getparent()]
    weight = sum(map(_weight, group))
    wider = {e for elements in every for e in elements} - inside
    for above in best.iterancestors():
        if above in wider and weight * 2 < _weight(above):
            return [above]
    return group


def _dropped(root: HtmlElement, asides: bool) -> set[HtmlElement]:
    """Return the elements that hold no running text of an article: scripts, menus and, on request, site furniture."""
    found: set[HtmlElement] = set()
    for element in root.iter():
        skipped = not isinstance(element.tag, str) or element.tag in SKIPPED
        if not skipped and asides and element.tag not in {"html", "body"}:
            skipped = bool(_ASIDE.search(f"{element.get('class') or ''} {element.get('id') or ''}"))
        if skipped or element.getparent() in found:
            found.add(element)
    return found


def _prose(root: HtmlElement, dropped: set[HtmlElement]) -> dict[HtmlElement, int]:
    """Return how much running text outside links every element holds. Short runs count in table cells only."""
    held: dict[HtmlElement, int] = {}

    def count(holder: HtmlElement | None, run: str | None) -> None:
        if not run or holder is None or holder in dropped or holder.tag == "a":
            return
        size = len(run.strip(BLANKS))
        if size < (1 if holder.tag in {"td", "th"} else LEAST_RUN) or _SITE.search(run):
            return
        if size > LONGEST_HEADER or not _HEADER.search(run):
            held[holder] = held.get(holder, 0) + size

    elements = list(root.iter())
    for element in elements:
        count(element, element.text)
        count(element.getparent(), element.tail)
    for element in reversed(elements):
        above = element.getparent()
        if above is not None and element in held:
            held[above] = held.get(above, 0) + held[element]
    return held


def _inner(here: HtmlElement, held: dict[HtmlElement, int]) -> HtmlElement | None:
    """Return the block inside a block that holds most of its text. A layout table counts by its one large cell."""
    blocks = [child for child in here if child.tag in BLOCKS]
    best = max(blocks, key=lambda child: held.get(child, 0), default=None)
    if best is not None and best.tag == "table":
        best = max(best.iter("td"), key=lambda cell: held.get(cell, 0), default=None)
    return best if best is not None and held.get(best, 0) >= SHARE * held[here] else None


def largest(root: HtmlElement) -> HtmlElement | None:
    """Return the smallest block that still holds most of the page's running text; None on a page without any."""
    for asides in (True, False):
        held = _prose(root, _dropped(root, asides))
        if held.get(root, 0) < LEAST_PROSE:
            continue
        here: HtmlElement | None = root
        while here is not None:
            found, here = here, _inner(here, held)
        return found
    return None


def markup(elements: list[HtmlElement]) -> str:
    """Return the markup inside one element, or inside several one after the other."""
    return "".join(inner_html(element) for element in elements)
