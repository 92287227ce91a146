"""Which bodies have no report for a year, and why: one reason each, as strong as what was seen and no stronger."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from build_kit import rows
from build_story import PORTAL, report
from msgspec.structs import replace
from test_build_time import LINE, Crawl, same_again

from archive.captures import Home
from archive.model import Portal

DAY = 40  # of the crawls: 2027-01-02, when reports of 2025 are due and those of 2026 are not
BEFORE = ("/zwgk/content/post_70.html", "香炉镇2022年政府信息公开工作年度报告", "2023-01-20")


def expected(home: Home, publisher_id: str = PORTAL.publisher_id or "") -> dict[int, tuple[Any, ...]]:
    sql = "select year, status, reason, detail from expectations where publisher_id = ?"
    return {year: row for year, *row in rows(home, sql, publisher_id)}  # type: ignore[misc]


def crawl(home: Home, portal: Portal = PORTAL, day: float = DAY) -> Crawl:
    return Crawl(home, day, portal=replace(portal, since="2022"))


def test_present_missing_and_not_due(tmp_path: Path) -> None:
    home = Home(tmp_path)
    crawl(home).lists("nb", LINE).page().end()
    found = expected(home)
    assert {year: row[:2] for year, row in found.items()} == {
        2022: ["missing", "looked_and_absent"],
        2023: ["present", None],
        2024: ["missing", "looked_and_absent"],
        2025: ["missing", "looked_and_absent"],
        2026: ["not_due", None],
    }
    assert found[2022][2] == "every listing was read to its end on 2027-01-02"
    same_again(home)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("not_found", "page_gone"),
        ("soft_404", "page_gone"),
        ("blocked:jsl", "blocked"),
        ("server_error", "not_captured"),
    ],
)
def test_a_listed_report_whose_page_does_not_come(tmp_path: Path, answer: str, reason: str) -> None:
    home = Home(tmp_path)
    crawl(home).lists("nb", LINE, BEFORE).page().miss(BEFORE[0], answer).end()
    _, why, detail = expected(home)[2022]
    assert why == reason
    assert BEFORE[1] in detail
    assert answer.replace("_", " ") in detail
    assert expected(home)[2024][1] == "looked_and_absent"


def test_a_listed_report_that_nobody_asked_for(tmp_path: Path) -> None:
    home = Home(tmp_path)
    crawl(home).lists("nb", LINE, BEFORE).page().end("sample")
    assert expected(home)[2022][1] == "not_captured"


def test_a_captured_report_that_cannot_be_read(tmp_path: Path) -> None:
    home = Home(tmp_path)
    got = crawl(home).lists("nb", LINE, BEFORE).page()
    got.get(BEFORE[0], "\x00" * 50, mime="application/pdf", native_id="70")
    got.end()
    assert expected(home)[2022][1] == "unreadable"


@pytest.mark.parametrize("arguments", [{"sample": "3"}, {"reports_only": "1"}])
def test_part_of_a_catalogue_is_not_looked_through(tmp_path: Path, arguments: dict[str, str]) -> None:
    home = Home(tmp_path)
    Crawl(home, DAY, portal=replace(PORTAL, since="2022"), arguments=arguments).lists("nb", LINE).page().end()
    assert expected(home)[2022][1:] == ["listing_incomplete", "only a part of the catalogue was asked for"]


def test_a_listing_that_broke_off(tmp_path: Path) -> None:
    home = Home(tmp_path)
    crawl(home).lists("nb", LINE).page().lists("tz", complete=False, name="通知").end("incomplete")
    status, reason, detail = expected(home)[2022]
    assert (status, reason) == ("missing", "listing_incomplete")
    assert detail == "1 of 2 listings are incomplete: 通知: timeout"


def test_a_portal_that_denies_or_never_answers(tmp_path: Path) -> None:
    home = Home(tmp_path)
    denied = crawl(home)
    denied.get("/zwgk/", "<script>document.cookie</script>", role="listing", outcome="blocked:jsl", status=521).end(
        "blocked"
    )
    assert expected(home)[2022][1] == "blocked"
    assert "http" in expected(home)[2022][2]
    silent = replace(PORTAL, id="silent", publisher="某市瓷窑镇人民政府", publisher_id="440999102")
    crawl(home, silent, DAY + 1).end("unreachable")
    assert expected(home, "440999102")[2022][1:] == ["not_crawled", "the latest crawl read no listing: unreachable"]


def test_a_report_that_later_goes_stays_present(tmp_path: Path) -> None:
    home = Home(tmp_path)
    crawl(home).lists("nb", LINE).page().end()
    for day in (10, 20, 30):
        crawl(home, day=DAY + day).lists("nb").miss().end()
    assert rows(home, "select gone_at is not null from documents") == [(1,)]
    assert expected(home)[2023][:2] == ["present", None]


def test_governments_that_share_the_area_are_named_though_nobody_crawled_them(tmp_path: Path) -> None:
    home = Home(tmp_path)
    town = replace(PORTAL, publisher="台山市赤溪镇人民政府", publisher_id="440781110", since="2022")
    got = Crawl(home, DAY, portal=town).lists("nb", LINE)
    got.page(content=report(name="赤溪镇")).end()
    sql = "select publisher, status, reason, basis, portal_id from expectations where year = 2023 order by publisher_id"
    found = {row[0]: row[1:] for row in rows(home, sql)}
    assert found["台山市赤溪镇人民政府"] == ("present", None, "portal", "xianglu")
    assert found["台山市广海镇人民政府"] == ("missing", "not_crawled", "register", None)
    assert found["台山市人民政府"] == ("missing", "not_crawled", "register", None)
    years = rows(home, "select distinct min(year), max(year) from expectations group by publisher_id")
    assert years == [(2022, 2026)]
    assert rows(home, "select name, level, parent_id, source from publishers where id = '440781112'") == [
        ("台山市广海镇人民政府", "township", "440781", "register")
    ]
    same_again(home)


def test_loopback_portals_bring_no_real_neighbours(tmp_path: Path) -> None:
    home = Home(tmp_path)
    town = replace(PORTAL, publisher="台山市赤溪镇人民政府", publisher_id="440781110", local=True)
    Crawl(home, DAY, portal=town).lists("nb", LINE).page(content=report(name="赤溪镇")).end()
    assert rows(home, "select distinct publisher_id from expectations") == [("440781110",)]


def test_a_report_that_names_a_registered_government_is_its(tmp_path: Path) -> None:
    home = Home(tmp_path)
    county = replace(PORTAL, publisher="台山市人民政府", publisher_id="440781", level="county")
    Crawl(home, DAY, portal=county).lists("nb", LINE).page(content=report(name="台山市广海镇")).end()
    assert rows(home, "select publisher_id from reports") == [("440781112",)]
    sql = "select status, basis from expectations where publisher_id = '440781112' and year = 2023"
    assert rows(home, sql) == [("present", "register")]
