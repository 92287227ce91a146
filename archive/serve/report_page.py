"""The page of one report: the statutory form with failing cells marked, findings, evidence, the archived page."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from archive.report.templates import APPLICANTS
from archive.serve.forms import FORMS, disclosure_form, failing_cells, requests_form, review_form

QUERIES = {
    "sections": "select n, key, heading, text from sections where report_id = :id order by n",
    "problems": "select n, text from problems where report_id = :id order by n",
    "remedies": "select n, text from remedies where report_id = :id order by n",
    "figures": "select * from figures where report_id = :id and reading_id = :reading order by start, id",
    "findings": """select * from findings where report_id = :id
        order by case verdict when 'fail' then 0 when 'uncertain' then 1 else 2 end, severity, check_id, "row" """,
    "failing": """select ff.figure_id, f.check_id from findings f join finding_figures ff on ff.finding_id = f.id
        where f.report_id = :id and f.verdict = 'fail' order by f.check_id""",
    "copies": """select d.title, d.url, r.standing, r.grade, r.capture_id from readings r
        join documents d on d.id = r.document_id where r.report_id = :id order by r.standing, d.url""",
    "years": """select year, scope, publisher_id from reports where publisher_id = :publisher order by year, scope""",
}
FIND = """select * from reports where publisher_id = :publisher and year = :year
    and (:scope is null or scope = :scope) order by scope = 'own' desc limit 1"""


async def report(datasette: Any, request: Any) -> Any:
    """Answer /-/report/<publisher id>/<year>[/own|aggregate]."""
    from datasette.utils.asgi import NotFound, Response

    wanted = request.url_vars
    database = datasette.get_database("gongkai")
    publisher, year = unquote(wanted["publisher"]), int(wanted["year"])
    found = await database.execute(FIND, {"publisher": publisher, "year": year, "scope": wanted.get("scope")})
    row = found.first()
    if row is None:
        raise NotFound(f"no report of {publisher} for {year} in this database")
    arguments = {"id": row["id"], "reading": row["reading_id"], "publisher": publisher}
    parts = {name: (await database.execute(sql, arguments)).rows for name, sql in QUERIES.items()}
    html = await datasette.render_template("report.html", context(row, parts), request=request)
    return Response.html(html)


def context(row: Any, parts: dict[str, list[Any]]) -> dict[str, Any]:
    """Arrange one report for its template."""
    failing = failing_cells(parts.pop("failing"))
    cells = {(f["concept"], f["column"]): f for f in parts["figures"] if f["source"] == "table"}
    template = row["template"] if row["template"] in FORMS else None
    states = {name: row[f"{name}_table"] for name in ("active_disclosure", "requests", "review_litigation")}
    return {
        **parts,
        "report": row,
        "states": states,
        "applicants": [label for _, label in APPLICANTS],
        "requests": requests_form(template, cells, failing) if template and states["requests"] == "present" else None,
        "disclosure": (
            disclosure_form(template, cells, failing) if template and states["active_disclosure"] == "present" else None
        ),
        "review": review_form(cells, failing) if states["review_litigation"] == "present" else None,
        "statistics": [f for f in parts["figures"] if f["concept"].startswith("stat_")],
        "narrative": narrative(parts["figures"], failing),
        "fails": [f for f in parts["findings"] if f["verdict"] == "fail"],
        "uncertain": [f for f in parts["findings"] if f["verdict"] == "uncertain"],
        "not_assessable": [f for f in parts["findings"] if f["verdict"] == "not_assessable"],
    }


def narrative(figures: list[Any], failing: dict[int, tuple[str, ...]]) -> list[dict[str, Any]]:
    """Return the figures stated in prose, parts below their totals."""
    told = [f for f in figures if f["source"] == "narrative"]
    below: dict[int | None, list[Any]] = {}
    ids = {f["id"] for f in told}
    for figure in told:
        below.setdefault(figure["part_of"] if figure["part_of"] in ids else None, []).append(figure)
    found: list[dict[str, Any]] = []
    waiting = [(figure, 0) for figure in reversed(below.get(None, []))]
    while waiting:
        figure, depth = waiting.pop()
        found.append({"figure": figure, "depth": depth, "failing": failing.get(figure["id"], ())})
        waiting += [(part, depth + 1) for part in reversed(below.get(figure["id"], []))]
    return found
