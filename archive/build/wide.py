"""The statutory tables as people know them, made from the long figures of one reading; nothing is added or summed."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from archive.build.store import LARGEST, Row, columns_of
from archive.checks.facts import COLUMNS
from archive.ids import stable_id
from archive.model import Figure, Reading

# Groups of table 3 that print no subtotal, and how many lines the templates give them.
GROUPS = {"refused": (8,), "unavailable": (3,), "not_processed": (5,), "other": (1, 3)}
MONEY = frozenset({"administrative_charges_wan", "central_procurement_amount"})  # decimal text is kept


def request_outcomes(report_id: int, reading: Reading) -> list[Row]:
    """Return table 3: one row per printed line, in printed order, a column per kind of applicant."""
    lines: dict[str, list[Figure]] = {}
    for figure in _table_figures(reading):
        if figure.column in COLUMNS:
            lines.setdefault(figure.concept, []).append(figure)
    return [
        {
            "id": stable_id("outcome", report_id, concept),
            "report_id": report_id,
            "n": n,
            "outcome": concept,
            "label": figures[0].label,
            **_cells([(figure.column or "", figure) for figure in figures]),
        }
        for n, (concept, figures) in enumerate(lines.items(), 1)
    ]


def request_groups(report_id: int, outcomes: Sequence[Row]) -> list[Row]:
    """Return the totals of table 3 as one row, and the sums of its groups.

    A sum stands only if every line of the group is there and states a number: a blank is not a zero.
    """
    if not outcomes:
        return []
    totals = {row["outcome"]: row.get("total") for row in outcomes}
    row: Row = {"report_id": report_id} | totals
    for name, lines in GROUPS.items():
        found = [total for line, total in totals.items() if line.startswith(f"{name}_") and line != f"{name}_total"]
        stated = [total for total in found if total is not None]
        row[name] = sum(stated) if len(found) in lines and len(stated) == len(found) else None
    return [row]


def active_disclosure(report_id: int, reading: Reading) -> list[Row]:
    """Return table 2 as one row, or no row where the report has no such table."""
    found = _named(reading, "active_disclosure")
    units = {name: figure.unit for name, figure in found if figure.unit and name in MONEY}
    row = _one_row(report_id, found)
    return [one | {"units": _json(units)} for one in row]


def review_litigation(report_id: int, reading: Reading) -> list[Row]:
    """Return table 4 as one row, or no row where the report has no such table."""
    return _one_row(report_id, _named(reading, "review_litigation"))


def _table_figures(reading: Reading) -> list[Figure]:
    found = [figure for figure in reading.figures if figure.source == "table"]
    return sorted(found, key=lambda figure: figure.start)


def _named(reading: Reading, table: str) -> list[tuple[str, Figure]]:
    wanted = set(columns_of(table)) - {"report_id", "states", "units"}
    return [(f.concept, f) for f in _table_figures(reading) if f.column is None and f.concept in wanted]


def _one_row(report_id: int, found: list[tuple[str, Figure]]) -> list[Row]:
    return [{"report_id": report_id, **_cells(found)}] if found else []


def _cells(found: list[tuple[str, Figure]]) -> Row:
    """Return values by column and, for cells without one, their states; a cell stated in two ways is ambiguous."""
    row: Row = {}
    states: dict[str, str] = {}
    for name, figure in found:
        value, state = _cell(name, figure)
        if name in row or name in states:
            same = row.get(name) == value and states.get(name) == state
            value, state = (value, state) if same else (None, "ambiguous")
        row.pop(name, None)
        states.pop(name, None)
        if state is None:
            row[name] = value
        else:
            states[name] = state
    return row | {"states": _json(states)}


def _cell(name: str, figure: Figure) -> tuple[int | str | None, str | None]:
    """Return (value, None) or (None, state). Counts are whole numbers; only amounts of money may be decimals."""
    value = figure.value
    if value is None:
        return None, figure.state
    if name in MONEY or (isinstance(value, int) and -LARGEST <= value <= LARGEST):
        return value, None
    return None, "not_whole"


def _json(value: dict[str, str]) -> str | None:
    return msgspec.json.encode(value, order="sorted").decode() if value else None
