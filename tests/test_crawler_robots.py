"""robots.txt on the wire (features 5, test 4): what it forbids is not asked, what it says is written down."""

from __future__ import annotations

import itertools
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from crawler_kit import Crawls, catalogue, fetches, portal, post, rows

from archive.model import Note
from crawler.sample import Fault, SamplePortals
from crawler.sample.web import Page

PLACE = "/town/gkmlpt/content/0/1/post_{}.html"
LINE = "User-agent: {}\n{}\n"
MOVED = Page(b"", status=301, headers=(("Location", "/rules/robots.txt"),))
AWAY = Page(b"", status=302, headers=(("Location", "http://127.0.0.2:9/robots.txt"),))
ROUND = Page(b"", status=302, headers=(("Location", "/robots.txt"),))

# By case: the rules, and the posts of 1000 to 1005 that they leave open.
RULES: dict[str, tuple[str, set[int]]] = {
    "path": (LINE.format("*", f"Disallow: {PLACE.format(1001)}"), {1000, 1002, 1003, 1004, 1005}),
    "wildcard": (LINE.format("*", "Disallow: /*/post_1001."), {1000, 1002, 1003, 1004, 1005}),
    "end": (LINE.format("*", "Disallow: /*_1002.html$\nDisallow: /*_1003$"), {1000, 1001, 1003, 1004, 1005}),
    "longest-wins": (LINE.format("*", f"Disallow: /town/gkmlpt/content/\nAllow: {PLACE.format(1004)}"), {1004}),
    "tie": (LINE.format("*", f"Disallow: {PLACE.format(1005)}\nAllow: {PLACE.format(1005)}"), {*range(1000, 1006)}),
    "own-group": (LINE.format("*", "Disallow: /") + LINE.format("gongkai", "Disallow: /*_1000"), {*range(1001, 1006)}),
    "own-group-by-case": (LINE.format("*", "Disallow: /") + LINE.format("GongKai", "Allow: /"), {*range(1000, 1006)}),
    "two-groups-of-one-name": (
        LINE.format("gongkai", "Disallow: /*_1000") + LINE.format("gongkai", "Disallow: /*_1001"), {*range(1002, 1006)}
    ),
    "escaped": (LINE.format("*", "Disallow: /town/gkmlpt/content/0/1/post%5F1001.html"), {1000, *range(1002, 1006)}),
    "comments": (LINE.format("* # 所有", "Disallow: /*_1000 # 不公开"), {*range(1001, 1006)}),
    "only-returns": (LINE.format("*", "Disallow: /*_1000").replace("\n", "\r"), {*range(1001, 1006)}),
    "nothing": ("", {*range(1000, 1006)}),
    "empty-disallow": (LINE.format("*", "Disallow:"), {*range(1000, 1006)}),
}  # fmt: skip


@pytest.fixture(scope="module")
def ruled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """One portal for each set of rules, and portals whose robots.txt itself misbehaves; all in one crawl."""
    folder, servers = tmp_path_factory.mktemp("robots"), {}
    for name in (*RULES, "moved", "away", "round", "slow", "delay"):
        web = catalogue({1: [post(n) for n in range(1000, 1006)]})
        if name in RULES:
            web.pages["/robots.txt"] = Page(RULES[name][0].encode(), "text/plain")
        servers[name] = SamplePortals(web=web)
    servers["moved"].web.pages |= {
        "/robots.txt": MOVED,
        "/rules/robots.txt": Page(b"User-agent: *\nDisallow: /*_1000\n", "text/plain"),
    }
    servers["away"].web.pages["/robots.txt"] = AWAY
    servers["round"].web.pages["/robots.txt"] = ROUND
    servers["delay"].web.pages["/robots.txt"] = Page(b"User-agent: *\nCrawl-delay: 0.4\n", "text/plain")
    servers["slow"].faults.add(Fault("/robots.txt", delay=4.0))
    try:
        for server in servers.values():
            server.start()
        with Crawls(folder) as crawls:
            entries = [portal(server.base_url, name) for name, server in servers.items()]
            said = crawls.run(folder / "home", entries, settings={"DOWNLOAD_TIMEOUT": "1"})
        asked = {name: [row.path for row in server.log.rows()] for name, server in servers.items()}
    finally:
        for server in servers.values():
            server.stop()
    return {"home": folder / "home", "said": said, "asked": asked}


def read(ruled: dict[str, Any], name: str) -> set[int]:
    return {n for n in range(1000, 1006) if PLACE.format(n) in ruled["asked"][name]}


def decisions(ruled: dict[str, Any], name: str) -> list[str]:
    run = ruled["said"][name]["run_id"]
    return [row.message for row in rows(ruled["home"], run) if isinstance(row, Note) and row.code == "robots"]


@pytest.mark.parametrize("name", RULES)
def test_what_is_forbidden_is_never_asked(ruled: dict[str, Any], name: str) -> None:
    left = RULES[name][1]
    assert read(ruled, name) == left
    run = ruled["said"][name]["run_id"]
    denied = [row for row in fetches(ruled["home"], run) if row.outcome == "robots" and row.role == "detail"]
    assert {row.url[-9:-5] for row in denied} == {str(n) for n in range(1000, 1006)} - {str(n) for n in left}
    assert all("forbids" in (row.message or "") and row.action and row.capture_id is None for row in denied)
    assert ruled["said"][name]["reason"] == "finished"  # all that may be asked was asked


@pytest.mark.parametrize("name", [*RULES, "moved", "delay"])
def test_the_decision_is_written_down_and_robots_asked_once(ruled: dict[str, Any], name: str) -> None:
    assert len(decisions(ruled, name)) == 1
    assert ruled["asked"][name].count("/robots.txt") == 1


def test_rules_that_moved_hold(ruled: dict[str, Any]) -> None:
    assert read(ruled, "moved") == {*range(1001, 1006)}


@pytest.mark.parametrize("name", ["round", "slow", "away"])
def test_rules_that_cannot_be_had_close_the_portal_for_now(ruled: dict[str, Any], name: str) -> None:
    assert read(ruled, name) == set()
    assert set(ruled["asked"][name]) <= {"/robots.txt"}  # the slow one had not answered when it was left
    assert "nothing is asked of this host" in decisions(ruled, name)[0]
    assert (ruled["said"][name]["reason"], ruled["said"][name]["code"]) == ("unreachable", 10)
    assert "robots_unavailable" in ruled["said"][name]["message"]


def test_a_crawl_delay_holds_between_all_requests(ruled: dict[str, Any]) -> None:
    assert "crawl-delay 0.4 s" in decisions(ruled, "delay")[0]
    run = ruled["said"]["delay"]["run_id"]
    at = sorted(datetime.fromisoformat(row.requested_at) for row in fetches(ruled["home"], run))
    gaps = [(b - a).total_seconds() for a, b in itertools.pairwise(at[1:])]  # after robots.txt was read
    assert len(gaps) >= 7
    assert min(gaps) >= 0.39


def test_the_next_run_asks_again_and_hears_what_changed(tmp_path: Path) -> None:
    web = catalogue({1: [post(n) for n in range(1000, 1003)]})
    with SamplePortals(web=web) as server, Crawls(tmp_path) as crawls:
        first = crawls.run(tmp_path / "home", [portal(server.base_url)])
        web.pages["/robots.txt"] = Page(b"User-agent: gongkai\nDisallow: /\n", "text/plain")
        server.change(web)
        server.log.clear()
        second = crawls.run(tmp_path / "home", [portal(server.base_url)])
        assert {row.path for row in server.log.rows()} == {"/robots.txt"}
    assert (first["town"]["reason"], second["town"]["reason"], second["code"]) == ("finished", "robots", 14)
