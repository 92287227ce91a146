"""Is it an annual disclosure report, or something that looks like one (format fact sheet C7, last line)?

The title may exclude (解读, 指南, 通知 …); title and frame together include: statutory headings, statutory tables, the
legal basis sentence. A title alone is enough where the body is an attachment.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from archive.model import Kind
from archive.report.headings import RANKS
from archive.report.page import Page
from archive.report.sections import Frame
from archive.report.titles import Title

INTERPRETATION = re.compile(r"解读|图解|一图|图说|图看|长图|速览|问答|亮点")
GUIDE = re.compile(r"指南|须知|流程|怎么办|办法$")
NOTICE = re.compile(
    r"(?:关于|转发)[^。]{0,24}(?:做好|报送|编制|编写|撰写|印发|开展|提交|发布)[^。]{0,40}(?:通知|函|通告|公告|方案)|(?:的|工作)(?:通知|函|通告)\)?$|格式"
)
MADE_GUIDE = re.compile(r"(?:编制|制定)(?:了|本)?[^。]{0,30}指南")
HEADLINE = 70  # characters of a line that may be a heading
FORM = re.compile(r"(?:统计|情况|汇总|指标)(?:报)?表")
OTHER = re.compile(
    r"预算|决算|法治政府|网站(?:工作)?年度|网站(?:工作)?报表|年度报告制度|报告制度|执法(?:数据|情况)|上半年|下半年|半年|季度|\d{1,2}月份?(?!\d)|工作要点|工作计划"
    r"|实施方案|考核|评估报告|财务|审计|安全生产|统计公报|工作总结(?!报告)|述职|范文|模板|样本|范例|制度$|条例|目录$|培训|会议|发布会"
)
CORPORATE = re.compile(r"公司|股份|集团|大学|学院|中学|小学|学校|医院|银行")
PRESS = re.compile(
    r"(?:发布|公布|晒出|出炉|公开了|召开|举行|完成|印发)(?:[^。]{0,20})(?:年报|年度报告|报告)$"
    r"|(?:年报|年度报告)(?:的)?(?:编制|编写|编撰)?(?:和|与)?(?:工作)?(?:已|全部|顺利|圆满|如期|按时|按期|正式)*(?:发布|公布|公开|上线|出炉|完成)+(?:了|完毕)?$"
)
NEWS = re.compile(r"本报讯|(?:记者|通讯员)[\u4e00-\u9fff]{2,4}\)|记者(?:\d|日前|近日|今日|从|获悉)")
COLUMN = re.compile(r"(?:政府)?信息公开(?:工作)?(?:年度报告|年报)$")
LEGAL = re.compile(
    r"(?:根据|按照|依据|依照)[^。]{0,40}(?:信息公开条例|信息公开工作年度报告格式)[^。]{0,160}(?:年度报告|年报|本报告|报告)"
)
CLAIMS = re.compile(
    r"(?:编制|制定|撰写|形成)了?[本此](?:年度)?报告|(?:现公布|编制(?:了)?(?:本)?|特编制)[^。]{0,60}(?:信息公开|政务公开)[^。]{0,12}(?:年度报告|年报|工作报告)|对本(?:年度)?(?:报告|年报)|本(?:年度)?报告(?:由|所列|中|的电子版|电子版)"
)
PARTS = re.compile(r"(?:由|包括|包含)[^。]{0,120}主动公开[^。]{0,160}(?:部分|方面)(?:组成|构成|内容)?")
ARTICLE = re.compile(r"第[一二三四五六七八九十]{1,3}条(?!(?:第)?\()")  # not the captions of table 2: 第二十条第(一)项
HANDED_IN = re.compile(r"关于报送[^。]{0,40}(?:报告|年报)的?(?:函|报告)$")  # the letter that hands the report in
ENOUGH = 4
WHOLE = 8  # a frame and tables: the report itself stands there


class Verdict(Struct, frozen=True):
    """What a page is, and how strong the evidence for a report was."""

    kind: Kind
    score: int

    @property
    def is_report(self) -> bool:
        return self.kind == "annual_report"


def kind_of(page: Page, title: Title | None, frame: Frame, tables: Mapping[str, str]) -> Verdict:
    """Return the kind of a page."""
    if sum(bool(ARTICLE.match(line.text)) for line in page.lines) >= 3:
        return Verdict("other", 0)  # 第一条 …: a rule about reports
    score = _score(page, title, frame, tables)
    if score < 8 and NEWS.search(page.folded.text[:600]):
        return Verdict("other", score)
    words = title.text if title is not None else _first_words(page)
    if title is None and score < 8 and (kind := _by_head(page)):
        return Verdict(kind, score)
    excluded = _excluded(words, title, score, tables)
    if excluded is not None:
        return Verdict(excluded, score)
    return Verdict("annual_report" if score >= ENOUGH else "other", score)


def _score(page: Page, title: Title | None, frame: Frame, tables: Mapping[str, str]) -> int:
    """Points: title 4, canonical frame up to 4, other frame up to 2, tables 2 each, legal basis 1, own claim 2."""
    score = 0
    keys = {part.section.key for part in frame.parts}
    known = len(keys & RANKS.keys())
    if title is not None and title.names_report and (title.name or title.year):
        score += 4
    elif title is not None and title.names_report:
        score += 2
    score += min(known, 4) if frame.kind == "statutory" else min(known, 3) if known >= 3 else 0
    score += 2 * sum(state == "present" for name, state in tables.items() if name != "statistics")
    lead = page.folded.text[:1500]
    score += bool(LEGAL.search(lead)) + 2 * bool(CLAIMS.search(lead)) + bool(PARTS.search(lead))
    return score


def _excluded(words: str, title: Title | None, score: int, tables: Mapping[str, str]) -> Kind | None:
    """Return the kind of look-alike that a title names, unless it names a report in so many words."""
    report = title is not None and title.names_report
    tail = words[words.rfind("报告") + 2 :] if "报告" in words else words
    if INTERPRETATION.search(words):
        return "interpretation"
    if NOTICE.search(words) and not (HANDED_IN.search(words) and score >= WHOLE):
        return "notice"
    if FORM.search(words if not report else tail):
        return "statistics_form"
    if GUIDE.search(words if not report else tail):
        return "guide"
    subject = words.replace(title.name, "", 1) if report and title is not None and title.name else words
    if PRESS.search(subject) or (OTHER.search(subject) and not (report and score >= 8)):  # 审计局 may report too
        return "other"
    if CORPORATE.search(words) and "政府信息" not in words:
        return "other"
    if (
        report
        and title is not None
        and not title.name
        and not title.year
        and COLUMN.fullmatch(words)
        and score < ENOUGH
    ):
        return "other"
    return _by_table(tables, score, report)


def _by_table(tables: Mapping[str, str], score: int, report: bool) -> Kind | None:
    present = [name for name, state in tables.items() if state == "present"]
    return "statistics_form" if present == ["statistics"] and not report and score < ENOUGH else None


def _by_head(page: Page) -> Kind | None:
    """Notices and guides whose heading is only a line of the text: 关于做好…的通知, 特编制本指南."""
    head = [line.text for line in page.lines[:20] if len(line.text) <= HEADLINE and "。" not in line.text]
    if any(NOTICE.search(text) for text in head):
        return "notice"
    if any(text.endswith("指南") for text in head) or MADE_GUIDE.search(page.folded.text[:800]):
        return "guide"
    return None


def _first_words(page: Page) -> str:
    """Where no title is printed, the first short line stands for it, if it says what it is."""
    for line in page.lines[:4]:
        if len(line.text) <= 50 and not line.text.endswith("。"):
            return line.text
    return ""
