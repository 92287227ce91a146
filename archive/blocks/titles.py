"""The printed title of an article, told from the site's name and from the browser title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive.blocks.space import tidy
from archive.blocks.statutory import plain

_TAGGED = (
    ("h1", "h1.title, h1.content-title"),
    ("content_title", ".content_title"),
    ("ucaptitle", "ucaptitle"),
    ("h1", "h1"),
    ("h2", "h2.title"),
    ("title", "div.title, p.title, .article-title, .article_title, .arttitle, .art-title, .bt_title"),
)
_REPORT = re.compile("年度报告|年报|工作报告|统计表")
_NOT_TITLE = re.compile("[。；;！]|^[一二三四五六七八九十]+、|^附件|^[((]")
_LONGEST = 120


def tagged(tree: LexborHTMLParser, html: str, article_title: str | None) -> str | None:
    """Return the title that an element states; among several, the one that speaks of a report, else the first.

    A heading that the page also puts into its <title> or ArticleTitle is preferred to a site name in a logo.
    """
    page_title = plain(tree.css_first("title").text() if tree.css_first("title") is not None else "")
    lowered = html if "<h1" in html or "<h2" in html else html.lower()
    for gate, selector in _TAGGED:
        if gate not in lowered and gate.upper() not in html:
            continue
        texts = [text for node in tree.css(selector)[:10] if (text := _text(node)) and len(text) <= 2 * _LONGEST]
        if not texts:
            continue
        for text in texts:
            if _REPORT.search(plain(text)) or (article_title and plain(text) == plain(article_title)):
                return text
        stated = [text for text in texts if plain(text) in page_title or page_title.startswith(plain(text))]
        if stated:
            return stated[0]
        if selector != "h1" or not article_title:
            return texts[0]
    return None


def _text(node: LexborNode) -> str:
    return tidy([node.text(separator=" ") if node.css_first("br") is not None else node.text_lexbor()])


def printed(lines: Sequence[str]) -> str | None:
    """Return the first line of a text that reads like a title of a report, None when none does."""
    for line in lines[:12]:
        text = plain(line)
        if (
            6 <= len(text) <= 60
            and _REPORT.search(text)
            and not _NOT_TITLE.search(text)
            and not text.endswith(("如下:", ":"))
        ):
            return line
        if len(text) > 100:
            return None  # the text has begun
    return None
