"""gongkai build, dump, verify: from captures to the database, and the proof that both hold."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive import exitcodes
from archive.captures.runs import Home
from archive.commands.common import home_option, json_line, json_option, spoken

if TYPE_CHECKING:
    from archive.build.builder import BuildSummary, Progress


@click.command()
@home_option
@click.option("--full", is_flag=True, help="Read every run again, from nothing.")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that read pages.")
@json_option
@spoken
def build(home: Path, full: bool, jobs: int, as_json: bool) -> None:
    """Build gongkai.db from the captured runs; reads what is new, needs no network."""
    summary = build_home(home, full=full, jobs=jobs)
    click.echo(json_line(summary) if as_json else in_words(summary))


def build_home(home: Path, *, full: bool = False, jobs: int = 1) -> BuildSummary:
    """Build, with a bar on a terminal. Raises HomeError."""
    from archive.build import build as run

    with bar() as progress:
        return run(Home(home), full=full, jobs=jobs, progress=progress)


def in_words(summary: BuildSummary) -> str:
    """Return what a build did in two lines."""
    rows = ", ".join(f"{count} {name}" for name, count in summary.rows.items())
    how = "built afresh" if summary.full else "brought up to date"
    did = f"{summary.captures} captures, {summary.payloads} of them read anew, {summary.documents} documents changed"
    return f"{how}: {summary.runs} runs, {did}; {summary.fails} findings fail\n  now: {rows}"


@contextmanager
def bar() -> Iterator[Progress | None]:
    """Yield a progress callback (stage, done, total) that draws on a terminal; None elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as drawn:
        task = drawn.add_task("build", total=None)

        def show(stage: str, done: int, total: int) -> None:
            drawn.update(task, completed=done, total=total, description=stage)

        yield show


@click.command()
@home_option
@spoken
def dump(home: Path) -> None:
    """Print the logical dump: sorted text of what the database says, without times, runs and offsets."""
    from archive.build import dump as run

    for line in run(Home(home)):
        click.echo(line)


@click.command()
@home_option
@json_option
@spoken
def verify(home: Path, as_json: bool) -> None:
    """Check every archived byte: digests, offsets, chains; name each number that depends on a bad one."""
    from archive.build.evidence import verify_home

    Home(home).check_exists()
    faults = 0
    for fault in verify_home(Home(home)):
        faults += fault.lost
        click.echo(json_line(fault) if as_json else fault.in_words(), err=not as_json)
    if faults:
        raise click.exceptions.Exit(exitcodes.EVIDENCE)
    click.echo(json_line({"faults": 0}) if as_json else "every record is there and unchanged")
