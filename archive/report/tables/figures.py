"""From value cells to figures: the one place where table figures are made, so that all carry their evidence alike."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Literal

from archive.model import Figure, Finding, Issue, Place, Printed
from archive.report.concepts import concepts
from archive.report.tables.lines import Line, Part
from archive.report.tables.values import AMBIGUOUS, IMAGE, Value

MOST_ISSUES = 50
MOST_DRIFTS = 10  # rows of one table that are reported one by one


@cache
def _form_units() -> dict[str, str]:
    """The unit of each concept where none is printed: counts have that of their form, that of an amount is unknown."""
    return {key: "unknown" if c.type in ("decimal", "money") else c.unit for key, c in concepts().items()}


class Maker:
    """Makes the figures and findings of one document, numbered in the order they are made."""

    def __init__(self, printed: Printed) -> None:
        self.printed = printed
        self.figures: list[Figure] = []
        self.findings: list[Finding] = []
        self.issues: list[Issue] = []
        self._units = _form_units()

    def from_parts(
        self,
        targets: Sequence[tuple[str, str | None]],
        parts: Sequence[Part | None],
        line: Line,
        label: str | None,
        unit: str | None,
    ) -> None:
        """A figure for each target (concept and applicant) from its cell; None where no single cell holds it.

        `unit` is what the header prints; a cell's own unit wins.
        """
        block = self.printed.blocks[line.block]
        row, figures, units = line.row, self.figures, self._units
        for (key, column), part in zip(targets, parts, strict=True):
            if part is None:
                self.ambiguous(key, line, label, column)
                continue
            cell = part.cell
            value = part.word.value if cell.image is None or not part.word.blank else IMAGE
            place = Place(line.block, row, None if row is None else cell.column, block.page, block.box)
            # As in _make, without the call: nearly all figures of a report are made here.
            figures.append(
                Figure(
                    f"t{len(figures) + 1}", "table", key, column, label, None, value.value,
                    value.unit or unit or units[key], value.approx, value.state, cell.text, cell.start, cell.end, place,
                )
            )  # fmt: skip

    def ambiguous(self, key: str, line: Line, label: str | None, column: str | None) -> None:
        """A figure whose value cannot be told from the cells of its row; the quote holds them all."""
        parts = line.tail
        start = min((part.cell.start for part in parts), default=self.printed.blocks[line.block].start)
        end = max((part.cell.end for part in parts), default=start)
        place = self._place(line, parts[0].column if parts else None)
        self._make(key, AMBIGUOUS, column, label, self.printed.text[start:end], start, end, place, None)

    def doubtful(self, key: str, part: Part, line: Line, label: str) -> None:
        """One of several cells that could each be the value: its own words are quoted, no value is stated."""
        cell = part.cell
        place = self._place(line, cell.column)
        self._make(key, AMBIGUOUS, None, label, cell.text, cell.start, cell.end, place, None)

    def _place(self, line: Line, column: int | None) -> Place:
        block = self.printed.blocks[line.block]
        if line.row is None:
            return Place(line.block, None, None, block.page, block.box)
        return Place(line.block, line.row, column, block.page, block.box)

    def absent(self, key: str, at: int, *, column: str | None = None) -> None:
        """A key whose row is not in a table that is there."""
        self._make(key, Value("absent"), column, None, "", at, at, None, None)

    def _make(
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
        figures = self.figures
        figures.append(
            Figure(
                f"t{len(figures) + 1}",
                "table",
                key,
                column,
                label,
                None,
                value.value,
                value.unit or unit or self._units[key],
                value.approx,
                value.state,
                quote,
                start,
                end,
                place,
            )
        )

    def drift(
        self, row: str | None, message: str, *, verdict: Literal["fail", "uncertain"] = "fail", since: int | None = None
    ) -> None:
        """A row that does not have the cells its table asks for (T-DRIFT). `since`: its first figure's number."""
        figures = () if since is None else tuple(figure.id for figure in self.figures[since:])
        self.findings.append(Finding("T-DRIFT", verdict, "W", message, row=row, figures=figures))

    def cap(self, since: int, table: str) -> None:
        """More rows than a reader could look at one by one drift for one reason: say it once for the table."""
        drifts = self.findings[since:]
        if len(drifts) <= MOST_DRIFTS:
            return
        figures = tuple(figure for finding in drifts for figure in finding.figures)
        verdict: Literal["fail", "uncertain"] = "uncertain"
        if any(finding.verdict == "fail" for finding in drifts):
            verdict = "fail"
        message = f"{len(drifts)} rows of the {table} table do not fit the form; the first: {drifts[0].message}"
        del self.findings[since:]
        self.findings.append(Finding("T-DRIFT", verdict, "W", message, figures=figures))

    def unknown_row(self, label: str, start: int) -> None:
        """A row of values whose label is not in any list; a page full of them is said with the first ones."""
        if len(self.issues) >= MOST_ISSUES:
            return
        self.issues.append(
            Issue("unknown_row_label", "a row of a statutory table has a label we do not know", label, start)
        )
