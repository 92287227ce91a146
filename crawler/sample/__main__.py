"""`python -m crawler.sample`: serve the sample portals until interrupted."""

from __future__ import annotations

import click

from archive.errors import UsageError
from crawler.sample.server import DEFAULT_PORT, serve


@click.command("sample")
@click.option("--port", default=DEFAULT_PORT, show_default=True, help="Port on loopback; 0 picks a free one.")
def main(port: int) -> None:
    """Serve the bundled sample portals on loopback until interrupted."""
    try:
        portals = serve(port)
    except UsageError as error:
        raise click.UsageError(str(error)) from error
    with portals:
        click.echo(f"sample portals at {portals.base_url}/ (interrupt to stop)")
        try:
            portals.wait()
        except KeyboardInterrupt:
            click.echo("stopped")


if __name__ == "__main__":
    main()
