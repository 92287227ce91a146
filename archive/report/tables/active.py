"""The table on active disclosure: a row per kind of act, its columns named by the header above it (A4, A5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.report.tables.align import Aligned, refuse
from archive.report.tables.figures import Maker
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
    known = {row.name: row for row in template.active}
    for place, line in sorted_lines:
        if place == "head":
            header = line
        elif place == "row" and (name := line.role("active_row")) is not None:
            rows.append(_read_row(known.get(name) or _other_row(name), line, header))
    return rows


def _other_row(name: str) -> ActiveRow:
    """A row that only the other template has."""
    return next(row for row in (*T2019.active, *T2021.active) if row.name == name)


def _read_row(row: ActiveRow, line: Line, header: Line | None) -> Row:
    keys = tuple(key for _, key in row.measures)
    cells = _header_cells(header)
    under = _named(row, cells)
    unit = _unit(cells)
    if under is None:
        cells = []
    aligned = _align(line, under or list(range(len(keys))), cells, len(keys), header)
    return Row(row.name, line, keys, aligned, unit)


def _header_cells(header: Line | None) -> list[Part]:
    """The header cells after 信息内容."""
    if header is None:
        return []
    parts = header.own
    for i, part in enumerate(parts):
        if any(role.kind == "info" for role in part.word.roles):
            return parts[i + 1 :]
    return list(parts[1:]) if parts and not parts[0].word.roles else list(parts)


def _named(row: ActiveRow, cells: Sequence[Part]) -> list[int] | None:
    """For each filled header cell the number of the measure it names; None where the header is not this row's."""
    labels = [label for label, _ in row.measures]
    filled = [part for part in cells if not part.word.blank]
    named: list[int | None] = []
    for part in filled:
        said = [role.key for role in part.word.roles if role.kind == "active_column"]
        named.append(labels.index(said[0]) if said and said[0] in labels else None if not said else -1)
    if not named or -1 in named or len(named) > len(labels):
        return None
    if len(named) == len(labels) and all(n is None or n == i for i, n in enumerate(named)):
        return list(range(len(labels)))  # a damaged label is told by its place
    if None in named or len(set(named)) != len(named):
        return None
    return [n for n in named if n is not None]


def _align(line: Line, under: Sequence[int], cells: Sequence[Part], wanted: int, header: Line | None) -> Aligned:
    """Give each measure its cell: by counting where row and header agree, else by the columns of the header."""
    tail = line.tail
    if any(part.word.roles for part in tail):
        return refuse(wanted, "a label stands where a value should")
    if wanted == 1:
        return _only_value(tail)
    if line.above and any(tail and part.column >= tail[0].column for part in line.above):
        return refuse(wanted, "a cell of an earlier row reaches into this row")
    filled = [part for part in cells if not part.word.blank]
    complete = len(filled) == wanted
    if complete and len(tail) == len(cells):
        chosen = [part for part, head in zip(tail, cells, strict=True) if not head.word.blank]
        stray = [part for part, head in zip(tail, cells, strict=True) if head.word.blank and not part.word.blank]
        if not stray:
            return _placed(chosen, under, wanted, "sure")
    if complete and header is not None and tail and line.extent == header.extent:
        return _by_columns(tail, filled, under, wanted)
    if len(tail) == wanted and not complete:
        return _placed(tail, list(range(wanted)), wanted, "sure" if not line.above else "probable")
    if len(tail) == len(filled) == len(under) < wanted:
        return _placed(tail, under, wanted, "probable", "the table has fewer columns than the form")
    return refuse(wanted, f"the row has {len(tail)} value cells, the form has {wanted}")


def _only_value(tail: Sequence[Part]) -> Aligned:
    filled = [part for part in tail if not part.word.blank]
    if len(filled) == 1:
        return Aligned([filled[0]], "sure")
    if not tail or filled:
        return refuse(1, f"the row has {len(filled)} values, the form has one")
    return Aligned([tail[0]], "sure")


def _placed(parts: Sequence[Part], under: Sequence[int], wanted: int, grade: str, why: str = "") -> Aligned:
    placed: list[Part | None] = [None] * wanted
    for part, number in zip(parts, under, strict=True):
        placed[number] = part
    return Aligned(placed, "sure" if grade == "sure" else "probable", why)


def _by_columns(tail: Sequence[Part], heads: Sequence[Part], under: Sequence[int], wanted: int) -> Aligned:
    """Each value stands under the header cell whose grid columns it shares; a value under two is nobody's."""
    placed: list[Part | None] = [None] * wanted
    outside = [p for p in tail if not p.word.blank and not _over(p, heads)]
    if outside:
        return refuse(wanted, "a value stands under no header")
    for head, number in zip(heads, under, strict=True):
        below = [p for p in tail if p.column < head.end_column and p.end_column > head.column]
        filled = [p for p in below if not p.word.blank]
        if len(filled) == 1 and len(_over(filled[0], heads)) == 1:
            placed[number] = filled[0]
        elif below and not filled:
            placed[number] = below[0]
    return Aligned(placed, "sure", "a cell covers several columns")


def _over(part: Part, heads: Sequence[Part]) -> list[Part]:
    return [head for head in heads if part.column < head.end_column and part.end_column > head.column]


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
