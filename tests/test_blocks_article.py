"""Which part of a page is the article; nothing of a report may be lost by the choice."""

from __future__ import annotations

import json

import pytest
from blocks_kit import SENTENCE, T2021, assert_whole, grids, lines

from archive.blocks import from_html, printed_of
from archive.errors import InputError

ROWS = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in T2021)
FIRST = f"<p>一、总体情况</p><p>{SENTENCE}</p>"
REST = f"<p>二、主动公开政府信息情况</p><table>{ROWS}</table><p>六、其他需要报告的事项</p>"
ARTICLE = FIRST + REST
MENU = "<ul>" + "".join(f"<li><a href='/{n}.html'>栏目{n}</a></li>" for n in range(20)) + "</ul>"
EXPECTED = ["一、总体情况", SENTENCE, "二、主动公开政府信息情况", "六、其他需要报告的事项"]


@pytest.mark.parametrize(
    "container",
    [
        "div class='article-content'",
        "div id='zoomcon'",
        "div class='content_article'",
        "div id='zoom'",
        "td id='Zoom'",
        "span id='zoom'",
        "div class='TRS_Editor'",
        "div class='view TRS_UEDITOR'",
        "div class='trs_editor_view'",
        "div id='vsb_content_2'",
        "div class='v_news_content'",
        "div id='UCAP-CONTENT'",
        "ucapcontent",
        "div class='j-fontContent'",
        "div class='wzcon'",
        "div id='ivs_content'",
        "div class='zw'",
        "div class='content'",
        "article",
        "main",
        "div",
    ],
)
def test_every_container_gives_the_same_article(container: str) -> None:
    name = container.split()[0]
    inner = f"<{container}>{ARTICLE}</{name}>"
    if name == "td":
        inner = f"<table><tr>{inner}<td>{MENU}</td></tr></table>"
    page = from_html(f"<div class='left'>{MENU}</div><div>{inner}</div><div class='list'>{MENU}</div>")
    assert_whole(page)
    assert [line for line in lines(page) if not line.startswith("栏目")] == EXPECTED
    if name not in ("td", "div") or container != "div":
        assert not any(line.startswith("栏目") for line in lines(page))
    assert [grid[2] for grid in grids(page)] == [["规章", "0", "0", "0"]]


def test_comment_markers_are_the_most_precise_cut() -> None:
    page = from_html(
        f"<div id='zoom'><p>头条</p><!--<$[信息内容]>begin-->{ARTICLE}<!--<$[信息内容]>end--><p>热点</p></div>"
    )
    assert lines(page) == EXPECTED


@pytest.mark.parametrize(
    "page",
    [
        f"<div class='box'><div class='TRS_Editor'>{FIRST}</div>{REST}</div>",
        f"<div class='TRS_Editor'>{FIRST}</div><div class='TRS_Editor'>{REST}</div>",
        f"<table><tr><td><div id='zoom'>{FIRST}</div></td></tr><tr><td>{REST}</td></tr></table>",
    ],
)
def test_report_text_outside_a_container_widens_it(page: str) -> None:
    printed = from_html(f"<div class='nav'>{MENU}</div>" + page)
    assert lines(printed) == EXPECTED
    assert len(grids(printed)) == 1
    assert any("wider part" in note for note in printed.notes)


def test_an_editor_inside_a_wider_container_does_not_cut_it() -> None:
    page = from_html(f"<div id='zoom'><div class='TRS_Editor'><p>{SENTENCE}</p></div><p>附注三条</p></div><p>侧栏</p>")
    assert lines(page) == [SENTENCE, "附注三条"]


def test_a_table_of_contents_elsewhere_does_not_widen_the_article() -> None:
    page = from_html(f"<div class='toc'><p>一、总体情况</p></div><div id='zoom'>{ARTICLE}</div>")
    assert lines(page) == EXPECTED


# ---------------------------------------------------------------------------------------------- JSON around pages


def detail_page(content: str, **more: object) -> str:
    detail = {"id": 7, "title": "样例镇2024年年报", "content": content, "publisher": "样例镇人民政府", **more}
    text = json.dumps(detail, ensure_ascii=False).replace("<", "\\u003C").replace(">", "\\u003E").replace("/", "\\/")
    return f"<script>window._CONFIG = {{ DETAIL: {text}, TREE: [], SID: '750999' }}</script><div id='app'></div>"


def test_the_body_in_a_detail_object_is_read() -> None:
    content = ARTICLE + '<p>含{括号}与"引号"和<\\/script>字样</p><a href="/a.pdf">附件.pdf</a>'
    page = from_html(
        detail_page(content, publish_time=1737336600, attachment=[{"id": 3, "name": "附表.xls", "url": "/b.xls"}]),
        url="http://p.example/gkmlpt/content/0/0/post_7.html",
    )
    assert_whole(page)
    assert lines(page)[:4] == EXPECTED
    assert lines(page)[4].startswith("含{括号}与")
    assert page.title == "样例镇2024年年报"
    assert page.labels == {"发布机构": "样例镇人民政府", "发布日期": "2025-01-20 09:30:00"}
    assert {link.url for link in page.links} == {"http://p.example/a.pdf", "http://p.example/b.xls"}


def test_lone_surrogates_in_detail_are_replaced() -> None:
    page = from_html(detail_page("<p>甲\ud800乙</p>"))
    assert lines(page) == ["甲\ufffd乙"]
    page.text.encode("utf-8")


@pytest.mark.parametrize("content", ["", "<p>见正文</p>"])
def test_the_rendered_page_is_read_where_detail_says_less(content: str) -> None:
    page = from_html(detail_page(content) + f"<div class='article-content'>{ARTICLE}</div>")
    assert lines(page) == EXPECTED


def test_a_broken_detail_falls_back_to_the_page() -> None:
    html = detail_page(ARTICLE)
    page = from_html(html[: html.index("TREE") - 20] + f"</script><div class='article-content'>{ARTICLE}</div>")
    assert lines(page) == EXPECTED


def test_json_with_an_article_is_read() -> None:
    payload = json.dumps({"code": 200, "data": {"title": "甲镇2024年年报", "content": f"<p>{SENTENCE}</p>"}}).encode()
    page = printed_of(payload, mime="application/json; charset=utf-8")
    assert (page.carrier, page.title, lines(page)) == ("json", "甲镇2024年年报", [SENTENCE])


@pytest.mark.parametrize("payload", [b'{"total": 3, "articles": []}', b'{"content": ', b"[1, 2]"])
def test_json_without_an_article_is_refused(payload: bytes) -> None:
    with pytest.raises(InputError, match="JSON"):
        printed_of(payload, mime="application/json")
