"""E4: one body over the years, and sibling bodies in one year. Run by `build`, never on one page alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from archive.checks.deadlines import due_date
from archive.checks.facts import COLUMNS, whole
from archive.checks.registry import across_check, finding, when
from archive.checks.similarity import common, resemblance, sketch
from archive.checks.words import label_of
from archive.model import Finding, Reading, Verdict

Found = Iterator[tuple[int, Finding]]


class ReportFacts(Struct, frozen=True):
    """What the checks between reports need of one report: small, so that many thousand fit into memory."""

    report_id: int
    publisher_id: str
    publisher: str | None
    level: str | None
    parent_id: str | None  # division above, for siblings and sums
    year: int
    scope: str
    template: str | None
    published_at: str | None
    published_basis: str | None
    values: dict[tuple[str, str | None], int]  # table figures that are whole numbers
    figures: dict[tuple[str, str | None], str]  # the same keys to figure ids of this report's reading
    total: int | None  # items_disclosed_total
    total_figure: str | None
    sketch: tuple[int, ...]  # of the prose without tables


def facts_of(
    reading: Reading, *, report_id: int, publisher_id: str, parent_id: str | None, published_at: str | None
) -> ReportFacts | None:
    """Condense a reading in force; None if it has no year."""
    if reading.year is None:
        return None
    cells = {(f.concept, f.column): f for f in reading.figures if f.source == "table" and whole(f) is not None}
    totals = [f for f in reading.figures if f.concept == "items_disclosed_total" and whole(f) is not None]
    prose = "".join(section.text for section in reading.sections)
    return ReportFacts(
        report_id=report_id,
        publisher_id=publisher_id,
        publisher=reading.publisher,
        level=reading.publisher_level,
        parent_id=parent_id,
        year=reading.year,
        scope=reading.scope,
        template=reading.template if reading.template_basis == "labels" else None,
        published_at=published_at,
        published_basis=reading.published_basis,
        values={key: value for key, f in cells.items() if (value := whole(f)) is not None},
        figures={key: f.id for key, f in cells.items()},
        total=whole(totals[0]) if totals else None,
        total_figure=totals[0].id if totals else None,
        sketch=sketch(prose),
    )


def _by_body(reports: Sequence[ReportFacts]) -> list[list[ReportFacts]]:
    """Group by publisher and scope, each group in order of years."""
    groups: defaultdict[tuple[str, str], list[ReportFacts]] = defaultdict(list)
    for report in reports:
        groups[report.publisher_id, report.scope].append(report)
    return [sorted(group, key=lambda r: r.year) for _, group in sorted(groups.items())]


def _consecutive(reports: Sequence[ReportFacts]) -> Iterator[tuple[ReportFacts, ReportFacts]]:
    for group in _by_body(reports):
        yield from ((a, b) for a, b in pairwise(group) if b.year == a.year + 1)


@across_check(
    "Y-CARRY",
    "W",
    "carried out last year = carried in this year",
    "上年结转与本年结转相符",
    "no report of the year before",
)
def carry(reports: Sequence[ReportFacts]) -> Found:
    """Per applicant column and in total; mergers, renamings and corrected re-uploads are legitimate reasons."""
    for before, now in _consecutive(reports):
        for column in COLUMNS:
            out, into = before.values.get(("carried_out", column)), now.values.get(("carried_in", column))
            if out is None or into is None:
                continue
            message = f"{label_of(column)}: {out} carried out of {before.year}, {into} carried into {now.year}"
            verdict = when(out == into)
            ids = [now.figures["carried_in", column]]
            yield now.report_id, finding("Y-CARRY", verdict, message, left=into, right=out, column=column, figures=ids)


@across_check(
    "Y-STOCK",
    "W",
    "in force = in force last year + issued - repealed",
    "现行有效件数逐年衔接",
    "first year of the template",
)
def stock(reports: Sequence[ReportFacts]) -> Found:
    """Rules and normative documents, from the second year of the 2021 template on."""
    for before, now in _consecutive(reports):
        for kind in ("rules", "normative_documents"):
            old = before.values.get((f"{kind}_in_force", None))
            parts = [now.values.get((f"{kind}_{part}", None)) for part in ("in_force", "issued", "repealed")]
            in_force, issued, repealed = parts
            if old is None or in_force is None or issued is None or repealed is None:
                continue
            right = old + issued - repealed
            name = label_of(f"{kind}_in_force")
            message = f"{name}: {in_force} stated; {old} in {before.year} + {issued} - {repealed} make {right}"
            ids = [now.figures[f"{kind}_{part}", None] for part in ("in_force", "issued", "repealed")]
            verdict = when(right == in_force)
            yield now.report_id, finding("Y-STOCK", verdict, message, left=in_force, right=right, row=kind, figures=ids)


@across_check(
    "Y-T19", "I", "items of last year + change = items this year", "项目数量逐年衔接", "reform of licence lists"
)
def items(reports: Sequence[ReportFacts]) -> Found:
    """2019 template: the item counts of 2020 follow from those of 2019."""
    for before, now in _consecutive(reports):
        for kind in ("licensing", "other_services", "penalty", "compulsory", "charge"):
            old, change = (before.values.get((f"{kind}_items_{part}", None)) for part in ("prev_year", "change"))
            new = now.values.get((f"{kind}_items_prev_year", None))
            if old is None or change is None or new is None:
                continue
            message = f"{label_of(f'{kind}_items_prev_year')}: {new} stated, {old} and a change of {change} before"
            ids = [now.figures[f"{kind}_items_prev_year", None]]
            verdict = when(old + change == new)
            yield now.report_id, finding("Y-T19", verdict, message, left=new, right=old + change, row=kind, figures=ids)


@across_check(
    "Y-JUMP", "I", "items disclosed within a factor of five of last year", "公开数量骤变", "below 30 last year"
)
def jump(reports: Sequence[ReportFacts]) -> Found:
    """More than five times or less than a fifth of last year's total is worth a look."""
    for before, now in _consecutive(reports):
        if before.total is None or now.total is None or now.total_figure is None or before.total < 30:
            continue
        good = before.total / 5 <= now.total <= before.total * 5
        message = f"{now.total} items in {now.year} after {before.total} in {before.year}"
        verdict = when(good)
        ids = [now.total_figure]
        yield now.report_id, finding("Y-JUMP", verdict, message, left=now.total, right=before.total, figures=ids)


@across_check("Y-SIM", "I", "prose differs from last year's", "与上年文字雷同", "text too short")
def same_as_last_year(reports: Sequence[ReportFacts]) -> Found:
    """Resemblance of 0.9 or more between two years, statutory boilerplate discounted."""
    shared = common(report.sketch for report in reports)
    for before, now in _consecutive(reports):
        score = resemblance(before.sketch, now.sketch, without=shared)
        if score is None:
            continue
        message = f"{score:.0%} of the prose of {now.year} is that of {before.year}"
        verdict = when(score < 0.9)
        yield now.report_id, finding("Y-SIM", verdict, message, left=f"{score:.2f}", right="0.90")


@across_check("Y-SIB", "I", "prose differs from sibling bodies'", "与同级单位文字雷同", "no sibling in hand")
def same_as_sibling(reports: Sequence[ReportFacts]) -> Found:
    """Resemblance of 0.95 or more between two bodies below one division in one year."""
    shared = common(report.sketch for report in reports)
    families: defaultdict[tuple[str, int], list[ReportFacts]] = defaultdict(list)
    for report in reports:
        if report.parent_id is not None:
            families[report.parent_id, report.year].append(report)
    for family in families.values():
        ordered = sorted(family, key=lambda r: (r.publisher_id, r.scope))
        for at, one in enumerate(ordered):
            for other in ordered[at + 1 :]:
                score = resemblance(one.sketch, other.sketch, without=shared)
                if one.publisher_id == other.publisher_id or score is None or score < 0.95:
                    continue
                for here, there in ((one, other), (other, one)):
                    message = f"{score:.0%} of the prose is that of {there.publisher} for {there.year}"
                    yield here.report_id, finding("Y-SIB", "fail", message, left=f"{score:.2f}", right="0.95")


@across_check("Y-SUM", "I", "an aggregate is not below its bodies' sum", "汇总不少于所属单位之和", "own-organ report")
def aggregate(reports: Sequence[ReportFacts]) -> Found:
    """A county's aggregate counts at least what its townships and bureaus count; equality needs all of them."""
    rows = (("new_received", "total"), ("review_total", None), ("suit_direct_total", None))
    for parent in reports:
        children = [
            r for r in reports if r.parent_id == parent.publisher_id and r.year == parent.year and r.scope == "own"
        ]
        if parent.scope != "aggregate" or not children:
            continue
        for key in rows:
            stated, summed = parent.values.get(key), sum(child.values.get(key, 0) for child in children)
            if stated is None:
                continue
            message = f"{label_of(key[0])}: {stated} in the aggregate, {summed} in {len(children)} bodies in hand"
            verdict = when(summed <= stated)
            ids = [parent.figures[key]]
            yield (
                parent.report_id,
                finding("Y-SUM", verdict, message, left=stated, right=summed, row=key[0], figures=ids),
            )


@across_check("Y-DEAD", "W", "published by the legal date", "按期发布", "re-upload, no date, date of generation")
def deadline(reports: Sequence[ReportFacts]) -> Found:
    """The stated date against the deadline table, which is dated data (archive/checks/deadlines.toml)."""
    for report in reports:
        due = due_date(report.year, report.level)
        stated = (report.published_at or "")[:10]
        if not stated or due is None:
            message = "no publication date or no deadline known"
            yield report.report_id, finding("Y-DEAD", "not_assessable", message)
            continue
        if int(stated[:4]) > report.year + 1:
            message = f"dated {stated}, a year or more after it was due: perhaps a later upload, which proves nothing"
            verdict: Verdict = "uncertain"
        else:
            verdict = when(stated <= due.date)
            message = f"dated {stated}, due {due.date} ({due.basis})"
        yield report.report_id, finding("Y-DEAD", verdict, message, left=stated, right=due.date)


@across_check("Y-EARLY", "W", "not published before the year ended", "早于年末发布", "no date")
def early(reports: Sequence[ReportFacts]) -> Found:
    """A report on a year that is dated within that year cannot know the whole of it."""
    for report in reports:
        stated = (report.published_at or "")[:10]
        if not stated:
            yield report.report_id, finding("Y-EARLY", "not_assessable", "no publication date")
            continue
        first = f"{report.year + 1}-01-01"
        verdict = when(stated >= first)
        message = f"dated {stated}, the year ended on {report.year}-12-31"
        yield report.report_id, finding("Y-EARLY", verdict, message, left=stated, right=first)


@across_check("Y-MISS", "I", "no year is missing between two reports", "年度缺失", "only one year in hand")
def missing_years(reports: Sequence[ReportFacts]) -> Found:
    """A hole between two years; said on the later report."""
    for group in _by_body(reports):
        for before, now in pairwise(group):
            gap = range(before.year + 1, now.year)
            if not gap:
                continue
            years = ", ".join(map(str, gap))
            message = f"no report for {years} between {before.year} and {now.year}"
            yield now.report_id, finding("Y-MISS", "fail", message, left=before.year, right=now.year)
