"""One place that judges an identity: what is stated on the left, what follows from the rest on the right.

Rules (format fact sheet E5): tolerance 0; a blank counts as zero only where the whole table writes zero as blank;
an operand that is ambiguous makes the verdict uncertain; an operand that is absent makes it not_assessable. Counts
cannot be negative, so known parts that already exceed a stated total fail whatever the blanks hide.
"""

from __future__ import annotations

from archive.checks.facts import Sum
from archive.model import Verdict


def judge(left: Sum, right: Sum, *, blank_as_zero: bool) -> tuple[Verdict, str]:
    """Return the verdict on `left == right` and the reason if it is neither pass nor fail."""
    if left.missing or right.missing:
        return "not_assessable", f"{left.missing + right.missing} of the cells are not in the document"
    if left.doubtful or right.doubtful:
        return "uncertain", f"{left.doubtful + right.doubtful} of the cells could not be read with certainty"
    blanks = left.not_filled + right.not_filled
    if not blanks:
        return ("pass", "") if left.known == right.known else ("fail", "")
    if not left.not_filled and right.known > left.known:
        return "fail", ""
    if left.known == right.known and blank_as_zero:
        return "pass", "blank cells count as zero in this table"
    return "uncertain", f"{blanks} of the cells are not filled"
