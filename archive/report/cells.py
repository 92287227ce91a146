"""Prose in tables: layout tables that hold paragraphs, sheets whose rows are lines, headings merged into a table.

Two kinds of cells are read on as lines: the only filled cell of a row, if it is a heading, a title or a sentence (a
spreadsheet keeps the whole report in one grid), and any long cell of a table that no form has taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.model import Block, Cell

LONG = 40  # characters; a cell this long in a table that no form has taken holds prose
HEADING = re.compile(
    r"(?:[一二三四五六七八九十]{1,2}|第[一二三四五六七八九十]部分)\s*[、:：.．]\s*[^。；;]{0,16}"
    r"(?:[总總][体體]情[况況]|[主][动動]公[开開]|收到和[处處]理|[复複復][议議]|[问問][题題]|其[他它])"
)
PROSE = re.compile(r"[。；;]|[,，].{6}|年度?[报報]告?$|[条條件宗份][,，。]")
COUNTED = re.compile(r"\d[件宗条條份]|。")
LABEL = re.compile(
    r"[区區]分[处處]理|勾稽|逾期|不再[处處]理|行政[机機][关關]确[认認]|第二十[一]?[条條]|[结結][转轉]|本年新收|[办辦]理[结結]果"
)


def prose_cells(block: Block, *, taken: bool) -> Iterator[Cell]:
    """Yield the cells of a table that are read as lines. `taken`: a statutory form was read from the table."""
    seen: set[int] = set()
    for row in block.grid:
        only = _only_cell(row)
        if only is not None and _reads_as_line(only.text):
            chosen = [only]
        else:
            chosen = [] if taken else [cell for cell in row if cell is not None and len(cell.text) >= LONG]
        for cell in chosen:
            if cell.start not in seen:
                seen.add(cell.start)
                yield cell


def _only_cell(row: tuple[Cell | None, ...]) -> Cell | None:
    """Return the cell of a row in which no other cell is filled."""
    first = row[0]
    found: Cell | None = None
    if first is not None and row[-1] is first:
        return first if first.text else None
    for cell in row:
        if cell is None or cell is found or not cell.text:
            continue
        if found is not None:
            return None
        found = cell
    return found


def _reads_as_line(text: str) -> bool:
    if len(text) < 6 or (LABEL.search(text) and not COUNTED.search(text)):
        return False
    return HEADING.match(text) is not None or PROSE.search(text) is not None
