"""gongkai build, dump, verify: from captures to the database, and the proof that both hold."""

from __future__ import annotations

from pathlib import Path

import click

from archive import exitcodes
from archive.commands.common import home_option, json_line, json_option, spoken


@click.command()
@home_option
@click.option("--full", is_flag=True, help="Read every run again, from nothing.")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that read pages.")
@spoken
def build(home: Path, full: bool, jobs: int) -> None:
    """Build gongkai.db from the captured runs; reads what is new, needs no network."""
    from archive.build import build as build_home

    click.echo(build_home(home, full=full, jobs=jobs, progress=progress()).in_words())


def progress() -> object:
    """Return a callback (done, total, what) that shows a bar on a terminal and stays silent elsewhere."""
    import sys

    if not sys.stderr.isatty():
        return None
    from rich.console import Console
    from rich.progress import Progress

    bar = Progress(console=Console(stderr=True), transient=True)
    bar.start()
    task = bar.add_task("build", total=None)

    def show(done: int, total: int | None, what: str) -> None:
        bar.update(task, completed=done, total=total, description=what)
        if total is not None and done >= total:
            bar.stop()

    return show


@click.command()
@home_option
@spoken
def dump(home: Path) -> None:
    """Print the logical dump: sorted text of what the database says, without times, runs and offsets."""
    from archive.build import dump as dump_home

    for line in dump_home(home):
        click.echo(line)


@click.command()
@home_option
@json_option
@spoken
def verify(home: Path, as_json: bool) -> None:
    """Check every archived byte: digests, offsets, chains; name each number that depends on a bad one."""
    from archive.build.evidence import verify_home

    faults = 0
    for fault in verify_home(home):
        faults += 1
        click.echo(json_line(fault) if as_json else fault.in_words(), err=not as_json)
    if faults:
        raise click.exceptions.Exit(exitcodes.EVIDENCE)
    click.echo("every record is there and unchanged" if not as_json else json_line({"faults": 0}))
