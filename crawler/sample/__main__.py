"""`python -m crawler.sample`: serve the sample portals until interrupted."""

from __future__ import annotations

import click

from archive.errors import UsageError
from crawler.sample.platforms.square import Square, first_port
from crawler.sample.server import DEFAULT_PORT, SamplePortals


@click.command("sample")
@click.option("--port", default=DEFAULT_PORT, show_default=True, help="First port on loopback; 0 picks free ones.")
def main(port: int) -> None:
    """Serve the bundled sample portals on loopback until interrupted.

    The towns of `gongkai demo` share the first port; a portal per platform stands at each of the ports after it. The
    bundled entries (`gongkai portals list`) lead there while the first port is the usual one.
    """
    towns, square = SamplePortals(port), Square(first_port(port))
    try:
        towns.start()
        square.start()
    except UsageError as error:
        towns.stop()
        raise click.UsageError(str(error)) from error
    with towns, square:
        click.echo(f"sample portals at {towns.base_url}/ (interrupt to stop)")
        for name, server in square.servers.items():
            click.echo(f"  {name} at {server.base_url}/")
        try:
            towns.wait()
        except KeyboardInterrupt:
            click.echo("stopped")


if __name__ == "__main__":
    main()
