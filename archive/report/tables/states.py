"""What stands where a table is missing: nothing, a picture of it, a word that it is an attachment, or values alone.

Looks only between the heading of the section that should hold the table and the next heading; for values, everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.model import Block, Printed, TableName, TableState
from archive.report.tables.labels import bare, roles
from archive.text.fold import Folded

_LONGEST_HEADING = 40
_ORDINALS = "一二三四五六七八九十"
_ROWS = ("一本年新收", "二上年", "三本年度办理", "三本年办理", "四结转")  # rows of a table, numbered like headings
_ANCHORS: tuple[tuple[TableName | str, tuple[str, ...], tuple[str, ...]], ...] = (
    # Words of which one must occur, twice over. In this order: 主动公开 occurs in the title of other sections, too.
    ("review_litigation", ("复议", "诉讼"), ("情况", "诉讼", "信息")),
    ("problems", ("问题", "不足", "改进"), ("",)),
    ("requests", ("申请",), ("情况", "收到", "依申请", "办理")),
    ("active_disclosure", ("主动公开",), ("",)),
    ("other", ("其他",), ("事项", "需要", "情况")),
    ("other", ("总体", "概述", "概况", "基本情况"), ("",)),
)
# Values that stand in rows without their labels: 7 columns of requests, 15 cells of reviews. A row of the table takes
# one line or, where labels wrap around it, the middle of one.
_SEVEN = re.compile(r"(?<![\d.])\d{1,6}(?:[ \t]+\d{1,6}){6}(?![ \t]*[\d.])")
_FIFTEEN = re.compile(r"(?<![\d.])\d{1,6}(?:[ \t]+\d{1,6}){14}(?![ \t]*[\d.])")
_FEWEST = 3  # rows of seven that are no chance
_ELSEWHERE = ("附件", "附表", "附后", "另附", "点击下载", "点击查看", "下载查看")


def missing_states(printed: Printed, folded: Folded, missing: Sequence[TableName]) -> dict[TableName, TableState]:
    """Say for each missing table whether a picture, an attachment or nothing stands in its section."""
    states: dict[TableName, TableState] = dict.fromkeys(missing, "absent")
    for section, blocks in _sections(printed, folded):
        for name in missing:
            if section == name and states[name] == "absent":
                states[name] = _state(blocks, printed, folded)
    for name, state in states.items():
        if state == "absent" and _left_over(name, folded.text):
            states[name] = "ambiguous"
    return states


def _left_over(name: TableName, text: str) -> bool:
    """True if the values of a table stand in the text although its labels cannot be told: it is not absent."""
    if name == "requests":
        return sum(1 for _ in zip(_SEVEN.finditer(text), range(_FEWEST), strict=False)) >= _FEWEST
    return name == "review_litigation" and _FIFTEEN.search(text) is not None


def _sections(printed: Printed, folded: Folded) -> Iterator[tuple[str, list[Block]]]:
    """The blocks under each heading that names a section of a report."""
    section = ""
    held: list[Block] = []
    for block in printed.blocks:
        if block.furniture:
            continue
        named = section_of(block, folded) if block.kind in ("heading", "paragraph") else None
        if named is None:
            held.append(block)
            continue
        if section:
            yield section, held
        section, held = named, []
    if section:
        yield section, held


def section_of(block: Block, folded: Folded) -> str | None:
    """The section of a report that a numbered line of its own names."""
    if block.end - block.start > _LONGEST_HEADING:
        return None
    return section_named(folded.part(block.start, block.end).strip())


def section_named(text: str) -> str | None:
    """The section that a folded heading names; None for a row label, however it is numbered."""
    stem = text.removeprefix("第").lstrip("(")
    if not stem or stem[0] not in _ORDINALS or text.endswith(("。", ";")):
        return None
    words = bare(text)
    if words.startswith(_ROWS) or any(role.kind.endswith("_row") for role in roles(text)):
        return None
    for name, first, second in _ANCHORS:
        if any(word in words for word in first) and any(word in words for word in second):
            return name
    return None


def _state(blocks: Sequence[Block], printed: Printed, folded: Folded) -> TableState:
    if any(block.kind == "image" for block in blocks):
        return "image"
    for block in blocks:
        text = folded.part(block.start, block.end)
        if any(word in text for word in _ELSEWHERE):
            return "attachment"
        if any(link.name and link.name in block.text for link in printed.links):
            return "attachment"
    return "absent"
