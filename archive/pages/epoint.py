"""Epoint (新点): a page without rows, filled by a POST to `…/rest/lightfrontaction/getgovinfolist`.

The body is JSON {deptcode, categorynum, pageIndex, pageSize, siteGuid}, on some sites wrapped as {"params": …} (three
code bases). Whether pageIndex counts from 0 or 1 varies. So every form is returned, plain and from 0 first; the values
stand in the query too, so that an address stands for a page.
"""

from __future__ import annotations

import html as markup
import json
import re
from typing import Any
from urllib.parse import urlsplit

from archive.errors import PageChangedError
from archive.model import Catalogue, Entry, ListingPage, NextPage, Post
from archive.pages import annual, generic, lists
from archive.pages.articles import Layout, read
from archive.pages.bodies import class_is, id_is
from archive.pages.pagers import next_link
from archive.pages.queries import number, parameters, with_query
from archive.pages.trees import squeeze, tree
from archive.pages.values import absolute, instant, whole, words

ACTION, ROWS = "/rest/lightfrontaction/getgovinfolist", 15
USUAL_GUID = "7eb5f7f1-9041-43ad-8e13-8fcb82ea831a"  # recurs on several sites (two code bases)
IGNORED_ROW = {
    "categorynum", "categoryname", "deptcode", "deptname", "infoid", "rowid", "clicktimes", "infocontent",
    "customtitle", "status", "index", "num",
}  # fmt: skip
DATES = ("infodate", "date", "pubdate", "webdate", "pubinwebdate", "publishdate", "showdate")
_PAGE = re.compile(r"/govInfoPub\.html?$", re.IGNORECASE)
_GUID = re.compile(r"siteGuid[\"']?\s*[:=]\s*[\"']([0-9a-fA-F-]{8,64})[\"']")
_PROJECT = re.compile(r"projectName[\"']?\s*[:=]\s*[\"']((?:/[\w-]{1,60})?)[\"']")
_ACTION = re.compile(r"[\"']((?:https?://[\w.:-]+)?(?:/[\w-]{1,60}){0,3})/rest/lightfrontaction/")
_SCRIPT = re.compile(
    r"""<script\b[^>]{0,200}?\bsrc\s*=\s*["']([^"'<>]{0,200}(?:webBuilderCommon|ajaxReq)[^"'<>]{0,60})"""
)
_TAGS = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
LAYOUT = Layout(
    bodies=(class_is("ewb-article-content"), class_is("article-content"), id_is("zoom"), class_is("news-article-para")),
    markers=True,
    note=False,
)


def is_article(url: str) -> bool:
    """Return whether an address looks like an article: the platform gives its own in `infourl`, in no fixed shape."""
    return not _PAGE.search(urlsplit(url).path) and generic.is_article(url)


def site_guid(text: str) -> str | None:
    """Return the site's GUID from a page or from `/js/webBuilderCommon.js` or `/js/ajaxReq.js`."""
    found = _GUID.search(text)
    return found.group(1) if found else None


def scripts(page: str, url: str) -> tuple[str, ...]:
    """Return the scripts that may name the site of a page: those it loads, else where they usually are."""
    loaded = [absolute(markup.unescape(one), url) for one in _SCRIPT.findall(page)]
    usual = [absolute(path, url) for path in ("/js/webBuilderCommon.js", "/js/ajaxReq.js")]
    return tuple(dict.fromkeys(place for place in (*loaded, *usual) if place))


def _asked(url: str, given: dict[str, str], page: int) -> tuple[NextPage, NextPage]:
    """Return one page as a plain and as a wrapped question."""
    size = whole(given.get("pageSize")) or ROWS
    values: dict[str, object] = {key: given.get(key, "") for key in ("deptcode", "categorynum")}
    values |= {"pageIndex": page, "pageSize": size, "siteGuid": given.get("siteGuid") or USUAL_GUID}
    place = with_query(url, values)
    wrapped = json.dumps({"params": values}, ensure_ascii=False)
    return NextPage(place, json.dumps(values, ensure_ascii=False)), NextPage(place, wrapped)


def _shell(text: str, url: str) -> ListingPage:
    """Return where the rows of a page are. A GUID that the page does not name is said, and the usual one is tried."""
    given, guid = parameters(url), site_guid(text)
    project, action = _PROJECT.search(text), _ACTION.search(text)
    prefix = action.group(1) if action and action.group(1) else (project.group(1) if project else "")
    place = absolute(f"{prefix}{ACTION}", url) or url
    first = _asked(place, {**given, "siteGuid": guid or ""}, 0)
    second = _asked(place, {**given, "siteGuid": guid or ""}, 1)
    unread = () if guid else ("siteGuid: not on the page (see /js/webBuilderCommon.js), the usual one is tried",)
    others = (first[1], *second)
    return ListingPage((), next_url=first[0].url, next_body=first[0].body, other_next=others, unread=unread)


def _entry(row: dict[str, Any], url: str, unread: set[str]) -> Entry | None:
    row = dict(row)
    real, short = words(row.pop("realtitle", None)), words(row.pop("title", None))
    address = absolute(row.pop("infourl", None), url)
    dates = [row.pop(key, None) for key in DATES]
    unread.update(f"data[].{key}" for key in row.keys() - IGNORED_ROW)
    if address is None:
        unread.add("data[]: no address")
        return None
    title = squeeze(markup.unescape(_TAGS.sub("", real or short or "")))
    here = urlsplit(address).hostname == urlsplit(url).hostname
    published = next((found for date in dates if (found := instant(date))), None)
    return Entry(title, address, kind="normal" if here else "url", published_at=published)


def _custom(text: str, url: str) -> dict[str, Any]:
    try:
        answer: Any = json.loads(text.lstrip("\ufeff \t\r\n"), strict=False)
        custom = answer.get("custom") if isinstance(answer, dict) else None
        custom = json.loads(custom, strict=False) if isinstance(custom, str) else custom
    except (ValueError, RecursionError) as error:
        raise PageChangedError(f"{url}: the list answered with something that is not JSON: {text[:80]!r}") from error
    if not isinstance(custom, dict) or not isinstance(custom.get("data"), list):
        raise PageChangedError(f"{url}: the list answered without custom.data: {text[:80]!r}")
    return custom


def _answer(text: str, url: str) -> ListingPage:
    custom, unread = _custom(text, url), set[str]()
    rows = [row for row in custom["data"] if isinstance(row, dict)]
    entries = [_entry(row, url, unread) for row in rows]
    unread.update(f"custom.{key}" for key in custom.keys() - {"data", "total", "code", "text", "pageIndex", "pageSize"})
    total, page = whole(custom.get("total")), number(url, "pageIndex")
    size = number(url, "pageSize") or ROWS
    after: tuple[NextPage, ...] = ()
    # Where pages count from 0 this asks for one page too many, which is empty; from 1 it is exact. None is lost.
    if rows and page is not None and not (total is not None and (page * size >= total or len(rows) >= total)):
        after = _asked(url, parameters(url), page + 1)
        after = (*after, *_asked(url, parameters(url), 2)) if page == 0 else after  # page 1 may repeat page 0
    return ListingPage(
        entries=tuple(entry for entry in entries if entry is not None),
        total=total,
        next_url=after[0].url if after else None,
        pages=-(-total // size) if total is not None else None,
        unread=tuple(sorted(unread)),
        next_body=after[0].body if after else None,
        other_next=after[1:],
    )


def listing(text: str, url: str) -> ListingPage:
    """Return one page of the list, or of a page that is filled by a script the place of its rows.

    Raises PageChangedError where an answer holds no `custom.data`.
    """
    if text.lstrip("\ufeff \t\r\n").startswith("{") or ACTION in urlsplit(url).path:
        return _answer(text, url)
    if _PAGE.search(urlsplit(url).path):
        return _shell(text, url)
    root = tree(text)
    entries = lists.entries(root, url, is_article)
    if not entries and "categorynum" in parameters(url):
        return _shell(text, url)
    return ListingPage(entries, next_url=next_link(root, url), columns=lists.columns(root, url, is_article))


def catalogue(html: str, url: str) -> Catalogue:
    """Return the columns of a home page that may hold annual reports."""
    return annual.catalogue(tree(html), url, is_article)


def post(html: str, url: str) -> Post:
    """Return an article. No container is attested for this platform: known names first, then the largest text.

    Raises PageChangedError where the page has neither a title of its own nor a body.
    """
    return read(html, url, LAYOUT)
