"""The figures of the sample reports hold by every identity, except where the manifest says that they do not."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import pairwise

import docx
import pdfplumber
import pypdfium2
import pytest
from lxml import html
from sample_kit import Client

from crawler import portals as registry
from crawler.sample import SamplePortals, figures, forms
from crawler.sample.manifest import ReportTruth, Truth, stated, truths

ORIGINALS = [truth for truth in truths().values() if not truth.portal_id.endswith("mirror")]
REPORTS = [(truth, report) for truth in ORIGINALS for report in truth.reports.values()]
COLUMNS = tuple(forms.APPLICANTS)
Values = dict[str, int]


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with SamplePortals() as served, Client(served) as asking:
        yield asking


@pytest.mark.parametrize("portal_id", stated())
def test_the_stated_manifest_agrees_with_the_data(portal_id: str) -> None:
    row, truth = stated()[portal_id], truths()[portal_id]
    assert (row["start"], row["nodes"], row["posts"]) == (truth.start, len(truth.nodes), len(truth.titles))
    assert row["files"] == sum(len(paths) for paths in truth.files.values())
    assert [tuple(r) for r in row["reports"]] == [(r.year, r.template, r.carrier) for r in truth.reports.values()]
    for year, total in row["totals"].items():
        assert truth.reports[int(year)].headline["items_disclosed_total"] == total
    for year, received in row["received"].items():
        assert truth.reports[int(year)].values["new_received.total"] == received


@pytest.mark.parametrize("truth", truths().values(), ids=lambda truth: truth.portal_id)
def test_the_stated_faults_are_those_of_the_data(truth: Truth) -> None:
    in_data = {f"{r.year} {fault['check']}" for r in truth.reports.values() for fault in r.faults}
    assert {" ".join(line.replace(":", " ").split()[:2]) for line in stated()[truth.portal_id]["faults"]} == in_data


def test_the_portal_file_names_what_the_manifest_states() -> None:
    bundled = {portal.id: portal for portal in registry.load().values() if portal.source == "crawler/sample"}
    assert bundled.keys() == stated().keys()
    for portal_id, portal in bundled.items():
        assert portal.url == f"http://127.0.0.1:8417{stated()[portal_id]['start']}"
        assert portal.local
        assert portal.publisher == truths()[portal_id].publisher
        assert portal.expect["reports_min"] <= len(stated()[portal_id]["reports"]) <= portal.expect["reports_max"]


def planted(truth: Truth, year: int) -> list[str]:
    return [line for line in stated()[truth.portal_id]["faults"] if line.startswith(f"{year} ")]


def broken(report: ReportTruth) -> Iterator[str]:
    """Identities of the statutory tables that the printed values break, worked out here from the law's wording."""
    values = {key: value for key, value in report.values.items() if isinstance(value, int)}
    results = forms.outcomes(report.template)
    for column in COLUMNS:
        new, before, handled, left = (
            values[f"{row}.{column}"] for row in ("new_received", "carried_in", "handled_total", "carried_out")
        )
        if new + before != handled + left:
            yield f"T3-BAL {column}"
        if sum(values[f"{row}.{column}"] for row in results) != handled:
            yield f"T3-SUM {column}"
    for row in ("new_received", "carried_in", *results, "handled_total", "carried_out"):
        if sum(values[f"{row}.{column}"] for column in COLUMNS[:6]) != values[f"{row}.total"]:
            yield f"T3-ROW {row}"
    for group in ("review", "suit_direct", "suit_after_review"):
        *parts, total = (values[key] for key in forms.REVIEW if key.startswith(group))
        if sum(parts) != total:
            yield f"T4-SUM {group}"


@pytest.mark.parametrize(("truth", "report"), REPORTS, ids=lambda x: str(getattr(x, "year", "")))
def test_identities_hold_except_the_planted_ones(truth: Truth, report: ReportTruth) -> None:
    if report.template == "pre2019" or report.carrier == "lost":
        assert report.values == {} or set(report.values.values()) == {0}
        return
    of_year = [line.split(" ", 1)[1].partition(":")[0] for line in planted(truth, report.year)]
    assert set(broken(report)) == {line for line in of_year if re.match(r"T[34]-(?:BAL|SUM|ROW)", line)}


@pytest.mark.parametrize("truth", ORIGINALS, ids=lambda truth: truth.portal_id)
def test_years_carry_over_except_the_planted_ones(truth: Truth) -> None:
    found = set()
    with_tables = [r for r in truth.reports.values() if r.template != "pre2019" and r.carrier != "lost"]
    for before, after in pairwise(with_tables):
        if after.year != before.year + 1:
            continue
        found |= {
            f"{after.year} Y-CARRY {column}"
            for column in COLUMNS
            if before.values[f"carried_out.{column}"] != after.values[f"carried_in.{column}"]
        }
        if {before.template, after.template} == {"t2021"}:
            stock = [int(r.values.get("normative_documents_in_force", 0)) for r in (before, after)]
            moved = [int(after.values.get(f"normative_documents_{what}", 0)) for what in ("issued", "repealed")]
            assert stock[1] == stock[0] + moved[0] - moved[1], after.year
    assert found == {line.partition(":")[0] for line in stated()[truth.portal_id]["faults"] if "Y-CARRY" in line}


@pytest.mark.parametrize(("truth", "report"), REPORTS, ids=lambda x: str(getattr(x, "year", "")))
def test_headline_figures_stand_in_the_text(client: Client, truth: Truth, report: ReportTruth) -> None:
    text = html.fromstring(client.ask(report.paths[-1]).text).text_content()
    if report.carrier == "docx":
        text = "\n".join(p.text for p in docx.Document(io.BytesIO(client.ask(report.files[0]).body)).paragraphs)
    total = report.headline["items_disclosed_total"]
    assert re.search(rf"信息{total}[条條]", text)
    for part in report.headline["items_disclosed_part"]:
        assert re.search(rf"(?<!\d){part}[条條]", text)
    adds_up = sum(report.headline["items_disclosed_part"]) == total
    assert adds_up == ("N-SUM" not in {fault["check"] for fault in report.faults})


def cells(grid: list[list[str | None]]) -> list[str]:
    return [cell for row in grid for cell in row if cell]


def expected(report: ReportTruth) -> list[str]:
    """The numbers of table 3 in reading order."""
    rows = ("new_received", "carried_in", *forms.outcomes(report.template), "handled_total", "carried_out")
    return [str(report.values[f"{row}.{column}"]) for row in rows for column in COLUMNS]


@pytest.mark.parametrize(("truth", "report"), REPORTS, ids=lambda x: str(getattr(x, "year", "")))
def test_html_tables_print_the_figures(client: Client, truth: Truth, report: ReportTruth) -> None:
    root = html.fromstring(client.ask(report.paths[-1]).text)
    tables = root.xpath("//div[contains(@class, 'article-content')]//table")
    if report.carrier not in ("html", "word") or report.template == "pre2019":
        assert tables == []
        return
    assert len(tables) == 3
    texts = [td.text_content().strip() for td in tables[1].xpath(".//td")]
    numbers = [text for text in texts if re.fullmatch(r"\d*|/", text)]
    zero = {"sample-chixi 2024": "", "sample-yangchuan-zrzy 2023": "/"}.get(f"{truth.portal_id} {report.year}", "0")
    assert numbers == [zero if number == "0" else number for number in expected(report)]
    assert ("MsoNormalTable" in html.tostring(root, encoding="unicode")) == (report.carrier == "word")


def test_the_pdf_is_readable_text_with_ruled_tables(client: Client) -> None:
    report = truths()["sample-chixi"].reports[2023]
    payload = client.ask(report.files[0]).body
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(payload))
    assert "台山市赤溪镇人民政府2023年政府信息公开工作年度报告" in text
    assert "一、本年新收政府信息公开申请数量 5 2 0 0 0 0 7" in text
    with pdfplumber.open(io.BytesIO(payload)) as opened:
        tables = [table for page in opened.pages for table in page.extract_tables()]
    assert [len(table[-1]) for table in tables] == [4, 10, 15]
    assert [cell for cell in cells(tables[1]) if cell.isdigit()] == expected(report)


def test_the_docx_holds_the_whole_report(client: Client) -> None:
    report = truths()["sample-bailu"].reports[2023]
    page = client.ask(report.paths[0]).text
    assert "133条" not in page
    opened = docx.Document(io.BytesIO(client.ask(report.files[0]).body))
    assert opened.paragraphs[0].text == "样川市白鹭镇人民政府2023年政府信息公开工作年度报告"
    assert [len(table.columns) for table in opened.tables] == [4, 10, 15]
    last = [cell.text for cell in opened.tables[1].rows[3].cells]
    assert last == ["一、本年新收政府信息公开申请数量"] * 3 + ["3", "0", "0", "0", "0", "0", "3"]


def test_a_report_out_of_balance_is_refused_unless_the_misprint_is_planted() -> None:
    with pytest.raises(figures.SampleDataError, match="natural_person"):
        figures.figures("t2021", {"requests": {"natural_person": {"new_received": 2, "granted_full": 1}}})
    with pytest.raises(figures.SampleDataError, match="no rows"):
        figures.figures("t2019", {"requests": {"natural_person": {"other_remaining": 1}}})
    with pytest.raises(figures.SampleDataError, match="what is true"):
        figures.figures("t2021", {"misprint": {"review_total": 0}})
