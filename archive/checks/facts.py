"""A reading, arranged for checks: figures by concept and column, and sums that know what they do not know."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any, TypeVar

from msgspec import Struct

from archive.checks.words import table_of
from archive.model import Figure, Reading

APPLICANTS = (
    "natural_person",
    "commercial_enterprise",
    "research_institution",
    "public_welfare_org",
    "legal_service_org",
    "other_org",
)
COLUMNS = (*APPLICANTS, "total")
Answer = TypeVar("Answer")
NOT_FILLED = frozenset({"blank", "slash", "dash", "word_none"})
NOT_THERE = frozenset({"absent", "not_in_template"})


_NO_ROW: Mapping[str | None, Figure] = MappingProxyType({})


class Sum(Struct, frozen=True, gc=False):
    """The sum of some operands. `known` adds what is stated; the counts say what could not be added."""

    known: int
    figures: tuple[str, ...]
    not_filled: int = 0  # blank, slash, dash, 无
    doubtful: int = 0  # ambiguous, text
    missing: int = 0  # the cell is not in the document

    @property
    def stated(self) -> bool:
        """True if every operand is a number."""
        return not (self.not_filled or self.doubtful or self.missing)


class Facts:
    """Lookups over one reading. Built once per reading and handed to every rule."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.by_id: dict[str, Figure] = {f.id: f for f in reading.figures}
        self._answers: dict[Callable[[Facts], Any], Any] = {}
        self._rows: dict[str, dict[str | None, Figure]] = {}  # by concept, then by applicant column
        self.narrative: dict[str, list[Figure]] = {}
        self.tables: dict[str | None, list[Figure]] = {}
        self.parts: dict[str, list[Figure]] = {}
        before = ""
        for figure in reading.figures:
            concept = figure.concept
            if figure.source == "table":
                if concept != before:
                    row = self._rows.setdefault(concept, {})
                    listed = self.tables.setdefault(table_of(concept), [])
                    before = concept
                row.setdefault(figure.column, figure)
                listed.append(figure)
            else:
                self.narrative.setdefault(concept, []).append(figure)
            if figure.part_of is not None:
                self.parts.setdefault(figure.part_of, []).append(figure)
        self.doubted_rows = {f.row for f in reading.findings if f.check == "T-DRIFT" and f.verdict == "fail" and f.row}

    def once(self, question: Callable[[Facts], Answer]) -> Answer:
        """Return the answer to a question about this reading, asked once however many checks need it."""
        if question not in self._answers:
            self._answers[question] = question(self)
        answer: Answer = self._answers[question]
        return answer

    def cell(self, concept: str, column: str | None = None) -> Figure | None:
        """Return the table figure of a concept (and applicant column), or None if the document has no such cell."""
        return self._rows.get(concept, _NO_ROW).get(column)

    def present(self, table: str) -> bool:
        return self.reading.tables.get(table) == "present"

    def has_row(self, concept: str) -> bool:
        return not self._rows.get(concept, _NO_ROW).keys().isdisjoint(COLUMNS)

    def sum(self, concepts: Iterable[str], columns: Sequence[str | None] = (None,)) -> Sum:
        """Add the cells of every concept in every given column."""
        known, used, not_filled, doubtful, missing = 0, [], 0, 0, 0
        for concept in concepts:
            row = self._rows.get(concept, _NO_ROW)
            doubted = concept in self.doubted_rows
            for column in columns:
                figure = row.get(column)
                if figure is None:
                    missing += 1
                    continue
                value = figure.value
                if type(value) is int:
                    known += value
                    doubtful += doubted
                elif figure.state in NOT_FILLED:
                    not_filled += 1
                elif figure.state in NOT_THERE:
                    missing += 1
                    continue
                else:
                    doubtful += 1
                used.append(figure.id)
        return Sum(known, tuple(used), not_filled, doubtful, missing)

    def told(self, *concepts: str) -> list[Figure]:
        """Return narrative figures of these concepts that state an exact number."""
        narrative = self.narrative
        found = [f for c in concepts if c in narrative for f in narrative[c]]
        return [f for f in found if f.value is not None and f.approx is None] if found else found


def whole(figure: Figure | None) -> int | None:
    """Return a figure's value if it is a whole number, else None."""
    if figure is None or not isinstance(figure.value, int):
        return None
    return figure.value


def exact(figure: Figure | None) -> Decimal | None:
    """Return a figure's value as an exact decimal, or None if it states no number."""
    if figure is None or figure.value is None:
        return None
    return Decimal(figure.value)
