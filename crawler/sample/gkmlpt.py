"""The catalogue of a town: script-rendered index, list interface, server-rendered content pages, attachments."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from html import escape
from typing import Any

from crawler.sample.town import Attachment, Node, Post, Town
from crawler.sample.web import BEIJING, HOST_MARK, JSON, Page, page

ROWS = 100  # posts per page of the list interface
_ASSETS = '<script src="/gkmlpt/gkml/pc/js/chunk-common.5e1a7c90.js"></script>'


def pages(town: Town) -> dict[str, Page]:
    """Index, content pages and attachments of a town's catalogue, by path."""
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


def lists(town: Town) -> dict[str, tuple[Page, ...]]:
    """The list interface: per node, and 0 for all, its pages of at most 100 rows."""
    base = f"{town.prefix}/gkmlpt/api/all"
    nodes = [node for node in town.nodes if node.catalogue]
    return {f"{base}/0": listing(town, None)} | {f"{base}/{node.id}": listing(town, node) for node in nodes}


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
        "post_count": _claimed(town, node),
        "jump_url": _jump(node),
        "children": [_branch(town, child) for child in town.children(node)],
    }


def _jump(node: Node) -> str:
    return f"//{HOST_MARK}{node.jump}" if node.jump else ""


def _claimed(town: Town, node: Node) -> int:
    return 0 if node.jump else town.claimed(node)


def listing(town: Town, node: Node | None) -> tuple[Page, ...]:
    """The pages of one list; an empty list still has its first page."""
    posts = () if node and node.jump else town.listed(node)
    return tuple(
        page(json.dumps(_answer(town, node, posts, start), ensure_ascii=False), JSON)
        for start in range(0, max(len(posts), 1), ROWS)
    )


def _answer(town: Town, node: Node | None, posts: tuple[Post, ...], start: int) -> dict[str, Any]:
    claimed = _claimed(town, node) if node else len(posts)
    classify = {
        "id": node.id if node else 0,
        "name": node.name if node else "",
        "parent": node.parent if node else 0,
        "jump_url": _jump(node) if node else "",
        "post_count": claimed,
        "theme_count": claimed,
    }
    rows = [_row(town, post) for post in posts[start : start + ROWS]]
    return {"classify": classify, "total": len(posts), "offset": start, "articles": rows}


def seconds(printed: str) -> int:
    """Unix seconds of a printed Beijing time or day."""
    return int(datetime.fromisoformat(printed).replace(tzinfo=BEIJING).timestamp())


def address(path: str, post: Post) -> str:
    """Addresses in rows come with and without scheme, and some with a blank at the end."""
    return f"{('http:', '')[post.id % 2]}//{HOST_MARK}{path}{('', ' ')[post.id // 2 % 2]}"


def identifier(town: Town, post: Post) -> str:
    """索引号: organisation code, year and five digits."""
    return f"{town.org_code}/{post.written[:4]}-{post.id % 100_000:05d}"


def _row(town: Town, post: Post) -> dict[str, Any]:
    main = town.main(post)
    stamp = seconds(post.published)
    link = f"http://{HOST_MARK}{post.link}" if post.link else ""
    return {
        "id": post.id,
        "title": post.title,
        "type": "url" if link else "normal",
        "date": seconds(post.written),
        "create_time": stamp,
        "created_at": f"{post.published[:10]} 00:00:00",
        "display_publish_time": stamp,
        "first_publish_time": stamp,
        "publish_time": stamp,
        "expired_time": 0,
        "publisher": town.publisher,
        "document_number": post.number,
        "identifier": identifier(town, post),
        "classify_main": main.id,
        "classify_main_name": main.name,
        "classify_genre_name": "",
        "classify_theme_name": "",
        "keywords": "",
        "abstract": "",
        "is_expired": 0,
        "is_abolished": 0,
        "relation": "[]",
        "url": link or address(town.content_path(post), post),
        "post_url": "" if link or not town.at_portal(post) else f"http://{HOST_MARK}{town.portal_path(post)}",
        "attachment": [attached(town, post, a) for a in post.attachments],
    }


def attached(town: Town, post: Post, attachment: Attachment) -> dict[str, Any]:
    """One element of an attachment list; its size is a string."""
    return {
        "id": attachment.id,
        "name": attachment.name,
        "type": "doc",
        "mime": attachment.mime,
        "size": str(len(attachment.content)),
        "url": f"http://{HOST_MARK}{town.attachment_path(post, attachment)}",
    }


def attachment_links(town: Town, post: Post) -> str:
    """In-body links; only here and in the list does the file's human name appear."""
    return "".join(
        f'<p><a class="nfw-cms-attachment" attachment-id="{a.id}" alt="{escape(a.name)}" '
        f'href="//{HOST_MARK}{town.attachment_path(post, a)}">{escape(a.name)}</a></p>'
        for a in post.attachments
    )


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
    whole = _row(town, post) | {
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
