"""Pages and documents for the tests of archive.blocks. Sentences are our own; figures may be real."""

from __future__ import annotations

import io
from typing import Any

from archive.model import Block, Printed

SENTENCE = "本镇把公开作为常态，凡是群众关心的事项都按时上网，方便大家查询和监督。"
T2021 = [
    ["第二十条第（一）项"],
    ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
    ["规章", "0", "0", "0"],
    ["行政规范性文件", "3", "1", "12"],
    ["第二十条第（五）项"],
    ["信息内容", "本年处理决定数量"],
    ["行政许可", "74"],
]


def grid(block: Block) -> list[list[str | None]]:
    return [[cell.text if cell is not None else None for cell in row] for row in block.grid]


def grids(printed: Printed) -> list[list[list[str | None]]]:
    return [grid(block) for block in printed.blocks if block.kind == "table" and not block.furniture]


def lines(printed: Printed) -> list[str]:
    """The texts of the blocks that are not furniture, tables left out."""
    return [b.text for b in printed.blocks if b.kind in ("paragraph", "heading") and not b.furniture]


def assert_whole(printed: Printed) -> None:
    """What archive.model promises about every Printed."""
    for block in printed.blocks:
        assert printed.text[block.start : block.end] == block.text
        assert len({len(row) for row in block.grid}) <= 1
        for r, row in enumerate(block.grid):
            for c, cell in enumerate(row):
                if cell is not None:
                    assert printed.text[cell.start : cell.end] == cell.text
                    assert block.start <= cell.start <= cell.end <= block.end
                    assert cell.row <= r < cell.row + cell.rowspan
                    assert cell.column <= c < cell.column + cell.colspan
    starts = [block.start for block in printed.blocks]
    assert starts == sorted(starts)


def word_cell(text: str, attributes: str = "") -> str:
    style = "width:75.0pt;border:solid windowtext 1.0pt;padding:0cm 5.4pt 0cm 5.4pt"
    return (
        f'<td width="100" {attributes} style="{style}"><p class="MsoNormal" align="center" style="text-align:center">'
        f'<span style="font-size:10.5pt;font-family:宋体" lang="EN-US">{text}<o:p></o:p></span></p></td>'
    )


def word_table(rows: int, columns: int, label: str = "行政规范性文件") -> str:
    body = "".join(
        "<tr style='height:20pt'>"
        + "".join(word_cell(str(r * c % 7) if r and c else f"{label}{r}{c}") for c in range(columns))
        + "</tr>"
        for r in range(rows)
    )
    return f'<table class="MsoNormalTable" border="1" cellspacing="0"><tbody>{body}</tbody></table>'


def word_page(repeat: int = 1) -> str:
    """A page of about 80,000 characters as word processors export it."""
    spans = "".join(
        f'<span style="font-size:16.0pt;font-family:仿宋_GB2312" lang="EN-US">{part}</span>'
        for part in ("全年公开信息", "1", "39", "条，其中文件类", "30", "条。", SENTENCE)
    )
    paragraph = f'<p class="MsoNormal" style="text-indent:32.0pt;line-height:28.0pt">{spans}<o:p></o:p></p>'
    tables = word_table(14, 4) + word_table(28, 10) + word_table(4, 15)
    article = (paragraph * 40 + tables) * repeat
    menu = "".join(f'<li><a href="/c{n}/">栏目{n}</a></li>' for n in range(30))
    return (
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>样例镇2023年政府信息公开工作年度报告</title></head>"
        "<body>"
        f'<div class="nav"><ul>{menu}</ul></div><h1>样例镇2023年政府信息公开工作年度报告</h1>'
        f'<div class="article-content">{article}</div><div class="footer"><p>某某网站</p></div></body></html>'
    )


# ---------------------------------------------------------------------------------------------- documents


def pdf(build: Any, **options: Any) -> bytes:
    """A PDF of what `build(styles)` returns, with page numbers at the foot."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import SimpleDocTemplate

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    text = ParagraphStyle("text", fontName="STSong-Light", fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK")

    def foot(canvas: Any, _: Any) -> None:
        canvas.setFont("STSong-Light", 9)
        canvas.drawCentredString(297, 30, f"— {canvas.getPageNumber()} —")

    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4, **options).build(build(text), onFirstPage=foot, onLaterPages=foot)
    return out.getvalue()


def pdf_table(rows: list[list[str]], *styles: Any, ruled: bool = True, **options: Any) -> Any:
    from reportlab.lib import colors
    from reportlab.platypus import Table, TableStyle

    width = max(map(len, rows))
    commands: list[Any] = [("FONT", (0, 0), (-1, -1), "STSong-Light", 10), *styles]
    if ruled:
        commands.append(("GRID", (0, 0), (-1, -1), 0.5, colors.black))
    return Table([row + [""] * (width - len(row)) for row in rows], style=TableStyle(commands), **options)


def docx(fill: Any) -> bytes:
    from docx import Document

    document = Document()
    fill(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def xlsx(fill: Any) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    fill(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
