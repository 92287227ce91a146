"""gongkai check: what the checks say of the reports in a home."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import click

from archive import exitcodes
from archive.commands.common import home_option, json_line, json_option, spoken
from archive.commands.database import connect
from archive.errors import UsageError

QUERY = """
SELECT r.publisher, r.year, r.scope, r.id AS report_id, f.check_id, f."row", f."column", f.verdict, f.severity,
       f."left", f."right", f.message, f.hint, f.paths_agree, r.url
FROM findings f JOIN reports r ON r.id = f.report_id
WHERE (:rule IS NULL OR f.check_id = :rule) AND (:every OR f.verdict = 'fail')
ORDER BY r.publisher_id, r.year, r.scope, f.verdict != 'fail', f.verdict,
  CASE f.severity WHEN 'E' THEN 0 WHEN 'W' THEN 1 ELSE 2 END, f.check_id, f."row", f."column", f.message
"""
CHECKED = "SELECT count(*) AS reports, coalesce(sum(checks_pass), 0) AS pass FROM reports"
GRAVER = {"E": 1, "W": 2, "I": 3}  # how many severities are at least as grave
SIGNS = {"E": "✗ error", "W": "✗ warning", "I": "· note"}
WHOSE = {1: "; two readings agree: the publisher's arithmetic", 0: "; the two readings differ: ours may be wrong"}


@click.command()
@home_option
@click.option("--rule", metavar="ID", help="Only this check, for example T3-BAL.")
@click.option("--all", "every", is_flag=True, help="Show uncertain and not assessable verdicts as well.")
@click.option(
    "--fail-on",
    type=click.Choice(["E", "W", "I"]),
    help="End with exit code 1 if a finding of this severity or a graver one fails.",
)
@json_option
@spoken
def check(home: Path, rule: str | None, every: bool, fail_on: str | None, as_json: bool) -> None:
    """Say what does not add up, report by report."""
    from archive.checks import REGISTRY

    if rule is not None and rule not in REGISTRY:
        raise UsageError(f"no check is called {rule}; the checks are {', '.join(sorted(REGISTRY))}")
    with closing(connect(home)) as connection:
        rows = connection.execute(QUERY, {"rule": rule, "every": every}).fetchall()
        checked = connection.execute(CHECKED).fetchone()
    for line in (json_line(dict(row)) for row in rows) if as_json else in_words(rows, checked, rule):
        click.echo(line)
    grave = "EWI"[: GRAVER[fail_on]] if fail_on else ""
    if any(row["verdict"] == "fail" and row["severity"] in grave for row in rows):
        raise click.exceptions.Exit(exitcodes.SOME_INPUTS_FAILED)


def in_words(rows: Sequence[sqlite3.Row], checked: sqlite3.Row, rule: str | None) -> Iterator[str]:
    """Yield a heading per report, a line per finding, and a last line that counts."""
    last = None
    for row in rows:
        if row["report_id"] != last:
            area = " (area)" if row["scope"] == "aggregate" else ""
            yield f"{row['publisher']} {row['year']}{area}  {row['url']}"
            last = row["report_id"]
        sign = SIGNS[row["severity"]] if row["verdict"] == "fail" else row["verdict"].replace("_", " ")
        hint = f" ({row['hint']})" if row["hint"] else ""
        yield f"  {sign} {row['check_id']}: {row['message']}{hint}{WHOSE.get(row['paths_agree'], '')}"
    yield _counted(rows, checked, rule)


def _counted(rows: Sequence[sqlite3.Row], checked: sqlite3.Row, rule: str | None) -> str:
    fails = Counter(row["severity"] for row in rows if row["verdict"] == "fail")
    told = f"{fails['E']} errors, {fails['W']} warnings, {fails['I']} notes"
    hit = len({row["report_id"] for row in rows if row["verdict"] == "fail"})
    of = f"in {hit} of {checked['reports']} reports"
    return f"{rule}: {told} {of}" if rule else f"{told} {of}; {checked['pass']} checks pass"
