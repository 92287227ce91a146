"""The gongkai command: the crawler's own commands, with the archive's group mounted beside them."""

from __future__ import annotations

import click

from archive.cli import commands
from archive.commands.read import Fetched


def fetch(url: str) -> Fetched:
    """Fetch one address for `gongkai read`, under the same guard and bounds as a crawl."""
    from crawler.once import fetch_once

    return fetch_once(url, local="--local" in click.get_os_args())


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="gongkai")
@click.pass_context
def main(context: click.Context) -> None:
    """Gongkai (公开): crawl, archive, read, check and publish annual reports on open government information.

    Exit codes are listed in docs/exit-codes.md.
    """
    context.obj = {"fetch": fetch}


for command in commands.commands.values():
    main.add_command(command)
