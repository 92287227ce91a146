"""Tables that lost their grid: one cell a line, one row a line, or cells run together. Re-gridded by label.

After a known label the next values belong to its row, up to the next label. As many values as the form has columns
are those columns; fewer cannot be placed, because nobody can see which cell was blank (雄县 2019: equal neighbours were
removed, so one 0 stood for three). Digits that run together are cut only where each cell holds exactly one digit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from archive.model import Block, Cell, Printed
from archive.report.tables.labels import Role, bare, beginning, table_of, wordings
from archive.report.tables.lines import Line, Part, Word, part_of
from archive.report.tables.states import section_of
from archive.report.tables.tokens import Token, tokens
from archive.report.tables.values import TEXT
from archive.text.fold import Folded

# A document without any of these holds no flattened table; looking for them is quick.
_MARKS = (
    *(
        "信息内容",
        "第二十条",
        "本年制发",
        "本年新",
        "行政处罚",
        "予以公开",
        "不予公开",
        "结果维持",
        "未经复议",
        "复议后起诉",
    ),
    *("尚未审结", "行政诉讼", "统计指标", "主动公开政府信息数"),
)
# Units of the statistics form, in a cell of their own.
UNITS = frozenset(
    ("条", "件", "次", "篇", "人", "人次", "个", "万元", "元", "宗", "场", "期", "份", "件次", "条次"),
)
ROWS = frozenset(("active_row", "request_row", "stat_row"))
_SENTENCE = ("。", "；", "？")
_BEGINNING = 4  # characters from which the first line of a wrapped label may tell it
_FEW_WORDS = 12  # characters of other words that a line of labels may hold besides
_LONGEST_WORD = 40  # characters of other words inside a table: a damaged label, a note


@dataclass(slots=True)
class Strip:
    """A row label and the values that follow it, up to the next label.

    `columns` are the header labels that stand before it, `unit` the header word that may hold a unit; `sound` ends
    where other words come between.
    """

    role: Role
    label: Part
    block: int
    columns: tuple[str, ...] = ()
    unit: str = ""
    values: list[Part] = field(default_factory=list)
    glued: bool = False  # the first value touches the label
    sound: bool = True
    measure: str | None = None  # a unit in a cell of its own


@dataclass(slots=True)
class Region:
    """Neighbouring lines that hold nothing but labels, values and short words."""

    strips: list[Strip] = field(default_factory=list)
    heads: list[Role] = field(default_factory=list)
    blocks: dict[int, set[str]] = field(default_factory=dict)  # lines that hold labels or values, and of which table
    review: list[Part] = field(default_factory=list)  # values that follow the labels of the table on reviews
    reviewing: bool = False  # the last labels are that table's
    columns: list[str] = field(default_factory=list)
    unit: str = ""


def regions(printed: Printed, folded: Folded) -> Iterator[Region]:
    """Yield every stretch of a document that reads like a flattened table."""
    if not any(mark in folded.text for mark in _MARKS):
        return
    region = Region()
    for number, block in enumerate(printed.blocks):
        if block.furniture:
            continue
        cut = _cut(block, folded) if block.kind in ("paragraph", "heading") else None
        if cut is None:
            if region.strips or region.heads:
                yield region
            region = Region()
            continue
        _take(region, number, block, cut, folded)
    if region.strips or region.heads:
        yield region


def _cut(block: Block, folded: Folded) -> list[Token] | None:
    """The tokens of a line; None for a heading or a line of prose, which end a table."""
    text = folded.part(block.start, block.end)
    if len(text) > _LONGEST_WORD and any(mark in text for mark in _SENTENCE):
        return None
    found = list(tokens(text))
    if section_of(block, folded) is not None and not any(role.kind in ROWS for t in found for role in t.roles):
        return None
    words = sum(len(token.text) for token in found if token.is_word and not _of_label(token, found))
    known = sum(len(token.text) for token in found if not token.is_word)
    if (
        words > _LONGEST_WORD
        or (words and any(mark in text for mark in _SENTENCE))
        or (known and words > max(known, _FEW_WORDS))
    ):
        return None
    return found or None


def _of_label(token: Token, line: Sequence[Token]) -> bool:
    """Is this the rest of a wrapped row label that stands before it on the line?"""
    rest = bare(token.text)
    keys = [role.key for other in line if other.start < token.start for role in other.roles if role.kind in ROWS]
    return any(rest in wording for key in keys for wording in wordings(key))


def _take(region: Region, number: int, block: Block, cut: Sequence[Token], folded: Folded) -> None:
    """Add a line to the region: labels open strips, values go to the open strip."""
    base = folded.at(block.start)
    for i, token in enumerate(cut):
        part = _part(token, base, folded)
        if token.value is not None:
            _take_value(region, number, part, glued=i > 0 and cut[i - 1].end == token.start)
        elif token.roles:
            _take_label(region, number, part, token.roles)
        else:
            _take_words(region, number, part)


def _part(token: Token, base: int, folded: Folded) -> Part:
    start, end = folded.span(base + token.start, base + token.end)
    cell = Cell(folded.printed[start:end], start, end, 0, 0)
    return part_of(cell, Word(token.text, token.roles, token.value or TEXT))


def _take_value(region: Region, number: int, part: Part, *, glued: bool) -> None:
    if region.reviewing:
        region.review.append(part)
        region.blocks.setdefault(number, set()).add("review")
        return
    strip = region.strips[-1] if region.strips else None
    if strip is None or not strip.sound:
        return
    if not strip.values:
        strip.glued = glued
    strip.values.append(part)
    region.blocks.setdefault(number, set()).add(table_of(strip.role))


def _take_label(region: Region, number: int, part: Part, named: tuple[Role, ...]) -> None:
    if region.reviewing and part.word.text == "其他":
        return  # the first line of 其他结果
    role = _meant(region, named)
    region.blocks.setdefault(number, set()).add(table_of(role))
    if role.kind in ROWS:
        region.strips.append(Strip(role, part, number, tuple(region.columns), region.unit))
        region.reviewing = False
        return
    region.heads.append(role)
    region.reviewing = table_of(role) == "review"
    if region.strips and role.kind != "request_group":
        region.strips[-1].sound = False
    if role.kind in ("info", "caption"):
        region.columns, region.unit = [], ""
    elif role.kind == "active_column":
        region.columns.append(role.key)
        region.unit += part.word.text


def _meant(region: Region, named: tuple[Role, ...]) -> Role:
    """What 其他 and 总计 mean here: a row behind the rows they follow in the form, else a column."""
    rows = [role for role in named if role.kind == "request_row"]
    if not rows or len(named) == 1:
        return named[0]
    if region.reviewing:
        return next((role for role in named if role.kind == "review_leaf"), named[0])
    strip = region.strips[-1] if region.strips else None
    follows = {"other_remaining": ("other_fee_unpaid",), "handled_total": ("other_remaining", "other_handling")}
    for role in rows:
        if role.key == "other_handling" or (strip is not None and strip.role.key in follows.get(role.key, ())):
            return role
    return next((role for role in named if role not in rows), named[0])


def _take_words(region: Region, number: int, part: Part) -> None:
    """Other words: the rest of a label, its beginning, a character of a vertical label, or the end of the row."""
    word = bare(part.word.text)
    strip = region.strips[-1] if region.strips else None
    if strip is not None and word in UNITS and not strip.values:
        strip.measure = word
    if len(word) <= 1 or region.reviewing or word in UNITS:
        return
    if strip is not None and any(word in wording for wording in wordings(strip.role.key)):
        return
    if len(word) >= _BEGINNING and (region.strips or region.heads) and (begun := beginning(word)) is not None:
        _take_label(region, number, part, (begun,))
    elif strip is not None:
        strip.sound = False


def line_of(strip: Strip, values: Sequence[Part]) -> Line:
    """The strip as a line, for the makers of figures."""
    return Line(strip.block, None, [strip.label, *values], [], 0, 1)
