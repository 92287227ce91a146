"""gongkai serve: the web pages."""

from __future__ import annotations

from pathlib import Path

import click

from archive.commands.common import home_option, spoken


@click.command()
@home_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="0 picks a free one.")
@spoken
def serve(home: Path, host: str, port: int) -> None:
    """Start Datasette on the database, read-only, with search, named queries and a page per report."""
    from archive.serve.app import serve as run

    run(home, host, port, lambda address: click.echo(f"serving {home} at {address} (Ctrl+C stops)"))
