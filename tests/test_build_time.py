"""Time: when a line was there and when not, what is gone, claims beside the catalogue, gaps in numbers."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from build_kit import rows
from build_story import PORTAL, SITE, article, listing, report
from captures_kit import AT, exchange, started
from msgspec.structs import replace

from archive.build import build, dump
from archive.build.series import gaps, in_words, parse
from archive.captures import Home, OpenRun
from archive.model import Listing, Portal

PAGE = "/zwgk/content/post_71.html"
LINE = (PAGE, "香炉镇2023年政府信息公开工作年度报告", "2024-01-22")
OTHER = ("/zwgk/content/post_72.html", "关于汛期值班的通知", "2023-06-01")


class Crawl:
    """One crawl of one day: listings, pages, misses, an end."""

    def __init__(self, home: Home, day: float, *, portal: Portal = PORTAL, **given: Any) -> None:
        self.home, self.moment, self.portal = home, AT + timedelta(days=day), portal
        begun = self.moment
        self.run: OpenRun = started(home, int(day * 100), portal, now=lambda: begun, **given)

    def get(self, path: str, content: str, **row: Any) -> Crawl:
        self.moment += timedelta(seconds=5)
        headers = [(b"Content-Type", b"text/html; charset=utf-8")]
        given = {"platform": "nfcms", "local": self.portal.local, "mime": "text/html"} | row
        exchange(self.run, SITE + path, content.encode(), headers, at=self.moment, **given)
        return self

    def lists(
        self, node: str, *lines: tuple[str, str, str], complete: bool = True, name: str = "年报", why: str = "timeout"
    ) -> Crawl:
        self.get(f"/{node}/index.html", listing(*lines), role="listing", node_id=node)
        reason = "the last page" if complete else why
        at = f"{self.moment:%Y-%m-%dT%H:%M:%SZ}"
        self.run.ledger.append(Listing(node, name, f"{SITE}/{node}/", 1, len(lines), None, None, complete, reason, at))
        return self

    def page(self, path: str = PAGE, content: str | None = None) -> Crawl:
        return self.get(path, content or report(), native_id=path.rpartition("_")[2].removesuffix(".html"))

    def miss(self, path: str = PAGE, outcome: str = "not_found") -> Crawl:
        return self.get(path, "<h1>404</h1>", outcome=outcome, status=404)

    def end(self, reason: str = "finished", *, torn: bool = False) -> str:
        if torn:
            self.run.abandon()
        else:
            self.run.close(reason)
        build(self.home)
        return self.run.run_id


def stands(home: Home) -> tuple[Any, ...]:
    [row] = rows(home, "select listed, absences, absent_since is not null from entries where key = '#71'")
    return row


def same_again(home: Home) -> None:
    grown = list(dump(home))
    build(home, full=True)
    assert list(dump(home)) == grown


def taken_away(home: Home, *days: float, asked: str | None = "not_found") -> None:
    Crawl(home, 0).lists("nb", LINE, OTHER).page().end()
    for day in days:
        crawl = Crawl(home, day).lists("nb", OTHER)
        if asked is not None and day == days[-1]:
            crawl.miss(outcome=asked)
        crawl.end()


# ---------------------------------------------------------------------------------------------- there and not there


@pytest.mark.parametrize("outcome", ["not_found", "soft_404"])
def test_a_page_is_gone_by_rule_and_comes_back(tmp_path: Path, outcome: str) -> None:
    home = Home(tmp_path)
    taken_away(home, 5, 12, 20, asked=outcome)
    assert stands(home) == (0, 3, 1)
    [(gone_at,)] = rows(home, "select gone_at from documents")
    assert gone_at.startswith("2026-12-13")
    same_again(home)
    Crawl(home, 30).lists("nb", LINE, OTHER).end()
    assert stands(home) == (1, 0, 0)
    assert rows(home, "select gone_at from documents") == [(None,)]
    turns = rows(
        home,
        "select kind, old, new, substr(seen_from, 1, 10), substr(seen_to, 1, 10), a.outcome, b.outcome from changes"
        " join captures a on a.id = old_capture_id join captures b on b.id = new_capture_id order by seen_to",
    )
    assert turns == [
        ("gone", "listed", "gone", "2026-11-23", "2026-12-13", "ok", outcome),
        ("reappeared", "gone", "listed", "2026-12-13", "2026-12-23", outcome, "ok"),
    ]
    assert rows(home, "select count(*) from reports") == [(1,)]
    same_again(home)


@pytest.mark.parametrize("outcome", ["blocked:jsl", "timeout", "server_error", None])
def test_what_is_no_miss_makes_nothing_gone(tmp_path: Path, outcome: str | None) -> None:
    home = Home(tmp_path)
    taken_away(home, 5, 12, 20, asked=outcome)
    assert stands(home) == (0, 3, 1)
    assert rows(home, "select gone_at from documents") == [(None,)]


def test_incomplete_listings_say_nothing(tmp_path: Path) -> None:
    home = Home(tmp_path)
    Crawl(home, 0).lists("nb", LINE, OTHER).page().end()
    for day in (10, 20, 30, 40):
        Crawl(home, day).lists("nb", OTHER, complete=False).miss().end()
    assert stands(home) == (1, 0, 0)
    assert rows(home, "select gone_at from documents") == [(None,)]


def test_a_crawl_that_was_resumed_looked_once(tmp_path: Path) -> None:
    home = Home(tmp_path)
    Crawl(home, 0).lists("nb", LINE).page().end()
    first = Crawl(home, 5).lists("nb").end(torn=True)
    second = Crawl(home, 5.5, resumes=first).lists("nb").end(torn=True)
    Crawl(home, 6, resumes=second).lists("nb").end()
    assert stands(home) == (0, 1, 1)
    assert rows(home, "select count(*), sum(complete) from walks") == [(2, 2)]


def test_runs_in_any_order_say_the_same(tmp_path: Path) -> None:
    told = Home(tmp_path / "told")
    taken_away(told, 5, 12, 20)
    Crawl(told, 30).lists("nb", LINE, OTHER).end()
    home = Home(tmp_path / "other")
    home.check_writable()
    for folder in sorted(told.runs_folder.iterdir(), reverse=True):
        if not folder.name.startswith("."):
            (home.runs_folder / folder.name).symlink_to(folder)
            build(home)
    assert list(dump(home)) == list(dump(told))


def test_a_report_has_the_window_in_which_it_appeared(tmp_path: Path) -> None:
    home = Home(tmp_path)
    Crawl(home, 0).lists("nb", OTHER).end()
    Crawl(home, 5).lists("nb", OTHER, complete=False).end()
    Crawl(home, 9).lists("nb", LINE, OTHER).page().end()
    [(before, first)] = rows(home, "select not_listed_at, first_listed from report_windows")
    assert (before[:10], first[:10]) == ("2026-11-23", "2026-12-02")
    assert rows(home, "select not_listed_at from entries where key = '#72'") == [(None,)]


# ---------------------------------------------------------------------------------------------- claim and catalogue

BODY = (
    "<p>一、总体情况</p><p>2023年，香炉镇全年主动公开政府信息5条，其中机构职能类信息1条，通知公告类信息3条，"
    "其他文件类信息1条。</p><p>二、主动公开政府信息情况</p><p>三、收到和处理政府信息公开申请情况</p>"
    "<p>四、政府信息公开行政复议、行政诉讼情况</p><p>五、存在的主要问题及改进情况</p><p>一是更新慢。</p>"
    "<p>六、其他需要报告的事项</p><p>无。</p>"
)
CLAIMING = article("香炉镇2023年政府信息公开工作年度报告", BODY, published="2024-01-22 09:30:00")
NOTICES = [(f"/tz/content/post_{n}.html", f"通知之{n}", f"2023-0{n}-01") for n in (1, 2, 3, 4)]
DUTY = ("/jg/content/post_9.html", "内设机构", "2023-03-01")


def claims(home: Home) -> dict[str | None, tuple[Any, ...]]:
    found = rows(
        home, "select label, claimed, listed, vanished, difference, standing, reason from catalogue_comparisons"
    )
    return {row[0]: row[1:] for row in found}


def listed(crawl: Crawl, *, complete: bool = True, notices: int = 4) -> Crawl:
    crawl.lists("nb", LINE, name="年报").lists("jg", DUTY, name="机构职能")
    return crawl.lists("tz", *NOTICES[:notices], name="通知公告", complete=complete)


@pytest.fixture
def claimed(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    listed(Crawl(home, 0)).page(content=CLAIMING).end()
    return home


def test_claims_stand_beside_the_lines_of_the_year_in_all_and_by_class(claimed: Home) -> None:
    found = claims(claimed)
    assert found[None] == (5, 5, 0, 0, "counted", None)
    by_class = {label: row for label, row in found.items() if label}
    assert {row[:3] for label, row in by_class.items() if "机构" in label} == {(1, 1, 0)}
    assert {row[:2] for label, row in by_class.items() if "通知" in label} == {(3, 4)}
    [other] = [row for label, row in by_class.items() if "其他" in label]
    assert other[1:] == (None, None, None, "cannot_say", "no node of the catalogue has this name")
    window = rows(claimed, "select distinct substr(seen_from, 1, 10), seen_to > seen_from from catalogue_comparisons")
    assert window == [("2026-11-23", 1)]


def test_an_incomplete_listing_is_never_counted(claimed: Home) -> None:
    listed(Crawl(claimed, 3), complete=False).end("incomplete")
    found = claims(claimed)
    assert found[None][1:5] == (None, None, None, "cannot_say")
    assert "1 of 3 listings are incomplete: 通知公告: timeout" in found[None][5]
    assert {row[1] for label, row in found.items() if label and "机构" in label} == {1}
    assert {row[1] for label, row in found.items() if label and "通知" in label} == {None}
    same_again(claimed)


def test_a_crawl_of_a_part_does_not_count_and_does_not_hide_the_whole_one(claimed: Home) -> None:
    before = claims(claimed)
    Crawl(claimed, 3, arguments={"reports_only": "1"}).lists("nb", LINE, name="年报").end()
    assert claims(claimed) == before
    assert rows(claimed, "select whole, complete, reason from walks order by began") == [
        (1, 1, None),
        (0, 0, "only a part of the catalogue was asked for"),
    ]


def test_lines_that_were_taken_away_are_counted_apart(claimed: Home) -> None:
    listed(Crawl(claimed, 3), notices=2).end()
    assert claims(claimed)[None][:4] == (5, 3, 2, 2)
    same_again(claimed)


def test_a_catalogue_listed_before_the_year_was_over_cannot_say(tmp_path: Path) -> None:
    home = Home(tmp_path)
    body = CLAIMING.replace("2023年", "2026年").replace("2024-01-22", "2026-11-20")
    listed(Crawl(home, 0)).page(content=body).end()
    assert claims(home)[None][4:] == ("cannot_say", "the catalogue was listed before the year was over")


def test_a_catalogue_that_does_not_reach_back_cannot_say(tmp_path: Path) -> None:
    home = Home(tmp_path)
    body = CLAIMING.replace("2023年", "2019年").replace("2024-01-22", "2020-01-22")
    listed(Crawl(home, 0)).page(content=body).end()
    assert claims(home)[None][1:] == (None, None, None, "cannot_say", "the catalogue begins with 2023")


def test_a_portal_that_gets_a_name_is_compared_anew(claimed: Home) -> None:
    town = replace(
        PORTAL, id="other", publisher="某市香炉镇农业农村办公室", url=f"{SITE}/nyb/", publisher_id="440999101-nyb"
    )
    Crawl(claimed, 2, portal=town).lists("x", OTHER).end()
    same_again(claimed)


# ---------------------------------------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    ("kind", "printed", "parsed"),
    [
        ("identifier", "11440781007100000X/2022-06166", ("11440781007100000X", 2022, 6166)),
        ("identifier", "GA123-0200-2012-00123", ("GA123-0200", 2012, 123)),
        ("document_number", "赤府〔2018〕2号", ("赤府", 2018, 2)),
        ("document_number", "臺府辦 [2019] 12 號", ("台府办", 2019, 12)),
        ("document_number", "赤府（2018）第2号", ("赤府", 2018, 2)),
        ("document_number", "无", None),
        ("identifier", None, None),
    ],
)
def test_numbers_are_read_in_every_bracket(kind: str, printed: str | None, parsed: object) -> None:
    assert parse(kind, printed) == parsed


def test_gaps_are_told_as_people_write_them() -> None:
    assert list(gaps([1, 2, 4, 9, 5, 4])) == [(3, 3), (6, 8)]
    assert in_words(gaps([1, 2, 4, 9, 5])) == "3, 6–8"
    assert in_words(gaps([1, 2, 3])) is None
    assert len(in_words(gaps(range(0, 9999, 2))) or "") < 420


def test_gaps_stand_beside_how_common_gaps_are(tmp_path: Path) -> None:
    home = Home(tmp_path)
    crawl = Crawl(home, 0)
    numbered = [("府", 2023, n) for n in (1, 2, 5, 5)] + [("办", 2023, n) for n in (3, 4)] + [("办", 2022, 7)]
    articles = [
        {"id": n, "title": f"文件{n}", "type": "normal", "url": f"{SITE}/gkmlpt/content/{n}.html", "date": 1688140800}
        | {"document_number": f"香{mark}〔{year}〕{number}号", "identifier": f"11440999/{year}-0000{number}"}
        for n, (mark, year, number) in enumerate(numbered, 1)
    ]
    classify = {"id": 7, "name": "文件", "post_count": len(articles)}
    page = json.dumps({"classify": classify, "total": len(articles), "offset": 0, "articles": articles})
    crawl.get("/gkmlpt/api/all/7?page=1&sid=1", page, role="listing", node_id="7", platform="gkmlpt").end()
    found = rows(
        home,
        "select series, year, lowest, highest, seen, missing, repeated, gaps, missing_share, base_rate, base_series"
        " from number_gaps where kind = 'document_number' order by series",
    )
    assert found == [
        ("香办", 2023, 3, 4, 2, 0, 0, None, 0.0, 0.2857, 2),
        ("香府", 2023, 1, 5, 3, 2, 1, "3–4", 0.4, 0.2857, 2),
    ]
    assert rows(home, "select year, seen, missing, gaps from number_gaps where kind = 'identifier'") == [
        (2023, 5, 0, None)
    ]
    same_again(home)
