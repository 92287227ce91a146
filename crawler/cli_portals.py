"""gongkai portals: list, check, show."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from archive import exitcodes
from archive.commands.common import home_option, json_line, json_option, spoken


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
