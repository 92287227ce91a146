"""What the rows of one table block have in common: how wide they are and which columns hold no word at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from archive.report.tables.lines import Line, Part


@dataclass(slots=True)
class Frame:
    """`extent` is the width of most rows; `empty` the grid columns in which nothing but blank cells start."""

    extent: int
    empty: frozenset[int]
    rows: int

    def drop_empty(self, tail: Sequence[Part]) -> list[Part]:
        """The cells that do not stand in empty columns."""
        return [part for part in tail if not (part.word.blank and part.column in self.empty)]


class Frames:
    """The frame of every block that some lines come from, worked out when it is asked for."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._known: dict[int, Frame] = {}

    def of(self, block: int) -> Frame:
        if block not in self._known:
            self._known[block] = _frame([line for line in self._lines if line.block == block])
        return self._known[block]


def _frame(rows: Sequence[Line]) -> Frame:
    extents = Counter(line.extent for line in rows if line.own)
    best = max(extents.values(), default=0)
    extent = max((width for width, n in extents.items() if n == best), default=0)
    blank: set[int] = set()
    worded: set[int] = set()
    for line in rows:
        for part in line.own:
            if part.word.blank:
                blank.add(part.column)
            elif part.column == 0:
                worded.add(0)  # captions and titles span the table, empty columns and all
            else:
                worded.update(range(part.column, part.end_column))
    return Frame(extent, frozenset(blank - worded), len(rows))
