"""The figures that a report states in prose, parts below their totals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from archive.serve.cell import Marks, value_of
from archive.serve.forms import gloss, name_of

APPROX = {"over": "more than ", "about": "about "}


class Told(Struct, frozen=True):
    """One figure of the prose. `depth` 0 is a total or stands alone, 1 a part, 2 a part of a part."""

    figure: int
    what: str
    gloss: str
    value: str
    unit: str
    approx: str
    quote: str
    depth: int
    marks: tuple[int, ...]
    grave: bool
    reading: int
    start: int  # in the reading's printed text
    end: int


def told(figures: Sequence[Mapping[str, Any]], marks: Marks) -> list[Told]:
    """Return the figures of the prose in reading order, each followed by its parts."""
    prose = [f for f in figures if f["source"] == "narrative"]
    ids = {f["id"] for f in prose}
    below: dict[int | None, list[Mapping[str, Any]]] = {}
    for figure in prose:
        below.setdefault(figure["part_of"] if figure["part_of"] in ids else None, []).append(figure)
    found: list[Told] = []
    waiting = [(figure, 0) for figure in reversed(below.get(None, []))]
    while waiting:
        figure, depth = waiting.pop()
        found.append(_told(figure, depth, marks))
        waiting += [(part, depth + 1) for part in reversed(below.pop(figure["id"], []))]
    return found


def _told(figure: Mapping[str, Any], depth: int, marks: Marks) -> Told:
    numbers, grave = marks.of(figure["id"])
    return Told(
        figure=figure["id"],
        what=figure["label"] or name_of(figure["concept"]),
        gloss=gloss(figure["concept"]),
        value=value_of(figure),
        unit=figure["unit"] or "" if figure["state"] == "number" else "",
        approx=APPROX.get(figure["approx"], ""),
        quote=figure["quote"] or "",
        depth=depth,
        marks=numbers,
        grave=grave,
        reading=figure["reading_id"],
        start=figure["start"],
        end=figure["end"],
    )
