"""The article that a gkmlpt content page carries as JSON in its script (platforms.md 1.8)."""

from __future__ import annotations

import json
from typing import Any

from msgspec import Struct

from archive.errors import PageChangedError
from archive.model import Link

_LABELS = {"publisher": "发布机构", "identifier": "索引号", "document_number": "文号"}
_TIMES = ("display_publish_time", "first_publish_time", "publish_time", "create_time")


class Detail(Struct):
    """What `window._CONFIG.DETAIL` says: body as HTML, title, labels as the page would print them, attachments."""

    content: str
    title: str | None
    labels: dict[str, str]
    links: tuple[Link, ...]


def read(html: str, url: str | None) -> Detail | None:
    """Return the page's DETAIL, None where it has none or it cannot be read; then the rendered page is read."""
    from archive.pages.gkmlpt_post import config

    try:
        detail = config(html).get("DETAIL")
        if isinstance(detail, str):
            detail = json.loads(detail)
    except (PageChangedError, ValueError, RecursionError):
        return None
    return of_object(detail, url) if isinstance(detail, dict) else None


def of_object(detail: dict[str, Any], url: str | None) -> Detail:
    """Return the parts of a DETAIL object, or of the same object served as JSON (postmeta)."""
    from archive.pages.files import listed
    from archive.pages.values import instant

    labels = {label: value.strip() for key, label in _LABELS.items() if isinstance(value := detail.get(key), str)}
    published = next((value for key in _TIMES if (value := instant(detail.get(key)))), None)
    if published:
        labels["发布日期"] = published.removesuffix("+08:00").replace("T", " ")
    content, title = detail.get("content"), detail.get("title")
    return Detail(
        content=scrubbed(content) if isinstance(content, str) else "",
        title=scrubbed(title).strip() or None if isinstance(title, str) else None,
        labels={key: scrubbed(value) for key, value in labels.items() if value},
        links=tuple(listed(detail.get("attachment"), url or "")),
    )


def scrubbed(text: str) -> str:
    """Return text without lone surrogates, which JSON may carry and UTF-8 cannot."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
