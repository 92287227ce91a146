"""E1, table 3: requests by applicant and outcome (收到和处理政府信息公开申请情况)."""

from __future__ import annotations

from collections.abc import Iterator

from archive.checks.explain import explain_balance, explain_total
from archive.checks.facts import APPLICANTS, COLUMNS, Facts, Sum
from archive.checks.identity import judge
from archive.checks.registry import check, finding
from archive.checks.words import label_of, rows_of
from archive.model import Finding

TABLE = "requests"
INTAKE = ("new_received", "carried_in")


def result_rows(facts: Facts) -> tuple[str, ...]:
    """Return the outcome rows that this report's template has, without totals and carry-over."""
    rows = rows_of(TABLE, facts.reading.template)
    return tuple(row for row in rows if row not in (*INTAKE, "handled_total", "carried_out"))


def filled_columns(facts: Facts) -> tuple[str, ...]:
    """Return the applicant columns in which at least one cell holds a number."""
    rows = (*INTAKE, *facts.once(result_rows), "handled_total", "carried_out")
    return tuple(
        column
        for column in COLUMNS
        if any((figure := facts.cell(row, column)) is not None and figure.value is not None for row in rows)
    )


def blank_as_zero(facts: Facts) -> bool:
    """Say whether this table writes zero as blank: it prints no zero, and nearly all identities hold that way.

    One misprint must not cast doubt on every other row, so four in five are enough.
    """
    rows = rows_of(TABLE, facts.reading.template)
    cells = (facts.cell(row, column) for row in rows for column in COLUMNS)
    if any(cell is not None and cell.value == 0 for cell in cells):
        return False
    sides = [(facts.sum(INTAKE, (c,)), handled_and_carried(facts, c)) for c in facts.once(filled_columns)]
    totals = [(facts.sum((row,), ("total",)), facts.sum((row,), APPLICANTS)) for row in rows if facts.has_row(row)]
    stated = [(left, right) for left, right in (*sides, *totals) if left.known or right.known]
    held = sum(left.known == right.known for left, right in stated)
    return bool(stated) and held * 5 >= len(stated) * 4


def handled_and_carried(facts: Facts, column: str) -> Sum:
    """Return handled total + carried out; where the handled total is blank, the outcomes themselves are added."""
    handled = facts.cell("handled_total", column)
    if handled is not None and handled.value is None and handled.state == "blank":
        return facts.sum((*facts.once(result_rows), "carried_out"), (column,))
    return facts.sum(("handled_total", "carried_out"), (column,))


@check(
    "T3-BAL",
    "E",
    "received + carried in = handled + carried out, per applicant column",
    "第一项加第二项之和等于第三项加第四项之和",
    "the table is lost, or no cell of the column is filled",
)
def balance(facts: Facts) -> Iterator[Finding]:
    """The identity printed in the head of the table itself, for each of the seven columns."""
    if not facts.present(TABLE):
        yield finding("T3-BAL", "not_assessable", "table 3 (requests) is not in this document")
        return
    zero, filled = facts.once(blank_as_zero), facts.once(filled_columns)
    for column in COLUMNS:
        if column not in filled:
            yield finding("T3-BAL", "not_assessable", f"no cell of {label_of(column)} is filled", column=column)
            continue
        left, right = facts.sum(INTAKE, (column,)), handled_and_carried(facts, column)
        verdict, why = judge(left, right, blank_as_zero=zero)
        message = (
            f"{label_of(column)}: received and carried in make {left.known}, handled and carried out make {right.known}"
        )
        yield finding(
            "T3-BAL",
            verdict,
            f"{message} ({why})" if why else message,
            left=left.known,
            right=right.known,
            column=column,
            hint=explain_balance(facts, column, facts.once(result_rows)) if verdict == "fail" else None,
            figures=left.figures + right.figures,
        )


@check(
    "T3-ROW",
    "E",
    "applicant columns add up to the total, per row",
    "自然人与法人或其他组织各栏之和等于总计",
    "the total of the row is not filled",
)
def rows_add_up(facts: Facts) -> Iterator[Finding]:
    """Natural persons and the five kinds of organisation make the printed total of each row."""
    if not facts.present(TABLE):
        yield finding("T3-ROW", "not_assessable", "table 3 (requests) is not in this document")
        return
    zero = facts.once(blank_as_zero)
    for row in rows_of(TABLE, facts.reading.template):
        if not facts.has_row(row):
            yield finding("T3-ROW", "not_assessable", f"row {label_of(row)} is not in the document", row=row)
            continue
        left, right = facts.sum((row,), ("total",)), facts.sum((row,), APPLICANTS)
        if left.not_filled:
            yield finding("T3-ROW", "not_assessable", f"row {label_of(row)}: the total is not filled", row=row)
            continue
        verdict, why = judge(left, right, blank_as_zero=zero)
        message = f"row {label_of(row)}: the total says {left.known}, the columns add up to {right.known}"
        yield finding(
            "T3-ROW",
            verdict,
            f"{message} ({why})" if why else message,
            left=left.known,
            right=right.known,
            row=row,
            hint=explain_total(facts, left, right, [(row, c) for c in APPLICANTS]) if verdict == "fail" else None,
            figures=left.figures + right.figures,
        )


@check(
    "T3-SUM",
    "E",
    "outcomes add up to the handled total, per applicant column",
    "各项办理结果之和等于（七）总计",
    "the template is unknown, or the handled total is not filled",
)
def outcomes_add_up(facts: Facts) -> Iterator[Finding]:
    """Granted, refused, unavailable, not processed and other outcomes make the row （七）总计 of each column."""
    if not facts.present(TABLE) or facts.reading.template not in ("t2019", "t2021"):
        yield finding("T3-SUM", "not_assessable", "table 3 (requests) is not in this document")
        return
    zero, filled = facts.once(blank_as_zero), facts.once(filled_columns)
    for column in COLUMNS:
        left, right = facts.sum(("handled_total",), (column,)), facts.sum(facts.once(result_rows), (column,))
        if column not in filled or left.not_filled or (right.not_filled and not right.known and left.known):
            yield finding("T3-SUM", "not_assessable", f"{label_of(column)}: not enough cells are filled", column=column)
            continue
        verdict, why = judge(left, right, blank_as_zero=zero)
        message = f"{label_of(column)}: handled total says {left.known}, the outcomes add up to {right.known}"
        cells = [(row, column) for row in facts.once(result_rows)]
        yield finding(
            "T3-SUM",
            verdict,
            f"{message} ({why})" if why else message,
            left=left.known,
            right=right.known,
            column=column,
            hint=explain_total(facts, left, right, cells) if verdict == "fail" else None,
            figures=left.figures + right.figures,
        )


@check(
    "T3-NEG", "E", "every cell of table 3 is a whole number, zero or more", "表三各格为非负整数", "the table is lost"
)
def no_negative(facts: Facts) -> Iterator[Finding]:
    """Requests are counted; a negative or broken count is a misprint or a misreading."""
    if not facts.present(TABLE):
        yield finding("T3-NEG", "not_assessable", "table 3 (requests) is not in this document")
        return
    cells = facts.tables.get(TABLE, [])
    bad = [f for f in cells if f.value is not None and (isinstance(f.value, str) or f.value < 0)]
    for figure in bad:
        message = f"row {label_of(figure.concept)}: {figure.value} is no count"
        yield finding(
            "T3-NEG", "fail", message, left=figure.value, row=figure.concept, column=figure.column, figures=[figure.id]
        )
    if not bad:
        yield finding("T3-NEG", "pass", "every filled cell is a whole number, zero or more")
