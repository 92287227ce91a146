"""Is that all? The stop rule and the completeness of a listing, over totals that are right, off, missing or moving."""

from __future__ import annotations

import pytest

from archive.model import Entry, Listing, ListingPage
from crawler.spiders.listings import Walk

ROWS = 100


def served(count: int, stated: list[int | None], *, repeat: bool = False) -> tuple[Walk, Listing, int]:
    """Walk a server that has `count` rows, 100 a page, and states totals page by page; past the end it answers 404."""
    walk = Walk("1", "栏目", "http://a.example/api/1", "gkmlpt")
    for page in range(1, 60):
        at = 0 if repeat else (page - 1) * ROWS
        keys = [f"a#{n}" for n in range(at, min(at + ROWS, count))]
        if page > 1 and not keys:
            step = walk.past_the_end("not_found")
        else:
            total = stated[min(page - 1, len(stated) - 1)]
            rows = tuple(Entry("", key) for key in keys)
            step = walk.take(ListingPage(rows, total, None, (page - 1) * ROWS), keys, ROWS)
        if not step.more:
            return walk, walk.end(step.complete, step.reason), page
    pytest.fail("the walk does not end")


@pytest.mark.parametrize("count", [0, 1, 99, 100, 101, 200, 250, 1000])
def test_a_right_total_ends_the_walk(count: int) -> None:
    walk, row, pages = served(count, [count])
    assert (row.complete, row.rows_seen, row.total) == (True, count, count)
    assert pages == count // ROWS + 1  # a full last page is followed by one look past the end
    assert walk.done


@pytest.mark.parametrize("count", [0, 1, 99, 100, 101, 200, 250])
def test_without_a_total_the_rows_say_where_the_end_is(count: int) -> None:
    _, row, pages = served(count, [None])
    assert (row.complete, row.rows_seen, row.total) == (True, count, None)
    assert pages <= count // ROWS + 1


@pytest.mark.parametrize("count", [99, 100, 101, 200, 250])
@pytest.mark.parametrize("off", [-1, 1, -0.1, 0.1])
def test_a_total_that_is_off_is_reported_and_every_row_is_seen(count: int, off: float) -> None:
    stated = count + int(off if abs(off) == 1 else count * off)
    _, row, _ = served(count, [stated])
    assert row.rows_seen == count
    assert not row.complete
    assert row.reason.startswith("total_mismatch")
    assert str(stated) in row.reason


def test_a_total_that_changes_while_reading_is_named() -> None:
    _, row, _ = served(250, [249, 250])
    assert (row.rows_seen, row.complete) == (250, True)
    assert "249 → 250" in row.reason


def test_a_server_that_ignores_the_page_number_ends_the_walk() -> None:
    _, row, pages = served(250, [250], repeat=True)
    assert (row.rows_seen, row.complete, pages) == (100, False, 2)
    assert "repeats" in row.reason


def test_rows_that_come_twice_count_once() -> None:
    walk = Walk("1", "栏目", "http://a.example/api/1", "gkmlpt")
    step = walk.take(ListingPage((), 3, 40, 0), ["a#1", "a#2", "a#1"], ROWS)
    row = walk.end(step.complete, step.reason)
    assert (row.rows_seen, row.total, row.claimed, row.complete) == (2, 3, 40, False)
