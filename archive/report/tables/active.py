"""The table on active disclosure: a row per kind of act, its columns named by the header above it (A4, A5)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from archive.report.tables.active_columns import Head, Leaf, align_row, header_cells, named_leaves
from archive.report.tables.align import refuse
from archive.report.tables.frame import Frames
from archive.report.tables.lines import Line
from archive.report.tables.rows import Row, Target
from archive.report.tables.sort import Place
from archive.report.tables.units import unit_in
from archive.report.templates import ActiveRow, Template
from archive.report.templates.t2019 import T2019
from archive.report.templates.t2021 import T2021

COLUMNS_2019 = frozenset(label for row in T2019.active for label, _ in row.measures)
ROWS_2019 = frozenset(row.name for row in T2019.active) - {row.name for row in T2021.active}


def read_active(sorted_lines: Sequence[tuple[Place, Line]], template: Template) -> list[Row]:
    """Read each row under the header that stands above it."""
    header: Line | None = None
    rows: list[Row] = []
    around = Frames([line for _, line in sorted_lines])
    for place, line in sorted_lines:
        if place == "head":
            header = line
        elif place == "row" and (name := line.role("active_row")) is not None:
            rows.append(_read_row(name, template, line, header, around))
        elif place == "loose":
            rows.append(Row(None, line, refuse(1, "its label cannot be read"), (("", None),)))
    return _of_first_table(_of_headed_blocks(rows, sorted_lines))


def _of_headed_blocks(rows: list[Row], sorted_lines: Sequence[tuple[Place, Line]]) -> list[Row]:
    """Another table may count penalties, too: a row under no header of ours gives way to one of its name under ours."""
    headed = {line.block for place, line in sorted_lines if place == "head" or line.role("caption")}
    ours = {row.name for row in rows if row.line.block in headed}
    return [row for row in rows if row.line.block in headed or row.name not in ours]


def _of_first_table(rows: list[Row]) -> list[Row]:
    """A second table of the same kind starts where the first row comes again after the last one."""
    names = [row.name for row in rows]
    ends = next((i for i, name in enumerate(names) if name in ("charges", "procurement")), len(rows))
    again = next((i for i in range(ends + 1, len(rows)) if names[i] == "rules"), None)
    if again is None or "rules" not in names[:ends] or len(set(names[again:])) <= again / 2:
        return rows
    return rows[:again]


def candidates(name: str, template: Template) -> tuple[ActiveRow, ...]:
    """The row as the document's template prints it, then as the other one does (龙田镇 mixed them)."""
    return _candidates(name, template.id)


@cache
def _candidates(name: str, first: str) -> tuple[ActiveRow, ...]:
    forms = sorted((T2021, T2019), key=lambda form: form.id != first)
    return tuple(row for form in forms for row in form.active if row.name == name)


def _read_row(name: str, template: Template, line: Line, header: Line | None, around: Frames) -> Row:
    cells = header_cells(header)
    rows = candidates(name, template)
    row = rows[0]
    leaves: list[Leaf] | None = None
    for candidate in rows:
        if leaves := named_leaves(candidate, cells):
            row = candidate
            break
    keys = [key for _, key in row.measures]
    aligned = align_row(line, Head(leaves or [], cells if leaves else [], header, len(keys)), around)
    unit = unit_in("".join(part.word.text for part in cells)) if leaves else None
    unit = unit or unit_in(line.head[-1].word.text)
    return Row(name, line, aligned, tuple((key, None) for key in keys), unit)


@cache
def form(template: Template) -> dict[str, tuple[Target, ...]]:
    """What each row of a template counts."""
    return {row.name: tuple((key, None) for _, key in row.measures) for row in template.active}
