"""The article's part of a page's items: the chosen container, widened when report text stands outside of it."""

from __future__ import annotations

from collections.abc import Sequence

from archive.blocks.raw import Item, Line, Mark, Picture, RawTable, own_cells
from archive.blocks.statutory import heading, label_count

COMMENT_KEY = 0  # Mark key of comment markers; the container has 1, the elements around it 2, 3 …


def choose(items: Sequence[Item]) -> tuple[int, int, list[str]]:
    """Return begin and end of the article in items, and notes.

    The narrowest marked range that has content is taken. When numbered report headings or statutory tables stand
    outside of it and not inside, the narrowest range that holds them too is taken instead, at last all items.
    """
    ranges = _ranges(items)
    chosen = next((r for _, r in sorted(ranges.items()) if _has_content(items, *r)), None)
    if chosen is None:
        return 0, len(items), []
    outside = _report_text_outside(items, *chosen)
    if not outside:
        return (*chosen, [])
    first, last = min(chosen[0], outside[0]), max(chosen[1], outside[-1] + 1)
    for _, (start, end) in sorted(ranges.items()):
        if start <= first and end >= last:
            return start, end, ["report text stands outside the article element; the element around it was read"]
    return 0, len(items), ["report text stands outside the article element; the whole page was read"]


def _ranges(items: Sequence[Item]) -> dict[int, tuple[int, int]]:
    opened: dict[int, int] = {}
    closed: dict[int, tuple[int, int]] = {}
    for n, item in enumerate(items):
        if isinstance(item, Mark):
            if not item.end:
                opened.setdefault(item.key, n)
            elif item.key in opened:
                closed[item.key] = (opened[item.key], n + 1)
    return closed


def _has_content(items: Sequence[Item], start: int, end: int) -> bool:
    return any(isinstance(item, Line | RawTable | Picture) for item in items[start:end])


def _report_text_outside(items: Sequence[Item], start: int, end: int) -> list[int]:
    """Return the numbers of items outside start..end that are report headings or statutory tables not found inside."""
    if all(isinstance(item, Mark) for part in (items[:start], items[end:]) for item in part):
        return []
    outside = [n for n in (*range(start), *range(end, len(items))) if _is_report(items[n])]
    if not outside:
        return []
    inside = {_face(items[n]) for n in range(start, end) if _is_report(items[n])}
    return [n for n in outside if _face(items[n]) not in inside]


def _is_report(item: Item) -> bool:
    if isinstance(item, Line):
        return len(item.text) <= 90 and heading(item.text) is not None
    return isinstance(item, RawTable) and label_count(_texts(item)) >= 3


def _face(item: Item) -> str:
    """What makes two items the same: a table of contents repeats headings, a hidden copy repeats tables."""
    if isinstance(item, Line):
        return heading(item.text) or item.text
    return "|".join(_texts(item)) if isinstance(item, RawTable) else ""


def _texts(table: RawTable) -> list[str]:
    return [cell.text() for cell in own_cells(table)]
