"""The three statutory tables and the 2014-2018 statistics form: from blocks to figures, each right or flagged."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from archive.model import Figure, Finding, Issue, Printed, TableName, TableState
from archive.report.tables import active, requests
from archive.report.tables.active import read_active, template_of
from archive.report.tables.figures import Maker
from archive.report.tables.lines import Line, Words, lines
from archive.report.tables.requests import read_requests
from archive.report.tables.review import emit_review, read_review
from archive.report.tables.rows import Row, emit, told
from archive.report.tables.sort import Place, Sorted, sort_lines
from archive.report.templates import Template
from archive.report.templates.t2019 import T2019
from archive.report.templates.t2021 import T2021
from archive.text.fold import Folded


class TablesRead(Struct, frozen=True):
    """What the tables of one document say.

    `spans` are the printed ranges that tables took, so that a table's 四、 is never taken for a heading. `template`
    comes from labels alone; where no table is left it is None.
    """

    figures: tuple[Figure, ...]
    tables: dict[TableName, TableState]
    template: str | None
    template_basis: Literal["labels", "frame_and_year", "none"]
    spans: tuple[tuple[int, int], ...]
    findings: tuple[Finding, ...] = ()
    issues: tuple[Issue, ...] = ()


def read_tables(printed: Printed, folded: Folded) -> TablesRead:
    """Read every statutory table of a document. Pure; figures are numbered t1, t2 … in the order of the form."""
    words = Words(folded)
    found = sort_lines(lines(printed, words))
    maker = Maker(printed)
    asked = read_requests(found.requests)
    template = _template(found, asked)
    form = template or T2021
    tables: dict[TableName, TableState] = {
        "active_disclosure": "absent",
        "requests": "absent",
        "review_litigation": "absent",
    }
    if rows := told(read_active(found.active, form), [row.name for row in form.active], maker):
        tables["active_disclosure"] = "present"
        emit(rows, active.form(form), maker, _start(printed, found.active))
    keys = [row.key for row in form.requests if row.key]
    if rows := told(asked, keys, maker):
        tables["requests"] = "present"
        emit(rows, requests.form(keys), maker, _start(printed, found.requests))
    if review := read_review(found.review):
        tables["review_litigation"] = "present"
        emit_review(review, maker)
    spans = tuple((printed.blocks[n].start, printed.blocks[n].end) for n in sorted(found.blocks))
    return TablesRead(
        tuple(maker.figures),
        tables,
        template.id if template else None,
        "labels" if template else "none",
        spans,
        tuple(maker.findings),
        tuple(maker.issues),
    )


def _start(printed: Printed, sorted_lines: list[tuple[Place, Line]]) -> int:
    return printed.blocks[sorted_lines[0][1].block].start


def _template(found: Sorted, asked: list[Row]) -> Template | None:
    """The first table's columns decide; without them the sixth outcome of the second table does."""
    named = template_of(found.active)
    if named is not None:
        return named
    keys = {row.name for row in asked}
    if keys & {"other_no_correction", "other_fee_unpaid", "other_remaining"}:
        return T2021
    return T2019 if "other_handling" in keys else None
