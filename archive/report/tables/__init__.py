"""The three statutory tables and the 2014-2018 statistics form: from blocks to figures, each right or flagged."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from archive.model import Figure, Finding, Issue, Printed, TableName, TableState
from archive.report.tables import active, requests
from archive.report.tables.document import Collected, collect
from archive.report.tables.figures import Maker
from archive.report.tables.review import emit_review
from archive.report.tables.rows import Row, Target, emit, told
from archive.report.tables.states import missing_states, section_named
from archive.report.tables.statistics import emit_statistics
from archive.report.templates.t2021 import T2021
from archive.text.fold import Folded

_VALUES = frozenset(("number", "number_with_unit", "blank", "slash", "dash", "word_none"))


class TablesRead(Struct, frozen=True):
    """What the tables of one document say.

    `spans` are the printed ranges that tables took, so that a table's 四、 is never taken for a heading. `template`
    comes from labels alone; where no table is left it is None. `tables` names the three statutory tables always and
    the statistics form where one is printed.
    """

    figures: tuple[Figure, ...]
    tables: dict[TableName, TableState]
    template: str | None
    template_basis: Literal["labels", "frame_and_year", "none"]
    spans: tuple[tuple[int, int], ...]
    findings: tuple[Finding, ...] = ()
    issues: tuple[Issue, ...] = ()
    headings: tuple[tuple[int, int], ...] = ()  # printed ranges of section headings that stand as rows inside tables


def read_tables(printed: Printed, folded: Folded) -> TablesRead:
    """Read every statutory table of a document. Pure; figures are numbered t1, t2 … in the order of the form."""
    found = collect(printed, folded)
    maker = Maker(printed)
    tables = _emit(found, printed, maker)
    missing: list[TableName] = [name for name, state in tables.items() if state == "absent"]
    if missing:
        tables.update(missing_states(printed, folded, missing))
    template = found.template.id if found.template else "pre2019" if found.statistics else None
    return TablesRead(
        tuple(maker.figures),
        tables,
        template,
        "labels" if template else "none",
        tuple((printed.blocks[n].start, printed.blocks[n].end) for n in sorted(found.blocks)),
        tuple(maker.findings),
        tuple(maker.issues),
        tuple((p.cell.start, p.cell.end) for p in found.grids.titles if section_named(p.word.text)),
    )


def _emit(found: Collected, printed: Printed, maker: Maker) -> dict[TableName, TableState]:
    """Make the figures of every table that is there, and say which are."""
    form = found.template or T2021
    tables: dict[TableName, TableState] = {}
    tables["active_disclosure"] = _emit_rows(found.active, active.form(form), "active disclosure", maker)
    tables["requests"] = _emit_rows(found.requests, requests.form(form), "requests", maker)
    so_far = len(maker.figures)
    if found.review:
        emit_review(found.review, maker)
    tables["review_litigation"] = _state(maker, so_far, there=bool(found.review))
    if found.statistics:
        so_far = len(maker.figures)
        at = found.statistics[0].line.own[0].cell.start
        emit_statistics(found.statistics, maker, at, whole=found.template is None)
        tables["statistics"] = _state(maker, so_far, there=True)
    return tables


def _emit_rows(rows: list[Row], form: dict[str, tuple[Target, ...]], name: str, maker: Maker) -> TableState:
    """Name the rows of a table, make their figures, and say whether the table is there."""
    figures, findings = len(maker.figures), len(maker.findings)
    named = told(rows, list(form), maker)
    emit(named, form, maker, _start(rows))
    maker.cap(findings, name)
    return _state(maker, figures, there=bool(named))


def _state(maker: Maker, since: int, *, there: bool) -> TableState:
    """A table that is there and of which no cell can be told is ambiguous."""
    if not there:
        return "absent"
    return "present" if any(figure.state in _VALUES for figure in maker.figures[since:]) else "ambiguous"


def _start(rows: list[Row]) -> int:
    return next((row.line.own[0].cell.start for row in rows if row.line.own), 0)
