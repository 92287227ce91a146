"""What waits and whose turn it is: order, requests beyond the window, and a host's gap between processes."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest
import scrapy
from crawler_kit import Crawls, catalogue, fetches, portal, post
from scrapy import Request

from archive.model import Entry, Link
from crawler.asks import Ask
from crawler.host_files import BUSY, HostFile
from crawler.lanes import Lane, Lanes, Pace
from crawler.sample import SamplePortals
from crawler.scheduler import WINDOW, Waiting


class Asker(scrapy.Spider):
    name = "asker"

    def read(self, response: object) -> None: ...

    def failed(self, failure: object) -> None: ...


class Walk:
    """Something that a spider goes on changing while requests wait."""


def asked(spider: Asker, walk: Walk, number: int) -> Request:
    entry = Entry(f"事项{number}", f"http://a.example/{number}", attachments=(Link("u", "n"),))
    meta = {"ask": Ask("detail", "gkmlpt", native_id=str(number))}
    return Request(
        entry.url, spider.read, headers={"Referer": "http://a.example/"}, meta=meta, priority=number % 3,
        dont_filter=True, errback=spider.failed, cb_kwargs={"entry": entry, "walk": walk},
    )  # fmt: skip


def test_beyond_the_window_requests_come_back_in_order_and_as_they_were() -> None:
    spider, walk = Asker(), Walk()
    waiting, count = Waiting(spider), 6 * WINDOW
    for number in range(count):
        assert waiting.enqueue_request(asked(spider, walk, number))
    assert (len(waiting), waiting.has_pending_requests()) == (count, True)
    found = list(iter(waiting.next_request, None))
    expected = [number for place in (2, 1, 0) for number in range(count) if number % 3 == place]
    assert [int(request.url.rsplit("/", 1)[1]) for request in found] == expected
    for request, number in zip(found, expected, strict=True):
        same = asked(spider, walk, number)
        assert (request.callback, request.errback, request.dont_filter) == (spider.read, spider.failed, True)
        assert (request.headers, request.meta) == (same.headers, same.meta)
        assert request.cb_kwargs["entry"] == same.cb_kwargs["entry"]
        assert request.cb_kwargs["walk"] is walk  # what changes is not copied
    stored = waiting._buckets[0]._stored
    assert stored is not None
    assert len(stored._live) == 1
    assert not waiting.has_pending_requests()
    waiting.close("finished")


def test_a_full_temporary_folder_loses_no_request(monkeypatch: pytest.MonkeyPatch) -> None:
    spider, walk = Asker(), Walk()
    waiting, count = Waiting(spider), 3 * WINDOW
    for number in range(0, 3 * count, 3):
        if number == 3 * 2 * WINDOW:

            def refuse(request: Request) -> None:
                raise OSError(28, "No space left on device")

            monkeypatch.setattr(waiting._buckets[0]._stored, "put", refuse)
        waiting.enqueue_request(asked(spider, walk, number))
    found = [int(request.url.rsplit("/", 1)[1]) for request in iter(waiting.next_request, None)]
    assert found == list(range(0, 3 * count, 3))


class Clock:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def test_two_processes_take_turns_at_a_host(tmp_path: Path) -> None:
    clock, chance = Clock(), random.Random(3)
    files = [HostFile(HostFile.of(tmp_path, "www.example.gov.cn").path, clock) for _ in range(2)]
    ended = 0.0
    for _ in range(500):
        file, other = chance.sample(files, 2)
        seconds = file.take(3.0)
        if seconds:
            clock.now += seconds
            assert file.take(3.0) == 0
        assert ended == 0 or clock.now - ended >= 3.0 - 1e-5
        assert other.take(3.0) == BUSY  # nobody else while a request is under way
        clock.now += chance.choice([0.05, 1.0, 7.0])
        ended = clock.now
        file.give(3.0)
    assert len(list(tmp_path.iterdir())) == 1


def test_a_process_that_died_leaves_a_rest_and_a_wrong_clock_does_not_last(tmp_path: Path) -> None:
    clock = Clock()
    first, second = (HostFile(tmp_path / "host", clock) for _ in range(2))
    assert first.take(3.0) == 0

    os.close(first._held)  # as the system does for the dead
    assert second.take(3.0) == pytest.approx(3.0)
    clock.now -= 1_000_000  # the clock was set back
    assert second.take(3.0) == 0
    second.give(3.0)


def test_names_of_hosts_never_lead_out_of_the_folder(tmp_path: Path) -> None:
    for host in ("../../etc/passwd", "a" * 500, "政府.cn", "", "127.0.0.1:80"):
        path = HostFile.of(tmp_path, host).path
        assert path.parent == tmp_path
        assert len(path.name) < 120
    assert HostFile.of(tmp_path, "a/b").path != HostFile.of(tmp_path, "a.b").path


@pytest.fixture(scope="module")
def crawls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawls]:
    with Crawls(tmp_path_factory.mktemp("crawls")) as started:
        yield started


def test_two_crawls_of_one_home_keep_one_gap(crawls: Crawls, tmp_path: Path) -> None:
    with SamplePortals(web=catalogue({1: [post(n) for n in range(1000, 1006)]})) as server:
        pair = [crawls.start(tmp_path, [portal(server.base_url, name, delay=0.1)]) for name in ("a", "b")]
        said = [crawl.summary() for crawl in pair]
    runs = [one[name]["run_id"] for one, name in zip(said, ("a", "b"), strict=True)]
    found = sorted(datetime.fromisoformat(row.requested_at) for run in runs for row in fetches(tmp_path, run))
    assert len(found) == 20
    assert min((after - before).total_seconds() for before, after in pairwise(found)) >= 0.1 - 0.001
    assert all(
        (tmp_path / "runs" / run / "log.txt").read_text(encoding="utf-8").count("ended: finished") for run in runs
    )


def test_twenty_hosts_of_a_thousand_requests_each_keep_their_gaps_side_by_side() -> None:
    clock, chance, pace = Clock(), random.Random(5), Pace(floor=3.0)
    lanes = Lanes(clock)
    hosts = [f"host{n}.example" for n in range(20)]
    ends: dict[str, tuple[float, float]] = {}
    started = clock.now
    for _ in range(1000):
        for host in hosts:
            lane: Lane = lanes.of(host)
            seconds = lane.wait(pace)
            assert seconds is not None
            clock.now += seconds
            if host in ends:
                ended, took = ends[host]
                assert clock.now - ended >= min(max(3.0, 5 * took), 30.0) - 1e-5
            took = chance.choice([0.01, 0.1])
            begun = lane.start()
            clock.now += took
            lane.end(pace, begun)
            ends[host] = clock.now, took
    assert clock.now - started < 1000 * (3.0 + 20 * 0.1 + 1)  # side by side, not one after another
