"""What one SQL statement of a visitor may touch and cost.

Datasette's own time limit does not stop one heavy function call (measured on 0.65.5, SQLite 3.40.1: hex(zeroblob(2e8))
ran 6.7 s and took 2 GB; printf('%.*c', 9e8, 'x') 89 s). A length limit and an authorizer refuse these at once; what
they cannot see (instr and replace on long strings, views that double at every level) is ended by `visitors.py`.
"""

from __future__ import annotations

import sqlite3

LONGEST_VALUE = 5_000_000  # bytes of one value or row that a visitor's statement may make; a report's text is far below
LONGEST_STATEMENT = 100_000
LONGEST_PATTERN = 1_000  # LIKE and GLOB; default 50,000, and their cost is text times pattern
DENIED_FUNCTIONS = frozenset(
    {"printf", "format", "zeroblob", "randomblob", "load_extension", "fts3_tokenizer", "readfile", "writefile", "edit"}
)
# Datasette itself asks for these while it draws pages; a pragma with a value would change something and is refused.
NAMED_PRAGMAS = frozenset({"table_info", "table_xinfo", "foreign_key_list", "index_list", "index_info", "index_xinfo"})
PLAIN_PRAGMAS = frozenset(
    {"table_list", "schema_version", "page_size", "encoding", "recursive_triggers", "function_list", "database_list"}
    | {"compile_options", "max_page_count", "page_count", "data_version"}
)
HARMLESS = ("recursive_triggers", "on")  # asked by sqlite-utils, which Datasette 1.0 looks at tables with
# Table-valued pragmas that a SELECT may name. pragma_database_list would tell the server's path.
TABLE_PRAGMAS = frozenset(f"pragma_{name}" for name in NAMED_PRAGMAS | PLAIN_PRAGMAS) - {"pragma_database_list"}
READING = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE})
# What SQLite asks when it first opens a virtual table (measured on 3.40.1: the full-text tables, json_each, pragma_…).
# The file is open read-only, so nothing comes of it.
SCHEMA_TABLES = ("sqlite_master", "sqlite_schema")


def bound(connection: sqlite3.Connection, longest_value: int | None = None) -> None:
    """Make a connection refuse writes, other files and costly functions; and values above `longest_value` bytes."""
    if longest_value is not None:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, longest_value)
    connection.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, LONGEST_STATEMENT)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, LONGEST_PATTERN)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.set_authorizer(authorize)


def authorize(action: int, first: str | None, second: str | None, database: str | None, trigger: str | None) -> int:
    """Allow what reads; an SQLite authorizer callback (sqlite.org/c3ref/set_authorizer.html)."""
    return sqlite3.SQLITE_OK if _reads(action, (first or "").lower(), second) else sqlite3.SQLITE_DENY


def _reads(action: int, first: str, second: str | None) -> bool:
    if action in READING:
        return True
    if action == sqlite3.SQLITE_READ:
        return not first.startswith("pragma_") or first in TABLE_PRAGMAS
    if action == sqlite3.SQLITE_UPDATE:
        return first in SCHEMA_TABLES
    if action == sqlite3.SQLITE_FUNCTION:
        return (second or "").lower() not in DENIED_FUNCTIONS
    if action == sqlite3.SQLITE_PRAGMA:
        return first in NAMED_PRAGMAS or (first in PLAIN_PRAGMAS and second is None) or (first, second) == HARMLESS
    return False
