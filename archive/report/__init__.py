"""From what a carrier prints to a Reading: `read` is the only way in."""

from __future__ import annotations

from functools import lru_cache
from operator import attrgetter
from typing import Literal

from msgspec.structs import replace

from archive.model import Figure, Finding, Issue, Printed, Reading, TableState
from archive.report.contact import contact_of
from archive.report.dates import dates_of
from archive.report.headings import RANKS
from archive.report.kinds import kind_of
from archive.report.labels import DOCUMENT_NUMBER, IDENTIFIER, label_value
from archive.report.narrative import read_narrative
from archive.report.page import page_of
from archive.report.problems import problems_of
from archive.report.provenance import provenance_of
from archive.report.publishers import lead_passages, publisher_of
from archive.report.sections import Frame, frame_of
from archive.report.tables import TablesRead, read_tables
from archive.report.titles import title_of
from archive.report.years import year_of_report
from archive.text.fold import fold

READER_VERSION = "1"
PLACE = attrgetter("start", "end", "source", "id")
# Notes of carriers that every page of some platform earns: nothing to look at.
ROUTINE = (
    *("site furniture", "hidden elements left out", "the site's copyright block", "a leaving-site notice"),
    *("the article was read from the page's DETAIL object", "converted from"),
)
Basis = Literal["labels", "frame_and_year", "none"]


def read(printed: Printed, *, source: str = "-", url: str | None = None, local: bool = False) -> Reading:
    """Read one printed input. Pure: the same input gives the same reading; findings of checks are not made here.

    `url` is the address the input was captured from, `local` says that it came from the local machine.
    """
    folded = fold(printed.text)
    tables = read_tables(printed, folded)
    page = page_of(printed, folded, tables.spans)
    title = title_of(printed, page)
    dates = dates_of(page, url)
    year = year_of_report(page, title, dates.published_at)
    frame = frame_of(page, tables.spans)
    states = _table_states(printed, tables, frame)
    kind = kind_of(page, title, frame, states)
    narrative, unclear = read_narrative(frame.passages(page), year.value) if kind.is_report else ((), ())
    problems = problems_of(page, frame, year.value if kind.is_report else None)
    publisher = publisher_of(page, title, lead_passages(page))
    template, basis = _template(tables, frame, year.value if kind.is_report else None)
    figures, findings = _numbered((*tables.figures, *narrative), tables.findings)
    return Reading(
        source=source,
        reader_version=READER_VERSION,
        carrier=printed.carrier,
        is_annual_report=kind.is_report,
        kind=kind.kind,
        template=template,
        template_basis=basis,
        year=year.value,
        publisher=publisher.name,
        publisher_level=publisher.level,
        title=title.printed if title is not None else None,
        published_at=dates.published_at,
        published_basis=dates.published_basis,
        generated_at=dates.generated_at,
        signed_at=dates.signed_at,
        identifier=label_value(printed.labels, IDENTIFIER),
        document_number=label_value(printed.labels, DOCUMENT_NUMBER),
        script=folded.script,
        scope=publisher.scope,
        provenance=provenance_of(page, url, local=local),
        sections=frame.sections,
        tables=states,
        figures=figures,
        problems=problems.problems,
        remedies=problems.remedies,
        contact=contact_of(page),
        findings=findings,
        issues=(*_odd(printed), *tables.issues, *(year.issues if kind.is_report else ()), *unclear),
        text=printed.text,
        links=printed.links,
    )


def _odd(printed: Printed) -> tuple[Issue, ...]:
    """What the carrier's reader found odd (replaced bytes, clamped spans); that a page has a menu is not odd."""
    return tuple(Issue("carrier_note", note) for note in printed.notes if not note.startswith(ROUTINE))


def _table_states(printed: Printed, tables: TablesRead, frame: Frame) -> dict[str, TableState]:
    """Where the report sits in a file, its tables are not absent from it: they are in the attachment."""
    states: dict[str, TableState] = {str(name): state for name, state in tables.tables.items()}
    if len(frame.parts) < 2 and printed.links and not any(state != "absent" for state in states.values()):
        return dict.fromkeys(states, "attachment")
    return states


def _template(tables: TablesRead, frame: Frame, year: int | None) -> tuple[str | None, Basis]:
    """Labels decide; where the tables are lost, frame and year together, if they agree."""
    if tables.template is not None:
        return tables.template, tables.template_basis
    if year is None or frame.kind == "none":
        return None, "none"
    if year < 2019:
        return "pre2019", "frame_and_year"
    if frame.kind == "statutory" or _four_of_six(frame):
        return ("t2019" if year < 2021 else "t2021"), "frame_and_year"
    return None, "none"


def _four_of_six(frame: Frame) -> bool:
    return len({part.section.key for part in frame.parts} & RANKS.keys()) >= 5


def _numbered(
    figures: tuple[Figure, ...], findings: tuple[Finding, ...]
) -> tuple[tuple[Figure, ...], tuple[Finding, ...]]:
    """Give figures the ids f1, f2 … by where they start, everywhere an id is named."""
    order = sorted(figures, key=PLACE)
    ids = dict(zip([figure.id for figure in order], _names(len(order)), strict=True))
    named = [
        replace(figure, id=id) if figure.part_of is None else replace(figure, id=id, part_of=ids.get(figure.part_of))
        for figure, id in zip(order, ids.values(), strict=True)
    ]
    told = tuple(replace(finding, figures=tuple(ids.get(id, id) for id in finding.figures)) for finding in findings)
    return tuple(named), told


@lru_cache(maxsize=256)
def _names(count: int) -> tuple[str, ...]:
    """The ids of so many figures; nearly all reports have as many as their form."""
    return tuple(f"f{nth}" for nth in range(1, count + 1))
