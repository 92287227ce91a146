"""Addresses that are in no registry, several in one call: what one of them answers stops none of the others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from archive.errors import GongkaiError
from crawler.cli_crawl import choose
from crawler.introduce import introduce, publisher_of
from crawler.once import ChallengedError
from crawler.sample import SamplePortals
from crawler.sample.faults import Fault
from crawler.sample.web import Web, page

RULES = "User-agent: *\nDisallow: /nb/\nDisallow: /closed/\n"
MENU = "<a href='/nb/'>政府信息公开年报</a><a href='/tzgg/'>通知公告</a>"


@pytest.fixture(scope="module")
def server() -> Iterator[SamplePortals]:
    web = Web()
    web.put({"/": page(f"<html><head><title>样例镇人民政府</title></head><body>{MENU}</body></html>")})
    web.put({"/robots.txt": page(RULES, "text/plain")})
    with SamplePortals(web=web) as started:
        started.faults.add(Fault("/denied/", status=412, body=b"<script>$_ts=window['$_ts'];</script>"))
        yield started


def test_a_column_that_robots_closes_does_not_close_its_portal(server: SamplePortals) -> None:
    assert introduce(f"{server.base_url}/", local=True).publisher == "样例镇人民政府"


@pytest.mark.parametrize("path", ["/denied/", "/closed/", "/none/", "/zwgk/gkmlpt/index"])
def test_one_address_that_cannot_be_seen_leaves_the_others_their_crawl(
    server: SamplePortals, path: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    urls = (f"{server.base_url}{path}", f"{server.base_url}/")
    found = choose((), False, urls, tmp_path_factory.mktemp("home"), True)
    assert [one.url for one in found] == list(urls)
    assert found[0].platform == ("gkmlpt" if "gkmlpt" in path else "generic")
    with pytest.raises(GongkaiError):
        choose((), False, urls[:1], tmp_path_factory.mktemp("home"), True)


def test_a_single_address_that_is_denied_is_said_at_once(server: SamplePortals) -> None:
    with pytest.raises(ChallengedError):
        introduce(f"{server.base_url}/denied/", local=True)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("样例县人民政府办公室 政府信息公开年度报告", "样例县人民政府办公室"),
        ("样例市城东街道办事处信息公开", "样例市城东街道办事处"),
        ("通知公告 - 样例镇人民政府", "样例镇人民政府"),
        ("规范性文件", None),
        ("政府信息公开年报", None),
    ],
)
def test_a_column_is_not_the_publisher(title: str, name: str | None) -> None:
    assert publisher_of(f"<title>{title}</title>") == name
