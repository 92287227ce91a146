"""The catalogue of a town: script-rendered index and server-rendered content pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from typing import Any

from crawler.sample.listing import attachment_links, claimed, identifier, jump, row
from crawler.sample.town import Node, Post, Town
from crawler.sample.web import HOST_MARK, Page, page

_ASSETS = '<script src="/gkmlpt/gkml/pc/js/chunk-common.5e1a7c90.js"></script>'


def pages(town: Town) -> dict[str, Page]:
    """Index and content pages of a town's catalogue, by path."""
    base = f"{town.prefix}/gkmlpt"
    made = {f"{base}/index": page(index(town))}
    made[f"{base}/mindex"] = made[f"{base}/annualreport"] = made[f"{base}/index"]
    made["/gkmlpt/gkml/pc/js/chunk-common.5e1a7c90.js"] = page("/* sample */", "application/javascript")
    for post in town.listed(None):
        if post.link or post.missing:
            continue
        made[town.content_path(post)] = page(content(town, post), printed=post.published)
        made[town.content_path(post, mobile=True)] = page(mobile(town, post), printed=post.published)
    return made


def index(town: Town) -> str:
    return (
        '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>政府信息公开目录</title>\n'
        f"<script>{_config(town)}</script>\n{_ASSETS}</head><body><div class='header'>{escape(town.publisher)}"
        "政府信息公开目录</div><div id='app'></div></body></html>"
    )


def _config(town: Town, detail: str = "") -> str:
    """The global object: bare keys, a single-quoted site id, the tree as JSON."""
    tree = json.dumps(
        [_branch(town, node) for node in town.nodes if not node.parent and node.catalogue], ensure_ascii=False
    )
    return (
        "window._CONFIG = {\n"
        f"  APP_URL: 'http://{HOST_MARK}{town.prefix}',\n  SID: '{town.site_id}',\n{detail}"
        f"  TREE: {tree},\n  SERVICE_AREA_ID: 0\n}}"
    )


def _branch(town: Town, node: Node) -> dict[str, Any]:
    return {
        "id": node.id,
        "name": node.name,
        "parent": node.parent,
        "post_count": claimed(town, node),
        "jump_url": jump(node),
        "children": [_branch(town, child) for child in town.children(node)],
    }


def _labels(town: Town, post: Post) -> Iterator[tuple[str, str]]:
    yield "索引号", identifier(town, post)
    yield "分类", town.main(post).name
    yield "发布机构", town.publisher
    yield "成文日期", post.written
    yield "名称", post.title
    yield "文号", post.number
    yield "发布日期", post.published[:10]
    yield "主题词", ""


def _classify(town: Town, post: Post) -> str:
    cells = [
        f"<td>{label}：</td><td class='{('td-value-xl', 'td-value')[n % 2]}'><span>{escape(value)}</span></td>"
        for n, (label, value) in enumerate(_labels(town, post))
    ]
    rows = "".join(f"<tr>{''.join(cells[n : n + 2])}</tr>" for n in range(0, len(cells), 2))
    return f'<div class="classify"><table>{rows}</table></div>'


def detail(town: Town, post: Post) -> str:
    """The page's JSON: mark-up characters escaped as the platform does, slashes too."""
    whole = row(town, post) | {
        "content": "" if post.detail == "empty" else post.body + attachment_links(town, post),
        "related_posts": [],
        "gkml_data": json.dumps(
            {"document_number": post.number, "publisher": town.publisher, "is_expired": 0}, ensure_ascii=False
        ),
    }
    text = json.dumps(whole, ensure_ascii=False)
    for mark, code in (("<", "\\u003C"), (">", "\\u003E"), ("&", "\\u0026"), ('\\"', "\\u0022"), ("/", "\\/")):
        text = text.replace(mark, code)
    if post.detail == "tricky":  # a lone surrogate, as cut-off pictographs leave behind
        text = text.replace("@@LONE@@", "\\ud83d")
    return text


def content(town: Town, post: Post) -> str:
    """A content page. With an empty DETAIL the body stands only on the portal page of the same post."""
    given = "" if post.detail == "none" else f"  DETAIL: {detail(town, post)},\n"
    body = "" if post.detail == "empty" else post.body.replace("@@LONE@@", "") + attachment_links(town, post)
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(post.title)}</title>\n'
        f"<script>{_config(town, given)}</script>\n{_ASSETS}</head><body>"
        f'<div class="content"><h1 class="title">{escape(post.title)}</h1>'
        f'<div class="date-row">发布日期：{post.published[:10]}</div>{_classify(town, post)}'
        f'<div class="article-content">{body}</div></div></body></html>'
    )


def mobile(town: Town, post: Post) -> str:
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(post.title)}</title></head>'
        f'<body class="mobile"><h1 class="title">{escape(post.title)}</h1>'
        f'<div class="article-content">{post.body.replace("@@LONE@@", "")}</div></body></html>'
    )
