"""The requests table: a row per outcome, a column per kind of applicant (report-format A6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby

from archive.report.tables.align import Shape, align, refuse
from archive.report.tables.lines import Line
from archive.report.tables.requests_columns import COLUMNS, shape_and_columns
from archive.report.tables.rows import Row, Target
from archive.report.tables.sort import Place
from archive.report.templates import Template

OF_OTHER = frozenset(("other_no_correction", "other_fee_unpaid", "other_remaining"))  # rows of one template only
FEWEST = 3  # rows that make this table where none of its headers is printed
MANY = 5  # cells from which an unlabelled row may be one of this table


def read_requests(sorted_lines: Sequence[tuple[Place, Line]]) -> list[Row]:
    """Find the rows of the table and align them, block by block; a page break starts a new block."""
    rows: list[Row] = []
    shape: Shape | None = None
    columns = COLUMNS
    for block in _blocks(sorted_lines):
        shape, columns = shape_and_columns(block, shape, columns)
        rows.extend(_read_block(block, shape, columns))
    _unmerge(rows)
    if not any(place == "head" for place, _ in sorted_lines) and len({row.name for row in rows}) < FEWEST:
        return []
    return _of_first_table(without_group_rows(rows))


def _blocks(sorted_lines: Sequence[tuple[Place, Line]]) -> Iterator[list[tuple[Place, Line]]]:
    """The lines of one table block after the other."""
    for _, batch in groupby(sorted_lines, key=lambda item: item[1].block):
        yield list(batch)


def _read_block(block: Sequence[tuple[Place, Line]], shape: Shape | None, columns: tuple[str, ...]) -> Iterator[Row]:
    for place, line in block:
        if place == "row":
            key = line.role("request_row")
        elif place == "loose" and len(line.tail) >= MANY and (shape is None or len(line.tail) <= shape.cells + MANY):
            key = None
        else:
            continue
        aligned = align(line, shape) if shape else refuse(len(columns), "the columns of the table cannot be told")
        yield Row(key, line, aligned, targets_of(key or "", columns))


@cache
def targets_of(key: str, columns: tuple[str, ...]) -> tuple[Target, ...]:
    """What the cells of a row count: its outcome for each kind of applicant."""
    return tuple((key, column) for column in columns)


def without_group_rows(rows: list[Row]) -> list[Row]:
    """（六）其他处理 is a row in one template and a group in the other: among its own rows it is a lost label."""
    if OF_OTHER & {row.name for row in rows}:
        for row in rows:
            if row.name == "other_handling":
                row.name = None
    return rows


def _of_first_table(rows: list[Row]) -> list[Row]:
    """Some pages print the table twice, for the office and for its area; the first one is the publisher's own."""
    ends = next((i for i, row in enumerate(rows) if row.name == "carried_out"), len(rows))
    again = next((i for i, row in enumerate(rows) if i > ends and row.name == "new_received"), None)
    if again is None or not any(row.name == "new_received" for row in rows[:ends]):
        return rows
    seconds = {row.name for row in rows[again:]}
    return rows[:again] if len(seconds) > len(rows[:again]) / 2 else rows


def _unmerge(rows: Sequence[Row]) -> None:
    """A cell that reaches into a later row as a merge belongs to neither row for sure: take it from its own, too."""
    merged = {id(part.cell) for row in rows for part in row.aligned.merged}
    if not merged:
        return
    for row in rows:
        row.aligned.parts = [
            None if part is not None and id(part.cell) in merged else part for part in row.aligned.parts
        ]


@cache
def form(template: Template) -> dict[str, tuple[Target, ...]]:
    """What each row of a template counts."""
    return {row.key: targets_of(row.key, COLUMNS) for row in template.requests if row.key}
