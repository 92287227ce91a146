"""Lists of home-made sites: how they turn their pages, and what is said where the way on cannot be read."""

from __future__ import annotations

import pytest

from archive.pages import annual, chosen, generic, hanweb_xxgk, leads, scripts, shells
from archive.pages.trees import tree

HOST = "http://town.example"
LIST = f"{HOST}/web/list.jsp?col=7"
ROWS = "".join(
    f"<li><a href='detail.jsp?infoid={n}'>公开事项第{n}号</a><em>2025-01-0{n}</em></li>" for n in range(1, 6)
)
GO = "<script>function goPage(n){ if(n<1){return;} window.location.href = 'list.jsp?col=7&page=' + n; }</script>"
SUM = "<script>var base='list.jsp?col=7';function to(k,p){ location.replace(base + \"&page=\" + p) }</script>"
BOX = "<option value='list.jsp?col=7&page={0}'{1}>第{0}页</option>"
PAGE_2 = f"{HOST}/web/list.jsp?col=7&page=2"


def listing(pager: str, url: str = LIST):  # type: ignore[no-untyped-def]
    return chosen.listing(f"<html><body><ul>{ROWS}</ul><div>{pager}</div></body></html>", url, "generic")[1]


@pytest.mark.parametrize(
    "pager",
    [
        f"{GO}<a href='javascript:goPage(2)'>下一页</a>",
        f"{GO}<a href='#' onclick=\"goPage('2');return false\">下页</a>",
        f"{SUM}<a href='javascript:to(\"x\",2)'>下一页</a>",
        f"{GO}<input type='button' value='下一页' onclick='goPage(2)'>",
        "<a href=\"javascript:location.href='list.jsp?col=7&page=2'\">下一页</a>",
        f"{GO}<span>1</span> <a href='javascript:goPage(2)'>2</a> <a href='javascript:goPage(3)'>3</a>",
        "<b>1</b> <a href='?col=7&page=2'>2</a> <a href='?col=7&page=3'>[3]</a>",
        "<a href='list.jsp?col=7&page=1'>1</a> <a href='?col=7&page=2'>2</a> <a href='?col=7&page=9'>末页</a>",
        f"<select onchange='location.href=this.value'>{BOX.format(1, ' selected')}{BOX.format(2, '')}</select>",
        f"{GO}<select onchange='goPage(this.value)'><option value=1>1<option value=2>2</select>",
    ],
)
def test_the_next_page_is_found_where_no_link_leads_to_it(pager: str) -> None:
    found = listing(pager)
    assert (found.next_url, found.unfollowed) == (PAGE_2, False)


@pytest.mark.parametrize(
    ("pager", "pages", "total", "unfollowed"),
    [
        ("总计38条 第1页/共4页 <a href=\"javascript:__doPostBack('P','2')\">下一页</a>", 4, None, False),
        ("<a href=\"javascript:__doPostBack('P','2')\">下一页</a>", None, None, True),
        ("<a href='javascript:turn(3)'>下一页</a>", None, None, True),
        ("页次：1/9页 <a href='#'>下一页</a>", 9, None, False),
        ("<script>layui.laypage.render({elem:'p', count: 38, limit:10})</script>", None, 38, False),
        ("<a href='?col=7'>首页</a> <a href='?col=7&page=9'>末页</a>", None, None, True),
        ("共 38 条 <a href='javascript:;' id='next'>下一页</a>", None, 38, False),
    ],
)
def test_a_way_on_that_cannot_be_read_is_told(
    pager: str, pages: int | None, total: int | None, unfollowed: bool
) -> None:
    found = listing(pager)
    assert (found.next_url, found.pages, found.total, found.unfollowed) == (None, pages, total, unfollowed)


@pytest.mark.parametrize(
    "pager",
    [
        "",
        f"{GO}第1页/共1页 <a href='javascript:goPage(1)'>下一页</a>",
        "<a href='javascript:void(0)'>下一页</a>",
        "<a class='disabled' href='javascript:goPage(2)'>下一页</a>",
        "<a href='javascript:goPage(1)'>下一页</a>",
        "<select><option>2024<option>2025</select>",
        "<a href='2023/'>2023</a><a href='2024/'>2024</a>",
        "共5条",
        "<a href='list.jsp?col=7'>首页</a> <a href='list.jsp?col=7'>末页</a>",
    ],
)
def test_a_list_of_one_page_stays_one(pager: str) -> None:
    found = listing(pager)
    assert (found.next_url, found.unfollowed) == (None, False)
    assert found.pages in {None, 1}
    assert found.total in {None, 5}


FORM = """<script>function turn(n){ document.f.cur.value=n; document.f.submit(); }</script>
<form name="f" method="%s" action="list.jsp"><input type="hidden" name="col" value="7">
<input type="hidden" name="cur" id="cur" value="1"><input type="submit" value="查询"></form>"""


def test_a_form_that_a_script_sends_off_turns_the_page() -> None:
    posted = listing(FORM % "post" + "<a href='javascript:turn(2)'>下一页</a>")
    assert (posted.next_url, posted.next_body) == (f"{HOST}/web/list.jsp?col=7&cur=2", "col=7&cur=2")
    asked = listing(FORM % "get" + "<a href='#' onclick='turn(2)'>下一页</a>")
    assert (asked.next_url, asked.next_body) == (f"{HOST}/web/list.jsp?col=7&cur=2", None)
    assert listing(FORM % "post" + "<a href='javascript:turn(1)'>下一页</a>").next_url is None


def test_a_page_state_is_not_sent_back() -> None:
    state = FORM.replace("</form>", f"<input type='hidden' name='__VIEWSTATE' value='{'x' * 600}'></form>")
    found = listing(state % "post" + "<a href='javascript:turn(2)'>下一页</a>")
    assert (found.next_url, found.unfollowed) == (None, True)


def test_rows_that_open_by_a_click_are_rows() -> None:
    clicks = (
        "<li><a href='#' onclick=\"window.open('{0}1.html')\">事项{0}</a></li>",
        "<li onclick=\"location.href='{0}1.html'\"><a href='javascript:void(0)'>事项{0}</a></li>",
        "<li><a href=\"javascript:window.location='{0}1.html'\">事项{0}</a></li>",
    )
    for row in clicks:
        rows = "".join(row.format(n) for n in range(1, 4))
        found = generic.listing(f"<ul>{rows}</ul>", f"{HOST}/gg/")
        assert [one.url for one in found.entries] == [f"{HOST}/gg/{n}1.html" for n in range(1, 4)]


def test_a_window_of_numbers_moves_along() -> None:
    window = "".join(f"<a href='?col=7&page={n}'>{n}</a>" if n != 5 else "<a class='cur'>5</a>" for n in range(3, 8))
    found = listing(f"{window}<a href='?col=7&page=20'>末页</a>", f"{HOST}/web/list.jsp?col=7&page=5")
    assert found.next_url == f"{HOST}/web/list.jsp?col=7&page=6"


def test_the_last_of_several_pages_has_no_next_one() -> None:
    pager = "<a href='?col=7'>1</a> <a href='?col=7&page=2'>2</a>"
    assert listing(pager, PAGE_2).next_url is None
    assert listing(f"{GO}第2页/共2页 <a href='javascript:goPage(2)'>下一页</a>", PAGE_2).next_url is None


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("location.href='a.html'", "a.html"),
        ("f(3)", "b3.html"),
        ("g(3)", None),
        ("h(3)", None),
        ("unknown(3)", None),
        ("f(x)", None),
    ],
)
def test_scripts_are_followed_through_one_function_and_no_further(code: str, expected: str | None) -> None:
    page = "function f(n){location='b'+n+'.html'}function g(n){location=make(n)}function h(n){f(n)}"
    assert scripts.location(code, page) == expected


def test_bare_numbers_named_as_columns_are_columns_and_titled_ones_are_not() -> None:
    menu = "<a href='col/1'>通知公告</a><a href='col/2'>工作动态</a><a href='col/3'>政府信息公开年报</a>"
    page = chosen.listing(f"<html><body>{menu}</body></html>", f"{HOST}/site/index", "generic")[1]
    assert page.entries == ()
    flat = "<a href='c1.html'>通知公告</a><a href='c2.html'>工作动态</a>"
    assert chosen.listing(f"<html><body>{flat}</body></html>", f"{HOST}/", "generic")[1].entries == ()
    nodes = annual.catalogue(tree(menu), f"{HOST}/site/index", generic.is_article).nodes
    assert [node.jump_url for node in nodes] == [f"{HOST}/site/col/3"]
    mixed = "<a href='/node/1'>通知公告</a>" + "".join(
        f"<li><a href='/node/{n}'>关于公布第{n}批事项名单有关情况的公告</a>2025-01-0{n}</li>" for n in range(2, 6)
    )
    assert len(chosen.listing(f"<ul>{mixed}</ul>", f"{HOST}/site/", "generic")[1].entries) >= 4


def test_a_frameset_leads_to_each_of_its_frames() -> None:
    root = tree("<frameset><frame src='top.html'><frame src='left.html'><frame src='main.html'></frameset>")
    assert shells.target(root, f"{HOST}/") is None
    assert [node.jump_url for node in shells.column(root, f"{HOST}/")] == [
        f"{HOST}/{name}.html" for name in ("top", "left", "main")
    ]


def test_the_search_of_a_column_is_read_from_an_object_with_names() -> None:
    text = """<script>var infotypeId='A01'; $.post("/module/xxgk/search.jsp", { infotypeId : infotypeId, jdid:'31',
    divid:"div71001", currpage:1 }, function(d){})</script>"""
    found = hanweb_xxgk.search_in(text, f"{HOST}/col/col71001/index.html")
    assert found == f"{HOST}/module/xxgk/search.jsp?infotypeId=A01&jdid=31&divid=div71001&currpage=1"
    assert hanweb_xxgk.search_in("$.post('/module/xxgk/search.jsp', {a: 1})", f"{HOST}/") is None


TEXT = "<p>关于某事项的说明，各单位应当按照要求认真落实，现将有关情况公布如下，请知悉。</p>" * 4
TITLE = "样例局2024年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("head", "top"),
    [
        ("样例局", f"<tr><td class='bt'>{TITLE}</td></tr><tr><td>2025-1-20</td></tr>"),
        (f"{TITLE} - 样例局", f"<tr><td><h3>{TITLE}</h3><small>[2025-01-20]</small></td></tr>"),
        (f"样例局 | {TITLE}", f"<tr><td><b>{TITLE}</b><p>时间：2025年1月20日</p></td></tr>"),
    ],
)
def test_title_and_date_of_a_home_made_article(head: str, top: str) -> None:
    menu = "<a href='/a/'>通知公告</a> | <a href='/b/'>政府信息公开年报</a><div>今天是2026年11月24日</div>"
    rows = f"<table>{top}<tr><td>{TEXT}</td></tr></table>"
    page = f"<html><head><title>{head}</title></head><body>{menu}{rows}</body></html>"
    post = generic.post(page, f"{HOST}/show.asp?id=3")
    assert (post.title, post.published_at) == (TITLE, "2025-01-20")


def test_dates_of_rows_stand_in_attributes_and_in_the_cell_after() -> None:
    attribute = "".join(f"<li title='2025-01-0{n}'><a href='{n}1.html'>事项{n}</a></li>" for n in range(1, 4))
    cells = "".join(f"<dl><dt><a href='{n}1.html'>事项{n}</a></dt><dd>2025-01-0{n}</dd></dl>" for n in range(1, 4))
    behind = "".join(f"<li><a href='{n}1.html' title='事项{n} 2025-01-0{n}'>事项{n}</a></li>" for n in range(1, 4))
    for rows in (attribute, cells, behind):
        found = generic.listing(f"<html><body><div>{rows}</div></body></html>", f"{HOST}/gg/")
        assert [(row.title, row.published_at) for row in found.entries] == [
            (f"事项{n}", f"2025-01-0{n}") for n in range(1, 4)
        ]


@pytest.mark.parametrize(
    ("body", "places"),
    [
        (f"<p>详见：<a href='/zt/2024.html'>{TITLE}</a></p>", ["/zt/2024.html"]),
        ("<p>全文请<a href='/zt/2024.html'>点击查看</a></p>", ["/zt/2024.html"]),
        (f"{TEXT * 3}<p>详见<a href='/zt/2024.html'>{TITLE}</a></p>", []),
        ("<a href='/nb/'>政府信息公开年报</a><p>见附件</p>", []),
        (f"<a href='/f.pdf'>{TITLE}</a><a href='/zt/2024.html'>{TITLE}</a>", []),
    ],
)
def test_an_article_that_is_only_a_pointer_leads_to_its_text(body: str, places: list[str]) -> None:
    head = f"<head><meta name='ArticleTitle' content='{TITLE}'></head>"
    page = f"<html>{head}<body><div id='zoom'>{body}</div></body></html>"
    post = generic.post(page, f"{HOST}/a/1.html")
    assert [link.url for link in leads.texts(post, page, f"{HOST}/a/1.html")] == [HOST + place for place in places]


PHONES = "var u=navigator.userAgent; if(/mobile/i.test(u)){location.href='%s';}else{location.href='index.htm';}"


@pytest.mark.parametrize("phone", ["/m/", "http://m.town.example/", "wap/index.html", "mobile.html"])
def test_a_front_page_that_asks_for_the_device_leads_to_the_page_for_desks(phone: str) -> None:
    page = f"<html><head><script>{PHONES % phone}</script></head></html>"
    assert shells.target(tree(page), f"{HOST}/") == f"{HOST}/index.htm"
    only = "<html><body><script>if(/iphone/.test(navigator.userAgent)) location.href='/m/';</script></body></html>"
    assert shells.target(tree(only), f"{HOST}/") is None
    plain = "<html><body><script>location.href='/m/';</script></body></html>"
    assert shells.target(tree(plain), f"{HOST}/") == f"{HOST}/m/"
