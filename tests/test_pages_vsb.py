"""VSB: pages that count down, the pager's own numbers, files behind download.jsp outside the body."""

from __future__ import annotations

import pytest

from archive.errors import PageChangedError
from archive.pages import vsb
from archive.pages.recognise import platform_of

HOST = "http://bureau.example"
COLUMN = f"{HOST}/zwgk/zfxxgknb.htm"
ROWS = "".join(
    f'<li id="line_u9_{n}"><a href="../info/1234/{5000 + n}.htm">样例局{2025 - n}年政府信息公开工作年度报告</a>'
    f"<span>{2026 - n}.01.2{n}</span></li>"
    for n in range(5)
)
PAGER = (
    '<div class="pb_sys_common pb_sys_normal pb_sys_style1"><span class="p_t">共52条</span>'
    '<span class="p_t">1/11</span>'
    '<span class="p_no_d">1</span><span class="p_no"><a href="zfxxgknb/10.htm">2</a></span>'
    '<span class="p_next p_fun"><a href="zfxxgknb/10.htm">下页</a></span>'
    '<span class="p_last p_fun"><a href="zfxxgknb/1.htm">尾页</a></span></div>'
)


def column(tail: str = PAGER, rows: str = ROWS) -> str:
    css = '<link href="/system/resource/css/pagedown/sys.css" rel="stylesheet">'
    return f"<html><head>{css}</head><body><ul>{rows}</ul>{tail}</body></html>"


def test_list_follows_the_next_link_down_the_numbers() -> None:
    found = vsb.listing(column(), COLUMN)
    assert (found.next_url, found.total, found.pages) == (f"{HOST}/zwgk/zfxxgknb/10.htm", 52, 11)
    first = found.entries[0]
    assert (first.url, first.native_id) == (f"{HOST}/info/1234/5000.htm", "info/1234/5000")
    assert (len(found.entries), first.published_at) == (5, "2026-01-20")
    assert found.columns == ()
    assert platform_of(COLUMN, column()) == "vsb"


@pytest.mark.parametrize(
    "end",
    [
        '<div class="pb_sys_common"><span class="p_t">11/11</span><span class="p_next p_dis">下页</span></div>',
        '<div class="pb_sys_common"><span class="p_next"><a href="javascript:void(0)">下页</a></span></div>',
        '<div class="pb_sys_common"><span class="p_next"><a href="1.htm">下页</a></span></div>',
        "",
    ],
)
def test_last_page_has_no_next(end: str) -> None:
    assert vsb.listing(column(end), f"{HOST}/zwgk/zfxxgknb/1.htm").next_url is None


def test_dates_in_any_writing_and_columns_below() -> None:
    rows = "<li><a href='../info/1/2.htm'>甲</a>2025年1月2日</li><li><a href='../info/1/3.htm'>乙</a>[2025-01-03]</li>"
    menu = "<a href='zfxxgknb/qxnb.htm'>区县年报</a><a href='zfxxgknb/3.htm'>3</a><a href='nb2023.htm'>2023年</a>"
    found = vsb.listing(column(menu, rows), COLUMN)
    assert [entry.published_at for entry in found.entries] == ["2025-01-02", "2025-01-03"]
    assert [node.jump_url for node in found.columns] == [
        f"{HOST}/zwgk/zfxxgknb/qxnb.htm",
        f"{HOST}/zwgk/nb2023.htm",
    ]


def test_empty_list_has_no_entries() -> None:
    assert vsb.listing(column("", ""), COLUMN).entries == ()


ARTICLE = f"{HOST}/info/1234/5001.htm"
FILES = (
    '<ul style="list-style-type:none;"><li>附件【<a href="/system/_content/download.jsp?urltype=news.DownloadAttachUrl'
    '&amp;owner=7&amp;wbfileid=99">2024年报.pdf</a>】已下载<script>_showDynClickBatch()</script>次</li></ul>'
)


@pytest.mark.parametrize("box", ["vsb_content", "vsb_content_2"])
def test_article_and_the_files_outside_its_body(box: str) -> None:
    text = "<p class='vsbcontent_start'>开头</p><p class='vsbcontent_end'>结尾</p>"
    body = f'<div id="{box}"><div class="v_news_content">{text}</div></div>'
    meta = "<meta name='ArticleTitle' content='样例局2024年报告'><meta name='PubDate' content='2025-01-21'>"
    side = "<div><a href='/zn/公开指南.pdf'>指南</a></div>"
    found = vsb.post(f"<html><head>{meta}</head><body>{body}{FILES}{side}</body></html>", ARTICLE)
    assert (found.title, found.published_at, found.native_id) == ("样例局2024年报告", "2025-01-21", "info/1234/5001")
    assert "开头" in (found.body_html or "")
    assert "已下载" not in (found.body_html or "")
    assert [(link.name, link.url) for link in found.attachments] == [
        ("2024年报.pdf", f"{HOST}/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=7&wbfileid=99")
    ]


def test_page_without_title_and_body_is_refused() -> None:
    with pytest.raises(PageChangedError):
        vsb.post("<html><head><title>验证码</title></head><body><img src='code.jpg'></body></html>", ARTICLE)
