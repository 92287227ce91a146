"""Datasette metadata from the schema's own descriptions and the named queries; English with the Chinese term."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from archive.build.schema import Table, all_tables

FACETS = {
    "reports": ["year", "publisher", "template", "requests_table", "checks_fail", "grade"],
    "documents": ["kind", "portal_id"],
    "findings": ["check_id", "verdict", "severity"],
    "figures": ["concept", "state", "source"],
    "request_outcomes": ["outcome"],
    "expectations": ["year", "status", "reason"],
    "fetches": ["outcome", "role"],
    "issues": ["code"],
    "changes": ["kind", "field"],
}
SORTED = {"reports": "year", "documents": "published_at"}
LABELS = {
    "publishers": "name",
    "portals": "publisher",
    "documents": "title",
    "reports": "title",
    "runs": "id",
    "captures": "url",
    "readings": "standing",
    "figures": "quote",
    "findings": "message",
    "entries": "title",
    "attachments": "name",
}
VIEWS = {
    "report_figures": "Every figure with its report's publisher, year and template; `number` is the value as a number.",
    "report_findings": "Every finding with its report's publisher, year and template.",
    "report_windows": "Since when each report is listed: the last complete listing without it, the first with it.",
    "number_gaps": "Gaps in index and document numbers, beside how common gaps are in numbers of that kind.",
}
SEARCHED = ("documents", "reports", "problems", "remedies")
HIDDEN = {"_sqlite_migrations"}


QUERY_FILES = ("coverage", "consistency", "requests", "contents")  # in the order that the front page lists them


@cache
def named_queries() -> dict[str, dict[str, Any]]:
    """Return the named queries of `queries/` by name: title, title_zh, description, sql."""
    folder = files("archive.serve").joinpath("queries")
    found: dict[str, dict[str, Any]] = {}
    for name in QUERY_FILES:
        found |= tomllib.loads(folder.joinpath(f"{name}.toml").read_text(encoding="utf-8"))
    return found


def metadata() -> dict[str, Any]:
    """Return the metadata object that Datasette is started with."""
    queries = {
        name: {
            "title": f"{q['title']} {q['title_zh']}",
            "description": q["description"],
            "sql": q["sql"].strip(),
            "hide_sql": True,
        }
        for name, q in named_queries().items()
    }
    tables = {name: _table(table) for name, table in all_tables().items()}
    tables |= {name: {"description": about} for name, about in VIEWS.items()}
    tables |= {name: {"hidden": True} for name in HIDDEN}
    tables |= {f"{name}_fts{part}": {"hidden": True} for name in SEARCHED for part in _FTS_PARTS}
    return {
        "title": "Gongkai 公开",
        "description": "Annual reports on open government information (政府信息公开工作年度报告): every figure with "
        "the words it was read from and the archived page it stands on.",
        "databases": {
            "gongkai": {
                "description": "Every number right or flagged, every gap named.",
                "tables": tables,
                "queries": queries,
            }
        },
    }


_FTS_PARTS = ("", "_data", "_idx", "_docsize", "_config", "_content")


def _table(table: Table) -> dict[str, Any]:
    """Return the metadata of one table."""
    found: dict[str, Any] = {
        "title": f"{table.name} {table.zh}",
        "description": table.about,
        "columns": {c.name: _words(c.about, c.zh, c.unit) for c in table.columns},
        "hidden": table.internal,
    }
    if table.name in FACETS:
        found["facets"] = FACETS[table.name]
    if table.name in SORTED:
        found["sort_desc"] = SORTED[table.name]
    if table.name in LABELS:
        found["label_column"] = LABELS[table.name]
    if table.name in SEARCHED:
        found |= {"fts_table": f"{table.name}_fts", "fts_pk": "id"}
    return found


def _words(about: str, zh: str, unit: str | None) -> str:
    return f"{about} ({zh})" + (f" [{unit}]" if unit else "") if zh else about
