"""The table on reviews and lawsuits: fifteen numbers in one row, told by their places (A7)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from archive.report.tables.align import Aligned, Shape, align, refuse
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
    leaves = _leaves(heads)
    tail = line.tail
    if len(leaves) == wanted:
        first, last = leaves[0].column, leaves[-1].end_column
        if tail and tail[0].column == first and tail[-1].end_column == last and not line.above:
            start = tuple(leaf.column - first for leaf in leaves)
            return align(line, Shape((*start, last - first), first, tuple((i,) for i in range(wanted))))
    if len(tail) == wanted and not line.above:
        return Aligned(list(tail), "sure")
    return refuse(wanted, f"the row has {len(tail)} value cells, the form has {wanted}")


def _leaves(heads: Sequence[Line]) -> list[Part]:
    """The header cells of single numbers, left to right; nothing where two collide."""
    leaves = [
        part for line in heads for part in line.own if any(role.kind == "review_leaf" for role in part.word.roles)
    ]
    leaves.sort(key=lambda part: part.column)
    if any(left.end_column > right.column for left, right in pairwise(leaves)):
        return []
    return leaves


def emit_review(rows: Sequence[tuple[Line, Aligned]], maker: Maker) -> None:
    """Make the fifteen figures of the first row; further rows that say something else make it ambiguous."""
    line, aligned = rows[0]
    said = [[part and part.word.value for part in other.parts] for _, other in rows]
    if any(other != said[0] for other in said[1:]):
        maker.drift("review_litigation", f"{len(rows)} rows of values differ")
        aligned = refuse(len(REVIEW_KEYS), "")
    elif aligned.grade != "sure":
        maker.drift("review_litigation", aligned.why, verdict=aligned.verdict)
    for key, part in zip(REVIEW_KEYS, aligned.parts, strict=True):
        if part is None:
            maker.ambiguous(key, line.tail, line.block, line.row, label=None)
        else:
            maker.from_part(key, part, line.block, line.row, label=None)
