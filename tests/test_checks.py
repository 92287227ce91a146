"""Each check speaks, stays silent, and says when it does not apply."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from readings_kit import figure, reading, table3, told

from archive.checks import REGISTRY, run
from archive.checks.explain import one_digit_away
from archive.model import Finding, Section

# 宿迁 RY2023 (aggregate): the total and natural-person columns balance, other columns as published.
SUQIAN = {
    "new_received": [3402, 99, 0, 0, 5, 5, 3511],
    "carried_in": [91, 3, 0, 0, 2, 0, 96],
    "handled_total": [3375, 99, 0, 0, 7, 5, 3486],
    "carried_out": [118, 3, 0, 0, 0, 0, 121],
}


def verdicts(findings: tuple[Finding, ...], check: str) -> list[str]:
    return [f.verdict for f in findings if f.check == check]


def failing(findings: tuple[Finding, ...], check: str) -> list[Finding]:
    return [f for f in findings if f.check == check and f.verdict == "fail"]


def test_a_balanced_table_passes_in_every_filled_column() -> None:
    found = run(reading(table3(SUQIAN)))
    assert verdicts(found, "T3-BAL") == ["pass"] * 7


def test_a_column_out_of_balance_fails_alone_and_names_its_cells() -> None:
    rows = {**SUQIAN, "carried_out": [118, 3, 0, 0, 0, 0, 112]}
    (finding,) = failing(run(reading(table3(rows))), "T3-BAL")
    assert (finding.column, finding.left, finding.right) == ("total", 3607, 3598)
    assert "carried_out/total" in finding.figures


def test_an_absent_table_is_not_assessable_once_per_check() -> None:
    found = run(reading([], tables={"requests": "absent"}))
    assert verdicts(found, "T3-BAL") == ["not_assessable"]
    assert verdicts(found, "T3-ROW") == ["not_assessable"]


def test_blanks_count_as_zero_only_where_the_table_never_prints_zero() -> None:
    # 大营镇 RY2023: only cells above zero are filled.
    blank = [None] * 7
    rows = dict.fromkeys([f.concept for f in table3({})], blank)
    rows |= {"new_received": [12, *[None] * 5, 12], "granted_full": [12, *[None] * 5, 12]}
    rows |= {"handled_total": [12, *[None] * 5, 12]}
    found = run(reading(table3(rows)))
    assert "pass" in verdicts(found, "T3-BAL")
    assert "fail" not in verdicts(found, "T3-BAL")
    mixed = {**rows, "carried_in": [0, *[None] * 6]}
    assert "uncertain" in verdicts(run(reading(table3(mixed))), "T3-BAL")


def test_an_ambiguous_cell_makes_the_verdict_uncertain_never_a_failure() -> None:
    cells = [
        figure(f.id, f.concept, None, column=f.column, state="ambiguous") if f.id == "handled_total/total" else f
        for f in table3(SUQIAN)
    ]
    found = [f for f in run(reading(cells)) if f.check == "T3-BAL" and f.column == "total"]
    assert [f.verdict for f in found] == ["uncertain"]


def test_a_row_whose_total_differs_fails_with_the_difference_explained() -> None:
    # 会仪镇 RY2021: a 1 under legal services, 0 in the total.
    rows = {"new_received": [0, 0, 0, 0, 1, 0, 0]}
    (finding,) = failing(run(reading(table3(rows))), "T3-ROW")
    assert (finding.row, finding.left, finding.right) == ("new_received", 0, 1)
    assert finding.hint is not None


def test_one_cell_where_all_failures_cross_is_named_in_every_hint() -> None:
    rows = {
        "new_received": [24, 10, 0, 0, 0, 0, 34],
        "granted_full": [24, 10, 0, 0, 0, 0, 34],
        "handled_total": [24, 11, 0, 0, 0, 0, 34],
    }
    found = run(reading(table3(rows)))
    fails = [f for f in found if f.verdict == "fail" and f.check.startswith("T3")]
    assert {f.check for f in fails} == {"T3-BAL", "T3-SUM", "T3-ROW"}
    assert all("商业企业 = 10 instead of 11" in (f.hint or "") for f in fails)


def test_outcomes_are_added_with_three_other_rows_in_2021_and_one_in_2019() -> None:
    rows = {"new_received": [5, 0, 0, 0, 0, 0, 5], "handled_total": [5, 0, 0, 0, 0, 0, 5]}
    new = table3({**rows, "other_remaining": [5, 0, 0, 0, 0, 0, 5]})
    assert set(verdicts(run(reading(new)), "T3-SUM")) == {"pass"}
    old = table3({**rows, "other_handling": [5, 0, 0, 0, 0, 0, 5]}, "t2019")
    assert set(verdicts(run(reading(old, template="t2019", year=2020)), "T3-SUM")) == {"pass"}


def test_many_failing_identities_become_one_remark_on_drift() -> None:
    rows = {f.concept: [1, 2, 3, 4, 5, 6, 7] for f in table3({})}
    found = run(reading(table3(rows)))
    assert failing(found, "T3-ROW") == []
    assert len(failing(found, "T-DRIFT")) == 1


def review(values: list[int | None]) -> list:
    keys = [f"{g}_{r}" for g in ("review", "suit_direct", "suit_after_review") for r in RESULTS]
    return [
        figure(key, key, value, state="blank" if value is None else "number")
        for key, value in zip(keys, values, strict=True)
    ]


RESULTS = ("upheld", "corrected", "other", "pending", "total")


def test_table_four_groups_add_up_or_fail_one_by_one() -> None:
    # 宿迁 RY2024.
    cells = review([88, 18, 28, 36, 170, 7, 0, 11, 7, 25, 33, 0, 6, 13, 52])
    tables = {"review_litigation": "present"}
    assert verdicts(run(reading(cells, tables=tables)), "T4-SUM") == ["pass"] * 3
    wrong = review([88, 18, 28, 36, 170, 7, 0, 11, 7, 26, 33, 0, 6, 13, 52])
    (finding,) = failing(run(reading(wrong, tables=tables)), "T4-SUM")
    assert (finding.column, finding.left, finding.right) == ("suit_direct", 26, 25)


def test_prose_zero_against_counted_reviews_is_an_error_other_differences_a_warning() -> None:
    cells = review([88, 18, 28, 36, 170, 7, 0, 11, 7, 25, 33, 0, 6, 13, 52])
    tables = {"review_litigation": "present"}
    zero = run(reading([*cells, told("n1", "reviews_text", 0)], tables=tables))
    filed = run(reading([*cells, told("n1", "reviews_text", 134)], tables=tables))
    assert [f.severity for f in failing(zero, "X-REV")] == ["E"]
    assert [f.severity for f in failing(filed, "X-REV")] == ["W"]


def test_filings_counted_in_prose_are_not_held_against_results() -> None:
    # 宿迁 RY2024: 134 filed, 170 in the table.
    cells = review([88, 18, 28, 36, 170, 7, 0, 11, 7, 25, 33, 0, 6, 13, 52])
    text = "全年备案行政复议134件。"
    figure = told("n1", "reviews_text", 134, quote="行政复议134件")
    found = run(reading([*cells, replace(figure, start=4, end=12)], tables={"review_litigation": "present"}, text=text))
    assert verdicts(found, "X-REV") == ["not_assessable"]


def breakdown(parts: list[int], total: int = 139, text: str = "") -> object:
    figures = [told("n1", "items_disclosed_total", total, unit="条", quote="主动公开政府信息139条")]
    for n, value in enumerate(parts, 2):
        part = told(f"n{n}", "items_disclosed_part", value, unit="条", part_of="n1", axis="category", label=f"类{n}")
        figures.append(part)
    return reading(figures, tables={}, template=None, text=text)


def test_parts_that_miss_their_total_fail_by_the_difference() -> None:
    (finding,) = failing(run(breakdown([0, 30, 83])), "N-SUM")
    assert (finding.left, finding.right, finding.severity) == (139, 113, "W")


def test_one_part_alone_is_no_breakdown() -> None:
    assert verdicts(run(breakdown([41])), "N-SUM") == ["not_assessable"]


def test_a_part_above_its_total_fails_on_its_own() -> None:
    (finding,) = failing(run(breakdown([41, 293], total=162)), "N-PART")
    assert (finding.left, finding.right) == (293, 162)


def test_requests_in_prose_may_count_those_carried_in() -> None:
    cells = table3({"new_received": [11, 0, 0, 0, 0, 0, 11], "carried_in": [2, 0, 0, 0, 0, 0, 2]})
    both = run(reading([*cells, told("n1", "requests_received", 13)]))
    new = run(reading([*cells, told("n1", "requests_received", 11)]))
    neither = run(reading([*cells, told("n1", "requests_received", 12)]))
    assert [verdicts(found, "X-REQ") for found in (both, new, neither)] == [["pass"], ["pass"], ["fail"]]


def test_fees_for_requests_and_charges_are_never_a_failure() -> None:
    cells = [
        figure("t1", "administrative_charges_wan", "59237.2449", unit="万元"),
        told("n1", "information_fee_yuan", 0),
    ]
    assert verdicts(run(reading(cells, tables={"active_disclosure": "present"})), "X-FEE") == ["not_assessable"]


@pytest.mark.parametrize(
    ("level", "verdict"), [("township", "fail"), ("city", "not_assessable"), (None, "not_assessable")]
)
def test_rules_of_a_body_that_cannot_make_them(level: str | None, verdict: str) -> None:
    cells = [figure("t1", "rules_issued", 6), figure("t2", "rules_in_force", 0)]
    found = run(reading(cells, tables={"active_disclosure": "present"}, level=level))
    assert verdicts(found, "T2-RULES") == [verdict]


def test_an_old_year_left_in_the_text_is_remarked_and_comparisons_are_not() -> None:
    def with_text(text: str) -> tuple[Finding, ...]:
        return run(reading([], tables={}, sections=[Section(1, "overview", "一、总体情况", text, 0, len(text))]))

    assert verdicts(with_text("2019年，我镇开展了公开工作。"), "Y-STALE") == ["fail"]
    assert verdicts(with_text("比2021年增加，依据《2011年规定》和规划（2016-2035年）。"), "Y-STALE") == ["pass"]


def test_a_page_that_is_no_report_is_not_checked() -> None:
    assert run(reading([], is_annual_report=False)) == ()


def test_every_declared_check_gives_a_verdict_on_an_empty_report_or_needs_several() -> None:
    said = {f.check for f in run(reading([], tables={}, template=None, year=None, level=None))}
    across = {"Y-CARRY", "Y-STOCK", "Y-T19", "Y-JUMP", "Y-SIM", "Y-SIB", "Y-SUM", "Y-DEAD", "Y-EARLY", "Y-MISS"}
    assert set(REGISTRY) - across <= said


def test_one_digit_away_drops_or_adds_a_digit_and_changes_none() -> None:
    near = set(one_digit_away(120))
    assert {12, 20, 10, 1200, 1120} <= near
    assert near.isdisjoint({120, 121, 220})
