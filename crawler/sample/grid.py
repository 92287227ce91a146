"""A printed table as rows of cells with spans, the one source of its HTML and its PDF form."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

Row = tuple["Cell", ...]


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows in reading order; a cell stands only in the row and column where it begins."""

    rows: tuple[Row, ...]
    caption: str = ""

    def placed(self) -> list[tuple[int, int, Cell]]:
        """Every cell with the grid row and column of its upper left corner."""
        taken: set[tuple[int, int]] = set()
        places = []
        for r, row in enumerate(self.rows):
            c = 0
            for cell in row:
                while (r, c) in taken:
                    c += 1
                places.append((r, c, cell))
                taken |= {(r + i, c + j) for i in range(cell.rowspan) for j in range(cell.colspan)}
                c += cell.colspan
        return places


def row(*cells: str | Cell) -> Row:
    return tuple(cell if isinstance(cell, Cell) else Cell(cell) for cell in cells)


def _spans(cell: Cell) -> str:
    rows = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    return rows + (f' colspan="{cell.colspan}"' if cell.colspan > 1 else "")


def plain_html(grid: Grid) -> str:
    body = "".join(
        "<tr>" + "".join(f"<td{_spans(cell)}>{escape(cell.text)}</td>" for cell in cells) + "</tr>\n"
        for cells in grid.rows
    )
    return f'<table border="1" cellspacing="0">\n{body}</table>\n'


def word_html(grid: Grid) -> str:
    """As a word processor exports it: classes, paragraphs in cells, long labels wrapped, spans split."""
    return (
        '<table class="MsoNormalTable" border="0" cellspacing="0" cellpadding="0" style="border-collapse:collapse">'
        + "".join("<tr style='height:18.0pt'>" + "".join(map(_word_cell, cells)) + "</tr>\n" for cells in grid.rows)
        + "</table>\n"
    )


def _word_cell(cell: Cell) -> str:
    text = cell.text
    if text == "":
        inner = "<p class=MsoNormal><span lang=EN-US>&nbsp;</span></p>"
    elif text.isascii():
        inner = f'<p class="MsoNormal" align="center"><span lang="EN-US">{escape(text)}</span></p>'
    else:
        cut = len(text) // 2 if 4 <= len(text) <= 8 else 0  # 商业<br>企业
        words = "<br>".join(escape(part) for part in (text[:cut], text[cut:]) if part)
        inner = f'<p class="MsoNormal"><span style="font-family:宋体;mso-bidi-font-size:10.5pt">{words}</span></p>'
    return f'<td{_spans(cell)} valign="center" style="border:solid windowtext 1.0pt">{inner}</td>'
