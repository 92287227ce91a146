"""Which cell of a row stands in which column. A row is compared with its peers, never repaired.

What makes an alignment safe: a row that has as many value cells as its peers, each where theirs stand, reads like
them; a row whose labels lost their spans still has as many value cells, so it is read by counting. A row with a cell
too few or too many could be shifted at any point, so it is not read, unless its widths say which cells were merged.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from archive.model import Cell
from archive.report.tables.lines import Line, Part, Word, part_of
from archive.report.tables.values import read_value

_PIECE = re.compile(r"\S+")
Grade = Literal["sure", "probable", "none"]


class Shape(Struct):
    """How the value cells of most rows of one block stand: their starts counted from the first one, then the end."""

    pattern: tuple[int, ...]
    start: int  # grid column of the first value cell
    columns: tuple[tuple[int, ...], ...]  # for each wanted column, the value cells (by number) that may hold it
    padded: bool = False  # empty cells stand where labels lost their spans, so a leading blank may be one of them

    @property
    def cells(self) -> int:
        return len(self.pattern) - 1


class Aligned(Struct):
    """A part for every wanted column; None where no single cell holds it. `why` says what was odd, in plain words."""

    parts: list[Part | None]
    grade: Grade
    why: str = ""
    merged: tuple[Part, ...] = ()  # cells of earlier rows that reach into this one

    @property
    def verdict(self) -> Literal["fail", "uncertain"]:
        """What a T-DRIFT finding says of a row that is not aligned for sure."""
        return "fail" if self.grade == "none" else "uncertain"


def pattern(tail: Sequence[Part]) -> tuple[int, ...]:
    start = tail[0].column
    return (*[part.column - start for part in tail], tail[-1].end_column - start)


def shape_of(lines: Sequence[Line]) -> tuple[tuple[int, ...], int] | None:
    """The commonest pattern among the rows and the column it most often starts at."""
    patterns = Counter(line.pattern for line in lines if line.tail)
    if not patterns:
        return None
    best = max(patterns.values())
    # Of equally common patterns the one with more cells: a lost cell must not become the norm.
    chosen = max((p for p, n in patterns.items() if n == best), key=len)
    starts = Counter(line.tail[0].column for line in lines if line.tail and line.pattern == chosen)
    return chosen, starts.most_common(1)[0][0]


def refuse(wanted: int, why: str) -> Aligned:
    return Aligned([None] * wanted, "none", why)


def align(line: Line, shape: Shape) -> Aligned:
    """Give each wanted column its cell, or say why that cannot be done safely."""
    wanted = len(shape.columns)
    tail = line.tail
    if line.is_mislabelled:
        return refuse(wanted, "a label stands where a value should")
    reaching = [part for part in line.above if part.column >= shape.start] if line.above else []
    if not tail:
        return refuse(wanted, "the row has no value cells")
    if len(tail) == 1 < wanted and (several := spread(tail[0], wanted)):
        return Aligned([*several], "probable", "one cell holds the values of the whole row")
    if reaching:
        return _with_reaching(tail, reaching, shape)
    if line.pattern == shape.pattern:
        if shape.padded and tail[0].column < shape.start and tail[0].word.blank:
            return refuse(wanted, "an empty cell may belong to the label or to the first column")
        return _chosen(tail, shape, "sure")
    return _odd_row(line, shape)


def spread(part: Part, wanted: int) -> list[Part] | None:
    """A single cell that holds as many values as the row has columns, blanks between them."""
    pieces = list(_PIECE.finditer(part.cell.text))
    if len(pieces) != wanted or not all(piece.group().isdigit() and piece.group().isascii() for piece in pieces):
        return None
    cell = part.cell
    cells = [
        Cell(p.group(), cell.start + p.start(), cell.start + p.end(), cell.row, cell.column, cell.rowspan, cell.colspan)
        for p in pieces
    ]
    return [part_of(one, Word(one.text, (), read_value(one.text))) for one in cells]


def _chosen(cells: Sequence[Part], shape: Shape, grade: Grade, why: str = "") -> Aligned:
    """Pick the cell of each column; of several that may hold it, the only one that is filled."""
    if len(cells) == len(shape.columns):
        return Aligned([*cells], grade, why)
    parts: list[Part | None] = []
    for numbers in shape.columns:
        filled = [cells[i] for i in numbers if not cells[i].word.blank]
        parts.append(filled[0] if len(filled) == 1 else None if filled else cells[numbers[0]])
    return Aligned(parts, grade, why)


def _odd_row(line: Line, shape: Shape) -> Aligned:
    """A row that does not look like its peers."""
    tail = line.tail
    wanted, cells = len(shape.columns), shape.cells
    if len(tail) == cells:
        return _chosen(tail, shape, "probable", "the widths of the cells differ from the other rows")
    if len(tail) > cells:
        return _long_row(line, shape)
    if line.pattern[-1] == shape.pattern[-1]:
        return _merged_cells(tail, shape)
    if len(tail) == wanted and not any(part.word.blank for part in tail):
        return Aligned(list(tail), "probable", "the row lacks the empty cells of the other rows")
    return refuse(wanted, f"the row has {len(tail)} value cells, the other rows have {cells}")


def _long_row(line: Line, shape: Shape) -> Aligned:
    """More cells than the peers have: empty ones where a label lost its span, or a stray empty one at the end."""
    tail = line.tail
    wanted, cells = len(shape.columns), shape.cells
    extra = len(tail) - cells
    lead, rest = tail[:extra], tail[extra:]
    narrow = not line.head or line.head[-1].cell.colspan == 1
    if (
        shape.padded
        and narrow
        and all(p.word.blank and p.column < shape.start for p in lead)
        and _stands_as(rest, shape)
    ):
        return _chosen(rest, shape, "sure")
    trail, rest = tail[cells:], tail[:cells]
    if all(p.word.blank for p in trail) and not any(p.word.blank for p in rest):
        return _chosen(rest, shape, "probable", "an empty cell too many stands at the end of the row")
    return refuse(wanted, f"the row has {len(tail)} value cells, the other rows have {cells}")


def _stands_as(cells: Sequence[Part], shape: Shape) -> bool:
    return cells[0].column == shape.start and pattern(cells) == shape.pattern


def _merged_cells(tail: Sequence[Part], shape: Shape) -> Aligned:
    """Fewer cells over the same width: some of them cover two columns, and only those are in doubt."""
    start = tail[0].column
    holders: list[Part | None] = []
    for i in range(shape.cells):
        left, right = shape.pattern[i], shape.pattern[i + 1]
        over = [p for p in tail if p.column - start < right and p.end_column - start > left]
        alone = len(over) == 1 and (
            over[0].word.blank or (over[0].column - start >= left and over[0].end_column - start <= right)
        )
        holders.append(over[0] if alone else None)
    parts = [holders[numbers[0]] if len(numbers) == 1 else None for numbers in shape.columns]
    return Aligned(parts, "sure", "a cell covers several columns")


def _with_reaching(tail: Sequence[Part], reaching: Sequence[Part], shape: Shape) -> Aligned:
    """A cell of an earlier row reaches into this one: a merge where a cell is missing here, a stray span where not."""
    wanted = len(shape.columns)
    if len(tail) == shape.cells:
        return _chosen(tail, shape, "probable", "a cell of an earlier row reaches into this row")
    together = sorted((*tail, *reaching), key=lambda part: part.column)
    if together[0].column != shape.start or pattern(together) != shape.pattern:
        return refuse(wanted, "a cell of an earlier row reaches into this row")
    aligned = _chosen(together, shape, "sure", "a cell covers several rows")
    filled = [part for part in reaching if not part.word.blank]
    aligned.parts = [None if part in filled else part for part in aligned.parts]
    aligned.merged = tuple(filled)
    return aligned
