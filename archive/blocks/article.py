"""Which of a page's items are the article: decided by the marks that elements left, and by what the items say.

The surest container with content is taken: comment markers, a known platform's container, one with a general name,
the element that holds most of the text, at last the whole page. Nothing of the report may be lost by that: when
numbered report headings or statutory tables stand outside and not inside, the narrowest element around all is taken.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain

from msgspec import Struct

from archive.blocks.furniture import WORTH
from archive.blocks.names import Role
from archive.blocks.raw import Item, Line, Mark, Picture, RawTable, lines_of, own_cells
from archive.blocks.statutory import has_labels, heading, plain

_MUCH_TEXT = 200  # characters that make a container of a general name or none believable
_SHORT = 25  # characters; shorter lines are mostly menus and count for nothing when text is weighed
_MOST = 0.85  # share of the text that lets an element stand for the page
_LONGEST_FURNITURE = 400_000  # characters looked through for article data, all elements together


class Range(Struct):
    """An element's items: `start` is its opening mark, `end` is behind its closing mark."""

    start: int
    end: int
    role: int
    number: int


class Choice(Struct):
    """The article's items, those around it, the furniture left out (numbers of elements), and notes."""

    body: list[Item]
    around: list[Item]
    dropped: set[int]
    notes: list[str]


def choose(items: Sequence[Item]) -> Choice:
    """Return the article's part of the items and the rest."""
    ranges = list(_ranges(items))
    if not ranges:
        return Choice(list(items), [], set(), [])
    own = [_weight(item) for item in items]
    weights = [0, *accumulate(own)]
    bodies = [r for r in ranges if r.role <= Role.KNOWN and weights[r.end] > weights[r.start]]
    left_out, dropped = _drop(items, ranges, bodies)
    kept_weights = [0, *accumulate(0 if out else weight for weight, out in zip(own, left_out, strict=True))]
    chosen = _container(ranges, kept_weights, len(items))
    outside = _report_outside(items, left_out, chosen)
    notes = []
    if outside:
        first, last = min(chosen.start, outside[0]), max(chosen.end, outside[-1] + 1)
        wide = [r for r in ranges if r.start <= first and r.end >= last]
        chosen = min(wide, key=lambda r: r.end - r.start, default=Range(0, len(items), Role.BOX, -1))
        notes.append("report text stands outside the article's element; a wider part of the page was read")
    if dropped:
        notes.append(f"site furniture left out by the names of elements ({len(dropped)})")
    body = _kept(items, left_out, chosen.start, chosen.end)
    around = _kept(items, left_out, 0, chosen.start) + _kept(items, left_out, chosen.end, len(items))
    return Choice(body, around, dropped, notes)


def _kept(items: Sequence[Item], left_out: list[bool], start: int, end: int) -> list[Item]:
    pairs = zip(items[start:end], left_out[start:end], strict=True)
    return [item for item, out in pairs if not out and type(item) is not Mark]


def _ranges(items: Sequence[Item]) -> Iterator[Range]:
    opened: dict[int, int] = {}
    for n, item in enumerate(items):
        if type(item) is not Mark:
            continue
        if not item.end:
            opened.setdefault(item.number, n)
        elif item.number in opened:
            yield Range(opened.pop(item.number), n + 1, item.role, item.number)


def _weight(item: Item) -> int:
    if isinstance(item, Line):
        length = len(item.text)
        return length if length >= _SHORT else 1
    if type(item) is RawTable:
        return 10 * len(item.grid) * min(len(item.grid[0]), 20)
    return 1 if type(item) is Picture else 0


def _drop(items: Sequence[Item], ranges: list[Range], bodies: list[Range]) -> tuple[list[bool], set[int]]:
    """Say which items are furniture by the name of an element around them, unless the article or its data is inside."""
    left_out = [False] * len(items)
    dropped: set[int] = set()
    starts = sorted(body.start for body in bodies)
    budget, done = _LONGEST_FURNITURE, 0
    for candidate in sorted((r for r in ranges if r.role == Role.FURNITURE), key=lambda r: r.start):
        if candidate.end <= done or bisect_left(starts, candidate.end) > bisect_left(starts, candidate.start):
            continue
        inside = items[candidate.start : candidate.end]
        text = "\n".join(lines_of(inside))
        budget -= len(text)
        if budget < 0:
            break  # a page of nothing but furniture: what was not looked through stays
        if WORTH.search(plain(text)):
            continue
        left_out[candidate.start : candidate.end] = [True] * len(inside)
        dropped.add(candidate.number)
        done = candidate.end
    return left_out, dropped


def _container(ranges: list[Range], weights: list[int], length: int) -> Range:
    def weight(r: Range) -> int:
        return weights[r.end] - weights[r.start]

    for role in (Role.COMMENT, Role.KNOWN):
        named = [r for r in ranges if r.role == role and weight(r)]
        if named:
            return max(named, key=lambda r: (weight(r), r.end - r.start))
    general = [r for r in ranges if r.role == Role.GENERAL]
    for group in (general, [r for r in ranges if r.role != Role.FURNITURE]):
        most = max(map(weight, group), default=0)
        if most >= _MUCH_TEXT and (group is general or most >= _MOST * weights[-1]):
            # of those that hold nearly all of it the narrowest
            return min((r for r in group if weight(r) >= _MOST * most), key=lambda r: r.end - r.start)
    return Range(0, length, Role.BOX, -1)


def _report_outside(items: Sequence[Item], left_out: list[bool], chosen: Range) -> list[int]:
    """Return the numbers of items outside that are report headings or statutory tables not found inside."""
    numbers = chain(range(chosen.start), range(chosen.end, len(items)))
    outside = [n for n in numbers if not left_out[n] and _is_report(items[n])]
    if not outside:
        return []
    inside = {_face(item) for item in items[chosen.start : chosen.end] if _is_report(item)}
    return [n for n in outside if _face(items[n]) not in inside]


def _is_report(item: Item) -> bool:
    if isinstance(item, Line):
        return heading(item.text) is not None
    return type(item) is RawTable and has_labels(_texts(item), 3)


def _face(item: Item) -> str:
    """What makes two items the same: a table of contents repeats headings, a hidden copy repeats tables."""
    if isinstance(item, Line):
        return heading(item.text) or item.text
    return "|".join(_texts(item)) if type(item) is RawTable else ""


def _texts(table: RawTable) -> list[str]:
    return [cell.text() for cell in own_cells(table)]
