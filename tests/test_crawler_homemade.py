"""A site that somebody made by hand, crawled: what turns its pages is read, and what is not reached is said."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from crawler_kit import Crawls, fetches, listings, portal

from archive import exitcodes
from crawler.sample import SamplePortals
from crawler.sample.web import Asked, Page, Web, page

MENU = "<ul>" + "".join(
    f"<li><a href='/list.php?cid={n}'>{name}</a></li>"
    for n, name in enumerate(("通知公告", "工作动态", "政府文件", "政府信息公开年报"), 1)
) + "</ul>"  # fmt: skip
BODY = "<div><p>" + "本年度工作按规定推进，有关情况公布如下。" * 20 + "</p></div>"
GO = "<script>function go(n){{ location.href='list.php?cid={0}&p=' + n }}</script>"
REPORT = "样例镇{}年政府信息公开工作年度报告"


def html(text: str) -> Page:
    return page(f"<html><head><title>样例镇</title></head><body>{MENU}{text}</body></html>")


def rows(first: int, count: int) -> str:
    return "<ul>" + "".join(
        f"<li><a href='show.php?id={n}'>公开事项第{n}号的公告</a>2025-01-06</li>" for n in range(first, first + count)
    ) + "</ul>"  # fmt: skip


def turned(asked: Asked) -> Page:
    """通知公告 goes on by a script that can be read, 工作动态 by a form, 政府文件 is filled by a script."""
    column, number = asked.number("cid", 1), asked.number("p", 1)
    if column == 1:
        after = f"{GO.format(1)}第{number}页/共3页 <a href='javascript:go({number + 1})'>下一页</a>"
        return html(rows(100 + number * 10, 4) + after)
    if column == 2:
        return html(rows(200, 4) + "<a href=\"javascript:__doPostBack('P','2')\">下一页</a>")
    if column == 3:
        return html("<div id='list'></div><script>$.get('/api/rows', show)</script>")
    reports = "".join(
        f"<li><a href='show.php?id={year}'>{REPORT.format(year)}</a>{year + 1}-01-06</li>" for year in (2023, 2024)
    )
    return html(f"<ul>{reports}</ul>")


def shown(asked: Asked) -> Page:
    number = asked.number("id", 0)
    title = REPORT.format(number) if number > 2000 else f"公开事项第{number}号的公告"
    pointer = f"<div class='content'>详见：<a href='/zt/{number}.htm'>{title}</a></div>"
    return html(f"<h1>{title}</h1>{pointer if number == 2023 else BODY}")


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("homemade")
    web = Web()
    web.put({"/": html("<p>欢迎</p>"), "/zt/2023.htm": html(f"<h1>{REPORT.format(2023)}</h1>{BODY}")})
    lives: tuple[tuple[str, Callable[[Asked], Page]], ...] = ((r"/list\.php", turned), (r"/show\.php", shown))
    for pattern, live in lives:
        web.families.append((re.compile(pattern), live))
    with SamplePortals(web=web) as server, Crawls(folder) as crawls:
        entry = portal(server.base_url, "hand", url=f"{server.base_url}/", platform="generic")
        said = [crawls.run(folder / "home", [entry])["hand"] for _ in range(2)]
        asked = [row.path for row in server.log.rows()]
    return {"home": folder / "home", "said": said, "asked": asked}


def test_pages_that_a_script_turns_are_read(crawled: dict[str, Any]) -> None:
    row = listings(crawled["home"], crawled["said"][0]["run_id"])["/list.php?cid=1"]
    assert (row.complete, row.pages, row.rows_seen) == (True, 3, 12)


def test_lists_whose_end_is_not_reached_are_not_called_whole(crawled: dict[str, Any]) -> None:
    found = listings(crawled["home"], crawled["said"][0]["run_id"])
    assert found["/list.php?cid=2"].reason.startswith("next_unknown")
    assert found["/list.php?cid=3"].reason.startswith("no_rows")  # the site's menu stands on it as on every page
    assert [run["code"] for run in crawled["said"]] == [exitcodes.INCOMPLETE] * 2


def test_the_text_that_a_report_points_to_is_fetched(crawled: dict[str, Any]) -> None:
    (row,) = [row for row in fetches(crawled["home"], crawled["said"][0]["run_id"]) if row.url.endswith("/zt/2023.htm")]
    assert (row.role, row.outcome) == ("attachment", "ok")
    assert row.document_url is not None
    assert row.document_url.endswith("show.php?id=2023")


def test_a_second_crawl_asks_for_the_lists_and_calls_nothing_unlisted(crawled: dict[str, Any]) -> None:
    second = fetches(crawled["home"], crawled["said"][1]["run_id"])
    assert {row.role for row in second} == {"robots", "listing"}
