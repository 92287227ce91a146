"""Lines, or beginnings of lines, that look like a numbered heading, with the section they name.

A heading is an ordinal plus an anchor word (format fact sheet A3), or a canonical heading that lost its ordinal and
stands alone on its line. The anchors of the older frames (2008-2018) follow those of the six statutory sections.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from archive.report.page import Line

RANKS = {
    "overview": 1,
    "active_disclosure": 2,
    "requests": 3,
    "review_litigation": 4,
    "problems": 5,
    "other_matters": 6,
}

# In order of precedence: 其他需要说明的问题 is no problem section, 因…被申请行政复议 no request section.
ANCHORS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (key, re.compile(pattern))
    for key, pattern in (
        ("other_matters", r"^(?:其[他它]|需要?(?:报告|说明)的)"),
        ("review_litigation", r"复议|诉讼|申诉"),
        ("fees", r"收费|减免|费用"),  # 收费及减免情况, until 2018
        ("problems", r"问题|不足|困难|薄弱|差距"),
        ("remedies", r"^(?:工作)?改进|整改|改进(?:措施|情况|意见)|努力方向"),
        ("plan", r"下一步|今后|下一?年|工作(?:计划|打算|安排|思路)|工作要点"),
        ("inquiries", r"咨询"),
        ("complaints", r"举报|投诉"),
        (
            "requests",
            r"(?:收到|受理|处理|办理|接受)[^主]{0,16}申请|^(?:政府)?(?:信息)?(?:公开)?依申请|^[^主]{0,10}申请",
        ),
        (
            "active_disclosure",
            r"主动公开|^(?:政府|政务)?信息公开(?:内容|情况)$|^公开(?:政府信息)?(?:的)?(?:内容|情况)$",
        ),
        ("requests", r"申请"),
        ("responses", r"回应|解读"),
        ("proposals", r"建议|提案"),
        ("key_areas", r"重点领域"),
        ("statistics", r"统计表|指标统计"),
        ("attachments", r"^附(?:表|件|录|注|:)"),
        (
            "overview",
            r"总体|概述|概况|基本情况|总体推进|^(?:政府|政务)?信息公开工作(?:的)?(?:开展|推进)?情况",
        ),
        ("organisation", r"组织|机构|保障|培训|会议|经费|队伍|制度"),
        ("platforms", r"平台|渠道|载体"),
        ("supervision", r"监督|考核|追究|评议"),
        ("other_matters", r"其[他它](?:需要|事项|情况|有关)|需要(?:报告|说明|汇报)"),
    )
)

STATUTORY = re.compile(
    r"总体情况|主动公开政府(?:信息|政府)?情况|收到和处理政府信息公开申请|行政复议、?[和及]?(?:提起)?行政诉讼"
    r"|存在的?(?:主要)?问题[及和](?:改进|整改)|其[他它]需要(?:报告|说明|汇报)"
)
UNNUMBERED = re.compile(
    r"(?:政府信息公开工作)?(?:总体情况|概述|存在的?(?:主要)?问题(?:[及和]改进(?:情况|措施))?)"
    r"|(?:行政机关)?(?:主动公开政府信息(?:的)?情况|政府信息主动公开情况|收到和处理政府信息公开申请(?:的)?情况)"
    r"|(?:政府信息公开|因政府信息公开)?[^。,]{0,8}行政复议、?[和及]?(?:提起)?行政诉讼(?:的)?情况|其[他它]需要报告等?的?事项"
)

HAN = "一二三四五六七八九十"
DIGITS = {char: value for value, char in enumerate(HAN, 1)}
ORDINAL = re.compile(
    rf"第([{HAN}]{{1,3}})部分[:、,.]?|第([{HAN}]{{1,3}})[、,:.]|([{HAN}]{{1,3}})[、,.:]|\(([{HAN}]{{1,3}})\)[、,.:]?|(\d{{1,2}})[、.,)](?!\d)"
)
STYLES = ("part", "first", "han", "paren", "arabic")
BARE = re.compile(
    rf"([{HAN}])(?=总体|概述|基本|主动公开|收到|政府信息|行政复议|存在|其[他它]需要|咨询|收费|依申请|复议|问题|机构|政府支出|主要问题)"
)
ENDS = r"(?:情况|概述|概况|措施|事项|计划|打算|问题)"
INLINE = re.compile(
    rf"(?:(?<=[。;:!?)”\d])|(?<=情况)|^)(?:第([{HAN}]{{1,2}})部分[:、]?|([{HAN}]{{1,2}})、)"
    rf"((?:[^。;:,!?、\d]|、(?=行政诉|诉讼|提起|行政复)){{0,32}}?{ENDS}(?:[及和]?(?:改进|整改)(?:情况|措施))?)"
)
TABLE_ROW = re.compile(r"结转|本年新收|本年度办理结果")  # rows 一 to 四 of the requests table
LISTED = re.compile(r"(?:等|共|以下|由|分为|包括)[^。]{0,6}[一二两三四五六七八九十\d]{1,2}个?(?:部分|方面|内容)")
LATER = re.compile(r"[。;:!?)”\d况][一二三四五六七八]、|第[一二三四五六七八]部分")
LONGEST = 45  # characters of a heading that has its line for itself


class Heading(Struct, frozen=True):
    """A candidate: where it stands (line, offsets in the line), its ordinal, style and the section it names."""

    line: int
    start: int
    stop: int
    ordinal: int | None
    style: str  # part, first, han, paren, arabic, bare, none
    key: str | None
    statutory: bool
    alone: bool  # it has its line for itself


def headings(lines: tuple[Line, ...]) -> Iterator[Heading]:
    """Yield every candidate in reading order."""
    for number, line in enumerate(lines):
        found = _whole_line(number, line) or _opening(number, line)
        if found is not None:
            yield found
        if len(line.text) > LONGEST and LATER.search(line.text, 1):
            yield from _inside(number, line, found.stop if found else 0)


@lru_cache(maxsize=4096)
def key_of(title: str) -> str | None:
    """Return the key of the section that a heading (without ordinal) names, or None."""
    for key, anchor in ANCHORS:
        if anchor.search(title):
            return key
    return None


def han_number(text: str) -> int:
    """Return the value of 一 to 九十九."""
    tens, mark, ones = text.rpartition("十")
    return (DIGITS.get(tens, 1) * 10 if mark else 0) + (DIGITS[ones[-1]] if ones else 0)


def _ordinal(text: str) -> tuple[int | None, str, int]:
    """Return the ordinal a line starts with, its style, and where the title begins."""
    match = ORDINAL.match(text)
    if match is None:
        match = BARE.match(text)
        return (han_number(match[1]), "bare", match.end()) if match else (None, "none", 0)
    nth = match.lastindex or 1
    value = int(match[nth]) if nth == 5 else han_number(match[nth])
    return value, STYLES[nth - 1], match.end()


def _whole_line(number: int, line: Line) -> Heading | None:
    text = line.text
    if len(text) > LONGEST:
        return None
    ordinal, style, begins = _ordinal(text)
    title = text[begins:].rstrip("。:;.,、")
    if not title or "。" in title or ";" in title or title.count(",") > 1 or TABLE_ROW.search(title):
        return None
    key = key_of(title)
    if ordinal is None:
        if not UNNUMBERED.fullmatch(title):
            return None
    elif key is None and not line.heading and any(char.isdigit() for char in title):
        return None
    return Heading(
        number,
        0,
        len(text),
        ordinal,
        style,
        key,
        bool(STATUTORY.search(title)),
        True,
    )


def _opening(number: int, line: Line) -> Heading | None:
    """A heading followed by its body on the same line: 一、总体情况。2019年,…"""
    ordinal, style, begins = _ordinal(line.text[:60])
    if ordinal is None:
        return None
    if match := INLINE.match(line.text):
        return _from_inline(number, match)
    end = re.match(r"[^。:;,!?\d]{2,32}[。:]", line.text[begins:])
    if end is None or TABLE_ROW.search(end[0]):
        return None
    title = end[0][:-1]
    key = key_of(title)
    if key is None:
        return None
    return Heading(
        number,
        0,
        begins + end.end(),
        ordinal,
        style,
        key,
        bool(STATUTORY.search(title)),
        False,
    )


def _inside(number: int, line: Line, after: int) -> Iterator[Heading]:
    """Several sections printed in one paragraph; a sentence that only lists the parts is none."""
    found = [
        match for match in INLINE.finditer(line.text, after) if key_of(match[3]) and not TABLE_ROW.search(match[3])
    ]
    if len(found) > 1 and LISTED.search(line.text, found[-1].end()) and found[-1].start() - found[0].start() < 160:
        return
    for match in found:
        if match.start() > 0 and (heading := _from_inline(number, match)):
            yield heading


def _from_inline(number: int, match: re.Match[str]) -> Heading | None:
    title = match[3]
    key = key_of(title)
    if TABLE_ROW.search(title) or key is None:
        return None
    style = "part" if match[1] else "han"
    ordinal = han_number(match[1] or match[2])
    stop = match.end()
    if match.string[stop : stop + 1] in ("。", ":"):
        stop += 1
    return Heading(
        number,
        match.start(),
        stop,
        ordinal,
        style,
        key,
        bool(STATUTORY.search(title)),
        False,
    )
