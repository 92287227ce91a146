"""What one SQL statement of a visitor may cost.

Datasette's own time limit does not stop one heavy function call (measured on 0.65.5, SQLite 3.40.1: hex(zeroblob(2e8))
ran 6.7 s and took 2 GB; printf('%.*c', 9e8, 'x') 89 s). A length limit and an authorizer refuse these at once.
"""

from __future__ import annotations

import sqlite3

LONGEST_VALUE = 5_000_000  # bytes; a report's text is far below
DENIED_FUNCTIONS = frozenset(
    {"printf", "format", "zeroblob", "randomblob", "load_extension", "fts3_tokenizer", "readfile", "writefile", "edit"}
)
# Datasette itself asks for these while it draws pages; a pragma with a value would change something and is refused.
READING_PRAGMAS = frozenset(
    {
        "table_info",
        "table_xinfo",
        "table_list",
        "foreign_key_list",
        "index_list",
        "index_info",
        "index_xinfo",
        "schema_version",
        "page_size",
        "encoding",
        "recursive_triggers",
        "function_list",
        "compile_options",
        "max_page_count",
        "page_count",
    }
)
READING_ACTIONS = frozenset({sqlite3.SQLITE_READ, sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE})


def bound(connection: sqlite3.Connection) -> None:
    """Make a connection refuse writes, other files, costly functions and very long values."""
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    connection.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, 100_000)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.set_authorizer(authorize)


def authorize(action: int, first: str | None, second: str | None, database: str | None, trigger: str | None) -> int:
    """Allow what reads; an SQLite authorizer callback (sqlite.org/c3ref/set_authorizer.html)."""
    if action in READING_ACTIONS:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_FUNCTION:
        return sqlite3.SQLITE_DENY if (second or "").lower() in DENIED_FUNCTIONS else sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_PRAGMA:
        name = (first or "").lower()
        takes_a_name = name.endswith(("_info", "_xinfo", "_list"))
        allowed = name in READING_PRAGMAS and (second is None or takes_a_name)
        return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_DENY
