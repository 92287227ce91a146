"""What an HTML page prints: lines, white space, furniture, titles, labels, links."""

from __future__ import annotations

import re

import pytest
from blocks_kit import SENTENCE, assert_whole, grids, lines

from archive.blocks import from_html, hidden


@pytest.mark.parametrize(
    ("html", "printed"),
    [
        ("<p>公开信息<span>1</span><span>39</span>条</p>", ["公开信息139条"]),
        ("<p>甲<br>乙<br/><br>丙</p>", ["甲", "乙", "丙"]),
        ("<div>甲<div>乙</div>丙</div>", ["甲", "乙", "丙"]),
        ("<ul><li>甲<li>乙</ul>", ["甲", "乙"]),
        ("<p>公 开\n\t <b>2</b> 条</p>", ["公 开 2 条"]),
        ("<p>政府\r\n    信息</p>", ["政府信息"]),
        ("<p>PDF\nfile</p>", ["PDF file"]),
        ("<p>　　&nbsp;首行缩进&nbsp;</p><p>&nbsp;</p>", ["首行缩进"]),
        ("<p>甲&nbsp;乙</p>", ["甲\u00a0乙"]),
        ("<pre>第一行\n第二行</pre>", ["第一行", "第二行"]),
        ("<p style='white-space:pre-wrap'>第一行\n第二行</p>", ["第一行", "第二行"]),
        ("<p><ruby>發<rp>(</rp><rt>fā</rt><rp>)</rp></ruby>布</p>", ["發布"]),
        ("<p>共<del>12</del>39条</p>", ["共39条"]),
        ("<p>共139<sup>1</sup>条，面积5m<sup>2</sup></p>", ["共139[1]条，面积5m2"]),
        ("<p>甲<!-- 注 --><script>var x='乙'</script><style>p{}</style>丙</p>", ["甲丙"]),
        ("<p>甲</p><noscript>乙</noscript><template><p>丙</p></template><textarea>丁</textarea>", ["甲"]),
        ("<![if !supportLists]>（一）<![endif]>主动公开", ["（一）主动公开"]),
        ("<o:p>甲</o:p><st1:chmetcnv>3</st1:chmetcnv>月", ["甲3月"]),
        ("甲#PAGE_BREAK#乙", ["甲", "乙"]),
        ("", []),
    ],
)
def test_lines_are_printed_as_a_browser_prints_them(html: str, printed: list[str]) -> None:
    page = from_html(html)
    assert_whole(page)
    assert lines(page) == printed


def test_headings_keep_their_level() -> None:
    page = from_html("<h2>一、总体情况</h2><p>文字</p><h3>（一）<span>主动</span>公开</h3>")
    assert [(b.kind, b.level, b.text) for b in page.blocks] == [
        ("heading", 2, "一、总体情况"),
        ("paragraph", None, "文字"),
        ("heading", 3, "（一）主动公开"),
    ]


@pytest.mark.parametrize(
    "dialog",
    [
        "<div style='display:none'>{}</div>",
        "<div style='DISPLAY: none;'>{}</div>",
        "<div hidden>{}</div>",
        "<div aria-hidden='true'>{}</div>",
        "<dialog>{}</dialog>",
        "<div class='el-dialog'>{}</div>",
        "<div style='visibility:hidden'><div style='display:none'>{}</div></div>",
    ],
)
def test_a_hidden_leaving_site_dialog_is_left_out(dialog: str) -> None:
    notice = "您访问的链接即将离开“样例镇人民政府”门户网站 是否继续？<button>继续访问</button><a>放弃</a>"
    page = from_html(dialog.format(notice) + f"<p>一、总体情况</p><p>{SENTENCE}</p>")
    assert "离开" not in page.text
    assert lines(page) == ["一、总体情况", SENTENCE]
    assert any("left out" in note for note in page.notes)


@pytest.mark.parametrize(
    "notice",
    [
        "<div>您访问的链接即将离开“样例镇”门户网站 是否继续？</div><div>继续访问放弃</div>",
        "<div>您訪問的鏈接即將離開“樣例鎮”門戶網站</div><div>是否繼續？</div><p>繼續訪問</p><p>放棄</p>",
    ],
)
def test_a_visible_leaving_site_notice_is_marked(notice: str) -> None:
    page = from_html(f"{notice}<p>一、总体情况</p><p>{SENTENCE}</p>")
    assert lines(page) == ["一、总体情况", SENTENCE]
    assert next(b.text for b in page.blocks if b.furniture).startswith("您")


@pytest.mark.parametrize("first", ["d", "D", "v", "V"])
@pytest.mark.parametrize(
    "style", ["isplay:none", "ISPLAY : None", "isibility: HIDDEN", "isıbility:hıdden", "isplay:block"]
)
def test_a_quick_search_for_hiding_styles_finds_what_the_plain_one_finds(first: str, style: str) -> None:
    plain = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
    assert (hidden._STYLE.search(f"x {first}{style};") is None) == (plain.search(f"x {first}{style};") is None)


def test_an_article_that_is_hidden_stays_unless_it_stands_elsewhere() -> None:
    headings = "<p>二、主动公开政府信息情况</p><p>三、收到和处理政府信息公开申请情况</p>"
    body = f"<p>一、总体情况</p><p>{SENTENCE * 8}</p>{headings}"
    only = from_html(f"<p>正在载入</p><div id='zoom' style='display:none'>{body}</div>")
    assert lines(only)[0] == "一、总体情况"
    twice = from_html(f"<div class='mobile' style='display:none'>{body}</div><div class='TRS_Editor'>{body}</div>")
    assert lines(twice).count("一、总体情况") == 1


def test_the_copyright_block_and_the_line_after_it_are_marked() -> None:
    page = from_html(
        f"<div class='article-content'><p>联系电话：0750-5277136。</p><p>{SENTENCE}</p>"
        "<p>凡本网注明“稿件来源：样例网”的稿件，版权均属样例网所有。</p><p>联系方式：0750-5524538</p></div>"
    )
    assert lines(page) == ["联系电话：0750-5277136。", SENTENCE]
    assert len([b for b in page.blocks if b.furniture]) == 2


def test_report_text_after_a_copyright_notice_is_not_lost() -> None:
    page = from_html(f"<p>凡本网注明来源的，版权归本网所有。</p><p>一、总体情况</p><p>{SENTENCE}</p>")
    assert lines(page) == ["一、总体情况", SENTENCE]


@pytest.mark.parametrize(
    "line",
    [
        "当前位置：首页 > 政务公开 > 年报",
        "【打印本页】【关闭窗口】",
        "字体：【大 中 小】",
        "上一篇：样例镇2022年政府信息公开工作年度报告",
        "下一篇：没有了",
        "分享到：",
        "[打印] [关闭]",
        "您當前的位置：首頁>公開",
    ],
)
def test_site_lines_are_marked_and_not_lost(line: str) -> None:
    page = from_html(f"<p>{line}</p><p>{SENTENCE}</p>")
    assert lines(page) == [SENTENCE]
    assert [b.text for b in page.blocks if b.furniture] == [line]


@pytest.mark.parametrize(
    "line", ["打印机采购支出3万元", "关闭企业2家", "下一步计划：加强学习", "大力推进公开", "首页改版1次"]
)
def test_sentences_that_begin_like_site_lines_are_text(line: str) -> None:
    assert lines(from_html(f"<p>{line}</p>")) == [line]


def test_elements_named_as_furniture_are_left_out_unless_the_report_is_in_them() -> None:
    page = from_html(
        "<div class='nav'><a href=1>首页</a></div><div class='breadcrumb'>位置</div>"
        f"<div class='header'><p>一、总体情况</p><p>{SENTENCE}</p></div><footer>备案</footer><div id='share'>分享</div>"
    )
    assert lines(page) == ["一、总体情况", SENTENCE]


# ---------------------------------------------------------------------------------------------- titles


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("<h1 class='title'>甲镇2020年年报</h1><p>x</p>", "甲镇2020年年报"),
        (
            "<h1>甲镇人民政府</h1><div class='content_title'>甲镇2020年政府信息公开工作年度报告</div>",
            "甲镇2020年政府信息公开工作年度报告",
        ),
        ("<div class='logo'><h1>甲镇人民政府</h1></div><h1>关于做好某项工作的通知</h1>", "关于做好某项工作的通知"),
        ("<h2 class='title'>甲镇2020年年报</h2>", "甲镇2020年年报"),
        ("<UCAPTITLE>甲镇2020年年报</UCAPTITLE><UCAPCONTENT><p>x</p></UCAPCONTENT>", "甲镇2020年年报"),
        ("<h1>甲镇<br>2020年年报</h1>", "甲镇 2020年年报"),
        ("<meta name='ArticleTitle' content='甲镇2020年年报'><p>正文</p>", "甲镇2020年年报"),
        (
            "<p align=center><b>甲镇2020年政府信息公开工作年度报告</b></p><p>正文</p>",
            "甲镇2020年政府信息公开工作年度报告",
        ),
        ("<title>甲镇2020年年报-样例网</title><p>根据规定，现公布甲镇2020年度报告。</p>", None),
    ],
)
def test_the_title_is_the_printed_one(html: str, title: str | None) -> None:
    assert from_html(html).title == title


def test_head_values_are_kept_apart_from_the_title() -> None:
    page = from_html(
        "<title> 甲镇年报 -\n 样例网 </title><meta name='PubDate' content='2025-01-20 09:30:00'>"
        "<meta name=ContentSource content=本网><h1>甲镇2024年年报</h1>"
    )
    assert page.page_title == "甲镇年报 - 样例网"
    assert page.meta == {"PubDate": "2025-01-20 09:30:00", "ContentSource": "本网"}


# ---------------------------------------------------------------------------------------------- labels


CLASSIFY = """<div class="classify"><table><tr><td>索 引 号：</td>
<td class="td-value-xl"><span>1144/2025-00007</span></td>
<td>分类：</td><td class="td-value"><span>政府信息公开年报</span></td></tr>
<tr><td>发布机构：</td><td class="td-value-xl"><span>样例镇人民政府</span></td>
<td>成文日期：</td><td class="td-value"><span>2025-01-15</span></td></tr>
<tr><td>名称：</td><td class="td-value-xl"><span>样例镇年报</span></td>
<td>文号：</td><td class="td-value"><span></span></td></tr>
<tr><td>发布日期：</td><td class="td-value-xl"><span>2025-01-20</span></td></tr></table></div>"""
CLASSIFIED = {
    "索引号": "1144/2025-00007",
    "分类": "政府信息公开年报",
    "发布机构": "样例镇人民政府",
    "成文日期": "2025-01-15",
    "名称": "样例镇年报",
    "文号": "",
    "发布日期": "2025-01-20",
}


@pytest.mark.parametrize(
    "place", ["{}<div class='article-content'><p>x</p></div>", "<div class='content'>{}<p>x</p></div>"]
)
def test_a_metadata_table_gives_labels_and_no_data_table(place: str) -> None:
    page = from_html(place.format(CLASSIFY))
    assert page.labels == CLASSIFIED
    assert grids(page) == []


@pytest.mark.parametrize(
    ("html", "labels"),
    [
        ("<div>发布日期：2025-01-20 来源：本网</div>", {"发布日期": "2025-01-20", "来源": "本网"}),
        (
            "<div>信息提供日期 : 2025-01-20 09:30来源 : 样例镇</div>",
            {"信息提供日期": "2025-01-20 09:30", "来源": "样例镇"},
        ),
        ("<p>發布時間：2020-01-19　瀏覽次數：12</p>", {"发布时间": "2020-01-19", "浏览次数": "12"}),
        ("<p>發(fā)布日期：2020-01-19</p>", {"发布日期": "2020-01-19"}),
        ("<ul><li>索引号：X/1</li><li>文　号：</li></ul>", {"索引号": "X/1", "文号": ""}),
        (
            "<table><tr><td>發布機構:</td><td>本網</td><td>生成日期:</td><td>2020-01-19 08:51:18</td></tr></table>",
            {"发布机构": "本網", "生成日期": "2020-01-19 08:51:18"},
        ),
        (
            "<table><tr><th>索引号：X/2</th><th>组配分类：年报</th></tr><tr><th colspan=2>发布机构：甲镇</table>",
            {"索引号": "X/2", "组配分类": "年报", "发布机构": "甲镇"},
        ),
    ],
)
def test_header_lines_and_tables_are_read_by_their_labels(html: str, labels: dict[str, str]) -> None:
    page = from_html(f"{html}<p>{SENTENCE * 3}</p>")
    assert page.labels == labels
    assert lines(page) == [SENTENCE * 3]


@pytest.mark.parametrize(
    "html",
    [
        "<p>发布信息139条，来源：各村报送，其中动态类83条。</p>",
        "<p>" + SENTENCE * 3 + "</p><p>发布日期：2025-01-20</p>",
        "<table><tr><td>序号</td><td>名称</td><td>文号</td><td>发布日期</td></tr><tr><td>1</td><td>甲</td><td>乙</td><td>2020</td></tr></table>",
        "<table><tr><td>指标</td><td>数量</td></tr><tr><td>来源</td><td>3</td></tr></table>",
    ],
)
def test_text_and_lists_are_not_taken_for_labels(html: str) -> None:
    page = from_html(f"<div class='article-content'>{html}</div>")
    assert page.labels == {}
    assert not any(block.furniture for block in page.blocks)


# ---------------------------------------------------------------------------------------------- links and pictures


NFW = '<a class="nfw-cms-attachment" attachment-id="7" alt="年报.pdf" href="//portal.example/a/7/7.pdf ">下载</a>'
VSB = "/system/_content/download.jsp?urltype=news&wbfileid=9"


@pytest.mark.parametrize(
    ("html", "url", "name"),
    [
        (NFW, "/a/7/7.pdf", "年报.pdf"),
        ("<a href='./P020250120.docx' title='附件 全文'>附件</a>", "/x/P020250120.docx", "附件 全文"),
        (f"<a href='{VSB}'>附件【年报.xls】</a>", VSB, "附件【年报.xls】"),
        ("<a href='/d?file=2024%E5%B9%B4.ofd'>年报</a>", "/d?file=2024%E5%B9%B4.ofd", "年报"),
        ("<iframe src='/pdfjs/viewer.html?file=/u/a.pdf'>", "/pdfjs/viewer.html?file=/u/a.pdf", "viewer.html"),
        ("<A HREF=../up/A.WPS>WPS</A>", "/up/A.WPS", "WPS"),
        ("<a href='/get/33'>统计表.xlsx</a>", "/get/33", "统计表.xlsx"),
    ],
)
def test_links_to_documents_are_absolute_and_named(html: str, url: str, name: str) -> None:
    page = from_html(f"<p>{SENTENCE}</p>{html}", url="http://portal.example/x/post.html")
    assert [(link.url, link.name) for link in page.links] == [(f"http://portal.example{url}", name)]


def test_other_links_are_no_documents() -> None:
    page = from_html(
        "<a href='javascript:void(0)'>年报.pdf</a><a href='index.html'>年报.pdf</a><a href='mailto:a@b.pdf'>x</a>"
        "<div class='footer'><a href='/app.zip'>客户端</a></div><a href='http://[bad/x'>y</a>"
    )
    assert page.links == ()


def test_a_base_address_is_honoured_and_an_address_stands_once() -> None:
    page = from_html(
        "<base href='/b/'><p>甲</p><a href='a.pdf'>甲.pdf</a><a href='a.pdf'>乙</a>", url="https://p.example/x/"
    )
    assert [(link.url, link.name) for link in page.links] == [("https://p.example/b/a.pdf", "甲.pdf")]


def test_pictures_are_blocks_in_reading_order() -> None:
    page = from_html(
        "<p>甲<img src='w.jpg'>乙</p><p><img src='data:image/png;base64,AAAA'></p><img src='/icon_pdf.gif'>",
        url="http://p.example/x/",
    )
    assert [(b.kind, b.text, b.src) for b in page.blocks] == [
        ("paragraph", "甲乙", None),
        ("image", "", "http://p.example/x/w.jpg"),
        ("image", "", "data:image/png;base64,"),
    ]
