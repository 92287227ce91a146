"""gkmlpt pages: the index object in every spelling, drifting API rows, content pages with a damaged DETAIL."""

from __future__ import annotations

import json

import pytest

from archive.errors import PageChangedError
from archive.pages import gkmlpt, titles

INDEX = "http://portal.example/town/gkmlpt/index"
TREE = [
    {"id": 9001, "name": "机构职能", "parent": 0, "post_count": 3, "jump_url": "", "children": []},
    {
        "id": 9002,
        "name": "法定主动公开内容",
        "parent": 0,
        "post_count": 9,
        "children": [{"id": "9003", "name": " 规划计划 ", "parent": 9002, "post_count": "4", "jump_url": None}],
    },
    {"id": 9004, "name": "政府信息公开年报", "jump_url": "//Portal.example/sample/zfxxgknb/ "},
]


def page(*lines: str) -> str:
    body = ",\n".join(lines)
    return (
        f"<!DOCTYPE html><html><head><script>window._CONFIG = {{\n{body}\n}}</script>"
        '<script src="/gkmlpt/gkml/pc/js/chunk-common.0a1b.js"></script></head><body></body></html>'
    )


@pytest.mark.parametrize(
    "sid", ["SID: '750999'", 'SID: "750999"', "SID:750999", "'SID' : '750999'", '"SID":"750999"', "SID: `750999`"]
)
def test_site_id_is_read_however_it_is_quoted(sid: str) -> None:
    found = gkmlpt.catalogue(page("APP_URL: 'http://portal.example/town'", sid, f"TREE: {json.dumps(TREE)}"), INDEX)
    assert (found.sid, found.app_url) == ("750999", "http://portal.example/town")


def test_nodes_keep_order_parents_claims_and_jumps() -> None:
    found = gkmlpt.catalogue(
        page("SID:'1'", f"TREE: {json.dumps(TREE, ensure_ascii=False)}", "SERVICE_AREA_ID: 0"), INDEX
    )
    assert [(n.id, n.name, n.parent, n.post_count, n.jump_url) for n in found.nodes] == [
        ("9001", "机构职能", None, 3, None),
        ("9002", "法定主动公开内容", None, 9, None),
        ("9003", "规划计划", "9002", 4, None),
        ("9004", "政府信息公开年报", None, None, "http://portal.example/sample/zfxxgknb/"),
    ]
    assert found.unread == ()
    assert found.app_url == "http://portal.example/town"  # no APP_URL: what stands before /gkmlpt/


def test_detail_before_tree_may_quote_the_whole_object() -> None:
    decoy = {"content": "<p>}]; window._CONFIG = {SID: '1', TREE: [{\"id\": 1}]} </script> 'quoted' [brackets</p>"}
    html = page(f"DETAIL: {json.dumps(decoy)}", "SID: '750999'", f"TREE: {json.dumps(TREE)}", "SERVICE_AREA_ID: 3")
    found = gkmlpt.catalogue(html, INDEX)
    assert found.sid == "750999"
    assert len(found.nodes) == 4


def test_detail_that_breaks_off_does_not_hide_the_tree() -> None:
    html = page('DETAIL: {"content":"an "unescaped" quote { [", "id": 3}', "SID: '7'", f"TREE: {json.dumps(TREE)}")
    assert [node.id for node in gkmlpt.catalogue(html, INDEX).nodes] == ["9001", "9002", "9003", "9004"]


def test_script_literals_that_are_not_json_are_read() -> None:
    tree = "[{id: 1, name: '一\\u4e8c', parent: 0, /* note } */ post_count: 2, children: [],},]"
    html = page("BASE: location.origin + '/x,{'", f"TREE: {tree}", "// note, }\nSID: '5'", "FLAG: true")
    found = gkmlpt.catalogue(html, INDEX)
    assert [(n.id, n.name, n.post_count) for n in found.nodes] == [("1", "一二", 2)]
    assert found.unread == ("_CONFIG.FLAG",)


def test_new_keys_become_issues_not_silence() -> None:
    tree = [{"id": 1, "name": "x", "rank": 3, "theme_count": 1}]
    found = gkmlpt.catalogue(page("SID:'1'", f"TREE: {json.dumps(tree)}", "SKIN: 'red'"), INDEX)
    assert found.unread == ("TREE[].rank", "_CONFIG.SKIN")


@pytest.mark.parametrize(
    "html",
    [
        "<html><body>登录</body></html>",
        "<script>window._CONFIG = {apiHost: '//x', TREE: 3}</script>",
        "<script>window._CONFIG = {SID: '1', TREE: [{\"id\":",
        "",
    ],
)
def test_another_application_is_no_catalogue(html: str) -> None:
    with pytest.raises(PageChangedError):
        gkmlpt.catalogue(html, "http://portal.example/app/index")


def answer(rows: list[object], **more: object) -> str:
    classify = {"id": 9003, "name": "规划计划", "post_count": 40, "theme_count": 4, "parent": 9002, "jump_url": ""}
    return json.dumps({"classify": classify, "total": len(rows), "offset": 0, "articles": rows} | more)


API = "https://portal.example/town/gkmlpt/api/all/9003?page=1&sid=750999"


def test_row_types_drift_and_values_stay() -> None:
    row = {
        "id": "2990012",
        "title": "　二〇二五年重点工作 \u200b",
        "type": "normal",
        "date": 1783353600,  # midnight of 2026-07-07 in Beijing, the 6th in UTC
        "create_time": "1737336600",
        "display_publish_time": 0,
        "first_publish_time": None,
        "publish_time": "",
        "created_at": "2025-01-20 00:00:00",
        "publisher": "",
        "identifier": "11440000000000000X/2025-00012",
        "document_number": None,
        "classify_main": 9003,
        "url": "//portal.example/town/gkmlpt/content/2/2990/post_2990012.html ",
        "post_url": "http://portal.example/sample/content/post_2990012.html",
        "relation": "[]",
        "attachment": [{"id": 71002, "name": "附表.pdf", "type": "doc", "mime": "application/pdf", "size": "26624",
                        "url": "/town/attachment/0/71/71002/2990012.pdf"}],
    }  # fmt: skip
    found = gkmlpt.listing(answer([row]), API)
    (entry,) = found.entries
    assert (entry.title, entry.native_id) == ("二〇二五年重点工作", "2990012")
    assert entry.url == "https://portal.example/town/gkmlpt/content/2/2990/post_2990012.html"
    assert entry.other_urls == ("http://portal.example/sample/content/post_2990012.html",)
    assert (entry.written_at, entry.published_at) == ("2026-07-07", "2025-01-20T09:30:00+08:00")
    assert (entry.publisher, entry.document_number, entry.node_id) == (None, None, "9003")
    (link,) = entry.attachments
    assert (link.size, link.native_id) == (26624, "71002")
    assert link.url == "https://portal.example/town/attachment/0/71/71002/2990012.pdf"
    assert (found.total, found.claimed, found.offset, found.unread) == (1, 40, 0, ())


def test_publication_and_writing_never_stand_in_for_each_other() -> None:
    (entry,) = gkmlpt.listing(answer([{"id": 5, "title": "x", "date": 1783353600}]), API).entries
    assert (entry.published_at, entry.written_at) == (None, "2026-07-07")
    assert entry.url == "https://portal.example/town/gkmlpt/content/0/0/post_5.html"


def test_external_rows_have_no_page_here() -> None:
    (entry,) = gkmlpt.listing(
        answer([{"id": 6, "title": "外链", "type": "url", "url": "https://other.example/a"}]), API
    ).entries
    assert (entry.kind, entry.url) == ("url", "https://other.example/a")


def test_unknown_row_keys_are_counted_once_per_page() -> None:
    rows = [{"id": 1, "title": "a", "stars": 3}, {"id": 2, "title": "b", "stars": 4}, "odd"]
    found = gkmlpt.listing(answer(rows, took=3), API)
    assert len(found.entries) == 2
    assert found.unread == ("answer.took", "articles[].stars", "articles[]: not an object")


def test_offset_follows_from_the_page_where_it_is_missing() -> None:
    text = json.dumps({"articles": []})
    assert gkmlpt.listing(text, API.replace("page=1", "page=3")).offset == 200
    assert gkmlpt.listing(text, API).total is None


@pytest.mark.parametrize(
    "text", ["", "<html>404</html>", "[]", '{"code": 500}', '{"articles": {"a": 1}}', '{"articles": [']
)
def test_other_answers_are_not_an_empty_listing(text: str) -> None:
    with pytest.raises(PageChangedError):
        gkmlpt.listing(text, API)


CONTENT = "http://portal.example/town/gkmlpt/content/2/2990/post_2990007.html"
DOM = """<div class="content"><h1 class="title">样例镇2024年政府信息公开工作年度报告</h1>
<div class="date-row">发布日期：2025-01-20</div><div class="classify"><table>
<tr><td>索 引 号：</td><td class="td-value-xl"><span>11440000000000000X/2025-00007</span></td><td>分类</td>
<td class="td-value"><span></span></td></tr>
<tr><td>发布机构：</td><td><span>样例镇人民政府</span></td><td>成文日期:</td><td><span>2025-01-15</span></td></tr>
<tr><td>文号：</td><td><span></span></td><td>发布日期：</td><td><span>2025-01-20</span></td></tr></table></div>
<div class="article-content"><p>正文一段。</p><p><a class="nfw-cms-attachment" attachment-id="71001" alt="年报.pdf"
 href="//portal.example/town/attachment/0/71/71001/2990007.pdf">附件</a></p></div></div>"""


def test_rendered_page_is_enough_without_detail() -> None:
    found = gkmlpt.post(f"<html><body>{DOM}</body></html>", CONTENT)
    assert found.title == "样例镇2024年政府信息公开工作年度报告"
    assert (found.publisher, found.identifier) == ("样例镇人民政府", "11440000000000000X/2025-00007")
    assert (found.published_at, found.written_at, found.document_number) == ("2025-01-20", "2025-01-15", None)
    assert found.body_html is not None
    assert "正文一段" in found.body_html
    assert "索" not in found.body_html
    assert [(link.name, link.native_id) for link in found.attachments] == [("年报.pdf", "71001")]


def test_detail_survives_braces_script_ends_and_lone_surrogates() -> None:
    body = '<p>第一段 } { "引号" </script> ]</p><p>\\</p>'
    inner = {"document_number": "样府〔2025〕3号", "publisher": "样例镇人民政府", "is_expired": 0}
    detail = {
        "id": 2990007,
        "title": "标题",
        "content": body,
        "display_publish_time": 1737336600,
        "gkml_data": json.dumps(inner),
        "attachment": [],
        "post_url": "//portal.example/a/content/post_2990007.html",
    }
    text = json.dumps(detail).replace("<", "\\u003C").replace("/", "\\/").replace("\\u7b2c", "\\ud800\\u7b2c")
    found = gkmlpt.post(page(f"DETAIL: {text}", "SID: '1'", f"TREE: {json.dumps(TREE)}"), CONTENT)
    assert found.body_html is not None
    assert found.body_html.replace("\ud800", "") == body
    assert (found.document_number, found.publisher) == ("样府〔2025〕3号", "样例镇人民政府")
    assert found.other_urls == ("http://portal.example/a/content/post_2990007.html",)
    assert found.published_at == "2025-01-20T09:30:00+08:00"


def test_empty_detail_and_empty_wrapper_leave_the_body_to_the_portal_page() -> None:
    shell = DOM[: DOM.index('<div class="article-content">')] + "</div>"
    detail = {"content": "", "post_url": "http://portal.example/a/content/post_2990007.html"}
    found = gkmlpt.post(page(f"DETAIL: {json.dumps(detail)}", "SID:'1'").replace("<body>", f"<body>{shell}"), CONTENT)
    assert found.body_html is None
    assert found.other_urls == ("http://portal.example/a/content/post_2990007.html",)
    assert found.native_id == "2990007"


def test_page_without_anything_is_refused() -> None:
    with pytest.raises(PageChangedError):
        gkmlpt.post("<html><body><p></p></body></html>", CONTENT)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("样例镇2024年政府信息公开工作年度报告", True),
        ("臺山市2019年政府信息公開年報", True),
        ("二〇二三年政务公开年度报告", True),
        ("2024年财政预算年度报告", False),
        ("关于公开征求意见的公告", False),
    ],
)
def test_titles_that_may_be_reports(title: str, expected: bool) -> None:
    assert titles.speaks_of_report(title) is expected


@pytest.mark.parametrize(
    ("name", "url", "expected"),
    [
        ("政府信息公开年报", "", True),
        ("", "/zwgk/zfxxgknb/", True),
        ("", "/zwgk/xxgkgzndbg/index.html", True),
        ("", "/zwgk/gknb2017/", True),
        ("机构职能", "/zwgk/jgzn/", False),
    ],
)
def test_columns_that_may_hold_reports(name: str, url: str, expected: bool) -> None:
    assert titles.names_report_column(name, url) is expected
