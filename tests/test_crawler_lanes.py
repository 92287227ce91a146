"""Lanes on a clock of our own: the gap is kept whatever the server does, and nobody is asked twice at once."""

from __future__ import annotations

import random

import pytest

from crawler.lanes import BLOCKS_TO_PAUSE, Lane, Lanes, Pace

PUBLIC = Pace(floor=3.0)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def ask(lane: Lane, clock: Clock, pace: Pace, took: float) -> float:
    """One request: wait for the turn, take it, answer after `took` seconds; return when it started."""
    seconds = lane.wait(pace)
    assert seconds is not None
    clock.now += seconds
    assert lane.wait(pace) == 0
    started = lane.start()
    clock.now += took
    lane.end(pace, started)
    return started


def test_a_thousand_requests_keep_the_gap() -> None:
    clock, chance = Clock(), random.Random(7)
    lane = Lane(clock)
    before: tuple[float, float] | None = None
    for _ in range(1000):
        took = chance.choice([0.01, 0.2, 0.7, 1.5, 4.0, 20.0])
        started = ask(lane, clock, PUBLIC, took)
        if before is not None:
            rest = started - before[0] - before[1]
            assert rest >= min(max(3.0, 5 * before[1]), 30.0) - 1e-6
        before = started, took


def test_crawl_delay_is_honoured_to_its_bound() -> None:
    clock = Clock()
    lane = Lane(clock)
    lane.crawl_delay = 120.0
    first, second = ask(lane, clock, PUBLIC, 0.1), ask(lane, clock, PUBLIC, 0.1)
    assert second - first == pytest.approx(120.1)
    lane.crawl_delay = 1e9
    assert lane.gap(PUBLIC, 0.1) == 300.0


def test_twenty_hosts_keep_their_own_gaps() -> None:
    clock = Clock()
    lanes = Lanes(clock)
    for n in range(20):
        lane = lanes.of(f"host{n}.example")
        lane.end(PUBLIC, lane.start())
        assert lane.wait(PUBLIC) == 3.0
    clock.now += 3.0
    assert [lanes.of(f"host{n}.example").wait(PUBLIC) for n in range(20)] == [0.0] * 20
    assert lanes.of("host1.example") is lanes.of("host1.example")


class Ticket:
    def __init__(self) -> None:
        self.woken = 0

    def wake(self) -> None:
        self.woken += 1


def test_one_at_a_time_in_the_order_of_coming() -> None:
    clock = Clock()
    lane = Lane(clock)
    started = lane.start()
    first, second = Ticket(), Ticket()
    lane.waiting.extend([first, second])
    assert lane.wait(PUBLIC, first) is None
    lane.end(PUBLIC, started)
    assert (first.woken, second.woken) == (1, 0)
    assert lane.wait(PUBLIC, second) is None
    assert lane.wait(PUBLIC, first) == 3.0


@pytest.mark.parametrize(("asked", "rest"), [(10, 10), (299, 299), (315_360_000, 300), (-5, 0)])
def test_retry_after_rests_the_host_within_bounds(asked: float, rest: float) -> None:
    lane = Lane(Clock())
    assert lane.retry_after(PUBLIC, asked) == rest
    assert lane.wait(PUBLIC) == rest


def test_breaker_rests_the_host_asks_once_more_and_gives_up() -> None:
    clock = Clock()
    lane = Lane(clock)
    given_up = [lane.blocked(PUBLIC) for _ in range(BLOCKS_TO_PAUSE)]
    assert given_up == [False] * BLOCKS_TO_PAUSE
    assert lane.wait(PUBLIC) == PUBLIC.pause
    clock.now += PUBLIC.pause
    assert lane.wait(PUBLIC) == 0
    assert lane.blocked(PUBLIC) is True


def test_an_answer_closes_the_breaker() -> None:
    lane = Lane(Clock())
    for _ in range(50):
        for _ in range(BLOCKS_TO_PAUSE - 1):
            assert lane.blocked(PUBLIC) is False
        lane.good()
    assert lane.wait(PUBLIC) == 0


def test_a_local_portal_without_delay_is_not_held_back() -> None:
    clock = Clock()
    lane, pace = Lane(clock), Pace(0.0, slow=0.0, at_once=8)
    for _ in range(8):
        assert lane.wait(pace) == 0
        lane.start()
    assert lane.wait(pace) is None
    lane.end(pace, clock.now - 9.0)
    assert lane.wait(pace) == 0
