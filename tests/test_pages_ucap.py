"""UCAP: printed and JSON lists, page-break marks, redirect shells, the POST list of one city's family."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from archive.errors import PageChangedError
from archive.pages import ucap
from archive.pages.recognise import platform_of

HOST = "http://district.example"
COLUMN = f"{HOST}/dl/c107/common_list.shtml"
HEX = "0123456789abcdef0123456789abcdef"
SEARCH = f"{HOST}/common/search/{HEX}?_isAgg=true&_isJson=true&_pageSize=2&_template=index&page=1"


def answer(total: int, page: int = 1, rows: int = 2, **more: object) -> str:
    results = [
        {
            "title": f"<em>样例</em>街道第{n}号报告&amp;附表 ",
            "url": f"//district.example/dl/c107/202301/c01_{n}.shtml",
            "publishedTime": 1673834400000 + n * 86_400_000,
            "publishedTimeStr": f"2023-01-{16 + n} 10:00:00",
            "contentHtml": "<p>…</p>",
            "manuscriptId": f"m{n}",
            "resList": [{"filePath": f"/dl/files/{n}.pdf", "fileName": "全文.pdf"}],
            "domainMetaList": [{"resultList": [{"name": "索引号", "key": "syh", "value": f"0012/2023-0000{n}"}]}],
            **more,
        }
        for n in range(1, rows + 1)
    ]
    data = {"page": page, "rows": rows, "total": total, "channelId": HEX, "results": results}
    return json.dumps({"data": data}, ensure_ascii=False)


def test_json_list_is_read_and_paged() -> None:
    found = ucap.listing(answer(5), SEARCH)
    first = found.entries[0]
    assert (first.title, first.published_at) == ("样例街道第1号报告&附表", "2023-01-17T10:00:00+08:00")
    assert (first.url, first.native_id) == (f"{HOST}/dl/c107/202301/c01_1.shtml", "c01_1")
    assert first.identifier == "0012/2023-00001"
    assert [(link.url, link.name) for link in first.attachments] == [(f"{HOST}/dl/files/1.pdf", "全文.pdf")]
    assert (found.total, found.pages, found.offset, found.unread) == (5, 3, 0, ())
    assert found.next_url == SEARCH.replace("page=1", "page=2")
    third = ucap.listing(answer(5, page=3, rows=1), SEARCH.replace("page=1", "page=3"))
    assert (third.next_url, third.offset) == (None, 4)


def test_unknown_keys_of_a_row_are_told() -> None:
    found = ucap.listing(answer(1, rows=1, resList=None, brandNew=1), SEARCH)
    assert (found.unread, found.entries[0].attachments) == (("results[].brandNew",), ())


@pytest.mark.parametrize("text", ['{"data": {}}', '{"data": {"results": "x"}}', '{"code": 500}', "{oops"])
def test_answers_without_rows_are_refused(text: str) -> None:
    with pytest.raises(PageChangedError):
        ucap.listing(text, SEARCH)


def test_page_that_names_its_json_list_leads_there() -> None:
    script = f"<script>var api = '/common/search/{HEX}?_isAgg=true&amp;_channelName=';</script>"
    found = ucap.listing(f"<html><body><ul id='list'></ul>{script}</body></html>", COLUMN)
    query = parse_qs(urlsplit(found.next_url or "").query)
    assert urlsplit(found.next_url or "").path == f"/common/search/{HEX}"
    assert (query["_isAgg"], query["_isJson"], query["page"]) == (["true"], ["true"], ["1"])
    assert found.entries == ()


def test_posted_list_keeps_its_form_from_page_to_page() -> None:
    script = "url: '/szinf/interfacesWebManu/loadDataByChannelIdAndDeptIdBackSort', channelId = 'c9', deptCode = 'd1'"
    start = ucap.listing(f"<html><body><script>{script}</script></body></html>", f"{HOST}/list.shtml")
    assert parse_qs(start.next_body or "", keep_blank_values=True) == {
        "channelId": ["c9"],
        "deptCode": ["d1"],
        "pageIndex": ["1"],
        "pageSize": ["15"],
    }
    row = {"TITLE": "样例报告", "URL_COMMP": "/zw/c1/202301/x.shtml", "PUBLISHED_TIME_FORMAT": "2023-01-17"}
    text = json.dumps({"data": {"list": [row] * 15}, "allRow": 20})
    found = ucap.listing(text, start.next_url or "")
    assert (found.total, found.entries[0].published_at) == (20, "2023-01-17")
    assert "pageIndex=2" in (found.next_body or "")
    assert "channelId=c9" in (found.next_url or "")
    assert ucap.listing(text, found.next_url or "").next_url is None


ROWS = "".join(
    f"<li><a href='./202301/c01_{n}.shtml' title='标题{n}'>标…</a><i>2023-01-1{n}</i></li>" for n in range(4)
)


@pytest.mark.parametrize(
    ("pager", "expected", "others"),
    [
        ("<a href='list.shtml?2'>下一页</a>", f"{HOST}/dl/c107/list.shtml?2", []),
        (
            "<script>createPageHTML('page_div',3,1,'common_list','shtml',52);</script>",
            f"{HOST}/dl/c107/common_list_2.shtml",
            [f"{HOST}/dl/c107/common_list_1.shtml"],
        ),
        ("", None, []),
    ],
)
def test_printed_list_is_read_and_paged(pager: str, expected: str | None, others: list[str]) -> None:
    found = ucap.listing(f"<html><body><ul>{ROWS}</ul>{pager}</body></html>", COLUMN)
    assert [(e.title, e.native_id) for e in found.entries] == [(f"标题{n}", f"c01_{n}") for n in range(4)]
    assert (found.next_url, [place.url for place in found.other_next]) == (expected, others)


def test_redirect_shell_leads_to_its_column() -> None:
    shell = "<html><script>window.location.replace('../c108/zfxxgk_nb.shtml')</script></html>"
    found = ucap.listing(shell, f"{HOST}/dl/c107/redirect_firstChannel.shtml")
    assert [node.jump_url for node in found.columns] == [f"{HOST}/dl/c108/zfxxgk_nb.shtml"]


@pytest.mark.parametrize("mark", ["#PAGE_BREAK#", "<pagebreak></pagebreak>", "<PageBreak/>"])
@pytest.mark.parametrize("box", ["<div id='UCAP-CONTENT'>{}</div>", "<UCAPCONTENT>{}</UCAPCONTENT>"])
def test_article_is_whole_without_page_breaks(mark: str, box: str) -> None:
    body = box.format(f"<p>上半。</p>{mark}<p>下半。</p>")
    page = f"<html><body><UCAPTITLE>样例街道2022年报告</UCAPTITLE>{body}</body></html>"
    found = ucap.post(page, f"{HOST}/dl/c107/202301/c01_5.shtml")
    assert (found.title, found.native_id) == ("样例街道2022年报告", "c01_5")
    assert "PAGE" not in (found.body_html or "").upper()
    assert (found.body_html or "").replace("\n", "") == "<p>上半。</p><p>下半。</p>"
    assert platform_of("http://x.example/", "<div id='UCAP-CONTENT'>") == "ucap"


def test_article_names() -> None:
    names = [
        f"/x/c1/202301/{HEX}.shtml",
        "/dl/c107/202301/c01_5.shtml",
        "/c12/c345/content.shtml",
        "/x/common_list.shtml",
    ]
    assert [ucap.is_article(HOST + name) for name in names] == [True, True, True, False]
    assert [ucap.native_id(HOST + name) for name in names] == [HEX, "c01_5", None, None]
