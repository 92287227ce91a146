"""Which columns a page leads to, what a column is known by, and which addresses are traps. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from archive.errors import PageChangedError
from archive.model import ListingPage, Node
from archive.pages import annual, chosen, lonsun, sections, shells
from archive.pages.folders import INDEX, YEAR, place_of
from archive.pages.queries import parameters
from archive.pages.trees import links, tree

EARLIEST = "1990"  # no portal holds anything older
_FILLED = re.compile(
    r"\$\.(?:post|get|getJSON|ajax)\s*\(|XMLHttpRequest|\bfetch\(|\baxios\b|\.jsonp?\(|\.load\(\s*[\"']"
)
_ENDING = re.compile(r"\.\w{2,5}$")
MOST_REPEATS = 2  # times one part may stand in a path; `/a/b/a/b/a/b/` is a trap
OWN_COLUMNS = 3  # a start page without a pager that leads to so many columns is a front page
_SESSION = re.compile(r"(?<=[?&])(?:jsessionid|phpsessid|sessionid|_t|timestamp)=[^&#]*&?", re.IGNORECASE)
_HANWEB = re.compile(r"^(.*/col/col\d+/)(?:index\.html?)?$", re.IGNORECASE)
_LONSUN = re.compile(r"/(?:public|content)/column/\d+")
_UNIT = re.compile(r"[镇鎮乡鄉]$|街道|办事处|[局委]$|中心$")
_EMPTY = re.compile(
    r"暂无(?:相关|更多)?(?:数据|信息|内容|记录|文章|资料)|暫無(?:相關)?(?:數據|信息|資料|內容)|没有(?:找到|查到)?相关|共\s*0\s*[条條页頁]"
)


def identity(url: str) -> str:
    """Return what a column is known by, whichever way its first page is written: session ids and paging do not count.

    Hanweb ignores the query of a column page; a Lonsun list is its path, kind and category.
    """
    parts = urlsplit(_SESSION.sub("", url))
    place = f"{parts.hostname}:{parts.port or ''}"
    if found := _HANWEB.match(parts.path):
        return f"{place}{found.group(1)}"
    if _LONSUN.search(parts.path):
        given = parameters(url)
        return f"{place}{parts.path}?type={given.get('type', '')}&catId={given.get('catId', '')}"
    return f"{place}{INDEX.sub('', parts.path)}?{parts.query.strip('&')}"


def is_trap(url: str) -> bool:
    """Return whether a path repeats itself or holds a host: addresses that a misprinted relative link breeds."""
    parts = [part for part in urlsplit(url).path.split("/") if part]
    return any(n > MOST_REPEATS for n in Counter(parts).values()) or any(
        part.lower().startswith(("http:", "https:", "www.")) for part in parts
    )


def is_calendar(page: ListingPage, now: datetime) -> bool:
    """Return whether all rows of a page are dated after tomorrow or before there was disclosure: lists without end."""
    dates = [entry.published_at[:10] for entry in page.entries if entry.published_at]
    soon = (now + timedelta(days=2)).date().isoformat()
    return len(dates) == len(page.entries) > 0 and all(not EARLIEST <= date <= soon for date in dates)


def says_empty(text: str) -> bool:
    """Return whether a list page says in words that it has no rows."""
    return _EMPTY.search(text) is not None


def report_columns(text: str, url: str, platform: str) -> tuple[Node, ...]:
    """Return the columns anywhere on a page that may hold annual reports."""
    try:
        return annual.catalogue(tree(text), url, lambda address: chosen.is_article(address, platform)).nodes
    except PageChangedError:
        return ()


def start_columns(text: str, url: str, platform: str, *, every: bool) -> Iterator[Node]:
    """Yield the columns and the catalogue that a start page leads to; `every`: it is a menu, not a list."""
    try:
        root = tree(text)
    except PageChangedError:
        return
    yield from sections.sections(root, url, lambda address: chosen.is_article(address, platform), every=every)
    yield from own_catalogue(sections.catalogues(root, url), url)


def own_catalogue(found: tuple[Node, ...], url: str) -> tuple[Node, ...]:
    """Return the one catalogue that is the page's own: the only one linked, or the only one not named after a unit.

    The catalogue at the root of a host is that of the host's owner, not that of a town with a folder there.
    """
    if sections.folder_of(url) != "/":
        found = tuple(node for node in found if urlsplit(node.jump_url or "").path != "/gkmlpt/index")
    if len(found) > 1:
        found = tuple(node for node in found if "目录" in node.name or not _UNIT.search(node.name))
    return found if len(found) == 1 else ()


def guesses(url: str, platform: str) -> tuple[Node, ...]:
    """Return columns that exist by rule though nobody need link to them: an organisation's annual reports (Lonsun)."""
    place = lonsun.reports_url(url) if platform == "lonsun" else None
    return (Node(place_of(place, url), "年报", jump_url=place),) if place else ()


def leads_down(address: str, url: str) -> bool:
    """Return whether a column lies below a page, so that a page without rows is but its menu.

    A column's page prints the site's menu too: what stands beside it says nothing about its own rows.
    """
    if "/gkmlpt/" in address:
        return True
    if sections.is_flat(address):
        return not sections.is_flat(url)
    there, here = urlsplit(address), urlsplit(url)
    stem = INDEX.sub("", here.path)
    below = f"{_ENDING.sub('', stem)}/" if not stem.endswith("/") else stem
    return there.hostname != here.hostname or (there.path != here.path and there.path.startswith(below))


def is_filled(text: str) -> bool:
    """Return whether a script of a page asks for something to fill it with: its list may come that way."""
    return _FILLED.search(text) is not None


def is_bare(text: str, url: str) -> bool:
    """Return whether a page has hardly a link: a banner or a greeting, where it is a frame."""
    try:
        return sum(1 for _ in links(tree(text), url)) <= shells.MOST_LINKS
    except PageChangedError:
        return True


def is_menu(page: ListingPage) -> bool:
    """Return whether a start page has no list of its own: no rows, or a few links without a date and a pager."""
    bare = page.next_url is None and page.total is None
    return not page.entries or (bare and not any(entry.published_at for entry in page.entries))


def is_front(page: ListingPage, *, root: bool) -> bool:
    """Return whether a start page shows a selection and no list: it has no pager and stands above other columns."""
    if page.next_url or page.total is not None:
        return False
    below = [node for node in page.columns if not YEAR.match(node.name)]
    return root or len(below) >= OWN_COLUMNS
