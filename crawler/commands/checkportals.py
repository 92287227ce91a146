"""scrapy checkportals: offline lint of portal files and spiders."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import ClassVar

import click
from scrapy.commands import ScrapyCommand

from crawler import portals


class Command(ScrapyCommand):
    """Lint every portal file; exit code 2 and a line per problem where something is wrong."""

    requires_project = True
    default_settings: ClassVar[dict[str, object]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[folder ...]"

    def short_desc(self) -> str:
        return "Check portal files offline"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--list", action="store_true", dest="listed", help="print id, spider and address of each")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the problems, or the portals."""
        folders = [Path(name) for name in args]
        problems = portals.lint(*folders)
        assert self.crawler_process is not None
        spiders = set(self.crawler_process.spider_loader.list())
        if not problems:
            known = portals.load(*folders)
            problems = [
                f"{portal.id}: no spider {portals.spider_of(portal)!r}; there are {', '.join(sorted(spiders))}"
                for portal in known.values()
                if portals.spider_of(portal) not in spiders
            ]
            for portal in known.values() if opts.listed else ():
                click.echo(f"{portal.id}\t{portals.spider_of(portal)}\t{portal.url}")
        for problem in problems:
            click.echo(problem, err=True)
        if not opts.listed and not problems:
            click.echo(f"{len(portals.load(*folders))} portals, nothing to correct")
        self.exitcode = 2 if problems else 0
