"""E1, table 2: proactive disclosure (主动公开政府信息情况)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from archive.checks.facts import Facts, exact, whole
from archive.checks.registry import check, finding, when
from archive.checks.words import label_of
from archive.model import Finding

TABLE = "active_disclosure"
LOST = "table 2 (proactive disclosure) is not in this document"
SMALL_BODIES = frozenset({"township", "county", "bureau", "subdistrict"})
YUAN_LIKELY = Decimal(1000)  # a township that collects 10 million yuan of charges is rare; 1,000 yuan is common
BEYOND_TOWNSHIP = Decimal(1_000_000)


@check("T2-STOCK", "I", "in force is not below issued - repealed", "现行有效件数不少于制发减废止", "2019 template")
def stock(facts: Facts) -> Iterator[Finding]:
    """With one year at hand only a bound can be said; it is information, not an error."""
    assessed = False
    for kind in ("rules", "normative_documents"):
        issued, repealed, in_force = (facts.cell(f"{kind}_{part}") for part in ("issued", "repealed", "in_force"))
        a, b, c = whole(issued), whole(repealed), whole(in_force)
        if issued is None or repealed is None or in_force is None or a is None or b is None or c is None:
            continue
        assessed = True
        good = c >= 0 and c >= a - b
        message = f"{label_of(f'{kind}_in_force')}: {c} in force, {a} issued and {b} repealed this year"
        ids = [issued.id, repealed.id, in_force.id]
        yield finding("T2-STOCK", when(good), message, left=c, right=a - b, row=kind, figures=ids)
    if not assessed:
        yield finding("T2-STOCK", "not_assessable", "stock, issued and repealed are not all stated")


@check(
    "T2-DISC", "W", "newly disclosed is not above the total disclosed", "本年新公开数量不多于对外公开总数量", "blank"
)
def disclosed(facts: Facts) -> Iterator[Finding]:
    """2019 template: what was newly disclosed this year is part of what is disclosed at all."""
    assessed = False
    for kind in ("rules", "normative_documents"):
        new, total = facts.cell(f"{kind}_newly_disclosed"), facts.cell(f"{kind}_disclosed_total")
        a, b = whole(new), whole(total)
        if new is None or total is None or a is None or b is None:
            continue
        assessed = True
        message = f"{label_of(f'{kind}_newly_disclosed')} {a}, {label_of(f'{kind}_disclosed_total')} {b}"
        verdict = when(a <= b)
        yield finding("T2-DISC", verdict, message, left=b, right=a, row=kind, figures=[new.id, total.id])
    if not assessed:
        yield finding("T2-DISC", "not_assessable", "the two counts of the 2019 template are not both stated")


@check(
    "T2-RULES", "W", "bodies that cannot make rules state none", "乡镇、街道、县、部门无规章制定权", "city or higher"
)
def rules(facts: Facts) -> Iterator[Finding]:
    """Local 规章 are made by provinces and cities with districts only; a township with rules misread the word."""
    level = facts.reading.publisher_level
    cells = [facts.cell(f"rules_{part}") for part in ("issued", "in_force", "made", "disclosed_total")]
    stated = [cell for cell in cells if cell is not None and whole(cell) is not None]
    if level not in SMALL_BODIES or not stated:
        yield finding("T2-RULES", "not_assessable", f"level {level or 'unknown'}, {len(stated)} rule counts stated")
        return
    wrong = [cell for cell in stated if whole(cell)]
    for cell in wrong:
        message = f"{label_of(cell.concept)} = {cell.value}, yet a body of level {level} cannot make rules (规章)"
        yield finding("T2-RULES", "fail", message, left=cell.value, right=0, row=cell.concept, figures=[cell.id])
    if not wrong:
        yield finding("T2-RULES", "pass", "no rules (规章) stated", figures=[cell.id for cell in stated])


@check("T2-UNIT", "W", "the amount of charges is plausible in its unit", "收费金额单位", "city or province")
def unit(facts: Facts) -> Iterator[Finding]:
    """万元 is the template's unit; a label in 元 or a round thousand of a township suggests yuan."""
    amount = facts.cell("administrative_charges_wan")
    value = exact(amount)
    if amount is None or value is None:
        yield finding("T2-UNIT", "not_assessable", "no amount of charges is stated")
        return
    small = facts.reading.publisher_level in ("township", "subdistrict", None)
    doubt = None
    if amount.unit is not None and amount.unit != "万元":
        doubt = f"the label's unit is {amount.unit}, the template's is 万元"
    elif small and (value > BEYOND_TOWNSHIP or (value >= YUAN_LIKELY and value == value.to_integral_value())):
        doubt = f"{amount.value} 万元 would be {value * 10_000:,.0f} yuan; perhaps yuan were meant"
    message = doubt or f"{amount.value} {amount.unit or ''} is plausible"
    yield finding("T2-UNIT", when(not doubt), message, left=amount.value, figures=[amount.id])


@check("T2-FEE-TYPE", "W", "2019 template item (八) counts kinds of charges", "行政事业性收费项目数量", "2021 template")
def fee_type(facts: Facts) -> Iterator[Finding]:
    """More than 300 kinds of charges suggests that money was filled into a count column."""
    cells = [facts.cell(f"charge_items_{part}") for part in ("prev_year", "change")]
    stated = [(cell, value) for cell in cells if cell is not None and (value := exact(cell)) is not None]
    if not stated:
        yield finding("T2-FEE-TYPE", "not_assessable", "no counts of charges (2019 template) are stated")
        return
    wrong = [(cell, value) for cell, value in stated if abs(value) > 300]
    ids = [cell.id for cell, _ in wrong or stated]
    message = "money may stand in a count column" if wrong else "counts of charges are plausible"
    yield finding("T2-FEE-TYPE", when(not wrong), message, left=stated[0][0].value, figures=ids)
