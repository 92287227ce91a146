"""gkmlpt content pages: `window._CONFIG.DETAIL` as JSON, the rendered page as the second source.

DETAIL repeats the page; its `content` is HTML with < > & written as \\u003C and so on, which one JSON decode undoes.
A naive cut of DETAIL fails as soon as the content holds braces, so the literal is read by its brackets and strings.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from archive.errors import PageChangedError
from archive.model import Post
from archive.pages import files, labels, literal
from archive.pages.titles import speaks_of_report
from archive.pages.trees import first, has_class, inner_html, metas, text_of, tree
from archive.pages.values import absolute, day, instant, native_id, words

_ASSIGNED = re.compile(
    r"(?:window\s*(?:\.\s*_CONFIG|\[\s*['\"]_CONFIG['\"]\s*\])|(?:var|let|const)\s+_CONFIG)\s*=\s*(?=\{)"
)
ARTICLE, WRAPPER = (f"//*[{has_class('article-content')}]",), (f"//div[{has_class('content')}]",)
FURNITURE = f".//h1 | .//*[{has_class('date-row')}] | .//*[{has_class('classify')}] | .//script | .//style"
_POST_ID = re.compile(r"/m?post_(\d+)\.html?")
TITLES = (f"//h1[{has_class('title')}]", f"//h1[{has_class('content-title')}]", "//h1")
PUBLISHED = ("display_publish_time", "first_publish_time", "publish_time", "create_time")
IGNORED_DETAIL = {
    "abstract",
    "classify_genre_name",
    "classify_main",
    "classify_main_name",
    "classify_theme_name",
    "created_at",
    "expired_time",
    "identifier_b",
    "identifier_f",
    "is_abolished",
    "is_expired",
    "keywords",
    "related_posts",
    "relation",
    "type",
    "updated",
}


def _loose(text: str) -> dict[str, object]:
    """Return what can be saved of a literal that does not read as one: the keys a catalogue needs, each by itself."""
    found: dict[str, object] = {}
    for key in ("SID", "TREE", "APP_URL", "DETAIL"):
        for match in re.finditer(rf"[{{,\n]\s*[\"']?{key}[\"']?\s*:\s*", text):
            try:
                value, _ = literal.read_value(text, match.end())
            except PageChangedError:
                continue
            if value is not literal.UNREADABLE and (key != "TREE" or isinstance(value, list)):
                found[key] = value  # the last one wins: TREE and SID follow DETAIL, whose text may quote them
    return found


def config(html: str) -> dict[str, object]:
    """Return the object that a page assigns to window._CONFIG; expressions are left out.

    Raises PageChangedError where no such object is assigned or nothing of it can be read.
    """
    found: dict[str, object] = {}
    starts = [match.end() for match in _ASSIGNED.finditer(html)]
    for start in starts:
        try:
            values, _ = literal.read_object(html, start)
        except PageChangedError:
            values = _loose(html[start:])
        if "TREE" in values or "DETAIL" in values or not found:
            found = {key: value for key, value in values.items() if value is not literal.UNREADABLE}
        if "TREE" in found:
            break
    if not found:
        raise PageChangedError("no window._CONFIG object" if not starts else "window._CONFIG cannot be read")
    return found


def _decoded(value: object) -> dict[str, Any]:
    """Return an object that may come as a JSON string (`gkml_data`, decode twice)."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return {}
    return dict(value) if isinstance(value, dict) else {}


def _detail(html: str) -> dict[str, Any]:
    try:
        return _decoded(config(html).get("DETAIL"))
    except PageChangedError:
        return {}  # the rendered page is the second source


def _pick(name: str, *sources: dict[str, Any]) -> str | None:
    """Take a key out of every source and return the first value that says something."""
    taken = [words(source.pop(name, None)) for source in sources]
    return next((value for value in taken if value), None)


def _unread(detail: dict[str, Any], inner: dict[str, Any]) -> Iterator[str]:
    yield from (f"DETAIL.{key}" for key in detail.keys() - IGNORED_DETAIL)
    yield from (f"DETAIL.gkml_data.{key}" for key in inner.keys() - IGNORED_DETAIL)


def _title(root: HtmlElement) -> str | None:
    heading = first(root, TITLES)
    return (text_of(heading) or None) if heading is not None else None


def _body(root: HtmlElement) -> str | None:
    """Return the rendered body; of the outer wrapper only what is neither title, date nor metadata box."""
    body = first(root, ARTICLE)
    if body is None:
        body = first(root, WRAPPER)
        for extra in body.xpath(FURNITURE) if body is not None else ():
            extra.drop_tree()
    if body is None or not (text_of(body) or body.xpath(".//img | .//a[@href]")):
        return None
    return inner_html(body)


def post(html: str, url: str) -> Post:
    """Return a content page. Body precedence: DETAIL.content, `.article-content`, `.content` (then `other_urls`).

    `body_html` is None where no source holds text; the ordinary portal page of the post is in `other_urls`.
    Raises PageChangedError where the page is neither: no DETAIL, no title and no body.
    """
    root, detail = tree(html), _detail(html)
    inner, article = _decoded(detail.pop("gkml_data", None)), first(root, ARTICLE)
    values, heading, linked = labels.read(root, article), _title(root), files.linked(root, url)
    content = words(detail.pop("content", None)) or _body(root)
    title = _pick("title", detail, inner) or heading or values.get("title") or metas(root).get("ArticleTitle")
    if title is None and content is None:
        raise PageChangedError(f"{url}: no DETAIL, no title and no body")
    instants = [instant(detail.pop(key, None)) for key in PUBLISHED]
    addresses = [absolute(detail.pop(key, None), url) for key in ("post_url", "url", "gkml_url", "origin_url")]
    listed = files.listed(detail.pop("attachment", None), url)
    number = _POST_ID.search(url)
    inside = files.linked(tree(content), url, images=speaks_of_report(title or "")) if content else []
    return Post(
        title=title,
        body_html=content,
        native_id=native_id(detail.pop("id", None)) or (number.group(1) if number else None),
        publisher=_pick("publisher", detail, inner) or labels.publisher(values),
        published_at=next((value for value in instants if value), None) or values.get("published_at"),
        generated_at=values.get("generated_at"),
        written_at=day(detail.pop("date", None)) or values.get("written_at"),
        identifier=_pick("identifier", detail, inner) or values.get("identifier"),
        document_number=_pick("document_number", detail, inner) or values.get("document_number"),
        attachments=files.merged(listed, inside, linked),
        other_urls=tuple(dict.fromkeys(address for address in addresses if address and address != url)),
        meta={**metas(root), **values},
        unread=tuple(sorted(_unread(detail, inner))),
    )
