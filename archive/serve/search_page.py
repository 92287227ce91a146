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
    coalesce(a.text, d.text, '') as text
  from reports_fts join reports r on r.id = reports_fts.rowid join documents d on d.id = r.document_id
  left join attachments a on a.id = r.attachment_id
  where reports_fts match escape_fts(:q) order by rank limit :n"""
DOCUMENTS = """select d.title, d.url, d.publisher, d.published_at, d.kind, d.capture_id, d.gone_at, coalesce(d.text, '') as text
  from documents_fts join documents d on d.id = documents_fts.rowid
  where documents_fts match escape_fts(:q) order by d.kind = 'annual_report', rank limit :n"""
ITEMS = """select r.publisher_id, r.publisher, r.year, r.scope, i.text from {0}_fts join {0} i on i.id = {0}_fts.rowid
  join reports r on r.id = i.report_id where {0}_fts match escape_fts(:q) order by r.year desc, rank limit :n"""
KINDS = {
    "reports": ("Annual reports", "年报", REPORTS),
    "documents": ("Documents", "文档", DOCUMENTS),
    "problems": ("Problems that publishers list", "存在的主要问题", ITEMS.format("problems")),
    "remedies": ("Remedies that they promise", "改进情况", ITEMS.format("remedies")),
}


async def search(datasette: Any, request: Any) -> Any:
    """Answer /-/search?q=words: words of any length, in either script."""
    from datasette.utils.asgi import Response

    wanted = (request.args.get("q") or "").strip()[:LONGEST]
    database = datasette.get_database(NAME)
    groups = []
    for kind, (title, title_zh, sql) in KINDS.items() if wanted else ():
        rows = (await database.execute(sql, {"q": wanted, "n": SHOWN})).rows
        count = (
            await database.execute(
                f"select count(*) from {kind}_fts where {kind}_fts match escape_fts(:q)", {"q": wanted}
            )
        ).rows
        hits = await asyncio.to_thread(lambda rows=rows: [_hit(row, wanted) for row in rows])
        groups.append({"kind": kind, "title": title, "title_zh": title_zh, "count": count[0][0], "hits": hits})
    context = {"q": wanted, "groups": groups, "total": sum(group["count"] for group in groups)}
    return Response.html(await datasette.render_template("search.html", context, request=request))


def _hit(row: Any, wanted: str) -> dict[str, Any]:
    found = dict(row)
    path = report_path(found) if "publisher_id" in found else capture_path(found["capture_id"])
    return {**found, "path": path, "pieces": snippet(found.pop("text"), wanted)}
