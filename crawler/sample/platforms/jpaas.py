"""The current Hanweb cloud product: a column page names a unit, an interface builds its rows as HTML inside JSON.

The interface heeds `paramJson` alone; a bare `pageNo` gives the first page. Behind one column it gives the first page
whatever is asked. Another column of the same host is still of the older kind, as happens half way through a move.
"""

from __future__ import annotations

import json
from html import escape
from urllib.parse import quote

from crawler.sample.platforms import hanweb
from crawler.sample.platforms.frame import column_metas, metas, page_of
from crawler.sample.platforms.office import Column, Item, Office, office
from crawler.sample.platforms.site import Site, cut, hexes
from crawler.sample.web import JSON, Asked, Page, page

UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
FILE = "/api-gateway/jpaas-web-server/front/document/file-download"
ROWS = 15
STUCK, OLDER = "gzdt", "zcwj"  # the column without a second page, and the one of the older kind


def build() -> Site:
    made = office("jpaas")
    site = Site(made, "jpaas", "/index.html", articles="hanweb")
    menu = "".join(f'<a href="/col/col{c.slug}/index.html">{c.name}</a>' for c in made.columns)
    site.put("/index.html", page_of(made, made.publisher, f"<h2>政务公开</h2>{menu}", menu=menu))
    for column in made.columns:
        path = f"/col/col{column.slug}/index.html"
        text = _older(made, column) if column.key == OLDER else _page(made, column)
        site.put(path, page_of(made, column.name, text, head=column_metas(made, column.name), menu=menu))
        rows = made.listed(column.key)
        if column.key == STUCK:
            site.short[path] = "total_mismatch"
        else:
            site.complete[path] = len(rows)
        for item in rows if column.key != STUCK else rows[:ROWS]:
            site.document(address(made, item), item, _article(made, item, column))
            site.files |= dict.fromkeys(files(item), item)
    site.other[f"/col/col{made.column(OLDER).slug}/index.html"] = "hanweb"
    _interfaces(site)
    return site


def address(made: Office, item: Item) -> str:
    """Year and 32 hexadecimal digits; below the column where it is of the older kind."""
    folder = f"/col/col{made.column(item.column).slug}" if item.column == OLDER else ""
    return f"{folder}/art/{item.day[:4]}/art_{hexes('jpaas', item.id)}.html"


def files(item: Item) -> tuple[str, ...]:
    return tuple(f"{FILE}?fileUrl={hexes('file', f.id)}&fileName={quote(f.name)}" for f in item.files)


def _page(made: Office, column: Column) -> str:
    data = (
        f"{{'webId':'3410','pageId':'{column.slug}','parseType':'bulidstatic','pageType':'column',"
        f"'tagId':'当前栏目list','tplSetId':'{hexes('set')}'}}"
    )
    return (
        f'<h2>{column.name}</h2><div class="AuthorizedRead" id="list"></div><script type="text/javascript" '
        f'url="{UNIT}" queryData="{data}" src="/jpaas-jpage-server/static/AuthorizedRead/unitbuild.js"></script>'
    )


def _older(made: Office, column: Column) -> str:
    rows = made.listed(column.key)
    records = "".join(f"<record><![CDATA[{_row(made, item)}]]></record>\n" for item in rows)
    return (
        f'<h2>{column.name}</h2><div id="77120"><script type="text/xml"><datastore><nextgroup></nextgroup><recordset>'
        f"{records}</recordset></datastore></script></div><script>var param_77120={{columnid:{column.slug},"
        f"unitid:'77120'}};$('#77120').jpage({{totalRecord:{len(rows)},perPage:{hanweb.PER_PAGE}}});</script>"
    )


def _row(made: Office, item: Item) -> str:
    return (
        f'<li class="clearfix"><a target="_blank" href="{address(made, item)}" title="{escape(item.title)}">'
        f"{escape(cut(item.title, 18))}</a><span>{item.day}</span></li>"
    )


def _interfaces(site: Site) -> None:
    made = site.office
    lists = {c.slug: (made.listed(c.key), c.key == STUCK) for c in made.columns}
    held = {hexes("file", f.id): f for item in made.items for f in item.files}

    def unit(asked: Asked) -> Page:
        rows, stuck = lists.get(asked.value("pageId"), ((), False))
        try:
            number = 1 if stuck else int(json.loads(asked.value("paramJson", "{}")).get("pageNo", 1))
        except (ValueError, AttributeError):
            number = 1
        part = "".join(_row(made, item) for item in rows[ROWS * (number - 1) : ROWS * number])
        html = (
            f'<ul class="list">{part}</ul><div class="pagination" rows="{ROWS}" count="{len(rows)}" pageNo="{number}">'
            "</div>"
        )
        answer = {"success": True, "code": "200", "message": "", "data": {"html": html}}
        return page(json.dumps(answer, ensure_ascii=False), JSON)

    def download(asked: Asked) -> Page:
        found = held.get(asked.value("fileUrl"))
        return Page(found.content, found.mime, validators=False) if found else Page(b"", status=404)

    site.web.live |= {UNIT: unit, FILE: download}


def _article(made: Office, item: Item, column: Column) -> str:
    links = "".join(
        f'<p><a href="{escape(path)}" download="{escape(f.name)}">{escape(f.name)}</a></p>'
        for path, f in zip(files(item), item.files, strict=True)
    )
    main = (
        f'<div class="article"><h1>{escape(item.title)}</h1><p class="sub">来源：{made.publisher}　时间：'
        f'{item.published[:16]}</p><div id="zoom" class="bt_content">{item.body}{links}</div></div>'
    )
    return page_of(made, f"{item.title}_{made.publisher}", main, head=metas(made, item, column.name))
