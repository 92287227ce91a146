"""What a crawl is told to leave out, on every platform (features 5, test 11)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import pytest
from crawler_kit import Crawls, fetches
from platforms_kit import PEACEFUL

from archive.build import build
from archive.captures import Home
from crawler.sample.platforms.square import Square

SAMPLE, SINCE = 3, "2024-06-01"
UNDATED = {"sample-trs-b"}  # its lists print no date, so nothing is known to be too old
WAYS: dict[str, dict[str, Any]] = {
    "all": {},
    "sample": {"sample": SAMPLE},
    "dry": {"dry_run": True},
    "since": {"since": SINCE},
    "reports": {"reports_only": True},
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Every platform crawled in each way, each way into a home of its own."""
    folder = tmp_path_factory.mktemp("options")
    found: dict[str, Any] = {"folder": folder, "asked": {}}
    with Square(names=PEACEFUL) as square, Crawls(folder) as crawls:
        for way, options in WAYS.items():
            found[way] = crawls.run(folder / way, square.portals(), **options)
            found["asked"][way] = {name: len(server.log.rows()) for name, server in square.servers.items()}
            for server in square.servers.values():
                server.log.clear()
    for way in ("all", "reports"):
        build(Home(folder / way))
    return found


def details(told: dict[str, Any], way: str, name: str) -> set[str]:
    run = told[way][name]["run_id"]
    return {row.url.split("/", 3)[3] for row in fetches(told["folder"] / way, run) if row.role == "detail"}


@pytest.mark.parametrize("name", PEACEFUL)
def test_a_sample_takes_no_more_than_was_asked(told: dict[str, Any], name: str) -> None:
    assert (told["sample"][name]["reason"], told["sample"][name]["code"]) == ("sample", 0)
    assert 0 < told["sample"][name]["seen"]["documents"] <= SAMPLE
    assert details(told, "sample", name) <= details(told, "all", name)


@pytest.mark.parametrize("name", PEACEFUL)
def test_a_dry_run_writes_nothing_and_sees_every_entry(told: dict[str, Any], name: str) -> None:
    assert not (told["folder"] / "dry").exists()
    assert told["dry"][name]["reason"] == "dry_run"
    missed = told["all"][name]["seen"]["entries"] - told["dry"][name]["seen"]["entries"]
    assert missed == (2 if name == "sample-hanweb-xxgk" else 0)  # reports asked for year by year stand in no list
    assert told["dry"][name]["seen"].get("documents", 0) == 0
    assert told["asked"]["dry"][name] < told["asked"]["all"][name]


@pytest.mark.parametrize("name", PEACEFUL)
def test_what_is_older_than_asked_is_listed_and_not_fetched(told: dict[str, Any], name: str) -> None:
    assert told["since"][name]["reason"] in {told["all"][name]["reason"], "finished"}  # what failed may be older
    assert told["since"][name]["seen"]["entries"] == told["all"][name]["seen"]["entries"]
    asked, every = details(told, "since", name), details(told, "all", name)
    assert asked <= every
    assert (asked == every) == (name in UNDATED)


@pytest.mark.parametrize("name", PEACEFUL)
def test_reports_only_finds_every_report(told: dict[str, Any], name: str) -> None:
    def reports(way: str) -> set[tuple[Any, ...]]:
        with closing(sqlite3.connect(told["folder"] / way / "gongkai.db")) as database:
            return set(
                database.execute("select year, publisher, title from reports where portal_id = ?", [name]).fetchall()
            )

    assert reports("reports") == reports("all")
    assert len(reports("all")) >= 3
    assert told["asked"]["reports"][name] <= told["asked"]["all"][name]
