"""How tables and query results show a cell: archived evidence is linked, a portal's address is never."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from markupsafe import Markup, escape

# The table of reports with the columns that a reader wants first; all 37 are one click away.
REPORT_COLUMNS = ("year", "publisher", "title", "published_at", "template", "requests_table", "checks_fail", "grade")
REPORTS_PATH = f"/gongkai/reports?{urlencode([('_col', column) for column in REPORT_COLUMNS])}"
LONGEST_ADDRESS = 90  # characters shown; the whole address stands in the title


def capture_path(capture_id: str) -> str:
    """Return the path of a capture's page."""
    return f"/-/capture/{quote(capture_id)}"


def report_path(report: Mapping[str, Any]) -> str:
    """Return the path of a report's page, by natural key; `report` has publisher_id, year and scope."""
    return f"/-/report/{quote(str(report['publisher_id']), safe='')}/{report['year']}/{report['scope']}"


def render(row: Any, value: object, column: str, table: str | None) -> Markup | None:
    """Return the cell as HTML, or None where Datasette's own way is right."""
    plain = value["value"] if isinstance(value, dict) else value
    if column.endswith("capture_id") and isinstance(plain, str) and plain.count("/") == 1:
        return Markup('<a href="{}" title="{}">archived 存档</a>').format(capture_path(plain), plain)
    if column == "report_id" and isinstance(plain, int):
        said = value["label"] if isinstance(value, dict) else "form 报告"
        return Markup('<a href="/-/report/{}">{}</a>').format(plain, said)
    if column == "year" and table is None and "report_id" in row.keys() and row["report_id"]:  # noqa: SIM118 a Row
        return Markup('<a href="/-/report/{}">{}</a>').format(row["report_id"], plain)
    if table == "captures" and column == "warc_file":
        return Markup('<a href="{}">{}</a>').format(capture_path(str(row["id"])), plain)
    if table == "reports" and column == "title":
        return Markup('<a href="/-/report/{}">{}</a>').format(row["id"], plain or "form 报告")
    if isinstance(value, str) and "://" in value[:12]:
        return address(value)
    return None


def address(url: str) -> Markup:
    """Return an address as text: it may lead anywhere by now."""
    shown = url if len(url) <= LONGEST_ADDRESS else url[: LONGEST_ADDRESS - 1] + "…"
    return Markup('<span class="address" title="{}">{}</span>').format(escape(url), shown)
