"""A crawl killed at any point goes on where it was: the same pages in the end, little fetched twice."""

from __future__ import annotations

import os
import random
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from crawler_kit import Crawl, Crawls, catalogue, fetches, listings, portal, post, rows

from archive.captures import Home, run_state, runs, verify
from archive.model import RunEnd, RunStart
from crawler.sample import SamplePortals
from crawler.sample.web import Web

IN_FLIGHT = 16  # requests that Scrapy holds open at once (CONCURRENT_REQUESTS)


class Trap(SamplePortals):
    """Portals that kill the crawl in the middle of its nth request."""

    def __init__(self, web: Web) -> None:
        super().__init__(web=web)
        self._crawl: Crawl | None = None
        self._started = threading.Event()
        self.how = signal.SIGKILL
        self.left = self.sprung = 0

    def set(self, after: int, how: signal.Signals = signal.SIGKILL) -> None:
        self._started.clear()
        self.left, self.how = after, how

    @property
    def crawl(self) -> Crawl:
        """The crawl that is to be ended; a request may come before the test knows who sent it."""
        assert self._started.wait(10)
        assert self._crawl is not None
        return self._crawl

    @crawl.setter
    def crawl(self, crawl: Crawl) -> None:
        self._crawl = crawl
        self._started.set()

    def respond(self, asked: Any, host: str) -> Any:
        self.left -= 1
        if self.left == 0:
            self.sprung += 1
            os.kill(self.crawl.pid, self.how)
        return super().respond(asked, host)


@pytest.fixture(scope="module")
def crawls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawls]:
    with Crawls(tmp_path_factory.mktemp("crawls")) as started:
        yield started


def web() -> Web:
    """A catalogue of two lists, one in two pages, with some posts in both and one page missing."""
    found = catalogue({1: [post(n) for n in range(1000, 1103)], 2: [post(n) for n in range(1095, 1110)]})
    del found.pages["/town/gkmlpt/content/0/1/post_1007.html"]
    return found


def seen(home: Path) -> set[tuple[str, str | None, str]]:
    """What a home holds: address, digest and outcome group of every answer, whichever run got it."""
    return {
        (row.url, row.sha256, "ok" if row.outcome in {"unchanged", "not_modified"} else row.outcome)
        for folder in runs(Home(home))
        for row in fetches(home, folder.name)
    }


@pytest.fixture(scope="module")
def server() -> Iterator[Trap]:
    with Trap(web()) as started:
        yield started


@pytest.fixture(scope="module")
def unbroken(crawls: Crawls, server: Trap, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("unbroken")
    assert crawls.run(home, [portal(server.base_url)])["town"]["reason"] == "finished"
    return home


# Five kills each; GONGKAI_KILLS=200 makes it two hundred.
@pytest.mark.parametrize("seed", range(max(1, int(os.environ.get("GONGKAI_KILLS", "20")) // 5)))
def test_killed_again_and_again_it_ends_with_the_same_pages(
    crawls: Crawls, server: Trap, unbroken: Path, tmp_path: Path, seed: int
) -> None:
    chance, kills = random.Random(seed), 5
    server.log.clear()
    server.sprung = 0
    for _ in range(kills):
        server.set(chance.choice([1, 2, 3, 5, 8, 13, 21, 30]))
        server.crawl = crawls.start(tmp_path, [portal(server.base_url)])
        server.crawl.wait()
        assert run_state(runs(Home(tmp_path))[-1]) == "torn"
    assert server.sprung == kills
    said = crawls.run(tmp_path, [portal(server.base_url)])["town"]
    assert said["reason"] == "finished"
    assert seen(tmp_path) == seen(unbroken)
    asked = [row for row in server.log.rows() if row.path != "/robots.txt"]
    whole = [row for row in fetches(unbroken, runs(Home(unbroken))[0].name) if row.role != "robots"]
    assert len(asked) <= len(whole) + kills * IN_FLIGHT
    assert list(verify(Home(tmp_path))) == []
    last = listings(tmp_path, said["run_id"])
    assert {name: (row.rows_seen, row.complete) for name, row in last.items()} == {"1": (103, True), "2": (15, True)}


def test_a_resumed_run_names_its_predecessor_and_what_it_replays(crawls: Crawls, server: Trap, tmp_path: Path) -> None:
    server.set(50)
    server.crawl = crawls.start(tmp_path, [portal(server.base_url)])
    server.crawl.wait()
    torn = runs(Home(tmp_path))[0]
    assert run_state(torn) == "torn"
    said = crawls.run(tmp_path, [portal(server.base_url)])["town"]
    first = rows(tmp_path, said["run_id"])[0]
    assert isinstance(first, RunStart)
    assert first.resumes == torn.name
    held = {row.capture_id for row in fetches(tmp_path, torn.name) if row.capture_id}
    replayed = [row for row in fetches(tmp_path, said["run_id"]) if row.replayed_from]
    assert {row.replayed_from for row in replayed} == held
    assert all(row.capture_id is None and not row.records for row in replayed)
    assert said["totals"]["replayed"] == len(replayed)
    again = crawls.run(tmp_path, [portal(server.base_url)])["town"]
    start = rows(tmp_path, again["run_id"])[0]
    assert isinstance(start, RunStart)
    assert start.resumes is None  # what is finished is not resumed


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_run_in_order_and_the_next_goes_on(
    crawls: Crawls, server: Trap, unbroken: Path, tmp_path: Path, how: signal.Signals
) -> None:
    server.set(60, how)
    server.crawl = crawls.start(tmp_path, [portal(server.base_url)])
    said = server.crawl.summary()
    assert (said["town"]["reason"], said["code"]) == ("shutdown", 130)
    ledger = rows(tmp_path, said["town"]["run_id"])
    assert isinstance(ledger[-1], RunEnd)
    assert ledger[-1].reason == "shutdown"
    again = crawls.run(tmp_path, [portal(server.base_url)])["town"]
    assert again["reason"] == "finished"
    assert again["totals"]["replayed"] > 0
    assert seen(tmp_path) == seen(unbroken)


def test_two_crawls_of_one_portal_at_once_do_not_disturb_each_other(
    crawls: Crawls, server: Trap, unbroken: Path, tmp_path: Path
) -> None:
    pair = [crawls.start(tmp_path, [portal(server.base_url)]) for _ in range(2)]
    assert [crawl.summary()["town"]["reason"] for crawl in pair] == ["finished", "finished"]
    assert seen(tmp_path) == seen(unbroken)
    assert len(runs(Home(tmp_path))) == 2
    assert list(verify(Home(tmp_path))) == []
