"""A township's site made at home: GBK, tables for layout, addresses of every kind, dates in every shape."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from crawler.sample.platforms.office import Column, Item, Office, office
from crawler.sample.platforms.site import Site, cut, pages_of
from crawler.sample.web import HOST_MARK, Asked, Page

GBK = "text/html"  # the server does not say how it writes
FRONT = "/index.html"


def build() -> Site:
    made = office("generic")
    site = Site(made, "generic", FRONT)
    site.web.pages[FRONT] = site.web.pages["/"] = _page(made, made.publisher, f"<p>欢迎光临{made.short}</p>")
    _reports(site, made.column("nb"))
    _notices(site, made.column("tzgg"))
    _news(site, made.column("gzdt"))
    return site


def _page(made: Office, title: str, main: str, base: str = "") -> Page:
    """A page in the bytes of GBK, its charset told in the old form of the tag."""
    menu = "".join(f"<td><a href='{_front_of(c)}'><font color=#FFFFFF>{c.name}</font></a></td>" for c in made.columns)
    text = (
        f'<HTML><HEAD><META http-equiv="Content-Type" content="text/html; charset=gb2312">{base}'
        f"<TITLE>{escape(title)}</TITLE></HEAD><BODY bgcolor=#EEEEEE topmargin=0>"
        f"<TABLE width=778 align=center border=0><tr><td colspan=9 height=80><b>{made.publisher}</b></td></tr>"
        f"<tr bgcolor=#990000><td><a href='/'>首页</a></td>{menu}</tr></TABLE>"
        f"<TABLE width=778 align=center border=0><tr><td valign=top>{main}</td></tr></TABLE>"
        f"<TABLE width=778 align=center><tr><td align=center>{made.publisher}版权所有"
        "　电话：0000-5550133</td></tr></TABLE>"
        "</BODY></HTML>"
    )
    return Page(text.encode("gb18030"), GBK)


def _front_of(column: Column) -> str:
    return f"/{column.slug}/list.asp" if column.key == "tzgg" else f"/{column.slug}/index.html"


def _article(made: Office, item: Item, files: list[str], base: str = "") -> Page:
    year, month, day = (int(part) for part in item.day.split("-"))
    links = "".join(
        f"<p><img src=/images/doc.gif><a href='{path}'>{escape(f.name)}</a></p>"
        for path, f in zip(files, item.files, strict=True)
    )
    body = f'<div class="TRS_Editor">{item.body}</div>' if item.id % 5 == 0 else item.body
    main = (
        f"<TABLE width=100%><tr><td align=center><font size=4><b>{escape(item.title)}</b></font></td></tr><tr><td "
        f"align=center>发布时间：{year}年{month}月{day}日　作者：党政办　点击：{item.id % 97}次</td></tr>"
        f"<tr><td class=content>{body}{links}</td></tr>"
        "<tr><td align=right>【<a href='javascript:window.print()'>打印</a>】"
        "【<a href='javascript:window.close()'>关闭</a>】</td></tr></TABLE>"
    )
    return _page(made, f"{item.title}-{made.publisher}", main, base)


def _serve(site: Site, path: str, item: Item, folder: str, written: Callable[[str], str], base: str = "") -> None:
    names = [f"{item.id}_{n}.{f.name.rpartition('.')[2]}" for n, f in enumerate(item.files)]
    site.web.pages[path] = _article(site.office, item, [written(name) for name in names], base)
    site.documents[path] = item
    site.attach({f"{folder}/{name}": n for n, name in enumerate(names)}, item)


def _reports(site: Site, column: Column) -> None:
    """One page of reports by year; files in an upload folder beside."""
    rows = site.office.listed(column.key)
    listed = "".join(
        f"<tr><td>·<a href=nr/{item.day[:4]}_{item.id}.htm target=_blank>{escape(item.title)}</a></td>"
        f"<td>({item.day.replace('-', '/')})</td></tr>\n"
        for item in rows
    )
    main = f"<TABLE width=100%><tr><td colspan=2><b>{column.name}</b></td></tr>{listed}</TABLE>"
    path = _front_of(column)
    site.web.pages[path] = _page(site.office, column.name, main)
    site.complete[path] = len(rows)
    for item in rows:
        page_path = f"/{column.slug}/nr/{item.day[:4]}_{item.id}.htm"
        _serve(site, page_path, item, "/UploadFile", lambda name: f"../../UploadFile/{name} ")


def _notices(site: Site, column: Column) -> None:
    """A list and articles by query; addresses in capitals, with and without scheme."""
    made, rows = site.office, site.office.listed(column.key)
    parts = pages_of(rows, 8)
    pages = []
    for n, part in enumerate(parts, 1):
        listed = "".join(_notice(item, column) for item in part)
        onward = (
            f"<a href='?page={n + 1}'>下一页</a> <a href='?page={len(parts)}'>尾页</a>"
            if n < len(parts)
            else "下一页 尾页"
        )
        main = (
            f"<b>{column.name}</b><TABLE width=100%>{listed}</TABLE><p>第{n}页/共{len(parts)}页 共{len(rows)}条 "
            f"<a href='?page=1'>首页</a> {onward}</p>"
        )
        pages.append(_page(made, column.name, main))
    path = _front_of(column)
    site.web.live[path] = lambda asked: pages[min(max(asked.number("page", 1), 1), len(pages)) - 1]
    site.complete[path] = len(rows)
    held: dict[int, str] = {}
    for item in rows:
        hidden = f"/{column.slug}/view/{item.id}"  # where its page is kept; never linked
        _serve(site, hidden, item, "/UploadFile", lambda name: f"/UploadFile/{name}")
        site.documents[f"/{column.slug}/view.asp?id={item.id}"] = site.documents.pop(hidden)
        held[item.id] = hidden
    kept = {number: site.web.pages.pop(hidden) for number, hidden in held.items()}

    def view(asked: Asked) -> Page:
        gone = Page("<html><body>参数错误</body></html>".encode("gb18030"), GBK, status=404)
        return kept.get(asked.number("id", 0), gone)

    site.web.live[f"/{column.slug}/view.asp"] = view


def _notice(item: Item, column: Column) -> str:
    path = f"/{column.slug}/view.asp?id={item.id}"
    link = (f"view.asp?id={item.id}", f"HTTP://{HOST_MARK}{path}", f"//{HOST_MARK}{path}")[item.id % 3]
    month, day = int(item.day[5:7]), int(item.day[8:])
    return (
        f'<tr><td width=85%>□ <a href="{link}" title="{escape(item.title)}">{escape(cut(item.title, 18))}</a></td>'
        f"<td>{item.day[:4]}年{month}月{day}日</td></tr>\n"
    )


def _news(site: Site, column: Column) -> None:
    """A list in numbered files; its articles have a base address that their links start from."""
    rows = site.office.listed(column.key)
    parts = pages_of(rows, 6)
    names = ["index.html", *(f"index{n}.html" for n in range(2, len(parts) + 1))]
    for n, part in enumerate(parts):
        listed = "".join(
            f"<tr><td><a href='./{item.day[:4]}/{item.day[5:7]}{item.day[8:]}-{item.id}.htm'>{escape(item.title)}</a>"
            f"</td><td>{item.day.replace('-', '.')}</td></tr>\n"
            for item in part
        )
        onward = f"<a href='{names[n + 1]}'>下页&gt;&gt;</a>" if n + 1 < len(parts) else ""
        main = f"<b>{column.name}</b><TABLE>{listed}</TABLE><div align=right>{onward}</div>"
        site.web.pages[f"/{column.slug}/{names[n]}"] = _page(site.office, column.name, main)
    site.complete[_front_of(column)] = len(rows)
    for item in rows:
        path = f"/{column.slug}/{item.day[:4]}/{item.day[5:7]}{item.day[8:]}-{item.id}.htm"
        base = f'<base href="http://{HOST_MARK}/{column.slug}/">'
        _serve(site, path, item, f"/{column.slug}/fj", lambda name: f"fj/{name}", base)
