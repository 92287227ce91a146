"""TRS WCM: the dialects of its pager, relative links, lists that a script writes, reports that are one file."""

from __future__ import annotations

import pytest

from archive.errors import PageChangedError
from archive.pages import trs
from archive.pages.recognise import platform_of
from archive.text.charset import decode

FOLDER = "http://district.example/zwgk/zfxxgk/zfxxgknb"
COLUMN = f"{FOLDER}/index.html"


def row(number: int, quote: str = '"') -> str:
    full = f"样例区第{number}号政府信息公开工作年度报告"
    href = f"{quote}./202501/t20250120_{number}.html {quote}"
    return f"<li><a href={href} title={quote}{full}{quote}>{full[:6]}…</a><span>2025-01-2{number % 9}</span></li>"


SIDE = "".join(f'<li><a href="/xw/202401/t20240101_{n}.html">新闻{n}</a></li>' for n in range(900, 915))


def column(tail: str, rows: str = "") -> str:
    listed = rows or "".join(map(row, range(1, 6)))
    return f"<html><body><ul class='hot'>{SIDE}</ul><ul class='list'>{listed}</ul>{tail}</body></html>"


CALL_A = '<script>createPageHTML(3, 0, "index", "html");</script>'


def test_rows_are_resolved_against_the_column() -> None:
    found = trs.listing(column(CALL_A), COLUMN)
    first = found.entries[0]
    assert len(found.entries) == 5
    assert (first.url, first.native_id) == (f"{FOLDER}/202501/t20250120_1.html", "t20250120_1")
    assert (first.title, first.published_at) == ("样例区第1号政府信息公开工作年度报告", "2025-01-21")
    assert platform_of(COLUMN, column(CALL_A)) == "trs"


PAGERS = [
    # dialect A: four arguments, the current page counts from 0, page 2 is index_1
    (COLUMN, 'createPageHTML(3, 0, "index", "html")', "index_1.html", ["index_2.html"], 3),
    (f"{FOLDER}/", "createPageHTML(3,0,'index','shtml');", "index_1.shtml", ["index_2.shtml"], 3),
    (f"{FOLDER}/index_1.html", 'createPageHTML(3, 1, "index", "html")', "index_2.html", [], 3),
    (f"{FOLDER}/index_2.html", 'createPageHTML(3, 2, "index", "html")', None, [], 3),
    (COLUMN, "createPage(2, 0, 'index', 'html')", "index_1.html", ["index_2.html"], 2),
    (COLUMN, 'createPageHTML(1, 0, "index", "html")', None, [], 1),
    (COLUMN, 'createPageHTML(0, 0, "index", "html")', None, [], 0),
    # a script whose “current” never moves: the address knows better
    (f"{FOLDER}/index_2.html", 'createPageHTML(5, 0, "index", "html")', "index_3.html", [], 5),
    (f"{FOLDER}/index_4.html", 'createPageHTML(5, 0, "index", "html")', None, [], 5),
    # dialect B: six arguments, from 1, page 2 is list_2
    (
        f"{FOLDER}/list.shtml",
        "createPageHTML('page_div',4, 1,'list','shtml',52)",
        "list_2.shtml",
        ["list_1.shtml"],
        4,
    ),
    (f"{FOLDER}/list_2.shtml", "createPageHTML('page_div', 4, 2, 'list', 'shtml', 52)", "list_3.shtml", [], 4),
    (f"{FOLDER}/list_4.shtml", "createPageHTML('page_div', 4, 4, 'list', 'shtml', 52)", None, [], 4),
    # dialect C: element id and count, the name in a hidden field
    (COLUMN, "createPageHTML('paging', 3)", "nb_1.html", ["nb_2.html"], 3),
    # a ministry's count of pages, and a configuration object whose total is of unknown kind
    (COLUMN, "var countPage = 3 // pages", "index_1.html", ["index_2.html"], 3),
    (COLUMN, 'var pagination_script_config = {"total": 7, "size": 5}', "index_1.html", ["index_2.html"], None),
    # the function's definition is not a call
    (COLUMN, "function createPageHTML(_nPageCount, _nCurrIndex, _sName, _sExt){}", None, [], None),
]


@pytest.mark.parametrize(("url", "call", "expected", "others", "pages"), PAGERS)
def test_pager_calls_lead_to_page_2_and_to_its_other_place(
    url: str, call: str, expected: str | None, others: list[str], pages: int | None
) -> None:
    hidden = '<input type="hidden" id="pageParam" value="nb.html">' if "paging" in call else ""
    found = trs.listing(column(f"{hidden}<script>{call}</script>"), url)
    assert found.next_url == (f"{FOLDER}/{expected}" if expected else None)
    assert [place.url for place in found.other_next] == [f"{FOLDER}/{name}" for name in others]
    assert found.pages == pages
    assert found.total == (52 if "52" in call else None)


def test_printed_next_link_wins_over_the_call() -> None:
    found = trs.listing(column(CALL_A + '<a href="./index_2.html">下 一 页</a>'), COLUMN)
    assert (found.next_url, found.other_next) == (f"{FOLDER}/index_2.html", ())
    scripted = trs.listing(column(CALL_A + '<a href="javascript:turn(2)">下一页</a>'), COLUMN)
    assert scripted.next_url == f"{FOLDER}/index_1.html"


def test_year_columns_are_columns_and_foreign_rows_are_links() -> None:
    years = "<li><a href='./gknb2017/'>2017年</a></li><li><a href='//other.example/nb/'>外部门年报</a></li>"
    found = trs.listing(column(CALL_A, row(1) + row(2) + years), COLUMN)
    assert [node.jump_url for node in found.columns] == [f"{FOLDER}/gknb2017/"]
    assert ("url", "http://other.example/nb/") in [(entry.kind, entry.url) for entry in found.entries]


HOSTILE = (
    "<li><a href='javascript:void(0)'>点击</a></li>"
    "<li><a href='//DISTRICT.example/a/202501/t20250101_7.shtml '>甲</a></li>"
    "<li><a href=./202502/t20250202_8.htm>乙</a></li><li><a href='./P020250101123456789012.pdf'>丙</a></li>"
)


def test_links_of_every_spelling_are_read() -> None:
    found = trs.listing(f"<base href='{FOLDER}/deep/'><ul>{HOSTILE}</ul>", COLUMN)
    assert [entry.url for entry in found.entries] == [
        "http://district.example/a/202501/t20250101_7.shtml",
        f"{FOLDER}/deep/202502/t20250202_8.htm",
        f"{FOLDER}/deep/P020250101123456789012.pdf",
    ]


WRITTEN = [
    "var url='./202501/t20250120_1.html';var title='样例一';var time='2025-01-20';"
    "document.writeln('<li><a href=\"'+url+'\">'+title+'</a>'+time+'</li>');"
    "url='./202501/t20250121_2.html';title='样例二';time='2025-01-21';document.writeln(title);",
    "var urls=[];urls[0]='./202501/t20250120_1.html';titles[0]='样例一';dates[0]='2025-01-20';"
    "urls[1]='./202501/t20250121_2.html';titles[1]='样例二';dates[1]='2025-01-21';document.write(x);",
    "document.writeln(\"<li><a href='./202501/t20250120_1.html'>样例一</a><b>2025-01-20</b></li>\");"
    "document.writeln(\"<li><a href='./202501/t20250121_2.html'>样例二</a><b>2025-01-21</b></li>\");",
]


@pytest.mark.parametrize("script", WRITTEN)
def test_lists_that_a_script_writes_are_read(script: str) -> None:
    found = trs.listing(f"<html><body><script>{script}</script><p>页脚</p></body></html>", COLUMN)
    assert [(e.title, e.native_id, e.published_at) for e in found.entries] == [
        ("样例一", "t20250120_1", "2025-01-20"),
        ("样例二", "t20250121_2", "2025-01-21"),
    ]


def test_empty_column_has_no_entries_and_no_next() -> None:
    found = trs.listing("<html><body><ul class='list'></ul></body></html>", COLUMN)
    assert (found.entries, found.next_url, found.other_next) == ((), None, ())


ARTICLE = f"{FOLDER}/gknb2017/201802/t20180223_100001.html"
HEAD = (
    '<meta name="ArticleTitle" content="样例区2017年政府信息公开工作年度报告">'
    '<meta name="PubDate" content="2018-03-01 10:05"><meta name="ContentSource" content="本网">'
)


def test_article_takes_its_date_from_the_meta_not_from_its_name() -> None:
    page = f"<html><head>{HEAD}</head><div class='TRS_Editor'><p>正文。</p></div></html>"
    found = trs.post(page, ARTICLE)
    assert (found.published_at, found.native_id) == ("2018-03-01T10:05:00+08:00", "t20180223_100001")
    assert (found.body_html, found.publisher) == ("<p>正文。</p>", None)


def test_report_that_is_one_file_keeps_its_attachment() -> None:
    link = "<a href='./P020180301363636363636.pdf' title='年报全文.pdf'>点击查看</a>"
    inside = trs.post(f"<html><head>{HEAD}</head><div class='TRS_Editor'>{link}</div></html>", ARTICLE)
    outside = trs.post(
        f"<html><head>{HEAD}</head><div class='TRS_Editor'></div><ul><li>{link}</li></ul></html>", ARTICLE
    )
    for found in (inside, outside):
        assert [link.url for link in found.attachments] == [
            f"{FOLDER}/gknb2017/201802/P020180301363636363636.pdf"
        ]  # fmt: skip
    assert outside.body_html is None


def test_editors_side_by_side_are_one_body() -> None:
    two = "".join(f"<div class='TRS_Editor'><p>{text}</p></div>" for text in "上下")
    page = f"<html><head>{HEAD}</head><div>{two}</div></html>"
    assert trs.post(page, ARTICLE).body_html == "<p>上</p><p>下</p>"


def test_article_in_gbk_is_read() -> None:
    page = f"<html><head><meta charset='gb2312'>{HEAD}</head><div class='TRS_Editor'><p>主动公开信息。</p></div></html>"
    found = trs.post(decode(page.encode("gb18030"), None).text, ARTICLE)
    assert found.title == "样例区2017年政府信息公开工作年度报告"


@pytest.mark.parametrize("page", ["", "<html><head><title>出错</title></head></html>"])
def test_page_that_is_no_article_is_refused(page: str) -> None:
    with pytest.raises(PageChangedError):
        trs.post(page, ARTICLE)
