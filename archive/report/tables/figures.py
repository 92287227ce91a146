"""From value cells to figures: the one place where table figures are made, so that all carry their evidence alike."""

from __future__ import annotations

from typing import Literal

from archive.model import Figure, Finding, Place, Printed
from archive.report.concepts import concepts
from archive.report.tables.lines import Part
from archive.report.tables.values import AMBIGUOUS, Value


class Maker:
    """Makes the figures and findings of one document, numbered in the order they are made."""

    def __init__(self, printed: Printed) -> None:
        self.printed = printed
        self.figures: list[Figure] = []
        self.findings: list[Finding] = []
        self._concepts = concepts()

    def from_part(
        self,
        key: str,
        part: Part,
        block: int,
        row: int,
        *,
        label: str | None,
        column: str | None = None,
        unit: str | None = None,
    ) -> None:
        """A figure read from one cell. `unit` is what the column prints; the cell's own unit wins."""
        cell = part.cell
        carrier = self.printed.blocks[block]
        place = Place(block, row, cell.column, carrier.page, carrier.box)
        self.make(key, part.word.value, column, label, cell.text, cell.start, cell.end, place, unit)

    def ambiguous(
        self, key: str, parts: list[Part], block: int, row: int, *, label: str | None, column: str | None = None
    ) -> None:
        """A figure whose value cannot be told from the cells around it; its quote holds them all."""
        carrier = self.printed.blocks[block]
        start = min((part.cell.start for part in parts), default=carrier.start)
        end = max((part.cell.end for part in parts), default=start)
        place = Place(block, row, parts[0].column if parts else None, carrier.page, carrier.box)
        self.make(key, AMBIGUOUS, column, label, self.printed.text[start:end], start, end, place, None)

    def absent(self, key: str, at: int, *, column: str | None = None) -> None:
        """A key whose row is not in a table that is there."""
        self.make(key, Value("absent"), column, None, "", at, at, None, None)

    def make(
        self,
        key: str,
        value: Value,
        column: str | None,
        label: str | None,
        quote: str,
        start: int,
        end: int,
        place: Place | None,
        unit: str | None,
    ) -> None:
        concept = self._concepts[key]
        stated = value.unit or unit or concept.unit
        self.figures.append(
            Figure(
                f"t{len(self.figures) + 1}",
                "table",
                key,
                column,
                label,
                None,
                value.value,
                stated,
                value.approx,
                value.state,
                quote,
                start,
                end,
                place,
            )
        )

    def drift(self, row: str | None, message: str, *, verdict: Literal["fail", "uncertain"] = "fail") -> None:
        """A row that does not have the cells its table asks for (T-DRIFT)."""
        self.findings.append(Finding("T-DRIFT", verdict, "W", message, row=row))
