"""Plain text: the input itself is the printed text, blocks are ranges of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from archive.blocks import bounds, titles
from archive.blocks.html import mark_furniture
from archive.blocks.raw import Item, Line, RawCell, RawTable
from archive.blocks.space import INDENT
from archive.errors import TooLargeError
from archive.model import Block, Cell, Printed

_LINE = re.compile(r"[^\r\n\f\v\u2028\u2029]+")
_RULE = re.compile(r"^[|｜]?(?:\s*:?-{2,}:?\s*[|｜])+(?:\s*:?-{2,}:?\s*)?$")
_BARS = re.compile(r"[|｜]")
_MOST_CELLS = 200  # of one line; more bars than that are not a table


class _Row(Struct):
    """One line of the input: trimmed, and cut into cells where it looks like a table row."""

    start: int
    end: int
    cells: list[tuple[int, int]]
    sure: bool  # framed by bars; a single such line already is a table
    rule: bool  # |---|---|


def from_text(text: str) -> Printed:
    """Return the blocks of a plain text; `text` of the result is the input unchanged.

    Each non-blank line is a paragraph. Lines framed by bars, runs of lines with bars, and runs of lines with tabs are
    tables; rows such as |---|---| are skipped. Raises TooLargeError beyond `archive.blocks.bounds`.
    """
    if len(text) > bounds.MAX_TEXT_CHARS:
        raise TooLargeError(f"the text has {len(text):,} characters; at most {bounds.MAX_TEXT_CHARS:,} are read")
    items: list[Item] = []
    places: list[list[_Row]] = []
    for run, is_table in _runs(_rows(text)):
        for group in [run] if is_table else [[row] for row in run]:
            items.append(_table(text, group) if is_table else Line(text[group[0].start : group[0].end]))
            places.append(group)
    found: dict[str, str] = {}
    notes: list[str] = []
    mark_furniture(items, found, notes)
    blocks = tuple(_block(text, item, rows) for item, rows in zip(items, places, strict=True))
    title = titles.printed([item.text for item in items[:40] if isinstance(item, Line) and not item.furniture])
    return Printed("text", text, blocks, title=title, labels=found, notes=tuple(dict.fromkeys(notes)))


def _rows(text: str) -> Iterator[_Row]:
    for match in _LINE.finditer(text):
        line = match.group()
        bare = line.strip(INDENT)
        if not bare:
            continue
        start = match.start() + line.index(bare)
        end = start + len(bare)
        framed = len(bare) > 2 and bare[0] in "|｜" and bare[-1] in "|｜"
        if "|" in bare or "｜" in bare:
            yield _Row(
                start,
                end,
                _bar_cells(text, start, end),
                framed,
                bool(_RULE.match(bare)) if len(bare) < 4_000 else False,
            )
        elif "\t" in bare:
            yield _Row(start, end, _cut(text, start, end, [m.start() for m in re.finditer("\t", bare)]), False, False)
        else:
            yield _Row(start, end, [], False, False)


def _bar_cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    inner_start = start + (text[start] in "|｜")
    inner_end = end - (end - 1 > inner_start and text[end - 1] in "|｜")
    bars = [m.start() for m in _BARS.finditer(text, inner_start, inner_end) if text[m.start() - 1] != "\\"]
    return _cut(text, inner_start, inner_end, [bar - inner_start for bar in bars])


def _cut(text: str, start: int, end: int, cuts: list[int]) -> list[tuple[int, int]]:
    """Return the trimmed ranges between cuts (offsets from start)."""
    if len(cuts) >= _MOST_CELLS:
        return []
    borders = [start - 1, *(start + cut for cut in cuts), end]
    return [_trim(text, left + 1, right) for left, right in pairwise(borders)]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in INDENT:
        start += 1
    while end > start and text[end - 1] in INDENT:
        end -= 1
    return start, end


def _runs(rows: Iterator[_Row]) -> Iterator[tuple[list[_Row], bool]]:
    """Group neighbouring rows that are cut the same way; say which groups are tables."""
    run: list[_Row] = []
    for row in rows:
        if run and bool(run[-1].cells) != bool(row.cells):
            yield run, _is_table(run)
            run = []
        run.append(row)
    if run:
        yield run, _is_table(run)


def _is_table(run: list[_Row]) -> bool:
    rows = [row for row in run if not row.rule and len(row.cells) >= 2]
    return bool(rows) and len(rows) * 3 >= len(run) * 2 and (len(rows) >= 2 or run[0].sure)


def _table(text: str, rows: list[_Row]) -> RawTable:
    """The grid as it will be printed, for the label reader; ragged rows are filled up with no cell."""
    grid = [[RawCell([Line(text[a:b])] if b > a else []) for a, b in row.cells] for row in rows if not row.rule]
    width = max(map(len, grid))
    return RawTable([[*row, *[None] * (width - len(row))] for row in grid])


def _block(text: str, item: Item, rows: list[_Row]) -> Block:
    start, end = rows[0].start, rows[-1].end
    if isinstance(item, RawTable):
        cells = [
            [Cell(text[a:b], a, b, r, c) for c, (a, b) in enumerate(row.cells)]
            for r, row in enumerate(row for row in rows if not row.rule)
        ]
        width = max(map(len, cells))
        grid = tuple((*row, *(None,) * (width - len(row))) for row in cells)
        return Block("table", start, end, text[start:end], grid=grid, furniture=item.furniture)
    return Block("paragraph", start, end, text[start:end], furniture=isinstance(item, Line) and item.furniture)
