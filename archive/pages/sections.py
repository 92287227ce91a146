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
from archive.pages.annual import column_shapes, is_report_column, shape
from archive.pages.folders import place_of
from archive.pages.furniture import is_furniture
from archive.pages.rows import title_of
from archive.pages.trees import links
from archive.pages.values import BLANKS

_GAPS = re.compile(f"[{BLANKS}]+")
_NAME = re.compile(r"公[开開](?!信箱|电话)|公告|公示|通知|公报|公報|法定主动|^(?:政府|部门|本级)?文件$|^政[务務]$")
_SLUG = re.compile(
    r"(?<![a-z])(?:zf|zw|zwgk|zc|fd)?(?:xxgk|zwgk|gkml|tzgg|gsgg|gggs|tzgs|zfwj|bmwj|gkzl|zdgk|gongkai|tongzhi)", re.I
)
_ROOT = re.compile(r"^/(?:(?:index|default)\.\w+)?$", re.IGNORECASE)
# Columns whose address names no place in a tree: they stand side by side, so a menu page leads to all of them.
_FLAT = re.compile(
    r"^(.*?)(?:/col/col\d+/|/c\d{4,}/(?:[\w-]+\.shtml)?$)|/(?:public|content)/column/\d+|/govInfoPub\.html?$",
    re.IGNORECASE,
)
_LIST = re.compile(r"/$|\.(?:s?html?|jhtml|jspx?|aspx?|php|cgi|cfm|do|action)$|/[\w-]+$", re.IGNORECASE)
_CHROME = re.compile(
    r"^(?:网站|返回|本站|设为|加入)?(?:首页|主页|收藏)|登录|注册|搜索|检索|无障碍|适老|长者|关怀|繁[体體]|简体|english|rss|地图|关于我们"
    r"|联系(?:我们|方式)|版权|隐私|声明|邮箱|微博|微信|客户端|app|手机版|移动版|打印|分享|信箱|投诉|咨询|问卷|办事|^(?:政务|网上|便民|在线|公众)服务$",
    re.IGNORECASE,
)
MOST_SECTIONS = 200


def is_section(name: str, url: str) -> bool:
    """Return whether a column belongs to the disclosure part of a site."""
    parts = urlsplit(url)
    return bool(_NAME.search(_GAPS.sub("", name)) or _SLUG.search(parts.path)) or is_report_column(name, url)


def folder_of(url: str) -> str:
    """Return the folder that an address stands in, with its closing slash."""
    return urlsplit(url).path.rsplit("/", 1)[0] + "/"


def home_of(url: str) -> str:
    """Return the folder whose disclosure a page shows: the one above `/xxgk/`, `/zwgk/` and the like, else its own."""
    folder = folder_of(url)
    above, _, last = folder.rstrip("/").rpartition("/")
    return f"{above}/" if _SLUG.match(last) else folder


def _beside(address: str, url: str) -> bool:
    """Return whether a numbered column is one of the site that a page belongs to: what stands before the number."""
    there, here = _FLAT.search(urlsplit(address).path), _FLAT.search(urlsplit(url).path)
    before = (there.group(1) or "") if there else ""
    return before == (here.group(1) or "") if here else folder_of(url).startswith(f"{before}/")


def is_flat(url: str) -> bool:
    """Return whether a column's address is a number beside other numbers: its path says nothing of its place."""
    return bool(_FLAT.search(urlsplit(url).path))


def sections(root: HtmlElement, url: str, article: Callable[[str], bool], *, every: bool) -> tuple[Node, ...]:
    """Return the columns that a start page leads to: those of disclosure, or every one where the page is but a menu.

    They stand below the page's own folder, or are numbered side by side: a page of a town prints its county's menu too.
    """
    folder, host, found = folder_of(url), urlsplit(url).hostname, dict[str, Node]()
    home = home_of(url) if every else folder
    shapes = column_shapes(root, url)
    for link, address in links(root, url):
        parts, name = urlsplit(address), title_of(link)
        if len(found) >= MOST_SECTIONS:
            break
        if parts.hostname != host or not name or address == url or _ROOT.match(parts.path) or _CHROME.search(name):
            continue
        flat, named = is_flat(address), is_section(name, address)
        beside = named and parts.path.startswith(home)
        own = _beside(address, url) if flat else (parts.path.startswith(folder) or beside) and _LIST.search(parts.path)
        wanted = own and (every or named) and not is_furniture(name)
        if wanted and (shape(address) in shapes or not article(address)) and not files.is_document(address):
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
