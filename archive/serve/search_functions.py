"""The SQL functions that searches stand on; a connection without them finds no Chinese word."""

from __future__ import annotations

import sqlite3

from archive.text.bigrams import search_query, search_text


def add(connection: sqlite3.Connection) -> None:
    """Give a connection `escape_fts(words)`, a safe MATCH expression, and `search_text(text)`, words to index."""
    connection.create_function("escape_fts", 1, _query, deterministic=True)
    connection.create_function("search_text", 1, _text, deterministic=True)


def _query(words: str | float | bytes | None) -> str:
    return search_query(_as_text(words))


def _text(text: str | float | bytes | None) -> str:
    return search_text(_as_text(text))


def _as_text(value: str | float | bytes | None) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return "" if value is None else str(value)
