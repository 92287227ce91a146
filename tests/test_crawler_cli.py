"""gongkai crawl as a person runs it: several portals at once, some of them shut; Ctrl-C once and twice; then status."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from chain_kit import dumped, gongkai, start
from crawler_kit import catalogue, post

from archive.captures import Home, run_state, runs, verify
from crawler.sample import Fault, SamplePortals

ENTRY = """
[[portal]]
id = "{id}"
publisher = "样例镇人民政府"
platform = "gkmlpt"
url = "{base}/town/gkmlpt/index"
local = true
delay = 0
"""
INDEX = "/town/gkmlpt/index"
SHUT = {
    "denied": Fault("/robots.txt", status=200, body=b"User-agent: *\nDisallow: /\n"),
    "shielded": Fault(INDEX, status=521, body=b"<script>document.cookie='__jsl_clearance=1'</script>"),
    "failing": Fault(INDEX, status=503),
    "short": Fault("/town/gkmlpt/api/all/1?page=2*", status=500),
}
WORDS = {
    "whole": "everything that is listed was read",
    "denied": "robots.txt forbids",
    "shielded": "challenge",
    "failing": "could not be reached",
    "short": "listing",
}
CODES = {"whole": 0, "denied": 14, "shielded": 11, "failing": 10, "short": 12}


def make_home(folder: Path, bases: dict[str, str]) -> Path:
    (folder / "portals").mkdir(parents=True, exist_ok=True)
    text = "".join(ENTRY.format(id=name, base=base) for name, base in bases.items())
    (folder / "portals" / "mine.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str, int]]:
    """A home after one crawl of five portals of which one is whole, what the crawl said and its code."""
    servers = {name: SamplePortals(web=catalogue({1: [post(n) for n in range(1000, 1120)]})).start() for name in WORDS}
    try:
        for name, fault in SHUT.items():
            servers[name].faults.add(fault)
        home = make_home(tmp_path_factory.mktemp("mixed"), {name: server.base_url for name, server in servers.items()})
        done = gongkai("crawl", *WORDS, "--home", home, "-s", "RETRY_TIMES=0", check=None)
        yield home, done.stdout, done.returncode
    finally:
        for server in servers.values():
            server.stop()


def test_each_portal_ends_in_its_own_words_and_the_crawl_with_the_highest_code(mixed: tuple[Path, str, int]) -> None:
    _, said, code = mixed
    lines = {line.split(":")[0]: line for line in said.splitlines()}
    assert {name: word in lines[name] for name, word in WORDS.items()} == dict.fromkeys(WORDS, True), said
    assert code == max(CODES.values())


def test_status_says_what_is_broken_and_what_to_do(mixed: tuple[Path, str, int]) -> None:
    said = gongkai("status", "--home", mixed[0], "--json").stdout
    rows = {row["portal"]: row for row in json.loads(said)["portals"]}
    assert {name: row["standing"] for name, row in rows.items()} == {
        name: "whole" if name == "whole" else "broken" for name in WORDS
    }
    assert all(rows[name]["since"] and rows[name]["action"] for name in SHUT)
    spoken = gongkai("status", "--home", mixed[0]).stdout
    assert all(name in spoken for name in SHUT)


def test_a_shut_portal_takes_nothing_from_a_whole_one(mixed: tuple[Path, str, int]) -> None:
    whole = [line for line in dumped(mixed[0]) if '"whole' in line]
    assert any("事项1119" in line for line in whole)
    assert list(verify(Home(mixed[0]))) == []


# ------------------------------------------------------------------------------------------------ Ctrl-C


def slow() -> SamplePortals:
    server = SamplePortals(web=catalogue({1: [post(n) for n in range(1000, 1060)]}))
    server.faults.add(Fault("*content*", delay=0.3))
    return server


def until(server: SamplePortals, count: int) -> None:
    """Wait until so many pages were asked for."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if sum("content" in row.path for row in server.log.rows()) >= count:
            return
        time.sleep(0.02)
    raise AssertionError("the crawl asked for no page")


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory: pytest.TempPathFactory) -> int:
    """How many lines of a dump name a post, after an undisturbed crawl."""
    with SamplePortals(web=catalogue({1: [post(n) for n in range(1000, 1060)]})) as server:
        home = make_home(tmp_path_factory.mktemp("unbroken"), {"town": server.base_url})
        gongkai("crawl", "town", "--home", home)
        return sum("事项" in line for line in dumped(home))


@pytest.mark.parametrize("times", [1, 2])
def test_an_interrupted_crawl_says_so_keeps_what_it_has_and_goes_on(tmp_path: Path, times: int, unbroken: int) -> None:
    with slow() as server:
        home = make_home(tmp_path, {"town": server.base_url})
        process = start("crawl", "town", "--home", home)
        until(server, 5)
        for _ in range(times):
            process.send_signal(signal.SIGINT)
            time.sleep(0.1)
        assert process.wait(30) == 130
        (run,) = runs(Home(home))
        assert run_state(run) == ("closed" if times == 1 else "torn")  # the second cuts
        assert list(verify(Home(home))) == []
        asked = {row.path for row in server.log.rows() if "content" in row.path}
        assert len(asked) < 60
        server.faults.clear()
        gongkai("crawl", "town", "--home", home)
        assert sum("事项" in line for line in dumped(home)) == unbroken


# ------------------------------------------------------------------------------------------------ an address alone


def test_an_address_on_this_machine_is_refused_with_the_way_to_permit_it(tmp_path: Path) -> None:
    with SamplePortals(web=catalogue({1: [post(1000)]})) as server:
        done = gongkai("crawl", "--url", f"{server.base_url}{INDEX}", "--home", tmp_path, check=None)
        asked = len(server.log.rows())
    assert (done.returncode, asked) == (2, 0)
    assert "--local" in done.stderr
    assert not (tmp_path / "runs").exists()


def test_an_address_alone_is_crawled_and_nothing_is_saved_of_it(tmp_path: Path) -> None:
    with SamplePortals(web=catalogue({1: [post(1000), post(1001)]})) as server:
        done = gongkai("crawl", "--url", f"{server.base_url}{INDEX}", "--local", "--home", tmp_path)
    assert "everything that is listed was read" in done.stdout
    assert not (tmp_path / "portals").exists()
    assert any("事项1001" in line for line in dumped(tmp_path))
