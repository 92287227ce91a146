"""`python -m benchmarks.questions [REPORTS]`: the questions people ask, timed on synthetic reports; each has a second.

Writes a database of the real schema (100,000 reports with 200 figures and 40 verdicts each unless told otherwise) into
a temporary folder, asks every named query as its page does (no parameters, the rows that a page shows; the better of
two turns) and prints processor seconds beside those of the clock. Exit code 1 if one takes more than a second of the
processor: the clock counts what else the machine does.
"""

from __future__ import annotations

import re
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from archive.build import store
from archive.serve.metadata import named_queries

# The questions by their number; docs/questions.md has their words.
QUESTIONS = {
    1: "missing_reports",
    2: "appeared_late",
    3: "dated_before_it_was_listed",
    4: "shares_by_city",
    5: "fastest_growing_grounds",
    6: "information_not_held",
    7: "applicants",
    8: "no_requests_ever",
    9: "reviews_and_lawsuits",
    10: "disputes_per_hundred",
    11: "tables_that_do_not_add_up",
    12: "text_and_tables_disagree",
    13: "parts_and_totals",
    14: "carry_over",
    15: "claims_and_catalogue",
    16: "changed_after_publication",
    17: "vanished",
    18: "copied_texts",
    19: "recurring_problems",
    20: "wrong_year_or_name",
    21: "documents_in_force",
    22: "fees",
    23: "bodies_and_their_county",
    24: "missing_numbers",
    25: "year_panel",
}
YEARS = 7
ROWS = 1_001  # what a page asks for, to know that there are more
LIMIT = 1.0
LEVELS = ("township",) * 8 + ("bureau", "county")
_NOISE = re.compile(r"noise\(([^,]+), (\d+), (\d+)\)")
_HASH = r"((\1) * 2654435761 + \2 * 40503) % 4294967296 / 65536 % \3"
Body = tuple[str, str, str, str, str | None]


def publishers(number: int) -> Iterator[Body]:
    """Yield cities and bodies below them: id, name, level, division code, division above."""
    cities = [f"{province:02}{city:02}00" for province in range(11, 44) for city in range(1, 11)]
    yield from ((code, f"第{code}市人民政府", "city", code, None) for code in cities)
    for n in range(number):
        county = f"{cities[n % len(cities)][:4]}{21 + n // len(cities) % 40:02}"
        yield f"{county}-{n}", f"第{n}号机关", LEVELS[n % len(LEVELS)], county, county


def make(path: Path, reports: int) -> sqlite3.Connection:
    """Write the database; return a connection that reads it."""
    from sqlite_utils import Database

    from archive.build.migrations import migrations

    conn = store.connect(path, throwaway=True)
    migrations.apply(Database(conn))
    conn.execute("pragma foreign_keys = off")
    indexes = conn.execute("select name, sql from sqlite_master where type = 'index' and sql is not null").fetchall()
    for name, _ in indexes:
        conn.execute(f'drop index "{name}"')
    into = "insert into publishers (id, name, level, division_code, parent_id, source) values (?, ?, ?, ?, ?, 'portal')"
    conn.executemany(into, publishers(-(-reports // YEARS)))
    script = _NOISE.sub(f"({_HASH})", Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
    conn.executescript(script.replace(":reports", str(reports)))
    for _, sql in indexes:  # one after the other over whole tables: much quicker than row by row
        conn.execute(sql)
    conn.execute("analyze")
    conn.commit()
    conn.close()
    return sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)


def ask(conn: sqlite3.Connection, name: str) -> tuple[float, float, int]:
    """Return processor and clock seconds until a page's rows are there, and how many they are."""
    sql = named_queries()[name]["sql"]
    clock, busy = time.perf_counter(), time.process_time()
    rows = conn.execute(sql, dict.fromkeys(re.findall(r":(\w+)", sql))).fetchmany(ROWS)
    return time.process_time() - busy, time.perf_counter() - clock, len(rows)


def main(reports: int = 100_000) -> int:
    """Time every question; return 1 if one takes longer than a second."""
    with tempfile.TemporaryDirectory() as folder:
        path, started = Path(folder) / "gongkai.db", time.perf_counter()
        conn = make(path, reports)
        taken, size = time.perf_counter() - started, path.stat().st_size / 1e9
        sys.stdout.write(f"{reports} reports, {size:.1f} GB, made in {taken:.0f} s\n")
        others = sorted(named_queries().keys() - set(QUESTIONS.values()))
        slow = False
        for number, name in [*((str(n), name) for n, name in QUESTIONS.items()), *(("", name) for name in others)]:
            seconds, clock, rows = min(ask(conn, name) for _ in range(2))
            slow |= seconds > LIMIT
            mark = "  SLOW" if seconds > LIMIT else ""
            sys.stdout.write(f"{number:>3}  {seconds:6.3f} s  ({clock:6.3f} s)  {rows:>5} rows  {name}{mark}\n")
            sys.stdout.flush()
        conn.close()
    return int(slow)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
