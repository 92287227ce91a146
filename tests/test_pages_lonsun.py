"""Lonsun: lists of an organisation by kind, page counts in a script, index numbers in rows and tables."""

from __future__ import annotations

import pytest

from archive.errors import PageChangedError
from archive.pages import annual, lonsun
from archive.pages.recognise import platform_of

HOST = "http://county.example"
LIST = f"{HOST}/public/column/6596281?type=3&catId=&action=list&nav=3&pageIndex=1"
ROWS = "".join(
    f"<li><span class='syh'>00305{n}789/202{n}-00012</span><a href='/public/6596281/1004{n}.html' "
    f"title='样例镇202{n}年政府信息公开年报'>样例镇…</a><span>202{n + 1}-01-20</span></li>"
    for n in range(4)
)
SCRIPT = "<script>Ls.pagination('#page_public_info', {pageCount:3, pageSize: 20});</script>"


def column(rows: str = ROWS, tail: str = SCRIPT) -> str:
    return f"<html><body><ul class='xxgk_navli'>{rows}</ul><div id='page_public_info'></div>{tail}</body></html>"


def test_report_list_of_an_organisation_is_read_and_paged() -> None:
    found = lonsun.listing(column(), LIST)
    assert [(e.identifier, e.published_at, e.native_id) for e in found.entries][1] == (
        "003051789/2021-00012",
        "2022-01-20",
        "10041",
    )
    assert (len(found.entries), found.pages) == (4, 3)
    assert found.next_url == LIST.replace("pageIndex=1", "pageIndex=2")
    assert lonsun.listing(column(), LIST.replace("pageIndex=1", "pageIndex=3")).next_url is None
    assert platform_of(LIST, "") == "lonsun"


def test_page_without_a_number_in_its_address_is_the_first() -> None:
    found = lonsun.listing(column(), f"{HOST}/content/column/123")
    assert found.next_url == f"{HOST}/content/column/123?pageIndex=2"


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ("<a paged='2' href='javascript:;'>2</a><a paged='4' href='javascript:;'>尾页</a>", "pageIndex=2"),
        ("<a href='?type=3&pageIndex=2'>下一页</a>", "type=3&pageIndex=2"),
        ("<a href='?type=3&pageIndex=1'>下一页</a>", None),
        ("", None),
    ],
)
def test_pages_without_a_count_are_told_by_the_pager(tail: str, expected: str | None) -> None:
    found = lonsun.listing(column(tail=tail), LIST)
    assert (found.next_url or "").endswith(expected) if expected else found.next_url is None


def test_document_lists_and_links_of_every_spelling() -> None:
    rows = (
        "<li><a href='//COUNTY.example/content/article/88 '>甲</a><i>2024/3/1</i></li>"
        "<li><a href='./../../public/1/2/99.html'>乙</a></li><li><a href='javascript:;'>丙</a></li>"
    )
    found = lonsun.listing(f"<ul class='doc_list'>{rows}</ul>", LIST)
    assert [(e.url, e.native_id) for e in found.entries] == [
        (f"{HOST}/content/article/88", "88"),
        (f"{HOST}/public/1/2/99.html", "99"),
    ]


def test_kind_3_is_the_report_list_whatever_it_is_called() -> None:
    menu = "".join(f"<a href='/public/column/6596281?type={n}&action=list'>栏目{n}</a>" for n in range(1, 6))
    found = lonsun.listing(f"<html><body>{menu}</body></html>", f"{HOST}/public/column/6596281?type=4")
    assert [node.jump_url for node in found.columns] == [f"{HOST}/public/column/6596281?type=3&action=list"]
    assert lonsun.reports_url(LIST) == f"{HOST}/public/column/6596281?type=3&action=list"
    assert annual.is_report_column("", f"{HOST}/public/column/6596281?type=3")
    assert not annual.is_report_column("", f"{HOST}/public/column/6596281?type=31")
    assert [node.name for node in lonsun.catalogue(f"<html>{menu}</html>", HOST).nodes] == ["栏目3"]


@pytest.mark.parametrize("box", ["j-fontContent", "wzcon clearfix"])
def test_article_reads_its_index_table(box: str) -> None:
    table = (
        "<table class='table_suoyin'><tr><td class='pmingcheng'>索 引 号：</td><td>003051789/2024-00012</td>"
        "<td class='pmingcheng'>发布机构：</td><td>样例镇人民政府</td></tr>"
        "<tr><td class='pmingcheng'>文号：</td><td></td>"
        "<td class='pmingcheng'>发布日期：</td><td>2025-01-20</td></tr></table>"
    )
    page = f"<html><meta name='ArticleTitle' content='年报'>{table}<div class='{box}'><p>正文</p></div></html>"
    found = lonsun.post(page, f"{HOST}/public/6596281/10044.html")
    assert (found.identifier, found.publisher, found.document_number) == (
        "003051789/2024-00012",
        "样例镇人民政府",
        None,
    )
    assert (found.published_at, found.body_html, found.native_id) == ("2025-01-20", "<p>正文</p>", "10044")


def test_empty_and_changed_pages() -> None:
    assert lonsun.listing("<html><body><ul class='xxgk_navli'></ul></body></html>", LIST).entries == ()
    with pytest.raises(PageChangedError):
        lonsun.post("<html><body></body></html>", f"{HOST}/public/1/2.html")
