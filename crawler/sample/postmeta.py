"""The JSON behind some portals: columns at `/postmeta/i/`, whole posts at `/postmeta/p/`."""

from __future__ import annotations

import json
from typing import Any

from crawler.sample.listing import attached, attachment_links, seconds
from crawler.sample.town import Node, Post, Town
from crawler.sample.web import HOST_MARK, JSON, Page, page


def pages(town: Town) -> dict[str, Page]:
    """JSON pages of a town whose portal exposes them, by path."""
    made = {f"/postmeta/i/{n.id}.json": _json(_column(town, n)) for n in town.nodes if n.slug}
    for post in town.posts:
        if not post.link and not post.missing:
            path = f"/postmeta/p/{post.id // 1_000_000}/{post.id // 1_000}/{post.id}.json"
            made[path] = _json(_post(town, post), post.published)
    return made


def _json(value: dict[str, Any], printed: str = "2026-01-05 09:00:00") -> Page:
    return page(json.dumps(value, ensure_ascii=False), JSON, printed)


def _address(town: Town, post: Post) -> str:
    return f"http://{HOST_MARK}{town.portal_path(post)}"


def _column(town: Town, node: Node) -> dict[str, Any]:
    articles = [
        {
            "id": post.id,
            "title": post.title,
            "url": _address(town, post),
            "date": post.published[:10],
            "publish_time": seconds(post.published),
            "created_at": post.published,
            "source": "本网",
            "abstract": "",
            "json_ext": "[]",
        }
        for post in town.in_column(node)
    ]
    children = [
        {"id": n.id, "name": n.name, "pub_point": town.column(n), "publish_count": len(town.in_column(n))}
        for n in town.nodes
        if n.under == node.id
    ]
    return {"id": node.id, "name": node.name, "articles": articles, "children": children, "updated": 1767574800}


def _post(town: Town, post: Post) -> dict[str, Any]:
    stamp = seconds(post.published)
    return {
        "id": post.id,
        "title": post.title,
        "abstract": "",
        "content": post.body + attachment_links(town, post),
        "source": "本网",
        "keywords": "",
        "url": _address(town, post),
        "origin_url": "",
        "gkml_url": "",
        "first_publish_time": stamp,
        "publish_time": stamp,
        "display_publish_time": stamp,
        "create_time": stamp,
        "updated": stamp,
        "expired_time": 0,
        "attachment": [attached(town, post, a) for a in post.attachments],
        "related_posts": [],
        "json_ext": "[]",
        "gkml_data": json.dumps({"publisher": town.publisher, "document_number": post.number}, ensure_ascii=False),
    }
