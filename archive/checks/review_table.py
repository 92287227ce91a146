"""E1, table 4: administrative reviews and lawsuits (政府信息公开行政复议、行政诉讼情况)."""

from __future__ import annotations

from collections.abc import Iterator

from archive.checks.explain import explain_total
from archive.checks.facts import NOT_FILLED, Facts
from archive.checks.identity import judge
from archive.checks.registry import check, finding
from archive.checks.words import label_of
from archive.model import Finding

GROUPS = ("review", "suit_direct", "suit_after_review")
RESULTS = ("upheld", "corrected", "other", "pending")


def group_cells(group: str) -> tuple[str, ...]:
    return tuple(f"{group}_{result}" for result in RESULTS)


@check(
    "T4-SUM",
    "E",
    "results add up to the total, per group of table 4",
    "各组结果之和等于总计",
    "the table is lost, or the group is not filled",
)
def groups_add_up(facts: Facts) -> Iterator[Finding]:
    """Upheld, corrected, other and pending make the total of reviews, direct suits and suits after review."""
    if not facts.present("review_litigation"):
        yield finding("T4-SUM", "not_assessable", "table 4 (reviews and lawsuits) is not in this document")
        return
    every = [facts.cell(f"{group}_{part}") for group in GROUPS for part in (*RESULTS, "total")]
    zero_printed = any(cell is not None and cell.value == 0 for cell in every)
    for group in GROUPS:
        left, right = facts.sum((f"{group}_total",)), facts.sum(group_cells(group))
        total = facts.cell(f"{group}_total")
        if total is not None and total.state in NOT_FILLED:
            yield finding("T4-SUM", "not_assessable", f"{label_of(f'{group}_total')}: not filled", column=group)
            continue
        verdict, why = judge(left, right, blank_as_zero=not zero_printed)
        message = f"{label_of(f'{group}_total')} says {left.known}, the results add up to {right.known}"
        cells = [(concept, None) for concept in group_cells(group)]
        yield finding(
            "T4-SUM",
            verdict,
            f"{message} ({why})" if why else message,
            left=left.known,
            right=right.known,
            column=group,
            hint=explain_total(facts, left, right, cells) if verdict == "fail" else None,
            figures=left.figures + right.figures,
        )
