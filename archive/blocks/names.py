"""What the name of an element (its class and id) says about it: article container, title, site furniture.

Containers: platforms.md 2.3, 3.3, 4.1, 5, 6, 7 and the names that recur on general pages.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache


class Role(IntEnum):
    """The role of an element. Lower is the surer sign of an article."""

    COMMENT = 0  # between comment markers
    KNOWN = 1  # the container of a known platform
    GENERAL = 2  # a container by a general name
    BOX = 3  # any other block element
    TITLE = 4
    FURNITURE = 5


_KNOWN = frozenset(
    [
        "article-content", "zoomcon", "content_article", "UCAP-CONTENT", "v_news_content", "vsb_content",
        "trs_editor_view", "TRS_UEDITOR", "TRS_Editor", "TRS_PreAppend", "ivs_content", "j-fontContent", "wzcon",
        "zoom", "Zoom", "bt_content", "main-txt", "artile_zw", "wzzw-article", "news_cont_d_wrap", "tyxxy_main",
        "articleBox", "xxgk_content", "articleContent", "article_content", "article_con", "con_text", "contentText",
        "news_content", "newscontent", "info_content", "pages_content", "txt_content", "detail_content",
    ]
)  # fmt: skip
_GENERAL = frozenset(["zw", "article", "content", "Content", "main"])
_TITLE = frozenset(
    ["content_title", "content-title", "article-title", "article_title", "arttitle", "art-title", "bt_title", "title"]
)
# The same containers where they are a table cell, a span or an element of their own kind.
ANYWHERE = "ucapcontent, " + ", ".join(f".{name}, #{name}" for name in sorted(_KNOWN)) + ", [wzades]"

_WORDS = (
    "nav|navbar|topnav|subnav|mainnav|leftnav|rightnav|menu|submenu|sitemap|bread|breadcrumb|breadcrumbs|crumb|crumbs|"
    "curmb|dqwz|weizhi|share|bdshare|bdsharebuttonbox|sharebox|footer|copyright|sidebar|pager|pagination|pagedown|"
    "pageturn|prevnext|print|printer|dayin|fontsize|toolbar|friendlink|friendlinks|qrcode|ewm|erweima|search|searchbox|"
    "login|dialog|modal|popup|topbar|toplink|wza|accessibility|recommend|hotnews"
)
_WHOLE = "header|head|top|bottom|foot|logo|banner"
_FURNITURE = re.compile(rf"(?:^|[\s_-])(?:{_WORDS})\d{{0,2}}(?=$|[\s_-])|(?:^|\s)(?:{_WHOLE})\d{{0,2}}(?=$|\s)", re.I)
_LONGEST = 500  # characters of a name that are looked at


@lru_cache(maxsize=4_096)
def role_of(names: str, identifier: str) -> Role:
    """Return the role that the class names and the id of a block element suggest."""
    words = [*names[:_LONGEST].split(), identifier[:_LONGEST]]
    if not _KNOWN.isdisjoint(words) or identifier.startswith("vsb_content"):
        return Role.KNOWN
    if not _GENERAL.isdisjoint(words):
        return Role.GENERAL
    if _FURNITURE.search(" ".join(words)):
        return Role.FURNITURE
    return Role.BOX if _TITLE.isdisjoint(words) else Role.TITLE
