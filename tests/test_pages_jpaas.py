"""jpaas: the unit that a column page names, the fragments its gateway answers with."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from archive.errors import PageChangedError
from archive.pages import hanweb, jpaas
from archive.pages.recognise import platform_of

HOST = "https://dept.example"
COLUMN = f"{HOST}/col/col1229/index.html"
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
QUERY = (
    "{'webId':'2077','pageId':'1229','parseType':'bulidstatic','pageType':'column','tagId':'信息列表','tplSetId':'x1'}"
)
HEX = "0123456789abcdef0123456789abcd"


def script(query: str = QUERY, quote: str = '"') -> str:
    return f'<script src="/unitbuild.js" url="{UNIT}" queryData={quote}{query}{quote}></script>'


def column(*scripts: str) -> str:
    side = "".join(f'<li><a href="/art/2025/art_{HEX}{n:02x}.html">热点{n}</a></li>' for n in range(9))
    return f"<html><body><ul class='side'>{side}</ul>{''.join(scripts)}</body></html>"


def answer(numbers: range, *, page: int, count: int, rows: int = 15, **more: object) -> str:
    items = "".join(
        f"<li class='clearfix'><a href='/art/2025/art_{HEX}{n:02x}.html' title='样例局第{n}号信息'>样…</a>"
        f"<span>2025-01-{n % 28 + 1:02d}</span></li>"
        for n in numbers
    )
    html = f"<ul>{items}</ul><div class='pagination' rows='{rows}' count='{count}' pageNo='{page}'></div>"
    return json.dumps({"success": True, "code": "200", "data": {"html": html}, **more}, ensure_ascii=False)


def start() -> str:
    return jpaas.listing(column(script()), COLUMN).next_url or ""


def test_column_page_leads_to_its_unit_and_gives_no_rows_of_side_bars() -> None:
    found = jpaas.listing(column(script()), COLUMN)
    assert found.entries == ()
    assert urlsplit(found.next_url or "").path == UNIT
    query = parse_qs(urlsplit(found.next_url or "").query)
    assert (query["webId"], query["parseType"], query["tagId"]) == (["2077"], ["bulidstatic"], ["信息列表"])
    assert platform_of(COLUMN, column(script())) == "jpaas"
    assert hanweb.listing(column(script()), COLUMN) == found  # whichever of the two is recognised


@pytest.mark.parametrize(
    "tag",
    [
        script(QUERY.replace("'", '"'), "'"),
        script(QUERY, "'"),  # the strings inside end the attribute
        script(QUERY.replace("'", "&quot;")),
        script(QUERY.replace("{", "{ ").replace(":", " : ")),
    ],
)
def test_query_is_read_however_it_is_quoted(tag: str) -> None:
    query = parse_qs(urlsplit(jpaas.listing(column(tag), COLUMN).next_url or "").query)
    assert (query["webId"], query["pageId"], query["tplSetId"]) == (["2077"], ["1229"], ["x1"])


def test_unit_of_the_column_comes_before_units_of_side_bars() -> None:
    side = script(QUERY.replace("信息列表", "侧栏").replace("'column'", "'nav'"))
    found = jpaas.listing(column(side, script()), COLUMN)
    assert parse_qs(urlsplit(found.next_url or "").query)["tagId"] == ["信息列表"]
    assert [parse_qs(urlsplit(place.url).query)["tagId"] for place in found.other_next] == [["侧栏"]]


def test_answer_pages_by_param_json() -> None:
    found = jpaas.listing(answer(range(15), page=1, count=40), start())
    assert (len(found.entries), found.total, found.pages, found.offset) == (15, 40, 3, 0)
    first = found.entries[0]
    assert (first.title, first.published_at, first.native_id) == ("样例局第0号信息", "2025-01-01", f"art_{HEX}00")
    asked = parse_qs(urlsplit(found.next_url or "").query)
    assert json.loads(asked["paramJson"][0]) == {"pageNo": 2, "pageSize": 15}
    assert asked["webId"] == ["2077"]
    assert parse_qs(urlsplit(found.other_next[0].url).query)["pageNo"] == ["2"]
    second = jpaas.listing(answer(range(15, 30), page=2, count=40), found.next_url or "")
    assert second.offset == 15
    assert json.loads(parse_qs(urlsplit(second.next_url or "").query)["paramJson"][0])["pageNo"] == 3
    last = jpaas.listing(answer(range(30, 40), page=3, count=40), second.next_url or "")
    assert (last.next_url, last.unread) == (None, ())


def test_unit_that_always_answers_with_page_1_is_told_and_ends() -> None:
    second = jpaas.listing(answer(range(15), page=1, count=40), start()).next_url or ""
    found = jpaas.listing(answer(range(15), page=1, count=40), second)
    assert found.next_url is None
    assert found.unread == ("paging is ignored: the unit answers with another page than the one asked for",)


def test_empty_list_and_unknown_keys() -> None:
    found = jpaas.listing(answer(range(0), page=1, count=0, trace="t"), start())
    assert (found.entries, found.total, found.next_url, found.unread) == ((), 0, None, ("answer.trace",))


@pytest.mark.parametrize(
    "text",
    ['{"success":false,"code":"403","message":"拒绝访问"}', '{"data":{"html":null}}', "<html>x</html>", "{", "[]", ""],
)
def test_answers_without_a_fragment_are_refused(text: str) -> None:
    with pytest.raises(PageChangedError):
        jpaas.listing(text, start())


def test_year_columns_and_articles() -> None:
    page = column(script()).replace("<ul", '<a href="/zfxxgknb/2023n/">2023年</a><ul', 1)
    found = jpaas.listing(page, f"{HOST}/zfxxgknb/index.html")
    assert [node.jump_url for node in found.columns] == [f"{HOST}/zfxxgknb/2023n/"]
    url = f"{HOST}/zfxxgknb/2023n/art/2024/art_{HEX}ff.html"
    body = "<div id='zoom'><p>正文</p><a href='/gw/file?id=7&name=附表.xlsx'>附表</a></div>"
    post = jpaas.post(
        f"<html><head><meta name='ArticleTitle' content='样例局年报'></head><body>{body}</body></html>", url
    )
    assert (post.title, post.native_id, len(post.attachments)) == ("样例局年报", f"art_{HEX}ff", 1)
