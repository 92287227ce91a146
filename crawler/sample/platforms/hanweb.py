"""Hanweb columns: an empty list whose records stand in a script, and the proxy that gives the rest of them.

Two servers that disagree, as real ones do: one counts groups by `page` in a GET and ignores windows; the other wants a
POST with a window of records and the column as Referer, and one of its columns has an encrypted unit id, so that what
lies beyond the first group is never shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from urllib.parse import quote

from crawler.sample.platforms.frame import column_metas, metas, page_of
from crawler.sample.platforms.office import Column, Item, Office, office
from crawler.sample.platforms.site import Site, cut, hexes
from crawler.sample.town import Attachment
from crawler.sample.web import Asked, Page, page

GROUP, PER_PAGE = 45, 15
XML = "text/xml; charset=utf-8"
PROXY = "/module/web/jpage/dataproxy.jsp"
OLD_PROXY = "/module/jpage/dataproxy.jsp"
DOWNLOAD = "/module/download/downfile.jsp"
SHIELDED = "7b226964223a226763227d"  # what an encrypted unit id looks like
EMPTY = "<datastore><recordset></recordset></datastore>"


def by_get() -> Site:
    """The street: `page` decides, `startrecord` does not; page 1 is the group that the column page has already."""
    made = office("hanweb-get")
    site = Site(made, "hanweb", "/col/col50010/index.html")
    site.put(site.start, page_of(made, "政务公开", _menu(made), head=column_metas(made, "政务公开")))
    lists = {column.slug: made.listed(column.key) for column in made.columns}
    for column in made.columns:
        _column(site, column, _unit(column), GET_LINK)
    _articles(site)

    def proxy(asked: Asked) -> Page:
        rows = lists.get(asked.value("columnid"), ())
        start = GROUP * (max(asked.number("page", 1), 1) - 1)
        return _store(made, rows[start : start + GROUP], len(rows), start)

    site.web.live[PROXY] = proxy
    return site


def by_post() -> Site:
    """The bureau: a window of records by POST, empty for whoever does not come from the column page."""
    made = office("hanweb-post")
    site = Site(made, "hanweb", "/index.html")
    site.put("/index.html", page_of(made, made.publisher, f"<h2>信息公开</h2>{_menu(made)}"))
    site.put("/", page_of(made, made.publisher, f"<h2>信息公开</h2>{_menu(made)}"))
    units = {_unit(column): made.listed(column.key) for column in made.columns if column.key != "gzdt"}
    for column in made.columns:
        _column(site, column, SHIELDED if column.key == "gzdt" else _unit(column), "")
    _articles(site, {item.id for item in made.listed("gzdt")[GROUP:]})

    def proxy(asked: Asked) -> Page:
        rows = units.get(asked.value("unitid"), ())
        start, end = asked.number("startrecord", 1), asked.number("endrecord", GROUP)
        if asked.method != "POST" or "/col/" not in asked.headers.get("referer", "") or start > len(rows):
            return page(EMPTY, XML)
        return _store(made, rows[start - 1 : end], len(rows), start)

    site.web.live[OLD_PROXY] = site.web.live[PROXY] = proxy
    return site


GET_LINK = (
    '<nextgroup><![CDATA[<a href="{proxy}?page=1&appid=1&webid=77&path=/&columnid={column}&unitid={unit}'
    '&webname={name}&permissiontype=0"></a>]]></nextgroup>'
)


def _unit(column: Column) -> str:
    return f"4{column.slug}"


def _menu(made: Office) -> str:
    rows = "".join(f'<li><a href="/col/col{c.slug}/index.html" target="_blank">{c.name}</a></li>' for c in made.columns)
    return f'<ul class="left-menu">{rows}</ul>'


def _column(site: Site, column: Column, unit: str, group: str) -> None:
    """The page of a column. Beside its list stands what other columns have, as on most sites."""
    made, rows = site.office, site.office.listed(column.key)
    link = group.format(proxy=PROXY, column=column.slug, unit=unit, name=quote(made.short)) if group else ""
    records = "".join(_record(made, item, n) for n, item in enumerate(rows[:GROUP]))
    hot = "".join(_link(made, item, item.title) for item in made.items[-3:] if item.column != column.key)
    main = (
        f"<div class='hot'><h3>热点信息</h3>{hot}</div><h2>{column.name}</h2>"
        f'<div id="{unit}" class="default_pgContainer"><script type="text/xml"><datastore>\n{link}\n<recordset>\n'
        f"{records}</recordset></datastore></script></div>\n<script>var param_{unit}="
        f"{{columnid:{column.slug},unitid:'{unit}',webid:77,path:'/',webname:'{made.short}',permissiontype:0}};\n"
        f"$('#{unit}').jpage({{totalRecord:{len(rows)},perPage:{PER_PAGE},"
        f"proxyUrl:'{PROXY if group else OLD_PROXY}',openerType:'none'}});</script>"
    )
    path = f"/col/col{column.slug}/index.html"
    site.put(path, page_of(made, column.name, main, head=column_metas(made, column.name), menu=_menu(made)))
    site.web.pages[f"/col/col{column.slug}/"] = site.web.pages[path]
    if unit == SHIELDED:
        site.short[path] = "total_mismatch"
    else:
        site.complete[path] = len(rows)


def _link(made: Office, item: Item, text: str, title: str = "", mark: str = "'") -> str:
    named = f" title={mark}{escape(title)}{mark}" if title else ""
    return f"<a href={mark}{address(made, item)}{mark} target={mark}_blank{mark}{named}>{escape(text)}</a>"


def _record(made: Office, item: Item, n: int) -> str:
    """A record: quotes of both kinds, some without title and with the date over two lines, some with a cut-out row."""
    if n % 13 == 6:
        inner = f"<li>{_link(made, item, item.title)}<span>\n{item.day[:4]}-\n{item.day[5:]}\n</span></li>"
    elif n % 13 == 9:
        gone = f"<!--<li><a href='/art/2016/1/4/art_1_{n}.html' title='已撤下的旧文'>已撤下的旧文</a></li>-->"
        inner = f"{gone}<li>{_link(made, item, cut(item.title, 14), item.title)}<b>{item.day}</b></li>"
    else:
        inner = f"<li>{_link(made, item, cut(item.title, 14), item.title, mark=chr(34))}<span>[{item.day}]</span></li>"
    return f"<record>\n<![CDATA[{inner}]]>\n</record>\n"


def _store(made: Office, rows: tuple[Item, ...], total: int, first: int) -> Page:
    records = "".join(_record(made, item, first + n) for n, item in enumerate(rows))
    head = f"<totalrecord>{total}</totalrecord><totalpage>{-(-total // PER_PAGE)}</totalpage>"
    return page(
        f'<?xml version="1.0" encoding="utf-8"?><datastore>{head}<recordset>{records}</recordset></datastore>', XML
    )


def address(made: Office, item: Item) -> str:
    """Month and day without a leading zero."""
    year, month, day = (int(part) for part in item.day.split("-"))
    return f"/art/{year}/{month}/{day}/art_{made.column(item.column).slug}_{item.id}.html"


def _articles(site: Site, hidden: set[int] | None = None) -> None:
    """Articles, those that no list shows included; they are no part of what a crawl can reach."""
    for item in site.office.items:
        text = article(site.office, item)
        if hidden and item.id in hidden:
            site.put(address(site.office, item), text, item.published)
            continue
        site.document(address(site.office, item), item, text)
    shown = [item for item in site.office.items if not hidden or item.id not in hidden]
    serve_files(site, shown)


def serve_files(site: Site, items: Iterable[Item]) -> None:
    """Serve the files of items, at their addresses or from the download page."""
    held: dict[str, Attachment] = {}  # by coded name
    for item in items:
        for path, given in zip(files(item), item.files, strict=True):
            held[path.partition("filename=")[2]] = given
            site.files[path] = item
            if "?" not in path:
                site.web.put({path: Page(given.content, given.mime)})

    def download(asked: Asked) -> Page:
        found = held.get(asked.value("filename"))
        return Page(found.content, found.mime) if found else Page(b"", status=404)

    site.web.live[DOWNLOAD] = download


def files(item: Item) -> tuple[str, ...]:
    """Addresses of files: below /attach/, or, for every other item, from the download page by a coded name."""
    coded = [f"{hexes(item.id, f.id)}.{f.name.rpartition('.')[2]}" for f in item.files]
    if item.id % 2:
        return tuple(f"/attach/0/{name}" for name in coded)
    return tuple(f"{DOWNLOAD}?classid=0&filename={name}" for name in coded)


def article(made: Office, item: Item) -> str:
    """An article whose body stands between comment markers; some have the catalogue's table of labels."""
    column = made.column(item.column)
    links = "".join(
        f'<p><img src="/images/doc.gif"><a href="{escape(path)}">{escape(f.name)}</a></p>'
        for path, f in zip(files(item), item.files, strict=True)
    )
    labels = ""
    if item.number or item.year is not None:
        labels = (
            f"<table class='xxgk_table'><tr><td>索引号：</td><td>{made.index_number(item)}</td><td>组配分类：</td>"
            f"<td>{column.name}</td></tr><tr><td>发布机构：</td><td>{made.publisher}</td><td>生成日期：</td>"
            f"<td>{item.day}</td></tr><tr><td>公开方式：</td><td>主动公开</td><td>文 号：</td><td>{item.number}</td>"
            "</tr></table>"
        )
    main = (
        f'<div class="crumb">首页 &gt; 政务公开 &gt; {column.name}</div>{labels}'
        f'<h1 class="title">{escape(item.title)}</h1>'
        f'<div class="info">发布日期：{item.published[:16]}　访问次数：<span id="hits"></span>　字号：[大 中 小]</div>'
        f'<div id="zoom"><!--ZJEG-ignore--><!--<$[信息内容]>begin-->{item.body}{links}<!--<$[信息内容]>end--></div>'
        '<div class="share">打印本页　关闭窗口</div>'
    )
    return page_of(made, f"{made.short} {column.name} {item.title}", main, head=metas(made, item, column.name))
