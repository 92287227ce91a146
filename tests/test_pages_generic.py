"""The generic reader on pages of no known platform, and what every reader does with hostile ones."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from archive.errors import PageChangedError
from archive.pages import PLATFORMS, annual, generic
from archive.pages.queries import parameters, with_query

HOST = "http://town.example"
COLUMN = f"{HOST}/zwgk/nb/"

ARTICLES = [
    ("/zwgk/2025-01/20/content_123.htm", True),
    ("/zwgk/nb/5f3e2a1b9c8d7e6f5a4b3c2d.html", True),
    ("/20250120/0123456789abcdef0123456789abcdef.html", True),
    ("/site_x/channel_1/doc_5f3e2a1b9c8d7e6f5a4b3c2d.html", True),
    ("/zwgk/1234567/index.html", True),
    ("/Show.aspx?id=1019", True),
    ("/a/b.jhtml?articleId=7", True),
    ("/files/nb.pdf", True),
    ("/zwgk/nb/index_2.html", False),
    ("/zwgk/nb/list_2.shtml", False),
    ("/zwgk/2024/", False),
    ("/zwgk/2024/index.html", False),
    ("/InfoPublic.aspx?cid=1019&page=2", False),
    ("/", False),
]


@pytest.mark.parametrize(("path", "expected"), ARTICLES)
def test_articles_are_told_from_lists_by_address(path: str, expected: bool) -> None:
    assert generic.is_article(HOST + path) is expected


ROWS = "".join(f"<li><a href='{n}0001.html' title='公开事项第{n}号'>公开…</a>[2025-01-0{n}]</li>" for n in range(1, 6))


@pytest.mark.parametrize(
    ("pager", "expected"),
    [
        ("<a href='index_2.html'>下一页</a>", f"{COLUMN}index_2.html"),
        ("<a href='?page=2'>下页&gt;</a>", f"{COLUMN}?page=2"),
        ("<a href='p2.html'> 下 一 頁 </a>", f"{COLUMN}p2.html"),
        ("<a href='p2.html' title='下一页'><img src='n.gif'></a>", f"{COLUMN}p2.html"),
        ("<a rel='next' href='p2.html'>2</a>", f"{COLUMN}p2.html"),
        ("<a href='../'>&gt;</a><a href='p2.html'>后一页</a>", f"{COLUMN}p2.html"),
        ("<li class='next'><a href='p2.html'>»</a></li>", f"{COLUMN}p2.html"),
        ("<script>createPageHTML(3, 0, 'index', 'html')</script>", f"{COLUMN}index_1.html"),
        ("<a class='next' href='#carousel'>&gt;</a>", None),
        ("<a href='javascript:go(2)'>下一页</a>", None),
        ("<a href='7.html'>下一篇</a>", None),
        ("", None),
    ],
)
def test_next_page_is_what_a_link_or_a_call_says(pager: str, expected: str | None) -> None:
    found = generic.listing(f"<html><body><ul>{ROWS}</ul><div>{pager}</div></body></html>", COLUMN)
    assert found.next_url == expected
    assert [entry.title for entry in found.entries] == [f"公开事项第{n}号" for n in range(1, 6)]
    assert [entry.published_at for entry in found.entries] == [f"2025-01-0{n}" for n in range(1, 6)]


def test_total_is_read_from_the_pager_only() -> None:
    pager = "<div class='p'>共37条 共3页 <a href='index_2.html'>下一页</a></div>"
    page = f"<html><body><p>本栏目共5条留言</p>{'<p>说明文字。</p>' * 40}<ul>{ROWS}</ul>{pager}</body></html>"
    found = generic.listing(page, COLUMN)
    assert (found.total, found.pages) == (37, 3)


NAMES = [
    ("政府信息公开年报", "/a/"),
    ("政府資訊公開年報", "/a/"),
    ("信息公开年度报告", "/a/"),
    ("年报", "/a/"),
    *(("栏目", f"/zwgk/{slug}/") for slug in ("xxgknb", "zfxxgknb", "gknb", "xxgkzfxxgknb", "ndbg", "xxgkgzndbg")),
    *(("栏目", f"/zwgk/{slug}/") for slug in ("xxgkgznb", "zfxxgkndbg", "zfxxgknb_97478", "gknb2017")),
    ("", "/module/xxgk/xxgkAnnualReport.jsp?area=1"),
]


@pytest.mark.parametrize(("name", "path"), NAMES)
def test_report_columns_are_known_by_name_and_slug(name: str, path: str) -> None:
    assert annual.is_report_column(name, HOST + path)


@pytest.mark.parametrize(("name", "path"), [("政府信息公开指南", "/zn/"), ("机构职能", "/jgzn/"), ("新闻", "/hbnews/")])
def test_other_columns_are_not_taken_for_them(name: str, path: str) -> None:
    assert not annual.is_report_column(name, HOST + path)


PARTS = "".join(f"<div>第{n}段正文讲的是公开工作的一个方面，足够长。</div>" for n in range(1, 9))
FOOT = "<div class='footer'>主办单位：样例镇人民政府，地址在样例路一号，邮编若干，电话若干，ICP备若干号</div>"
BODIES = [
    f"<div><div><div>{PARTS}</div></div></div>",
    f"<form><table><tr><td width='20%'>导航</td><td>{PARTS}</td></tr></table></form>",
    f"<div class='x'>{PARTS.replace('div', 'p')}<table><tr><td>指标</td><td>1</td></tr></table></div>",
    f"<article>{PARTS.replace('<div>', '').replace('</div>', '<br>')}</article>",
    f"<div class='top-wrapper header'>{PARTS}</div>",
]


@pytest.mark.parametrize("body", BODIES)
def test_largest_text_is_never_a_part_of_the_body(body: str) -> None:
    head = "<meta name='ArticleTitle' content='题'>"
    menu = "".join(f"<li><a href='/{n}/'>这是一个很长很长的导航链接第{n}个</a></li>" for n in range(40))
    found = generic.post(f"<html><head>{head}</head><body><ul>{menu}</ul>{body}{FOOT}</body></html>", f"{HOST}/1.html")
    text = found.body_html or ""
    assert all(f"第{n}段" in text for n in range(1, 9))
    assert "导航链接" not in text
    assert "ICP" not in text
    assert "指标" in text or "指标" not in body


def test_queries_keep_what_they_do_not_set() -> None:
    url = "http://h.example/x?a=%D1%F9&page=1&b=c+d&page=9#top"
    assert with_query(url, {"page": 2, "new": "样 &"}) == (
        "http://h.example/x?a=%D1%F9&page=2&b=c+d&new=%E6%A0%B7%20%26"
    )
    assert parameters(url)["b"] == "c d"
    assert with_query(url, {"a": parameters(url)["a"]}).startswith("http://h.example/x?a=%D1%F9&")


JUNK = [
    "",
    " ",
    "\ufeff",
    "\x00" * 50,
    "<",
    "<html>",
    "null",
    "[]",
    "{}",
    "{",
    '{"data": 1}',
    "<datastore>",
    "<datastore></datastore>",
    "<![CDATA[",
    "<script>",
    "<script url='/jpaas-publish-server/front/page/build/unit' queryData=\"{\"></script>",
    "createPageHTML(",
    "<script>createPageHTML(99999999999999999999, -5, '../../..', 'html')</script>",
    "<a href='http://[::1'>下一页</a>",
    "<base href='javascript:x'><a href='./t20250101_1.html'>a</a>",
    "<table>" * 100,
    "<script>document.write(</script>",
    "\ud800<p>\udfff</p>",
    "<li><a href='//'>x</a></li>",
]


@pytest.mark.parametrize("name", PLATFORMS)
@pytest.mark.parametrize("text", JUNK)
def test_junk_is_read_or_refused_by_name(name: str, text: str) -> None:
    for read in (PLATFORMS[name].catalogue, PLATFORMS[name].listing, PLATFORMS[name].post):
        try:
            found = read(text, f"{HOST}/col/col1/index.html")
        except PageChangedError as error:
            found = error
        assert found is not None


BULK = [
    "<li><a href='./202501/t20250101_1.html'>" * 2000,
    "createPageHTML('a'," * 20_000,
    "<!--<$[信息内容]>begin-->" * 5_000,
    "<script>document.writeln('" * 3000,
    "<div class='zoom' id='zoom'>x</div>" * 1000,
    "var pagination_script_config = {" * 10_000,
    "<meta name='ContentStart'" * 10_000,
    "queryData='{'" * 10_000 + "jpaas-publish-server/front/page/build/unit",
    '"/EWB/a/b' * 20_000,
    "location.href='" * 20_000,
    "<datastore><record>" * 20_000 + "</datastore>",
    "'/module/xxgk/search.jsp?" * 10_000,
]


@pytest.mark.parametrize("text", BULK)
def test_bulk_costs_time_in_proportion(text: str) -> None:
    start = time.process_time()
    for reader in PLATFORMS.values():
        for read in (reader.listing, reader.post):
            with suppress(PageChangedError):
                read(f"<html><body>{text}</body></html>", f"{HOST}/zwgk/index.html")
    assert time.process_time() - start < 10
