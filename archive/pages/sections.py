"""Columns of the disclosure part of a site: where annual reports, notices and catalogues stand, by name or by path.

Reports sit in 通知公告 and 部门文件 too (three code bases), so a search for reports reads these lists as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from archive.model import Node
from archive.pages import files
from archive.pages.annual import is_report_column
from archive.pages.folders import place_of
from archive.pages.rows import title_of
from archive.pages.trees import links
from archive.pages.values import BLANKS

_GAPS = re.compile(f"[{BLANKS}]+")
_NAME = re.compile(r"公[开開](?!信箱|电话)|公告|公示|通知|公报|公報|法定主动|^(?:政府|部门|本级)?文件$|^政[务務]$")
_SLUG = re.compile(
    r"(?<![a-z])(?:zf|zw|zwgk|zc|fd)?(?:xxgk|zwgk|gkml|tzgg|gsgg|gggs|tzgs|zfwj|bmwj|gkzl|zdgk|gongkai|tongzhi)", re.I
)
_ROOT = re.compile(r"^/(?:(?:index|default)\.\w+)?$", re.IGNORECASE)
MOST_SECTIONS = 100


def is_section(name: str, url: str) -> bool:
    """Return whether a column belongs to the disclosure part of a site."""
    parts = urlsplit(url)
    return bool(_NAME.search(_GAPS.sub("", name)) or _SLUG.search(parts.path)) or is_report_column(name, url)


def sections(root: HtmlElement, url: str, article: Callable[[str], bool]) -> tuple[Node, ...]:
    """Return the disclosure columns that a page links to on its own host."""
    found: dict[str, Node] = {}
    for link, address in links(root, url):
        parts, name = urlsplit(address), title_of(link)
        if len(found) >= MOST_SECTIONS:
            break
        if parts.hostname != urlsplit(url).hostname or _ROOT.match(parts.path) or address == url:
            continue
        if name and is_section(name, address) and not article(address) and not files.is_document(address):
            found.setdefault(address, Node(place_of(address, url), name, jump_url=address))
    return tuple(found.values())


def catalogues(root: HtmlElement, url: str) -> tuple[Node, ...]:
    """Return the gkmlpt catalogues that a page links to, one per site: their index pages, with the link's words."""
    found: dict[str, Node] = {}
    for link, address in links(root, url):
        head, mark, _ = address.partition("/gkmlpt/")
        if mark:
            index = f"{head}/gkmlpt/index"
            found.setdefault(head, Node(place_of(index, url), title_of(link), jump_url=index))
    return tuple(found.values())
