"""Site furniture: elements that are left out by their names, and lines that are kept but marked.

The line rules cover both scripts. Observed: the leaving-site dialog and the copyright block of NFCMS portals
(platforms.md 2.3), breadcrumbs, share, print and close buttons, pagers of every platform.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.blocks.raw import Item, Line, Picture, RawTable
from archive.blocks.statutory import heading, plain

# Article data that some templates put into elements with such names; searched in plain() text.
WORTH = re.compile(
    "发布(?:日期|时间|机构)|索引号|信息提供日期|生成日期|成文日期|信息来源[:：]|规范性文件|行政事业性收费|法律服务机构|尚未审结|"
    "[一二三四五六]、(?:总体情况|主动公开政府信息|收到和处理|(?:政府信息公开)?行政复议|存在的主要问题|其他需要报告)"
)

_LEAVING = re.compile(r"即将离开.{0,60}|是否继续(?:访问)?[?？]?$")
_LEAVING_BUTTONS = re.compile(r"^(?:继续访问|继续|放弃|取消|是否继续[?？]?|确定)+$")
_COPYRIGHT = re.compile(r"^(?:【?版权声明】?[:：]?|免责声明[:：]?|声明[:：])?(?:\d[.、])?(?:凡)本(?:网|站)(?:站)?注明")
_SITE_LINE = re.compile(
    "^(?:当前位置|您?(?:现在|当前|所在)?的?(?:所在)?位置(?:是)?[:：]|您(?:现在)?所在的?位置|首页[>»›/])"
    r"|^[【\[(]?(?:打印(?:本页|此页|文章|预览)?|关闭(?:本页|窗口|页面)?|收藏(?:本页)?|返回(?:顶部|上一页|列表)?|[\s|/]|分享|】|\[|\]|【|\))+$"
    "|^[【(]?(?:字体|字号|文字大小)(?:大小)?[:：]?[\\[【(]?(?:特大|超大|大|中|小|默认|[\\s|/+\\-\\]\\[【】()])*$"
    "|^(?:分享到|分享至|分享|扫一扫|微信扫一扫|一键分享)[:：]?.{0,40}$"
    "|^(?:上一篇|下一篇|上一条|下一条|上一页|下一页|前一篇|后一篇)[:：]?.{0,80}$"
    "|^(?:相关(?:链接|附件|文章|新闻|稿件|阅读))[:：]?$"
    "|^(?:网站)?(?:主办|承办)(?:单位)?[:：].{0,80}$|^(?:网站标识码|备案号|粤公网安备|.{0,2}ICP备).{0,60}$|^版权所有.{0,80}$"
)
_ENOUGH = 100  # characters of a line that the rules look at; longer lines are text
_SITE_CONTACT = re.compile(r"^(?:联系(?:方式|电话|我们)|电话|邮件|邮箱|电子邮箱|邮编|地址)[:：]")
# The first characters, in either script, of all lines that a rule may match.
_FIRST = frozenset(
    "当當您你现現所位首打关關收返|/分字文扫微一上下前后後相网網主承版粤粵备備京凡免声聲联聯电電邮郵地即是继繼放取确確【[(（0123456789"
)
_COPYRIGHT_GOES_ON = re.compile("本网|本站|版权|转载|转載|稿件|侵权|授权|作者")


def mark(items: Sequence[Item]) -> tuple[list[bool], list[str]]:
    """Return which items are furniture, and notes about what was found."""
    flags = [False] * len(items)
    notes: list[str] = []
    texts = [plain(item.text[:_ENOUGH]) if isinstance(item, Line) and _may_be(item.text) else "" for item in items]
    _mark_leaving(texts, flags, notes)
    _mark_copyright(items, texts, flags, notes)
    for n, text in enumerate(texts):
        if text and len(text) < _ENOUGH and _SITE_LINE.search(text):
            flags[n] = True
    return flags, notes


def _may_be(text: str) -> bool:
    """A look at the first character spares most lines the rules."""
    return text[0] in _FIRST or (len(text) < _ENOUGH and ("离" in text or "離" in text))


def _mark_leaving(texts: list[str], flags: list[bool], notes: list[str]) -> None:
    for n, text in enumerate(texts):
        if not ("离开" in text and ("访问" in text or "链接" in text) and _LEAVING.search(text)):
            continue
        flags[n] = True
        notes.append("a leaving-site notice stands in the text")
        for after in range(n + 1, min(n + 5, len(texts))):
            if not _LEAVING_BUTTONS.match(texts[after]):
                break
            flags[after] = True


def _mark_copyright(items: Sequence[Item], texts: list[str], flags: list[bool], notes: list[str]) -> None:
    """From the copyright notice to the end, unless the report goes on after it; then only the notice itself."""
    start = next((n for n, text in enumerate(texts) if _COPYRIGHT.match(text)), None)
    if start is None:
        return
    notes.append("the site's copyright block stands at the end of the text")
    rest = range(start, len(items))
    goes_on = [n for n in rest if isinstance(items[n], RawTable) or heading(texts[n])]
    if not goes_on:
        for n in rest:
            flags[n] = not isinstance(items[n], Picture)
        return
    for n in rest:
        if n > start and not (_COPYRIGHT_GOES_ON.search(texts[n]) or _SITE_CONTACT.match(texts[n])):
            break
        flags[n] = True
