"""TRS WCM: static lists in three dialects of one pager, articles named by day and number, files beside them.

A: four arguments, the second page is index_1.html. B: six arguments and a record count, the second page is
list_2.shtml. C: the pager's element comes first, the base of its links stands in a hidden field, and one list is
written by script.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import escape

from crawler.sample.platforms.frame import column_metas, metas, page_of
from crawler.sample.platforms.office import Column, Item, Office, office
from crawler.sample.platforms.site import Site, cut, pages_of
from crawler.sample.web import HOST_MARK, page

SECTION = "/zwgk/zfxxgk"  # of the district
Row = Callable[[Item, str], str]  # an item and its address as the list writes it


def name_of(item: Item, suffix: str) -> str:
    """Folder of the month and name of the day; the day is the document's own, now and then one before publication."""
    day = date.fromisoformat(item.day) - timedelta(days=item.id % 3 == 0)
    return f"{day:%Y%m}/t{day:%Y%m%d}_{item.id}.{suffix}"


def files(item: Item) -> list[str]:
    """Names of files as they stand beside the article."""
    return [f"P0{item.day.replace('-', '')}{f.id:012d}.{f.name.rpartition('.')[2]}" for f in item.files]


def _publish(site: Site, folder: str, item: Item, column: str, suffix: str, editor: str) -> None:
    path = f"{folder}/{name_of(item, suffix)}"
    site.document(path, item, article(site.office, item, column, editor))
    beside = path.rpartition("/")[0]
    site.attach({f"{beside}/{name}": n for n, name in enumerate(files(item))}, item)


def article(made: Office, item: Item, column: str, editor: str) -> str:
    """An article; `editor` is the class of the box that holds what was written in the editor."""
    links = "".join(
        f'<p><a href="./{name}" appendix="true" otheroperation="false">{escape(f.name)}</a></p>'
        for name, f in zip(files(item), item.files, strict=True)
    )
    main = (
        f'<div class="crumb">当前位置：首页&gt;政务公开&gt;{column}</div><h1>{escape(item.title)}</h1>'
        f'<div class="xl-info"><span>日期：{item.published[:16]}</span><span>来源：{made.publisher}</span></div>'
        f'<div class="content"><div class="{editor}"><style type="text/css">.TRS_Editor P{{margin:0}}</style>'
        f'{item.body}{links}</div></div><div class="xl-tool">打印　关闭</div>'
    )
    head = metas(made, item, column, minutes=bool(item.id % 2))
    return page_of(made, f"{item.title}_{made.publisher}", main, head=head)


# ------------------------------------------------------------------------------------------------ dialect A


def dialect_a() -> Site:
    """The district: annual reports in a column per year, the other columns in pages of 15."""
    made = office("trs-a")
    site = Site(made, "trs", f"{SECTION}/index.html")
    menu = "".join(f'<li><a href="./{c.slug}/">{c.name}</a></li>' for c in made.columns)
    main = f'<h2>政府信息公开</h2><ul class="menu">{menu}</ul>'
    site.put(site.start, page_of(made, "政府信息公开", main, head=column_metas(made, "政府信息公开")))
    site.web.pages[f"{SECTION}/"] = site.web.pages[site.start]
    _years(site, made.columns[0])
    for column, row in zip(made.columns[1:], (_plain_row, _table_row, _whole_row), strict=True):
        _column_a(site, f"{SECTION}/{column.slug}", column.name, made.listed(column.key), row)
    return site


def _years(site: Site, column: Column) -> None:
    """A column that holds nothing but a column per year; a reading guide stands in the year it was published for."""
    years: dict[int, list[Item]] = {}
    for item in site.office.listed(column.key):
        years.setdefault(item.year or int(item.day[:4]) - 1, []).append(item)
    links = "".join(f'<li><a href="./gknb{year}/">{year}年</a></li>' for year in sorted(years, reverse=True))
    path = f"{SECTION}/{column.slug}/index.html"
    main = f'<h2>{column.name}</h2><ul class="years">{links}</ul>'
    site.put(path, page_of(site.office, column.name, main, head=column_metas(site.office, column.name)))
    site.web.pages[f"{SECTION}/{column.slug}/"] = site.web.pages[path]
    for year, items in years.items():
        _column_a(site, f"{SECTION}/{column.slug}/gknb{year}", f"{year}年", tuple(items), _plain_row)


def _column_a(site: Site, folder: str, name: str, items: tuple[Item, ...], row: Row) -> None:
    parts = pages_of(items, 15)
    for n, part in enumerate(parts):
        rows = "".join(row(item, f"{folder}/{name_of(item, 'html')}") for item in part)
        rows = rows.replace(f'href="{folder}/', 'href="./')
        listed = f"<table>{rows}</table>" if row is _table_row else f'<ul class="list">{rows}</ul>'
        call = f'createPageHTML({len(parts)}, {n}, "index", "html");'
        if row is _whole_row:  # a ministry's habit: the count in a variable, the pager in a script of its own
            call = f"var countPage = {len(parts)};//共多少页\nvar currentPage = {n};//从0开始"
        main = f"<h2>{name}</h2>{listed}<div class='page'><script>{call}</script></div>"
        path = f"{folder}/{'index.html' if n == 0 else f'index_{n}.html'}"
        site.put(path, page_of(site.office, name, main, head=column_metas(site.office, name)))
    site.web.pages[f"{folder}/"] = site.web.pages[f"{folder}/index.html"]
    site.complete[f"{folder}/"] = len(items)
    for item in items:
        _publish(site, folder, item, name, "html", "TRS_Editor")


def _plain_row(item: Item, path: str) -> str:
    title = escape(item.title)
    return f'<li><a href="{path}" title="{title}">{escape(cut(item.title, 20))}</a><span>{item.day}</span></li>\n'


def _table_row(item: Item, path: str) -> str:
    return (
        f'<tr><td>{item.id}</td><td><a href="{path}" target="_blank">{escape(item.title)}</a></td>'
        f"<td>{item.number}</td><td>{item.day.replace('-', '/')}</td></tr>\n"
    )


def _whole_row(item: Item, path: str) -> str:
    day = f"{item.day[:4]}年{int(item.day[5:7])}月{int(item.day[8:])}日"
    return f"<li><i>{day}</i><a href='//{HOST_MARK}{path} '>\n　{escape(item.title)} </a></li>\n"


# ------------------------------------------------------------------------------------------------ dialect B


def dialect_b() -> Site:
    """The county: six arguments; a list page that is not there answers 200 with a page that says so."""
    made = office("trs-b")
    site = Site(made, "trs", "/index.shtml")
    menu = "".join(f'<a href="/xxgk/{c.slug}/list.shtml">{c.name}</a>' for c in made.columns)
    site.put(site.start, page_of(made, made.publisher, f"<h2>信息公开</h2><div class='entry'>{menu}</div>", menu=menu))
    for column in made.columns:
        _column_b(site, column, menu)
    lost = page("<html><head><title>提示</title></head><body><p>对不起，您访问的页面不存在。</p></body></html>")
    site.web.families.append((re.compile(r"/xxgk/\w+/list_\d+\.shtml"), lambda _: lost))
    return site


def _column_b(site: Site, column: Column, menu: str) -> None:
    made, folder = site.office, f"/xxgk/{column.slug}"
    rows = made.listed(column.key)
    parts = pages_of(rows, 12)
    for n, part in enumerate(parts, 1):
        listed = "".join(_dated_row(item, f"{folder}/{name_of(item, 'shtml')}") for item in part)
        call = f"createPageHTML('page_div',{len(parts)}, {n},'list','shtml',{len(rows)});"
        main = (
            f"<h2>{column.name}</h2><div class='gl_list'>{listed}</div><div id='page_div'></div><script>{call}</script>"
        )
        path = f"{folder}/{'list.shtml' if n == 1 else f'list_{n}.shtml'}"
        site.put(path, page_of(made, column.name, main, head=column_metas(made, column.name), menu=menu))
    site.complete[f"{folder}/list.shtml"] = len(rows)
    for item in rows:
        _publish(site, folder, item, column.name, "shtml", "view TRS_UEDITOR trs_paper_default")


def _dated_row(item: Item, path: str) -> str:
    return (
        f'<ul><li class="date">[{item.day}]</li><li><a target="_blank" title="{escape(item.title)}" '
        f'href="{path}">{escape(cut(item.title, 22))}</a></li></ul>\n'
    )


# ------------------------------------------------------------------------------------------------ dialect C


def dialect_c() -> Site:
    """The bureau: the pager's element first; the regulations are written by script."""
    made = office("trs-c")
    site = Site(made, "trs", "/zwgk/index.html")
    menu = "".join(f"<a href='/zwgk/{c.slug}/index.html'>{c.name}</a>" for c in made.columns)
    site.put(site.start, page_of(made, "政务公开", f"<h2>政务公开</h2>{menu}", menu=menu))
    for column in made.columns:
        rows = made.listed(column.key)
        if column.key == "zcwj":
            _written(site, column, rows, menu)
        else:
            _column_c(site, column, rows, menu)
        for item in rows:
            _publish(site, f"/zwgk/{column.slug}", item, column.name, "html", "TRS_Editor")
    return site


def _column_c(site: Site, column: Column, rows: tuple[Item, ...], menu: str) -> None:
    folder = f"/zwgk/{column.slug}"
    parts = pages_of(rows, 10)
    for n, part in enumerate(parts):
        listed = "".join(_plain_row(item, f"./{name_of(item, 'html')}") for item in part)
        main = (
            f'<h2>{column.name}</h2><ul>{listed}</ul><input type="hidden" id="pageParam" value="{folder}/index">'
            f"<div id='paging'></div><script>createPageHTML('paging', {len(parts)}, {n}, 'index', 'html', {len(rows)});"
            "</script>"
        )
        path = f"{folder}/{'index.html' if n == 0 else f'index_{n}.html'}"
        site.put(path, page_of(site.office, column.name, main, head=column_metas(site.office, column.name), menu=menu))
    site.complete[f"{folder}/index.html"] = len(rows)


def _written(site: Site, column: Column, rows: tuple[Item, ...], menu: str) -> None:
    """A list that a script writes row by row from variables."""
    listed = "".join(
        f"var url='./{name_of(item, 'html')}';\nvar title='{escape(item.title)}';\nvar docDate='{item.day}';\n"
        'document.writeln("<li><a href=\'"+url+"\' title=\'"+title+"\'>"+title+"</a><span>"+docDate+"</span></li>");\n'
        for item in rows
    )
    main = f'<h2>{column.name}</h2><ul><script type="text/javascript">\n{listed}</script></ul>'
    path = f"/zwgk/{column.slug}/index.html"
    site.put(path, page_of(site.office, column.name, main, head=column_metas(site.office, column.name), menu=menu))
    site.complete[path] = len(rows)
