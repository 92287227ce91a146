"""gongkai check: what the checks say of the reports in a home."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from archive import exitcodes
from archive.commands.common import home_option, json_line, json_option, spoken
from archive.commands.database import connect
from archive.errors import UsageError

QUERY = """
SELECT r.publisher, r.year, r.id AS report_id, f.check_id, f."row", f."column", f.verdict, f.severity,
       f."left", f."right", f.message, f.hint, f.paths_agree, d.url
FROM findings f JOIN reports r ON r.id = f.report_id JOIN documents d ON d.id = r.document_id
WHERE (:rule IS NULL OR f.check_id = :rule) AND (:every OR f.verdict = 'fail')
ORDER BY r.publisher_id, r.year, f.check_id, f."row", f."column", f.message
"""

GRAVER = {"E": 1, "W": 2, "I": 3}  # how many severities are at least as grave


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
    grave = 0
    last = None
    shown = 0
    with closing(connect(home)) as connection:
        for row in connection.execute(QUERY, {"rule": rule, "every": every}):
            shown += 1
            grave += fail_on is not None and row["verdict"] == "fail" and row["severity"] in "EWI"[: GRAVER[fail_on]]
            if as_json:
                click.echo(json_line(dict(row)))
                continue
            if (head := f"{row['publisher']} {row['year']}") != last:
                click.echo(f"{head}  {row['url']}")
                last = head
            click.echo(f"  {row['verdict']} {row['check_id']} [{row['severity']}] {row['message']}{_more(row)}")
    if not as_json and not shown:
        click.echo("nothing to remark" if rule is None else f"{rule}: nothing to remark")
    if grave:
        raise click.exceptions.Exit(exitcodes.SOME_INPUTS_FAILED)


def _more(row: object) -> str:
    hint, agree = row["hint"], row["paths_agree"]  # type: ignore[index]
    whose = {None: "", 1: "; both readings agree: the publisher's arithmetic", 0: "; the readings differ: our reading"}
    return (f" ({hint})" if hint else "") + whose[agree]
