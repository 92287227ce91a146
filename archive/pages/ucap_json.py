"""The JSON lists of UCAP: `/common/search/{channel}`, `/searchList/{id}`, and the POST list of one city's family."""

from __future__ import annotations

import html as markup
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from archive.errors import PageChangedError
from archive.model import Entry, Link, ListingPage, NextPage
from archive.pages import files, labels
from archive.pages.queries import form, number, parameters, with_query
from archive.pages.trees import squeeze
from archive.pages.values import absolute, instant, native_id, whole, words

POSTED = "/szinf/interfacesWebManu/loadDataByChannelIdAndDeptIdBackSort"
_NAMED = re.compile(
    r"""["'\s(=]((?:https?:)?[^"'\s<>()]{0,120}/(?:common/search|searchList)/[0-9a-f]{32}(?:\?[^"'\s<>]{0,600})?)""",
    re.I,
)
_CHANNEL = re.compile(r"""\bchannelId["']?\s*[=:]\s*["']([\w-]{1,64})["']""")
_DEPARTMENT = re.compile(r"""\bdeptCode["']?\s*[=:]\s*["']([\w-]{0,64})["']""")
_TAGS = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
IGNORED_ROW = {
    "content", "contentHtml", "memo", "channelName", "channelId", "manuscriptId", "subTitle", "source", "id",
}  # fmt: skip
IGNORED_DATA = {"page", "rows", "total", "channelId", "results", "list", "allRow", "pageIndex", "pageSize"}
IGNORED_ANSWER = {"data", "code", "message", "msg", "success", "status", "allRow"}
ROWS = 15


def first_page(page: str, url: str) -> NextPage | None:
    """Return where the JSON list that a page names begins."""
    if found := _NAMED.search(page):
        address = absolute(markup.unescape(found.group(1)), url)
        wanted: dict[str, object] = {"_isAgg": "true", "_isJson": "true", "_pageSize": ROWS, "_template": "index"}
        given = parameters(address) if address else {}
        asked = {key: value for key, value in wanted.items() if key not in given}
        return NextPage(with_query(address, {**asked, "page": 1})) if address else None
    if POSTED in page and (channel := _CHANNEL.search(page)):
        department = _DEPARTMENT.search(page)
        return _posted(
            absolute(POSTED, url) or url, channel.group(1), department.group(1) if department else "", 1, ROWS
        )
    return None


def _posted(url: str, channel: str, department: str, page: int, rows: int) -> NextPage:
    """Return one page of the POST list. The form stands in the query too, so that an address stands for a page."""
    values: dict[str, object] = {"channelId": channel, "deptCode": department, "pageIndex": page, "pageSize": rows}
    return NextPage(with_query(url, values), form(values))


def _labelled(value: object, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield (field, value) of `domainMetaList`: objects with a name and a value, however they are nested."""
    if depth > 6:
        return
    if isinstance(value, list):
        for one in value:
            yield from _labelled(one, depth + 1)
    elif isinstance(value, dict):
        said = words(value.get("value"))
        names = [labels.label(name) for key in ("name", "label", "title", "key") if (name := words(value.get(key)))]
        field = next((name for name in names if name), None)
        if field and said:
            yield field, said
        for one in value.values():
            if isinstance(one, (list, dict)):
                yield from _labelled(one, depth + 1)


def _files(value: object, url: str) -> tuple[Link, ...]:
    """Return the attachments of `resList`. Which key holds the address is not settled: the one that reads as one."""
    rows = []
    for row in value if isinstance(value, list) else []:
        if isinstance(row, dict):
            address = next((row[key] for key in ("url", "path", "filePath", "resUrl") if words(row.get(key))), None)
            name = next((row[key] for key in ("name", "title", "fileName", "resName") if words(row.get(key))), None)
            rows.append({**row, "url": address, "name": name})
    return tuple(files.listed(rows, url))


def _entry(row: dict[str, Any], url: str, name: Callable[[str], str | None], unread: set[str]) -> Entry | None:
    row = dict(row)
    titles = [words(row.pop(key, None)) for key in ("title", "TITLE")]
    places = [absolute(row.pop(key, None), url) for key in ("url", "URL_COMMP", "URL")]
    dates = [row.pop(key, None) for key in ("publishedTimeStr", "publishedTime", "PUBLISHED_TIME_FORMAT")]
    values = dict(reversed(list(_labelled(row.pop("domainMetaList", None)))))
    attached = _files(row.pop("resList", None), url)
    unread.update(f"results[].{key}" for key in row.keys() - IGNORED_ROW)
    address = next((place for place in places if place), None)
    if address is None:
        unread.add("results[]: no address")
        return None
    title = next((title for title in titles if title), "")
    return Entry(
        title=squeeze(markup.unescape(_TAGS.sub("", title))),
        url=address,
        native_id=name(address) or native_id(row.get("manuscriptId")),
        published_at=next((found for date in dates if (found := instant(date))), None),
        identifier=values.get("identifier"),
        document_number=values.get("document_number"),
        publisher=labels.publisher(values),
        attachments=attached,
    )


def _answer(text: str, url: str) -> dict[str, Any]:
    try:
        answer: Any = json.loads(text.lstrip("\ufeff \t\r\n"), strict=False)
    except (ValueError, RecursionError) as error:
        raise PageChangedError(f"{url}: the list answered with something that is not JSON: {text[:80]!r}") from error
    return answer if isinstance(answer, dict) else {}


def listing(text: str, url: str, name: Callable[[str], str | None]) -> ListingPage:
    """Return one page of a JSON list. Raises PageChangedError where the answer holds no list of rows."""
    answer, unread = _answer(text, url), set[str]()
    data = answer.get("data")
    data = data if isinstance(data, dict) else {}
    rows = data.get("results") if "results" in data else data.get("list")
    if not isinstance(rows, list):
        raise PageChangedError(f"{url}: the list answered without rows (keys: {', '.join(sorted(answer)) or 'none'})")
    entries = [_entry(row, url, name, unread) for row in rows if isinstance(row, dict)]
    unread.update(f"data.{key}" for key in data.keys() - IGNORED_DATA)
    unread.update(f"answer.{key}" for key in answer.keys() - IGNORED_ANSWER)
    posted = number(url, "pageIndex") is not None
    page = number(url, "pageIndex", "page") or whole(data.get("page")) or 1
    size = number(url, "_pageSize", "pageSize") or whole(data.get("rows")) or len(rows)
    total = next((n for key in ("total", "allRow") if (n := whole(data.get(key))) is not None), None)
    total = total if total is not None else whole(answer.get("allRow"))
    after = None
    if rows and (total is None or page * size < total):
        given = parameters(url)
        after = NextPage(with_query(url, {"page": page + 1}))
        if posted:
            after = _posted(url, given.get("channelId", ""), given.get("deptCode", ""), page + 1, size)
    return ListingPage(
        entries=tuple(entry for entry in entries if entry is not None),
        total=total,
        offset=(page - 1) * size,
        next_url=after.url if after else None,
        pages=-(-total // size) if total is not None and size else None,
        unread=tuple(sorted(unread)),
        next_body=after.body if after else None,
    )
