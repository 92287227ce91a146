"""Lists that a script prints with `document.write`: rows out of string literals and variables (seen in one city)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from archive.errors import PageChangedError
from archive.pages.trees import text_of, tree
from archive.pages.values import DATE

_SCRIPT = re.compile(r"<script\b[^>]{0,300}>", re.IGNORECASE)
_ASSIGNED = re.compile(
    r"(?<![\w.])(?:var\s+)?([A-Za-z_$][\w$]{0,40})(?:\[\s*(\d{1,5})\s*\])?\s*[=:]\s*(?:'([^'\\\n]*)'|\"([^\"\\\n]*)\")"
)
_LITERAL = re.compile(r"'([^'\\\n]*)'|\"([^\"\\\n]*)\"")
_ADDRESS = re.compile(r"url|href|link|lj", re.IGNORECASE)
_TITLE = re.compile(r"title|name|bt|subject", re.IGNORECASE)
MOST_SCRIPTS = 2000


class WrittenRow(NamedTuple):
    """One row as the script has it: address, title, date, all as printed."""

    url: str
    title: str
    date: str


def _scripts(page: str) -> Iterator[str]:
    for number, begin in enumerate(_SCRIPT.finditer(page)):
        end = page.find("</script", begin.end())
        if end < 0 or number > MOST_SCRIPTS:
            return
        yield page[begin.end() : end]


def _row(values: dict[str, str]) -> WrittenRow | None:
    address = next((value for key, value in values.items() if _ADDRESS.search(key) and value), None)
    titles = [value for key, value in values.items() if _TITLE.search(key) and not _ADDRESS.search(key)]
    if address is None or not titles:
        return None
    date = next((value for value in values.values() if DATE.match(value.strip("[]() "))), "")
    return WrittenRow(address, max(titles, key=len), date)


def _variables(script: str) -> Iterator[WrittenRow]:
    """Yield a row each time a variable is assigned again, or per index of an array."""
    groups: dict[str, dict[str, str]] = {}
    turn = 0
    for match in _ASSIGNED.finditer(script):
        name, index = match.group(1), match.group(2)
        value = match.group(3) if match.group(3) is not None else match.group(4)
        key = f"[{index}]" if index is not None else str(turn)
        if index is None and name in groups.get(key, {}):
            turn += 1
            key = str(turn)
        groups.setdefault(key, {})[name] = value
    for values in groups.values():
        if row := _row(values):
            yield row


def _markup(script: str) -> Iterator[WrittenRow]:
    """Yield the rows of literal markup: `document.writeln("<li><a href=…>…</a>…")`."""
    for line in re.split(r"document\.writeln?\s*\(", script)[1:]:
        literals = "".join(one or two for one, two in _LITERAL.findall(line))
        if "<a" not in literals:
            continue
        try:
            root = tree(f"<div>{literals}</div>")
        except PageChangedError:
            continue
        for link in root.iter("a"):
            if address := link.get("href"):
                yield WrittenRow(address, link.get("title") or text_of(link), text_of(root, " "))


def written(page: str) -> Iterator[WrittenRow]:
    """Yield the rows that scripts of a page write."""
    for script in _scripts(page):
        if "document.write" in script:
            rows = [row for row in _markup(script) if row.title]
            yield from rows or _variables(script)
