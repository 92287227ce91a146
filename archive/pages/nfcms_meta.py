"""The JSON behind NFCMS pages: `/postmeta/i/{column}.json` and `/postmeta/p/{id // 1e6}/{id // 1e3}/{id}.json` (O4+).

Where a host serves it, it is the best source of a body; not every host does.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit

from archive.errors import PageChangedError
from archive.model import Entry, ListingPage, Node, Post
from archive.pages import files
from archive.pages.titles import speaks_of_report
from archive.pages.trees import tree
from archive.pages.values import absolute, instant, native_id, whole, words

POST = re.compile(r"/content/m?post_(\d+)\.html?$")
PUBLISHED = ("display_publish_time", "first_publish_time", "publish_time", "visible_publish_time", "create_time")
IGNORED_META = {
    "abstract", "children", "created_at", "expired_time", "json_ext", "keywords", "rank", "related_posts", "source",
    "type", "updated",
}  # fmt: skip


def json_object(text: str) -> dict[str, Any] | None:
    """Return a JSON object, or None where the text is a page."""
    head = text.lstrip("\ufeff \t\r\n")
    if not head.startswith("{"):
        return None
    try:
        value = json.loads(head, strict=False)
    except (ValueError, RecursionError) as error:
        raise PageChangedError(f"postmeta is not JSON: {head[:80]!r}") from error
    return value if isinstance(value, dict) else None


def _meta_entry(row: dict[str, Any], url: str, unread: set[str]) -> Entry | None:
    row = dict(row)
    address = absolute(row.pop("url", None), url)
    number, title, date = native_id(row.pop("id", None)), words(row.pop("title", None)), row.pop("date", None)
    instants = [instant(row.pop(key, None)) for key in PUBLISHED]
    attachments = tuple(files.listed(row.pop("attachment", None), url))
    known = {key for key in row if key.startswith("EXT_")} | IGNORED_META
    unread.update(f"articles[].{key}" for key in row.keys() - known)
    if address is None:
        unread.add("articles[]: no address")
        return None
    published = next((value for value in instants if value), None) or instant(date)
    kind = "normal" if POST.search(urlsplit(address).path) else "url"
    return Entry(title or "", address, number, (), kind, published, attachments=attachments)  # type: ignore[arg-type]


def meta_listing(meta: dict[str, Any], url: str) -> ListingPage:
    """Return the entries and sub-columns of `/postmeta/i/{column}.json`; it states no total."""
    unread: set[str] = set()
    rows = meta.get("articles") or []
    if not meta.keys() & {"articles", "children"}:
        raise PageChangedError(f"{url}: postmeta without `articles` (keys: {', '.join(sorted(meta)) or 'none'})")
    if not isinstance(rows, list):
        raise PageChangedError(f"{url}: `articles` is {type(rows).__name__}, not a list")
    entries = [_meta_entry(row, url, unread) for row in rows if isinstance(row, dict)]
    columns = []
    for row in meta.get("children") or []:
        if isinstance(row, dict) and (number := native_id(row.get("id"))):
            jump = absolute(row.get("pub_point"), url)
            columns.append(Node(number, words(row.get("name")) or "", None, whole(row.get("publish_count")), jump))
    found = tuple(entry for entry in entries if entry is not None)
    return ListingPage(found, total=None, columns=tuple(columns), unread=tuple(sorted(unread)))


def meta_post(meta: dict[str, Any], url: str) -> Post:
    """Return the post of `/postmeta/p/…/{id}.json`. Raises PageChangedError without title and content."""
    title, content = words(meta.get("title")), words(meta.get("content"))
    if title is None and content is None:
        raise PageChangedError(f"{url}: postmeta without title and content (keys: {', '.join(sorted(meta))})")
    addresses = [absolute(meta.get(key), url) for key in ("url", "origin_url", "gkml_url")]
    inner = files.linked(tree(content), url, images=speaks_of_report(title or "")) if content else []
    source = words(meta.get("source"))
    known = {"title", "content", "url", "origin_url", "gkml_url", "id", "attachment", "gkml_data", *PUBLISHED}
    return Post(
        title=title,
        body_html=content,
        native_id=native_id(meta.get("id")),
        published_at=next((value for key in PUBLISHED if (value := instant(meta.get(key)))), None),
        attachments=files.merged(files.listed(meta.get("attachment"), url), inner),
        other_urls=tuple(dict.fromkeys(address for address in addresses if address)),
        meta={"source": source} if source else {},
        unread=tuple(sorted(f"post.{key}" for key in meta.keys() - known - IGNORED_META if not key.startswith("EXT_"))),
    )


def post_meta(url: str, number: str | None) -> str | None:
    """Return where the JSON of a post is, from the address of its page (of either platform); None for other pages."""
    found = re.search(r"/m?post_(\d+)\.html?$", urlsplit(url).path)
    post = number if number and number.isdigit() else found.group(1) if found else None
    if found is None or post is None:
        return None
    return absolute(f"/postmeta/p/{int(post) // 1_000_000}/{int(post) // 1_000}/{post}.json", url)
