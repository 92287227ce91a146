"""One content page of any platform whose articles are printed as HTML: title, body, labels, attachments.

A platform says which containers and headings it uses; the nationally prescribed meta names stand on all of them.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from lxml.html import HtmlElement

from archive.errors import PageChangedError
from archive.model import Link, Post
from archive.pages import bodies, files, headings, labels
from archive.pages.titles import speaks_of_report
from archive.pages.trees import base_of, first, metas, squeeze, text_of, tree
from archive.pages.values import absolute, date_in, words

_TAGS = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|&nbsp;")
_AFFIX = re.compile(r"\s*[_|—–]+\s*|\s+-+\s+|-{2,}|\s*>>?\s*")
_ATTACHED = re.compile(r"附\s*件|相关(?:附件|文[档件])|文件下载|附件下载|[阅閱][读讀]全文|点击(?:下载|查看)")
_NAMED_FILE = re.compile(r"(?:attach|appendix|fujian|(?<![a-z])fj(?![a-z])|downfile|annex|enclosure)", re.IGNORECASE)
LONGEST_BOX, STEPS_UP = 600, 4


class Layout(NamedTuple):
    """Where a platform keeps the parts of an article, as XPaths in the order to try."""

    bodies: tuple[str, ...]
    titles: tuple[str, ...] = ()
    markers: bool = False
    note: bool = True  # say so when none of the containers is there and the largest text was taken


HEADINGS = ("//ucaptitle", "//h1", "//h2[1]")


def _affixes_off(text: str, names: set[str]) -> str:
    """Return a page title without the site and column names that stand before or after it (two code bases)."""
    parts = [part.strip() for part in _AFFIX.split(text) if part.strip()]
    kept = [part for part in parts if part not in names] or parts
    report = [part for part in kept if speaks_of_report(part)]
    found = report[0] if len(report) == 1 else " ".join(kept)
    while True:  # only whole words: 样例镇 also begins 样例镇2024年…
        shorter = found
        for name in sorted(names, key=len, reverse=True):
            shorter = shorter.removeprefix(f"{name} ").removeprefix(f"{name}-")
            shorter = shorter.removesuffix(f" {name}").removesuffix(f"-{name}").strip()
        if shorter == found:
            return found
        found = shorter


def title_of(root: HtmlElement, meta: dict[str, str], layout: Layout) -> tuple[str | None, bool]:
    """Return the title and whether an article's own place gave it (`<title>` alone proves no article)."""
    site = {name for key in ("SiteName", "ColumnName", "SiteDomain") if (name := meta.get(key))}
    stated = squeeze(_TAGS.sub(" ", meta.get("ArticleTitle", "")))
    if stated and stated not in site:
        return stated, True
    for path in (*layout.titles, *HEADINGS):
        heading = first(root, (path,))
        said = text_of(heading) if heading is not None else ""
        if said and said not in site:
            return said, True
    name = first(root, ("//head/title", "//title"))
    whole = text_of(name) if name is not None else ""
    parts = [part.strip() for part in _AFFIX.split(whole) if part.strip() and part.strip() not in site]
    if printed := headings.part_printed(root, parts) or headings.named_title(root, len(whole)):
        return printed, True
    return _affixes_off(whole, site) or None, False


def _speaks_of_file(link: HtmlElement, address: str) -> bool:
    """Return whether a link without a file's path leads to a file: a gateway names it in the query or the text."""
    values = [value for _, value in parse_qsl(urlsplit(address).query)]
    said = [link.get("download") or "", link.get("title") or "", text_of(link, "", 200)]
    return any(files.SUFFIX.search(unquote(value).strip()) for value in (*values, *said))


def _by_name(root: HtmlElement, base: str) -> list[Link]:
    found = []
    for link in root.iter("a"):
        address = absolute(link.get("href"), base)
        if address and not files.is_document(address) and _speaks_of_file(link, address):
            found.append(Link(url=address, name=words(link.get("title")) or text_of(link) or address))
    return found


def _beside(root: HtmlElement, base: str, body: list[HtmlElement]) -> list[Link]:
    """Return the files that links outside the body attach: in a box that says 附件 or is named so, or a download."""
    inside = {e for element in body for e in element.iter("a")}
    around = {above for element in body for above in element.iterancestors()} | set(root.xpath("//body")) | {root}
    found: list[Link] = []
    for link in root.iter("a"):
        address = absolute(link.get("href"), base)
        if link in inside or not address or not (files.is_document(address) or _speaks_of_file(link, address)):
            continue
        attached = bool(files.DOWNLOAD.search(address) or re.search(r"/[PW]0\d{10,}\.\w+$", address))
        for above in [link, *link.iterancestors()][:STEPS_UP]:
            text = text_of(above, "", LONGEST_BOX + 1)
            if attached or above in around or len(text) > LONGEST_BOX:
                break
            name = f"{above.get('class') or ''} {above.get('id') or ''}"
            attached = bool(_ATTACHED.search(text) or _NAMED_FILE.search(name))
        if attached:
            found.append(Link(url=address, name=words(link.get("title")) or text_of(link) or address))
    return found


class _Found(NamedTuple):
    root: HtmlElement  # the page around the body
    elements: list[HtmlElement]  # the body as elements of `root`; none where markers cut it out
    markup: str | None
    guessed: bool = False


def _cut(page: str, layout: Layout) -> _Found:
    cut = bodies.between(page) if layout.markers else None
    if cut is not None:
        return _Found(tree(cut.around), [], cut.body)
    root = tree(page)
    found = bodies.contained(root, layout.bodies)
    if found:
        return _Found(root, found, bodies.markup(found))
    block = bodies.largest(root)
    if block is None:
        return _Found(root, [], None)
    return _Found(root, [block], bodies.markup([block]), True)


def read(page: str, url: str, layout: Layout, native_id: str | None = None) -> Post:
    """Return an article. Body: markers, then containers, then the block with most running text (said in `unread`).

    Raises PageChangedError where the page has neither a title of its own nor a body.
    """
    found = _cut(page, layout)
    meta = metas(found.root)
    title, own = title_of(found.root, meta, layout)
    if found.markup is None and not own:
        raise PageChangedError(f"{url}: an article page without title and body")
    body = bodies.without_breaks(found.markup) if found.markup is not None else None
    base = base_of(found.root, url)
    values = labels.read(found.root, found.elements[0] if found.elements else None)
    # The elements, not their markup: the serializer writes a blank inside an address as %20.
    parts = found.elements or ([tree(f"<div>{body}</div>")] if body else [])
    report, inside = speaks_of_report(title or ""), list[Link]()
    for part in parts:
        inside += [*files.linked(part, base, images=report), *_by_name(part, base)]
    dated = date_in(meta.get("PubDate", "")) or values.get("published_at")
    if dated is None and not values.get("generated_at"):
        dated = headings.dated_line(found.root, found.elements[0] if found.elements else None)
    return Post(
        title=title,
        body_html=body,
        native_id=native_id,
        publisher=labels.publisher(values),
        published_at=dated,
        generated_at=values.get("generated_at"),
        written_at=values.get("written_at"),
        identifier=values.get("identifier"),
        document_number=values.get("document_number"),
        attachments=files.merged(inside, _beside(found.root, base, found.elements)),
        meta={**meta, **values},
        unread=("body: no known container, the largest block of text was taken",)
        if found.guessed and layout.note
        else (),
    )
