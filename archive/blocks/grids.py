"""Rows of cells to a grid with spans expanded, as the HTML standard forms a table (4.9.12)."""

from __future__ import annotations

from itertools import groupby

from archive.blocks import bounds
from archive.blocks.raw import RawCell
from archive.errors import TooLargeError

Grid = list[list[RawCell | None]]


def expand(sections: list[list[list[RawCell]]], spent: int = 0) -> Grid:
    """Return the grid of a table given as sections (head, bodies, foot) of rows of cells.

    A cell that spans beyond its section is cut off there; rowspan 0 means to the end of the section; where two cells
    claim a position the first has it. Every row of the result has the same length. `spent` is the number of grid
    positions that earlier tables of the same input took; TooLargeError beyond bounds.MAX_CELLS.
    """
    grid: Grid = []
    placed = spent
    for section in sections:
        part = _expand_section(section, placed)
        placed += sum(map(len, part))
        grid.extend(part)
    width = max(map(len, grid), default=0)
    if width > bounds.WIDE_GRID:
        grid = _fold_wide(grid, width)
        width = max(map(len, grid), default=0)
    if spent + width * len(grid) > bounds.MAX_CELLS:
        raise TooLargeError(f"the tables have more than {bounds.MAX_CELLS:,} cells")
    for row in grid:
        if len(row) < width:
            row.extend([None] * (width - len(row)))
    return grid


def _expand_section(rows: list[list[RawCell]], spent: int) -> Grid:
    if not any(cell.colspan != 1 or cell.rowspan != 1 for cells in rows for cell in cells):
        return [list(cells) for cells in rows]
    grid: Grid = [[] for _ in rows]
    height = len(rows)
    for r, cells in enumerate(rows):
        line = grid[r]
        reached = len(line)  # how far cells of earlier rows reach into this one; behind that nothing is taken
        x = 0
        for cell in cells:
            while x < reached and line[x] is not None:
                x += 1
            wide = cell.colspan
            if wide == 1 and cell.rowspan == 1:
                if x < reached:
                    line[x] = cell
                else:
                    line.append(cell)
                x += 1
                continue
            tall = height - r if cell.rowspan == 0 else min(cell.rowspan, height - r)
            cell.rowspan = tall
            spent += tall * wide
            if spent > bounds.MAX_CELLS:
                raise TooLargeError(f"the tables have more than {bounds.MAX_CELLS:,} cells")
            for below in grid[r : r + tall]:
                _place(below, x, cell)
            x += wide
    return grid


def _place(line: list[RawCell | None], x: int, cell: RawCell) -> None:
    end = x + cell.colspan
    if x == len(line):
        line.extend([cell] * cell.colspan)
        return
    if len(line) < end:
        line.extend([None] * (end - len(line)))
    for position in range(x, end):
        if line[position] is None:
            line[position] = cell


def _fold_wide(grid: Grid, width: int) -> Grid:
    """Fold columns in which no cell starts; colspan=1000 on one caption would make a thousand columns of every row."""
    starts = [False] * width
    for row in grid:
        before: RawCell | None = None
        for x, cell in enumerate(row):
            if cell is not before:
                starts[x] = starts[x] or cell is not None
            before = cell
    keep = [x for x, start in enumerate(starts) if start]
    folded: Grid = [[row[x] if x < len(row) else None for x in keep] for row in grid]
    widest: dict[int, int] = {}
    for row in folded:
        for _, run in groupby(row, key=id):
            cells = list(run)
            if cells[0] is not None and len(cells) > widest.get(id(cells[0]), 0):
                widest[id(cells[0])] = cells[0].colspan = len(cells)
    return folded
