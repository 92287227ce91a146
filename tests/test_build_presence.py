"""Gone, and back: random histories of a line against an oracle that was written another way, and against the truth."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

import pytest

from archive.build.presence import Answer, Look, Presence, Sighting, presence

START = datetime(2026, 1, 1, tzinfo=UTC)
HISTORIES = 10_000


def at(day: float) -> str:
    return (START + timedelta(days=day)).isoformat(timespec="seconds")[:19] + "Z"


def looks(*found: Look) -> dict[str, list[Look]]:
    by_node: dict[str, list[Look]] = {}
    for look in sorted(found, key=lambda one: one.began):
        by_node.setdefault(look.node_id, []).append(look)
    return by_node


# ---------------------------------------------------------------------------------------------- by hand


def told(days: list[float], misses: list[float], *, seen: float = 0, good: float = 0.1) -> Presence:
    """A line of one node, listed on one day and left out on others; its page missed on some."""
    found = looks(Look("a", "r0", at(seen)), *(Look("a", f"r{day}", at(day)) for day in days))
    answers = [Answer("/p", at(good), False), *(Answer("/p", at(day), True) for day in misses)]
    return presence([Sighting("a", "r0", at(seen))], found, answers)


@pytest.mark.parametrize(
    ("days", "misses", "gone"),
    [
        ([10, 20, 30], [30.1], 30.1),
        ([10, 17, 24], [11], 24),
        ([1, 2, 3], [3.1], None),  # not long enough
        ([1, 2, 3], [3.1, 15], 15),
        ([1, 2, 3], [3.1, 14.9], None),
        ([10, 30], [30.1], None),  # two listings
        ([10, 20, 30], [], None),  # nobody asked
    ],
)
def test_gone_needs_three_listings_a_miss_and_fourteen_days(
    days: list[float], misses: list[float], gone: float | None
) -> None:
    found = told(days, misses)
    assert found.gone_at == (None if gone is None else at(gone))
    assert (found.absences, found.absent_since) == (len(days), at(days[0]))


def test_a_page_that_still_answers_is_only_unlisted() -> None:
    found = told([10, 20, 30, 40], [11], good=35)
    assert (found.gone_at, found.absences, found.turns) == (None, 1, ())


def test_a_line_that_comes_back_has_reappeared() -> None:
    nodes = looks(*(Look("a", f"r{day}", at(day)) for day in (0, 10, 20, 30, 40)))
    seen = [Sighting("a", "r0", at(0), "c0"), Sighting("a", "r40", at(40), "c40")]
    answers = [Answer("/p", at(0.1), False, "p0"), Answer("/p", at(30.1), True, "miss")]
    found = presence(seen, nodes, answers)
    assert (found.gone_at, found.absences) == (None, 0)
    assert [(turn.kind, turn.seen_from, turn.seen_to) for turn in found.turns] == [
        ("gone", at(0.1), at(30.1)),
        ("reappeared", at(30.1), at(40)),
    ]
    assert [(turn.old_capture_id, turn.new_capture_id) for turn in found.turns] == [("p0", "miss"), ("miss", "c40")]


def test_every_address_that_gave_the_page_must_miss() -> None:
    nodes = looks(*(Look("a", f"r{day}", at(day)) for day in (0, 10, 20, 30)))
    answers = [Answer("/p", at(0.1), False), Answer("/q", at(0.2), False), Answer("/p", at(30.1), True)]
    seen = [Sighting("a", "r0", at(0))]
    assert presence(seen, nodes, answers).gone_at is None
    assert presence(seen, nodes, [*answers, Answer("/q", at(31), True)]).gone_at == at(31)
    never = [*answers[:1], Answer("/other", at(5), True), Answer("/p", at(30.1), True)]
    assert presence(seen, nodes, never).gone_at == at(30.1)


def test_a_node_that_was_not_listed_to_its_end_says_nothing() -> None:
    seen = [Sighting("a", "r0", at(0)), Sighting("b", "r0", at(0.1))]
    nodes = looks(*(Look("a", f"r{day}", at(day)) for day in (0, 10, 20, 30)), Look("b", "r20", at(20.1)))
    assert presence(seen, nodes).absences == 1


def test_the_first_window_is_the_last_listing_without_it() -> None:
    nodes = looks(*(Look("a", f"r{day}", at(day)) for day in (0, 10, 20)), Look("b", "r0", at(0.5)))
    assert presence([Sighting("a", "r20", at(20))], nodes).not_listed_at == at(10)
    assert presence([Sighting("a", "r0", at(0))], nodes).not_listed_at is None
    both = [Sighting("a", "r20", at(20)), Sighting("b", "r20", at(20.2))]
    assert presence(both, nodes).not_listed_at == at(0.5)
    assert presence([Sighting("a", "r20", at(20))], nodes, [Answer("/p", at(5), False)]).not_listed_at == at(0)


# ---------------------------------------------------------------------------------------------- by chance


class History(NamedTuple):
    """What was seen, and what was true: for each node and for the page, the spans of days in which it was there."""

    sightings: list[Sighting]
    looks: dict[str, list[Look]]
    answers: list[Answer]
    there: dict[str, list[tuple[float, float]]]


def spans(rng: random.Random) -> list[tuple[float, float]]:
    """Some spans of days, between them gaps of hours to months."""
    moment, found = rng.uniform(-20, 30), []
    for _ in range(rng.choice((1, 1, 2, 3))):
        end = moment + rng.choice((rng.uniform(0.5, 10), rng.uniform(10, 90), 1000))
        found.append((moment, end))
        moment = end + rng.choice((rng.uniform(0.1, 3), rng.uniform(3, 20), rng.uniform(20, 120)))
    return found


def within(found: list[tuple[float, float]], day: float) -> bool:
    return any(start <= day < end for start, end in found)


def history(rng: random.Random) -> History:
    """Crawls at random days: listings whole, broken off or denied, pages asked for or not, requests that fail."""
    nodes = ["a", "b", "c"][: rng.choice((1, 1, 2, 3))]
    page = spans(rng)
    there = {node: page if rng.random() < 0.7 else spans(rng) for node in nodes}
    there["page"] = page if rng.random() < 0.8 else spans(rng)
    addresses = ["/p", "/q"][: rng.choice((1, 1, 2))]
    day, crawls = 0.0, []
    for number in range(rng.randrange(2, 13)):
        day += rng.choice((rng.uniform(0.3, 2), rng.uniform(2, 10), rng.uniform(10, 40)))
        crawls.append((f"r{number:02}", day))
    seen, found, answers = [], [], []
    for crawl, began in crawls:
        moment = began
        for node in rng.sample(nodes, len(nodes)):
            moment = round(moment + rng.uniform(0.001, 0.02), 6)
            how = rng.choice(("whole",) * 6 + ("cut", "denied"))
            if how == "whole" or (how == "cut" and rng.random() < 0.5):
                if within(there[node], moment):
                    seen.append(Sighting(node, crawl, at(moment)))
                if how == "whole":
                    found.append(Look(node, crawl, at(moment)))
        for address in addresses:
            moment = round(moment + rng.uniform(0.001, 0.02), 6)
            if rng.random() < 0.8:  # else: not asked, refused, timed out
                answers.append(Answer(address, at(moment), not within(there["page"], moment)))
    rng.shuffle(seen)
    rng.shuffle(answers)
    return History(seen, looks(*found), answers, there)


def oracle(told: History) -> tuple[str | None, list[tuple[str, str]]]:
    """The rule read off its text: at every moment anything was learnt, all conditions are looked at from nothing."""
    moments = {one.at for one in (*told.sightings, *told.answers)} | {
        look.began for found in told.looks.values() for look in found
    }
    crawls: dict[str, dict[str, str]] = {}
    for look in (look for found in told.looks.values() for look in found):
        crawls.setdefault(look.crawl, {})[look.node_id] = look.began
    turns: list[tuple[str, str]] = []
    for now in sorted(moments):
        gone = holds(told, crawls, now)
        back = any(one.at == now for one in told.sightings) or any(
            one.at == now and not one.missing for one in told.answers
        )
        was = bool(turns) and turns[-1][0] == "gone"
        if gone and not was:
            turns.append(("gone", now))
        elif was and back:
            turns.append(("reappeared", now))
    return (turns[-1][1] if turns and turns[-1][0] == "gone" else None), turns


def holds(told: History, crawls: dict[str, dict[str, str]], now: str) -> bool:
    seen = [one for one in told.sightings if one.at <= now]
    good = [one for one in told.answers if one.at <= now and not one.missing]
    if not seen or not good:
        return False
    last = max(one.at for one in (*seen, *good))
    nodes = {one.node_id for one in seen}
    ever, stood = {one.crawl for one in told.sightings}, {one.node_id for one in told.sightings}
    without: list[str] = []
    for crawl in crawls.keys() - ever:
        times = [began for node, began in crawls[crawl].items() if node in stood]
        if nodes <= crawls[crawl].keys() and all(last < moment <= now for moment in times):
            without.append(max(times))
    missing = [one for one in told.answers if one.missing and last < one.at <= now]
    if len(without) < 3 or {one.address for one in good} - {one.address for one in missing}:
        return False
    asked = {one.address for one in good}
    latest = max([*without, *(one.at for one in missing if one.address in asked)])
    return datetime.fromisoformat(latest) - datetime.fromisoformat(min(without)) >= timedelta(days=14)


def test_ten_thousand_histories_are_judged_as_the_rule_says_and_never_against_the_truth() -> None:
    rng = random.Random(20261123)
    gone = back = 0
    for _ in range(HISTORIES):
        told = history(rng)
        every = [one for found in told.looks.values() for one in found]
        result = presence(told.sightings, told.looks, told.answers)
        expected, turns = oracle(told)
        assert (result.gone_at, [(turn.kind, turn.seen_to) for turn in result.turns]) == (expected, turns), told
        for turn in result.turns:
            gone, back = gone + (turn.kind == "gone"), back + (turn.kind == "reappeared")
            if turn.kind == "gone":
                assert really_gone(told, turn.seen_to), told
        if result.not_listed_at is not None:
            first = min(one.at for one in told.sightings)
            assert result.not_listed_at < first
            assert any(look.began == result.not_listed_at for look in every)
    assert gone > 300
    assert back > 20


def really_gone(told: History, moment: str) -> bool:
    """Three crawls up to then, over fourteen days with the last answer, were made while it truly stood nowhere."""
    nodes = {one.node_id for one in told.sightings if one.at <= moment}
    days = {
        look.crawl: (datetime.fromisoformat(look.began) - START) / timedelta(days=1)
        for node in nodes
        for look in told.looks.get(node, ())
        if look.began <= moment
    }
    empty = [day for day in days.values() if not any(within(told.there[node], day) for node in nodes)]
    asked = [one for one in told.answers if one.at <= moment]
    last = max(asked, key=lambda one: one.at)
    return len(empty) >= 3 and last.missing


def test_turns_alternate_and_are_in_order() -> None:
    rng = random.Random(7)
    for _ in range(1000):
        told = history(rng)
        found = presence(told.sightings, told.looks, told.answers).turns
        assert all(one.kind != other.kind and one.seen_to <= other.seen_from for one, other in pairwise(found))
        assert all(turn.seen_from < turn.seen_to for turn in found)
