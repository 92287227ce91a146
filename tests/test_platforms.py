"""Every platform sample is crawled to all that its manifest says can be reached, and every shortfall is named.

One crawl call takes all portals, a second one takes them again unchanged; the tests look at what both left behind.
"""

from __future__ import annotations

import sqlite3
import tomllib
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from crawler_kit import fetches, rows
from platforms_kit import HOSTILE, PEACEFUL, platforms_home, where  # noqa: F401  a fixture

from archive import exitcodes
from archive.model import Fetch, Listing
from archive.pages.recognise import platform_of
from archive.text.charset import decode
from crawler import portals as registry
from crawler.sample.data import load
from crawler.sample.platforms import SITES, annual, site
from crawler.sample.platforms.site import Site
from crawler.sample.platforms.square import SOURCE
from crawler.sample.web import HTML

STATED = {
    row["id"]: row
    for row in tomllib.loads((files("crawler.sample.platforms") / "manifest.toml").read_text("utf-8"))["portal"]
}
GOOD = {"ok", "unchanged", "not_modified"}
CONTENT = {"detail", "attachment"}
WRITTEN = {"/zwgk/mzfg/index.html"}  # nothing on it but a script shows its platform
Made = tuple[Path, dict[str, Any]]


def run_of(made: Made, name: str, which: str = "first") -> str:
    run: str = made[1][which][name]["run_id"]
    return run


def lists_of(made: Made, name: str) -> list[Listing]:
    return [row for row in rows(made[0], run_of(made, name)) if isinstance(row, Listing)]


# ------------------------------------------------------------------------------------------------ the samples alone


def test_a_sample_stands_for_every_platform_and_has_its_entry_and_its_manifest() -> None:
    bundled = {portal.id: portal for portal in registry.load().values() if portal.source == SOURCE}
    assert set(SITES) == bundled.keys() == STATED.keys()
    for n, name in enumerate(SITES):
        portal = bundled[name]
        assert portal.url.endswith(f":{8418 + n}{STATED[name]['start']}")
        assert (portal.local, portal.publisher, portal.platform) == (
            True,
            site(name).office.publisher,
            site(name).platform,
        )
    assert {site(name).platform for name in SITES} == set(registry.SPIDERS) - {"nfcms"}  # which has a town of its own


@pytest.mark.parametrize("name", SITES)
def test_the_stated_manifest_agrees_with_what_is_served(name: str) -> None:
    stated, served = STATED[name], site(name)
    assert (served.start, len(served.documents), len(served.files), len(served.complete)) == (
        stated["start"], stated["documents"], stated["files"], stated["lists"],
    )  # fmt: skip
    assert sorted(served.short.items()) == sorted(map(tuple, stated["short"]))
    assert Counter(served.failed.values()) == stated["failed"]
    table = load("platforms")[name.removeprefix("sample-")]
    in_data = [
        (r.year, r.template, r.carrier, given["column"])
        for r, given in zip(annual.made(table), table["reports"], strict=True)
    ]
    assert [tuple(row) for row in stated["reports"]] == in_data
    assert {row[0] for row in stated["reports"]} <= {item.year for item in served.reports.values()}
    assert len(stated["reports"]) >= 3
    assert [row[0] for row in stated["reports"] if row[3] == "tzgg"], "one report stands among the notices"
    assert 20 <= len(served.documents) <= 120


@pytest.mark.parametrize("name", SITES)
def test_figures_of_the_reports_add_up(name: str) -> None:
    for report in annual.made(load("platforms")[name.removeprefix("sample-")]):
        if report.figures is None:
            continue
        value = {key: int(number) for key, number in report.figures.requests.items()}
        for column in ("natural_person", "commercial_enterprise", "total"):
            come = value[f"new_received.{column}"] + value[f"carried_in.{column}"]
            assert come == value[f"handled_total.{column}"] + value[f"carried_out.{column}"] > 0 or column != "total"


@pytest.mark.parametrize("name", PEACEFUL)
def test_pages_are_recognised_and_mixed_ones_for_what_they_are(name: str) -> None:
    served = site(name)
    base, seen = "http://portal.example", Counter[str]()
    for path in _content(served):
        page = served.web.pages[path]
        if path in WRITTEN or not page.mime.startswith("text/html"):
            continue
        text = decode(page.body, "utf-8" if page.mime == HTML else None).text
        wanted = served.other.get(path) or (served.articles if path in served.documents else served.platform)
        assert platform_of(base + path, text) == wanted, path
        seen[wanted] += 1
    assert sum(seen.values()) >= 15


def _content(served: Site) -> Iterator[str]:
    """Content pages, lists, and the further pages of lists: what names a document by its file."""
    names = [path.rpartition("/")[2].encode() for path in served.documents]
    for path, page in served.web.pages.items():
        if path in served.documents or path in {*served.complete, *served.short} or any(n in page.body for n in names):
            yield path


# ------------------------------------------------------------------------------------------------ one crawl of all


@pytest.mark.parametrize("name", SITES)
def test_all_that_can_be_reached_is_reached(platforms_home: Made, name: str) -> None:  # noqa: F811
    served = site(name)
    got = {where(f.url) for f in fetches(platforms_home[0], run_of(platforms_home, name)) if f.outcome in GOOD}
    missing = [path for path in (*served.documents, *served.files) if where(path) not in got]
    assert missing == []


@pytest.mark.parametrize("name", SITES)
def test_every_list_says_whether_it_is_all_and_why_not(platforms_home: Made, name: str) -> None:  # noqa: F811
    served = site(name)
    found = {where(row.url): row for row in lists_of(platforms_home, name)}
    for path, count in served.complete.items():
        row = found.pop(where(path))
        assert (row.complete, row.rows_seen) == (True, count), row
    for path, reason in served.short.items():
        row = found.pop(where(path))
        assert (row.complete, row.reason.partition(":")[0]) == (False, reason), row
    may = {where(path): reason for path, reason in served.may.items()}
    for path, row in found.items():
        assert row.complete or row.reason.startswith(may.get(path, "nothing ")), row


@pytest.mark.parametrize("name", SITES)
def test_every_failure_has_its_typed_outcome(platforms_home: Made, name: str) -> None:  # noqa: F811
    served = site(name)
    asked = fetches(platforms_home[0], run_of(platforms_home, name))
    last: dict[str, Fetch] = {where(f.url): f for f in asked if f.role in CONTENT and f.outcome != "redirect"}
    failed = {path: f.outcome for path, f in last.items() if f.outcome not in GOOD}
    assert failed == {where(path): outcome for path, outcome in served.failed.items()}
    for path, outcome in failed.items():
        if outcome.startswith("blocked:"):
            assert last[path].action, path


@pytest.mark.parametrize("name", SITES)
def test_the_run_says_how_it_ended(platforms_home: Made, name: str) -> None:  # noqa: F811
    served, said = site(name), platforms_home[1]["first"][name]
    short = served.short or set(served.failed.values()) - {"not_found", "soft_404"}
    assert (said["reason"], said["code"]) == (("incomplete", exitcodes.INCOMPLETE) if short else ("finished", 0)), said[
        "message"
    ]


def test_the_hostile_portal_is_left_after_a_bounded_number_of_requests(platforms_home: Made) -> None:  # noqa: F811
    asked = platforms_home[1]["asked"][HOSTILE]["requests"]
    assert len(site(HOSTILE).documents) < asked <= (site(HOSTILE).most or 0)


# ------------------------------------------------------------------------------------------------ the archive of it


def rows_of(made: Made, sql: str, *values: object) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{made[0] / 'gongkai.db'}?mode=ro", uri=True)) as connection:
        return connection.execute(sql, values).fetchall()


@pytest.mark.parametrize("name", SITES)
def test_every_report_is_in_the_archive_with_its_figures(platforms_home: Made, name: str) -> None:  # noqa: F811
    publisher = site(name).office.publisher
    table = load("platforms")[name.removeprefix("sample-")]
    found = {
        year: (template, new, left)
        for year, template, new, left in rows_of(
            platforms_home,
            "select r.year, r.template,"
            " (select value from figures where report_id = r.id and concept = 'new_received' and \"column\" = 'total'"
            "  and source = 'table'),"
            " (select value from figures where report_id = r.id and concept = 'carried_out' and \"column\" = 'total'"
            "  and source = 'table')"
            " from reports r where r.portal_id = ? and r.publisher = ? and r.scope = 'own'",
            name,
            publisher,
        )
    }
    wanted = {}
    for report in annual.made(table):
        value = report.figures.requests if report.figures else {}
        wanted[report.year] = (
            report.template,
            *((int(value[f"{key}.total"]) if value else None) for key in ("new_received", "carried_out")),
        )
    assert found == wanted


def test_a_report_of_another_body_on_the_same_portal_is_that_bodys(platforms_home: Made) -> None:  # noqa: F811
    found = rows_of(platforms_home, "select year from reports where publisher like ? order by year", "%芦荡镇%")
    assert found == [(2021,), (2023,)]


# ------------------------------------------------------------------------------------------------ and a second one


@pytest.mark.parametrize("name", PEACEFUL)
def test_an_unchanged_portal_costs_its_lists_again_and_nothing_else(platforms_home: Made, name: str) -> None:  # noqa: F811
    home, said = platforms_home
    listed = sum(f.role in {"index", "listing", "robots", "probe"} for f in fetches(home, run_of(platforms_home, name)))
    tried_again = sum(outcome not in {"off_portal", "robots"} for outcome in site(name).failed.values())
    first, second = said["asked"][name], said["asked_again"][name]
    # A file that was not had is asked for again, and its page with it.
    assert second["requests"] <= listed + 2 * tried_again < first["requests"] / 2
    assert second["bytes"] <= 0.05 * first["bytes"]
    assert said["second"][name]["reason"] == said["first"][name]["reason"]


def test_a_second_crawl_of_unchanged_portals_changes_no_row(platforms_home: Made) -> None:  # noqa: F811
    said = platforms_home[1]
    assert said["changed"] == []
    assert said["lines"] > 10_000
