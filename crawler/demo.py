"""gongkai demo: sample portals, crawl, build, check, a summary in words, then the web pages."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import click
from msgspec.structs import replace

from archive import exitcodes
from archive.commands.common import home_option, spoken
from archive.errors import UsageError
from archive.model import Portal


@click.command()
@click.option("--no-serve", is_flag=True, help="End after the summary.")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="Port of the web pages.")
@home_option
@click.pass_context
@spoken
def demo(context: click.Context, no_serve: bool, port: int, home: Path) -> None:
    """A complete run on the bundled sample portals, then the web pages at the printed address."""
    from archive.commands.build import build_home, in_words
    from archive.summary import summary
    from crawler.crawl import crawl
    from crawler.display import watching

    with sample_server() as base, watching() as listener:
        click.echo(f"sample portals at {base}; crawling into {home}")
        crawled = crawl(sample_portals(base), home, on_progress=listener)
    for portal in crawled.portals:
        click.echo(f"  {portal.portal_id}: {portal.reason}: {portal.message}")
    if crawled.exit_code not in (exitcodes.OK, exitcodes.INCOMPLETE):
        context.exit(crawled.exit_code)
    click.echo(in_words(build_home(home)))
    for line in summary(home):
        click.echo(line)
    if no_serve:
        return
    from archive.serve.app import serve

    serve(home, "127.0.0.1", port, ready=lambda at: click.echo(f"web pages at {at} (Ctrl+C stops)"))


class sample_server:
    """Serve the sample portals: on their fixed port, or on a free one if something else listens there."""

    def __enter__(self) -> str:
        from crawler.sample import DEFAULT_PORT, SamplePortals

        try:
            self.server = SamplePortals(DEFAULT_PORT).start()
        except UsageError:
            self.server = SamplePortals(0).start()
        return self.server.base_url

    def __exit__(self, *exc: object) -> None:
        self.server.stop()


def sample_portals(base: str) -> list[Portal]:
    """Return the sample portals, at the address where they are served now."""
    from crawler import portals as registry

    netloc = urlsplit(base).netloc
    return [
        replace(portal, url=urlunsplit(urlsplit(portal.url)._replace(netloc=netloc)))
        for portal in registry.load().values()
        if portal.source == "crawler/sample"
    ]
