"""HTML pages: body choice, one walk, furniture, labels, title, links."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser

from archive.blocks import article, bounds, detail, furniture, hidden, labels, titles
from archive.blocks.guard import check
from archive.blocks.links import DocumentLinks
from archive.blocks.names import Role, role_of
from archive.blocks.raw import Item, Line, Mark, Picture, RawTable, assemble
from archive.blocks.simple import Spans
from archive.blocks.space import tidy
from archive.blocks.statutory import heading, label_count
from archive.blocks.walk import Heading, Walk
from archive.model import Link, Printed

_PRE = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.I)
_WHOLE = re.compile(r"[ \t\n\f\r]*\+?(\d{1,9})")
_HEAD_ELEMENTS = 500
_HEADER_LINES = 15  # a header line stands among the first lines of an article
_TEXT_BEGINS = 80  # a line that long is text, and no header comes after it


class Read(Struct):
    """What one tree holds: the article's items, those around it, headings, document links, notes."""

    body: list[Item]
    around: list[Item]
    headings: list[Heading]
    dropped: set[int]
    links: tuple[Link, ...]
    notes: list[str]


def from_html(html: str, *, url: str | None = None, encoded: bytes | None = None) -> Printed:
    """Return what an HTML page prints of its article, its title, labels and document links.

    Text is as a browser prints it (see `archive.blocks.space`); hidden elements, struck-out text and site furniture
    with a known name are left out, and a note says so. `encoded` is the page in UTF-8 where it came so: the parser
    wants it in bytes. Raises TooLargeError beyond `archive.blocks.bounds`.
    """
    check(html)
    notes: list[str] = []
    tree = _parse(html, notes) if encoded is None else LexborHTMLParser(encoded, scripting=True)
    head = _head(tree)
    page = _read_tree(tree, html, url, head.base)
    notes += page.notes
    found_labels = _labels_of(page.around)
    repeated = f"{head.title or ''}\n{head.meta.get('ArticleTitle', '')}"
    title = titles.tagged(page.headings, page.dropped, repeated) or _element_title(tree)
    body, links = page.body, page.links
    told = detail.read(html, url) if head.detail else None
    if told is not None:
        title = told.title or title
        for key, value in told.labels.items():
            found_labels.setdefault(key, value)
        inner = _read_fragment(told.content, url)
        links = _merged(told.links, inner.links, links)
        if _length(inner.body) and _report_signs(inner.body) >= _report_signs(body):
            body = inner.body
            notes = [*notes, *inner.notes, "the article was read from the page's DETAIL object"]
    return _printed(body, "html", title, head, found_labels, links, notes)


class Head(Struct):
    """What the head of a page says."""

    title: str | None = None
    base: str | None = None
    meta: dict[str, str] = {}
    detail: bool = False  # a script names a gkmlpt DETAIL object


def _head(tree: LexborHTMLParser) -> Head:
    head = Head(meta={})
    for node in tree.css("meta, title, base, script")[:_HEAD_ELEMENTS]:
        tag = node.tag
        if tag == "title":
            head.title = head.title or " ".join(node.text_lexbor().split()) or None
        elif tag == "base":
            head.base = head.base or node.attributes.get("href")
        elif tag == "script":
            head.detail = head.detail or "DETAIL" in node.text_lexbor()
        else:
            attributes = node.attributes
            name, content = attributes.get("name"), attributes.get("content")
            if name and content:
                head.meta.setdefault(name.strip(), content.strip())
    return head


def _element_title(tree: LexborHTMLParser) -> str | None:
    """The title in an element of its own kind, or in a paragraph named so."""
    # A selector of two names takes three times as long as one of one name.
    node = tree.css_first("ucaptitle, p.title" if tree.tags("ucaptitle") else "p.title")
    text = tidy([node.text_lexbor()]) if node is not None else ""
    return text if 0 < len(text) <= 240 else None


def from_fragment(content: str, *, url: str | None, told: detail.Detail | None = None) -> Printed:
    """Return what a piece of article HTML from a JSON answer prints; `told` has its title and labels."""
    read = _read_fragment(content, url)
    links = _merged(told.links if told else (), read.links)
    title = told.title if told else None
    return _printed(read.body, "json", title, Head(), dict(told.labels) if told else {}, links, read.notes)


def _printed(
    items: list[Item],
    carrier: Literal["html", "json"],
    title: str | None,
    head: Head,
    found_labels: dict[str, str],
    links: tuple[Link, ...],
    notes: list[str],
) -> Printed:
    mark_furniture(items, found_labels, notes)
    text, blocks = assemble(items)
    if title is None:
        title = head.meta.get("ArticleTitle") or titles.printed(
            [item.text for item in items[:40] if isinstance(item, Line) and not item.furniture]
        )
    return Printed(
        carrier=carrier,
        text=text,
        blocks=blocks,
        title=title,
        page_title=head.title,
        meta=head.meta,
        labels=found_labels,
        links=links,
        notes=tuple(dict.fromkeys(notes)),
    )


def _parse(html: str, notes: list[str]) -> LexborHTMLParser:
    try:
        return LexborHTMLParser(html, scripting=True)
    except UnicodeEncodeError:
        notes.append("lone surrogates were replaced")
        return LexborHTMLParser(detail.scrubbed(html), scripting=True)


def _read_fragment(content: str, url: str | None) -> Read:
    """Read article HTML that stands alone: nothing around it to leave out."""
    check(content)
    notes: list[str] = []
    read = _read_tree(_parse(content, notes), content, url, None, whole=True)
    read.notes[:0] = notes
    return read


def _read_tree(tree: LexborHTMLParser, html: str, url: str | None, base: str | None, *, whole: bool = False) -> Read:
    """Walk a tree and choose the article in it; all of it is the article when `whole`."""
    hidden_count = hidden.drop(tree, html)
    if tree.body is None:
        return Read([], [], [], set(), (), [])
    links, spans, pre = DocumentLinks(url, base), _spans(tree), _preformatted(tree, html)
    walk = Walk(links, spans, pre)
    walk.run(tree.body)
    if not whole and not any(type(item) is Mark and item.role <= Role.GENERAL for item in walk.items):
        # Rarer: the container is a table cell, a span or an element of its own kind.
        known = _known_elsewhere(tree)
        if known:
            links = DocumentLinks(url, base)
            walk = Walk(links, spans, pre, known)
            walk.run(tree.body)
    notes = [f"{note} ({count})" for note, count in walk.notes.items()]
    if hidden_count:
        notes.append(f"hidden elements left out ({hidden_count})")
    if whole:
        return Read([i for i in walk.items if type(i) is not Mark], [], walk.headings, set(), links.links(), notes)
    choice = article.choose(walk.items)
    return Read(
        choice.body, choice.around, walk.headings, choice.dropped, links.links(choice.dropped), notes + choice.notes
    )


def _known_elsewhere(tree: LexborHTMLParser) -> frozenset[int]:
    found: dict[int, None] = {}
    for node in tree.css("[id], td[class], ucapcontent, [wzades]"):
        attributes = node.attributes
        names, identifier = (attributes.get("class") or "")[:500], (attributes.get("id") or "")[:500]
        if node.tag == "ucapcontent" or "wzades" in attributes or role_of(names, identifier) == Role.KNOWN:
            found[node.mem_id] = None
    return frozenset(list(found)[:20])


def _spans(tree: LexborHTMLParser) -> Spans:
    """Return rowspan and colspan of the cells that have any, by the standard's rules: "2%" is 2, nonsense is 1."""
    found: Spans = {}
    for node in tree.css("[colspan], [rowspan]"):
        attributes = node.attributes
        found[node.mem_id] = _span(attributes.get("rowspan"), attributes.get("colspan"))
    return found


@lru_cache(maxsize=1024)
def _span(rows: str | None, columns: str | None) -> tuple[int, int]:
    return min(_whole(rows), bounds.MAX_ROWSPAN), min(_whole(columns), bounds.MAX_SPAN) or 1


def _whole(printed: str | None) -> int:
    match = _WHOLE.match(printed) if printed else None
    return int(match.group(1)) if match else 1


def _preformatted(tree: LexborHTMLParser, html: str) -> frozenset[int]:
    if "white-space" not in html or not _PRE.search(html):
        return frozenset()
    return frozenset(n.mem_id for n in tree.css("[style]") if _PRE.search((n.attributes.get("style") or "")[:2_000]))


def _labels_of(items: Sequence[Item]) -> dict[str, str]:
    """Return the labels that stand around an article, in metadata tables and header lines."""
    found: dict[str, str] = {}
    for item in items:
        pairs = labels.of_table(item) if isinstance(item, RawTable) else None
        if isinstance(item, Line) and len(item.text) <= 400:
            pairs = labels.of_line(item.text)
            if not labels.is_header_line(item.text, pairs):
                continue
        for key, value in (pairs or {}).items():
            if not found.get(key):
                found[key] = value
    return found


def mark_furniture(items: list[Item], found_labels: dict[str, str], notes: list[str]) -> None:
    """Set the furniture flags of items and move the labels of metadata tables and header lines to `found_labels`."""
    flags, more = furniture.mark(items)
    notes += more
    in_header = True
    for n, item in enumerate(items):
        pairs: dict[str, str] = {}
        if isinstance(item, RawTable):
            pairs = labels.of_table(item) or {}
        elif isinstance(item, Line) and not flags[n]:
            in_header = in_header and n < _HEADER_LINES and heading(item.text) is None
            if in_header and len(item.text) <= 300:
                pairs = labels.of_line(item.text)
                pairs = pairs if labels.is_header_line(item.text, pairs) else {}
            in_header = in_header and (bool(pairs) or len(item.text) < _TEXT_BEGINS)
        if pairs:
            flags[n] = True
            for key, value in pairs.items():
                if not found_labels.get(key):
                    found_labels[key] = value
        if flags[n] and isinstance(item, Line | RawTable | Picture):
            item.furniture = True


def _report_signs(items: Sequence[Item]) -> int:
    """Count report headings and statutory labels: which of two versions of a body is the fuller one."""
    lines = sum(1 for item in items if isinstance(item, Line) and heading(item.text))
    return lines + sum(
        label_count([cell.text() for row in item.grid for cell in row if cell])
        for item in items
        if isinstance(item, RawTable)
    )


def _length(items: Sequence[Item]) -> int:
    return sum(len(item.text) if isinstance(item, Line) else 1 for item in items)


def _merged(*groups: Sequence[Link]) -> tuple[Link, ...]:
    found: dict[str, Link] = {}
    for group in groups:
        for link in group:
            found.setdefault(link.url, link)
    return tuple(found.values())
