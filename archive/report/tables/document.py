"""One document: its tables collected from grids first, from flattened text where no grid holds them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from archive.model import Printed
from archive.report.tables.active import COLUMNS_2019, ROWS_2019, read_active
from archive.report.tables.align import Aligned
from archive.report.tables.flat import Region, regions
from archive.report.tables.flat_rows import flat_active, flat_requests, flat_review, lost_requests, strips_of
from archive.report.tables.labels import Role
from archive.report.tables.lines import Line, Words, lines
from archive.report.tables.requests import OF_OTHER, read_requests
from archive.report.tables.review import read_review, stray_review
from archive.report.tables.rows import Row
from archive.report.tables.sort import Sorted, sort_lines
from archive.report.tables.statistics import StatLine, flat_statistics, read_statistics
from archive.report.tables.units import AMOUNTS, noted_unit
from archive.report.templates import Template
from archive.report.templates.t2019 import T2019
from archive.report.templates.t2021 import T2021
from archive.text.fold import Folded

FEWEST_BARE = 4  # rows of the first table that tell it without any header


@dataclass(slots=True)
class Collected:
    """The rows of each table, the template that the labels name, and the blocks that tables took."""

    template: Template | None
    active: list[Row]
    requests: list[Row]
    review: list[tuple[Line, Aligned]]
    statistics: list[StatLine]
    blocks: set[int]
    grids: Sorted
    flat: list[Region] = field(default_factory=list)


def collect(printed: Printed, folded: Folded) -> Collected:
    """Find all tables of a document: in grids first, in running text where grids do not hold them whole."""
    grids = sort_lines(lines(printed, Words(folded)))
    requests = read_requests(grids.requests)
    review = read_review(grids.review) or stray_review(grids.requests)
    statistics = read_statistics(grids.statistics)
    has_active = _is_active(grids)
    held = {"active": has_active, "requests": bool(requests), "review": bool(review), "statistics": bool(statistics)}
    flat = [] if has_active and review and _whole(requests) else list(regions(printed, folded))
    lost = lost_requests(flat, requests) if requests else flat_requests(flat)
    requests = sorted((*requests, *lost), key=lambda row: row.line.block) if lost else requests
    template = _template(_labels(grids, () if has_active else flat), requests)
    active = read_active(grids.active, template or T2021) if has_active else flat_active(flat, template or T2021)
    _note_units(active, printed, folded)
    statistics = statistics or flat_statistics(strips_of(flat, "stat_row"))
    review = review or flat_review(flat)
    there = {"active": active, "requests": requests, "review": review, "statistics": statistics}
    in_text = {name for name, rows in there.items() if rows and not held[name]} | ({"requests"} if lost else set())
    blocks = _grid_blocks(grids, {name for name, rows in there.items() if rows}) | _flat_blocks(flat, in_text)
    return Collected(template, active, requests, review, statistics, blocks, grids, flat)


def _whole(requests: Iterable[Row]) -> bool:
    """Does a table hold every row of one of the two forms?"""
    names = {row.name for row in requests}
    return any(all(row.key in names for row in form.requests if row.key) for form in (T2021, T2019))


def _note_units(active: Iterable[Row], printed: Printed, folded: Folded) -> None:
    for row in active:
        if row.unit is None and any(concept in AMOUNTS for concept, _ in row.targets):
            row.unit = noted_unit(printed, folded, row.line.block)


def _grid_blocks(grids: Sorted, tables: set[str]) -> set[int]:
    """The table blocks that hold lines of tables that were read."""
    lines = (line for name in tables for _, line in grids.named(name))
    return {line.block for line in lines}


def _is_active(grids: Sorted) -> bool:
    """Rows under a header or a caption; without them other tables count penalties, too, so most rows must be there."""
    names = {line.role("active_row") for place, line in grids.active if place == "row"}
    headed = any(place == "head" or line.role("caption") for place, line in grids.active)
    return bool(names) and (headed or len(names) >= FEWEST_BARE)


def _flat_blocks(flat: Iterable[Region], tables: set[str]) -> set[int]:
    """The lines that hold labels or values of tables that were read from flattened text."""
    return {number for region in flat for number, held in region.blocks.items() if held & tables}


def _labels(grids: Sorted, flat: Iterable[Region]) -> Iterator[Role]:
    for _, line in grids.active:
        for part in line.own:
            yield from part.word.roles
    for region in flat:
        yield from region.heads
        yield from (strip.role for strip in region.strips)


def _template(labels: Iterable[Role], requests: Iterable[Row]) -> Template | None:
    """The first table's columns decide; without them the sixth outcome of the second table does."""
    votes = 0
    for role in labels:
        if role.kind == "active_column":
            votes += -1 if role.key in COLUMNS_2019 else 1
        elif role.kind == "active_row" and role.key in ROWS_2019:
            votes -= 1
    if votes:
        return T2021 if votes > 0 else T2019
    keys = {row.name for row in requests}
    if keys & OF_OTHER:
        return T2021
    return T2019 if "other_handling" in keys else None
