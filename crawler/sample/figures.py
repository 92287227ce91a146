"""The figures of one sample report: true by construction, then misprinted only where the data says so."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from crawler.sample import forms


class SampleDataError(ValueError):
    """A sample report's own figures do not add up though no misprint is planted."""


@dataclass(frozen=True)
class Figures:
    """`active`, `review` by concept; `requests` by "row.column". Values are int or the text that the cell prints."""

    template: str
    active: dict[str, int | str] = field(default_factory=dict)
    requests: dict[str, int | str] = field(default_factory=dict)
    review: dict[str, int | str] = field(default_factory=dict)

    def everything(self) -> dict[str, int | str]:
        return {**self.active, **self.requests, **self.review}


def figures(template: str, table: dict[str, Any]) -> Figures:
    """Complete the stated values by their identities, then put the planted misprints in.

    `table` holds `active`, `requests` (column to row to value; zeros left out), `review` and `misprint`.
    Raises SampleDataError when a column is out of balance before any misprint.
    """
    made = Figures(
        template,
        dict(table.get("active", {})),
        _requests(template, table.get("requests", {})),
        _review(table.get("review", {})),
    )
    for where, value in table.get("misprint", {}).items():
        part = made.requests if "." in where else made.review if where in made.review else made.active
        if part.get(where) == value:
            raise SampleDataError(f"{where}: the misprint {value} is what is true")
        part[where] = value
    return made


def _requests(template: str, columns: dict[str, dict[str, int]]) -> dict[str, int | str]:
    results = forms.outcomes(template)
    rows = ("new_received", "carried_in", *results, "handled_total", "carried_out")
    value: dict[str, int] = {}
    for column in list(forms.APPLICANTS)[:6]:
        given = dict(columns.get(column, {}))
        handled = sum(given.get(key, 0) for key in results)
        for key in rows:
            value[f"{key}.{column}"] = given.pop(key, 0) if key != "handled_total" else handled
        if given:
            raise SampleDataError(f"{template}: no rows {sorted(given)}")
        balance = value[f"new_received.{column}"] + value[f"carried_in.{column}"]
        if balance != handled + value[f"carried_out.{column}"]:
            raise SampleDataError(f"{column}: {balance} in, {handled} handled, {given}")
    for key in rows:
        value[f"{key}.total"] = sum(value[f"{key}.{column}"] for column in list(forms.APPLICANTS)[:6])
    return dict(value)


def _review(given: dict[str, int]) -> dict[str, int | str]:
    value = {key: given.get(key, 0) for key in forms.REVIEW}
    for group in ("review", "suit_direct", "suit_after_review"):
        value[f"{group}_total"] = sum(value[f"{group}_{leaf}"] for leaf in ("upheld", "corrected", "other", "pending"))
    return dict(value)
