"""A small DOCX writer: lines and ruled tables with spans. Stored uncompressed under one date, so bytes never vary."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from html import escape

from crawler.sample.flow import Flow, Line
from crawler.sample.grid import Cell, Grid

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
_RELS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def document(flow: Flow) -> bytes:
    """The file's bytes."""
    body = "".join(_table(part) if isinstance(part, Grid) else _line(part) for part in flow)
    text = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:document xmlns:w="{_W}"><w:body>{body}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
        "</w:body></w:document>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in (("[Content_Types].xml", _TYPES), ("_rels/.rels", _RELS), ("word/document.xml", text)):
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content.encode("utf-8"))
    return out.getvalue()


def _line(line: Line) -> str:
    bold = "<w:rPr><w:b/></w:rPr>" if line.kind in ("title", "heading") else ""
    return f'<w:p><w:r>{bold}<w:t xml:space="preserve">{escape(line.text)}</w:t></w:r></w:p>'


def _table(grid: Grid) -> str:
    columns = max(c + cell.colspan for _, c, cell in grid.placed())
    widths = f'<w:gridCol w:w="{9000 // columns}"/>' * columns
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    rows = "".join(f"<w:tr>{''.join(_cells(grid, r))}</w:tr>" for r in range(len(grid.rows)))
    return (
        f"<w:tbl><w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr><w:tblGrid>{widths}</w:tblGrid>{rows}</w:tbl>"
    )


def _cells(grid: Grid, row: int) -> Iterator[str]:
    """Cells of one row in order; a cell that comes from a row above continues there as a vertical merge."""
    covering = [(c, r == row, cell) for r, c, cell in grid.placed() if r <= row < r + cell.rowspan]
    for _, begins, cell in sorted(covering, key=lambda found: found[0]):
        yield _cell(cell, begins)


def _cell(cell: Cell, begins: bool) -> str:
    span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
    merge = ""
    if cell.rowspan > 1:
        merge = '<w:vMerge w:val="restart"/>' if begins else "<w:vMerge/>"
    text = escape(cell.text) if begins else ""
    return f'<w:tc><w:tcPr>{span}{merge}</w:tcPr><w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p></w:tc>'
