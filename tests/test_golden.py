"""Golden cases over templates, carriers, scripts and damages: the reader reads on a page what a person reads."""

from __future__ import annotations

import msgspec
import pytest
from golden_kit import PARTS, Case, cases, differences, folded, reading_of

ALL = cases()
KEYS = {part: {part} for part in PARTS} | {
    "scalars": {"is_annual_report"},
    "sections": {"sections", "sections_among"},
    "narrative": {"narrative", "narrative_among", "no_concepts"},
    "items": {"problems", "remedies", "problems_hold", "remedies_hold"},
    "findings": {"findings", "no_findings"},
}
TOLD = [(case, part) for case in ALL for part in PARTS if not case.expected.keys().isdisjoint(KEYS[part])]
# A page whose script or bytes are the subject has no twin; documents are tested in the script they are printed in.
TWINS = [case for case in ALL if case.expected.get("script", "hans") == "hans" and not case.is_document]
TWINS = [case for case in TWINS if case.meta["script"] == "hans" and case.meta["damage"] != "charset conflict"]


def test_cases_cover_templates_carriers_scripts_and_damages() -> None:
    assert len(ALL) >= 70
    assert len({case.meta["carrier"] for case in ALL}) >= 12
    assert len({case.meta["script"] for case in ALL}) >= 6
    assert len({case.meta["damage"] for case in ALL}) >= 25
    assert sum(case.expected["is_annual_report"] is False for case in ALL) >= 10


@pytest.mark.parametrize(("case", "part"), TOLD, ids=lambda value: value.name if isinstance(value, Case) else value)
def test_page_is_read_as_a_person_reads_it(case: Case, part: str) -> None:
    assert differences(part, case.expected, reading_of(case.name)) == []


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_quotes_are_the_printed_text(case: Case) -> None:
    reading = reading_of(case.name)
    assert [figure for figure in reading.figures if reading.text[figure.start : figure.end] != figure.quote] == []
    items = reading.problems + reading.remedies
    assert [item for item in items if reading.text[item.start : item.end] != item.text] == []


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_second_reading_is_the_first(case: Case) -> None:
    assert msgspec.json.encode(case.read()) == msgspec.json.encode(reading_of(case.name))


@pytest.mark.parametrize("case", TWINS, ids=lambda case: case.name)
def test_traditional_twin_reads_the_same(case: Case) -> None:
    from opencc import OpenCC

    twin = case.read(OpenCC("s2t").convert(case.payload().decode("utf-8")).encode("utf-8"))
    assert [each for part in PARTS for each in differences(part, case.expected, twin, folded)] == []
