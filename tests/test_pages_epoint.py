"""Epoint: a page filled by a POST, both ways to wrap and to count, answers with rows or with something else."""

from __future__ import annotations

import json

import pytest

from archive.errors import PageChangedError
from archive.pages import epoint
from archive.pages.recognise import platform_of

HOST = "http://city.example"
PAGE = f"{HOST}/dynamic/zwgk/govInfoPub.html?categorynum=003008&deptcode=XX01"
GUID = "11111111-2222-3333-4444-555555555555"
SHELL = f"<html><head><meta name='author' content='EWB-FRONT'></head><script>var siteGuid = '{GUID}';</script></html>"


def rows(first: int, last: int, total: int, **more: object) -> str:
    data = [
        {
            "infourl": f"/zwgk/003008/20250{n % 9 + 1}01/{n:04d}abcd.html",
            "title": f"第{n}号…",
            "realtitle": f"<font color='red'>样例局</font>第{n}号报告",
            "infodate": "2025-01-20",
            **more,
        }
        for n in range(first, last)
    ]
    return json.dumps({"custom": {"data": data, "total": total}}, ensure_ascii=False)


def test_page_leads_to_the_question_in_all_its_forms() -> None:
    found = epoint.listing(SHELL, PAGE)
    asked = {"deptcode": "XX01", "categorynum": "003008", "pageIndex": 0, "pageSize": 15, "siteGuid": GUID}
    assert json.loads(found.next_body or "") == asked
    assert (found.next_url or "").startswith(f"{HOST}/rest/lightfrontaction/getgovinfolist?")
    assert [json.loads(place.body or "") for place in found.other_next] == [
        {"params": asked},
        {**asked, "pageIndex": 1},
        {"params": {**asked, "pageIndex": 1}},
    ]
    assert (found.entries, found.unread) == ((), ())
    assert platform_of(PAGE, SHELL) == "epoint"


@pytest.mark.parametrize(
    "named", ["var projectName = '/EWB_YW';", "$.post('/EWB_YW/rest/lightfrontaction/getgovinfolist', d)"]
)
def test_project_stands_before_the_action(named: str) -> None:
    found = epoint.listing(SHELL.replace("<script>", f"<script>{named}"), PAGE)
    assert (found.next_url or "").startswith(f"{HOST}/EWB_YW/rest/lightfrontaction/getgovinfolist?")


def test_guid_that_the_page_does_not_name_is_told() -> None:
    found = epoint.listing("<html><body>EWB-FRONT</body></html>", PAGE)
    assert json.loads(found.next_body or "")["siteGuid"] == epoint.USUAL_GUID
    assert found.unread[0].startswith("siteGuid: not on the page")
    assert epoint.site_guid(f'var webBuilder = {{"siteGuid": "{GUID}"}}') == GUID


def test_answer_is_read_and_leads_to_the_next_question() -> None:
    start = epoint.listing(SHELL, PAGE).next_url or ""
    found = epoint.listing(rows(0, 15, 20), start)
    assert (found.entries[0].title, found.entries[0].published_at) == ("样例局第0号报告", "2025-01-20")
    assert (len(found.entries), found.total, found.pages) == (15, 20, 2)
    assert json.loads(found.next_body or "")["pageIndex"] == 1
    assert {json.loads(place.body or "").get("pageIndex") for place in found.other_next} == {None, 2}
    again = epoint.listing(rows(15, 20, 20), found.next_url or "")
    assert json.loads(again.next_body or "")["pageIndex"] == 2  # pages may count from 1
    assert epoint.listing(rows(0, 0, 20), again.next_url or "").next_url is None
    assert epoint.listing(rows(0, 3, 3), start).next_url is None


def test_answer_inside_a_string_and_unknown_keys() -> None:
    inner = json.loads(rows(0, 1, 1, newkey=1, infourl="//other.example/x.html"))["custom"]
    found = epoint.listing(json.dumps({"custom": json.dumps(inner)}), f"{HOST}{epoint.ACTION}?pageIndex=0")
    assert (found.entries[0].kind, found.entries[0].url) == ("url", "http://other.example/x.html")
    assert found.unread == ("data[].newkey",)


@pytest.mark.parametrize("text", ['{"custom": {}}', '{"custom": null}', '{"status": 500}', "<html></html>", "{", "[]"])
def test_answers_without_rows_are_refused(text: str) -> None:
    with pytest.raises(PageChangedError):
        epoint.listing(text, f"{HOST}{epoint.ACTION}?pageIndex=0&pageSize=15")


def test_article_is_read_by_the_largest_text() -> None:
    text = "<p>本局全年主动公开政府信息若干条，受理申请若干件。</p>"
    page = f"<html><meta name='ArticleTitle' content='样例局年报'><div class='q'>{text}{text}</div></html>"
    found = epoint.post(page, f"{HOST}/zwgk/003008/20250120/0001abcd.html")
    assert (found.title, (found.body_html or "").count("受理申请"), found.unread) == ("样例局年报", 2, ())
    with pytest.raises(PageChangedError):
        epoint.post("<html></html>", f"{HOST}/zwgk/1.html")
