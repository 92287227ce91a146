"""The Hanweb disclosure module: rows from search.jsp as table fragments, whole reports by area and year.

One column is a frame around the search, the other asks it by script. The county's report view links every year; the
town's links the latest alone, and has nothing to say for the years between.
"""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from crawler.sample.platforms import hanweb
from crawler.sample.platforms.frame import column_metas, page_of
from crawler.sample.platforms.office import Column, Item, Office, office
from crawler.sample.platforms.site import Site, cut
from crawler.sample.web import Asked, Page, page

SEARCH, REPORT = "/module/xxgk/search.jsp", "/module/xxgk/xxgkAnnualReport.jsp"
ROWS = 15
AREA, TOWN_AREA = "114407994", "114407995"
KINDS = {"tzgg": "B0203", "zcwj": "A0101"}


def build() -> Site:
    made, town = office("hanweb-xxgk"), office("hanweb-xxgk-town")
    site = Site(made, "hanweb", "/col/col88020/index.html")
    menu = "".join(f'<li><a href="/col/col{c.slug}/index.html">{c.name}</a></li>' for c in made.columns)
    main = f"<h2>政府信息公开</h2><ul>{menu}</ul>"
    site.put(site.start, page_of(made, "政府信息公开", main, head=column_metas(made, "政府信息公开")))
    for column in made.columns[1:]:
        _searched(site, column)
    hanweb.serve_files(site, [item for item in made.items if item.column != "nb"])
    _reports(site, made, town)
    site.web.live[SEARCH] = lambda asked: _answer(made, asked)
    return site


def _asked_with(made: Office, column: Column, number: int) -> str:
    """The parameters as pages send them, empty ones and all."""
    return (
        f"infotypeId={KINDS[column.key]}&jdid=22&area={AREA}&divid=div{column.slug}&vc_title=&vc_number=&vc_filenumber="
        f"&vc_all=&texttype=0&fbtime=-1&sortfield={quote(',createdatetime:0,orderid:0')}&currpage={number}"
        f"&standardXxgk=1&isAllList=1&unit={quote(made.publisher)}"
    )


def _searched(site: Site, column: Column) -> None:
    made, rows = site.office, site.office.listed(column.key)
    given = _asked_with(made, column, 1)
    inner = f'<iframe src="{SEARCH}?{escape(given)}" width="100%" frameborder="0"></iframe>'
    if column.key == "zcwj":
        inner = (
            f'<div id="div{column.slug}"></div><script>function getList(p){{$.ajax({{type:"POST",'
            f'url:"{SEARCH}",data:"{given}".replace("currpage=1","currpage="+p),success:function(t){{'
            f'$("#div{column.slug}").html(t);}}}});}}getList(1);</script>'
        )
    path = f"/col/col{column.slug}/index.html"
    text = page_of(made, column.name, f"<h2>{column.name}</h2>{inner}", head=column_metas(made, column.name))
    site.put(path, text)
    site.complete[path] = len(rows)
    for item in rows:
        site.document(hanweb.address(made, item), item, hanweb.article(made, item))


def _answer(made: Office, asked: Asked) -> Page:
    kinds = {kind: key for key, kind in KINDS.items()}
    key = kinds.get(asked.value("infotypeId"))
    rows = made.listed(key) if key else ()
    count = max(1, -(-len(rows) // ROWS))
    number = min(max(asked.number("currpage", 1), 1), count)
    listed = "".join(_row(made, item, n) for n, item in enumerate(rows[ROWS * (number - 1) : ROWS * number], 1))
    onward = ""
    if number < count:
        onward = (
            f'<a href="javascript:void(0)" onclick="gotopage({number + 1})">下一页</a>&nbsp;'
            f'<a href="javascript:void(0)" onclick="gotopage({count})">尾页</a>'
        )
    return page(
        f'<table width="100%" class="xxgk_list"><tr class="tr_main_title"><td>序号</td><td>标题</td><td>日期</td></tr>'
        f'{listed}</table><div class="page">&nbsp;&nbsp;第{number}页&nbsp;&nbsp;共{count}页&nbsp;{onward}</div>'
    )


def _row(made: Office, item: Item, n: int) -> str:
    kind = "odd" if n % 2 else "even"
    return (
        f'<tr class="tr_main_value_{kind}"><td>{n}</td><td><a gkfs="主动公开" wh="{item.number}" '
        f'syh="{made.index_number(item)}" fbjg="{made.publisher}" href="{hanweb.address(made, item)}" '
        f'title="{escape(item.title)}" target="_blank">{escape(cut(item.title, 22))}</a></td><td>{item.day}</td></tr>\n'
    )


def _reports(site: Site, made: Office, town: Office) -> None:
    """The view of whole reports; a year without a report is a page that says that nothing is there."""
    held = {(AREA, item.year): (made, item) for item in made.items if item.year and item.column == "nb"}
    held |= {(TOWN_AREA, item.year): (town, item) for item in town.items if item.year}
    for (area, year), (_, item) in held.items():
        site.documents[_view(area, year or 0)] = item
    years = "".join(f'<a href="{escape(_view(AREA, y))}">{y}年</a>' for y in range(2024, 2020, -1))
    column = made.columns[0]
    main = (
        f'<h2>{column.name}</h2><dl><dt>县政府办</dt><dd>{years}</dd><dt>芦荡镇</dt><dd><a href="'
        f'{escape(_view(TOWN_AREA, 2023))}">2023年</a></dd></dl>'
    )
    path = f"/col/col{column.slug}/index.html"
    site.put(path, page_of(made, column.name, main, head=column_metas(made, column.name)))

    def view(asked: Asked) -> Page:
        found = held.get((asked.value("area"), asked.number("fbtime", 0)))
        if found is None:
            return page(page_of(made, "政府信息公开年报", "<div class='con'>该年度暂无内容。</div>"))
        publisher, item = found
        main = (
            f'<div class="tit">{escape(item.title)}</div><div class="time">发布时间：{item.day}</div>'
            f'<div class="con">{item.body}</div>'
        )
        return page(page_of(publisher, "政府信息公开年报", main), printed=item.published)

    site.web.live[REPORT] = view


def _view(area: str, year: int) -> str:
    return f"{REPORT}?area={area}&fbtime={year}&showType=2"
