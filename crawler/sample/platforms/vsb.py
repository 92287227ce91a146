"""VSB (博达): pages of a list count down, files stand below the body and one of them asks for a captcha."""

from __future__ import annotations

from html import escape

from crawler.sample.platforms.frame import column_metas, metas, page_of
from crawler.sample.platforms.office import Column, Item, Office, office
from crawler.sample.platforms.site import Site, cut, pages_of
from crawler.sample.web import Asked, Page, page

ROWS = 10
DOWNLOAD = "/system/_content/download.jsp"
STYLES = '<link rel="stylesheet" href="/system/resource/css/pagedown/sys.css">\n'
CAPTCHA = (
    '<html><head><meta charset="utf-8"><title>下载</title></head><body><form method="post"><p>请输入验证码后下载</p>'
    '<img src="/system/resource/js/filedownload/createimage.jsp"><input name="codeValue"></form></body></html>'
)


def build() -> Site:
    made = office("vsb")
    site = Site(made, "vsb", "/index.htm")
    menu = "".join(f'<a href="/xxgk/{c.slug}.htm">{c.name}</a>' for c in made.columns)
    site.put(site.start, page_of(made, made.publisher, f"<h2>政务公开</h2>{menu}", menu=menu))
    site.web.pages["/"] = site.web.pages[site.start]
    for number, column in enumerate(made.columns, 1012):
        _column(site, column, number, menu)
        for item in made.listed(column.key):
            text = _article(made, item, column)
            site.document(f"/info/{number}/{item.id}.htm", item, text)
            site.files |= dict.fromkeys(files(item), item)
    _downloads(site)
    return site


def files(item: Item) -> list[str]:
    return [f"{DOWNLOAD}?urltype=news.DownloadAttachUrl&owner=1581234567&wbfileid={f.id}" for f in item.files]


def _column(site: Site, column: Column, number: int, menu: str) -> None:
    made, rows = site.office, site.office.listed(column.key)
    parts = pages_of(rows, ROWS)
    names = [f"{column.slug}.htm", *(f"{column.slug}/{n}.htm" for n in range(len(parts) - 1, 0, -1))]
    for n, part in enumerate(parts):
        up = "../" * (1 + (n > 0))
        listed = "".join(
            f'<li id="line_u9_{i}"><span>{item.day.replace("-", ".")}</span><a href="{up}info/{number}/{item.id}.htm" '
            f'target="_blank" title="{escape(item.title)}">{escape(cut(item.title, 24))}</a></li>\n'
            for i, item in enumerate(part)
        )
        main = f"<h2>{column.name}</h2><ul>{listed}</ul>{_pager(names, n, len(rows))}"
        head = STYLES + column_metas(made, column.name)
        site.put(f"/xxgk/{names[n]}", page_of(made, column.name, main, head=head, menu=menu))
    site.complete[f"/xxgk/{column.slug}.htm"] = len(rows)


def _pager(names: list[str], n: int, rows: int) -> str:
    """The pager's links start from the folder of the page they stand on."""

    def link(place: int, text: str) -> str:
        target = names[place] if n == 0 else names[place].rpartition("/")[2] if place else f"../{names[0]}"
        return f'<a href="{target}">{text}</a>'

    if len(names) == 1:
        return f'<div class="pb_sys_common pb_sys_normal"><span class="p_t">共{rows}条</span></div>'
    more = n + 1 < len(names)
    numbers = "".join(
        f'<span class="p_no_d">{place + 1}</span>'
        if place == n
        else f'<span class="p_no">{link(place, str(place + 1))}</span>'
        for place in range(len(names))
    )
    onward = (
        f'<span class="p_next p_fun">{link(n + 1, "下页")}</span>'
        f'<span class="p_last p_fun">{link(len(names) - 1, "尾页")}</span>'
        if more
        else '<span class="p_next p_fun_d">下页</span><span class="p_last p_fun_d">尾页</span>'
    )
    return (
        '<div class="pb_sys_common pb_sys_normal pb_sys_style1">'
        f'<span class="p_t">共{rows}条</span><span class="p_t">{n + 1}/{len(names)}</span>'
        f'<span class="p_pages">{numbers}{onward}</span></div>'
    )


def _article(made: Office, item: Item, column: Column) -> str:
    body = item.body.replace("<p>", '<p class="vsbcontent_start">', 1)
    links = "".join(
        f'<li>附件【<a href="{escape(path)}" target="_blank">{escape(f.name)}</a>】已下载<span id="nattach{f.id}">'
        f"<script>_showDynClickBatch(['nattach{f.id}'],[{f.id}],'wbnewsfile')</script></span>次</li>"
        for path, f in zip(files(item), item.files, strict=True)
    )
    outside = f'<ul style="list-style-type:none;">{links}</ul>' if links else ""
    main = (
        f'<form name="_newscontent_fromname"><h1 align="center">{escape(item.title)}</h1><div align="center">'
        f'{item.published[:16]}　{made.publisher}　点击：[<span id="dynclicks"></span>]</div>'
        f'<div id="vsb_content_2"><div class="v_news_content">{body}<p class="vsbcontent_end"></p></div></div>'
        f'{outside}<p>上一条：<a href="javascript:;">没有了</a></p></form>'
    )
    return page_of(made, f"{item.title}-{made.publisher}", main, head=metas(made, item, column.name))


def _downloads(site: Site) -> None:
    """The newest annex among the notices is behind a captcha."""
    held = {str(f.id): f for item in site.office.items for f in item.files}
    puzzled = next(item for item in site.office.listed("tzgg") if item.files and item.year is None)
    for path in files(puzzled):
        del site.files[path]
        site.failed[path] = "blocked:captcha"
    locked = {str(f.id) for f in puzzled.files}

    def download(asked: Asked) -> Page:
        number = asked.value("wbfileid")
        if number in locked:
            return page(CAPTCHA)
        found = held.get(number)
        head = (("Content-Disposition", "attachment"),)
        return Page(found.content, found.mime, headers=head) if found else Page(b"", status=404)

    site.web.live[DOWNLOAD] = download
