"""Where a list goes on when no link says so: a script, a select box, a row of numbers, a printed count of pages.

Home-made sites turn their pages by `javascript:goPage(2)`, by a select box or by bare numbers; what is printed beside
them (第1页/共4页) is what a shortfall is measured by where the way on cannot be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml.html import HtmlElement
from msgspec.structs import replace

from archive.model import ListingPage, NextPage
from archive.pages.folders import place_of
from archive.pages.pagers import NEXT_CLASSES, NEXT_SIGNS, NEXT_WORDS
from archive.pages.posting import next_page
from archive.pages.scripts import location
from archive.pages.trees import base_of, links, text_of, tree
from archive.pages.values import BLANKS, absolute, whole

_SOME = re.compile(
    r"下一?[页頁]|[后後]一[页頁]|next|<select|count|total"
    r"|[共总總]\s*[计計有]?[<\w =\"'>:：]{0,60}\d|>\s*\[?\s*\d{1,4}\s*\]?\s*<|[尾末][页頁]",
    re.I,
)
_BLANKS = re.compile(f"[{BLANKS}]+")
_PLACE = re.compile(r"第?(\d{1,5})[页頁]?[/／][共总總]?(\d{1,5})[页頁]")
_PAGES = re.compile(r"(?:[共总總]有?[计計]?|总[页頁]数[:：]?|總頁數[:：]?)(\d{1,5})[页頁]")
_HERE = re.compile(r"第(\d{1,5})[页頁]")
_ROWS = re.compile(r"(?:[共总總]有?[计計]?|共有记录|总记录数[:：]?|记录总数[:：]?)(\d{1,7})[条條篇]")
# What a script that makes the pager is told: layui.laypage.render({elem: …, count: 38, limit: 10}).
_COUNT = re.compile(
    r"(?:page|paginat\w+|pager|paging)\w*\W[^<]{0,300}?\b(?:count|total|totalCount|totalRecords?|recordCount)[\"']?\s*:\s*[\"']?(\d{1,7})\b",
    re.IGNORECASE,
)
_LAST = re.compile(r"[\[(<]?(?:[尾末][页頁]|最[后後]一?[页頁])[\])>]?")
_NUMBER = re.compile(r"[\[(<]?(\d{1,4})[\])>]?")
_OPTION = re.compile(r"(?:第?(\d{1,4})[页頁]?|(\d{1,4})/\d{1,4}[页頁]?)")
_IDLE = re.compile(r"^(?:javascript:)?(?:void\(0?\)|return(?:false)?|;|#)*$", re.IGNORECASE)
_OFF = re.compile(r"\b(?:disabled?|nolink|unable|noclick)\b", re.IGNORECASE)
LONGEST_BOX, MOST_TITLES, MOST_FIRST = 400, 500, 50
MOST_SCRIPTS = 20


class _Said(NamedTuple):
    """What is printed about the list: which page this is, how many there are, how many rows."""

    here: int | None = None
    pages: int | None = None
    rows: int | None = None


def with_further(page: ListingPage, text: str, url: str) -> ListingPage:
    """Return a list page that names no next one with what the rest of the page says about the way on."""
    if page.next_url or not page.entries or page.total is not None or page.pages is not None or not _SOME.search(text):
        return page
    root = tree(text)
    said = _said(root, page, text)
    at_end = said.pages is not None and (said.here or 1) >= said.pages
    found = (
        None
        if at_end
        else next((place for place in _places(root, text, url, said.here or 1) if place.url != url), None)
    )
    more = found is None and said.pages is None and not at_end and _goes_on(root, url)
    rows = said.rows if said.pages is None and said.rows and said.rows >= len(page.entries) else None
    if not (found or more or rows or said.pages):
        return page
    place = found or NextPage("")
    return replace(
        page, next_url=place.url or None, next_body=place.body, pages=said.pages, total=rows, unfollowed=more
    )


def _said(root: HtmlElement, page: ListingPage, source: str) -> _Said:
    text = text_of(root, " ")
    for entry in page.entries[:MOST_TITLES]:  # titles count pages and rows too
        text = text.replace(entry.title, "\n", 1)
    text = _BLANKS.sub("", text)
    place, pages, here, rows = (pattern.search(text) for pattern in (_PLACE, _PAGES, _HERE, _ROWS))
    return _Said(
        here=int(place[1]) if place else int(here[1]) if here else None,
        pages=int(place[2]) if place else int(pages[1]) if pages else None,
        rows=int(rows[1]) if rows else int(count[1]) if (count := _COUNT.search(source)) else None,
    )


def _places(root: HtmlElement, text: str, url: str, here: int) -> Iterator[NextPage]:
    yield from _scripted(root, text, url, None, here)
    yield from (NextPage(place) for place in (*_selected(root, text, url), *_numbered(root, url)))
    yield from _scripted(root, text, url, here + 1)


def _words(element: HtmlElement) -> str:
    return _BLANKS.sub("", text_of(element, "", 20) or element.get("value") or element.get("title") or "")


def _script(element: HtmlElement) -> str:
    """Return the script that an element runs when it is clicked; "" where there is none or it is switched off."""
    href = (element.get("href") or "").strip(BLANKS)
    said = href if href.lower().startswith("javascript:") else ""
    code = f"{element.get('onclick') or ''};{said}".strip(";")
    off = element.get("disabled") is not None or _OFF.search(element.get("class") or "")
    return "" if off or _IDLE.match(_BLANKS.sub("", code)) else code


def _turners(root: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """Yield the elements that lead to the next page by a script, and the script."""
    for element in root.iter("a", "input", "button", "span", "li", "img"):
        code = _script(element)
        said = _words(element) if code else ""
        named = NEXT_CLASSES & {name.lower() for name in (element.get("class") or "").split()}
        if code and (NEXT_WORDS.match(said) or NEXT_SIGNS.match(said) or named):
            yield element, code


def _scripted(root: HtmlElement, text: str, url: str, number: int | None, here: int = 1) -> Iterator[NextPage]:
    """Yield where scripts lead: those of a next link, or those under one page's number."""
    if number is None:
        codes = [code for _, code in _turners(root) if _past(code, here)]
    else:
        every = ((element, _NUMBER.fullmatch(_words(element))) for element in root.iter("a"))
        codes = [_script(element) for element, said in every if said and int(said[1]) == number]
    for code in [code for code in codes if code][:MOST_SCRIPTS]:
        if place := absolute(location(code, text), base_of(root, url)):
            yield NextPage(place)
        elif posted := next_page(root, code, text, url):
            yield posted


def _selected(root: HtmlElement, text: str, url: str) -> Iterator[str]:
    """Yield the page after the selected one of a select box that counts pages."""
    for box in root.iter("select"):
        options = list(box.iter("option"))
        counted = [_OPTION.fullmatch(_BLANKS.sub("", text_of(option))) for option in options]
        numbers = [whole(found[1] or found[2]) for found in counted if found]
        if len(options) < 2 or numbers != list(range(1, len(options) + 1)):
            continue
        values = [option.get("value") or text_of(option) for option in options]
        if all(whole(value) is not None for value in values):
            values = [location(box.get("onchange") or "", text, value) or "" for value in values]
        places = [absolute(value, base_of(root, url)) for value in values]
        at = next((n for n, option in enumerate(options) if option.get("selected") is not None), None)
        at = places.index(url) if at is None and url in places else at or 0
        if at + 1 < len(places) and (place := places[at + 1]):
            yield place


def _numbered(root: HtmlElement, url: str) -> Iterator[str]:
    """Yield the page after this one of a row of numbers; this one's own number is no link, or links to itself."""
    boxes: dict[HtmlElement, dict[int, str]] = {}
    for link, address in links(root, url):
        if found := _NUMBER.fullmatch(_words(link)):
            box = link.getparent()
            box = box.getparent() if box is not None and box.tag in {"li", "span", "td"} else box
            if box is not None:
                boxes.setdefault(box, {}).setdefault(int(found[1]), address)
    for box, places in boxes.items():
        around = text_of(box, " ", LONGEST_BOX + 1)
        if len(around) > LONGEST_BOX or min(places) > MOST_FIRST or any(1900 < number < 2100 for number in places):
            continue  # years, days of a calendar
        own = [number for number, place in places.items() if place_of(place, url) == place_of(url, url)]
        plain = [int(n) for n in re.findall(r"(?<!\d)\d{1,4}(?!\d)", around) if int(n) not in places]
        # The page that was come to by its number is found by its address: without one, this is the first.
        here = own[0] if own else next((n for n in plain if n + 1 in places), 1 if 1 in places else None)
        if here is not None and here + 1 in places:
            yield places[here + 1]


def _goes_on(root: HtmlElement, url: str) -> bool:
    """Return whether a live link to a next page is there whose script could not be read, or a last page elsewhere."""
    if any(_past(code, 1) for _, code in _turners(root)):
        return True
    last = (address for link, address in links(root, url) if _LAST.fullmatch(_words(link)))
    return any(place_of(address, url) != place_of(url, url) for address in last)


def _past(code: str, here: int) -> bool:
    """Return whether a script may lead past this page: on the last one it often carries the page's own number."""
    numbers = [int(n) for n in re.findall(r"(?<![\w$])\d{1,5}(?!\w)", code)]
    return not numbers or max(numbers) > here
