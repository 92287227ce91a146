"""Datasette hooks: bounded connections, Chinese search, security headers, the pages of reports and captures."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

from datasette import hookimpl

from archive.serve.headers import App, with_headers
from archive.serve.limits import bound
from archive.text.bigrams import search_query, search_text

DATABASE = "gongkai"


@hookimpl(trylast=True)  # Datasette registers its own escape_fts by the same hook; the last registration stands
def prepare_connection(conn: sqlite3.Connection, database: str) -> None:
    """Give every connection the search functions, and that of the archive its bounds."""
    conn.create_function("escape_fts", 1, search_query, deterministic=True)
    conn.create_function("search_text", 1, search_text, deterministic=True)
    if database == DATABASE:
        bound(conn)


@hookimpl
def asgi_wrapper() -> Callable[[App], App]:
    return with_headers


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    from archive.serve.capture_page import archived, capture
    from archive.serve.download import download
    from archive.serve.report_page import report

    return [
        (r"^/-/report/(?P<publisher>[^/]+)/(?P<year>\d{4})(?:/(?P<scope>own|aggregate))?$", report),
        (r"^/-/capture/(?P<run>[^/]+)/(?P<record>[^/]+)$", capture),
        (r"^/-/archived/(?P<run>[^/]+)/(?P<record>[^/]+)$", archived),
        (r"^/-/download/gongkai\.db$", download),
    ]


@hookimpl
def render_cell(value: object, column: str, table: str | None, database: str) -> Any:
    """Lead from a capture id to the archived page; addresses of portals are shown, never linked blindly."""
    from markupsafe import Markup, escape

    if database == DATABASE and column == "capture_id" and isinstance(value, str) and value.count("/") == 1:
        return Markup('<a href="/-/capture/{0}">{0}</a>').format(escape(value))
    return None


@hookimpl
def extra_css_urls() -> list[str]:
    return ["/-/gongkai-static/gongkai.css"]
