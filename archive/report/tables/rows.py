"""A named row of a statutory table, and how named rows become figures: once, in the order of the form, with flags."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from archive.report.tables.align import Aligned, refuse
from archive.report.tables.figures import Maker
from archive.report.tables.lines import Line
from archive.report.tables.order import tell

Target = tuple[str, str | None]  # concept and applicant


class Row(Struct):
    """A line with its name, what its cells count (as many targets as aligned parts), and the unit its header prints.

    `name` is the concept (requests) or the row name (active disclosure); None until a damaged label is told.
    """

    name: str | None
    line: Line
    aligned: Aligned
    targets: tuple[Target, ...]
    unit: str | None = None

    @property
    def label(self) -> str:
        """The printed label next to the values."""
        return self.line.head[-1].cell.text if self.line.head else ""

    @property
    def words(self) -> str:
        """The folded words of a label that names nothing we know; empty where a known label stands."""
        known = not self.line.head or self.line.head[-1].word.roles
        return "" if known else "".join(p.word.text for p in self.line.head if p.word.is_text)

    def says(self) -> list[object]:
        return [part and (part.word.value.state, part.word.value.value) for part in self.aligned.parts]


def told(rows: Sequence[Row], order: Sequence[str], maker: Maker) -> list[tuple[str, Row]]:
    """Rows with their names; a row that stays without one is reported, its values are not used."""
    if all(row.name for row in rows):
        return [(row.name, row) for row in rows if row.name]
    named: list[tuple[str, Row]] = []
    guesses = tell([(row.name, row.words) for row in rows], order)
    for row, guess in zip(rows, guesses, strict=True):
        name = row.name or guess.key
        if name is None and row.words:
            maker.unknown_row(row.label, row.line.head[-1].cell.start)
        if name is None and guess.perhaps is not None:
            name = guess.perhaps
            row.aligned = refuse(len(row.targets), "its label cannot be read")
        if name is not None:
            named.append((name, row))
        elif not row.words:
            maker.drift(None, "a row of values has no label")
    return named


def emit(named: Sequence[tuple[str, Row]], order: Mapping[str, tuple[Target, ...]], maker: Maker, at: int) -> None:
    """Make the figures of every row of the form, in its order; a row that is not printed is absent, if any is."""
    if not named:
        return
    by_name: dict[str, list[Row]] = {}
    for name, row in named:
        by_name.setdefault(name, []).append(row)
    for name in (*order, *(name for name in by_name if name not in order)):
        printed = by_name.get(name)
        if printed:
            _emit_row(name, printed, order.get(name, printed[0].targets), maker)
        else:
            for concept, column in order[name]:
                maker.absent(concept, at, column=column)


def _emit_row(name: str, printed: Sequence[Row], form: tuple[Target, ...], maker: Maker) -> None:
    row = printed[0]
    since = len(maker.figures)
    if len(printed) > 1 and any(other.says() != row.says() for other in printed[1:]):
        row.aligned = refuse(len(row.targets), f"{len(printed)} rows have this label and differ")
    targets = _retargeted(name, row, form)
    maker.from_parts(targets, row.aligned.parts, row.line, row.label or None, row.unit)
    if targets != form and {concept for concept, _ in form} == {concept for concept, _ in targets}:
        start = row.line.own[0].cell.start
        for concept, column in form:
            if (concept, column) not in targets:
                maker.absent(concept, start, column=column)
    if row.aligned.grade != "sure":
        maker.drift(name, f"row {row.label!r}: {row.aligned.why}", verdict=row.aligned.verdict, since=since)


def _retargeted(name: str, row: Row, form: tuple[Target, ...]) -> tuple[Target, ...]:
    """A row whose label was told by its place takes the form's targets."""
    if row.name == name:
        return row.targets
    if len(form) == len(row.targets):
        return form
    row.aligned = refuse(len(form), "its label cannot be read")
    return form
