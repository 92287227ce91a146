"""NFCMS columns and articles, the generic reader, recognition, and the values all readers share."""

from __future__ import annotations

import json

import pytest
from w3lib.url import safe_url_string

from archive.errors import PageChangedError
from archive.pages import PLATFORMS, generic, nfcms, values
from archive.pages.recognise import platform_of, recognise

COLUMN = "http://portal.example/sample/town/zwgk/zfxxgknb/index.html"
FOLDER = "http://portal.example/sample/town/zwgk/zfxxgknb"


def row(number: int, year: int, *, cut: bool = True) -> str:
    full = f"样例镇{year}年政府信息公开工作年度报告"
    shown = full[:12] + "…" if cut else full
    link = f'<a href="{FOLDER}/content/post_{number}.html" title="{full}">{shown}</a>'
    return f"<li>{link}<span>{year + 1}-01-2{year % 9}</span></li>"


SIDE = "".join(f'<li><a href="/sample/news/content/post_{n}.html">热点{n}</a></li>' for n in range(50, 62))
PAGER = (
    '<div class="page"><a href="index.html">1</a><a href="index_2.html">2</a>'
    '<a class="next" href="index_2.html">下一页</a></div>'
)


def column(rows: str, extra: str = "") -> str:
    return f'<html><body><ul class="hot">{SIDE}</ul><div><ul class="infoList">{rows}</ul></div>{extra}</body></html>'


def test_short_list_wins_over_a_longer_side_bar() -> None:
    found = nfcms.listing(column(row(2990007, 2024)), COLUMN)
    assert [(e.native_id, e.title, e.published_at) for e in found.entries] == [
        ("2990007", "样例镇2024年政府信息公开工作年度报告", "2025-01-28")
    ]
    assert (found.next_url, found.pages) == (None, 1)


def test_second_page_is_index_2_and_the_last_has_no_next() -> None:
    rows = "".join(row(2990000 + year, year) for year in range(2014, 2024))
    found = nfcms.listing(column(rows, PAGER), COLUMN)
    assert (len(found.entries), found.next_url, found.pages) == (10, f"{FOLDER}/index_2.html", 2)
    assert nfcms.listing(column(rows, PAGER), f"{FOLDER}/index_2.html").next_url is None


def test_next_page_follows_from_the_pager_without_a_next_link() -> None:
    pager = '<a href="index.html">1</a><a href="index_2.html">2</a><a href="index_14.html">尾页</a>'
    found = nfcms.listing(column(row(1, 2020), pager), f"{FOLDER}/")
    assert (found.next_url, found.pages) == (f"{FOLDER}/index_2.html", 14)


MARKUPS = [
    '<table><tr><td><a href="{0}">样例报告</a></td><td>2025年1月20日</td></tr>'
    '<tr><td><a href="{1}">二</a></td><td>2024-1-9</td></tr></table>',
    '<div class="a"><div><a href="{0}">样例报告</a><em>[2025/01/20]</em></div>'
    '<div><a href="{1}">二</a><em>2024.1.9</em></div></div>',
    '<ul><li><span>1</span><span class="tit"><a href="{0}"><b>样例</b>报告<i> 2025-01-20</i></a></span></li>'
    '<li><a href="{1}"><p>二</p><p>2024-01-09</p></a></li></ul>',
]


@pytest.mark.parametrize("markup", MARKUPS)
def test_rows_are_found_in_any_markup(markup: str) -> None:
    html = markup.format(f"{FOLDER}/content/post_1.html", f"{FOLDER}/content/post_2.html")
    found = nfcms.listing(f"<html><body><div>{html}</div></body></html>", COLUMN)
    assert [(e.title, e.published_at) for e in found.entries] == [("样例报告", "2025-01-20"), ("二", "2024-01-09")]


def test_dates_in_titles_are_not_the_row_date() -> None:
    link = f'<a href="{FOLDER}/content/post_1.html">关于2019年3月1日会议的通知</a>'
    html = f"<ul><li>{link}<span>2019-04-02</span></li></ul>"
    assert nfcms.listing(html, COLUMN).entries[0].published_at == "2019-04-02"


def test_year_columns_are_found_and_other_menus_are_not() -> None:
    menu = (
        '<a href="2023n/">2023年</a><a href="./2024n/index.html">2024年</a><a href="../xxgknb2022/">2022</a>'
        '<a href="/sample/town/zwgk/jgzn/">机构职能</a><a href="/other/town/zwgk/zfxxgknb/">别处年报</a>'
    )
    found = nfcms.listing(column(row(1, 2020), menu), COLUMN)
    assert [(node.name, node.jump_url) for node in found.columns] == [
        ("2023年", f"{FOLDER}/2023n/"),
        ("2024年", f"{FOLDER}/2024n/index.html"),
        ("2022", "http://portal.example/sample/town/zwgk/xxgknb2022/"),
    ]


def test_rows_that_lead_elsewhere_are_kept_as_links() -> None:
    extra = '<li><a href="https://other.example/2018.html">2018年年报（链接）</a><span>2019-02-01</span></li>'
    found = nfcms.listing(column(row(1, 2020) + extra), COLUMN)
    assert [(e.kind, e.url) for e in found.entries][1] == ("url", "https://other.example/2018.html")


def test_empty_column_has_no_entries() -> None:
    assert nfcms.listing("<html><body><ul class='infoList'></ul></body></html>", COLUMN).entries == ()


ARTICLE = """<html><head><meta name="ArticleTitle" content="样例镇2019年政府信息公开工作年度报告">
<meta name="ContentSource" content="本网">
<script>var NFCMS_SITE_ID='750999';var NFCMS_POST_ID='2990007';</script></head>
<body><div style="display:none"><p>您访问的链接即将离开“样例镇”门户网站 是否继续?</p><a>继续访问</a><a>放弃</a></div>
<h1 class="content_title">样例镇2019年政府信息公开工作年度报告</h1>
<table><tr><td>发布机构：</td><td>本网</td><td>生成日期：</td><td>2020-01-19 08:51:18</td></tr></table>
<div class="article-content"><table><tr><td>发布机构</td><td>正文里的机构</td></tr></table>
<p>第一段<a href="./P020.docx">附件1</a></p><img class="nfw-cms-img" src="/img/t3.png"></div>
<div class="fj"><a class="nfw-cms-attachment"
 href="/attachment/0/71/71003/2990007.xls" alt="附表.xls">下载</a></div></body></html>"""
ARTICLE_URL = f"{FOLDER}/content/post_2990007.html"


def test_article_keeps_generation_apart_and_this_site_is_nobody() -> None:
    found = nfcms.post(ARTICLE, ARTICLE_URL)
    assert (found.title, found.native_id) == ("样例镇2019年政府信息公开工作年度报告", "2990007")
    assert (found.publisher, found.generated_at, found.published_at) == (None, "2020-01-19T08:51:18+08:00", None)
    assert found.meta["publisher"] == "本网"
    assert found.body_html is not None
    assert "第一段" in found.body_html
    assert "即将离开" not in found.body_html
    assert [link.name for link in found.attachments] == ["附件1", "t3.png", "附表.xls"]


@pytest.mark.parametrize(
    "line", ["发布日期:2015-02-17 15:23:36 来源:本站", "信息提供日期 : 2015-02-17 15:23:36来源 : 本网"]
)
def test_header_lines_are_read_by_label(line: str) -> None:
    html = f'<html><body><h1>标题</h1><div class="info">{line}</div><div class="article-content">文</div></body></html>'
    assert nfcms.post(html, ARTICLE_URL).published_at == "2015-02-17T15:23:36+08:00"


def test_postmeta_listing_and_post() -> None:
    articles = [
        {
            "id": 7,
            "title": "报告",
            "url": "//portal.example/a/content/post_7.html",
            "publish_time": 1737336600,
            "EXT_1": "",
            "zz": 1,
        }
    ]
    children = [{"id": 3, "name": "2023", "pub_point": "/a/2023n/", "publish_count": 2}]
    text = json.dumps({"articles": articles, "children": children, "updated": 1})
    found = nfcms.listing(text, "http://portal.example/postmeta/i/9.json")
    assert found.entries[0].url == "http://portal.example/a/content/post_7.html"
    assert found.entries[0].published_at == "2025-01-20T09:30:00+08:00"
    assert found.columns[0].post_count == 2
    assert found.unread == ("articles[].zz",)
    post = nfcms.post(
        json.dumps({"id": 7, "title": "报告", "content": "<p>文</p>", "attachment": []}),
        "http://portal.example/postmeta/p/0/0/7.json",
    )
    assert (post.title, post.body_html, post.native_id) == ("报告", "<p>文</p>", "7")


@pytest.mark.parametrize("html", ["", "<html><body></body></html>", "<!-- -->", '{"a": 1}'])
def test_article_without_title_and_body_is_refused(html: str) -> None:
    with pytest.raises(PageChangedError):
        nfcms.post(html, ARTICLE_URL)


def test_page_that_the_parser_would_cut_is_refused() -> None:
    deep = "<div>" * 2000 + f'<a href="{ARTICLE_URL}">x</a>' + "</div>" * 2000
    with pytest.raises(PageChangedError, match="deeper"):
        nfcms.listing(deep, COLUMN)


def test_generic_reader_takes_the_densest_block_and_the_largest_text() -> None:
    rows = "".join(
        f'<li><a href="/xxgk/2025/{n}.html">公开事项{n}</a><span>2025-01-0{n}</span></li>' for n in range(1, 6)
    )
    html = f'<html><body><a href="/zfxxgknb/">年报</a><ul>{rows}</ul><a href="list_2.html">下一页</a></body></html>'
    found = generic.listing(html, "http://portal.example/xxgk/index.html")
    assert [entry.published_at for entry in found.entries] == [f"2025-01-0{n}" for n in range(1, 6)]
    assert found.next_url == "http://portal.example/xxgk/list_2.html"
    assert [n.jump_url for n in generic.catalogue(html, "http://portal.example/").nodes] == [
        "http://portal.example/zfxxgknb/"
    ]
    head = '<meta name="ArticleTitle" content="标题"><meta name="PubDate" content="2025-01-20 09:30">'
    page = head + "<div><p>短</p></div><div><p>长长的一段正文文字，用来占住版面的大部分地方。</p></div>"
    post = generic.post(page, "http://portal.example/xxgk/2025/1.html")
    assert (post.title, post.published_at) == ("标题", "2025-01-20T09:30:00+08:00")
    assert "占住版面" in (post.body_html or "")


RECOGNISED = [
    ("gkmlpt", "http://a.example/x/gkmlpt/index", ""),
    ("gkmlpt", "http://a.example/x", "<script>window._CONFIG = {SID: '1', TREE: []}</script>"),
    ("generic", "http://a.example/x", "<script>window._CONFIG = {api: 1}</script>"),
    ("gkmlpt", "http://a.example/gkmlpt/content/2/2/post_2.html", '<a class="nfw-cms-attachment">'),
    ("nfcms", "http://a.example/col/content/post_2.html", "var NFCMS_POST_ID='2'"),
    ("nfcms", "http://a.example/col/", '<p class="TRS_Editor"><img src="//statistics.gd.gov.cn/visit/post?site=1">'),
    ("hanweb", "http://a.example/col/col50012/index.html", ""),
    ("jpaas", "http://a.example/", '<script url="/api-gateway/jpaas-publish-server/front/page/build/unit">'),
    ("trs", "http://a.example/zwgk/202501/t20250120_100001.html", ""),
    ("trs", "http://a.example/zwgk/", '<script>createPageHTML(3, 0, "index", "html");</script>'),
    ("trs", "http://a.example/zwgk/", '<a href="./202501/t20250120_1.html">x</a>'),
    ("vsb", "http://a.example/info/12/34.htm", '<div class="v_news_content">'),
    ("ucap", "http://a.example/x", '<div id="UCAP-CONTENT">'),
    ("lonsun", "http://a.example/public/column/123", ""),
    ("epoint", "http://a.example/x", "var siteGuid = 'x'"),
    ("generic", "http://a.example/x", '<div class="TRS_Editor">'),
]  # fmt: skip


@pytest.mark.parametrize(("platform", "url", "body"), RECOGNISED)
def test_platforms_are_recognised_by_their_markers(platform: str, url: str, body: str) -> None:
    assert platform_of(url, body) == platform
    assert all(score > 0 for _, score in recognise(url, body))


def test_every_platform_reads_three_kinds_of_page() -> None:
    for reader in PLATFORMS.values():
        assert all(callable(getattr(reader, name)) for name in ("catalogue", "listing", "post"))


BASE = "https://Portal.example/a/b/index.html"


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("//Host.example/x ", "https://host.example/x"),
        ("\u3000../c/d.html#top", "https://portal.example/a/c/d.html"),
        ("HTTP://h.example:8080", "http://h.example:8080/"),
        ("/文件/年报 1.pdf?名=值", None),
        ("javascript:void(0)", None),
        ("mailto:a@b.example", None),
        ("http://[bad", None),
        ("http://h.example:99999/", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("", None),
        (None, None),
        (7, None),
    ],
)
def test_addresses_are_normal_or_nothing(printed: object, expected: str | None) -> None:
    found = values.absolute(printed, BASE)
    if isinstance(printed, str) and printed.startswith("/文件"):
        assert found is not None
        assert found.isascii()
    else:
        assert found == expected


@pytest.mark.parametrize(
    "printed", ["/文件/年报 1.pdf?名=值&b=%E5", "/a%20b/c|d^e", "/x?q={a}[b]`'\"<>", "/p;a=1,b/~c/!d"]
)
def test_addresses_are_what_the_client_will_request(printed: str) -> None:
    found = values.absolute(printed, "https://portal.example/")
    assert found is not None
    assert safe_url_string(found) == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-01-20 09:30:05来源", "2025-01-20T09:30:05+08:00"),
        ("[2025/1/2]", "2025-01-02"),
        ("2025.01.20", "2025-01-20"),
        ("2025年1月2日 8:05", "2025-01-02T08:05:00+08:00"),
        ("2025-02-30", None),
        ("2025-01-20 99:99", "2025-01-20"),
        ("12025-01-20", None),
        ("no date", None),
    ],
)
def test_printed_dates(text: str, expected: str | None) -> None:
    assert values.date_in(text) == expected


def test_instants_are_beijing_time() -> None:
    assert values.instant(1783353600) == "2026-07-07T00:00:00+08:00"
    assert values.instant("1783353600000") == "2026-07-07T00:00:00+08:00"
    assert values.day(1783353600) == "2026-07-07"
    assert [values.instant(value) for value in (0, "", None, "0", True, 10**18, -5)] == [None] * 7
    assert [values.whole(value) for value in ("12", 12.0, "1,204", "", None, "x", True, "１２")] == [
        12,
        12,
        1204,
        None,
        None,
        None,
        None,
        None,
    ]
