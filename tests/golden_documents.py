"""Prints the documents of golden cases from their descriptions: DOCX, PDF and XLSX with real cells and spans.

A description is a list of `[[block]]`: `heading`, `paragraph`, `page_break = true`, or `rows`, whose cells are a text
or `{ t = text, c = columns, r = rows }`. `base = case` takes the blocks of another case, `[words]` exchanges words in
them, and `[print]` says how a PDF of them looks (`golden_pdf.Looks`).
"""

from __future__ import annotations

import io
import tomllib
from pathlib import Path
from typing import Any

Span = tuple[int, int, int, int, str]  # row, column, rows, columns, text


def printed(description: Path) -> bytes:
    """The bytes of the document that a `input.<kind>.toml` describes."""
    told = tomllib.loads(description.read_text("utf-8"))
    kind = description.name.split(".")[-2]
    blocks = told.get("block") or blocks_of(told["base"])
    if "print" in told:
        from golden_pdf import Looks, report

        return report(_other_words(blocks, told.get("words", {})), Looks(**told["print"]))
    return {"docx": _docx, "pdf": _pdf, "xlsx": _xlsx}[kind](blocks)


def blocks_of(case: str) -> list[dict[str, Any]]:
    """The blocks that another case describes."""
    (description,) = (Path(__file__).parent / "fixtures" / "reports" / case).glob("input.*.toml")
    blocks: list[dict[str, Any]] = tomllib.loads(description.read_text("utf-8"))["block"]
    return blocks


def _other_words(value: Any, words: dict[str, str]) -> Any:
    """The same blocks with other words in their texts."""
    if isinstance(value, str):
        for old, new in words.items():
            value = value.replace(old, new)
        return value
    if isinstance(value, list):
        return [_other_words(each, words) for each in value]
    return {k: _other_words(each, words) for k, each in value.items()} if isinstance(value, dict) else value


def placed(rows: list[list[Any]]) -> tuple[list[Span], int, int]:
    """The spans of a table with their grid places, its number of rows and of columns."""
    taken: set[tuple[int, int]] = set()
    spans: list[Span] = []
    for at, row in enumerate(rows):
        column = 0
        for cell in row:
            text, wide, high = (
                (cell, 1, 1) if isinstance(cell, str) else (cell["t"], cell.get("c", 1), cell.get("r", 1))
            )
            while (at, column) in taken:
                column += 1
            taken |= {(at + i, column + j) for i in range(high) for j in range(wide)}
            spans.append((at, column, high, wide, text))
    return spans, len(rows), 1 + max(column for _, column in taken)


def _docx(blocks: list[dict[str, Any]]) -> bytes:
    from docx import Document

    document = Document()
    for block in blocks:
        if "heading" in block:
            document.add_heading(block["heading"], level=1)
        elif "paragraph" in block:
            document.add_paragraph(block["paragraph"])
        elif block.get("page_break"):
            document.add_page_break()
        else:
            spans, height, width = placed(block["rows"])
            table = document.add_table(height, width)
            for row, column, high, wide, text in spans:
                first = table.cell(row, column)
                if high * wide > 1:
                    first = first.merge(table.cell(row + high - 1, column + wide - 1))
                first.text = text
    return _saved(document)


def _xlsx(blocks: list[dict[str, Any]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    at = 1
    for block in blocks:
        text = block.get("heading") or block.get("paragraph")
        if text is not None:
            sheet.cell(at, 1, text)
            at += 1
            continue
        spans, height, _ = placed(block["rows"])
        for row, column, high, wide, value in spans:
            sheet.cell(at + row, column + 1, int(value) if value.isdigit() else value or None)
            if high * wide > 1:
                sheet.merge_cells(None, at + row, column + 1, at + row + high - 1, column + wide)
        at += height
    return _saved(book)


def _saved(document: Any) -> bytes:
    into = io.BytesIO()
    document.save(into)
    return into.getvalue()


def _pdf(blocks: list[dict[str, Any]]) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    body = ParagraphStyle("body", fontName="STSong-Light", fontSize=11, leading=18, wordWrap="CJK", firstLineIndent=22)
    heading = ParagraphStyle("heading", parent=body, fontSize=14, leading=24)
    small = ParagraphStyle("small", parent=body, fontSize=8, leading=10, firstLineIndent=0)
    story: list[Any] = []
    for block in blocks:
        if block.get("page_break"):
            story.append(PageBreak())
        elif "rows" in block:
            story += [_pdf_table(block["rows"], small), Spacer(1, 8)]
        else:
            text = block.get("heading") or block["paragraph"]
            story.append(Paragraph(text, heading if "heading" in block else body))
    into = io.BytesIO()
    SimpleDocTemplate(into, pagesize=A4, invariant=True).build(story)
    return into.getvalue()


def _pdf_table(rows: list[list[Any]], style: Any) -> Any:
    from reportlab.lib import colors
    from reportlab.platypus import Paragraph, Table

    spans, height, width = placed(rows)
    grid: list[list[Any]] = [[""] * width for _ in range(height)]
    looks: list[Any] = [("TOPPADDING", (0, 0), (-1, -1), 1), ("BOTTOMPADDING", (0, 0), (-1, -1), 1)]
    looks += [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    for row, column, high, wide, text in spans:
        grid[row][column] = Paragraph(text, style) if text else ""
        if high * wide > 1:
            looks.append(("SPAN", (column, row), (column + wide - 1, row + high - 1)))
    return Table(grid, style=looks, colWidths=[450 / width] * width, splitByRow=True)
