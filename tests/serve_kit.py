"""Asking the pages of a home without a network: Datasette's own client over one event loop."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

import httpx
from datasette import __version__
from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive.serve.app import NAME, make

# From 1.0 on free SQL has its own path, and a table's JSON holds facets and counts where they are asked for.
SQL = f"/{NAME}" if __version__.startswith("0.") else f"/{NAME}/-/query"
EXTRAS = {} if __version__.startswith("0.") else {"_extra": "facet_results,count"}


class Site:
    """The pages of one home."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.loop = asyncio.new_event_loop()
        self.datasette = make(home)

    def get(self, path: str, **params: str) -> httpx.Response:
        return self.loop.run_until_complete(self.datasette.client.get(path, params=params or None))

    def page(self, path: str, **params: str) -> LexborHTMLParser:
        """Return a page that must be there."""
        answer = self.get(path, **params)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[-500:])
        return LexborHTMLParser(answer.text)

    def rows(self, path: str, **params: str) -> list[dict[str, Any]]:
        """Return the rows that a table or query gives as JSON."""
        answer = self.get(f"{path}.json", _shape="array", **params)
        assert answer.status_code == 200, (path, answer.text[:500])
        found: list[dict[str, Any]] = answer.json()
        return found

    def facets(self, table: str, **params: str) -> tuple[int, dict[str, dict[str, int]]]:
        """Return how many rows a table shows and its facets: {column: {value: count}}."""
        found = self.get(f"/{NAME}/{table}.json", **params, **EXTRAS).json()
        facets = found["facet_results"].get("results", found["facet_results"])
        counts = {name: {row["value"]: row["count"] for row in facet["results"]} for name, facet in facets.items()}
        return found.get("count", found.get("filtered_table_rows_count")), counts

    def sql(self, statement: str) -> httpx.Response:
        return self.get(f"{SQL}.json", sql=statement, _shape="array")

    def ask(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Return rows of the database itself, past the pages."""
        connection = sqlite3.connect(f"file:{self.home / 'gongkai.db'}?mode=ro", uri=True)
        try:
            return connection.execute(statement, values).fetchall()
        finally:
            connection.close()

    def close(self) -> None:
        self.datasette.get_database(NAME).close()
        self.loop.close()


def words(node: LexborNode | LexborHTMLParser | None) -> str:
    """Return the text of a node with white space made one blank."""
    assert node is not None
    return " ".join(node.text(separator=" ").split())
