"""Epoint (新点): pages without rows; lists are posted for, wrapped, counted from 0, with a site id from a script."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from crawler.sample.platforms.frame import column_metas, metas, page_of
from crawler.sample.platforms.office import Column, Item, Office, office
from crawler.sample.platforms.site import Site, hexes
from crawler.sample.web import JSON, Asked, Page, page

PROJECT = "/EpointWebBuilder_yh"
ACTION = f"{PROJECT}/rest/lightfrontaction/getgovinfolist"
GUID = "3f0c6a52-7d1e-4b8e-9a70-5c2d8e41b6f9"
MOST = 20  # rows of one answer, whatever is asked
DEPARTMENT = "440700_jtj"


def build() -> Site:
    made = office("epoint")
    site = Site(made, "epoint", "/index.html")
    menu = "".join(f'<a href="{escape(link(c))}">{c.name}</a>' for c in made.columns)
    site.put(site.start, page_of(made, made.publisher, f"<h2>政府信息公开</h2>{menu}", menu=menu))
    script = (
        f'var projectName = "{PROJECT}";\nvar siteInfo = {{\n  "siteGuid": "{GUID}",\n  "projectName": projectName\n}};'
        "\nvar pageSize = 15;\n"
    )
    site.web.put({"/js/webBuilderCommon.js": page(script, "application/javascript")})
    shell = _shell(made, menu)
    site.web.pages["/dynamic/zwgk/govInfoPub.html"] = page(shell)  # one page for every category
    for column in made.columns:
        rows = made.listed(column.key)
        site.complete[link(column)] = len(rows)
        for item in rows:
            site.document(address(column, item), item, _article(made, item, column, menu))
            site.attach({path: n for n, path in enumerate(files(item))}, item)
    site.web.live[ACTION] = lambda asked: _answer(made, asked)
    return site


def link(column: Column) -> str:
    return f"/dynamic/zwgk/govInfoPub.html?categorynum={column.slug}&deptcode={DEPARTMENT}"


def address(column: Column, item: Item) -> str:
    """The category's number in steps of three, the day, a guid."""
    steps = "/".join(column.slug[:n] for n in range(3, len(column.slug) + 1, 3))
    code = hexes("epoint", item.id)
    guid = "-".join((code[:8], code[8:12], code[12:16], code[16:20], code[20:]))
    return f"/{steps}/{item.day.replace('-', '')}/{guid}.html"


def files(item: Item) -> list[str]:
    return [f"/uploadfile/{hexes('epoint file', f.id)}.{f.name.rpartition('.')[2]}" for f in item.files]


def _shell(made: Office, menu: str) -> str:
    head = (
        f"{column_metas(made, '政府信息公开')}<!-- EWB-FRONT version 2.4 -->\n"
        '<script src="/js/webBuilderCommon.js"></script><script src="/js/govinfopub.js"></script>\n'
    )
    main = '<h2 id="catename"></h2><ul id="list" class="ewb-info-items"></ul><div id="pager" class="ewb-page"></div>'
    return page_of(made, "政府信息公开", main, head=head, menu=menu)


def _answer(made: Office, asked: Asked) -> Page:
    """Heeds what is wrapped in `params` alone, as an object or as its text."""
    given = asked.json().get("params")
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except ValueError:
            given = None
    if not isinstance(given, dict) or given.get("siteGuid") != GUID:
        return page(json.dumps({"status": {"code": "0", "text": "参数有误"}, "custom": None}, ensure_ascii=False), JSON)
    column = next((c for c in made.columns if c.slug == given.get("categorynum")), None)
    rows = made.listed(column.key) if column else ()
    size = min(_number(given.get("pageSize"), 15), MOST)
    start = _number(given.get("pageIndex"), 0) * size
    part = [_row(made.column(item.column), item) for item in rows[start : start + size]]
    answer = {"status": {"code": "200", "text": ""}, "custom": {"total": len(rows), "data": part}}
    return page(json.dumps(answer, ensure_ascii=False), JSON)


def _number(given: Any, default: int) -> int:
    return int(given) if str(given).isdigit() else default


def _row(column: Column, item: Item) -> dict[str, Any]:
    row: dict[str, Any] = {"infourl": address(column, item), "infodate": item.day, "categorynum": column.slug}
    if len(item.title) > 20:
        return row | {"title": f"{item.title[:18]}...", "realtitle": item.title}
    return row | {"title": item.title}


def _article(made: Office, item: Item, column: Column, menu: str) -> str:
    links = "".join(
        f'<p>附件：<a href="{path}">{escape(f.name)}</a></p>' for path, f in zip(files(item), item.files, strict=True)
    )
    main = (
        f'<div class="ewb-article"><h3 class="article-title">{escape(item.title)}</h3><div class="article-sources">'
        f'发布日期：{item.published[:16]}　信息来源：{made.publisher}</div><table class="ewb-table"><tr><th>索引号</th>'
        f"<td>{made.index_number(item)}</td><th>文号</th><td>{item.number}</td></tr></table>"
        f'<div class="article-content">{item.body}{links}</div></div><script src="/js/webBuilderCommon.js"></script>'
    )
    head = f"{metas(made, item, column.name)}<!-- EWB-FRONT version 2.4 -->\n"
    return page_of(made, item.title, main, head=head, menu=menu)
