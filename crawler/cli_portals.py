"""gongkai portals: list, check, show."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from archive import exitcodes
from archive.commands.common import home_option, json_line, json_option, spoken


@click.group()
def portals() -> None:
    """Portals of the registry: crawler/portals/*.toml and HOME/portals/*.toml."""


@portals.command("list")
@home_option
@json_option
@spoken
def list_(home: Path, as_json: bool) -> None:
    """One line per portal: id, platform, status, publisher, address."""
    from crawler import portals as registry

    for portal in registry.load(home / "portals").values():
        if as_json:
            click.echo(json_line(portal))
        else:
            status = "local" if portal.local else portal.status
            click.echo(f"{portal.id:32} {portal.platform:10} {status:10} {portal.publisher}  {portal.url}")


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
