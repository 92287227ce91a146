"""Where a list goes on: the link that says so, or the call that lets a script print the pager.

`createPageHTML` has dialects, and the name alone proves no platform. A (six code bases): (count, current from 0, name,
extension), page 2 is `index_1.html`. B (three): (element id, count, current from 1, name, extension, records), page 2
is `list_2.shtml`. C (one): (element id, count), the name in a hidden `#pageParam`. In one province two scripts for the
same list disagree about the offset: so both places of page 2 are returned, and the one that gives new rows is right.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from archive.model import NextPage
from archive.pages.trees import links, text_of
from archive.pages.values import BLANKS, absolute, whole

_BLANKS = re.compile(f"[{BLANKS}]+")
NEXT_WORDS = re.compile(r"^[\[(<]?(?:下一?[页頁]|[后後]一?[页頁]|next(?:page)?)[\])]?[>»›]*$", re.IGNORECASE)
NEXT_SIGNS = re.compile(r"^(?:>|›|»|>>)$")
NEXT_CLASSES = {"next", "p_next", "next-page", "nextpage", "page-next", "pagenext"}
_CALL = re.compile(r"(?<!function )\bcreatePage(?:HTML)?\s*\(([^()]{1,400})\)")
_ARGUMENT = re.compile(r"\s*(?:'([^']*)'|\"([^\"]*)\"|([^,'\"]*))\s*(?:,|$)")
_COUNT_PAGE = re.compile(r"\bcountPage\s*=\s*[\"']?(\d{1,6})\b")  # a ministry: counts pages
_CONFIG_TOTAL = re.compile(r"pagination_script_config\s*=\s*\{[^{}]{0,400}?[\"']?total[\"']?\s*:\s*[\"']?(\d{1,7})\b")
_NUMBERED = re.compile(r"^(.*)_(\d+)\.(\w{2,5})$")
_NAMED = re.compile(r"^([\w-]+)\.(s?html?|jhtml)$")
_ENDING = re.compile(r"\.(s?html?|jhtml)$")
_COUNTED = re.compile(r"共\s*(\d{1,7})\s*[条條]")
_PAGES = re.compile(r"共\s*(\d{1,6})\s*[页頁]")


class Call(NamedTuple):
    """A pager call: how many pages, which one this is (from 1), the name and extension its pages carry."""

    pages: int
    current: int | None
    name: str | None
    extension: str | None
    records: int | None
    from_one: bool  # page 2 carries a 2 (dialect B), not a 1


class Pager(NamedTuple):
    """What a page says about the pages after it."""

    pages: int | None = None
    next_url: str | None = None
    other_next: tuple[NextPage, ...] = ()
    total: int | None = None


def next_link(root: HtmlElement, url: str) -> str | None:
    """Return the address of the link that says “next page”, by words before signs; a link to this page says nothing."""
    by_sign = None
    for link, address in links(root, url):
        if address == url or address.rstrip("/") == url.rstrip("/"):
            continue
        said = _BLANKS.sub("", text_of(link, "", 20))
        classes = {name.lower() for name in (link.get("class") or "").split()}
        above = link.getparent()
        if above is not None and above.tag in {"span", "li"}:
            classes |= {name.lower() for name in (above.get("class") or "").split()}
        title = _BLANKS.sub("", link.get("title") or "")
        if "next" in (link.get("rel") or "").lower().split() or classes & NEXT_CLASSES:
            return address
        if NEXT_WORDS.match(said) or (not said and NEXT_WORDS.match(title)):
            return address
        if by_sign is None and NEXT_SIGNS.match(said):
            by_sign = address
    return by_sign


def _call(match: re.Match[str]) -> Call | None:
    given = [next((g for g in m.groups() if g is not None), "").strip() for m in _ARGUMENT.finditer(match.group(1))]
    if given and given[-1] == "" and len(given) > 1:
        given.pop()
    numbers = [whole(value) for value in given]
    if len(given) >= 4 and numbers[0] is not None and numbers[1] is not None:
        return Call(numbers[0], numbers[1] + 1, given[2] or None, given[3] or None, None, False)
    if len(given) >= 5 and numbers[1] is not None and numbers[2] is not None:
        records = numbers[5] if len(given) > 5 else None
        return Call(numbers[1], numbers[2], given[3] or None, given[4] or None, records, True)
    if len(given) >= 2 and numbers[0] is None and numbers[1] is not None:
        return Call(numbers[1], None, None, None, None, False)
    return None  # the function's own definition, or arguments that are computed


def call(html: str) -> Call | None:
    """Return the first pager call of a page whose arguments are literals, or the counts that stand for one."""
    for match in _CALL.finditer(html):
        if found := _call(match):
            return found
    if stated := _COUNT_PAGE.search(html):
        return Call(int(stated.group(1)), None, None, None, None, False)
    return None


def _parts(url: str, found: Call, root: HtmlElement) -> tuple[str, str, int | None]:
    """Return the name that numbered pages carry, their extension, and the number this page carries."""
    last = urlsplit(url).path.rsplit("/", 1)[-1]
    name, extension = found.name, found.extension
    hidden = root.xpath("//*[@id='pageParam']/@value | //*[@id='pageParam']/@url")
    if name is None and hidden:  # dialect C, seen once: how it writes the target is not known, only where
        base = str(hidden[0]).strip(BLANKS)
        ending = _ENDING.search(base)
        name, extension = _ENDING.sub("", base), ending.group(1) if ending else extension
    numbered, plain = _NUMBERED.match(last), _NAMED.match(last)
    if numbered and (name is None or name.rsplit("/", 1)[-1] == numbered.group(1)):
        return name or numbered.group(1), extension or numbered.group(3), int(numbered.group(2))
    if plain:
        return name or plain.group(1), extension or plain.group(2), None
    return name or "index", extension or "html", None


def counted(html: str, root: HtmlElement, url: str) -> Pager:
    """Return what a pager call says: pages, and the places where the next page may be, the likelier first."""
    found = call(html)
    if found is None:
        stated = _CONFIG_TOTAL.search(html)  # seen once; whether it counts rows or pages is not known
        if stated is None or int(stated.group(1)) < 2:
            return Pager()
        found = Call(MOST_GUESSED, None, None, None, None, False)
    name, extension, carried = _parts(url, found, root)
    pages = found.pages if found.pages != MOST_GUESSED else None
    current = found.current or 1
    if carried is not None:  # the address knows better than a script whose “current” never moves
        current = max(current, carried if found.from_one else carried + 1) if current <= 1 else current
        numbers = [carried + 1]
    else:
        numbers = [current + 1, current] if found.from_one else [current, current + 1]
    if found.pages <= current:
        return Pager(pages, total=found.records)
    made = [absolute(f"{name}_{n}.{extension}", url) for n in numbers if n > 0]
    places = [place for place in made if place and place != url]
    if not places:
        return Pager(pages, total=found.records)
    return Pager(pages, places[0], tuple(NextPage(place) for place in places[1:]), found.records)


LONGEST_PAGER = 160
MOST_GUESSED = 1_000_000_000  # “more than this page”, where the number of pages is not stated


def box_text(root: HtmlElement, url: str, next_url: str | None) -> str:
    """Return the text of the pager around the link to the next page: the widest box that is still short."""
    found = ""
    for link, address in links(root, url):
        if address != next_url:
            continue
        for above in (link, *link.iterancestors()):
            text = text_of(above, " ", LONGEST_PAGER + 1)
            if len(text) > LONGEST_PAGER:
                break
            found = text if len(text) > len(found) else found
    return found


def printed(text: str) -> tuple[int | None, int | None]:
    """Return (rows, pages) that a pager prints as 共52条 and 共11页."""
    rows, pages = _COUNTED.search(text), _PAGES.search(text)
    return (int(rows.group(1)) if rows else None), (int(pages.group(1)) if pages else None)
