"""The printed title of a report, taken apart: whose it is, which year it names, whether it names a report at all."""

from __future__ import annotations

import re

from msgspec import Struct

from archive.model import Printed
from archive.report.page import Line, Page
from archive.text.fold import Folded, fold
from archive.text.numerals import year as year_of

YEAR = r"(?:20\d{2}|二[〇○零0OＯ][〇○零0O一二][〇○零0O一二三四五六七八九])"
SUBJECT = r"(?:政府|政务)?(?:政府)?(?:信息公开|政务公开|政务信息公开|信息)(?:工作)?"
REPORT = re.compile(
    rf"(?P<before>.{{0,60}}?)(?:关于)?(?P<subject>(?:政府|政务)?(?:信[息思]公开|政务公开|信息)(?:工作)?)(?:情况)?(?:的)?"
    rf"(?P<mid>(?:{YEAR}年?度?)?)(?P<kind>(?:年度?)?(?:工作)?(?:的)?(?:年度)?(?:工作)?(?:总结)?报告|年度?工作?年报|年报|工作报告)(?P<after>.{{0,30}})"
)
YEAR_IN = re.compile(rf"(?<!\d)({YEAR})(?=年|年度|政|信|$|[^\d])")
DRESS = re.compile(
    r"^(?:【[^】]{0,12}】|(?:一图[读看速]懂|图解|图说|长图)[|丨:!·—-]*|附件?\d{0,2}[:.、]|\[[^\]]{0,12}\]|\((?:图片|文字)版\)|关于(?:发布|公布|印发)?)+|[《》]|\((?:图片|文字|文本|公开)版?\)"
)
ASKS = re.compile(r"做好|报送|编制|编写|撰写|印发|开展|填报|提交|推进|加强")  # a notice about reports, not a report
METADATA = re.compile(r"[•·|\-]?(?:名称|标题|题名|索引号|信息索引|信息分类|主题分类|公开目录|公开方式|当前位置|您)")
NO_TITLE = re.compile(rf"[。>]|^{METADATA.pattern}|首页")  # metadata lines and breadcrumbs
BROKEN_OFF = re.compile(
    rf"(?:{YEAR}年?度?(?:政府|政务)?|[镇乡市县区旗州省局委厅会处道室院])$"
)  # the upper line of a title
HEADLINE = 60  # characters of a title line


class Title(Struct, frozen=True):
    """A title as printed and folded; `names_report` says that it calls its text an annual disclosure report."""

    printed: str
    text: str
    names_report: bool
    name: str = ""  # the words that name the body, folded; "" if none
    year: int | None = None
    line: int | None = None  # the body line that holds it, if it was read from the body


def title_of(printed: Printed, page: Page) -> Title | None:
    """Return the article's title, or a title line at the head of the body; None where no title is printed."""
    if printed.title and (bare := printed.title.strip(" |｜\t\n")):
        title = parse(bare, fold(bare))
        if not NO_TITLE.search(title.text):
            return title if title.name or not title.names_report else _whole(page, title)
    for number, line in enumerate(page.lines[:16]):
        if len(line.text) <= HEADLINE and not NO_TITLE.search(line.text) and (found := _headline(page, number, line)):
            return found
    return _in_cell(printed)


def _whole(page: Page, title: Title) -> Title:
    """The title with the upper line that a carrier took for a line of its own."""
    for number, line in enumerate(page.lines[1:16], 1):
        if line.text == title.text:
            return _with_upper(page, number, line) or title
    return title


def _in_cell(printed: Printed) -> Title | None:
    """A title that layout keeps in a table cell at the head of the page."""
    for block in printed.blocks[:12]:
        for cell in {cell.text: cell for row in block.grid[:12] for cell in row if cell is not None}.values():
            if "報" in cell.text or "报" in cell.text:
                title = parse(cell.text.strip(), fold(cell.text.strip()))
                if title.names_report and (title.name or title.year) and not NO_TITLE.search(title.text):
                    return title
    return None


def _headline(page: Page, number: int, line: Line) -> Title | None:
    title = parse(page.printed.text[line.start : line.end].strip(" |｜\t"), line.text.strip("|｜"))
    if not title.names_report and number + 1 < len(page.lines):
        after = page.lines[number + 1]
        if (len(after.text) <= 20 and "报告" in after.text) or after.text == "报告":
            joined = parse(
                page.printed.text[line.start : after.end].strip(),
                line.text + after.text,
            )
            title = joined if joined.names_report else title
    if not title.names_report:
        return None
    if not title.name and number and (whole := _with_upper(page, number, line)):
        return whole
    return Title(title.printed, title.text, True, title.name, title.year, number)


def _with_upper(page: Page, number: int, line: Line) -> Title | None:
    """民意乡 / 2021年政府信息公开工作年度报告: a title whose upper line names the body."""
    upper = page.lines[number - 1]
    if len(upper.text) > HEADLINE or not BROKEN_OFF.search(upper.text) or NO_TITLE.search(upper.text):
        return None
    found = parse(page.printed.text[upper.start : line.end].strip(), upper.text + line.text)
    return Title(found.printed, found.text, True, found.name, found.year, number) if found.name else None


def parse(printed: str, folded: str | Folded) -> Title:
    """Take a title apart."""
    raw = folded if isinstance(folded, str) else folded.text
    text = re.sub(r"\s+", "", raw)
    bare = DRESS.sub("", text)
    years = [year for found in YEAR_IN.findall(bare) if (year := year_of(found)) is not None]
    match = REPORT.fullmatch(bare)
    if match is None or len(bare) > HEADLINE + 20 or ASKS.search(match["before"]):
        return Title(printed, text, False, "", years[0] if years else None)
    name = re.sub(rf"{YEAR}年?度?", "", match["before"])
    name = re.sub(r"^关于|关于$|的$|^[,、:]+|[,、:\"“”]+$", "", name)
    return Title(printed, text, True, name.strip(), years[0] if years else None)
