"""Which value cells of the requests table stand under which applicant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from archive.report.tables.align import Shape, shape_of
from archive.report.tables.lines import Line, Part
from archive.report.tables.sort import Place
from archive.report.templates import APPLICANTS

COLUMNS = tuple(key for key, _ in APPLICANTS)


def shape_and_columns(
    block: Sequence[tuple[Place, Line]], before: Shape | None, columns: tuple[str, ...]
) -> tuple[Shape | None, tuple[str, ...]]:
    """The shape of most rows of a block, and which of their cells hold which applicant.

    Seven cells are the seven applicants, unless header and rows start together and end apart, or the header itself
    has empty columns: then only the header says where they stand.
    """
    heads = [line for place, line in block if place == "head"]
    rows = [line for place, line in block if place == "row"]
    found = shape_of(rows)
    if found is None:
        return before, columns
    pattern, start = found
    shape = Shape(pattern, start, (), _padded(rows, start, len(pattern) - 1))
    leaves = _leaves(heads)
    if not _apart(leaves, pattern, start) and not _gaps(heads, leaves, start) and shape.cells == len(COLUMNS):
        shape.columns = tuple((i,) for i in range(shape.cells))
        return shape, tuple(leaves) if len(leaves) == len(COLUMNS) else COLUMNS
    extent = max((line.extent for line in heads), default=0)
    if numbers := _by_header(shape, leaves, rows, extent):
        shape.columns = numbers
        return shape, tuple(leaves)
    if not leaves and before is not None and before.pattern == pattern:
        shape.columns = before.columns
        return shape, columns
    if shape.cells > len(COLUMNS) and (filled := _by_filling(pattern, rows)):
        shape.columns = filled
        return shape, COLUMNS
    return None, COLUMNS


def _padded(rows: Sequence[Line], start: int, cells: int) -> bool:
    """Do rows hold empty cells where labels lost their spans? One row alone may just be too long."""
    return sum(len(r.tail) > cells and r.tail[0].word.blank and r.tail[0].column < start for r in rows) >= 2


def _apart(leaves: dict[str, tuple[int, int]], pattern: tuple[int, ...], start: int) -> bool:
    """Header and rows begin at one column and end at different ones."""
    if len(leaves) != len(COLUMNS):
        return False
    edges = list(leaves.values())
    return edges[0][0] == start and edges[-1][1] != start + pattern[-1]


def _gaps(heads: Sequence[Line], leaves: dict[str, tuple[int, int]], start: int) -> bool:
    """Does the header have empty cells beside those of the applicants? Then rows have empty columns, too."""
    if not leaves:
        return False
    covered = {c for left, right in leaves.values() for c in range(left, right)}
    blank = {part.column for line in heads for part in line.own if part.word.blank}
    first = min(start, min(left for left, _ in leaves.values()))
    return len(leaves) + sum(column >= first for column in blank - covered) > len(COLUMNS)


def _leaves(heads: Sequence[Line]) -> dict[str, tuple[int, int]]:
    """Header cells of single applicants with their grid columns, left to right; nothing where two collide.

    Lost spans can put the cells of two header rows into any order, so an order other than the form's counts only
    where all seven stand in one row.
    """
    found: dict[str, tuple[int, int]] = {}
    rows: set[int | None] = set()
    for line in heads:
        for part in line.own:
            for role in part.word.roles:
                if role.kind == "applicant":
                    found[role.key] = (part.column, part.end_column)
                    rows.add(line.row)
    ordered = dict(sorted(found.items(), key=lambda item: item[1]))
    if any(left[1] > right[0] for left, right in pairwise(ordered.values())):
        return {}
    return ordered if len(rows) == 1 or tuple(ordered) == COLUMNS else {}


def _by_header(
    shape: Shape, leaves: dict[str, tuple[int, int]], rows: Sequence[Line], extent: int
) -> tuple[tuple[int, ...], ...] | None:
    """Cells under each header cell; None where the header does not cover the rows cleanly.

    A header with fewer applicants than the form counts only where it matches the rows cell by cell.
    """
    start, pattern = shape.start, shape.pattern
    edges = [(start + pattern[i], start + pattern[i + 1]) for i in range(shape.cells)]
    if len(leaves) != len(COLUMNS):
        exact = len(leaves) >= 3 and list(leaves.values()) == edges
        return tuple((i,) for i in range(shape.cells)) if exact else None
    numbers = [
        tuple(i for i, (left, right) in enumerate(edges) if left < end and right > begin)
        for begin, end in leaves.values()
    ]
    used = [i for group in numbers for i in group]
    if not all(numbers) or len(set(used)) != len(used):
        return None
    unused = set(range(len(edges))) - set(used)
    if any(not part.word.blank for part in _cells(pattern, rows, unused)):
        return None
    first, last = next(iter(leaves.values()))[0], list(leaves.values())[-1][1]
    if first > start and (last != edges[-1][1] or edges[-1][1] != extent):
        return None  # the header may be shifted against the rows
    if edges[-1][1] < extent and all(part.word.blank for part in _cells(pattern, rows, set(numbers[-1]))):
        return None  # a cell of every row may be lost: the totals would stand one column too far left
    return tuple(numbers)


def _by_filling(pattern: tuple[int, ...], rows: Sequence[Line]) -> tuple[tuple[int, ...], ...] | None:
    """Where the header does not help: the cells that any row fills, if they are as many as the table has columns."""
    cells = len(pattern) - 1
    filled = [i for i in range(cells) if any(not part.word.blank for part in _cells(pattern, rows, {i}))]
    return tuple((i,) for i in filled) if len(filled) == len(COLUMNS) else None


def _cells(pattern: tuple[int, ...], rows: Sequence[Line], numbers: set[int]) -> Iterator[Part]:
    """These cells of every row that has as many cells as the pattern."""
    for line in rows:
        if len(line.tail) == len(pattern) - 1:
            yield from (line.tail[i] for i in numbers)
