"""Labelled data around an article: 索引号, 发布机构, 生成日期 … read by label, never by position.

Cells shift when one is empty, labels are printed with blanks inside, with ：, with : or with nothing (platforms 1.8
and 10), in either script. The body of the article is not searched: its tables print such words too.
"""

from __future__ import annotations

import re
from itertools import islice

from lxml.html import HtmlElement

from archive.pages.trees import text_of
from archive.pages.values import BLANKS, date_in

FIELDS = {
    "索引号": "identifier",
    "索引號": "identifier",
    "分类": "category",
    "分類": "category",
    "组配分类": "category",
    "組配分類": "category",
    "发布机构": "publisher",
    "發布機構": "publisher",
    "发文机关": "publisher",
    "发布单位": "publisher",
    "發布單位": "publisher",
    "公开主体": "publisher",
    "成文日期": "written_at",
    "名称": "title",
    "名稱": "title",
    "文号": "document_number",
    "文號": "document_number",
    "发文字号": "document_number",
    "發文字號": "document_number",
    "文件编号": "document_number",
    "发布日期": "published_at",
    "發布日期": "published_at",
    "发布时间": "published_at",
    "發布時間": "published_at",
    "公开日期": "published_at",
    "信息提供日期": "published_at",
    "生成日期": "generated_at",
    "来源": "origin",
    "來源": "origin",
    "信息来源": "origin",
    "稿件来源": "origin",
    "主题词": "keywords",
    "主題詞": "keywords",
    "公开方式": "manner",
    "有效性": "validity",
    "统一编号": "uniform_number",
    "访问次数": "visits",
    "浏览次数": "visits",
    "字体": "furniture",
    "字號": "furniture",
    "打印": "furniture",
    "分享": "furniture",
}
NOBODY = {"本网", "本站", "本網", "本网站", "本網站"}  # placeholders for “this very site”, not a publisher
DATED = {"published_at", "generated_at", "written_at"}
_COLONS = ":：∶﹕"
_GAP = f"[{BLANKS}]*"
_LINE = re.compile(
    "(" + "|".join(_GAP.join(label) for label in sorted(FIELDS, key=len, reverse=True)) + f"){_GAP}[{_COLONS}]{_GAP}"
)
_BLANKS = re.compile(f"[{BLANKS}]+")
CELLS = ("td", "th", "dt", "dd", "span", "b", "strong", "em", "label", "li", "p", "div", "i")
LONGEST_LABEL, LONGEST_LINE, MOST_ELEMENTS = 12, 400, 20_000


def label(text: str) -> str | None:
    """Return the field that a label names, whatever its blanks, colon and script."""
    return FIELDS.get(_BLANKS.sub("", text).rstrip(_COLONS))


def _beside(element: HtmlElement) -> str | None:
    """Return what stands beside a label cell; None where the next cell is a label itself (its value is missing)."""
    following = element.getnext()
    while following is not None and not isinstance(following.tag, str):
        following = following.getnext()
    tail = _BLANKS.sub(" ", element.tail or "").strip()
    if tail:
        return tail.lstrip(_COLONS).strip()
    if following is None:
        return None
    value = text_of(following, " ")
    return None if label(value) else value.lstrip(_COLONS).strip()


def _line(text: str) -> list[tuple[str, str]]:
    """Return the label and value pairs of one header line; a value ends where the next label starts."""
    marks = list(_LINE.finditer(text))
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return [
        (FIELDS[_BLANKS.sub("", m.group(1))], text[m.end() : end].strip(" |"))
        for m, end in zip(marks, ends, strict=bool(marks))
    ]


def _kept(field: str, value: str) -> str:
    if field == "furniture":
        return ""
    return (date_in(value) or "") if field in DATED else value


def read(root: HtmlElement, body: HtmlElement | None) -> dict[str, str]:
    """Return field → value as printed, dates as ISO text, for every label outside the body; the first value wins.

    Cells that hold a label and nothing else come first, then header lines, the shortest (innermost) first.
    """
    found: dict[str, str] = {}
    lines: list[str] = []
    passed = set() if body is None else {*body.iter(), *body.iterancestors()}
    for element in islice(root.iter(*CELLS), MOST_ELEMENTS):
        text = "" if element in passed else text_of(element, " ", LONGEST_LINE + 1)
        if not text or len(text) > LONGEST_LINE:
            continue
        field = label(text) if len(text) <= LONGEST_LABEL else None
        if field is None:
            lines.append(text)
        elif value := _kept(field, _beside(element) or ""):
            found.setdefault(field, value)
    for text in sorted(lines, key=len):
        for field, printed in _line(text):
            if value := _kept(field, printed):
                found.setdefault(field, value)
    return found


def publisher(values: dict[str, str]) -> str | None:
    """Return the publisher that the labels name; “this site” is nobody."""
    name = values.get("publisher")
    return None if name is None or name in NOBODY else name
