"""`gongkai portals add`: an address looked at politely and said what it is; an entry that can be crawled."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from click.testing import CliRunner, Result
from crawler_kit import Crawls

from archive import exitcodes
from crawler import portals as registry
from crawler.cli import main
from crawler.sample import Fault, SamplePortals
from crawler.sample.platforms import SITES, site
from crawler.sample.platforms.square import Square
from crawler.sample.web import Page, Web

REQUESTS = 4  # robots, the page, a shell or the first list, one column


@pytest.fixture(scope="module")
def crawls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawls]:
    with Crawls(tmp_path_factory.mktemp("crawls")) as started:
        yield started


@pytest.fixture(scope="module")
def square() -> Iterator[Square]:
    with Square() as started:
        yield started


def add(*args: str) -> Result:
    return CliRunner().invoke(main, ["portals", "add", "--local", *args])


def address(square: Square, name: str) -> str:
    return next(portal.url for portal in square.portals() if portal.id == name)


@pytest.mark.parametrize("name", SITES)
def test_every_platform_is_recognised_with_its_columns_in_a_few_requests(
    square: Square, tmp_path: Path, name: str
) -> None:
    wanted = next(portal for portal in square.portals() if portal.id == name)
    square.servers[name].log.clear()
    said = add(wanted.url, "--json", "--home", str(tmp_path))
    assert said.exit_code == 0, said.output
    found = json.loads(said.stdout)
    assert found["platform"] == wanted.platform
    assert found["portal"]["publisher"].startswith(wanted.publisher)
    assert len(found["reports"]) == 1
    assert "年报" in found["reports"][0]["name"] or "年度报告" in found["reports"][0]["name"]
    assert len(square.servers[name].log.rows()) <= REQUESTS
    assert not list(tmp_path.iterdir())


def test_what_is_written_is_a_portal_file_that_can_be_crawled(crawls: Crawls, square: Square, tmp_path: Path) -> None:
    home = tmp_path / "home"
    out = home / "portals" / "mine.toml"
    for name in ("sample-trs-b", "sample-gkmlpt-root"):
        said = add(address(square, name), "--out", str(out), "--home", str(home))
        assert said.exit_code == 0, said.output
        assert "review it" in said.stderr
    assert registry.lint(home / "portals") == []
    mine = [portal for portal in registry.load(home / "portals").values() if portal.local and portal.id.startswith("1")]
    assert {portal.platform for portal in mine} == {"trs", "gkmlpt"}
    ended = crawls.run(home, [portal for portal in mine if portal.platform == "trs"])
    assert [ended[portal.id]["reason"] for portal in mine if portal.platform == "trs"] == ["finished"]

    twice = add(address(square, "sample-trs-b"), "--out", str(out), "--home", str(home))
    assert twice.exit_code == exitcodes.USAGE
    assert "in the registry already" in twice.output
    assert len(registry.portals_in(out)) == 2


def test_an_article_leads_to_the_list_it_stands_in(square: Square) -> None:
    url = address(square, "sample-trs-a")
    article = next(path for path in site("sample-trs-a").documents if "/t20" in path)
    found = json.loads(add(urljoin(url, article), "--json").stdout)
    assert found["rows"] > 0
    assert "/t20" not in found["url"]


@pytest.fixture(scope="module")
def odd() -> Iterator[SamplePortals]:
    web = Web(
        pages={
            "/empty": Page(b" ", "text/html"),
            "/words": Page("<title>随笔</title><p>没有栏目。</p>".encode(), "text/html; charset=utf-8"),
        }
    )
    with SamplePortals(web=web) as started:
        started.faults.add(Fault("/challenge", status=412, body=b"<script>$_ts=window['$_ts'];</script>"))
        yield started


@pytest.mark.parametrize(
    ("path", "code", "words"),
    [
        ("/none", exitcodes.UNREACHABLE, "404"),
        ("/empty", exitcodes.UNREACHABLE, "empty"),
        ("/challenge", exitcodes.BLOCKED, "challenge"),
        ("/words", exitcodes.FOUND_NOTHING, "by hand"),
    ],
)
def test_what_is_no_portal_is_said_with_its_code(odd: SamplePortals, path: str, code: int, words: str) -> None:
    said = add(odd.base_url + path)
    assert (said.exit_code, words in said.output) == (code, True), said.output


def test_nothing_is_written_where_nothing_was_found(odd: SamplePortals, tmp_path: Path) -> None:
    out = tmp_path / "mine.toml"
    assert add(odd.base_url + "/words", "--out", str(out)).exit_code == exitcodes.FOUND_NOTHING
    assert not out.exists()


@pytest.mark.parametrize("args", [("ftp://127.0.0.1/",), ("http://127.0.0.1:1/", "--out", "x.txt")])
def test_a_wrong_call_is_said_before_any_request(args: tuple[str, ...]) -> None:
    assert add(*args).exit_code == exitcodes.USAGE
