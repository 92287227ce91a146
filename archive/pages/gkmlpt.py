"""gkmlpt, the Guangdong catalogue platform: index page, list API, content page. Reads text, requests nothing.

Shapes: public crawlers and saved pages (platforms 1.2–1.8). Catalogue and listing are here, content pages in
`gkmlpt_post`. Keys that nobody decided about come back as `unread` and become issues.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

from archive.errors import PageChangedError
from archive.model import Catalogue, Entry, ListingPage, Node
from archive.pages import files
from archive.pages.gkmlpt_post import config, post
from archive.pages.values import absolute, day, instant, native_id, whole, words

__all__ = ["ROWS", "api_url", "base", "catalogue", "config", "content_url", "listing", "post"]

ROWS = 100  # posts per API page (O4)
MOST_NODES = 20_000
# The written decision: keys that are known and not kept. What is in no list is news.
IGNORED_CONFIG = {"DETAIL", "SERVICE_AREA_ID"}
IGNORED_NODE = {"theme_count"}
IGNORED_ANSWER = {"offset", "articles", "total", "classify"}
IGNORED_ROW = {
    "identifier_f",
    "identifier_b",
    "created_at",  # publish date for one code base, ingest time for another
    "expired_time",
    "is_expired",
    "is_abolished",
    "classify_main_name",
    "classify_genre_name",
    "classify_theme_name",
    "keywords",
    "abstract",
    "relation",
}
PUBLISHED = ("display_publish_time", "first_publish_time", "publish_time", "create_time")
_API = re.compile(r"/gkmlpt/api/all/(\d+)")
_POST_ID = re.compile(r"/m?post_(\d+)\.html?")


def base(url: str) -> str:
    """Return origin and prefix of a catalogue: what stands before `/gkmlpt/` in its address."""
    return url.split("/gkmlpt/", 1)[0].rstrip("/")


def api_url(app_url: str, category: str, page: int, sid: str | None) -> str:
    """Return the address of one API page. Pages count from 1: page 0 repeats page 1 (O3)."""
    return f"{app_url}/gkmlpt/api/all/{category}?page={page}&sid={sid or ''}"


def content_url(app_url: str, post: int) -> str:
    """Return the address of a content page, which follows from the id (O8+)."""
    return f"{app_url}/gkmlpt/content/{post // 1_000_000}/{post // 1_000}/post_{post}.html"


def _nodes(rows: list[Any], url: str, unread: set[str]) -> Iterator[Node]:
    """Yield the nodes of a TREE in printed order; a parent stands before its children."""
    stack: list[tuple[Any, str | None]] = [(row, None) for row in reversed(rows)]
    while stack:
        row, above = stack.pop()
        if not isinstance(row, dict):
            unread.add("TREE[]: not an object")
            continue
        row = dict(row)
        number, name = native_id(row.pop("id", None)), words(row.pop("name", None))
        parent = native_id(row.pop("parent", None)) or native_id(row.pop("parent_id", None)) or above
        claimed, jump = whole(row.pop("post_count", None)), row.pop("jump_url", None)
        children = row.pop("children", None) or []
        unread.update(f"TREE[].{key}" for key in row.keys() - IGNORED_NODE)
        if number is None:
            unread.add("TREE[]: no id")
        else:
            yield Node(number, name or "", parent, claimed, absolute(jump, url, keep_fragment=True))
        if isinstance(children, list):
            stack.extend((child, number or above) for child in reversed(children))


def _app_url(printed: object, url: str) -> str:
    """Return the base of the API: APP_URL where the page gives one (a key by inference), else the page's own base."""
    found = absolute(printed, url) if words(printed) else None
    if found is None:
        return base(url)
    return found.split("/gkmlpt", 1)[0].rstrip("/")


def catalogue(html: str, url: str) -> Catalogue:
    """Return site id, API base and nodes of an index page.

    Raises PageChangedError where the page has no window._CONFIG, or where that object is another application's:
    `window._CONFIG` alone proves nothing (O2), so SID, TREE or a /gkmlpt/ path must stand beside it, two of three.
    """
    values = config(html)
    signs = ["SID" in values, "TREE" in values, "/gkmlpt/" in url or "/gkmlpt/" in html]
    tree = values.pop("TREE", None)
    if sum(signs) < 2 or not isinstance(tree, list):
        raise PageChangedError(
            f"{url}: window._CONFIG is there but holds no catalogue (keys: {', '.join(sorted(values)) or 'none'})"
        )
    unread = {f"_CONFIG.{key}" for key in values.keys() - IGNORED_CONFIG - {"SID", "APP_URL"}}
    found: dict[str, Node] = {}
    for node in _nodes(tree, url, unread):
        if len(found) >= MOST_NODES:
            unread.add(f"TREE: more than {MOST_NODES} nodes, the rest was not read")
            break
        found.setdefault(node.id, node)
    sid = native_id(values.get("SID"))
    return Catalogue(tuple(found.values()), sid, _app_url(values.get("APP_URL"), url), tuple(sorted(unread)))


def _entry(row: dict[str, Any], url: str, node: str | None, unread: set[str]) -> Entry | None:
    row = dict(row)
    number, title, kind = native_id(row.pop("id", None)), words(row.pop("title", None)), words(row.pop("type", None))
    page, portal_page = absolute(row.pop("url", None), url), absolute(row.pop("post_url", None), url)
    instants = [instant(row.pop(key, None)) for key in PUBLISHED]
    main = native_id(row.pop("classify_main", None))
    if kind not in {None, "normal", "url"}:
        unread.add(f"articles[].type={kind}")
    if page is None and portal_page is None and number is not None and number.isdigit():
        page = content_url(base(url), int(number))
    address = page or portal_page
    if address is None:
        unread.add("articles[]: neither id nor address")
        return None
    found = _POST_ID.search(urlsplit(address).path)
    entry = Entry(
        title=title or "",
        url=address,
        native_id=number or (found.group(1) if found and kind != "url" else None),
        other_urls=(portal_page,) if portal_page and portal_page != address else (),
        kind="url" if kind == "url" else "normal",
        published_at=next((value for value in instants if value), None),
        written_at=day(row.pop("date", None)),
        identifier=words(row.pop("identifier", None)),
        document_number=words(row.pop("document_number", None)),
        publisher=words(row.pop("publisher", None)),
        node_id=node if node not in {None, "0"} else main,
        attachments=tuple(files.listed(row.pop("attachment", None), url)),
    )
    unread.update(f"articles[].{key}" for key in row.keys() - IGNORED_ROW)
    return entry


def _answer(text: str, url: str) -> dict[str, Any]:
    try:
        answer = json.loads(text.lstrip("\ufeff \t\r\n"), strict=False)
    except (ValueError, RecursionError) as error:
        raise PageChangedError(
            f"{url}: the list API answered with something that is not JSON: {text[:80]!r}"
        ) from error
    if not isinstance(answer, dict) or "articles" not in answer:
        keys = ", ".join(sorted(answer)) if isinstance(answer, dict) else type(answer).__name__
        raise PageChangedError(f"{url}: the list API answered without `articles` (keys: {keys})")
    return answer


def listing(text: str, url: str) -> ListingPage:
    """Return one page of the list API. `total` is what it will list, `claimed` the column's post_count.

    Raises PageChangedError where the answer is no JSON object with `articles`.
    """
    answer, unread = _answer(text, url), set[str]()
    classify, articles = answer.get("classify"), answer.get("articles") or []
    classify = classify if isinstance(classify, dict) else {}
    asked = _API.search(url)
    node = native_id(classify.get("id")) or (asked.group(1) if asked else None)
    if not isinstance(articles, list):
        raise PageChangedError(f"{url}: `articles` is {type(articles).__name__}, not a list")
    entries = []
    for row in articles:
        if not isinstance(row, dict):
            unread.add("articles[]: not an object")
        elif entry := _entry(row, url, node, unread):
            entries.append(entry)
    unread.update(f"answer.{key}" for key in answer.keys() - IGNORED_ANSWER)
    page = whole(parse_qs(urlsplit(url).query).get("page", ["1"])[0])
    offset = whole(answer.get("offset"))
    if offset is None and page is not None:
        offset = max(page - 1, 0) * ROWS
    return ListingPage(
        entries=tuple(entries),
        total=whole(answer.get("total")),
        claimed=whole(classify.get("post_count")),
        offset=offset,
        unread=tuple(sorted(unread)),
    )
