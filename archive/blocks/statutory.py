"""Wordings that only a report has: its numbered headings and the labels of its tables. Either script, glosses ignored.

Used to tell data tables from layout and to see whether text outside the chosen container belongs to the report; what a
label means is the business of archive.report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from archive.text.characters import TRADITIONAL
from archive.text.fold import fold


class _Characters(dict[int, str]):
    """Each character in Simplified form; what a Traditional one becomes is asked once."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character in _TRADITIONAL:
            character = fold(character).text
        if len(self) < _MOST_KEPT:
            self[code] = character
        return character


_TRADITIONAL = frozenset(TRADITIONAL)
_MOST_KEPT = 30_000
_SHORT = 60  # characters; no label is that long
_ALSO = {"徵": "征", "後": "后", "於": "于"}  # Simplified text has these too; in our words they are Traditional
_SIMPLIFIED = _Characters({ord(t): s for t, s in _ALSO.items()})
_PRINTED = (*((blank, "") for blank in " \t\n\r\u00a0\u3000\u200b\ufeff"), ("（", "("), ("）", ")"), ("：", ":"))
_GLOSS = re.compile(r"(?<=[\u4e00-\u9fff)])\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}\)")
_HEADING = re.compile(r"^(?:第?[一二三四五六七八]|[（(][一二三四五六]\))(?:部分)?[、,，.．:]?(.{2,40})$")
_FIRST = frozenset("一二三四五六七八第(（")
_ANCHOR = re.compile("总体情况|概述|概况|基本情况|主动公开|申请|复议|诉讼|问题|不足|其他|其它|附表|统计表")
_ROW_NOT_HEADING = re.compile("^[一二三四]、?(?:本年|上年|结转|本年度)")

LABELS = frozenset(
    [
        "信息内容", "规章", "规范性文件", "行政规范性文件", "行政许可", "其他对外管理服务事项", "行政处罚", "行政强制",
        "行政事业性收费", "政府集中采购", "本年制发件数", "本年废止件数", "现行有效件数", "本年处理决定数量",
        "本年新制作数量", "本年新公开数量", "对外公开总数量", "上一年项目数量", "处理决定数量", "申请人情况", "自然人",
        "法人或其他组织", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "(一)予以公开", "(三)不予公开",
        "(四)无法提供", "(五)不予处理", "(六)其他处理", "(七)总计", "结果维持", "结果纠正", "其他结果", "尚未审结",
        "未经复议直接起诉", "复议后起诉", "指标名称", "统计指标", "三、本年度办理结果", "四、结转下年度继续办理",
        "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "主动公开政府信息数",
        "政府信息公开情况统计表",
    ]
)  # fmt: skip


@cache
def _traditional() -> re.Pattern[str]:
    return re.compile(f"[{TRADITIONAL}{''.join(_ALSO)}]")


def plain(text: str) -> str:
    """Return text without blanks and glosses, in Simplified characters, with half-width brackets and colons."""
    return _short_plain(text) if len(text) < _SHORT else _plain(text)


def _plain(text: str) -> str:
    for printed, meant in _PRINTED:
        text = text.replace(printed, meant)
    text = simplified(text)
    return _GLOSS.sub("", text) if "(" in text else text


_short_plain = lru_cache(maxsize=8192)(_plain)  # labels and headings come again on every page


def simplified(text: str) -> str:
    """Return text in Simplified characters, one for one: offsets stay."""
    return text if _traditional().search(text) is None else text.translate(_SIMPLIFIED)


def heading(line: str) -> str | None:
    """Return the plain form of a numbered section heading that stands alone on its line, else None."""
    if not line or line[0] not in _FIRST or len(line) > 90:
        return None
    text = plain(line)
    found = _HEADING.match(text)
    if found is None or "。" in text or not _ANCHOR.search(found.group(1)) or _ROW_NOT_HEADING.match(text):
        return None
    return text.lstrip("第(").replace("部分", "")


def label_count(texts: Iterable[str]) -> int:
    """Return how many different statutory row or column labels the texts of cells hold."""
    return len(LABELS.intersection(plain(text) for text in texts if len(text) < _SHORT and not text.isascii()))


def has_labels(texts: Iterable[str], enough: int) -> bool:
    """Say whether the texts of cells hold `enough` different labels; nearly every statutory table says so at once."""
    found: set[str] = set()
    for text in texts:
        if len(text) < _SHORT and not text.isascii() and (label := plain(text)) in LABELS:
            found.add(label)
            if len(found) >= enough:
                return True
    return False
