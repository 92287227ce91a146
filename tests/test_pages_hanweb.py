"""Hanweb: datastores, dataproxy answers, articles and the xxgk module, in the shapes that public crawlers met."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from archive.errors import PageChangedError
from archive.pages import PLATFORMS, hanweb, hanweb_xxgk
from archive.pages.recognise import platform_of
from archive.text.charset import decode

HOST = "http://portal.example"
COLUMN = f"{HOST}/col/col50012/index.html"
GROUP = (
    "/module/web/jpage/dataproxy.jsp?page=1&appid=1&webid=77&path=/&columnid=50012&unitid=400123"
    "&webname=%E6%A0%B7%E4%BE%8B&permissiontype=0"
)


def record(number: int, column: int = 50012, *, title: bool = True, quote: str = "'") -> str:
    full = f"样例街道{number}号政府信息公开工作年度报告"
    named = f" title={quote}{full}{quote}" if title else ""
    link = f"<a href={quote}/art/2025/1/20/art_{column}_{number}.html{quote}{named}>{full[:8]}…</a>"
    return f"<record>\n<![CDATA[<li>{link}<span>[2025-01-20]</span></li>]]>\n </record>"


def store(records: str, group: str = GROUP) -> str:
    nextgroup = f'<nextgroup><![CDATA[<a\nhref="{group}"></a>]]></nextgroup>' if group else ""
    return f"<datastore>{nextgroup}<recordset>{records}</recordset></datastore>"


def column(records: str, *, total: int = 47, group: str = GROUP, extra: str = "") -> str:
    return (
        f'<html><head><meta name="ColumnName" content="政府信息公开年报"></head><body>{extra}<div id="400123">'
        f'<script type="text/xml">{store(records, group)}</script></div>'
        "<script>var param_400123={columnid:50012,unitid:'400123',webid:77};"
        f"$('#400123').jpage({{totalRecord:{total},perPage:15}});</script></body></html>"
    )


FIRST = "".join(record(n) for n in range(1, 46))


def test_column_page_holds_the_first_group_and_says_where_the_next_is() -> None:
    found = hanweb.listing(column(FIRST), COLUMN)
    assert (len(found.entries), found.total, found.offset) == (45, 47, 0)
    first = found.entries[0]
    assert (first.title, first.published_at) == ("样例街道1号政府信息公开工作年度报告", "2025-01-20")
    assert (first.url, first.native_id) == (f"{HOST}/art/2025/1/20/art_50012_1.html", "art_50012_1")
    assert (found.next_url, found.next_body) == (HOST + GROUP, None)
    assert platform_of(COLUMN, column(FIRST)) == "hanweb"


def test_other_places_of_the_next_group_are_the_page_after_and_the_posted_window() -> None:
    page, posted = hanweb.listing(column(FIRST), COLUMN).other_next
    assert "page=2" in page.url
    assert page.body is None
    query = parse_qs(urlsplit(posted.url).query)
    assert (query["startrecord"], query["endrecord"], query["perpage"]) == (["46"], ["90"], ["15"])
    form = parse_qs(posted.body or "")
    assert (form["columnid"], form["unitid"], form["webid"], form["col"]) == (["50012"], ["400123"], ["77"], ["1"])
    assert form["webname"] == ["样例"]


def test_column_without_a_group_link_is_posted_to() -> None:
    found = hanweb.listing(column(FIRST, group=""), COLUMN)
    assert (found.next_url or "").startswith(f"{HOST}/module/web/jpage/dataproxy.jsp?startrecord=46&endrecord=90")
    assert "unitid=400123" in (found.next_body or "")
    assert found.other_next == ()


def test_column_that_embeds_all_its_records_has_no_next_group() -> None:
    found = hanweb.listing(column(record(1) + record(2), total=2), COLUMN)
    assert (len(found.entries), found.next_url, found.other_next) == (2, None, ())


@pytest.mark.parametrize("start", ["", "<?xml version='1.0' encoding='utf-8'?>\n"])
def test_answer_to_a_page_leads_to_the_page_after(start: str) -> None:
    text = start + f"<datastore><totalrecord>147</totalrecord>{store(FIRST, '')[11:]}"
    found = hanweb.listing(text, HOST + GROUP)
    assert (len(found.entries), found.total) == (45, 147)
    assert found.next_url == (HOST + GROUP).replace("page=1", "page=2")


def test_answer_to_a_window_leads_to_the_window_after_until_the_total() -> None:
    posted = hanweb.listing(column(FIRST), COLUMN).other_next[1]
    head = "<datastore><totalrecord>100</totalrecord><recordset>"
    found = hanweb.listing(head + FIRST + "</recordset></datastore>", posted.url)
    assert found.offset == 45
    assert "startrecord=91&endrecord=135" in (found.next_url or "")
    assert "unitid=400123" in (found.next_body or "")
    last = hanweb.listing(head + record(98) * 10 + "</recordset></datastore>", found.next_url or "")
    assert (last.next_url, last.total) == (None, 100)


def test_window_keeps_a_site_name_in_gbk_as_it_was() -> None:
    group = GROUP.replace("%E6%A0%B7%E4%BE%8B", "%D1%F9%C0%FD")
    posted = hanweb.listing(column(FIRST, group=group), COLUMN).other_next[1]
    assert "webname=%D1%F9%C0%FD" in (posted.body or "")


def test_empty_datastore_is_the_end_of_what_is_visible_not_a_total() -> None:
    text = "<datastore><recordset></recordset></datastore>"
    found = hanweb.listing(text, HOST + GROUP)
    assert (found.entries, found.next_url, found.total) == ((), None, None)


def test_answer_that_is_no_datastore_is_refused() -> None:
    with pytest.raises(PageChangedError, match="datastore"):
        hanweb.listing("<html><body>系统繁忙</body></html>", HOST + GROUP)


ODD_RECORDS = [
    ("<record><![CDATA[<a href='/art/2025/1/2/art_5_1.html'>无题名</a><b>2025-\n 01-02</b>]]></record>", "无题名"),
    ('<record><a href=" //PORTAL.example/art/2025/1/2/art_5_1.html ">双引号</a>2025-01-02</record>', "双引号"),
    (
        "<record><![CDATA[<a href='/col/col9/'>[类]</a>"
        "<a href='./../art/2025/1/2/art_5_1.html'>题</a>2025-01-02]]></record>",
        "题",
    ),
    ("<record>&lt;a href='/art/2025/1/2/art_5_1.html'&gt;转义&lt;/a&gt; [2025-01-02]</record>", "转义"),
]  # fmt: skip


@pytest.mark.parametrize(("chunk", "title"), ODD_RECORDS)
def test_records_of_any_markup_are_read(chunk: str, title: str) -> None:
    found = hanweb.listing(column(chunk, total=1), f"{HOST}/col/index.html")
    assert [(e.title, e.published_at, e.url) for e in found.entries] == [
        (title, "2025-01-02", f"{HOST}/art/2025/1/2/art_5_1.html")
    ]


def test_record_without_a_link_is_told() -> None:
    chunk = "<record><![CDATA[<li><a href='javascript:void(0)'>假</a></li>]]></record>"
    found = hanweb.listing(column(chunk + record(1), total=2), COLUMN)
    assert (len(found.entries), found.unread) == (1, ("record: 1 without a link",))


def test_datastore_of_the_column_wins_over_that_of_a_side_bar() -> None:
    side = "".join(record(n, 99) for n in range(60))
    extra = f'<div id="9"><script type="text/xml">{store(side, GROUP.replace("50012", "99"))}</script></div>'
    found = hanweb.listing(column(record(1) + record(2), extra=extra), COLUMN)
    assert [entry.native_id for entry in found.entries] == ["art_50012_1", "art_50012_2"]


def test_printed_rows_leave_out_other_columns_and_links_keep_their_hosts() -> None:
    rows = "".join(f"<li><a href='/art/2025/1/20/art_{c}_{n}.html'>标题{n}</a></li>" for c, n in ((50012, 1), (7, 2)))
    page = f"<html><body><ul>{rows}</ul><a href='?pageNum=2'>下一页</a></body></html>"
    found = hanweb.listing(page, COLUMN)
    assert [entry.native_id for entry in found.entries] == ["art_50012_1"]
    assert found.next_url == f"{COLUMN}?pageNum=2"


@pytest.mark.parametrize(
    "shell",
    [
        '<iframe src="../col60001/index.html"></iframe>',
        "<script>window.location.href = '/col/col60001/index.html';</script>",
        '<meta http-equiv="Refresh" content="0; URL=/col/col60001/index.html">',
    ],
)
def test_shell_of_a_column_leads_to_the_column(shell: str) -> None:
    found = hanweb.listing(f"<html><body>{shell}</body></html>", COLUMN)
    assert [node.jump_url for node in found.columns] == [f"{HOST}/col/col60001/index.html"]
    assert found.entries == ()


def test_unterminated_markup_costs_no_more_than_its_length() -> None:
    hostile = "<script>" + "<datastore>" * 100_000 + "<record>" * 200_000 + "</script>"
    assert hanweb.listing(column("", total=0) + hostile, COLUMN).entries == ()


ARTICLE = f"{HOST}/art/2025/1/20/art_50012_900001.html"
TABLE = (
    "<table class='xxgk_table'><tr><td>索 引 号：</td><td>11330000X/2025-00012</td><td>组配分类</td><td>年报</td></tr>"
    "<tr><td>发布机构:</td><td>样例街道办事处</td><td>文 号</td><td></td></tr><tr>"
    "<td>成文日期</td><td>2025年1月18日</td></tr></table>"
)


def article(body: str, *, head: str = "") -> str:
    meta = '<meta name="ArticleTitle" content="样例街道2024年政府信息公开工作年度报告">'
    meta += '<meta name="PubDate" content="2025-01-20 09:30"><meta name="SiteName" content="样例区">'
    return f"<html><head>{head or meta}</head><body><h1>样例区</h1>{TABLE}{body}<div>版权所有</div></body></html>"


@pytest.mark.parametrize("mark", ["<$[信息内容]>begin", "<$[信息內容]>begin", "ZJEG_RSS.content.begin"])
def test_comment_markers_cut_the_body(mark: str) -> None:
    end = mark.replace("begin", "end")
    inner = "<p>正文第一段。</p><a href='./P.pdf'>附件</a>"
    body = f"<div id='zoom'><p>分享到</p><!--{mark}-->{inner}<!--{end}--><p>打印</p></div>"
    found = hanweb.post(article(body), ARTICLE)
    assert found.body_html == inner
    assert (found.title, found.native_id) == ("样例街道2024年政府信息公开工作年度报告", "art_50012_900001")
    assert (found.identifier, found.publisher) == ("11330000X/2025-00012", "样例街道办事处")
    assert (found.published_at, found.written_at) == ("2025-01-20T09:30:00+08:00", "2025-01-18")
    assert found.document_number is None
    assert [link.url for link in found.attachments] == [f"{HOST}/art/2025/1/20/P.pdf"]
    assert found.unread == ()


def test_empty_markers_are_passed_over() -> None:
    begin, end = "<!--<$[信息内容]>begin-->", "<!--<$[信息内容]>end-->"
    found = hanweb.post(article(f"{begin} &nbsp; {end}{begin}<p>正文</p>{end}"), ARTICLE)
    assert found.body_html == "<p>正文</p>"


@pytest.mark.parametrize("box", ["id='zoom'", "class='artile_zw'", "class='x bt_content'", "id='ivs_content'"])
def test_containers_hold_the_body_where_markers_are_missing(box: str) -> None:
    found = hanweb.post(article(f"<div {box}><p>正文第一段。</p></div>"), ARTICLE)
    assert (found.body_html, found.unread) == ("<p>正文第一段。</p>", ())


def test_pasted_editor_remainder_is_not_the_body() -> None:
    rest = "<p>其余正文很长，都在编辑器之外，不能丢失。</p>"
    found = hanweb.post(article(f"<div class='article'><div class='TRS_Editor'>首句</div>{rest}</div>"), ARTICLE)
    assert "其余正文" in (found.body_html or "")


def test_unknown_container_is_read_and_told() -> None:
    text = "<p>这一段正文放在从未见过的容器里，依然应当读到它的全部内容。</p>"
    found = hanweb.post(article(f"<div class='k9'>{text}{text}</div>"), ARTICLE)
    assert (found.body_html or "").count("从未见过") == 2
    assert found.unread == ("body: no known container, the largest block of text was taken",)


@pytest.mark.parametrize(
    "title",
    [
        "样例区 政府信息公开年报 样例街道2024年政府信息公开工作年度报告",
        "样例街道2024年政府信息公开工作年度报告-样例区--样例区",
        "样例区 | 样例街道2024年政府信息公开工作年度报告",
    ],
)
def test_page_title_is_the_last_resort_without_its_affixes(title: str) -> None:
    head = f"<title>{title}</title><meta name='SiteName' content='样例区'>"
    head += "<meta name='ColumnName' content='政府信息公开年报'>"
    found = hanweb.post(article("<div id='zoom'><p>正文</p></div>", head=head), ARTICLE)
    assert found.title == "样例街道2024年政府信息公开工作年度报告"


def test_base_address_and_gateway_files_are_honoured() -> None:
    body = (
        "<div id='zoom'><p>文</p><a href=' files/a%20b.docx '>一</a><a href='javascript:void(0)'>假</a>"
        "<a href='/module/download/downfile.jsp?classid=0&filename=2501.pdf'>附件2</a></div>"
    )
    head = '<base href="http://files.example/d/"><meta name="ArticleTitle" content="题">'
    found = hanweb.post(article(body, head=head), ARTICLE)
    assert [link.url for link in found.attachments] == [
        "http://files.example/d/files/a%20b.docx",
        "http://files.example/module/download/downfile.jsp?classid=0&filename=2501.pdf",
    ]


@pytest.mark.parametrize(
    "page", ["", "<html><title>403 Forbidden</title><body>拒绝</body></html>", "<script>x</script>"]
)
def test_page_that_is_no_article_is_refused(page: str) -> None:
    with pytest.raises(PageChangedError):
        hanweb.post(page, ARTICLE)


def test_article_in_gbk_that_claims_utf_8_is_read() -> None:
    page = article("<meta charset='utf-8'><div id='zoom'><p>样例街道共主动公开政府信息若干条。</p></div>")
    found = PLATFORMS["hanweb"].post(decode(page.encode("gb18030"), "utf-8").text, ARTICLE)
    assert found.title == "样例街道2024年政府信息公开工作年度报告"


SEARCH = hanweb_xxgk.search_url(HOST, "77", "113300000", "50012")


def fragment(rows: list[tuple[int, int]], tail: str) -> str:
    lines = []
    for at, (col, number) in enumerate(rows):
        odd = "odd" if at % 2 == 0 else "even"
        link = f"<a gkfs='1' href='/art/2025/1/20/art_{col}_{number}.html' title='标题{number}'>标…</a>"
        lines.append(f"<tr class='tr_main_value_{odd}'><td>{at + 1}</td><td>{link}</td><td>2025-01-2{at}</td></tr>")
    return f"<table>{''.join(lines)}</table>&nbsp;&nbsp;{tail}"


def test_search_fragment_pages_by_the_count_it_prints() -> None:
    found = hanweb.listing(fragment([(50012, 1), (50012, 2)], "共3页 <a href='javascript:goto(2)'>下一页</a>"), SEARCH)
    assert [(e.title, e.published_at) for e in found.entries] == [("标题1", "2025-01-20"), ("标题2", "2025-01-21")]
    assert found.pages == 3
    assert found.next_url == SEARCH.replace("currpage=1", "currpage=2")
    last = SEARCH.replace("currpage=1", "currpage=3")
    assert hanweb.listing(fragment([(50012, 5)], "共3页"), last).next_url is None


def test_search_fragment_without_a_count_follows_the_next_link() -> None:
    found = hanweb.listing(fragment([(50012, 1)], "<a href='#' onclick='gotopage(2)'>下一页</a>"), SEARCH)
    assert (found.next_url or "").endswith("currpage=2")
    assert hanweb.listing(fragment([(50012, 1)], "<a href='#'>下一页</a>"), SEARCH).next_url is None


def test_search_that_is_not_filtered_keeps_the_wanted_column() -> None:
    found = hanweb.listing(fragment([(50012, 1), (7, 2), (8, 3)], "共1页"), SEARCH)
    assert [entry.native_id for entry in found.entries] == ["art_50012_1"]
    mixed = hanweb.listing(fragment([(7, 2), (8, 3)], "共1页"), SEARCH)
    assert len(mixed.entries) == 2
    assert mixed.unread == ("search.jsp: no row is of column 50012, all were kept",)
    assert len(hanweb.listing(fragment([(7, 2)], "共1页"), SEARCH).entries) == 1  # columns are numbered twice


def test_whole_report_page_of_the_module_is_read() -> None:
    address = hanweb_xxgk.report_url(HOST, "113300000", 2024)
    assert address == f"{HOST}/module/xxgk/xxgkAnnualReport.jsp?area=113300000&fbtime=2024&showType=2"
    text = "<p>本机关全年主动公开政府信息若干条，受理申请若干件，均按期答复。</p>"
    head = "<h1>样例区2024年政府信息公开年报</h1><span>发布时间：2025-01-20</span>"
    page = f"<html><body>{head}<div>{text}</div></body></html>"
    found = hanweb.post(page, address)
    assert (found.title, found.published_at, found.unread) == ("样例区2024年政府信息公开年报", "2025-01-20", ())
    assert "按期答复" in (found.body_html or "")
    with pytest.raises(PageChangedError):
        hanweb.post("<html><head><title>年报</title></head><body></body></html>", address)


def test_column_that_searches_says_where() -> None:
    page = f"<script>var u = '{SEARCH.removeprefix(HOST).replace('&', '&amp;')}';</script><p>目录</p>"
    assert hanweb.listing(f"<html><body>{page}</body></html>", COLUMN).next_url == SEARCH
