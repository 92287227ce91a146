"""Checks between years and between bodies."""

from __future__ import annotations

from readings_kit import figure, reading, table3

from archive.checks import ReportFacts, across, facts_of
from archive.checks.deadlines import due_date
from archive.checks.similarity import common, resemblance, sketch
from archive.model import Finding, Section

A_TEXT = "".join(
    f"第{n}项工作由办公室牵头推进并按月公布进展情况，" for n in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
)
B_TEXT = "".join(
    f"{n}村委会每季度张贴账目，接受群众查询与监督；" for n in "东西南北中上下左右前后新旧大小高低远近河湖山"
)


def facts(year: int, rows: dict | None = None, *, body: str = "440781110", **more: object) -> ReportFacts:
    text = str(more.pop("text", ""))
    published = more.pop("published_at", None)
    sections = [Section(1, "overview", "一、总体情况", text, 0, len(text))]
    found = facts_of(
        reading(table3(rows or {}), year=year, sections=sections, **more),
        report_id=year,
        publisher_id=body,
        parent_id="440781",
        published_at=published,
    )
    assert found is not None
    return found


def said(reports: list[ReportFacts], check: str) -> list[tuple[int, Finding]]:
    return [(report, f) for report, f in across(reports) if f.check == check]


def test_carry_over_is_compared_per_column_with_the_year_before() -> None:
    before = facts(2021, {"carried_out": [3, 0, 0, 0, 0, 0, 3]})
    now = facts(2022, {"carried_in": [3, 0, 0, 0, 0, 0, 4]})
    fails = [(report, f.column, f.left, f.right) for report, f in said([now, before], "Y-CARRY") if f.verdict == "fail"]
    assert fails == [(2022, "total", 4, 3)]


def test_years_that_do_not_follow_each_other_are_not_compared() -> None:
    assert said([facts(2020), facts(2022)], "Y-CARRY") == []
    ((report, finding),) = said([facts(2020), facts(2022)], "Y-MISS")
    assert (report, "2021" in finding.message) == (2022, True)


def test_stock_follows_from_last_year_issued_and_repealed() -> None:
    # 宿迁 normative documents: 597 + 50 - 227 = 420.
    def year(number: int, in_force: int, issued: int, repealed: int) -> ReportFacts:
        cells = [
            figure("a", "normative_documents_in_force", in_force),
            figure("b", "normative_documents_issued", issued),
            figure("c", "normative_documents_repealed", repealed),
        ]
        found = facts_of(
            reading(cells, year=number, tables={"active_disclosure": "present"}),
            report_id=number, publisher_id="x", parent_id=None, published_at=None,
        )  # fmt: skip
        assert found is not None
        return found

    good = said([year(2023, 597, 0, 0), year(2024, 420, 50, 227)], "Y-STOCK")
    bad = said([year(2023, 597, 0, 0), year(2024, 421, 50, 227)], "Y-STOCK")
    assert [f.verdict for _, f in good] == ["pass"]
    assert [(f.verdict, f.left, f.right) for _, f in bad] == [("fail", 421, 420)]


def test_deadlines_differ_by_era_and_level() -> None:
    dues = [due_date(2017, "township"), due_date(2022, "bureau"), due_date(2022, "county"), due_date(2022, None)]
    assert [due.date if due else None for due in dues] == ["2018-03-31", "2023-01-31", "2023-03-31", None]


def test_late_early_and_re_uploaded_reports() -> None:
    def verdict(check: str, published: str | None) -> str:
        ((_, finding),) = said([facts(2022, published_at=published)], check)
        return finding.verdict

    assert verdict("Y-DEAD", "2023-01-20") == "pass"
    assert verdict("Y-DEAD", "2023-02-06T09:00:00+08:00") == "fail"
    assert verdict("Y-DEAD", "2025-02-06") == "uncertain"
    assert verdict("Y-DEAD", None) == "not_assessable"
    assert verdict("Y-EARLY", "2022-12-25") == "fail"


def test_copied_prose_is_found_between_years_and_between_siblings() -> None:
    years = said([facts(2021, text=A_TEXT), facts(2022, text=A_TEXT + B_TEXT[:6])], "Y-SIM")
    assert [f.verdict for _, f in years] == ["fail"]
    assert [f.verdict for _, f in said([facts(2021, text=A_TEXT), facts(2022, text=B_TEXT)], "Y-SIM")] == ["pass"]
    siblings = said([facts(2021, text=A_TEXT), facts(2021, text=A_TEXT, body="440781111")], "Y-SIB")
    assert len(siblings) == 2


def test_wording_that_most_reports_share_does_not_make_them_alike() -> None:
    law, own = A_TEXT, [f"{n}{B_TEXT[:200]}{n * 90}" for n in "甲乙丙丁戊己庚辛壬"]
    sketches = [sketch(law + text) for text in own]
    with_law = resemblance(sketches[0], sketch(law + "完全不同的另一段文字" * 30), without=frozenset())
    shared = common(sketches)
    assert with_law is not None
    assert set(sketch(law)) & shared
    assert resemblance(sketch("短"), sketches[0], without=shared) is None
