"""A failing identity says whose arithmetic it is."""

from __future__ import annotations

import pytest

from archive.checks import run
from archive.model import Finding
from archive.reading import read_payload
from archive.second import compared
from benchmarks.corpus import Case, make


def page_with_a_wrong_total(style: str) -> tuple[Case, bytes]:
    """A generated page on which one printed total is raised by one."""
    for case in make(11, 400):
        words, value = case.cells.get(("new_received", "total"), ("", None))
        if {"html", style, "hans", "zero:0"} <= set(case.traits) and isinstance(value, int) and value > 99:
            row = case.html.index("本年新收政府信息")
            at = case.html.index(f">{words}<", row + 10)
            return case, (case.html[:at] + f">{value + 1}<" + case.html[at + len(words) + 2 :]).encode()
    raise AssertionError(f"the corpus has no page in the style {style}")


def fails(findings: tuple[Finding, ...], check: str) -> list[Finding]:
    return [f for f in findings if f.check == check and f.verdict == "fail"]


@pytest.mark.parametrize("style", ["plain_html", "bloated_html", "word_html", "headed_html"])
def test_a_misprint_of_the_publisher_is_agreed_on_by_both_paths(style: str) -> None:
    _, payload = page_with_a_wrong_total(style)
    found = fails(read_payload(payload).findings, "T3-ROW")
    assert [f.paths_agree for f in found] == [True]


def test_a_reading_that_differs_from_the_page_is_called_ours() -> None:
    from msgspec.structs import replace

    from archive.blocks import printed_of
    from archive.report import read

    _, payload = page_with_a_wrong_total("plain_html")
    printed = printed_of(payload)
    reading = read(printed)
    wrong = [
        replace(f, quote="7", value=7) if (f.concept, f.column) == ("new_received", "total") else f
        for f in reading.figures
    ]
    findings = compared(payload, None, printed, wrong, run(replace(reading, figures=tuple(wrong))))
    assert {f.paths_agree for f in fails(findings, "T3-ROW")} == {False}


def test_passing_checks_cost_no_second_reading() -> None:
    case = next(case for case in make(5, 50) if {"html", "hans", "plain_html"} <= set(case.traits))
    findings = read_payload(case.html.encode()).findings
    assert {f.paths_agree for f in findings if f.check.startswith("T3")} == {None}
