"""gongkai status: what is broken since when, and what to do about it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from build_story import PORTAL
from click.testing import CliRunner
from msgspec.structs import replace
from test_build_time import LINE, Crawl

from archive.captures import Home
from archive.cli import commands


def told(home: Home, *more: str) -> str:
    done = CliRunner().invoke(commands, ["status", "--home", str(home.path), *more])
    assert done.exit_code == 0, done.output
    return done.stdout


def state(home: Home, portal: str = PORTAL.id) -> dict[str, Any]:
    [found] = [row for row in json.loads(told(home, "--json"))["portals"] if row["portal"] == portal]
    return dict(found)


def test_a_portal_read_to_its_end_is_whole(tmp_path: Path) -> None:
    home = Home(tmp_path)
    Crawl(home, 0).lists("nb", LINE).page().end()
    found = state(home)
    assert (found["standing"], found["since"], found["action"]) == ("whole", None, None)
    assert "broken" not in told(home)


def test_a_portal_is_broken_since_the_first_crawl_that_failed(tmp_path: Path) -> None:
    home = Home(tmp_path)
    Crawl(home, 0).lists("nb", LINE).page().end()
    for day in (5, 9):
        denied = Crawl(home, day)
        denied.get("/zwgk/", "<script>", role="listing", outcome="blocked:jsl", status=521, action="wait").end(
            "blocked"
        )
    found = state(home)
    assert (found["standing"], found["since"][:10], found["last_whole"][:10]) == ("broken", "2026-11-28", "2026-11-23")
    [line] = [line for line in told(home).splitlines() if "broken since" in line]
    assert "broken since 2026-11-28, last read to its end 2026-11-23" in line
    assert "do not press it" in line
    Crawl(home, 12).lists("nb", LINE).end()
    assert state(home)["standing"] == "whole"


def test_a_listing_that_breaks_off_gives_the_crawlers_own_advice(tmp_path: Path) -> None:
    home = Home(tmp_path)
    crawl = Crawl(home, 0).lists("nb", LINE).page().lists("tz", complete=False, name="通知")
    crawl.get("/tz/2.html", "", role="listing", node_id="tz", outcome="server_error", status=500, action="try later")
    crawl.end("incomplete")
    found = state(home)
    assert (found["standing"], found["last_whole"], found["action"]) == ("broken", None, "try later")
    assert "通知: timeout" in found["reason"]
    assert "never read to its end" in told(home)


@pytest.mark.parametrize(
    ("ended", "reason", "advice"),
    [
        ("shutdown", "shutdown", "crawl again"),
        ("incomplete", "no_rows: an empty column", "layout"),
        ("incomplete", "next_unknown: page 1 has a next one", "script or a form"),
    ],
)
def test_a_missing_robots_file_is_no_reason_for_a_list(tmp_path: Path, ended: str, reason: str, advice: str) -> None:
    home = Home(tmp_path)
    crawl = Crawl(home, 0).lists("nb", LINE).page().lists("tz", complete=False, why=reason, name="通知")
    crawl.get("/robots.txt", "", role="robots", outcome="not_found", status=404, action="the address is gone").end(
        ended
    )
    assert advice in state(home)["action"]


def test_a_sample_is_neither_whole_nor_broken(tmp_path: Path) -> None:
    home = Home(tmp_path)
    Crawl(home, 0, arguments={"sample": "3"}).lists("nb", LINE).page().end("sample")
    assert state(home)["standing"] == "partly"


def test_bodies_that_nobody_crawled_are_told_in_one_line(tmp_path: Path) -> None:
    home = Home(tmp_path)
    town = replace(PORTAL, publisher="台山市赤溪镇人民政府", publisher_id="440781110", since="2023")
    Crawl(home, 0, portal=town).lists("nb", LINE).page().end()
    lines = [line for line in told(home).splitlines() if "not crawled" in line]
    assert len(lines) == 1
    assert "17 bodies of the same areas were not crawled for 2023–2025" in lines[0]
