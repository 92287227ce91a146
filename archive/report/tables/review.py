"""The table on reviews and lawsuits: fifteen numbers in one row, told by their places (A7)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from archive.report.tables.align import Aligned, refuse
from archive.report.tables.figures import Maker
from archive.report.tables.lines import Line, Part
from archive.report.tables.sort import Place
from archive.report.templates import REVIEW_KEYS


def read_review(sorted_lines: Sequence[tuple[Place, Line]]) -> list[tuple[Line, Aligned]]:
    """Align every value row under the header cells that stand above it."""
    heads: list[Line] = []
    found: list[tuple[Line, Aligned]] = []
    for place, line in sorted_lines:
        if place == "head":
            heads.append(line)
        elif place == "row":
            found.append((line, _align(line, heads)))
    return found


def _align(line: Line, heads: Sequence[Line]) -> Aligned:
    wanted = len(REVIEW_KEYS)
    if line.is_mislabelled:
        return refuse(wanted, "a label stands where a value should")
    if line.above:
        return refuse(wanted, "a cell of an earlier row reaches into this row")
    leaves = _leaves(heads)
    extent = max((head.extent for head in heads if head.block == line.block), default=line.extent)
    if len(leaves) == wanted and extent == line.extent and heads[-1].block == line.block:
        return _by_column(line.tail, leaves)
    filled = [part for part in line.tail if not part.word.blank]
    if len(line.tail) == wanted and (extent <= line.extent or len(filled) == wanted):
        return Aligned(list(line.tail), "sure")
    if len(filled) == wanted:
        return Aligned([*filled], "sure" if line.extent == extent else "probable", "empty cells stand among the values")
    return refuse(wanted, f"the row has {len(line.tail)} value cells, the form has {wanted}")


def stray_review(requests: Sequence[tuple[Place, Line]]) -> list[tuple[Line, Aligned]]:
    """A row of fifteen values behind the requests table: its header is lost, its numbers still stand in order."""
    wanted = len(REVIEW_KEYS)
    ends = [i for i, (_, line) in enumerate(requests) if line.role("request_row") == "carried_out"]
    rows = [line for place, line in requests[ends[-1] + 1 :] if place == "loose"] if ends else []
    if len(rows) != 1 or len(rows[0].tail) != wanted or rows[0].head or rows[0].above:
        return []
    return [(rows[0], Aligned([*rows[0].tail], "probable", "its header is lost; read by the order of the form"))]


def _by_column(tail: Sequence[Part], leaves: Sequence[Part]) -> Aligned:
    """Each value stands under the header cell whose grid columns it shares; a value under two is nobody's."""
    if [(p.column, p.end_column) for p in tail] == [(leaf.column, leaf.end_column) for leaf in leaves]:
        return Aligned([*tail], "sure")
    parts: list[Part | None] = []
    for leaf in leaves:
        below = [p for p in tail if p.column < leaf.end_column and p.end_column > leaf.column]
        filled = [p for p in below if not p.word.blank]
        alone = len(filled) == 1 and sum(_over(filled[0], other) for other in leaves) == 1
        parts.append(filled[0] if alone else None if filled or not below else below[0])
    strays = [p for p in tail if not p.word.blank and not any(_over(p, leaf) for leaf in leaves)]
    if strays:
        return refuse(len(leaves), "a value stands under no header")
    return Aligned(parts, "sure", "a cell covers several columns")


def _over(part: Part, leaf: Part) -> bool:
    return part.column < leaf.end_column and part.end_column > leaf.column


def _leaves(heads: Sequence[Line]) -> list[Part]:
    """The header cells of single numbers, left to right; nothing where two collide."""
    leaves = [part for line in heads for part in line.own if "review_leaf" in part.word.kinds]
    leaves.sort(key=lambda part: part.column)
    if any(left.end_column > right.column for left, right in pairwise(leaves)):
        return []
    return leaves


def _without_empty(rows: Sequence[tuple[Line, Aligned]]) -> Sequence[tuple[Line, Aligned]]:
    """Leave out empty rows beside one that is largely filled; beside a nearly empty one they may be the true row."""
    filled = [row for row in rows if sum(not part.word.blank for part in row[0].tail) >= 5]
    empty = [row for row in rows if not row[0].has_values]
    return filled if filled and len(filled) + len(empty) == len(rows) else rows


def emit_review(rows: Sequence[tuple[Line, Aligned]], maker: Maker) -> None:
    """Make the fifteen figures of the first row; further rows that say something else make it ambiguous."""
    rows = _without_empty(rows)
    line, aligned = rows[0]
    said = [[part and part.word.value for part in other.parts] for _, other in rows]
    if any(other != said[0] for other in said[1:]):
        maker.drift("review_litigation", f"{len(rows)} rows of values differ")
        aligned = refuse(len(REVIEW_KEYS), "")
    elif aligned.grade != "sure":
        maker.drift("review_litigation", aligned.why, verdict=aligned.verdict)
    maker.from_parts([(key, None) for key in REVIEW_KEYS], aligned.parts, line, None, None)
