"""gongkai portals: list, check, add, show."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from archive import exitcodes
from archive.commands.common import home_option, json_line, json_option, spoken, stop


@click.group()
def portals() -> None:
    """Portals of the registry: crawler/portals/**/*.toml and HOME/portals/**/*.toml."""


@portals.command("list")
@click.option(
    "--prefecture", metavar="AREA", help="Only of one area: its name (江门市), code (4407) or word in ids (jiangmen)."
)
@click.option("--platform", metavar="NAME", help="Only of one platform.")
@click.option("--status", metavar="STATUS", help="Only active, unverified, retired or local ones.")
@home_option
@json_option
@spoken
def list_(prefecture: str | None, platform: str | None, status: str | None, home: Path, as_json: bool) -> None:
    """One line per portal: id, platform, status, publisher, address."""
    from crawler import portals as registry
    from crawler.portals.chosen import choose

    known = registry.load(home / "portals").values()
    for portal in choose(known, prefecture=prefecture, platform=platform, status=status):
        if as_json:
            click.echo(json_line(portal))
        else:
            said = "local" if portal.local else portal.status
            click.echo(f"{portal.id:32} {portal.platform:10} {said:10} {portal.publisher}  {portal.url}")


@portals.command()
@home_option
@spoken
def check(home: Path) -> None:
    """Check every portal file offline: unknown keys, wrong choices, addresses that are not public."""
    from crawler import portals as registry

    problems = registry.lint(home / "portals")
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise click.exceptions.Exit(exitcodes.USAGE)
    click.echo(f"{len(registry.load(home / 'portals'))} portals, nothing wrong")


@portals.command()
@click.argument("url")
@click.option("--local", is_flag=True, help="Permit a loopback address (and only that).")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Add the entry to this portal file, not to the output.",
)
@home_option
@json_option
@spoken
def add(url: str, local: bool, out: Path | None, home: Path, as_json: bool) -> None:
    """Look at an address and write the portal entry for review: a few requests, seconds apart; nothing is crawled."""
    from crawler.adding import add as look

    found = look(url, local=local, out=out, home=home)
    click.echo(json_line(found.plain()) if as_json else found.text, nl=as_json)
    if not found.survey.is_something:
        stop(f"{url}: neither rows nor columns nor a catalogue were found; look at it by hand", exitcodes.FOUND_NOTHING)
    if out is not None:
        click.echo(f'{found.portal.id} was added to {out}; review it, then set status = "active"', err=True)


@portals.command()
@click.argument("portal_id", metavar="ID")
@home_option
@json_option
@spoken
def show(portal_id: str, home: Path, as_json: bool) -> None:
    """Show one portal, every key."""
    from crawler import portals as registry

    portal = registry.find(portal_id, registry.load(home / "portals"))
    if as_json:
        click.echo(json_line(portal))
        return
    for key, value in msgspec.structs.asdict(portal).items():
        if value not in (None, {}, ()):
            click.echo(f"{key} = {value}")
