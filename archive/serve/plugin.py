"""Datasette hooks: bounded connections, Chinese search, security headers, our own pages."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

from datasette import hookimpl

from archive.build.schema import all_tables
from archive.serve import cells, errors, search_functions
from archive.serve.app import NAME
from archive.serve.headers import App, with_headers
from archive.serve.limits import bound

# Pages of Datasette that tell about the machine (paths, threads) or are for plugin authors and signed-in users.
CLOSED = (
    r"^/-/(databases|threads|tasks|actor|auth-token|create-token|logout|permissions|allowed|rules|check|actions|api"
    r"|messages|allow-debug|patterns|debug/autocomplete)(\.json)?$"
)


@hookimpl(trylast=True)  # Datasette registers its own escape_fts by the same hook; the last registration stands
def prepare_connection(conn: sqlite3.Connection, database: str) -> None:
    """Give every connection the search functions, and that of the archive its bounds."""
    search_functions.add(conn)
    if database == NAME:
        bound(conn)


@hookimpl
def asgi_wrapper() -> Callable[[App], App]:
    return with_headers


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    from archive.serve.archived import archived
    from archive.serve.capture_page import capture
    from archive.serve.download import download
    from archive.serve.home_page import home
    from archive.serve.report_page import report, report_by_id
    from archive.serve.search_page import search

    return [
        (r"^/$", home),
        (r"^/-/search$", search),
        (r"^/-/report/(?P<id>\d{1,19})$", report_by_id),
        (r"^/-/report/(?P<publisher>[^/]+)/(?P<year>\d{4})(?:/(?P<scope>own|aggregate))?$", report),
        (r"^/-/capture/(?P<run>[^/]+)/(?P<record>[^/]+)$", capture),
        (r"^/-/archived/(?P<run>[^/]+)/(?P<record>[^/]+)$", archived),
        (r"^/-/download/gongkai\.db$", download),
        (CLOSED, closed),
    ]


def closed() -> None:
    """Answer as if the page were not there."""
    from datasette.utils.asgi import NotFound

    raise NotFound("this page is not offered here")


@hookimpl
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Any:
    return errors.answer(datasette, request, exception)


@hookimpl
def render_cell(row: Any, value: object, column: str, table: str | None, database: str) -> Any:
    return cells.render(row, value, column, table) if database == NAME else None


@hookimpl
def extra_template_vars(template: str | None) -> dict[str, Any]:
    """Give every page the way to the reports, and the list of tables their descriptions."""
    shared: dict[str, Any] = {"reports_path": cells.REPORTS_PATH}
    return shared | {"described": all_tables()} if template == "database-gongkai.html" else shared


@hookimpl
def extra_css_urls() -> list[str]:
    return ["/-/gongkai-static/gongkai.css"]
