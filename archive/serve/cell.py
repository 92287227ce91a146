"""One cell of a printed form: what stands in it, what that means, and which findings rest on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

# What is shown for a cell without a number, with its meaning; zero is a number and needs no sign.
STATES: dict[str, tuple[str, str]] = {
    "blank": ("空", "blank: nothing is printed; not the same as 0"),
    "slash": ("/", "a slash is printed: filled as not applicable"),
    "dash": ("—", "a dash is printed"),
    "word_none": ("无", "the word 无 (none) is printed"),
    "ambiguous": ("?", "ambiguous: digits are there, but which belong to this cell cannot be told"),
    "image": ("图", "image: the cell holds a picture, which is not read"),
    "text": ("文", "text: words are printed where a number belongs"),
    "absent": ("缺", "absent: the document has no such cell"),
    "not_in_template": ("·", "this layout has no such cell"),
}


class Head(Struct, frozen=True):
    """A label of the form, with its spans and an English gloss."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    gloss: str = ""


class Shown(Struct, frozen=True):
    """One cell as a page shows it. `marks` are numbers of findings in the page's lists; `grave` if one fails."""

    words: str
    state: str
    quote: str = ""
    figure: int | None = None
    marks: tuple[int, ...] = ()
    grave: bool = False
    colspan: int = 1

    @property
    def title(self) -> str:
        """What hovering tells: the printed words, or what the sign means."""
        if self.state in STATES:
            meaning = STATES[self.state][1]
            return f"{meaning}: {self.quote}" if self.quote and self.state in ("ambiguous", "text") else meaning
        return f"printed: {self.quote}"


class Line(Struct, frozen=True):
    """One row of a form: labels at its left, then cells."""

    heads: tuple[Head, ...]
    cells: tuple[Shown, ...] = ()
    kind: str = "row"  # row, header, caption


class Marks(Struct, frozen=True):
    """Which findings rest on which figure, by their numbers in the page."""

    numbers: Mapping[int, tuple[int, ...]]
    failing: frozenset[int]

    def of(self, figure: int | None) -> tuple[tuple[int, ...], bool]:
        """Return the numbers of a figure's findings, and whether one of them fails."""
        if figure is None:
            return (), False
        found = self.numbers.get(figure, ())
        return found, any(number in self.failing for number in found)


Figures = Mapping[tuple[str, str | None], Mapping[str, Any]]


def by_cell(figures: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str | None], Mapping[str, Any]]:
    """Return the table figures by concept and column."""
    return {(f["concept"], f["column"]): f for f in figures if f["source"] == "table"}


def shown(figures: Figures, concept: str, column: str | None, marks: Marks, colspan: int = 1) -> Shown:
    """Return what one cell shows: the value as stated, or the sign of its state."""
    figure = figures.get((concept, column))
    if figure is None:
        return Shown(STATES["absent"][0], "absent", colspan=colspan)
    numbers, grave = marks.of(figure["id"])
    state, quote = figure["state"], figure["quote"] or ""
    return Shown(value_of(figure), state, quote, figure["id"], numbers, grave, colspan)


def value_of(figure: Mapping[str, Any]) -> str:
    """Return a figure's value in words: with its unit where the cell prints one, else the sign of its state."""
    if figure["value"] is None:
        return STATES[figure["state"]][0] if figure["state"] in STATES else str(figure["state"])
    unit = figure["unit"] or "" if figure["state"] == "number_with_unit" else ""
    return f"{figure['value']}{unit}"


def legend(lines: Iterable[Line]) -> list[tuple[str, str, str, int]]:
    """Return sign, state, meaning and count of each state that occurs among the cells, most frequent first."""
    counts: dict[str, int] = {}
    for line in lines:
        for cell in line.cells:
            if cell.state in STATES:
                counts[cell.state] = counts.get(cell.state, 0) + 1
    return [(STATES[s][0], s, STATES[s][1], n) for s, n in sorted(counts.items(), key=lambda item: -item[1])]
