"""Lonsun (龙讯): lists by organisation and type, where type 3 is the annual reports; ordinary columns beside them."""

from __future__ import annotations

from html import escape

from crawler.sample.platforms.frame import column_metas, metas, page_of
from crawler.sample.platforms.office import Column, Item, Office, office
from crawler.sample.platforms.site import Site, cut, hexes, pages_of
from crawler.sample.web import Asked, Live, Page, page

ORGAN = "6596001"
ROWS = 10


def build() -> Site:
    made = office("lonsun")
    site = Site(made, "lonsun", "/index.html")
    site.put(site.start, page_of(made, made.publisher, f"<h2>政府信息公开</h2>{_menu(made)}", menu=_menu(made)))
    site.other[site.start] = "lonsun"
    types: dict[str, list[Page]] = {}
    for column in made.columns:
        rows = made.listed(column.key)
        parts = pages_of(rows, ROWS)
        pages = [page(_list(made, column, part, n, len(parts))) for n, part in enumerate(parts, 1)]
        if column.key == "tzgg":
            site.web.live[f"/content/column/{column.slug}"] = _numbered(pages)
        else:
            types[column.slug] = pages
        site.complete[link(column)] = len(rows)
        for item in rows:
            site.document(address(item), item, _article(made, item, column))
            site.attach({path: n for n, path in enumerate(files(item))}, item)

    def of_organ(asked: Asked) -> Page:
        return _numbered(types.get(asked.value("type"), types["4"]))(asked)

    site.web.live[f"/public/column/{ORGAN}"] = of_organ
    return site


def link(column: Column) -> str:
    """The address of a column's first page as the menu has it."""
    if column.key == "tzgg":
        return f"/content/column/{column.slug}"
    return f"/public/column/{ORGAN}?type={column.slug}&action=list&nav=3"


def address(item: Item) -> str:
    return f"/content/article/{item.id}" if item.column == "tzgg" else f"/public/{ORGAN}/{item.id}.html"


def files(item: Item) -> list[str]:
    return [f"/group1/M00/{hexes('lonsun', f.id)[:12]}.{f.name.rpartition('.')[2]}" for f in item.files]


def _numbered(pages: list[Page]) -> Live:
    """A list by `pageIndex`; beyond the end it is the last page again."""
    return lambda asked: pages[min(max(asked.number("pageIndex", 1), 1), len(pages)) - 1]


def _menu(made: Office) -> str:
    return "".join(f'<a href="{escape(link(c))}">{c.name}</a>' for c in made.columns)


def _list(made: Office, column: Column, part: tuple[Item, ...], number: int, count: int) -> str:
    base = link(column)
    mark = "&" if "?" in base else "?"
    links = "".join(
        f'<a href="{escape(f"{base}{mark}pageIndex={n}")}" paged="{n}">{n}</a>' for n in range(1, count + 1)
    )
    script = (
        f"<script>Ls.pagination('#page_public_info',{{pageCount:{count},pageIndex:{number},pageSize:{ROWS}}});</script>"
    )
    if column.key == "zcwj":
        rows = "".join(
            f"<li><span class='syh'>{made.index_number(item)}</span>"
            f"<a href='{address(item)}' title='{escape(item.title)}'>{escape(cut(item.title, 20))}</a>"
            f"<span class='date'>{item.day}</span></li>\n"
            for item in part
        )
        listed = f"<div class='xxgk_navli'><ul>{rows}</ul></div>"
    else:
        rows = "".join(
            f'<li><a href="{address(item)}" title="{escape(item.title)}" target="_blank">'
            f'{escape(cut(item.title, 26))}</a><span class="right date">{item.day}</span></li>\n'
            for item in part
        )
        listed = f'<ul class="doc_list list-{column.slug}">{rows}</ul>'
    main = f'<h2>{column.name}</h2>{listed}<div id="page_public_info">{links}</div>{script}'
    return page_of(made, column.name, main, head=column_metas(made, column.name), menu=_menu(made))


def _article(made: Office, item: Item, column: Column) -> str:
    labels = [
        ("索引号：", made.index_number(item)), ("信息分类：", column.name), ("发布机构：", made.publisher),
        ("发文日期：", item.day), ("名 称：", item.title), ("文 号：", item.number),
    ]  # fmt: skip
    cells = "".join(f'<td class="pmingcheng">{name}</td><td>{escape(value)}</td>' for name, value in labels)
    links = "".join(
        f'<p><a class="fjxz" href="{path}" title="{escape(f.name)}">{escape(f.name)}</a></p>'
        for path, f in zip(files(item), item.files, strict=True)
    )
    table = f'<table class="table_suoyin"><tr>{cells}</tr></table>' if item.column != "tzgg" else ""
    main = (
        f'{table}<h1 class="wztit">{escape(item.title)}</h1><div class="wzbjxx">发布日期：{item.published[:16]}　来源：'
        f'{made.publisher}　阅读：次</div><div class="wzcon j-fontContent">{item.body}{links}</div>'
    )
    head = metas(made, item, column.name)
    return page_of(made, f"{item.title}_{made.publisher}", main, head=head, menu=_menu(made))
