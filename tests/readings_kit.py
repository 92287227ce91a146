"""Readings made by hand for the tests of checks: figures in, a Reading out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from archive.checks.facts import COLUMNS
from archive.checks.words import rows_of
from archive.model import Contact, Figure, Provenance, Reading, Section

Value = int | str | None


def figure(
    id: str, concept: str, value: Value, *, column: str | None = None, state: str = "number", **more: object
) -> Figure:
    """A figure; `source` is table unless told otherwise."""
    known = {"source": "table", "label": None, "axis": None, "unit": None, "approx": None, "quote": str(value or "")}
    return Figure(id=id, concept=concept, column=column, value=value, state=state, start=0, end=0, **{**known, **more})  # type: ignore[arg-type]


def table3(rows: Mapping[str, Sequence[Value]], template: str = "t2021") -> list[Figure]:
    """Figures of the requests table; rows not named are zero, None is a blank cell."""
    found = []
    for row in rows_of("requests", template):
        values = rows.get(row, [0] * 7)
        for column, value in zip(COLUMNS, values, strict=True):
            state = "blank" if value is None else "number"
            found.append(figure(f"{row}/{column}", row, value, column=column, state=state))
    return found


def told(id: str, concept: str, value: Value, **more: object) -> Figure:
    """A figure stated in prose."""
    return figure(id, concept, value, **{"source": "narrative", "unit": "件", **more})


def reading(
    figures: Sequence[Figure] = (),
    *,
    tables: Mapping[str, str] | None = None,
    sections: Sequence[Section] = (),
    text: str = "",
    template: str | None = "t2021",
    year: int | None = 2022,
    level: str | None = "township",
    **more: object,
) -> Reading:
    """An annual report with these figures; tables default to those the figures stand in."""
    known = {
        "source": "-", "reader_version": "test", "carrier": "html", "is_annual_report": True, "kind": "annual_report",
        "template_basis": "labels" if template else "none", "publisher": "样例镇人民政府", "title": None,
        "published_at": None, "published_basis": None, "generated_at": None, "signed_at": None, "identifier": None,
        "document_number": None, "script": "hans", "scope": "own", "provenance": Provenance("unknown", ()),
        "problems": (), "remedies": (), "contact": Contact(),
    }  # fmt: skip
    return Reading(
        template=template, year=year, publisher_level=level, sections=tuple(sections), figures=tuple(figures),
        tables=dict(tables if tables is not None else dict.fromkeys(("requests",), "present")), text=text,
        **{**known, **more},
    )  # type: ignore[arg-type]  # fmt: skip
