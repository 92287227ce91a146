"""Where a page's script leads: assignments to `location`, followed through one function and plain string addition."""

from __future__ import annotations

import re
from typing import NamedTuple

_LOCATION = re.compile(r"\blocation(?:\.href)?\s*=(?!=)\s*([^;\n}]{1,400})")
_CALLED = re.compile(r"\b(?:location\.(?:replace|assign)|window\.open)\(\s*([^;\n]{1,400}?)\)\s*(?:[;\n}]|$)")
CALL = re.compile(r"\b([A-Za-z_$][\w$]*)\s*\(([^()]{0,200})\)")
_PIECE = re.compile(r"\s*(?:'([^']*)'|\"([^\"]*)\"|([A-Za-z_$][\w$.]*)|(\d+)|(\+)|([()]))")
LONGEST_FUNCTION = 1500


def location(code: str, page: str, value: str | None = None) -> str | None:
    """Return the address that a piece of script leads to, as printed, or None where it cannot be told.

    `value` stands for `this.value`, the choice of a select box.
    """
    names = {"this.value": value} if value is not None else {}
    code = code[:LONGEST_FUNCTION].replace("this.options[this.selectedIndex].value", "this.value")
    if found := _assigned(code, names, page):
        return found
    for name, given in CALL.findall(code):
        if found := _through(name, [_evaluated(one, names, page) for one in given.split(",")], page):
            return found
    return None


class Function(NamedTuple):
    """A function of a page: the names of its arguments and its text, up to the next function."""

    names: list[str]
    body: str


def function(name: str, page: str) -> Function | None:
    """Return a function that the page defines."""
    head = re.search(
        rf"(?:function\s+{re.escape(name)}|\b{re.escape(name)}\s*=\s*function)\s*\(([\w$,\s]{{0,100}})\)\s*\{{", page
    )
    if head is None:
        return None
    body = page[head.end() : head.end() + LONGEST_FUNCTION]
    return Function(
        [one.strip() for one in head[1].split(",")], re.split(r"\bfunction\b|</script", body, maxsplit=1)[0]
    )


def _through(name: str, given: list[str | None], page: str) -> str | None:
    """Return where a function of the page leads with these arguments."""
    told = function(name, page)
    if told is None:
        return None
    known = {key: one for key, one in zip(told.names, given, strict=False) if key and one is not None}
    return _assigned(told.body, known, page)


def _assigned(code: str, names: dict[str, str], page: str) -> str | None:
    for pattern in (_LOCATION, _CALLED):
        for found in pattern.findall(code):
            if address := _evaluated(found, names, page):
                return address
    return None


def _evaluated(expression: str, names: dict[str, str], page: str) -> str | None:
    """Return the text that a sum of strings, numbers and known names makes; None where a part is not known."""
    made, at, text = [], 0, expression.strip()
    while at < len(text):
        piece = _PIECE.match(text, at)
        if piece is None:
            return None
        single, double, name, number = piece.group(1, 2, 3, 4)
        part = names.get(name) or constant(name, page) if name else single if single is not None else double or number
        if part is None and name:
            return None
        made.append(part or "")
        at = piece.end()
    return "".join(made) or None


def constant(name: str, page: str) -> str | None:
    """Return what the page sets a variable to, where that is one string or number."""
    found = re.search(rf"\b(?:var|let|const)\s+{re.escape(name)}\s*=\s*(?:'([^'\n]*)'|\"([^\"\n]*)\"|(\d+))\s*;?", page)
    return next((one for one in found.groups() if one is not None), None) if found else None
