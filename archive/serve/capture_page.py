"""One capture: what was asked, what came, where the bytes are; and the archived page itself, inert."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from archive.errors import GongkaiError

CAPTURE = """select c.*, d.title from captures c left join documents d on d.id = c.document_id where c.id = :id"""
READERS = "select id, year, publisher, publisher_id, scope from reports where capture_id = :id order by year"
SHOWN_AS_PAGE = ("text/html", "application/xhtml+xml")
SHOWN_AS_TEXT = ("text/plain", "application/json", "application/xml", "text/xml")


async def _row(datasette: Any, request: Any) -> Any:
    from datasette.utils.asgi import NotFound

    wanted = request.url_vars
    capture_id = f"{unquote(wanted['run'])}/{unquote(wanted['record'])}"
    found = (await datasette.get_database("gongkai").execute(CAPTURE, {"id": capture_id})).first()
    if found is None:
        raise NotFound(f"no capture {capture_id} in this database")
    return found


async def capture(datasette: Any, request: Any) -> Any:
    """Answer /-/capture/<run>/<record>: the capture's own page."""
    from datasette.utils.asgi import Response

    row = await _row(datasette, request)
    reports = (await datasette.get_database("gongkai").execute(READERS, {"id": row["id"]})).rows
    page = await datasette.render_template("capture.html", {"capture": row, "reports": reports}, request=request)
    return Response.html(page)


async def archived(datasette: Any, request: Any) -> Any:
    """Answer /-/archived/<run>/<record>: the stored payload, sandboxed; documents come as downloads."""
    from datasette.utils.asgi import Response

    row = await _row(datasette, request)
    home = Path(datasette.get_database("gongkai").path).parent
    try:
        body = await asyncio.to_thread(body_of, home, row["id"])
    except GongkaiError as error:
        return Response.text(f"the archived bytes cannot be shown: {error}", status=404)
    mime = (row["mime"] or "").partition(";")[0].strip().lower()
    if mime in SHOWN_AS_PAGE:
        return Response(body=as_utf8(body, row["mime"]), content_type="text/html; charset=utf-8")
    if mime in SHOWN_AS_TEXT:
        return Response(body=as_utf8(body, row["mime"]), content_type="text/plain; charset=utf-8")
    headers = {"Content-Disposition": f'attachment; filename="capture-{row["sha256"][:16]}"'}
    return Response(body=body, headers=headers, content_type="application/octet-stream")


def body_of(home: Path, capture_id: str) -> bytes:
    """Return the content-decoded payload of a capture. Raises EvidenceError, TooLargeError or InputError."""
    from archive.captures.reader import CaptureReader

    with CaptureReader(home) as reader:
        return reader.body(reader.capture(capture_id))


def as_utf8(body: bytes, content_type: str | None) -> str:
    """Decode as the reader does, so that a page shows what was read."""
    from archive.text.charset import decode

    _, _, charset = (content_type or "").lower().partition("charset=")
    return decode(body, charset.strip(" \"';") or None).text.encode("utf-8", "replace").decode("utf-8")
