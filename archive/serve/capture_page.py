"""One capture: what was asked, what came, where the bytes are, and whether they are still those that were stored."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from archive.errors import EvidenceError, GongkaiError
from archive.serve.app import NAME
from archive.serve.archived import load, viewable
from archive.serve.cells import report_path
from archive.serve.evidence import CAPTURE

REPORTS = "select publisher, year, publisher_id, scope from reports where capture_id = :id order by year"
OTHERS = """select id, captured_at, status, sha256 from captures
    where portal_id = :portal and address = :address and id != :id order by captured_at desc limit 50"""


async def find(datasette: Any, request: Any) -> Any:
    """Return the row of the capture that the path names. Raises NotFound."""
    from datasette.utils.asgi import NotFound

    wanted = request.url_vars
    capture_id = f"{unquote(wanted['run'])}/{unquote(wanted['record'])}"
    found = (await datasette.get_database(NAME).execute(CAPTURE, {"id": capture_id})).first()
    if found is None:
        raise NotFound(f"no capture {capture_id} in this database")
    return found


async def capture(datasette: Any, request: Any) -> Any:
    """Answer /-/capture/<run>/<record>; with status 500 and the reason if the stored bytes are damaged."""
    from datasette.utils.asgi import Response

    row = await find(datasette, request)
    database = datasette.get_database(NAME)
    reports = (await database.execute(REPORTS, {"id": row["id"]})).rows
    same = {"portal": row["portal_id"], "address": row["address"], "id": row["id"]}
    fault, status = await _fault(datasette, row)
    context = {
        "capture": row,
        "reports": [{**dict(found), "path": report_path(found)} for found in reports],
        "others": (await database.execute(OTHERS, same)).rows,
        "document": row["document_id"],
        "viewable": viewable(row),
        "fault": fault,
    }
    return Response.html(await datasette.render_template("capture.html", context, request=request), status=status)


async def _fault(datasette: Any, row: Any) -> tuple[str | None, int]:
    """Return why the bytes cannot be shown, if so, and the status of the page."""
    try:
        await load(datasette, row)
    except GongkaiError as error:
        return str(error), 500 if isinstance(error, EvidenceError) else 200
    return None, 200
