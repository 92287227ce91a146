"""Which line of which table: headers, captions and rows told apart by the labels they hold and by what came before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from archive.report.tables.labels import Kind
from archive.report.tables.lines import Line, Part

Table = Literal["active", "requests", "review", "statistics"]
Place = Literal["head", "row", "loose", "aside"]


@dataclass(slots=True)
class Sorted:
    """The lines of each table in reading order; `loose` rows hold values but no known label of their own."""

    active: list[tuple[Place, Line]] = field(default_factory=list)
    requests: list[tuple[Place, Line]] = field(default_factory=list)
    review: list[tuple[Place, Line]] = field(default_factory=list)
    statistics: list[tuple[Place, Line]] = field(default_factory=list)
    titles: list[Part] = field(default_factory=list)  # cells that are all their row says

    def named(self, table: str) -> list[tuple[Place, Line]]:
        """The lines of a table by its name."""
        found: list[tuple[Place, Line]] = getattr(self, table)
        return found


def sort_lines(lines: Iterable[Line]) -> Sorted:
    """Give every line its table. The table of the last known label goes on until another table's label comes.

    It also goes on into a block without any label, if that holds values alone (a page break before the last row); a
    block with other words is another table, of which nothing is taken.
    """
    found = Sorted()
    current: Table | None = None
    for _, block in groupby(lines, key=lambda line: line.block):
        rows = list(block)
        found.titles += [line.own[0] for line in rows if len(line.own) == 1 and line.own[0].word.is_text]
        if any(line.table for line in rows):
            current = _sort_block(rows, None, found) if _starts_anew(rows) else _sort_block(rows, current, found)
        elif current is not None and not any(part.word.is_text for line in rows for part in line.own):
            current = _sort_block(rows, current, found)
    return found


def _starts_anew(rows: Iterable[Line]) -> bool:
    """Does the first row of a block hold words that no table of ours prints? Then nothing goes on in it."""
    first = next(iter(rows))
    return any(part.word.is_text for part in first.own) and not any(part.word.roles for part in first.own)


def _sort_block(rows: Iterable[Line], current: Table | None, found: Sorted) -> Table | None:
    for line in rows:
        named = line.table
        table: Table | None = named or current  # type: ignore[assignment]
        if table is None:
            continue
        place = _place(line, table, found.named(table))
        if place == "aside" and not named:
            continue
        current = table
        found.named(table).append((place, line))
    return current


_ROW_KIND: dict[Table, Kind] = {"active": "active_row", "requests": "request_row", "statistics": "stat_row"}
_HEADS: frozenset[Kind] = frozenset(("applicant", "applicant_head", "active_column", "info", "stat_head"))


def _place(line: Line, table: Table, before: list[tuple[Place, Line]]) -> Place:
    if table == "review":
        return _review_place(line)
    row = _ROW_KIND[table]
    sure = perhaps = False
    for part in line.head:
        word = part.word
        if word.strong == table and not word.kinds.isdisjoint(_HEADS):
            return "head"
        if row in word.kinds:
            sure = sure or word.strong == table
            perhaps = True
    if sure:
        return "row"
    if perhaps:
        # 总计 or 其他: a row where values follow, or empty cells among rows; else slid to the lower header row.
        among_rows = bool(before) and before[-1][0] != "head" and len(line.tail) > 1
        return "row" if line.has_values or among_rows else "head"
    return "loose" if line.has_values else "aside"  # a caption, a note, an empty row


def _review_place(line: Line) -> Place:
    if line.head and any(part.word.roles for part in line.head):
        return "head"
    return "row" if len(line.tail) >= 5 and (line.has_values or len(line.tail) >= 10) else "aside"
