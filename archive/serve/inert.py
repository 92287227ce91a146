"""A stranger's page made inert: what remains is its words and tables, in our own plain looks."""

from __future__ import annotations

from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive.blocks.guard import check
from archive.errors import TooLargeError

LARGEST = 5_000_000  # characters of a page that is shown; larger ones are downloads only
DROPPED = frozenset(
    "script template iframe frame frameset object embed applet base meta link style svg math audio video source track "
    "portal dialog -comment".split()
)
# Attributes that can neither act nor lead anywhere; every other one goes.
KEPT = frozenset("abbr align alt border colspan dir lang rowspan scope span start summary title valign".split())
STYLE = """body { font: 16px/1.6 sans-serif; max-width: 60em; margin: 0 auto; padding: 1em; overflow-wrap: anywhere }
table { border-collapse: collapse } td, th { border: 1px solid #bbb; padding: 0.2em 0.5em }
.gongkai { padding: 0.6em 1em; background: #fff3c4; border-bottom: 2px solid #b58900; font-size: 14px }"""
BANNER = Markup(
    '<div class="gongkai">Archived copy 存档 of <b>{url}</b>, captured {at}. Not the portal: only words and tables are '
    "shown; scripts, frames, pictures, looks and links are taken out.</div>"
)


def inert(html: str, url: str, at: str) -> str:
    """Return the page without anything that acts, loads or leads away, below a line that says what it is.

    TooLargeError for a page that is too costly to parse.
    """
    if len(html) > LARGEST:
        raise TooLargeError(f"the page has more than {LARGEST} characters")
    check(html)
    tree = LexborHTMLParser(html)
    if tree.body:
        _clean(tree.body)
    body = tree.body.inner_html if tree.body else ""
    head = f'<meta charset="utf-8"><title>Archived copy</title><style>{STYLE}</style>'
    return f"<!DOCTYPE html><html><head>{head}</head><body>{BANNER.format(url=url, at=at)}{body}</body></html>"


def _clean(body: LexborNode) -> None:
    """Take out what acts, with all that stands below it, and every attribute that is not known to be harmless."""
    doomed: list[LexborNode] = []
    opened: list[LexborNode] = []  # noscript: its words stay, the element would be read otherwise where scripts run
    waiting = [body]
    while waiting:
        node = waiting.pop()
        _clean_attributes(node)
        for child in node.iter(include_text=True):
            if child.tag in DROPPED:
                doomed.append(child)  # taken out whole: what is below it is not looked at again
            elif child.tag != "-text":
                waiting.append(child)
                if child.tag == "noscript":
                    opened.append(child)
    for node in doomed:
        node.decompose()
    for node in reversed(opened):
        node.unwrap()


def _clean_attributes(node: LexborNode) -> None:
    leads = node.attributes.get("href") or node.attributes.get("src")
    for name in list(node.attributes):
        if name not in KEPT:
            del node.attrs[name]
    if leads:
        node.attrs["title"] = leads
