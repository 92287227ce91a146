"""The statistics form of 2014-2018: a row per indicator, with its unit and its number (report-format B3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.report.tables.figures import Maker
from archive.report.tables.flat import UNITS, Strip, line_of
from archive.report.tables.frame import Frame, Frames
from archive.report.tables.lines import Line, Part
from archive.report.tables.sort import Place
from archive.report.templates import StatRow
from archive.report.templates.pre2019 import PRE2019

FEWEST = 5  # indicators from which a table or a list is this form


@dataclass(slots=True)
class StatLine:
    """A printed indicator: its unit, and a cell per value column with that column's header."""

    key: str
    line: Line
    unit: str | None
    cells: list[tuple[Part, str | None]]


_ROWS: dict[str, StatRow] = {row.key: row for row in PRE2019.statistics}


def read_statistics(sorted_lines: Sequence[tuple[Place, Line]]) -> list[StatLine]:
    """The indicators of the form, in reading order; none where the table has too few of them."""
    around = Frames([line for _, line in sorted_lines])
    header: Line | None = None
    found: list[StatLine] = []
    seen: list[str] = []
    for place, line in sorted_lines:
        if place == "head":
            header = line
        named = [role.key for part in line.head for role in part.word.roles if role.kind == "stat_row"]
        if place == "row" and named:
            seen.append(_meant(named, seen))
            found.append(_stat_line(seen[-1], line, header, around.of(line.block)))
    return found if len({row.key for row in found}) >= FEWEST else []


def _meant(named: Sequence[str], seen: Sequence[str]) -> str:
    """A label printed under two indicators (被依法纠错数) belongs to the one that came last."""
    if len(named) == 1:
        return named[0]
    last = {key: i for i, key in enumerate(seen[-len(_ROWS) :])}
    return max(named, key=lambda key: last.get(_ROWS[key].after or "", -1))


def _stat_line(key: str, line: Line, header: Line | None, frame: Frame) -> StatLine:
    tail = frame.drop_empty(line.tail) if line.extent == frame.extent and frame.rows > 2 else line.tail
    unit = next((part.word.text for part in tail if part.word.text in UNITS), None)
    cells = [part for part in tail if part.word.text not in UNITS]
    return StatLine(key, line, unit, [(part, _over(part, header)) for part in cells])


def _over(part: Part, header: Line | None) -> str | None:
    """The header cell above a value."""
    if header is None:
        return None
    above = [p for p in header.own if p.column < part.end_column and p.end_column > part.column]
    return above[0].cell.text if above and not above[0].word.blank else None


def flat_statistics(strips: Iterable[Strip]) -> list[StatLine]:
    """The same from running text."""
    found: list[StatLine] = []
    seen: list[str] = []
    for strip in strips:
        named = [role.key for role in strip.label.word.roles if role.kind == "stat_row"] or [strip.role.key]
        seen.append(_meant(named, seen))
        found.append(StatLine(seen[-1], line_of(strip, strip.values), strip.measure, [(v, None) for v in strip.values]))
    return found if len({row.key for row in found}) >= FEWEST else []


def emit_statistics(found: Sequence[StatLine], maker: Maker, at: int, *, whole: bool) -> None:
    """Make the figures of the form. `whole`: the document follows it, so indicators not printed are absent."""
    by_key: dict[str, list[StatLine]] = {}
    for row in found:
        by_key.setdefault(row.key, []).append(row)
    for key in _ROWS:
        printed = by_key.get(key, [])
        if printed:
            _emit(key, printed, maker)
        elif whole:
            maker.absent(key, at)


def _emit(key: str, printed: Sequence[StatLine], maker: Maker) -> None:
    row = printed[0]
    label = row.line.head[-1].cell.text
    said = [[part.word.value for part, _ in other.cells] for other in printed]
    if any(other != said[0] for other in said[1:]):
        maker.drift(key, f"{len(printed)} rows are labelled {label!r} and differ")
        maker.ambiguous(key, row.line, label, None)
    elif len(row.cells) == 1:
        maker.from_parts([(key, None)], [row.cells[0][0]], row.line, label, row.unit)
    elif not row.cells:
        maker.ambiguous(key, row.line, label, None)
    else:
        for part, over in row.cells:
            maker.doubtful(key, part, row.line, f"{label} | {over}" if over else label)
