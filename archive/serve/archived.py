"""The archived payload itself: a page made inert, or a download of the bytes as sent."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from archive.errors import EvidenceError, GongkaiError, TooLargeError
from archive.serve.app import NAME
from archive.serve.evidence import HOLDER, body_of

PAGES = ("text/html", "application/xhtml+xml")
TEXTS = ("text/plain", "application/json", "application/xml", "text/xml")
SUFFIXES = {"text/html": "html", "application/json": "json", "text/plain": "txt", "application/pdf": "pdf"}


async def archived(datasette: Any, request: Any) -> Any:
    """Answer /-/archived/<run>/<record>: the stored page, inert; with ?raw=1 and for documents, a download."""
    from datasette.utils.asgi import Response

    from archive.serve.capture_page import find

    row = await find(datasette, request)
    try:
        body = await load(datasette, row)
        if request.args.get("raw"):
            return _download(row, body)
        return await asyncio.to_thread(_view, row, body) or _download(row, body)
    except GongkaiError as error:
        status = 500 if isinstance(error, EvidenceError) else 404
        return Response.text(f"the archived bytes cannot be shown: {error}", status=status)


async def load(datasette: Any, row: Any) -> bytes:
    """Return the body of a capture row. Errors as `evidence.body_of`."""
    database = datasette.get_database(NAME)
    holder = (await database.execute(HOLDER, {"id": row["revisit_of"]})).first() if row["revisit_of"] else None
    return await asyncio.to_thread(body_of, Path(database.path).parent, row, holder)


def mime_of(row: Any) -> str:
    """Return the declared media type, bare and in lower case."""
    return str(row["mime"] or "").partition(";")[0].strip().lower()


def viewable(row: Any) -> bool:
    """Say if a capture is shown in the browser rather than only downloaded."""
    return mime_of(row) in PAGES + TEXTS


def _view(row: Any, body: bytes) -> Any:
    """Return the page or text as a response, or None where it is a download only."""
    from datasette.utils.asgi import Response

    from archive.serve.inert import inert
    from archive.text.charset import decode

    if not viewable(row):
        return None
    _, _, charset = str(row["mime"] or "").lower().partition("charset=")
    text = decode(body, charset.strip(" \"';") or None).text.encode("utf-8", "replace").decode("utf-8")
    if mime_of(row) in TEXTS:
        return Response(body=text, content_type="text/plain; charset=utf-8")
    try:
        return Response.html(inert(text, row["url"], row["captured_at"]))
    except TooLargeError:
        return None


def _download(row: Any, body: bytes) -> Any:
    from datasette.utils.asgi import Response

    # The name is ours: one from a portal may hold anything.
    name = f"capture-{str(row['sha256'])[:16]}.{SUFFIXES.get(mime_of(row), 'bin')}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body=body, headers=headers, content_type="application/octet-stream")
