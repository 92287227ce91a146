"""E1, the condition of the tables: lost, blank, drifted, of another template than the year's."""

from __future__ import annotations

from collections.abc import Iterator

from archive.checks.facts import Facts
from archive.checks.registry import check, finding, when
from archive.model import Finding

NAMES = {
    "active_disclosure": "table 2 (proactive disclosure, 主动公开)",
    "requests": "table 3 (requests, 依申请公开)",
    "review_litigation": "table 4 (reviews and lawsuits, 复议诉讼)",
}
TEMPLATE_YEARS = {"t2019": (2019, 2020), "t2021": (2021, 9999), "pre2019": (2008, 2018)}


@check("T-ABS", "I", "each section with a heading has its table", "有标题而无表格", "the section is missing too")
def absent(facts: Facts) -> Iterator[Finding]:
    """A heading without its table is common in copies; every cell is then absent, not zero."""
    if facts.reading.template == "pre2019":
        yield finding("T-ABS", "not_assessable", "reports on years before 2019 print no statutory tables")
        return
    keys = {section.key for section in facts.reading.sections}
    for table, name in NAMES.items():
        state = facts.reading.tables.get(table, "absent")
        if state == "present":
            yield finding("T-ABS", "pass", f"{name} is present", row=table)
        elif table in keys:
            yield finding("T-ABS", "fail", f"{name}: the heading is there, the table is {state}", row=table)
        else:
            yield finding("T-ABS", "not_assessable", f"{name}: neither heading nor table", row=table)


@check("T-TEMPLATE", "I", "the template is the one of the report's year", "表式与年份相符", "no table, no year")
def template(facts: Facts) -> Iterator[Finding]:
    """Templates are detected from labels; reports on an older or newer form than their year's exist."""
    reading = facts.reading
    if reading.template_basis != "labels" or reading.template is None or reading.year is None:
        yield finding("T-TEMPLATE", "not_assessable", "no table labels or no year to compare")
        return
    first, last = TEMPLATE_YEARS[reading.template]
    good = first <= reading.year <= last
    message = f"the tables follow {reading.template}, the report is for {reading.year}"
    yield finding("T-TEMPLATE", when(good), message, left=reading.template, right=reading.year)


@check("T-BLANK", "I", "at most half of the cells are blank", "空白格不超过半数", "no table is present")
def blank(facts: Facts) -> Iterator[Finding]:
    """Many blanks usually mean that zero was not written."""
    for table, name in NAMES.items():
        cells = facts.tables.get(table, [])
        if not cells:
            continue
        blanks = sum(cell.state == "blank" for cell in cells)
        message = f"{name}: {blanks} of {len(cells)} cells are blank"
        verdict = when(blanks * 2 <= len(cells))
        yield finding("T-BLANK", verdict, message, left=blanks, right=len(cells), row=table)
    if not any(facts.present(table) for table in NAMES):
        yield finding("T-BLANK", "not_assessable", "no table is present")


@check("T-ALLZERO", "W", "tables are not all zero where prose says otherwise", "表格全零而文字非零", "no prose figure")
def all_zero(facts: Facts) -> Iterator[Finding]:
    """A request table of zeros and blanks beside prose that speaks of requests."""
    cells = facts.tables.get("requests", [])
    told = [f for f in facts.told("requests_received", "requests_answered") if f.value]
    if not cells or not told:
        yield finding("T-ALLZERO", "not_assessable", "no request table, or prose states no requests")
        return
    zero = not any(cell.value for cell in cells)
    message = f"prose states {told[0].value} requests, the table is {'all zero or blank' if zero else 'not all zero'}"
    ids = [told[0].id]
    yield finding("T-ALLZERO", when(not zero), message, left=told[0].value, right=0 if zero else None, figures=ids)
