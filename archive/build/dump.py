"""The logical dump: what a home knows, as sorted text, without when, in which run and at which offset it was learnt."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from archive.build.schema import Column, Table, all_tables
from archive.captures import Home
from archive.errors import HomeError

# Issues met while crawling tell of runs, not of what was seen.
WHERE = {"issues": "where about <> 'run'"}


def dump(home: Home) -> Iterator[str]:
    """Yield the lines of the logical dump, sorted within each table: table name, tab, the row as JSON.

    Two homes that saw the same things have the same dump. A column that names a capture shows the digest of its
    payload. HomeError if there is no database yet.
    """
    home.check_exists()
    if not home.database.is_file():
        raise HomeError(f"{home.database} is not there; run `gongkai build` first")
    conn = sqlite3.connect(f"{home.database.absolute().as_uri()}?mode=ro", uri=True)
    try:
        for _, table in sorted(all_tables().items()):
            if table.dump:
                yield from _table(conn, table)
    except sqlite3.DatabaseError as error:
        raise HomeError(f"{home.database}: {error}; run `gongkai build --full`") from error
    finally:
        conn.close()


def _table(conn: sqlite3.Connection, table: Table) -> Iterator[str]:
    kept = [column for column in table.columns if column.dump != "leave"]
    names = [column.name for column in kept]
    # With the whole key shown no two lines are alike, and the key alone puts them in order.
    whole = all(table.column(name).dump == "keep" for name in table.key)
    order = [names.index(name) + 1 for name in table.key] if whole else list(range(1, len(names) + 1))
    words = ("select", "" if whole else "distinct", ", ".join(map(_field, kept)), f'from "{table.name}" as t')
    sql = " ".join((*words, WHERE.get(table.name, ""), "order by", ", ".join(map(str, order))))
    for row in conn.execute(sql):
        yield f"{table.name}\t{json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False)}"


def _field(column: Column) -> str:
    if column.dump == "capture":
        return f'(select sha256 from captures where id = t."{column.name}")'  # noqa: S608  names are the schema's own
    return f't."{column.name}"'
