"""Reports that are only a link: the article says 全文请见, and the text stands on a page of its own."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from archive.errors import PageChangedError
from archive.model import Link, Post
from archive.pages import files
from archive.pages.titles import speaks_of_report
from archive.pages.trees import links, text_of, tree

_WORDS = re.compile(r"全文|原文|详见|詳見|详情|点击|點擊|查看|[阅閱][读讀]")
_DIGIT = re.compile(r"[0-9０-９〇零一二三四五六七八九]{2}")
LONGEST, MOST = 200, 3  # characters around the links of an article that is but a pointer; links followed


def texts(post: Post, page: str, url: str) -> list[Link]:
    """Return the pages that an article without a text of its own leads to, none where it has a text or files."""
    if post.attachments:
        return []
    try:
        root = tree(f"<div>{post.body_html}</div>" if post.body_html else page)
    except PageChangedError:
        return []
    found = {address: link for link, address in links(root, url) if address != url and not files.is_document(address)}
    named = [Link(url=address, name=text_of(link)) for address, link in found.items()]
    if (
        not post.body_html
    ):  # too few words for a body: the page has the site's links as well, and those to its neighbours
        return [link for link in named if post.title and post.title in link.name and _is_text(link.name)][:MOST]
    return [link for link in named if _is_text(link.name)][:MOST] if named and len(_around(root)) <= LONGEST else []


def _is_text(name: str) -> bool:
    """Return whether a link's words lead to a text; the column of reports is named like a report without a year."""
    return bool(_DIGIT.search(name) if speaks_of_report(name) else _WORDS.search(name))


def _around(root: HtmlElement) -> str:
    text = text_of(root)
    for link in root.iter("a"):
        text = text.replace(text_of(link), "", 1)
    return text
