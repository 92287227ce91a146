"""Pages turned by a form: a script writes the page's number into a field and sends the form off."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from archive.model import NextPage
from archive.pages.queries import form, with_query
from archive.pages.scripts import CALL, function
from archive.pages.trees import base_of
from archive.pages.values import absolute, whole

_WRITES = re.compile(
    r"(?:\.|getElementById\(\s*[\"']|\$\(\s*[\"']#|\[[\"'])([\w$-]+)(?:[\"']\s*\)|[\"']\])?"
    r"\s*\.\s*(?:value\s*=\s*|val\(\s*)([A-Za-z_$][\w$]*)\b"
)
_SENDS = re.compile(r"\bsubmit\s*\(\s*\)")
MOST_FIELDS, LONGEST_VALUE = 40, 500


def next_page(root: HtmlElement, code: str, page: str, url: str) -> NextPage | None:
    """Return the page that a script asks for by a form, None where it does not or the form's fields are too long."""
    for name, given in CALL.findall(code):
        told = function(name, page)
        if told is None or not _SENDS.search(told.body):
            continue
        values = dict(zip(told.names, (one.strip(" '\"") for one in given.split(",")), strict=False))
        for field, source in _WRITES.findall(told.body):
            number = whole(values.get(source))
            if number is not None and (found := _sent(root, field, number, url)):
                return found
    return None


def _sent(root: HtmlElement, field: str, number: int, url: str) -> NextPage | None:
    for box in root.iter("form"):
        fields = [one for one in box.iter("input") if (one.get("type") or "text").lower() in {"hidden", "text"}]
        own = next((one.get("name") for one in fields if field in {one.get("name"), one.get("id")}), None)
        values: dict[str, object] = {one.get("name") or "": one.get("value") or "" for one in fields if one.get("name")}
        place = absolute(box.get("action") or url, base_of(root, url))
        if own is None or place is None or len(values) > MOST_FIELDS:
            continue
        if any(len(str(value)) > LONGEST_VALUE for value in values.values()):
            return None  # a page state (ASP.NET) is no address
        values[own] = number
        # An address stands for a page, so a POST carries its form in the query too.
        there = with_query(place, values)
        return NextPage(there, form(values) if (box.get("method") or "get").lower() == "post" else None)
    return None
