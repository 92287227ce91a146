"""Whose arithmetic is it? Failing tables are read again by the second path, and the finding says if both agree.

The second path shares no table code with the first: BeautifulSoup's tree on lxml, its own grid, rows found by their
printed label and values counted from the right edge of the form. The printed value is never replaced.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from archive.blocks.second import SecondPage, Texts
from archive.errors import InputError
from archive.model import Block, Figure, Finding, Printed
from archive.text.charset import decode

# Columns of the forms, left to right, as the notices print them; written here again on purpose.
APPLICANTS = (
    "natural_person", "commercial_enterprise", "research_institution", "public_welfare_org", "legal_service_org",
    "other_org", "total",
)  # fmt: skip
DISPUTES = tuple(
    f"{route}_{result}"
    for route in ("review", "suit_direct", "suit_after_review")
    for result in ("upheld", "corrected", "other", "pending", "total")
)
READ_AGAIN = ("T3-", "T4-", "T2-")


def compared(
    payload: bytes, charset: str | None, printed: Printed, figures: Sequence[Figure], findings: Iterable[Finding]
) -> tuple[Finding, ...]:
    """Return the findings, failing ones on HTML tables with `paths_agree` said."""
    listed = tuple(findings)
    failing = [f for f in listed if f.verdict == "fail" and f.check.startswith(READ_AGAIN) and f.figures]
    if printed.carrier != "html" or not failing:
        return listed
    page = _Tables(decode(payload, charset).text, printed)
    by_id = {figure.id: figure for figure in figures}
    agreed: dict[str, bool | None] = {}
    for figure_id in dict.fromkeys(name for finding in failing for name in finding.figures):
        agreed[figure_id] = page.agrees(by_id[figure_id])
    return tuple(replace(f, paths_agree=_all(agreed[i] for i in f.figures)) if f in failing else f for f in listed)


def _all(verdicts: Iterable[bool | None]) -> bool | None:
    """False if any figure differs; None if nothing could be compared; True if all that could agree."""
    known = [verdict for verdict in verdicts if verdict is not None]
    return all(known) if known else None


class _Tables:
    """The page's tables by the second path, each parsed once."""

    def __init__(self, html: str, printed: Printed) -> None:
        self._page, self._printed = SecondPage(html), printed
        self._grids: dict[int, Texts | None] = {}

    def agrees(self, figure: Figure) -> bool | None:
        """Say if the second path prints the figure's words at its row and column; None if it finds no such cell."""
        place = figure.place
        if place is None or place.row is None or place.column is None:
            return None
        grid = self._grid(place.block)
        if grid is None:
            return None
        words = _cell(grid, figure, place.row, place.column)
        return None if words is None else _bare(words) == _bare(figure.quote)

    def _grid(self, number: int) -> Texts | None:
        if number not in self._grids:
            block = self._printed.blocks[number]
            try:
                self._grids[number] = _without_empty_columns(self._page.grid(0, like=_texts(block)))
            except InputError:  # no such table on this path, or too large to be read twice
                self._grids[number] = None
        return self._grids[number]


def _texts(block: Block) -> list[list[str | None]]:
    return [[cell.text if cell is not None else None for cell in row] for row in block.grid]


def _without_empty_columns(grid: Texts) -> Texts:
    width = max(map(len, grid), default=0)
    kept = [c for c in range(width) if any(c < len(row) and _bare(row[c]) for row in grid)]
    return [[row[c] if c < len(row) else None for c in kept] for row in grid]


def _cell(grid: Texts, figure: Figure, row: int, column: int) -> str | None:
    """Find the figure's cell by the printed label of its row and its place on the form."""
    if figure.concept in DISPUTES:
        rows = [r for r in grid[-3:] if len(r) >= len(DISPUTES) and any((_bare(c) or "x").isdigit() for c in r[-15:])]
        return rows[-1][DISPUTES.index(figure.concept) - len(DISPUTES)] if rows else None
    label = _bare(figure.label)
    found = [r for r, cells in enumerate(grid) if label and any(_bare(cell) == label for cell in cells)]
    if not found:
        return None
    cells = grid[min(found, key=lambda r: abs(r - row))]
    if figure.column in APPLICANTS:
        return cells[APPLICANTS.index(figure.column) - len(APPLICANTS)] if len(cells) > len(APPLICANTS) else None
    return cells[column] if column < len(cells) else None


def _bare(words: str | None) -> str:
    return "".join((words or "").split())
