"""What a carrier yields before offsets are given: printed lines, grids of cells, pictures. And the step to blocks."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from archive.model import Block, Cell


class Line(Struct, gc=False):
    """One printed line of text."""

    text: str
    level: int | None = None  # h1..h6
    furniture: bool = False
    page: int | None = None
    box: tuple[float, float, float, float] | None = None


class RawCell(Struct, gc=False):
    """One printed cell; `items` are its lines, pictures and nested tables in order."""

    items: list[Item]
    rowspan: int = 1  # 0: to the end of its section
    colspan: int = 1
    header: bool = False

    def text(self) -> str:
        """The cell's lines, nested cells among them, joined with line breaks."""
        items = self.items
        if not items:
            return ""
        if len(items) == 1 and isinstance(items[0], Line):
            return items[0].text
        return "\n".join(lines_of(items))

    def image(self) -> str | None:
        """The address of the first picture in the cell."""
        return next((item.src for item in self.items if isinstance(item, Picture)), None)


class RawTable(Struct):
    """A table whose spans are expanded: `grid[r][c]` is the cell there; the same object wherever a cell spans."""

    grid: list[list[RawCell | None]]
    furniture: bool = False
    page: int | None = None
    box: tuple[float, float, float, float] | None = None


class Picture(Struct):
    """An image that stands in the text."""

    src: str
    alt: str = ""
    furniture: bool = False
    page: int | None = None
    box: tuple[float, float, float, float] | None = None


class Mark(Struct, gc=False):
    """The begin or end of an element: no text, only a place in the order. `role` is a `names.Role`."""

    number: int
    role: int
    end: bool = False


Item = Line | RawTable | Picture | Mark


def lines_of(items: Iterable[Item]) -> list[str]:
    """Return the non-empty lines of items, nested tables cell by cell."""
    lines: list[str] = []
    for item in items:
        if isinstance(item, Line):
            lines.append(item.text)
        elif isinstance(item, RawTable):
            lines.extend(text for cell in own_cells(item) if (text := cell.text()))
    return lines


def own_cells(table: RawTable) -> list[RawCell]:
    """Return each cell of a grid once, row by row."""
    seen: set[int] = set()
    cells = []
    for row in table.grid:
        for cell in row:
            if cell is not None and id(cell) not in seen:
                seen.add(id(cell))
                cells.append(cell)
    return cells


def assemble(items: Iterable[Item]) -> tuple[str, tuple[Block, ...]]:
    """Return the printed text and its blocks.

    Blocks are joined with a line break; inside a table, rows with a line break and cells with a tab, each cell printed
    once at its top left corner. A picture prints its alternative text, mostly nothing.
    """
    out: list[str] = []
    blocks: list[Block] = []
    at = 0
    for item in items:
        if isinstance(item, Line):
            text = item.text
            kind = "paragraph" if item.level is None else "heading"
            blocks.append(
                Block(kind, at, at + len(text), text, item.level, (), item.page, item.box, None, item.furniture)  # type: ignore[arg-type]
            )
        elif isinstance(item, RawTable):
            text, grid = _print_table(item, at)
            blocks.append(
                Block("table", at, at + len(text), text, None, grid, item.page, item.box, None, item.furniture)
            )
        elif isinstance(item, Picture):
            text = item.alt
            blocks.append(
                Block("image", at, at + len(text), text, None, (), item.page, item.box, item.src, item.furniture)
            )
        else:
            continue
        out.append(text)
        at += len(text) + 1
    return "\n".join(out), tuple(blocks)


def _print_table(table: RawTable, at: int) -> tuple[str, tuple[tuple[Cell | None, ...], ...]]:
    made: dict[int, Cell] = {}  # cells that span
    rows: list[str] = []
    grid: list[tuple[Cell | None, ...]] = []
    for r, row in enumerate(table.grid):
        texts: list[str] = []
        line: list[Cell | None] = []
        left: RawCell | None = None
        cell: Cell | None = None
        for c, raw in enumerate(row):
            if raw is left:
                line.append(cell)
                continue
            left = raw
            if raw is None:
                cell = None
                line.append(None)
                continue
            items, rowspan, colspan = raw.items, raw.rowspan, raw.colspan
            spans = rowspan != 1 or colspan != 1
            cell = made.get(id(raw)) if spans else None
            if cell is None:
                image = None
                if not items:
                    text = ""
                elif len(items) == 1 and isinstance(items[0], Line):
                    text = items[0].text
                else:
                    text, image = raw.text(), raw.image()
                end = at + len(text)
                cell = Cell(text, at, end, r, c, rowspan, colspan, raw.header, image)
                if spans:
                    made[id(raw)] = cell
                texts.append(text)
                at = end + 1
            line.append(cell)
        if not texts:
            at += 1
        rows.append("\t".join(texts))
        grid.append(tuple(line))
    return "\n".join(rows), tuple(grid)
