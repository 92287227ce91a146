"""Links that stand on every page of a site and lead to no column: home page, site map, imprint, pagers."""

from __future__ import annotations

import re

_SITE = re.compile(
    r"(?:网站|返回|本站)?(?:首页|主页)|设为首页|(?:加入)?收藏(?:本站|本页)?|(?:网站|站点|本站)?地[图圖]|(?:网站|本站)?(?:关于|關於|联系|聯繫)(?:我们|我們|本站|方式)"
    r"|(?:网站|版权|隐私|法律|免责)(?:声明|保护|政策|条款)|(?:用户|网站)?(?:登录|注册|登陆)|(?:网站)?(?:无障碍|适老化?|长者|关怀)(?:浏览|模式|阅读|版|服务|专区)*"
    r"|(?:网站|使用|阅读)帮助|rss(?:订阅)?|english|简体(?:中文|版)?|繁[体體](?:中文|版)?|手机版|移动版|客户端|网站(?:纠错|标识码?|建设)",
    re.IGNORECASE,
)
_PAGER = re.compile(
    r"\d{1,3}|(?:第|转到)?[首上下前后後尾末]一?[页頁]|最[后後]一[页頁]|(?:向)?[前后後]翻|跳?[转轉]到?第?|到?第|go|(?:next|prev|previous|first|last)(?:page)?",
    re.IGNORECASE,
)
_FRAME = "[]()<>«»‹›.… \u00a0"


def is_pager(name: str) -> bool:
    """Return whether a link's words are those of a pager."""
    said = name.strip(_FRAME)
    return bool(name) and (not said or _PAGER.fullmatch(said) is not None)


def is_furniture(name: str) -> bool:
    """Return whether a link's words name a place that every page of a site links to, or another page of a list."""
    return _SITE.fullmatch(name) is not None or is_pager(name)
