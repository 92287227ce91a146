"""The requests table: a row per outcome, a column per kind of applicant (report-format A6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.report.tables.align import Aligned, Shape, align, refuse, shape_of
from archive.report.tables.figures import Maker
from archive.report.tables.lines import Line, Part
from archive.report.tables.sort import Place
from archive.report.templates import APPLICANTS

COLUMNS = tuple(key for key, _ in APPLICANTS)


@dataclass(slots=True)
class Row:
    """A line of the table with the concept it counts and the cells of its seven columns."""

    key: str
    line: Line
    aligned: Aligned
    columns: tuple[str, ...]

    @property
    def label(self) -> str:
        return self.line.head[-1].cell.text if self.line.head else ""

    def says(self) -> list[object]:
        return [part and (part.word.value.state, part.word.value.value) for part in self.aligned.parts]


def read_requests(sorted_lines: Sequence[tuple[Place, Line]], maker: Maker) -> list[Row]:
    """Find the rows of the table and align them, block by block."""
    rows: list[Row] = []
    for block in _blocks(sorted_lines):
        rows.extend(_read_block(block))
    _unmerge(rows)
    return rows


def _blocks(sorted_lines: Sequence[tuple[Place, Line]]) -> Iterator[list[tuple[Place, Line]]]:
    """The lines of one table block after the other."""
    batch: list[tuple[Place, Line]] = []
    for place, line in sorted_lines:
        if batch and batch[-1][1].block != line.block:
            yield batch
            batch = []
        batch.append((place, line))
    if batch:
        yield batch


def _read_block(block: Sequence[tuple[Place, Line]]) -> Iterator[Row]:
    heads = [line for place, line in block if place == "head"]
    rows = [line for place, line in block if place == "row"]
    shape, columns = _shape(heads, rows)
    for line in rows:
        key = line.role("request_row")
        if key is None:
            continue
        aligned = align(line, shape) if shape else refuse(len(COLUMNS), "the columns of the table cannot be told")
        yield Row(key, line, aligned, columns)


def _shape(heads: Sequence[Line], rows: Sequence[Line]) -> tuple[Shape | None, tuple[str, ...]]:
    """The shape of most rows, and which of their cells hold which applicant."""
    found = shape_of(rows)
    if found is None:
        return None, COLUMNS
    pattern, start = found
    leaves = _leaves(heads)
    order = tuple(leaves) if len(leaves) == len(COLUMNS) else COLUMNS
    cells = len(pattern) - 1
    if cells == len(COLUMNS) and order == COLUMNS:
        return Shape(pattern, start, tuple((i,) for i in range(cells))), COLUMNS
    extent = max((line.extent for line in heads), default=0)
    numbers = _by_header(pattern, start, leaves, rows, extent) or _by_filling(pattern, rows)
    return (Shape(pattern, start, numbers) if numbers else None), order


def _leaves(heads: Sequence[Line]) -> dict[str, tuple[int, int]]:
    """Header cells of single applicants with their grid columns, left to right; nothing where two collide.

    Lost spans can put the cells of two header rows into any order, so an order other than the form's counts only
    where all seven stand in one row.
    """
    found: dict[str, tuple[int, int]] = {}
    rows: set[int] = set()
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
    pattern: tuple[int, ...], start: int, leaves: dict[str, tuple[int, int]], rows: Sequence[Line], extent: int
) -> tuple[tuple[int, ...], ...] | None:
    """Cells under each header cell; None where the header does not cover the rows cleanly."""
    if len(leaves) != len(COLUMNS):
        return None
    edges = [(start + pattern[i], start + pattern[i + 1]) for i in range(len(pattern) - 1)]
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
    if first > start and (last != edges[-1][1] or _extent(rows) != extent):
        return None  # the header may be shifted against the rows
    return tuple(numbers)


def _extent(rows: Sequence[Line]) -> int:
    return max(line.extent for line in rows)


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


def _unmerge(rows: Sequence[Row]) -> None:
    """A cell that reaches into a later row as a merge belongs to neither row for sure: take it from its own, too."""
    merged = [part.cell for row in rows for part in row.aligned.merged]
    if not merged:
        return
    for row in rows:
        row.aligned.parts = [
            None if part is not None and any(part.cell is cell for cell in merged) else part
            for part in row.aligned.parts
        ]


def emit_requests(rows: Sequence[Row], keys: Sequence[str], maker: Maker, at: int) -> None:
    """Make the figures of every row that the template names, in its order; a row that is not there is absent."""
    by_key: dict[str, list[Row]] = {}
    for row in rows:
        by_key.setdefault(row.key, []).append(row)
    for key in (*keys, *(key for key in by_key if key not in keys)):
        printed = by_key.get(key, [])
        if printed:
            _emit_row(key, printed, maker)
        else:
            for column in COLUMNS:
                maker.absent(key, at, column=column)


def _emit_row(key: str, printed: Sequence[Row], maker: Maker) -> None:
    row = printed[0]
    if any(other.says() != row.says() for other in printed[1:]):
        maker.drift(key, f"{len(printed)} rows are labelled {row.label!r} and differ")
        row.aligned = refuse(len(COLUMNS), "")
    elif row.aligned.grade != "sure":
        maker.drift(key, f"row {row.label!r}: {row.aligned.why}", verdict=row.aligned.verdict)
    line = row.line
    for column, part in zip(row.columns, row.aligned.parts, strict=True):
        if part is None:
            maker.ambiguous(key, line.tail, line.block, line.row, label=row.label, column=column)
        else:
            maker.from_part(key, part, line.block, line.row, label=row.label, column=column)
