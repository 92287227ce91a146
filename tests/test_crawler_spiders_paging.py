"""When does a list of printed pages end? PagedWalk over servers that are whole, miss, repeat or cut off a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from archive.model import Entry, Listing, ListingPage, NextPage
from crawler.spiders.ends import Closings, one_further
from crawler.spiders.paging import PagedWalk

BASE = "http://a.example/tzgg/"
Served = str | tuple[list[int], dict[str, object]]


def place(number: int) -> str:
    return f"{BASE}index.html" if number == 1 else f"{BASE}index_{number}.html"


def linked(count: int, per: int = 10, **more: object) -> dict[str, Served]:
    """A list of `count` rows whose pages link to the next one; `more` is what every page states."""
    last = max(-(-count // per), 1)
    pages: dict[str, Served] = {}
    for number in range(1, last + 1):
        rows = list(range((number - 1) * per, min(number * per, count)))
        pages[place(number)] = rows, {"next_url": place(number + 1) if number < last else None} | more
    return pages


def walked(pages: dict[str, Served], cut: Iterable[str] = ()) -> tuple[PagedWalk, Listing, list[str]]:
    """Walk pages by address: rows and what the page says, or the outcome under which it cannot be had."""
    walk = PagedWalk("n", "栏目", place(1), "generic")
    walk.begin()
    asked = []
    for _ in range(60):
        url = walk.place.url
        asked.append(url.rsplit("/", 1)[-1])
        served = pages.get(url, "not_found")
        if isinstance(served, str):
            turn = walk.failed(served)
        else:
            keys = [f"#{row}" for row in served[0]]
            page = ListingPage(tuple(Entry(key, key) for key in keys), **served[1])  # type: ignore[arg-type]
            turn = walk.read(page, keys, structured=False, cut=url in cut)
        if turn.place is None:
            return walk, walk.end(turn.complete, turn.reason), asked
    pytest.fail("the walk does not end")


@pytest.mark.parametrize("count", [1, 9, 10, 11, 20, 47])
@pytest.mark.parametrize("more", [{}, {"total": True}, {"pages": True}], ids=["silent", "total", "pages"])
def test_a_whole_list_is_read_to_its_end_and_no_further(count: int, more: dict[str, bool]) -> None:
    last = -(-count // 10)
    stated = {name: count if name == "total" else last for name in more}
    walk, row, asked = walked(linked(count, **stated))
    assert (row.complete, row.rows_seen, row.pages, len(asked)) == (True, count, last, last)
    assert row.total == stated.get("total")
    assert walk.settled


@pytest.mark.parametrize("stated", [46, 48, 90])
def test_a_total_that_does_not_agree_is_said(stated: int) -> None:
    _, row, _ = walked(linked(47, total=stated))
    assert (row.complete, row.rows_seen, row.total) == (False, 47, stated)
    assert "total_mismatch" in row.reason


FAULTS: dict[str, Callable[[dict[str, Served], str], None]] = {
    "timeout": lambda pages, url: pages.update({url: "timeout"}),
    "server_error": lambda pages, url: pages.update({url: "server_error"}),
    "not_found": lambda pages, url: pages.update({url: "not_found"}),
    "blocked": lambda pages, url: pages.update({url: "blocked:jsl"}),
    "no rows": lambda pages, url: pages.update({url: ([], {})}),
    "page before": lambda pages, url: pages.update({url: pages[before(url)]}),
}


def before(url: str) -> str:
    number = int(url.rsplit("_", 1)[-1].partition(".")[0]) if "_" in url else 1
    return place(max(number - 1, 1))


@pytest.mark.parametrize("more", [{}, {"total": 47}, {"pages": 5}], ids=["silent", "total", "pages"])
@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("fault", FAULTS)
def test_no_fault_at_any_page_makes_a_list_whole(fault: str, number: int, more: dict[str, int]) -> None:
    if (fault, number) == ("page before", 1):
        pytest.skip("page 1 has none before it")
    pages = linked(47, **more)
    FAULTS[fault](pages, place(number))
    walk, row, _ = walked(pages)
    assert not row.complete
    assert row.reason
    assert not walk.settled
    assert row.rows_seen < 47


def test_a_last_page_shown_for_every_later_number_is_the_end() -> None:
    pages = linked(30)
    rows = pages[place(3)][0]
    for number in range(3, 9):
        pages[place(number)] = rows, {"next_url": place(number + 1)}  # type: ignore[assignment]
    _, row, asked = walked(pages)
    assert (row.complete, row.rows_seen) == (True, 30)
    assert asked == ["index.html", "index_2.html", "index_3.html", "index_4.html", "index_5.html"]


def test_a_server_that_shows_page_1_for_every_number_is_not_read_to_its_end() -> None:
    pages = linked(30)
    for number in (2, 3, 4):
        pages[place(number)] = pages[place(1)][0], {"next_url": place(number + 1)}  # type: ignore[assignment]
    _, row, _ = walked(pages)
    assert (row.complete, row.rows_seen) == (False, 10)
    assert row.reason.startswith("paging_ignored")


@pytest.mark.parametrize("number", [1, 3, 5])
def test_a_page_that_stops_before_its_end_leaves_its_list_in_doubt(number: int) -> None:
    pages = linked(47)
    rows, said = pages[place(number)]
    pages[place(number)] = rows[:4], {**said, "next_url": None}  # type: ignore[dict-item,index]
    _, row, _ = walked(pages, cut=[place(number)])
    assert (row.complete, row.reason) == (False, f"cut_off: page {number} stops before its end")
    _, whole, _ = walked(linked(47, total=47), cut=[place(number)])
    assert whole.complete  # every row that the server states was seen all the same


def test_a_further_place_of_the_same_page_is_asked_where_the_first_fails() -> None:
    pages = linked(20, total=20)
    rows, said = pages[place(1)]
    pages[place(1)] = rows, {**said, "next_url": f"{BASE}index_1.html", "other_next": (NextPage(place(2)),)}  # type: ignore[dict-item]
    _, row, asked = walked(pages)
    assert (row.complete, row.rows_seen) == (True, 20)
    assert asked == ["index.html", "index_1.html", "index_2.html"]


# ------------------------------------------------------------------------------------------------------ the two tests


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("<html><body><ul><li>甲</li></ul></body></html>\n<!-- 12 ms -->", False),
        ("<html><body><ul><li>甲</li></ul></body>", False),
        ("<html><body><ul><li>甲</li><li>乙</l", True),
        ("<html><body><div><ul><li>甲</li>", True),
        (
            "<html><body><ul><li>甲</li></ul>",
            False,
        ),  # perhaps this site never closes more
        ("<li>甲</li><li>乙</li>", False),  # a fragment
        ("<li>甲</li><li>乙", True),
        ("<datastore><recordset><record></record></recordset></datastore>", False),
        ("<datastore><recordset><record></record>", True),
        ('{"rows": []}', False),
        ("", False),
    ],
)
def test_where_a_page_stops_tells_whether_it_was_cut_off(text: str, cut: bool) -> None:
    assert Closings().is_cut(text) is cut


def test_a_site_that_closes_its_pages_is_held_to_it() -> None:
    site = Closings()
    assert not site.is_cut("<html><body><p>甲</p></body></html>")
    assert site.is_cut("<html><body><p>甲</p>")


@pytest.mark.parametrize(
    ("first", "second", "third"),
    [
        ("/l/index_2.html", "/l/index_3.html", "/l/index_4.html"),
        ("/l/index.html", "/l/index_1.html", "/l/index_2.html"),
        ("/l.php?c=12", "/l.php?c=12&page=2", "/l.php?c=12&page=3"),
        ("/l.php?c=12&page=9", "/l.php?c=12&page=10", "/l.php?c=12&page=11"),
        ("/t/11.htm", "/t/10.htm", None),
        ("/a/1/2.html", "/a/2/3.html", None),
        ("/a", "/b", None),
    ],
)
def test_the_place_after_two_places(first: str, second: str, third: str | None) -> None:
    host = "http://a.example"
    found = one_further(NextPage(host + first), NextPage(host + second))
    assert (found.url if found else None) == (host + third if third else None)
    assert one_further(NextPage(host + first, "x=1"), NextPage(host + second)) is None
