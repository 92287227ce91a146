"""One search over reports, documents, and the problems and remedies that publishers list."""

from __future__ import annotations

import asyncio
from typing import Any

from archive.serve.app import NAME
from archive.serve.cells import capture_path, report_path
from archive.serve.snippet import snippet

SHOWN = 15
LONGEST = 200  # characters of a query that are looked for
REPORTS = """select r.publisher_id, r.publisher, r.year, r.scope, r.title, r.published_at, r.grade,
    coalesce(a.text, d.text, '') as text, count(*) over () as found
  from reports_fts join reports r on r.id = reports_fts.rowid join documents d on d.id = r.document_id
  left join attachments a on a.id = r.attachment_id
  where reports_fts match escape_fts(:q) order by rank limit :n"""
# The documents of reports in force stand among the reports already.
DOCUMENTS = """select d.title, d.url, d.publisher, d.published_at, d.kind, d.capture_id, d.gone_at,
    coalesce(d.text, '') as text, count(*) over () as found
  from documents_fts join documents d on d.id = documents_fts.rowid
  where documents_fts match escape_fts(:q) and not exists (select 1 from reports where document_id = d.id)
  order by rank limit :n"""
PROBLEMS = """select r.publisher_id, r.publisher, r.year, r.scope, i.text, count(*) over () as found
  from problems_fts join problems i on i.id = problems_fts.rowid join reports r on r.id = i.report_id
  where problems_fts match escape_fts(:q) order by r.year desc, rank limit :n"""
KINDS = {
    "reports": ("Annual reports", "年报", REPORTS),
    "documents": ("Other documents", "其他文档", DOCUMENTS),
    "problems": ("Problems that publishers list", "存在的主要问题", PROBLEMS),
    "remedies": ("Remedies that they promise", "改进情况", PROBLEMS.replace("problems", "remedies")),
}


async def search(datasette: Any, request: Any) -> Any:
    """Answer /-/search?q=words: words of any length, in either script."""
    from datasette.utils.asgi import Response

    wanted = (request.args.get("q") or "").strip()[:LONGEST]
    database = datasette.get_database(NAME)
    groups: list[dict[str, Any]] = []
    for kind, (title, title_zh, sql) in KINDS.items() if wanted else ():
        rows = (await database.execute(sql, {"q": wanted, "n": SHOWN})).rows
        hits = await asyncio.to_thread(_hits, rows, wanted)
        count = rows[0]["found"] if rows else 0
        groups.append({"kind": kind, "title": title, "title_zh": title_zh, "count": count, "hits": hits})
    context = {"q": wanted, "groups": groups, "total": sum(group["count"] for group in groups)}
    return Response.html(await datasette.render_template("search.html", context, request=request))


def _hits(rows: list[Any], wanted: str) -> list[dict[str, Any]]:
    return [_hit(row, wanted) for row in rows]


def _hit(row: Any, wanted: str) -> dict[str, Any]:
    found = dict(row)
    path = report_path(found) if "publisher_id" in found else capture_path(found["capture_id"])
    return {**found, "path": path, "pieces": snippet(found.pop("text"), wanted)}
