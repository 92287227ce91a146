"""The list interface of a catalogue: rows of posts, 100 a page, with the numbers a node lists and claims."""

from __future__ import annotations

import json
from datetime import datetime
from html import escape
from typing import Any

from crawler.sample.town import Attachment, Node, Post, Town
from crawler.sample.web import BEIJING, HOST_MARK, JSON, Page, page

ROWS = 100  # posts per page


def lists(town: Town) -> dict[str, tuple[Page, ...]]:
    """The list interface: per node, and 0 for all, its pages of at most 100 rows."""
    base = f"{town.prefix}/gkmlpt/api/all"
    nodes = [node for node in town.nodes if node.catalogue]
    return {f"{base}/0": listing(town, None)} | {f"{base}/{node.id}": listing(town, node) for node in nodes}


def jump(node: Node) -> str:
    return f"//{HOST_MARK}{node.jump}" if node.jump else ""


def claimed(town: Town, node: Node) -> int:
    return 0 if node.jump else town.claimed(node)


def listing(town: Town, node: Node | None) -> tuple[Page, ...]:
    """The pages of one list; an empty list still has its first page."""
    posts = () if node and node.jump else town.listed(node)
    return tuple(
        page(json.dumps(_answer(town, node, posts, start), ensure_ascii=False), JSON)
        for start in range(0, max(len(posts), 1), ROWS)
    )


def _answer(town: Town, node: Node | None, posts: tuple[Post, ...], start: int) -> dict[str, Any]:
    count = claimed(town, node) if node else len(posts)
    classify = {
        "id": node.id if node else 0,
        "name": node.name if node else "",
        "parent": node.parent if node else 0,
        "jump_url": jump(node) if node else "",
        "post_count": count,
        "theme_count": count,
    }
    rows = [row(town, post) for post in posts[start : start + ROWS]]
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


def row(town: Town, post: Post) -> dict[str, Any]:
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
