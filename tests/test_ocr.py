"""Scans and pictures of text: what OCR reads is marked, never certain, and never put over a text layer.

What needs the engine itself is run by `make test-ocr`; the rest holds without it.
"""

from __future__ import annotations

import io
from functools import cache
from typing import Any

import pytest
from blocks_kit import assert_whole, grids, pdf, pdf_table
from click.testing import CliRunner
from golden_kit import CASES, PARTS, Case, differences

from archive.blocks import ocr, printed_of
from archive.checks import run
from archive.errors import UsageError
from archive.marks import marked
from archive.model import Printed, Reading, Seen
from archive.reading import read_payload
from archive.report import read

needs_ocr = pytest.mark.skipif(ocr.engine() is None, reason="the ocr extra is not installed; make test-ocr runs this")
SCANNED = Case(CASES / "pdf-2021")


def pictures_of(payload: bytes, scale: float = 2.4) -> list[Any]:
    import pypdfium2

    with pypdfium2.PdfDocument(payload) as document:
        return [page.render(scale=scale).to_pil().convert("L") for page in document]


def scan(payload: bytes, *, quality: int = 80) -> bytes:
    """The pages of a PDF as a scanner stores them: one picture each, no text."""
    out = io.BytesIO()
    pages = pictures_of(payload)
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=172, quality=quality)
    return out.getvalue()


def photographed(payload: bytes, degrees: float) -> bytes:
    out = io.BytesIO()
    picture = pictures_of(payload)[0]
    picture.rotate(degrees, expand=abs(degrees) > 10, fillcolor=255).save(out, "JPEG", quality=70)
    return out.getvalue()


SMALL = [
    ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
    ["规章", "0", "1", "20"],
    ["行政规范性文件", "3", "", "115"],
]


@cache
def small(*, ruled: bool = True) -> bytes:
    return pdf(lambda style: [pdf_table(SMALL, ruled=ruled, rowHeights=28)])


# ---------------------------------------------------------------------------------------------- with the engine


@needs_ocr
def test_a_scanned_report_reads_as_its_text_layer_would() -> None:
    reading = read_payload(scan(SCANNED.payload()), name="年报.pdf", ocr=True)
    assert [each for part in PARTS for each in differences(part, SCANNED.expected, reading)] == []
    assert reading.carrier == "image"
    assert {(figure.by or "").rsplit(" ")[0] for figure in reading.figures} == {f"ocr:{ocr.engine()}"}
    assert {finding.verdict for finding in reading.findings} <= {"uncertain", "not_assessable"}


@needs_ocr
@pytest.mark.parametrize("degrees", [0.0, 1.4, 90.0, 180.0, 270.0])
def test_a_photograph_of_a_table_is_a_grid_with_its_blanks(degrees: float) -> None:
    page = printed_of(photographed(small(), degrees), name="a.jpg", ocr=True)
    assert_whole(page)
    assert [[(text or "").replace("\n", "") for text in row] for row in grids(page)[0]] == SMALL
    assert len(page.seen) >= 12


@needs_ocr
def test_a_text_layer_is_never_set_aside_for_what_ocr_makes_of_the_page() -> None:
    plain = printed_of(SCANNED.payload(), ocr=False)
    assert printed_of(SCANNED.payload(), ocr=True) == plain
    assert plain.seen == ()


@needs_ocr
def test_a_picture_without_text_stays_a_picture() -> None:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (900, 700), (120, 160, 90)).save(out, "PNG")
    page = printed_of(out.getvalue(), url="http://p.example/a.png", ocr=True)
    assert [(block.kind, block.src) for block in page.blocks] == [("image", "http://p.example/a.png")]
    assert page.text == ""


# ---------------------------------------------------------------------------------------------- without it


def recognised(text: str, *scores: float) -> Printed:
    """A text whose lines OCR has recognised with these confidences."""
    from archive.blocks import from_text

    page = from_text(text)
    parts = zip(page.blocks, scores, strict=True)
    seen = tuple(Seen(block.start, block.end, f"ocr:eye-1.0 {score:.2f}") for block, score in parts)
    return Printed("image", page.text, page.blocks, seen=seen)


REPORT = (
    "样例镇2023年政府信息公开工作年度报告\n一、总体情况\n全年主动公开政府信息10条，其中文件6条、动态4条。\n"
    "二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n全年收到申请2件。\n"
    "四、政府信息公开行政复议、行政诉讼情况\n五、存在的主要问题及改进情况\n六、其他需要报告的事项\n无。"
)


@cache
def scanned_reading() -> Reading:
    scores = [0.99, 0.99, 0.81, 0.99, 0.99, 0.93, 0.99, 0.99, 0.99, 0.99]
    page = recognised(REPORT, *scores)
    return marked(read(page), page)


def test_figures_name_engine_version_and_confidence() -> None:
    by = {(figure.value, figure.by) for figure in scanned_reading().figures if figure.source == "narrative"}
    assert by >= {(10, "ocr:eye-1.0 0.81"), (6, "ocr:eye-1.0 0.81"), (2, "ocr:eye-1.0 0.93")}
    assert [issue.code for issue in scanned_reading().issues if issue.code == "read_by_ocr"] == ["read_by_ocr"]


def test_no_check_passes_or_fails_on_recognised_figures() -> None:
    sums = [finding for finding in run(scanned_reading()) if finding.check == "N-SUM"]
    assert [(each.verdict, each.left, each.right) for each in sums] == [("uncertain", 10, 10)]
    assert "it holds as read by OCR" in sums[0].message
    assert {finding.verdict for finding in run(scanned_reading())} <= {"uncertain", "not_assessable"}
    page = recognised(REPORT.replace("动态4条", "动态3条"), *[0.99] * 10)
    (wrong,) = [finding for finding in run(marked(read(page), page)) if finding.check == "N-SUM"]
    assert (wrong.verdict, wrong.left, wrong.right) == ("uncertain", 10, 9)
    assert "does not hold" in wrong.message


def test_the_same_text_printed_passes() -> None:
    from archive.blocks import from_text

    page = from_text(REPORT)
    reading = marked(read(page), page)
    assert all(figure.by is None for figure in reading.figures)
    assert "pass" in {finding.verdict for finding in run(reading) if finding.check == "N-SUM"}


def test_pictures_stay_pictures_where_ocr_is_not_wanted() -> None:
    payload = photographed(small(), 0.0)
    page = printed_of(payload, name="a.jpg", ocr=False)
    assert (page.carrier, page.text, page.seen) == ("image", "", ())


def test_asking_for_ocr_without_the_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from archive.commands.read import read as command

    monkeypatch.setattr(ocr, "engine", lambda: None)
    with pytest.raises(UsageError, match="ocr extra"):
        ocr.wanted(True)
    monkeypatch.setenv("GONGKAI_OCR", "on")
    with pytest.raises(UsageError, match=r"requirements/ocr\.txt"):
        ocr.wanted(None)
    monkeypatch.setenv("GONGKAI_OCR", "off")
    assert ocr.wanted(None) is False
    assert CliRunner().invoke(command, ["--ocr", "a.pdf"]).exit_code == 2


def test_the_environment_chooses_where_the_call_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "engine", lambda: "eye-1.0")
    monkeypatch.delenv("GONGKAI_OCR", raising=False)
    assert ocr.wanted(None) is True
    assert ocr.wanted(False) is False
    monkeypatch.setenv("GONGKAI_OCR", "off")
    assert ocr.wanted(None) is False
    assert ocr.wanted(True) is True
