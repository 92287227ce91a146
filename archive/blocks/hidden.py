"""Elements that a page hides: dialogs (the leaving-site notice is one), spare copies, empty shells."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive.blocks.names import ANYWHERE
from archive.blocks.statutory import plain

# "display: none" or "visibility: hidden" in any case. The first letters stand apart so that they can be skipped to:
# that makes a search through a page without either three to ten times as fast.
_STYLE = re.compile(r"[dDvV](?i:(?<=d)isplay\s*:\s*none|(?<=v)isibility\s*:\s*hidden)")
_WORDS = ("display", "DISPLAY", "isibility:")  # a plain search costs a fifth of an expression
_STATUTORY = re.compile(
    "[一二三四五六]、[^。；;，,]{0,12}(?:总体情况|主动公开|申请|复议|存在|其他需要)|尚未审结|行政事业性收费|规范性文件"
)
_MUCH = 200  # characters of a hidden element that may be the article itself


def drop(tree: LexborHTMLParser, html: str) -> int:
    """Remove hidden elements; one that holds the article itself stays. Returns how many were removed."""
    hidden: list[LexborNode] = []
    if any(word in html for word in _WORDS) and _STYLE.search(html):
        styled = tree.css('[style*="display" i], [style*="visibility" i]')
        hidden = [node for node in styled if _STYLE.search((node.attributes.get("style") or "")[:2_000])]
    if "hidden" in html:
        hidden += tree.css("[hidden], [aria-hidden=true]")
    dropped = 0
    perhaps: list[LexborNode] = []
    for node in _outermost(hidden):  # removing an element frees what is inside: never touch that again
        if _may_be_article(node):
            perhaps.append(node)
        else:
            node.decompose()
            dropped += 1
    for node in perhaps:
        if _said_elsewhere(tree, node):
            node.decompose()
            dropped += 1
    return dropped


def _outermost(hidden: list[LexborNode]) -> list[LexborNode]:
    inside = {node.mem_id for node in hidden}
    found: list[LexborNode] = []
    taken: set[int] = set()
    for node in hidden:
        if node.mem_id in taken or node.tag in ("body", "html"):
            continue
        above = node.parent
        while above is not None and (above.mem_id not in inside or above.tag in ("body", "html")):
            above = above.parent
        if above is None:
            taken.add(node.mem_id)
            found.append(node)
    return found


def _may_be_article(node: LexborNode) -> bool:
    text = node.text_lexbor()
    if len(text) < _MUCH:
        return False
    return len(set(_STATUTORY.findall(plain(text)))) >= 2 or node.css_first(ANYWHERE) is not None


def _said_elsewhere(tree: LexborHTMLParser, node: LexborNode) -> bool:
    """Say whether it is a second copy (for telephones, for print) of what stands visibly on the page."""
    if tree.body is None:
        return False
    inside = len(_STATUTORY.findall(plain(node.text_lexbor())))
    return len(_STATUTORY.findall(plain(tree.body.text_lexbor()))) >= max(2 * inside, 1)
