"""gongkai crawl: portals into runs, then a build."""

from __future__ import annotations

from pathlib import Path

import click

from archive.commands.common import home_option, json_line, json_option, spoken
from archive.errors import UsageError
from archive.model import Portal


def choose(ids: tuple[str, ...], every: bool, urls: tuple[str, ...], home: Path, local: bool) -> list[Portal]:
    """Return the portals a call names. Raises UsageError if it names none, UnknownPortalError, PortalFileError."""
    from crawler import portals as registry

    known = registry.load(home / "portals")
    chosen = [registry.find(portal_id, known) for portal_id in ids]
    if every:
        chosen = [p for p in known.values() if p.status == "active" and p.local == local]
        if not chosen:
            raise UsageError("no active portal to crawl; gongkai portals list shows all (--local for loopback ones)")
    if urls:
        from crawler.introduce import introduce

        alone = len(urls) + len(chosen) == 1
        chosen += [introduce(url, local=local, alone=alone) for url in urls]
    if not chosen:
        raise UsageError("name a portal id, --all or --url; gongkai portals list shows what there is")
    return list({portal.id: portal for portal in chosen}.values())


def parse_settings(pairs: tuple[str, ...]) -> dict[str, str]:
    """Return Scrapy settings from NAME=VALUE. Raises UsageError."""
    for pair in pairs:
        if "=" not in pair:
            raise UsageError(f"-s {pair}: write NAME=VALUE")
    return dict(pair.split("=", 1) for pair in pairs)


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID…]")
@click.option("--all", "every", is_flag=True, help="Every active portal of the registry.")
@click.option("--url", "urls", multiple=True, metavar="URL", help="A portal that is not in the registry; repeatable.")
@click.option("--local", is_flag=True, help="Permit loopback addresses (and only those) for this crawl.")
@click.option("--reports-only", is_flag=True, help="Only annual reports and the listings that lead to them.")
@click.option("--sample", type=click.IntRange(1), metavar="N", help="At most N content pages per portal.")
@click.option("--since", metavar="YYYY-MM-DD", help="Only entries published since then.")
@click.option("--dry-run", is_flag=True, help="Write nothing; say what would be fetched.")
@click.option("-s", "settings", multiple=True, metavar="NAME=VALUE", help="A Scrapy setting; repeatable.")
@click.option("--no-build", is_flag=True, help="Do not build gongkai.db afterwards.")
@home_option
@json_option
@click.pass_context
@spoken
def crawl(
    context: click.Context,
    ids: tuple[str, ...],
    every: bool,
    urls: tuple[str, ...],
    local: bool,
    reports_only: bool,
    sample: int | None,
    since: str | None,
    dry_run: bool,
    settings: tuple[str, ...],
    no_build: bool,
    home: Path,
    as_json: bool,
) -> None:
    """Crawl portals by id, then build. An interrupted crawl goes on from where it was."""
    from crawler.crawl import crawl as run
    from crawler.display import watching

    portals = choose(ids, every, urls, home, local)
    with watching() as listener:
        summary = run(
            portals, home, reports_only=reports_only, sample=sample, since=since, dry_run=dry_run,
            settings=parse_settings(settings), on_progress=listener,
        )  # fmt: skip
    for portal in summary.portals:
        if as_json:
            click.echo(json_line(portal))
            continue
        requests = portal.totals.get("requests", 0)
        found = ", ".join(f"{count} {what}" for what, count in sorted(portal.seen.items()))
        seen = f"{found or 'nothing seen'}; {requests} requests"
        click.echo(f"{portal.portal_id}: {portal.reason}: {portal.message}; {seen}")
    if not dry_run and not no_build:
        from archive.commands.build import build_home, in_words

        built = build_home(home)
        if not as_json:
            click.echo(in_words(built))
    context.exit(summary.exit_code)
