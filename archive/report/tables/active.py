"""The table on active disclosure: a row per kind of act, its columns named by the header above it (A4, A5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.report.tables.active_columns import Head, Leaf, align_row, header_cells, named_leaves
from archive.report.tables.align import Aligned, refuse
from archive.report.tables.figures import Maker
from archive.report.tables.frame import Frame, frames
from archive.report.tables.lines import Line, Part
from archive.report.tables.sort import Place
from archive.report.templates import ActiveRow, Template
from archive.report.templates.t2019 import T2019
from archive.report.templates.t2021 import T2021

# Header words that name a unit; without one the amount's unit is not known.
_UNITS = (("万元", "万元"), ("元", "元"))


@dataclass(slots=True)
class Row:
    """A line of the table with the concepts it prints and their cells."""

    name: str
    line: Line
    keys: tuple[str, ...]
    aligned: Aligned
    unit: str | None

    @property
    def label(self) -> str:
        return self.line.head[-1].cell.text if self.line.head else ""

    def says(self) -> list[object]:
        return [part and (part.word.value.state, part.word.value.value) for part in self.aligned.parts]


def template_of(sorted_lines: Sequence[tuple[Place, Line]]) -> Template | None:
    """The template that the column labels and the rows of this table name; None where they name none."""
    votes = {"t2019": 0, "t2021": 0}
    for _, line in sorted_lines:
        for label in line.keys("active_column"):
            votes["t2019" if label in _COLUMNS_2019 else "t2021"] += 1
        for name in line.keys("active_row"):
            if name in ("other_services", "procurement"):
                votes["t2019"] += 1
    if votes["t2019"] == votes["t2021"]:
        return None
    return T2019 if votes["t2019"] > votes["t2021"] else T2021


_COLUMNS_2019 = {label for row in T2019.active for label, _ in row.measures}


def read_active(sorted_lines: Sequence[tuple[Place, Line]], template: Template) -> list[Row]:
    """Read each row under the header that stands above it."""
    header: Line | None = None
    rows: list[Row] = []
    around = frames([line for _, line in sorted_lines])
    for place, line in sorted_lines:
        if place == "head":
            header = line
        elif place == "row" and (name := line.role("active_row")) is not None:
            rows.append(_read_row(name, template, line, header, around[line.block]))
    return rows


def _candidates(name: str, template: Template) -> Iterator[ActiveRow]:
    """The row as the document's template prints it, then as the other one does (龙田镇 mixed them)."""
    for form in (template, T2021, T2019):
        yield from (row for row in form.active if row.name == name)


def _read_row(name: str, template: Template, line: Line, header: Line | None, frame: Frame) -> Row:
    cells = header_cells(header)
    row = next(_candidates(name, template))
    leaves: list[Leaf] | None = None
    for candidate in _candidates(name, template):
        if leaves := named_leaves(candidate, cells):
            row = candidate
            break
    keys = tuple(key for _, key in row.measures)
    aligned = align_row(line, Head(leaves or [], cells if leaves else [], header, len(keys)), frame)
    return Row(name, line, keys, aligned, _unit(cells) if leaves else None)


def _unit(cells: Sequence[Part]) -> str | None:
    for part in cells:
        for word, unit in _UNITS:
            if word in part.word.text:
                return unit
    return None


def _keys(template: Template) -> Iterator[str]:
    for row in template.active:
        for _, key in row.measures:
            yield key


def emit_active(rows: Sequence[Row], template: Template, maker: Maker, at: int) -> None:
    """Make the figures of the table, in the template's order; a row that is not there is absent."""
    by_name: dict[str, list[Row]] = {}
    for row in rows:
        by_name.setdefault(row.name, []).append(row)
    for known in template.active:
        printed = by_name.pop(known.name, [])
        if printed:
            _emit_row(printed, maker)
        else:
            for _, key in known.measures:
                maker.absent(key, at)
    for printed in by_name.values():
        _emit_row(printed, maker)


def _emit_row(printed: Sequence[Row], maker: Maker) -> None:
    row = printed[0]
    if any(other.says() != row.says() for other in printed[1:]):
        maker.drift(row.name, f"{len(printed)} rows are labelled {row.label!r} and differ")
        row.aligned = refuse(len(row.keys), "")
    elif row.aligned.grade != "sure":
        maker.drift(row.name, f"row {row.label!r}: {row.aligned.why}", verdict=row.aligned.verdict)
    line = row.line
    for key, part in zip(row.keys, row.aligned.parts, strict=True):
        if part is None:
            maker.ambiguous(key, line.tail, line.block, line.row, label=row.label)
        else:
            maker.from_part(key, part, line.block, line.row, label=row.label, unit=_stated(key, row.unit))


def _stated(key: str, unit: str | None) -> str | None:
    """Amounts take the unit that is printed, and `unknown` where none is; counts keep their own."""
    return unit or "unknown" if key in ("administrative_charges_wan", "central_procurement_amount") else None
