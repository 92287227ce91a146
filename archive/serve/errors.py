"""Errors as pages: in words, without a path of the server's, and without a log full of tracebacks for each 404."""

from __future__ import annotations

import logging
import sqlite3
from typing import Any

from archive.errors import GongkaiError

log = logging.getLogger("gongkai.serve")


async def answer(datasette: Any, request: Any, exception: Exception) -> Any:
    """Return the response for an exception, as JSON where JSON was asked for."""
    from datasette.utils.asgi import Response

    status, title, message = told(exception)
    if request.path.partition("?")[0].endswith(".json"):
        said = {"ok": False, "error": message, "status": status, "title": title}
        return Response.json(said, status=status)
    context = {"status": status, "title": title, "error": message}
    page = await datasette.render_template(["error.html"], context, request=request)
    return Response.html(page, status=status)


def told(exception: Exception) -> tuple[int, str | None, str]:
    """Return status, title and message; what is unexpected goes to the log and stays there."""
    from datasette.utils.asgi import Base400
    from datasette.views.base import DatasetteError

    if isinstance(exception, DatasetteError):
        # Datasette builds HTML only for "SQL Interrupted", around the statement; said here in plain words.
        message = "the query took too long" if exception.message_is_html else exception.message
        return exception.status, exception.title, str(message)
    if isinstance(exception, Base400):
        return exception.status, None, str(exception.args[0]) if exception.args else "not found"
    if isinstance(exception, GongkaiError):
        log.warning("%s", exception)
        return 503, None, "the archive cannot answer this at the moment; its log says why"
    if isinstance(exception, sqlite3.OperationalError):
        log.warning("%s", exception)
        return 400, None, str(exception)
    log.error("unexpected", exc_info=exception)
    return 500, None, "something went wrong here; the server's log says what"
