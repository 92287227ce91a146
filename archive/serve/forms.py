"""A report laid out as its statutory form: rows and cells in the order the notice prints them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from archive.report.templates import APPLICANTS, REVIEW_GROUPS, REVIEW_LEAVES, Template
from archive.report.templates.t2019 import T2019
from archive.report.templates.t2021 import T2021

FORMS: dict[str, Template] = {"t2019": T2019, "t2021": T2021}
WORDS = {
    "blank": "",
    "slash": "/",
    "dash": "—",
    "word_none": "无",
    "ambiguous": "?",
    "image": "图",
    "absent": "·",
    "text": "…",
}


class Shown(Struct, frozen=True):
    """One cell of the form as a page shows it."""

    words: str
    state: str
    quote: str = ""
    figure: int | None = None
    failing: tuple[str, ...] = ()  # check ids


Figures = Mapping[tuple[str, str | None], Mapping[str, Any]]


def cell(figures: Figures, concept: str, column: str | None, failing: Mapping[int, tuple[str, ...]]) -> Shown:
    """Return what one cell shows: the value, or a sign for its state."""
    figure = figures.get((concept, column))
    if figure is None:
        return Shown(WORDS["absent"], "absent")
    value = figure["value"]
    unit = figure["unit"] if figure["state"] == "number_with_unit" else ""
    words = f"{value}{unit or ''}" if value is not None else WORDS.get(figure["state"], figure["state"])
    return Shown(words or "", figure["state"], figure["quote"] or "", figure["id"], failing.get(figure["id"], ()))


def requests_form(template: str, figures: Figures, failing: Mapping[int, tuple[str, ...]]) -> list[dict[str, Any]]:
    """Return the rows of table 3: label, ordinal, whether it is a group heading, and seven cells."""
    return [
        {
            "key": row.key,
            "ordinal": row.ordinal,
            "label": row.label,
            "indent": bool(row.group) and row.key is not None,
            "cells": [cell(figures, row.key, column, failing) for column, _ in APPLICANTS] if row.key else None,
        }
        for row in FORMS[template].requests
    ]


def disclosure_form(template: str, figures: Figures, failing: Mapping[int, tuple[str, ...]]) -> list[dict[str, Any]]:
    """Return the rows of table 2: label, and (column label, cell) pairs."""
    return [
        {"label": row.label, "cells": [(label, cell(figures, key, None, failing)) for label, key in row.measures]}
        for row in FORMS[template].active
    ]


def review_form(figures: Figures, failing: Mapping[int, tuple[str, ...]]) -> list[dict[str, Any]]:
    """Return the three groups of table 4, each with five (label, cell) pairs."""
    return [
        {
            "label": label,
            "cells": [(leaf, cell(figures, f"{group}_{key}", None, failing)) for key, leaf in REVIEW_LEAVES],
        }
        for group, label in REVIEW_GROUPS
    ]


def failing_cells(rows: Iterable[Mapping[str, Any]]) -> dict[int, tuple[str, ...]]:
    """Collect (figure id, check id) rows into the check ids of each figure."""
    found: dict[int, tuple[str, ...]] = {}
    for row in rows:
        found[row["figure_id"]] = (*found.get(row["figure_id"], ()), row["check_id"])
    return found
