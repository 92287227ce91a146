"""Where the article of a page is.

Containers of the known platforms first (platforms.md 2.3, 3.3, 4.1, 5, 6, 7), then general names, then the element
that holds most of the text. The choice is corrected afterwards: see `archive.blocks.article`.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive.blocks import tags
from archive.blocks.statutory import plain

# (text that must occur in the page, selector): the first test costs nothing, so that a page pays for what it has.
KNOWN = (
    ("article-content", ".article-content"),
    ("zoomcon", "#zoomcon"),
    ("content_article", ".content_article"),
    ("UCAP-CONTENT", "#UCAP-CONTENT"),
    ("UCAPCONTENT", "ucapcontent"),
    ("ucapcontent", "ucapcontent"),
    ("vsb_content", "[id^=vsb_content]"),
    ("v_news_content", ".v_news_content"),
    ("trs_editor_view", ".trs_editor_view"),
    ("TRS_UEDITOR", ".TRS_UEDITOR"),
    ("TRS_Editor", ".TRS_Editor"),
    ("ivs_content", "#ivs_content"),
    ("j-fontContent", ".j-fontContent"),
    ("wzcon", ".wzcon"),
    ("zoom", "#zoom"),
    ("Zoom", "#Zoom"),
    ("bt_content", ".bt_content"),
    ("main-txt", ".main-txt"),
    ("artile_zw", ".artile_zw"),
    ("wzzw-article", ".wzzw-article"),
    ("news_cont_d_wrap", ".news_cont_d_wrap"),
    ("tyxxy_main", ".tyxxy_main"),
    ("articleBox", ".articleBox"),
    ("wzades", "[wzades]"),
    ("xxgk_content", ".xxgk_content"),
    ("articleContent", "#articleContent, .articleContent"),
    ("article_content", "#article_content, .article_content"),
    ("con_text", "#con_text, .con_text"),
)
GENERAL = (
    ("zw", "div.zw"),
    ("article", "article, .article, #article"),
    ("content", "div.content, #content, #Content"),
    ("main", "main"),
)
_PART = 20  # at most so many elements per selector are weighed
_SOME_TEXT = 30  # characters
_MOST = 0.85  # share of the text that makes an element stand for its parent
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_STATUTORY = re.compile(
    "[一二三四五六]、[^。；;，,]{0,12}(?:总体情况|主动公开|申请|复议|存在|其他需要)|尚未审结|行政事业性收费|规范性文件"
)


def find(tree: LexborHTMLParser, html: str) -> LexborNode | None:
    """Return the element that most likely holds the article; None stands for the whole body."""
    body = tree.body
    if body is None:
        return None
    known = _matches(tree, html, KNOWN)
    if known:
        return _widest(known)
    general = [node for node in _matches(tree, html, GENERAL) if len(node.text_lexbor()) >= 200]
    if not general:
        return None
    weights = [(_own_text(node), node) for node in general]
    most = max(weight for weight, _ in weights)
    return min((pair for pair in weights if pair[0] >= _MOST * most), key=lambda pair: len(pair[1].text_lexbor()))[1]


def _matches(tree: LexborHTMLParser, html: str, selectors: tuple[tuple[str, str], ...]) -> list[LexborNode]:
    """Return matching elements that hold some text, a picture or a link."""
    found: dict[int, LexborNode] = {}
    for gate, selector in selectors:
        if gate not in html:
            continue
        for node in tree.css(selector)[:_PART]:
            text = node.text_lexbor()
            if len(text.strip()) >= _SOME_TEXT or node.css_first("img, a[href]") is not None:
                found[node.mem_id] = node
    return list(found.values())


def _widest(nodes: list[LexborNode]) -> LexborNode:
    """Of the elements not inside another, the one with most text; an inner editor element may hold only a part."""
    inside = {node.mem_id for node in nodes}
    outer = [node for node in nodes if not any(above.mem_id in inside for above in ancestors(node))]
    return max(outer or nodes, key=lambda node: len(node.text_lexbor()))


def ancestors(node: LexborNode) -> list[LexborNode]:
    """Return the elements around a node up to, but without, the body; at most 1,000 (depth is bounded before)."""
    found: list[LexborNode] = []
    parent = node.parent
    while parent is not None and len(found) < 1_000 and parent.tag not in ("body", "html", "-document"):
        found.append(parent)
        parent = parent.parent
    return found


def densest(body: LexborNode) -> LexborNode:
    """Return the deepest element that still holds most of the text that is not in links."""
    node = body
    for _ in range(60):
        total = _own_text(node)
        if total < 200:
            break
        heaviest, weight = None, 0
        for count, child in enumerate(node.iter()):
            if count > 2_000:
                return node
            if tags.KIND.get(child.tag_id) in (tags.BLOCK, tags.TABLE, tags.SECTION, tags.ROW, tags.CELL):
                own = _own_text(child)
                if own > weight:
                    heaviest, weight = child, own
        if heaviest is None or weight < _MOST * total:
            break
        node = heaviest
    return _out_of_table(node, body)


def _own_text(node: LexborNode) -> int:
    linked = sum(len(link.text_lexbor()) for link in node.css("a")[:500])
    return len(node.text_lexbor()) - linked


def _out_of_table(node: LexborNode, body: LexborNode) -> LexborNode:
    """A body, row or cell of a table that itself is the text's container is fine; inside a data table it is not."""
    while tags.KIND.get(node.tag_id) in (tags.SECTION, tags.ROW) and node.parent is not None:
        node = node.parent
    return node if node.tag != "table" or node.parent is None else node.parent


def drop_hidden(tree: LexborHTMLParser, html: str, keep: set[int]) -> int:
    """Remove hidden elements; one that holds the article itself stays. Returns how many were removed."""
    hidden: list[LexborNode] = []
    if "none" in html or "NONE" in html or "hidden" in html:
        if _HIDDEN.search(html):
            hidden.extend(n for n in tree.css("[style]") if _HIDDEN.search((n.attributes.get("style") or "")[:2_000]))
        if "hidden" in html:
            hidden.extend(tree.css("[hidden], dialog:not([open]), [aria-hidden=true]"))
    if not hidden:
        return 0
    article = [node for node in hidden if node.mem_id in keep or _looks_like_article(node)]
    spared = {node.mem_id for node in article}
    dropped = 0
    for node in hidden:
        if node.mem_id not in spared and node.tag not in ("body", "html"):
            node.decompose()
            dropped += 1
    for node in article:
        if node.mem_id not in keep and _said_elsewhere(tree, node):
            node.decompose()
            dropped += 1
    return dropped


def _looks_like_article(node: LexborNode) -> bool:
    text = node.text_lexbor()
    return len(text) > 200 and len(set(_STATUTORY.findall(plain(text)))) >= 2


def _said_elsewhere(tree: LexborHTMLParser, node: LexborNode) -> bool:
    """A hidden second copy (for telephones, for print) of what stands visibly on the page."""
    if tree.body is None:
        return False
    inside = len(_STATUTORY.findall(plain(node.text_lexbor())))
    return len(_STATUTORY.findall(plain(tree.body.text_lexbor()))) >= 2 * inside
