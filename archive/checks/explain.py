"""The smallest explanation of a failing identity, in words; a hint for a reader, never a correction.

Order of the search: one operand counted twice or left out, two neighbouring columns swapped, a column shifted by one
row, one digit dropped or added. The first that makes the identity hold is named; the printed value stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.checks.facts import COLUMNS, Facts, Sum, whole
from archive.checks.words import label_of

CellKey = tuple[str, str | None]


def explain_total(facts: Facts, left: Sum, right: Sum, cells: Sequence[CellKey]) -> str | None:
    """Explain `total == sum(cells)` that fails: left is the stated total, right the sum of its parts."""
    off = right.known - left.known
    values = {key: value for key in cells if (value := whole(facts.cell(*key)))}
    for key, value in values.items():
        if value == off:
            return f"the difference equals {_name(key)} = {value}: perhaps counted twice, or left out of the total"
    if (named := _group_counted(facts, off, cells)) is not None:
        return named
    for key, value in values.items():
        for other in one_digit_away(value):
            if other - value == -off:
                return f"one digit: {_name(key)} = {other} instead of {value} would make it add up"
    for other in one_digit_away(left.known):
        if other == right.known:
            return f"one digit: a total of {other} instead of {left.known} would make it add up"
    return None


def explain_balance(facts: Facts, column: str, outcomes: Sequence[str]) -> str | None:
    """Explain received + carried in != handled + carried out in one column."""
    rows = ("new_received", "carried_in", "handled_total", "carried_out")
    values = {row: whole(facts.cell(row, column)) or 0 for row in rows}
    off = values["handled_total"] + values["carried_out"] - values["new_received"] - values["carried_in"]
    summed = sum(whole(facts.cell(row, column)) or 0 for row in outcomes)
    if summed != values["handled_total"] and summed - values["handled_total"] == -off:
        return f"the outcomes add up to {summed}, not {values['handled_total']}; with that sum it balances"
    for row in rows:
        if values[row] and abs(off) == values[row]:
            return f"the difference equals {label_of(row)} = {values[row]}: perhaps counted twice, or left out"
    if (neighbour := _swapped_with(facts, column, off)) is not None:
        return f"the column {label_of(neighbour)} is off by the same amount the other way: perhaps two cells swapped"
    for row in rows:
        sign = 1 if row in ("handled_total", "carried_out") else -1
        for other in one_digit_away(values[row]):
            if off + sign * (other - values[row]) == 0:
                return f"one digit: {label_of(row)} = {other} instead of {values[row]} would make it balance"
    return None


def one_digit_away(value: int) -> Iterator[int]:
    """Yield every number that differs from value by one digit dropped, or lost at an end.

    A digit changed in place explains any small difference, so it explains nothing and is not looked for.
    """
    text = str(abs(value))
    seen = {value}
    drops = (text[:i] + text[i + 1 :] for i in range(len(text)) if len(text) > 1)
    adds = (form for digit in "0123456789" for form in (digit + text, text + digit) if value)
    for form in (*drops, *adds):
        if form[:1] == "0" and len(form) > 1:
            continue
        if (number := int(form)) not in seen:
            seen.add(number)
            yield number


def _swapped_with(facts: Facts, column: str, off: int) -> str | None:
    """Return a neighbouring column that is off by exactly the opposite amount."""
    at = COLUMNS.index(column)
    for neighbour in COLUMNS[max(at - 1, 0) : at + 2]:
        if neighbour == column:
            continue
        left = facts.sum(("new_received", "carried_in"), (neighbour,))
        right = facts.sum(("handled_total", "carried_out"), (neighbour,))
        if left.stated and right.stated and right.known - left.known == -off != 0:
            return neighbour
    return None


def _group_counted(facts: Facts, off: int, cells: Sequence[CellKey]) -> str | None:
    """Return a hint if the difference is the subtotal of one group of outcomes."""
    for prefix, name in (("refused_", "不予公开"), ("unavailable_", "无法提供"), ("not_processed_", "不予处理")):
        subtotal = sum(whole(facts.cell(*key)) or 0 for key in cells if key[0].startswith(prefix))
        if subtotal and subtotal == abs(off):
            return f"the difference equals the subtotal of {name} = {subtotal}: perhaps a subtotal counted twice"
    return None


def _name(key: CellKey) -> str:
    concept, column = key
    return f"{label_of(concept)} / {label_of(column)}" if column else label_of(concept)
