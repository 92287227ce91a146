"""jpaas, Hanweb's cloud product: a script tag names a unit, a gateway answers with a list fragment inside JSON.

The tag's `url` ends in `…/front/page/build/unit`, its `queryData` is an object in single quotes (six code bases).
Later pages add `paramJson={"pageNo":N,"pageSize":15}`; a bare `pageNo` was ignored in four and used in two. One report
got page 1 for ever: the answer says which page it is, and a page that was not asked for ends the list.
"""

from __future__ import annotations

import json
import re
from typing import Any

from archive.errors import PageChangedError
from archive.model import Catalogue, ListingPage, NextPage
from archive.pages import annual, lists, literal
from archive.pages.hanweb_post import is_article, native_id, post
from archive.pages.pagers import printed
from archive.pages.queries import number, parameters, with_query
from archive.pages.trees import text_of, tree
from archive.pages.values import absolute, whole, words

__all__ = ["catalogue", "has_unit", "is_article", "listing", "post"]

ROWS = 15
_UNIT = "jpaas-publish-server/front/page/build/unit"
_RAW = re.compile(r"queryData\s*=\s*[\"']?\s*(?=\{)", re.IGNORECASE)
_RAW_URL = re.compile(rf"[\"']([^\"'\s<>]{{0,300}}{_UNIT}[^\"'\s<>]*)[\"']")
IGNORED = {"success", "code", "message", "msg", "data", "timestamp"}


def has_unit(text: str) -> bool:
    """Return whether a page names a unit to be asked for."""
    return _UNIT in text and _RAW.search(text) is not None


def _query(said: str) -> dict[str, object]:
    at = said.find("{")
    try:
        return literal.read_object(said, at)[0] if at >= 0 else {}
    except PageChangedError:
        return {}


def units(html: str, url: str) -> list[str]:
    """Return the addresses of the units of a column page, those of the column itself first."""
    found: list[tuple[int, str]] = []
    for script in tree(html).iter("script"):
        place, said = absolute(script.get("url"), url), script.get("querydata")
        if place and said and _UNIT in place:
            found.append(_unit(place, _query(said), text_of(script) + str(script.get("src"))))
    if not any(weight >= 0 for weight, _ in found):  # the attribute is quoted like the strings inside it
        place_said, query_at = _RAW_URL.search(html), _RAW.search(html)
        place = absolute(place_said.group(1), url) if place_said else None
        if place and query_at:
            found.append(_unit(place, _query(html[query_at.end() : query_at.end() + 2000]), ""))
    return list(dict.fromkeys(place for weight, place in sorted(found, key=lambda one: -one[0]) if weight >= 0))


def _unit(place: str, given: dict[str, object], around: str) -> tuple[int, str]:
    values = {key: value for key, value in given.items() if isinstance(value, (str, int))}
    if not {"webId", "pageId"} <= values.keys():
        return -1, place
    weight = 2 * (values.get("pageType") == "column") + ("列表" in str(values.get("tagId"))) + ("Authorized" in around)
    return weight, with_query(place, dict(values))


def _answer(text: str, url: str) -> dict[str, Any]:
    try:
        answer: Any = json.loads(text.lstrip("\ufeff \t\r\n"), strict=False)
    except (ValueError, RecursionError) as error:
        raise PageChangedError(f"{url}: the unit answered with something that is not JSON: {text[:80]!r}") from error
    found: dict[str, Any] = answer if isinstance(answer, dict) else {}
    data = found.get("data")
    if not isinstance(data, dict) or not isinstance(data.get("html"), str):
        said = words(found.get("message") or found.get("msg"))
        raise PageChangedError(f"{url}: the unit answered without a fragment ({said or text[:80]!r})")
    return found


def asked_page(url: str) -> int:
    """Return which page an address asks for."""
    try:
        given = json.loads(parameters(url).get("paramJson") or "{}")
    except ValueError:
        given = {}
    return (whole(given.get("pageNo")) if isinstance(given, dict) else None) or number(url, "pageNo") or 1


def page_url(url: str, page: int, rows: int) -> str:
    """Return the address of one page of a unit."""
    said = json.dumps({"pageNo": page, "pageSize": rows}, separators=(",", ":"))
    return with_query(url, {"paramJson": said})


def _fragment(text: str, url: str) -> ListingPage:
    answer = _answer(text, url)
    unread = {f"answer.{key}" for key in answer.keys() - IGNORED}
    unread |= {f"data.{key}" for key in answer["data"].keys() - {"html"}}
    root = tree(f"<div>{answer['data']['html']}</div>")
    entries = lists.entries(root, url, is_article, native_id)
    boxes = root.xpath("//*[@rows and @count]")
    box = boxes[0] if boxes else None
    rows = (whole(box.get("rows")) if box is not None else None) or ROWS
    total = whole(box.get("count")) if box is not None else printed(text_of(root, " "))[0]
    asked = asked_page(url)
    got = (whole(box.get("pageno")) if box is not None else None) or asked
    if got != asked:
        unread.add("paging is ignored: the unit answers with another page than the one asked for")
    goes_on = bool(entries) and got == asked and total is not None and got * rows < total
    bare = NextPage(with_query(url, {"pageNo": got + 1, "pageSize": rows}))
    return ListingPage(
        entries=entries,
        total=total,
        offset=(got - 1) * rows,
        next_url=page_url(url, got + 1, rows) if goes_on else None,
        pages=-(-total // rows) if total is not None else None,
        unread=tuple(sorted(unread)),
        other_next=(bare,) if goes_on and got == 1 else (),
    )


def listing(text: str, url: str) -> ListingPage:
    """Return one page of a unit, or of a column page the place of its units (the rows are there, not here).

    Raises PageChangedError where the gateway answers with a refusal or with something else than a fragment.
    """
    if text.lstrip("\ufeff \t\r\n").startswith("{") or _UNIT in url:
        return _fragment(text, url)
    root, places = tree(text), units(text, url)
    columns = lists.columns(root, url, is_article)
    if not places:
        return ListingPage(lists.entries(root, url, is_article, native_id), columns=columns)
    return ListingPage((), next_url=places[0], columns=columns, other_next=tuple(map(NextPage, places[1:])))


def catalogue(html: str, url: str) -> Catalogue:
    """Return the columns of a home page that may hold annual reports."""
    return annual.catalogue(tree(html), url, is_article)
