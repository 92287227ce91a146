"""The page of one report: the statutory form with failing cells marked, findings, evidence, the archived page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from archive.serve.app import NAME
from archive.serve.cell import Marks, by_cell, legend, shown
from archive.serve.cells import report_path
from archive.serve.forms import FORMS, disclosure_form, gloss, requests_form, requests_head, review_form
from archive.serve.prose import told
from archive.serve.report_parts import DATE_BASIS, GRADES, chapters, remarks, shown_findings

QUERIES = {
    "sections": "select * from sections where report_id = :id order by n",
    "problems": "select n, text from problems where report_id = :id order by n",
    "remedies": "select n, text from remedies where report_id = :id order by n",
    "figures": """select * from figures where report_id = :id and reading_id in (:reading, :tables)
        order by reading_id = :reading desc, start, id""",
    "findings": """select * from findings where report_id = :id and verdict != 'pass'
        order by verdict = 'fail' desc, verdict = 'uncertain' desc,
          case severity when 'E' then 0 when 'W' then 1 else 2 end, check_id, "row", "column" """,
    "resting": """select ff.figure_id, ff.finding_id from findings f join finding_figures ff on ff.finding_id = f.id
        where f.report_id = :id and f.verdict in ('fail', 'uncertain')""",
    "copies": """select d.title, coalesce(a.name, '') as name, r.url, r.standing, r.grade, r.carrier, r.capture_id
        from readings r join documents d on d.id = r.document_id left join attachments a on a.id = r.attachment_id
        where r.report_id = :id order by r.standing = 'in_force' desc, r.standing, r.url""",
    # The files that the reading in force, or its tables, were read from; the page itself is no file.
    "files": """select x.id = :tables as tables_only, x.carrier, x.capture_id, a.name, a.url, d.capture_id as page
        from readings x join attachments a on a.id = x.attachment_id join documents d on d.id = a.document_id
        where x.id in (:reading, :tables)""",
    "attachments": """select name, mime, size, state, capture_id from attachments
        where document_id = :document order by url""",
    "years": "select year, scope, publisher_id from reports where publisher_id = :publisher order by year, scope desc",
}
FIND = """select * from reports where publisher_id = :publisher and year = :year
    and (:scope is null or scope = :scope) order by scope = 'own' desc limit 1"""


async def report(datasette: Any, request: Any) -> Any:
    """Answer /-/report/<publisher id>/<year>[/own|aggregate]."""
    from datasette.utils.asgi import NotFound, Response

    wanted = request.url_vars
    database = datasette.get_database(NAME)
    publisher, year = unquote(wanted["publisher"]), int(wanted["year"])
    found = await database.execute(FIND, {"publisher": publisher, "year": year, "scope": wanted.get("scope")})
    row = found.first()
    if row is None:
        raise NotFound(f"no report of {publisher} for {year} in this database")
    arguments = {
        "id": row["id"],
        "reading": row["reading_id"],
        "tables": row["tables_reading_id"],
        "document": row["document_id"],
        "publisher": publisher,
    }
    parts = {name: (await database.execute(sql, arguments)).rows for name, sql in QUERIES.items()}
    page = await datasette.render_template("report.html", context(row, parts), request=request)
    return Response.html(page)


async def report_by_id(datasette: Any, request: Any) -> Any:
    """Answer /-/report/<report id> by leading to the address made of the natural key."""
    from datasette.utils.asgi import NotFound, Response

    wanted = int(request.url_vars["id"])
    sql = "select publisher_id, year, scope from reports where id = :id"
    row = (await datasette.get_database(NAME).execute(sql, {"id": wanted})).first() if wanted < 2**63 else None
    if row is None:
        raise NotFound(f"no report has the id {wanted}")
    return Response.redirect(report_path(row))


def context(row: Mapping[str, Any], parts: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """Arrange one report for its template."""
    findings = shown_findings(parts["findings"])
    marks = _marks(findings, parts["resting"])
    forms = _forms(row, parts["figures"], marks)
    prose = told(parts["figures"], marks)
    return {
        "report": row,
        "gloss": gloss,
        "years": _years(row, parts["years"]),
        "fails": [f for f in findings if f.verdict == "fail" and f.severity != "I"],
        "remarks": [f for f in findings if f.verdict == "uncertain" or (f.verdict == "fail" and f.severity == "I")],
        "not_assessable": [f for f in findings if f.verdict == "not_assessable"],
        "prose": prose,
        "chapters": chapters(row, parts["sections"], forms, prose),
        "legend": legend([line for lines in forms.values() for line in lines]),
        "statistics": _statistics(parts["figures"], marks),
        "remarks_on": remarks(row),
        "grades": GRADES,
        "date_basis": DATE_BASIS,
        **{name: parts[name] for name in ("problems", "remedies", "copies", "attachments", "files")},
    }


def _marks(findings: Sequence[Any], resting: Sequence[Mapping[str, Any]]) -> Marks:
    numbers = {f.id: f.number for f in findings}
    found: dict[int, tuple[int, ...]] = {}
    for row in resting:
        found[row["figure_id"]] = (*found.get(row["figure_id"], ()), numbers[row["finding_id"]])
    failing = frozenset(f.number for f in findings if f.verdict == "fail" and f.severity != "I")
    return Marks({figure: tuple(sorted(marks)) for figure, marks in found.items()}, failing)


def _forms(row: Mapping[str, Any], figures: Sequence[Any], marks: Marks) -> dict[str, list[Any]]:
    """Return the lines of each statutory table that is there, in the layout its labels were recognised as."""
    cells = by_cell(figures)
    layout = row["template"] if row["template"] in FORMS else None
    forms: dict[str, list[Any]] = {}
    if layout and row["active_disclosure_table"] == "present":
        forms["active_disclosure"] = disclosure_form(layout, cells, marks)
    if layout and row["requests_table"] == "present":
        forms["requests"] = [*requests_head(), *requests_form(layout, cells, marks)]
    if layout and row["review_litigation_table"] == "present":
        forms["review_litigation"] = review_form(cells, marks)
    return forms


def _statistics(figures: Sequence[Mapping[str, Any]], marks: Marks) -> list[dict[str, Any]]:
    """Return the rows of the 2014-2018 statistics form, as printed."""
    cells = by_cell(figures)
    return [
        {
            "label": f["label"],
            "gloss": gloss(f["concept"]),
            "unit": f["unit"],
            "cell": shown(cells, f["concept"], None, marks),
        }
        for f in figures
        if f["source"] == "table" and f["concept"].startswith("stat_")
    ]


def _years(row: Mapping[str, Any], years: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return every year of the same publisher, and the reports before and after this one, of the same scope."""
    same = [other for other in years if other["scope"] == row["scope"]]
    place = next(i for i, other in enumerate(same) if other["year"] == row["year"])
    return {
        "all": [{"year": y["year"], "scope": y["scope"], "path": report_path(y)} for y in years],
        "before": report_path(same[place - 1]) if place else None,
        "after": report_path(same[place + 1]) if place + 1 < len(same) else None,
    }
