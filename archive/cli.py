"""The commands of the archive as one click group; crawler/cli.py mounts it under the gongkai entry point."""

from __future__ import annotations

import click

from archive.commands.build import build, dump, verify
from archive.commands.check import check
from archive.commands.read import read
from archive.commands.serve import serve
from archive.commands.status import status


@click.group()
def commands() -> None:
    """Read, build, check and serve what was captured."""


for command in (build, read, check, status, dump, verify, serve):
    commands.add_command(command)
