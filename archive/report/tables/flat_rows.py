"""Strips of flattened tables as rows: aligned where the form leaves one reading, refused where it leaves several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from archive.model import Cell
from archive.report.tables.active import candidates
from archive.report.tables.align import Aligned, refuse
from archive.report.tables.flat import Region, Strip, line_of
from archive.report.tables.labels import roles
from archive.report.tables.lines import Line, Part, Word, part_of
from archive.report.tables.requests import OF_OTHER, targets_of, without_group_rows
from archive.report.tables.requests_columns import COLUMNS
from archive.report.tables.rows import Row
from archive.report.tables.units import unit_in
from archive.report.tables.values import read_value
from archive.report.templates import REVIEW_KEYS, ActiveRow, Template

FEWEST_REQUESTS = 4  # rows from which running text counts as that table, not as an enumeration
FEWEST_ACTIVE = 2
FEWEST_REVIEW = 10  # values from which two group labels alone (行政复议 行政诉讼) count as that table's header


def strips_of(found: Iterable[Region], kind: str) -> list[Strip]:
    return [strip for region in found for strip in region.strips if strip.role.kind == kind]


def flat_requests(found: Sequence[Region]) -> list[Row]:
    """The rows of the requests table; none where too few of its labels stand in lines of their own."""
    strips = strips_of(found, "request_row")
    keys = {strip.role.key for strip in strips}
    if len(keys) < FEWEST_REQUESTS:
        return []
    if keys & OF_OTHER:  # （六）其他处理 is then the heading of a group
        strips = [strip for strip in strips if strip.role.key != "other_handling" or strip.values]
    aligned = _aligner(strips, lambda strip: len(COLUMNS))
    return without_group_rows([_request_row(strip, *aligned(strip)) for strip in strips])


def lost_requests(found: Sequence[Region], printed: Sequence[Row]) -> list[Row]:
    """Rows that a page's grids lack and its running text holds whole: a reader of PDF cuts a table into both."""
    names = {row.name for row in printed}
    strips = [s for s in strips_of(found, "request_row") if s.role.key not in names and len(s.values) == len(COLUMNS)]
    if names & OF_OTHER:
        strips = [strip for strip in strips if strip.role.key != "other_handling"]
    return [_request_row(strip, line_of(strip, strip.values), Aligned([*strip.values], "sure")) for strip in strips]


def _request_row(strip: Strip, line: Line, aligned: Aligned) -> Row:
    return Row(strip.role.key, line, aligned, targets_of(strip.role.key, COLUMNS))


def flat_active(found: Sequence[Region], template: Template) -> list[Row]:
    """The rows of the table on active disclosure, in regions that print a header or a caption of it."""
    headed = [region for region in found if any(h.kind in ("caption", "info", "active_column") for h in region.heads)]
    strips = strips_of(headed, "active_row")
    if len({strip.role.key for strip in strips}) < FEWEST_ACTIVE:
        return []
    forms = {id(strip): _form(strip, template) for strip in strips}
    aligned = _aligner(strips, lambda strip: len(forms[id(strip)].measures))
    rows = []
    for strip in strips:
        line, cells = aligned(strip)
        targets = tuple((key, None) for _, key in forms[id(strip)].measures)
        rows.append(Row(strip.role.key, line, cells, targets, unit_in(strip.unit + strip.label.word.text)))
    return rows


def _form(strip: Strip, template: Template) -> ActiveRow:
    """The row in the template whose columns the header before it names."""
    forms = list(candidates(strip.role.key, template))
    return next((f for f in forms if strip.columns and {m for m, _ in f.measures} >= set(strip.columns)), forms[0])


def _aligner(strips: Sequence[Strip], wanted_of: Callable[[Strip], int]) -> Callable[[Strip], tuple[Line, Aligned]]:
    """How to align a strip among these. Blank cells are known to occur where any run of digits is too short."""
    runs = [(strip, strip.values[0].word.text) for strip in strips if strip.glued and len(strip.values) == 1]
    blanks = any(len(text) < wanted_of(strip) for strip, text in runs)

    def aligned(strip: Strip) -> tuple[Line, Aligned]:
        cells = _align(strip, wanted_of(strip), blanks=blanks)
        return line_of(strip, strip.values), cells

    return aligned


def _align(strip: Strip, wanted: int, *, blanks: bool) -> Aligned:
    values: list[Part | None] = [*strip.values]
    if len(values) == wanted:
        return Aligned(values, "sure")
    if strip.glued and len(strip.values) == 1:
        if cut := digits(strip.values[0], wanted, blanks=True):
            return Aligned([*cut], "sure")  # zeros cannot be cut otherwise
        if not blanks and (cut := digits(strip.values[0], wanted, blanks=False)):
            return Aligned([*cut], "probable", "its cells run together and are read as one digit each")
        return refuse(wanted, "its cells run together")
    return refuse(wanted, f"{len(values)} values follow the label, the form has {wanted}")


def flat_review(found: Sequence[Region]) -> list[tuple[Line, Aligned]]:
    """The fifteen numbers after the labels of the table on reviews and lawsuits; only their order counts."""
    rows = []
    for region in found:
        named = {(head.kind, head.key) for head in region.heads if head.kind in ("review_group", "review_leaf")}
        if not region.review or len(named) < 2 or (len(named) == 2 and len(region.review) < FEWEST_REVIEW):
            continue
        values = region.review
        block = max((n for n, names in region.blocks.items() if "review" in names), default=0)
        line = Line(block, None, list(values), [], 0, 0)
        rows.append((line, _fifteen(values)))
    return rows


def _fifteen(values: Sequence[Part]) -> Aligned:
    wanted = len(REVIEW_KEYS)
    if len(values) == wanted:
        return Aligned([*values], "sure")
    if len(values) == 1 and (cut := digits(values[0], wanted, blanks=True)):
        return Aligned([*cut], "sure")
    return refuse(wanted, f"{len(values)} values follow the labels, the form has {wanted}")


def digits(part: Part, wanted: int, *, blanks: bool) -> list[Part] | None:
    """A run of digits as single cells; None where another cut is as good.

    As many digits as cells can only be one digit each if no cell is blank. Where blanks occur, 100 may also be 10 and
    0; then only zeros up to the last digit leave no choice, since no number starts with 0.
    """
    text = part.word.text
    if len(text) != wanted or not (text.isascii() and text.isdigit()) or len(part.cell.text) != wanted:
        return None
    if blanks and set(text[:-1]) != {"0"}:
        return None
    return [_digit(part.cell, i) for i in range(wanted)]


def _digit(cell: Cell, i: int) -> Part:
    one = Cell(cell.text[i], cell.start + i, cell.start + i + 1, 0, 0)
    return part_of(one, Word(one.text, roles(one.text), read_value(one.text)))
