"""Tables that only arrange a page, told from tables that hold data. A layout table is unrolled into its cells."""

from __future__ import annotations

from msgspec import Struct, field

from archive.blocks.grids import Grid, expand
from archive.blocks.names import Role
from archive.blocks.raw import Item, Line, Mark, RawCell, RawTable, lines_of
from archive.blocks.statutory import has_labels, heading

LONG_LINE = 300  # characters; no statutory cell is that long (the longest label has 36, the identity note 45)
MANY_LINES = 6  # of one cell; a label wrapped by a word processor has up to 5
PROSE = 150  # characters of a full-width cell that is text, not a caption
SURE = 3  # so many different statutory labels in cells of their own make a data table


class Draft(Struct):
    """A table under construction: what its cells hold is noted as it comes, so that no second look is needed."""

    outer: list[Item]
    captions: list[Item] = field(default_factory=list)
    head: list[list[list[RawCell]]] = field(default_factory=list)
    bodies: list[list[list[RawCell]]] = field(default_factory=list)
    foot: list[list[list[RawCell]]] = field(default_factory=list)
    rows: list[list[RawCell]] | None = None
    cells: list[RawCell] = field(default_factory=list)
    suspect: bool = False  # holds a long line, many lines, a heading, a table or the border of an article


def is_odd(items: list[Item]) -> bool:
    """Say whether a cell's content asks for a look at the whole table: is it data or does it arrange a page?"""
    if not items or (len(items) == 1 and isinstance(items[0], Line) and len(items[0].text) < LONG_LINE):
        return False
    if len(items) >= MANY_LINES or any(not isinstance(i, Line) or i.level or len(i.text) >= LONG_LINE for i in items):
        return True
    return any(heading(item.text) for item in items if isinstance(item, Line))


def settle(draft: Draft, spent: int) -> list[Item]:
    """Return what the finished table adds to the text around it; `spent` as in grids.expand."""
    cells = draft.cells
    if not any(cell.items for cell in cells):
        return draft.captions
    if len(cells) == 1:
        return [*draft.captions, *cells[0].items]
    grid = expand([*draft.head, *draft.bodies, *draft.foot], spent)
    width = len(grid[0])
    if width == 1 or (draft.suspect and _arranges(cells)):
        return [*draft.captions, *(item for cell in cells for item in cell.items)]
    if draft.suspect:
        return [*draft.captions, *_split_prose(grid)]
    return [*draft.captions, RawTable(grid)]


def _arranges(cells: list[RawCell]) -> bool:
    """Say whether cells hold whole pieces of a page rather than data."""
    own = [_own_text(cell) for cell in cells]
    if has_labels(own, SURE):
        return False
    if any(_marks_an_article(cell) or _nests_data(cell) for cell in cells):
        return True
    total = sum(map(len, own))
    prose = sum(len(text) for text, cell in zip(own, cells, strict=True) if _is_prose(text, cell))
    return prose * 5 >= total * 3


def _own_text(cell: RawCell) -> str:
    items = cell.items
    if len(items) == 1 and isinstance(items[0], Line):
        return items[0].text
    return "\n".join(item.text for item in items if isinstance(item, Line))


def _marks_an_article(cell: RawCell) -> bool:
    return any(
        (isinstance(item, Mark) and item.role <= Role.KNOWN) or (isinstance(item, Line) and item.level)
        for item in cell.items
    )


def _nests_data(cell: RawCell) -> bool:
    return any(isinstance(item, RawTable) and not _tiny(item) for item in cell.items)


def _tiny(table: RawTable) -> bool:
    """A table inside a value cell: one or two values, or one short row of them."""
    texts = lines_of([table])
    return len(texts) <= 2 or (len(table.grid) == 1 and len(texts) <= 8 and max(map(len, texts)) <= 12)


def _is_prose(text: str, cell: RawCell) -> bool:
    return len(text) >= LONG_LINE or text.count("\n") >= MANY_LINES - 1


def _split_prose(grid: Grid) -> list[Item]:
    """Take full-width cells of prose out of a data table; what stands before and after are tables of their own."""
    out: list[Item] = []
    rows: Grid = []
    for row in grid:
        first = row[0]
        if first is None or first.rowspan != 1 or any(cell is not first for cell in row) or not _stands_alone(first):
            rows.append(row)
            continue
        if rows:
            out.append(RawTable(rows))
            rows = []
        out.extend(first.items)
    if rows:
        out.append(RawTable(rows))
    return out


def _stands_alone(cell: RawCell) -> bool:
    if _nests_data(cell):
        return True
    lines = lines_of(cell.items)
    if sum(map(len, lines)) >= PROSE:
        return True
    return len(lines) >= 2 and any(heading(line) for line in lines)
