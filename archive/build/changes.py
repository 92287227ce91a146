"""What a publisher changed from one capture to the next: labelled data, article text, figures, attached files.

Both sides are read by the present reader, so a change of the reader shows nowhere: the same payload reads the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from archive.build.store import Row
from archive.build.versions import Version
from archive.ids import stable_id
from archive.model import Figure, Reading

FIELDS = ("title", "publisher", "published_at", "written_at", "identifier", "document_number")
# Counters that a page prints anew for every visitor are not edits (浏览次数：123).
_COUNTER = re.compile(r"((?:浏览|閱讀|阅读|点击|點擊|访问|訪問)(?:次数|次數|量|数|數)?\s*[:：]?\s*)[0-9]+")


class Change(NamedTuple):
    """One difference between two versions; values as stored."""

    kind: str
    field: str
    old: str | None
    new: str | None


def rows(document_id: int, versions: Sequence[Version], name: str | None = None) -> list[Row]:
    """Return the rows of `changes` for one address. `name` is given for an attachment: then its bytes count too."""
    readable = [version for version in versions if version.page.reading is not None]
    found: list[Row] = []
    seen: Counter[tuple[object, ...]] = Counter()
    for before, after in pairwise(readable):
        for change in between(before, after, name):
            key = (document_id, before.address, *change)
            found.append(
                {
                    "id": stable_id("change", *key, seen[key]),
                    "document_id": document_id,
                    **change._asdict(),
                    "seen_from": before.last["captured_at"],
                    "seen_to": after.first["captured_at"],
                    "url": after.first["url"],
                    "old_capture_id": before.original["id"],
                    "new_capture_id": after.original["id"],
                }
            )
            seen[key] += 1
    return found


def between(before: Version, after: Version, name: str | None = None) -> Iterator[Change]:
    """Yield what differs between two versions of one address."""
    if name is not None and before.sha256 != after.sha256:
        yield Change("attachment", name, before.sha256, after.sha256)
    yield from _metadata(before, after)
    yield from _body(before, after)
    one, other = before.page.reading, after.page.reading
    if one is not None and other is not None and (one.is_annual_report or other.is_annual_report):
        yield from _figures(one, other)


def _metadata(before: Version, after: Version) -> Iterator[Change]:
    old, new = before.page.post, after.page.post
    if old is None or new is None:
        return
    for field in FIELDS:
        if getattr(old, field) != getattr(new, field):
            yield Change("metadata", field, getattr(old, field), getattr(new, field))


def _body(before: Version, after: Version) -> Iterator[Change]:
    old, new = _lines(before), _lines(after)
    if old == new:
        return
    gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
    yield Change("body", "text", _kept(old, gone), _kept(new, come))


def _lines(version: Version) -> list[str]:
    """Return the printed lines of the article, blanks and visitor counters left out of the comparison."""
    page = version.page
    text = page.body if page.body is not None else page.reading.text if page.reading is not None else ""
    lines = (_COUNTER.sub(r"\1", " ".join(line.split())) for line in text.splitlines())
    return [line for line in lines if line]


def _kept(lines: list[str], wanted: Counter[str]) -> str | None:
    """Return those lines that went or came, in their order; lines that only moved are in neither side."""
    left, found = wanted.copy(), []
    for line in lines:
        if left[line] > 0:
            left[line] -= 1
            found.append(line)
    return "\n".join(found) or None


def _figures(before: Reading, after: Reading) -> Iterator[Change]:
    old, new = figure_map(before), figure_map(after)
    for key in dict.fromkeys([*old, *new]):
        one, other = _stated(old.get(key)), _stated(new.get(key))
        if one != other:
            yield Change("figure", "/".join(part for part in map(str, key[1:4]) if part != "None"), one, other)


def figure_map(reading: Reading) -> dict[tuple[str, str, str | None, str | None, int], Figure]:
    """Return the figures of a reading by what they count: source, concept, column, label of a part, and repetition."""
    found: dict[tuple[str, str, str | None, str | None, int], Figure] = {}
    seen: Counter[tuple[str, str, str | None, str | None]] = Counter()
    for figure in reading.figures:
        label = figure.label if figure.source == "narrative" else None
        kind = (figure.source, figure.concept, figure.column, label)
        found[(*kind, seen[kind])] = figure
        seen[kind] += 1
    return found


def _stated(figure: Figure | None) -> str | None:
    if figure is None:
        return None
    return figure.state if figure.value is None else str(figure.value)
