"""A small PDF writer: Chinese text in a font that is named, not embedded, and ruled tables.

The font is the predefined STSong-Light with the encoding UniGB-UCS2-H (PDF 32000-1, 9.7.5.2), so a code is the
character's UTF-16 unit and the file needs neither glyphs nor a ToUnicode map: readers know both tables. (A map is left
out on purpose: pdfminer 2025 looks such maps up by glyph number instead of by code.) Sizes are in points; the origin
of `y` is the top of the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crawler.sample.grid import Cell, Grid

WIDTH, HEIGHT, MARGIN = 595, 842, 40
SIZE = 7.5  # text in cells
LEAD = 9.5  # line to line
PAD = 2.0


def document(title: str, grids: Sequence[Grid]) -> bytes:
    """A PDF of A4 pages with the title and one captioned, ruled table after another."""
    pages: list[list[str]] = [[]]
    top = MARGIN + 20.0
    pages[-1].append(_text(title, MARGIN, top, 13))
    for grid in grids:
        heights, widths = _sizes(grid)
        if top + 40 + sum(heights) > HEIGHT - MARGIN:
            pages.append([])
            top = MARGIN
        pages[-1].append(_text(grid.caption, MARGIN, top + 26, 10))
        top += 34
        pages[-1] += _table(grid, heights, widths, top)
        top += sum(heights)
    return _file(["\n".join(page) for page in pages])


def _sizes(grid: Grid) -> tuple[list[float], list[float]]:
    """Row heights and column widths: label columns get what the equally wide value columns leave."""
    placed = grid.placed()
    columns = max(c + cell.colspan for _, c, cell in placed)
    whole = float(WIDTH - 2 * MARGIN)
    if columns == 10:  # the requests table: two narrow group columns, one of labels
        widths = [32.0, 48.0, 155.0, *[40.0] * 7]
    else:
        widths = [whole / columns] * columns
    heights = [LEAD + 2 * PAD] * len(grid.rows)
    for r, c, cell in placed:
        if cell.rowspan == 1:
            lines = len(_wrapped(cell.text, sum(widths[c : c + cell.colspan])))
            heights[r] = max(heights[r], lines * LEAD + 2 * PAD)
    return heights, widths


def _wrapped(text: str, width: float) -> list[str]:
    lines, room = [""], width - 2 * PAD
    for char in text:
        if _length(lines[-1] + char) > room:
            lines.append("")
        lines[-1] += char
    return lines


def _length(text: str, size: float = SIZE) -> float:
    return sum(size / 2 if char.isascii() else size for char in text)


def _table(grid: Grid, heights: list[float], widths: list[float], top: float) -> Iterator[str]:
    yield "0.5 w"
    for r, c, cell in grid.placed():
        x, y = MARGIN + sum(widths[:c]), top + sum(heights[:r])
        wide, high = sum(widths[c : c + cell.colspan]), sum(heights[r : r + cell.rowspan])
        yield f"{x:.2f} {HEIGHT - y - high:.2f} {wide:.2f} {high:.2f} re S"
        yield from _cell_text(cell, x, y, wide, high)


def _cell_text(cell: Cell, x: float, y: float, wide: float, high: float) -> Iterator[str]:
    lines = _wrapped(cell.text, wide) if cell.text else []
    first = y + (high - len(lines) * LEAD) / 2 + SIZE
    for n, line in enumerate(lines):
        yield _text(line, x + (wide - _length(line)) / 2, first + n * LEAD, SIZE)


def _text(text: str, x: float, y: float, size: float) -> str:
    codes = text.encode("utf-16-be").hex().upper()
    return f"BT /F1 {size:g} Tf {x:.2f} {HEIGHT - y:.2f} Td <{codes}> Tj ET"


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def _file(contents: Sequence[str]) -> bytes:
    """Objects 1-5 are catalogue, page tree, font, its descendant and descriptor; then a pair for each page."""
    kids = " ".join(f"{6 + 2 * n} 0 R" for n in range(len(contents)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R /Lang (zh-CN) >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light-UniGB-UCS2-H /Encoding /UniGB-UCS2-H "
        "/DescendantFonts [4 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500] "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor 5 0 R >>",
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
        "/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    ]
    for n, content in enumerate(contents):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {7 + 2 * n} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(_stream(content))
    return _assembled(objects)


def _assembled(objects: Sequence[str]) -> bytes:
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for n, text in enumerate(objects, 1):
        places.append(len(out))
        out += f"{n} 0 obj\n{text}\nendobj\n".encode("ascii")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
