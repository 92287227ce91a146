"""HTML pages: body choice, one walk, furniture, labels, title, links."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser

from archive.blocks import article, bounds, containers, detail, furniture, labels, tags, titles
from archive.blocks.guard import check_markup
from archive.blocks.links import DocumentLinks
from archive.blocks.raw import Item, Line, Mark, Picture, RawTable, assemble
from archive.blocks.statutory import heading, label_count
from archive.blocks.walk import Spans, Walk
from archive.model import Link, Printed

_BEGIN = re.compile(r"<\$\[信息内容\]>\s*begin|ZJEG_RSS\.content\.begin|^\s*ContentStart\s*$|^\s*正文开始\s*$", re.I)
_END = re.compile(r"<\$\[信息内容\]>\s*end|ZJEG_RSS\.content\.end|^\s*ContentEnd\s*$|^\s*正文结束\s*$", re.I)
_PRE = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.I)
_WHOLE = re.compile(r"[ \t\n\f\r]*\+?(\d{1,9})")
_HEADER_LINES = 15  # a header line stands among the first lines of an article
_TEXT_BEGINS = 80  # a line that long is text, and no header comes after it


class Read(Struct):
    """What one tree holds: items with marks, notes, links."""

    items: list[Item]
    notes: list[str]
    links: tuple[Link, ...]


def from_html(html: str, *, url: str | None = None) -> Printed:
    """Return what an HTML page prints of its article, its title, labels and document links.

    Text is as a browser prints it (see `archive.blocks.space`); hidden elements, struck-out text and site furniture
    with a known name are left out, and a note says so. Raises TooLargeError beyond `archive.blocks.bounds`.
    """
    check_markup(html)
    notes: list[str] = []
    tree = _parse(html, notes)
    page = _read_tree(tree, html, url)
    notes += page.notes
    start, end, chosen_notes = article.choose(page.items)
    notes += chosen_notes
    body: Sequence[Item] = page.items[start:end]
    links = page.links
    meta = _meta(tree)
    found_labels = _labels_around(page.items, start, end)
    title = titles.tagged(tree, html, meta.get("ArticleTitle"))
    told = detail.read(html, url)
    if told is not None:
        title = told.title or title
        for key, value in told.labels.items():
            found_labels.setdefault(key, value)
        inner = _read_fragment(told.content, url)
        links = _merged(told.links, inner.links, links)
        if _report_signs(inner.items) >= _report_signs(body) and _length(inner.items):
            body = inner.items
            notes = [*notes, *inner.notes, "the article was read from the page's DETAIL object"]
    return _printed(body, "html", title, tree, meta, found_labels, links, notes)


def from_fragment(content: str, *, url: str | None, told: detail.Detail | None = None) -> Printed:
    """Return what a piece of article HTML from a JSON answer prints; `told` has its title and labels."""
    read = _read_fragment(content, url)
    links = _merged(told.links if told else (), read.links)
    title = told.title if told else None
    return _printed(read.items, "json", title, None, {}, dict(told.labels) if told else {}, links, list(read.notes))


def _printed(
    body: Sequence[Item],
    carrier: str,
    title: str | None,
    tree: LexborHTMLParser | None,
    meta: dict[str, str],
    found_labels: dict[str, str],
    links: tuple[Link, ...],
    notes: list[str],
) -> Printed:
    items = [item for item in body if not isinstance(item, Mark)]
    mark_furniture(items, found_labels, notes)
    text, blocks = assemble(items)
    if title is None:
        title = meta.get("ArticleTitle") or titles.printed(
            [item.text for item in items[:40] if isinstance(item, Line) and not item.furniture]
        )
    page_title = tree.css_first("title") if tree is not None else None
    return Printed(
        carrier=carrier,  # type: ignore[arg-type]
        text=text,
        blocks=blocks,
        title=title or None,
        page_title=" ".join(page_title.text_lexbor().split()) or None if page_title is not None else None,
        meta=meta,
        labels=found_labels,
        links=links,
        notes=tuple(dict.fromkeys(notes)),
    )


def _parse(html: str, notes: list[str]) -> LexborHTMLParser:
    try:
        return LexborHTMLParser(html)
    except UnicodeEncodeError:
        notes.append("lone surrogates were replaced")
        return LexborHTMLParser(detail.scrubbed(html))


def _read_fragment(content: str, url: str | None) -> Read:
    """Read article HTML that stands alone: nothing around it to leave out."""
    check_markup(content)
    notes: list[str] = []
    read = _read_tree(_parse(content, notes), content, url, whole=True)
    return Read([item for item in read.items if not isinstance(item, Mark)], notes + read.notes, read.links)


def _read_tree(tree: LexborHTMLParser, html: str, url: str | None, *, whole: bool = False) -> Read:
    """Walk a tree; the article's container and the elements around it are marked unless `whole`."""
    container = None if whole else containers.find(tree, html)
    around = [] if container is None else [container, *containers.ancestors(container)]
    keep = {node.mem_id for node in around}
    hidden = containers.drop_hidden(tree, html, keep)
    comments = "begin" in html and bool(_BEGIN.search(html)) if "信息内容" in html or "ZJEG_RSS" in html else (
        "ContentStart" in html or "正文开始" in html
    )  # fmt: skip
    if tree.body is None:
        return Read([], [], ())
    if container is None and not whole and not comments:
        tree.strip_tags(["script", "style"])
        container = containers.densest(tree.body)
        around = [container, *containers.ancestors(container)] if container.tag != "body" else []
        keep = {node.mem_id for node in around}
    marks = {node.mem_id: n for n, node in enumerate(around, start=article.COMMENT_KEY + 1)}
    base = tree.css_first("base[href]") if "<base" in html or "<BASE" in html else None
    links = DocumentLinks(url, base.attributes.get("href") if base is not None else None)
    pre = _preformatted(tree, html)
    inline = bool(pre) or any(tags.KIND.get(node.tag_id, tags.INLINE) == tags.INLINE for node in around)
    walk = Walk(links, marks, keep, _spans(tree, html), pre, inline, _comment_mark if comments else None)
    items = walk.run(tree.body)
    notes = [f"{note} ({count})" for note, count in walk.notes.items()]
    if hidden:
        notes.append(f"hidden elements left out ({hidden})")
    return Read(items, notes, links.links())


def _comment_mark(comment: str) -> Mark | None:
    if len(comment) > 200:
        return None
    if _BEGIN.search(comment):
        return Mark(article.COMMENT_KEY)
    return Mark(article.COMMENT_KEY, True) if _END.search(comment) else None


def _spans(tree: LexborHTMLParser, html: str) -> Spans:
    """Return rowspan and colspan of the cells that have any, by the standard's rules: "2%" is 2, nonsense is 1."""
    if "span=" not in html and "span" not in html.lower():
        return {}
    found: Spans = {}
    for node in tree.css("td[colspan], td[rowspan], th[colspan], th[rowspan]"):
        attributes = node.attributes
        rows = _whole(attributes.get("rowspan"), 1)
        columns = _whole(attributes.get("colspan"), 1)
        found[node.mem_id] = (min(rows, bounds.MAX_ROWSPAN), min(columns, bounds.MAX_SPAN) or 1)
    return found


def _whole(printed: str | None, default: int) -> int:
    match = _WHOLE.match(printed) if printed else None
    return int(match.group(1)) if match else default


def _preformatted(tree: LexborHTMLParser, html: str) -> set[int]:
    if "white-space" not in html or not _PRE.search(html):
        return set()
    return {n.mem_id for n in tree.css("[style]") if _PRE.search((n.attributes.get("style") or "")[:2_000])}


def _meta(tree: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.css("meta[name]")[:200]:
        attributes = node.attributes
        name, content = attributes.get("name"), attributes.get("content")
        if name and content:
            found.setdefault(name.strip(), content.strip())
    return found


def _labels_around(items: Sequence[Item], start: int, end: int) -> dict[str, str]:
    """Return labels from what stands before and, failing that, after the article."""
    found: dict[str, str] = {}
    for item in (*items[:start], *items[end:]):
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
