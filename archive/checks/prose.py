"""E2: prose against tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.checks.facts import Facts, exact, whole
from archive.checks.registry import check, finding, when
from archive.checks.words import label_of, rows_of
from archive.model import Figure, Finding, Severity


def _cell(facts: Facts, row: str) -> Figure | None:
    """Return the total-column cell of a row of table 3, if it holds a number."""
    figure = facts.cell(row, "total")
    return figure if whole(figure) is not None else None


def _same(id: str, told: Figure, cell: Figure, what: str, severity: Severity | None = None) -> Finding:
    """Compare one prose figure with one table cell."""
    message = f"{what}: the prose says {told.value}, the table {cell.value}"
    verdict = when(exact(told) == exact(cell))
    return finding(
        id, verdict, message, severity=severity, left=told.value, right=cell.value, row=cell.concept,
        column=cell.column, figures=[told.id, cell.id],
    )  # fmt: skip


@check("X-REQ", "W", "requests received in prose = table 3", "文字收到数与表三相符", "approximate; aggregate report")
def received(facts: Facts) -> Iterator[Finding]:
    """Either new requests or new plus carried in is accepted; which one is said."""
    told, new = facts.told("requests_received"), _cell(facts, "new_received")
    if not told or new is None or facts.reading.scope == "aggregate":
        yield finding("X-REQ", "not_assessable", "prose or table 3 does not state the requests received")
        return
    carried = _cell(facts, "carried_in")
    new_value, carried_value = whole(new) or 0, whole(carried) or 0
    figure = told[0]
    ids = [figure.id, new.id, *([carried.id] if carried else [])]
    if figure.value == new_value:
        yield finding("X-REQ", "pass", f"both say {new_value}", left=figure.value, right=new_value, figures=ids)
    elif figure.value == new_value + carried_value:
        message = f"the prose counts the {carried_value} carried in as well"
        yield finding("X-REQ", "pass", message, left=figure.value, right=new_value + carried_value, figures=ids)
    else:
        message = f"the prose says {figure.value} received, the table {new_value} (and {carried_value} carried in)"
        yield finding("X-REQ", "fail", message, left=figure.value, right=new_value, figures=ids)


@check("X-REQ0", "E", "none received in prose, none in table 3", "文字称未收到而表三有数", "the table is lost")
def none_received(facts: Facts) -> Iterator[Finding]:
    """A stated none against a table that counts requests."""
    none = [f for f in facts.told("requests_received") if whole(f) == 0]
    new = _cell(facts, "new_received")
    if not none or new is None:
        yield finding("X-REQ0", "not_assessable", "prose does not say none, or table 3 is lost")
        return
    yield _same("X-REQ0", none[0], new, "requests received")


@check(
    "X-ANS", "W", "requests answered in prose = handled total", "文字答复数与表三总计相符", "answers up to a date only"
)
def answered(facts: Facts) -> Iterator[Finding]:
    told, cell = facts.told("requests_answered"), _cell(facts, "handled_total")
    if not told or cell is None:
        yield finding("X-ANS", "not_assessable", "prose or table 3 does not state the requests answered")
        return
    yield _same("X-ANS", told[0], cell, "requests answered")


@check(
    "X-OUT", "W", "outcomes in prose = table 3", "文字办理结果与表三相符", "the label in prose is looser than the row"
)
def outcomes(facts: Facts) -> Iterator[Finding]:
    """Each outcome the prose counts, against the total column of its row."""
    compared = False
    for row in rows_of("requests", facts.reading.template):
        if row in ("new_received", "carried_in", "carried_out", "handled_total"):
            continue
        for told in facts.told(row):
            if (cell := _cell(facts, row)) is not None:
                compared = True
                yield _same("X-OUT", told, cell, label_of(row))
    if not compared:
        yield finding("X-OUT", "not_assessable", "no outcome is stated in both prose and table 3")


@check("X-CARRY", "W", "carried over in prose = carried out", "文字结转数与表三相符", "not stated in both")
def carried_over(facts: Facts) -> Iterator[Finding]:
    told, cell = facts.told("requests_carried_out_text"), _cell(facts, "carried_out")
    if not told or cell is None:
        yield finding("X-CARRY", "not_assessable", "carry-over is not stated in both prose and table 3")
        return
    yield _same("X-CARRY", told[0], cell, "carried over")


ALL_DONE = re.compile(r"全部(?:已)?(?:办结|辦結|答复|答復|办理完毕|辦理完畢)|均已(?:办结|辦結|答复|答復)")


@check("X-ALL", "W", "all handled in prose, none carried out", "文字称全部办结而有结转", "prose does not say all")
def all_handled(facts: Facts) -> Iterator[Finding]:
    """“Within the legal time” alone says nothing about carry-over and is not read as all."""
    match, cell = ALL_DONE.search(facts.reading.text), _cell(facts, "carried_out")
    if match is None or cell is None:
        yield finding("X-ALL", "not_assessable", "prose does not say that all were handled, or table 3 is lost")
        return
    message = f"the prose says {match[0]}, table 3 carries {cell.value} over"
    yield finding("X-ALL", when(not cell.value), message, left=match[0], right=cell.value, figures=[cell.id])


OTHER_COUNT = re.compile(r"备案|備案|受理|收到")


def _around(facts: Facts, figure: Figure) -> str:
    """Return the figure's words with the twenty characters before them, within one sentence."""
    before = facts.reading.text[max(figure.start - 20, 0) : figure.start]
    return re.split(r"[。；;\n]", before)[-1] + figure.quote


def _disputes(facts: Facts, id: str, concept: str, cells: tuple[str, ...], what: str) -> Iterator[Finding]:
    told = facts.told(concept)
    found = [figure for cell in cells if (figure := facts.cell(cell)) is not None and whole(figure) is not None]
    if not told or len(found) != len(cells):
        yield finding(id, "not_assessable", f"{what} are not stated in both prose and table 4")
        return
    stated, counted = whole(told[0]), sum(whole(figure) or 0 for figure in found)
    if stated and stated != counted and OTHER_COUNT.search(_around(facts, told[0])):
        why = "the prose counts filings or cases accepted, the table results; they need not agree"
        yield finding(id, "not_assessable", f"{what}: {why}", left=stated, right=counted, figures=[told[0].id])
        return
    # Filings (备案) and cases accepted differ from results by design: a warning. A stated none is an error.
    severity: Severity = "E" if stated == 0 and counted else "W"
    message = f"{what}: the prose says {stated}, table 4 counts {counted}"
    ids = [told[0].id, *(figure.id for figure in found)]
    verdict = when(stated == counted)
    yield finding(id, verdict, message, severity=severity, left=told[0].value, right=counted, figures=ids)


@check("X-REV", "W", "reviews in prose = table 4", "文字复议数与表四相符", "prose counts filings or cases accepted")
def reviews(facts: Facts) -> Iterator[Finding]:
    """Reviews counted in prose; prose that says none against a table that counts some is an error."""
    yield from _disputes(facts, "X-REV", "reviews_text", ("review_total",), "reviews (行政复议)")


@check("X-SUIT", "W", "lawsuits in prose = table 4", "文字诉讼数与表四相符", "prose counts filings or cases accepted")
def lawsuits(facts: Facts) -> Iterator[Finding]:
    """Lawsuits counted in prose, against direct suits and suits after review together."""
    cells = ("suit_direct_total", "suit_after_review_total")
    yield from _disputes(facts, "X-SUIT", "lawsuits_text", cells, "lawsuits (行政诉讼)")


UPHELD = re.compile(r"(?:复议|復議|複議)[^。]{0,30}(?:均|全部)(?:被|予以|已)?(?:维持|維持)")


@check(
    "X-UPHELD", "W", "all reviews upheld in prose, none otherwise in table 4", "文字称均维持", "prose does not say so"
)
def upheld(facts: Facts) -> Iterator[Finding]:
    """Prose that says all were upheld, against pending, corrected and other results."""
    cells = [facts.cell(f"review_{result}") for result in ("corrected", "other", "pending")]
    stated = [cell for cell in cells if cell is not None and whole(cell) is not None]
    match = UPHELD.search(facts.reading.text)
    if match is None or len(stated) < len(cells):
        yield finding("X-UPHELD", "not_assessable", "prose does not say that all were upheld, or table 4 is lost")
        return
    others = sum(whole(cell) or 0 for cell in stated)
    message = f"the prose says all upheld, table 4 has {others} with another result or pending"
    ids = [cell.id for cell in stated]
    yield finding("X-UPHELD", when(not others), message, left=match[0], right=others, figures=ids)


@check("X-NORM", "W", "normative documents in prose = table 2", "文字规范性文件数与表二相符", "not stated in both")
def normative(facts: Facts) -> Iterator[Finding]:
    """Normative documents issued, repealed, in force as the prose counts them."""
    compared = False
    for part in ("issued", "repealed", "in_force"):
        cell = facts.cell(f"normative_documents_{part}")
        if cell is None and part == "issued":
            cell = facts.cell("normative_documents_made")
        for told in facts.told(f"normative_documents_{part}_text"):
            if cell is not None and whole(cell) is not None:
                compared = True
                yield _same("X-NORM", told, cell, label_of(cell.concept))
    if not compared:
        yield finding("X-NORM", "not_assessable", "no count of normative documents in both prose and table 2")


@check("X-PENALTY", "I", "penalties in prose = table 2", "文字行政处罚数与表二相符", "the scope of agencies differs")
def penalties(facts: Facts) -> Iterator[Finding]:
    told, cell = facts.told("penalty_decisions_text"), facts.cell("penalty_decisions")
    if not told or cell is None or whole(cell) is None:
        yield finding("X-PENALTY", "not_assessable", "penalties are not stated in both prose and table 2")
        return
    yield _same("X-PENALTY", told[0], cell, "penalties")


@check(
    "X-FEE",
    "I",
    "fees for requests and administrative charges are different things",
    "信息处理费与行政事业性收费",
    "always",
)
def fees(facts: Facts) -> Iterator[Finding]:
    """Never a failure: 信息处理费 is yuan for requests, 行政事业性收费 is 万元 of all charges; they need not agree."""
    told, cell = facts.told("information_fee_yuan"), facts.cell("administrative_charges_wan")
    yield finding(
        "X-FEE",
        "not_assessable",
        "the fee for requests (yuan) and all administrative charges (10,000 yuan) count different things",
        left=told[0].value if told else None,
        right=cell.value if cell else None,
        figures=[figure.id for figure in (*told[:1], *([cell] if cell else []))],
    )
