"""The front door: what is here, a search box, what does not add up, what is missing, ready-made questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from archive.serve.app import NAME
from archive.serve.cells import report_path
from archive.serve.metadata import named_queries

COUNTED = {
    table: f"select count(*) from {table}"  # noqa: S608 the names are ours
    for table in ("publishers", "reports", "figures", "documents", "captures")
}
PUBLISHERS = 60  # rows of the overview; the table of reports has them all
YEARS = 12
QUERIES = {
    "newest": """select publisher_id, publisher, year, scope, title, published_at, template, grade from reports
        order by published_at is null, substr(published_at, 1, 10) desc, publisher_id, year limit 10""",
    "fails": """select r.publisher_id, r.publisher, r.year, r.scope, f.check_id, f.severity, f.message
        from findings f join reports r on r.id = f.report_id where f.verdict = 'fail' and f.severity in ('E', 'W')
        order by f.severity, r.year desc, r.publisher_id, f.check_id, f."row", f."column" limit 12""",
    "missing": """select basis, reason, count(*) as years, count(distinct publisher_id) as publishers from expectations
        where status = 'missing' group by basis, reason order by basis, years desc""",
    "portals": "select count(*) as portals, coalesce(sum(local), 0) as local, max(last_run) as last_run from portals",
    "last_run": "select max(coalesce(ended_at, started_at)) as at from runs",
}
# Bodies that a portal of ours covers; those only a register names are counted under what is missing.
# One row per publisher and year: the report, or why there is none. Counted apart: failing identities and warnings.
GRID = """
with some as (select id as publisher_id, name as publisher from publishers p
  where exists (select 1 from reports where publisher_id = p.id)
    or exists (select 1 from expectations where publisher_id = p.id and basis = 'portal') order by id limit :publishers)
select s.publisher_id, s.publisher, r.year, r.scope, 'present' as status, r.requests_table as tables,
  (select count(*) from findings where report_id = r.id and verdict = 'fail' and severity in ('E', 'W')) as fails
from some s join reports r using (publisher_id)
union all
select s.publisher_id, s.publisher, e.year, null, e.status, e.reason, null
from some s join expectations e using (publisher_id) where e.status != 'present' order by 1, 3, 4 desc
"""


async def home(datasette: Any, request: Any) -> Any:
    """Answer /."""
    from datasette.utils.asgi import Response

    database = datasette.get_database(NAME)
    found = {name: await _rows(database, sql) for name, sql in QUERIES.items()}
    grid = await _rows(database, GRID, {"publishers": PUBLISHERS})
    context = {
        "counts": {table: await _count(database, sql) for table, sql in COUNTED.items()},
        "newest": [_with_path(row) for row in found["newest"]],
        "fails": [_with_path(row) for row in found["fails"]],
        "missing": found["missing"],
        "portals": found["portals"][0] if found["portals"] else None,
        "as_of": found["last_run"][0]["at"] if found["last_run"] else None,
        "questions": named_queries(),
        "overview": overview(grid),
        "publishers_shown": PUBLISHERS,
    }
    return Response.html(await datasette.render_template("home.html", context, request=request))


async def _rows(database: Any, sql: str, params: Mapping[str, Any] | None = None) -> list[Any]:
    """Return rows, none where a very large archive takes too long: the page then does without that part."""
    from datasette.database import QueryInterrupted

    try:
        return list((await database.execute(sql, params)).rows)
    except QueryInterrupted:
        return []


async def _count(database: Any, sql: str) -> int | None:
    """Return what a count gives, None where counting takes too long."""
    from datasette.database import QueryInterrupted

    try:
        return int((await database.execute(sql, custom_time_limit=300)).rows[0][0])
    except QueryInterrupted:
        return None


def _with_path(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**dict(row), "path": report_path(row)}


def overview(grid: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the years, newest last, and per publisher a cell a year: report, reason why not, or nothing owed."""
    years = sorted({row["year"] for row in grid})[-YEARS:]
    rows: dict[str, dict[str, Any]] = {}
    for row in grid:
        publisher = rows.setdefault(row["publisher_id"], {"name": row["publisher"], "cells": {}})
        if row["year"] in years and row["year"] not in publisher["cells"]:
            path = report_path(row) if row["status"] == "present" else None
            publisher["cells"][row["year"]] = {**dict(row), "path": path}
    return {"years": years, "rows": [{"id": key, **row} for key, row in rows.items()]}
