"""Documents: PDF, DOCX, legacy Word, workbooks; damaged, encrypted and hostile ones."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from blocks_kit import SENTENCE, T2021, assert_whole, docx, grids, lines, pdf, pdf_table, xlsx

from archive.blocks import bounds, child, office, printed_of
from archive.errors import InputError, TooLargeError

needs_office = pytest.mark.skipif(office.program() is None, reason="missing soffice: LibreOffice is not installed")
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LONG = SENTENCE * 4 + "全年主动公开政府信息139条。"


def paragraphs(style: Any, *texts: str) -> list[Any]:
    from reportlab.platypus import Paragraph

    return [Paragraph(text, style) for text in texts]


# ---------------------------------------------------------------------------------------------- PDF


def test_wrapped_lines_of_a_pdf_are_paragraphs_and_page_numbers_furniture() -> None:
    payload = pdf(lambda style: paragraphs(style, "一、总体情况", *[LONG] * 12, "（一）主动公开。" + LONG))
    page = printed_of(payload)
    assert_whole(page)
    assert page.carrier == "pdf"
    assert lines(page) == ["一、总体情况", *[LONG] * 12, "（一）主动公开。" + LONG]
    assert [(b.text, b.page) for b in page.blocks if b.furniture] == [("— 1 —", 1), ("— 2 —", 2)]


def test_a_ruled_table_keeps_its_spans_page_and_box() -> None:
    spans = [("SPAN", (0, 0), (3, 0)), ("SPAN", (0, 4), (3, 4)), ("SPAN", (1, 5), (3, 5)), ("SPAN", (1, 6), (3, 6))]
    page = printed_of(pdf(lambda style: [*paragraphs(style, SENTENCE), pdf_table(T2021, *spans)]))
    assert_whole(page)
    table = next(b for b in page.blocks if b.kind == "table")
    assert grids(page)[0] == [
        ["第二十条第（一）项"] * 4,
        *T2021[1:4],
        ["第二十条第（五）项"] * 4,
        ["信息内容", *["本年处理决定数量"] * 3],
        ["行政许可", *["74"] * 3],
    ]
    assert table.page == 1
    assert table.box is not None
    assert table.box[2] > table.box[0]


def test_a_table_over_two_pages_comes_back_as_two_with_the_repeated_header() -> None:
    rows = [["项目", "自然人", "总计"], *([f"{n}.第{n}种情形", str(n), str(n * 2)] for n in range(60))]
    page = printed_of(pdf(lambda style: [pdf_table(rows, repeatRows=1)]))
    tables = [b for b in page.blocks if b.kind == "table"]
    assert [b.page for b in tables] == [1, 2]
    assert [grid[0] for grid in grids(page)] == [rows[0], rows[0]]
    assert [row for grid in grids(page) for row in grid[1:]] == rows[1:]


def test_a_vertical_group_label_is_one_label() -> None:
    rows = [
        ["\n".join("三、本年度办理结果"), "（一）予以公开", "3"],
        ["", "（二）部分公开", "0"],
        ["", "（三）不予公开", "1"],
    ]
    page = printed_of(pdf(lambda style: [pdf_table(rows, ("SPAN", (0, 0), (0, 2)), rowHeights=60)]))
    assert [row[0] for row in grids(page)[0]] == ["三、本年度办理结果"] * 3


def test_an_unruled_table_is_found_by_the_places_of_its_words() -> None:
    rows = [
        ["信息内容", "本年制发件数", "现行有效件数"],
        ["规章", "0", "0"],
        ["行政规范性文件", "3", "15"],
        ["行政许可", "4", "170"],
    ]
    page = printed_of(
        pdf(lambda style: [*paragraphs(style, LONG), pdf_table(rows, ruled=False), *paragraphs(style, LONG)])
    )
    assert_whole(page)
    assert grids(page) == [rows]
    assert lines(page) == [LONG, LONG]


def test_a_digit_printed_twice_to_look_bold_is_one_digit() -> None:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.setFont("Helvetica", 14)
    for shift in (0, 0.3):
        canvas.drawString(100 + shift, 700, "TOTAL 11")
    canvas.save()
    assert lines(printed_of(out.getvalue())) == ["TOTAL 11"]


def scanned_pdf() -> bytes:
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawImage(ImageReader(Image.new("L", (600, 800), 200)), 0, 0, 595, 842)
    canvas.save()
    return out.getvalue()


def test_a_scanned_pdf_is_a_picture() -> None:
    page = printed_of(scanned_pdf())
    assert page.carrier == "image"
    assert [(b.kind, b.page, b.src) for b in page.blocks] == [("image", 1, "page:1:image:1")]
    assert "pages without a text layer: 1" in page.notes


def test_an_encrypted_pdf_says_so() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("geheim", strength=40))
    canvas.drawString(10, 10, "x")
    canvas.save()
    with pytest.raises(InputError, match="encrypted"):
        printed_of(out.getvalue())


# ---------------------------------------------------------------------------------------------- DOCX


def filled(document: Any) -> None:
    document.add_heading("样例镇2023年政府信息公开工作年度报告", 0)
    line = document.add_paragraph("公开信息")
    line.add_run("1")
    line.add_run("7").font.strike = True
    line.add_run("39").bold = True
    line.add_run("2").font.superscript = True
    line.add_run("条")
    line.add_run("暗文").font.hidden = True
    table = document.add_table(rows=4, cols=4)
    for r, row in enumerate(table.rows):
        for c, cell in enumerate(row.cells):
            cell.text = f"{r}{c}"
    table.cell(0, 0).merge(table.cell(0, 3)).text = "第二十条第（一）项"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "规章"
    table.cell(3, 3).text = ""
    table.cell(3, 3).add_table(1, 1).cell(0, 0).text = "9"


DOCX_GRID = [
    ["第二十条第（一）项"] * 4,
    ["规章", "11", "12", "13"],
    ["规章", "21", "22", "23"],
    ["30", "31", "32", "9"],
]


def test_a_docx_is_read_in_document_order_with_spans() -> None:
    page = printed_of(docx(filled), name="年报.docx")
    assert_whole(page)
    assert (page.carrier, page.title) == ("docx", "样例镇2023年政府信息公开工作年度报告")
    assert lines(page) == ["样例镇2023年政府信息公开工作年度报告", "公开信息139[2]条"]
    assert grids(page) == [DOCX_GRID]
    assert page.blocks[0].level == 1


def test_tracked_changes_text_boxes_and_content_controls() -> None:
    from docx.oxml import parse_xml

    def fill(document: Any) -> None:
        body = document.element.body
        body.insert(0, parse_xml(
            f'<w:p xmlns:w="{W}"><w:r><w:t>共</w:t></w:r><w:del w:id="1"><w:r><w:delText>12</w:delText></w:r></w:del>'
            '<w:ins w:id="2"><w:r><w:t>39</w:t></w:r></w:ins><w:r><w:t>条</w:t></w:r></w:p>'
        ))  # fmt: skip
        box = "<w:txbxContent><w:p><w:r><w:t>框中文字</w:t></w:r></w:p></w:txbxContent>"
        body.insert(1, parse_xml(
            f'<w:p xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r><w:t>框外</w:t>'
            f'<mc:AlternateContent><mc:Choice Requires="wps">{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>'
            "</mc:AlternateContent></w:r></w:p>"
        ))  # fmt: skip
        body.insert(2, parse_xml(
            f'<w:sdt xmlns:w="{W}"><w:sdtContent><w:p><w:r><w:t>控件</w:t></w:r></w:p></w:sdtContent></w:sdt>'
        ))  # fmt: skip

    page = printed_of(docx(fill))
    assert lines(page) == ["共39条", "框外", "框中文字", "控件"]
    assert any("tracked" in note for note in page.notes)


def test_automatic_chinese_numbers_are_printed() -> None:
    from docx.oxml import parse_xml

    def fill(document: Any) -> None:
        numbering = document.part.numbering_part.element
        numbering.insert(0, parse_xml(
            f'<w:abstractNum xmlns:w="{W}" w:abstractNumId="77"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            '<w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>'
            '<w:lvl w:ilvl="1"><w:start w:val="1"/>'
            '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum>'
        ))  # fmt: skip
        numbering.append(parse_xml(f'<w:num xmlns:w="{W}" w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
        for text, level in (
            ("总体情况", 0),
            ("主动公开", 1),
            ("监督保障", 1),
            ("主动公开政府信息情况", 0),
            ("规章", 1),
        ):
            paragraph = document.add_paragraph(text)
            paragraph._p.get_or_add_pPr().append(parse_xml(
                f'<w:numPr xmlns:w="{W}"><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'
            ))  # fmt: skip

    assert lines(printed_of(docx(fill))) == [
        "一、总体情况", "（一）主动公开", "（二）监督保障", "二、主动公开政府信息情况", "（一）规章",
    ]  # fmt: skip


# ---------------------------------------------------------------------------------------------- legacy Word


def converted(payload: bytes, source: str, target: str, folder: Path) -> bytes:
    Path(folder, f"a.{source}").write_bytes(payload)
    profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
    program = office.program()
    assert program is not None
    command = [program, profile, "--headless", "--convert-to", target, "--outdir", str(folder), f"{folder}/a.{source}"]
    subprocess.run(command, capture_output=True, check=True, timeout=120)
    return Path(folder, f"a.{target.partition(':')[0]}").read_bytes()


def plain_report(document: Any) -> None:
    document.add_paragraph("一、总体情况")
    document.add_paragraph(LONG)
    table = document.add_table(rows=2, cols=3, style="Table Grid")
    for r, row in enumerate(table.rows):
        for c, cell in enumerate(row.cells):
            cell.text = [["规章", "0", "1"], ["行政许可", "74", ""]][r][c]
    document.add_paragraph("六、其他需要报告的事项")


@needs_office
@pytest.mark.office
def test_legacy_word_files_are_read_by_libreoffice_and_without_it_as_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    legacy = converted(docx(plain_report), "docx", "doc:MS Word 97", tmp_path)
    page = printed_of(legacy, name="年报.wps")
    assert_whole(page)
    assert page.carrier == "doc"
    assert lines(page) == ["一、总体情况", LONG, "六、其他需要报告的事项"]
    assert grids(page) == [[["规章", "0", "1"], ["行政许可", "74", ""]]]
    monkeypatch.setattr(office, "program", lambda: None)
    text = printed_of(legacy)
    assert lines(text)[:3] == ["一、总体情况", LONG, "规章"]
    assert any("LibreOffice is not installed" in note for note in text.notes)


def test_a_word_file_that_is_a_web_archive_is_read() -> None:
    payload = (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="=x"\r\n\r\n--=x\r\nContent-Type: text/html; '
        'charset="utf-8"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n<html><p>一、总体情况</p></html>\r\n--=x--\r\n'
    ).encode()
    assert lines(printed_of(payload, name="年报.doc")) == ["一、总体情况"]
    assert (
        printed_of("<html><body><p>一、总体情况</p>".encode(), name="年报.doc", mime="application/msword").carrier
        == "html"
    )


# ---------------------------------------------------------------------------------------------- workbooks


def sheets(book: Any) -> None:
    sheet = book.active
    sheet.title = "统计表"
    for row in (
        ["统计表", None, None],
        ["指标名称", "单位", "统计数"],
        ["主动公开政府信息数", "条", 139],
        ["收费", "万元", 190.457379],
    ):
        sheet.append(row)
    sheet.append(["比例", None, 0.125])
    sheet.append(["金额", "元", 1234.5])
    sheet["C5"].number_format, sheet["C6"].number_format = "0.0%", "#,##0.00"
    sheet.merge_cells("A1:C1")
    book.create_sheet("暗表").sheet_state = "hidden"


def test_a_workbook_prints_stored_values_as_its_formats_show_them() -> None:
    page = printed_of(xlsx(sheets))
    assert_whole(page)
    assert page.carrier == "xlsx"
    assert grids(page) == [
        [
            ["统计表"] * 3,
            ["指标名称", "单位", "统计数"],
            ["主动公开政府信息数", "条", "139"],
            ["收费", "万元", "190.457379"],
            ["比例", "", "12.5%"],
            ["金额", "元", "1234.50"],
        ]
    ]
    assert any("hidden sheets" in note for note in page.notes)


@needs_office
@pytest.mark.office
def test_a_legacy_workbook_is_read(tmp_path: Path) -> None:
    page = printed_of(converted(xlsx(sheets), "xlsx", "xls", tmp_path), name="年报.et")
    assert page.carrier == "xls"
    assert grids(page)[0][:4] == [
        ["统计表"] * 3, ["指标名称", "单位", "统计数"], ["主动公开政府信息数", "条", "139"],
        ["收费", "万元", "190.457379"],
    ]  # fmt: skip


# ---------------------------------------------------------------------------------------------- what cannot be read


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, payload in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), payload)
    return out.getvalue()


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"%PDF-1.7 nothing more", "PDF is damaged"),
        (b"PK\x03\x04" + b"x" * 200, "zip container"),
        (zipped(OFD_xml=b"<x/>"), "OFD"),
        (zipped(readme_txt=b"x"), "zip archive"),
        (zipped(word__document_xml=b"<w:document"), "damaged"),
        (zipped(word__document_xml=b"<x/>"), "no document part"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"\x00\x01\x02\x03" * 300, "binary"),
        (bytes(range(256)) * 40, "binary"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(payload: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        printed_of(payload, name="年报")


def test_a_picture_is_one_image_block() -> None:
    page = printed_of(b"\x89PNG\r\n\x1a\n" + os.urandom(50), url="http://p.example/年报.png")
    assert (page.carrier, page.text, page.blocks[0].kind) == ("image", "", "image")
    assert page.blocks[0].src == "http://p.example/年报.png"


@pytest.mark.parametrize(
    "payload",
    [
        zipped(word__document_xml=b" " * 50_000_000),
        zipped(**{f"m{n}": b"" for n in range(bounds.MAX_ZIP_MEMBERS + 1)}),
    ],
)
def test_zip_bombs_are_refused(payload: bytes) -> None:
    with pytest.raises(TooLargeError):
        printed_of(payload)


def test_an_entity_bomb_stays_small() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9)
    )
    payload = zipped(
        word__document_xml=(
            bomb + f']><w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:body></w:document>'
        ).encode()
    )
    try:
        length = len(printed_of(payload).text)
    except InputError:
        length = 0
    assert length < 1_000


def test_a_reader_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "CHILD_SECONDS", 0.01)
    with pytest.raises(InputError, match="was ended"):
        printed_of(docx(plain_report))


def test_a_reader_that_dies_is_an_input_error() -> None:
    assert "memory" in child._why("pdf", 1, "Traceback\nMemoryError\n")
    assert "processor time" in child._why("pdf", -9, "")
    assert "damaged" in child._why("pdf", 1, "ValueError: odd\n")


def test_without_libreoffice_rtf_says_what_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(InputError, match="LibreOffice"):
        printed_of(b"{\\rtf1 x}")
