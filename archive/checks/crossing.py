"""One cell behind several failures: where a failing row and a failing column cross, a single value may explain both."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from archive.checks.facts import Facts, whole
from archive.checks.words import label_of
from archive.model import Finding

ROWS, COLUMNS = ("T3-ROW",), ("T3-BAL", "T3-SUM")


def with_common_cell(facts: Facts, found: Sequence[Finding]) -> list[Finding]:
    """Give failing identities of table 3 that cross in one cell the hint that names this cell.

    Only where one row and one column fail, and the same other value of the crossing cell would mend all of them.
    """
    failing = [f for f in found if f.verdict == "fail" and f.check in (*ROWS, *COLUMNS)]
    rows = {f.row for f in failing if f.check in ROWS}
    columns = {f.column for f in failing if f.check in COLUMNS}
    if len(rows) != 1 or len(columns) != 1:
        return list(found)
    row, column = rows.pop(), columns.pop()
    cell = facts.cell(row or "", column)
    value = whole(cell)
    wanted = {_mended(f, cell.concept, column, value) for f in failing} if cell and value is not None else {None}
    if len(wanted) != 1 or (other := wanted.pop()) is None or other < 0:
        return list(found)
    name = f"{label_of(row or '')} / {label_of(column or '')}"
    hint = f"one cell explains every failure: {name} = {other} instead of {value} would make all of them hold"
    return [replace(f, hint=hint) if f in failing else f for f in found]


def _mended(f: Finding, row: str, column: str | None, value: int) -> int | None:
    """Return the value of the crossing cell with which this identity would hold; None if it does not enter it."""
    if not isinstance(f.left, int) or not isinstance(f.right, int):
        return None
    on_left = {
        "T3-ROW": column == "total",
        "T3-BAL": row in ("new_received", "carried_in"),
        "T3-SUM": row == "handled_total",
    }[f.check]
    if f.check == "T3-BAL" and row not in ("new_received", "carried_in", "handled_total", "carried_out"):
        return None
    return value + (f.right - f.left if on_left else f.left - f.right)
