"""UCAP (开普): lists from JSON or in numbered pages, long texts with page breaks, menu entries that only lead on."""

from __future__ import annotations

import json
import re
from datetime import datetime
from html import escape
from typing import Any

from crawler.sample.platforms.frame import column_metas, metas, page_of
from crawler.sample.platforms.office import Column, Item, Office, office
from crawler.sample.platforms.site import Site, cut, hexes, pages_of
from crawler.sample.web import BEIJING, HOST_MARK, JSON, Asked, Page, page

ROWS, ROOT = 15, "/mgq"
QUERY = "_isAgg=true&_isJson=true&_pageSize=15&_template=index&_rangeTimeGte=&_channelName="
_TAGS = re.compile(r"<[^>]+>")


def build() -> Site:
    made = office("ucap")
    site = Site(made, "ucap", f"{ROOT}/index.shtml")
    menu = "".join(f'<a href="{ROOT}/{c.slug}/redirect_firstChannel.shtml">{c.name}</a>' for c in made.columns)
    site.put(site.start, page_of(made, made.publisher, f"<h2>政务公开</h2>{menu}", menu=menu))
    kinds = {"nb": _from_json, "tzgg": _from_json, "zcwj": _by_query, "gzdt": _by_name}
    for column in made.columns:
        first = kinds[column.key](site, column, menu)
        shell = f"{ROOT}/{column.slug}/redirect_firstChannel.shtml"
        site.complete[first] = len(made.listed(column.key))
        site.put(shell, f'<html><head><script>window.location.href="{first}";</script></head><body></body></html>')
        for item in made.listed(column.key):
            path = address(made, item)
            site.document(path, item, _article(made, item, column))
            site.attach({f"{path.removesuffix('.shtml')}/files/{name}": n for n, name in enumerate(files(item))}, item)
    return site


def address(made: Office, item: Item) -> str:
    """The month's folder, then a running number; 32 hexadecimal digits for what has a document number."""
    name = hexes("ucap", item.id) if item.number else f"c01_{item.id}"
    return f"{ROOT}/{made.column(item.column).slug}/{item.day[:4]}{item.day[5:7]}/{name}.shtml"


def files(item: Item) -> list[str]:
    return [f"{hexes('ucap file', f.id)}.{f.name.rpartition('.')[2]}" for f in item.files]


def _from_json(site: Site, column: Column, menu: str) -> str:
    """A list page without rows: its script asks the search interface of the channel."""
    made, rows, channel = site.office, site.office.listed(column.key), hexes("channel", column.slug)
    script = (
        "<script>function load(page){$.ajax({type:'get',dataType:'json',"
        f"url:'/common/search/{channel}?{QUERY}&page='+page,success:function(r){{render(r.data.results);"
        "pager(r.data.total,r.data.rows);}});}load(1);</script>"
    )
    path = f"{ROOT}/{column.slug}/common_list.shtml"
    head = f'{column_metas(made, column.name)}<meta name="channelid" content="{channel}">\n'
    main = f"<h2>{column.name}</h2><ul id='list'></ul>{script}"
    site.put(path, page_of(made, column.name, main, head=head, menu=menu))

    def search(asked: Asked) -> Page:
        number, size = max(asked.number("page", 1), 1), asked.number("_pageSize", ROWS)
        part = rows[size * (number - 1) : size * number]
        data = {"page": number, "rows": size, "total": len(rows), "channelId": channel}
        results = [_result(made, item, column) for item in part]
        return page(json.dumps({"data": data | {"results": results}}, ensure_ascii=False), JSON)

    site.web.live[f"/common/search/{channel}"] = search
    return path


def _result(made: Office, item: Item, column: Column) -> dict[str, Any]:
    text = _TAGS.sub("", item.body).replace("\n", "")[:120]
    stamp = datetime.fromisoformat(item.published).replace(tzinfo=BEIJING)
    path = address(made, item)
    found = zip(files(item), item.files, strict=True)
    return {
        "title": item.title,
        "url": f"//{HOST_MARK}{path}",
        "publishedTime": int(stamp.timestamp() * 1000),
        "publishedTimeStr": item.published,
        "content": text,
        "contentHtml": f"<p>{text}</p>",
        "memo": "",
        "channelName": column.name,
        "manuscriptId": str(item.id),
        "resList": [
            {"name": f.name, "url": f"//{HOST_MARK}{path.removesuffix('.shtml')}/files/{name}"} for name, f in found
        ],
        "domainMetaList": [
            {
                "domainName": "信息公开",
                "resultList": [
                    {"key": "indexnum", "name": "索引号", "value": made.index_number(item)},
                    {"key": "filenum", "name": "文号", "value": item.number},
                ],
            }
        ],
    }


def _rows(made: Office, part: tuple[Item, ...]) -> str:
    return "".join(
        f'<li><a href="{address(made, item)}" title="{escape(item.title)}" target="_blank">'
        f"{escape(cut(item.title, 20))}</a><span>{item.day}</span></li>\n"
        for item in part
    )


def _by_query(site: Site, column: Column, menu: str) -> str:
    """A list whose further pages are the same file with a number behind the question mark."""
    made, rows = site.office, site.office.listed(column.key)
    parts = pages_of(rows, 6)
    path = f"{ROOT}/{column.slug}/list.shtml"
    made_pages = []
    for n, part in enumerate(parts, 1):
        onward = f'<a href="list.shtml?{n + 1}">下一页</a>' if n < len(parts) else "<span>下一页</span>"
        main = f"<h2>{column.name}</h2><ul>{_rows(made, part)}</ul><div class='pages'>{n}/{len(parts)} {onward}</div>"
        made_pages.append(
            page(page_of(made, column.name, _tagged(main), head=column_metas(made, column.name), menu=menu))
        )

    def numbered(asked: Asked) -> Page:
        given = int(asked.query) if asked.query.isdigit() else 1
        return made_pages[min(max(given, 1), len(made_pages)) - 1]

    site.web.live[path] = numbered
    return path


def _by_name(site: Site, column: Column, menu: str) -> str:
    """A list in files list.shtml, list_2.shtml …, whose pager is the one that TRS sites have too."""
    made, rows = site.office, site.office.listed(column.key)
    parts = pages_of(rows, 12)
    folder = f"{ROOT}/{column.slug}"
    for n, part in enumerate(parts, 1):
        call = f"createPageHTML('page_div',{len(parts)},{n},'list','shtml',{len(rows)});"
        main = f"<h2>{column.name}</h2><ul>{_rows(made, part)}</ul><div id='page_div'></div><script>{call}</script>"
        name = "list.shtml" if n == 1 else f"list_{n}.shtml"
        text = page_of(made, column.name, _tagged(main), head=column_metas(made, column.name), menu=menu)
        site.put(f"{folder}/{name}", text)
        site.other[f"{folder}/{name}"] = "generic"  # nothing on it is this platform's alone
    return f"{folder}/list.shtml"


def _tagged(main: str) -> str:
    return f'{main}<script src="/cms_files/cmspro/js/list.js"></script>'


def _article(made: Office, item: Item, column: Column) -> str:
    """An article; long ones are cut by marks that a script turns into pages."""
    body = item.body.replace("<p><strong>三、", "#PAGE_BREAK#<p><strong>三、").replace(
        "<p><strong>五、", "<pagebreak><p><strong>五、"
    )
    if item.id % 4 == 1:  # text that was brought over from another system
        body = f'<div class="TRS_Editor">{body}</div>'
    folder = address(made, item).rpartition("/")[2].removesuffix(".shtml")
    links = "".join(
        f'<p><a href="{folder}/files/{name}" title="{escape(f.name)}">{escape(f.name)}</a></p>'
        for name, f in zip(files(item), item.files, strict=True)
    )
    main = (
        f"<h1><UCAPTITLE>{escape(item.title)}</UCAPTITLE></h1><div>发布时间：<publishtime>{item.published[:16]}</publishtime>"
        f' 来源：{made.publisher}</div><div id="UCAP-CONTENT"><UCAPCONTENT>{body}{links}</UCAPCONTENT></div>'
        '<script src="/cms_files/cmspro/js/article.js"></script>'
    )
    head = f'{metas(made, item, column.name)}<meta name="channelid" content="{hexes("channel", column.slug)}">\n'
    return page_of(made, f"{item.title} {column.name}", main, head=head)
