"""The gongkai command: the crawler's own commands, with the archive's group mounted beside them."""

from __future__ import annotations

import click

from archive.cli import commands
from archive.commands.read import Fetched
from crawler.cli_crawl import crawl
from crawler.cli_portals import portals
from crawler.demo import demo
from crawler.sample.__main__ import main as sample


def fetch(url: str, local: bool) -> Fetched:
    """Fetch one address for `gongkai read`, under the same guard and bounds as a crawl."""
    from crawler.once import fetch_once

    return fetch_once(url, local=local)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="gongkai")
@click.pass_context
def main(context: click.Context) -> None:
    """Gongkai (公开): crawl, archive, read, check and publish annual reports on open government information.

    Exit codes are listed in docs/exit-codes.md.
    """
    context.obj = {"fetch": fetch}


for command in (demo, portals, crawl, *commands.commands.values(), sample):
    main.add_command(command)
