"""Ruled tables of a PDF page: cells are the rectangles between lines, and a cell that spans is one rectangle."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct

from archive.blocks.layout import Draft, settle
from archive.blocks.raw import Item, Line, Mark, Picture, RawCell
from archive.blocks.seen import SeenLine
from archive.blocks.space import tidy

_SNAP = 3.0  # points between two edges that are one line
_BETWEEN = 0.45  # of the character size: a gap this wide prints a blank
_FEWEST = 4  # cells; fewer make a frame around text, not a table

Box = tuple[float, float, float, float]


class Found(Struct):
    """Something on a page and where it begins."""

    top: float
    left: float
    item: Item


def ruled_tables(page: Any, chars: list[Any], number: int) -> tuple[list[Found], list[Any]]:
    """Return the ruled tables of a page and the characters outside of them."""
    return tables_of([table.cells for table in page.find_tables()], chars, number)


def tables_of(
    tables: Sequence[Sequence[Box]], chars: list[Any], number: int, unread: Callable[[Box], bool] | None = None
) -> tuple[list[Found], list[Any]]:
    """Return tables made of the boxes of their cells and the characters in them, and the characters outside of all.

    `unread` says of a box without characters whether something is printed there nevertheless.
    """
    found: list[Found] = []
    rest = chars
    for cells in tables:
        boxes = _whole_cells(cells)
        if len(boxes) < _FEWEST:
            continue
        columns, rows = (
            _edges([b[0] for b in boxes] + [b[2] for b in boxes]),
            _edges([b[1] for b in boxes] + [b[3] for b in boxes]),
        )
        if len(columns) < 3 or len(rows) < 2:
            continue
        inside, rest = _part(rest, (columns[0], rows[0], columns[-1], rows[-1]))
        draft = _draft(boxes, columns, rows, inside, unread)
        box = (columns[0], rows[0], columns[-1], rows[-1])
        for item in settle(draft, 0):
            if not isinstance(item, Mark):
                item.page, item.box = number, box
            found.append(Found(box[1] + 0.001 * len(found), box[0], item))
    return found, rest


def _whole_cells(cells: Sequence[Box]) -> list[Box]:
    """Drop slivers between double lines."""
    return [c for c in cells if c[2] - c[0] > _SNAP and c[3] - c[1] > _SNAP]


def _edges(places: list[float]) -> list[float]:
    """Return the distinct edges, those closer than _SNAP taken for one."""
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > _SNAP:
            edges.append(float(place))
    return edges


def _part(chars: list[Any], box: Box) -> tuple[list[Any], list[Any]]:
    inside: list[Any] = []
    outside: list[Any] = []
    for char in chars:
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        (inside if box[0] - 1 <= x <= box[2] + 1 and box[1] - 1 <= y <= box[3] + 1 else outside).append(char)
    return inside, outside


def _draft(
    boxes: list[Box],
    columns: list[float],
    rows: list[float],
    chars: list[Any],
    unread: Callable[[Box], bool] | None = None,
) -> Draft:
    """Put cells and characters on the grid of edges."""
    taken: dict[tuple[int, int], int] = {}
    places: list[tuple[int, int, int, int]] = []
    for n, (x0, top, x1, bottom) in enumerate(boxes):
        c, r = _at(columns, x0 + _SNAP), _at(rows, top + _SNAP)
        right, low = _at(columns, x1 - _SNAP) + 1, _at(rows, bottom - _SNAP) + 1
        places.append((r, c, max(low, r + 1), max(right, c + 1)))
        for y in range(places[n][0], places[n][2]):
            for x in range(places[n][1], places[n][3]):
                taken.setdefault((y, x), n)
    texts: dict[int, list[Any]] = {}
    for char in chars:
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        owner = taken.get((_at(rows, y), _at(columns, x)))
        if owner is not None:
            texts.setdefault(owner, []).append(char)
    draft = Draft(outer=[], suspect=True)
    body: list[list[RawCell]] = [[] for _ in rows[:-1]]
    for (r, c), n in sorted(taken.items()):
        top, left, low, right = places[n]
        if (r, c) == (top, left):
            items: list[Item] = [*cell_lines(texts.get(n, []))]
            if not items and unread is not None and unread(boxes[n]):
                items.append(Picture("cell"))
            cell = RawCell(items, low - top, right - left)
            body[r].append(cell)
            draft.cells.append(cell)
    for r, c in ((r, c) for r in range(len(rows) - 1) for c in range(len(columns) - 1)):
        if (r, c) not in taken:  # a hole in the ruling keeps its place, or later cells of the row would move
            body[r].insert(_before(places, r, c), RawCell([]))
            taken[r, c] = len(places)
            places.append((r, c, r + 1, c + 1))
    draft.bodies.append(body)
    return draft


def _before(places: list[tuple[int, int, int, int]], row: int, column: int) -> int:
    return sum(1 for place in places if place[0] == row and place[1] < column)


def _at(edges: list[float], place: float) -> int:
    return min(max(bisect_right(edges, place) - 1, 0), len(edges) - 2)


def cell_lines(chars: list[Any]) -> list[Line]:
    """Return the printed lines of a cell; a label set one character below the other is one line."""
    lines = [text for group in by_lines(chars) if (text := line_text(group))]
    if len(lines) >= 3 and all(len(text) <= 2 for text in lines) and not any(text.isdigit() for text in lines):
        lines = ["".join(lines)]
    score = score_of(chars)
    return [Line(text) if score is None else SeenLine(text, score=score) for text in lines]


def score_of(chars: list[Any]) -> float | None:
    """Return how sure of the least certain of these OCR was, None for the characters of a text layer."""
    scores = [char["score"] for char in chars if "score" in char]
    return min(scores) if scores else None


def by_lines(chars: list[Any]) -> list[list[Any]]:
    """Group characters into printed lines, top down, each from left to right."""
    lines: list[list[Any]] = []
    middle, size = 0.0, 0.0
    for char in sorted(chars, key=lambda c: ((c["top"] + c["bottom"]) / 2, c["x0"])):
        centre = (char["top"] + char["bottom"]) / 2
        if lines and abs(centre - middle) <= 0.5 * max(size, float(char["size"])):
            lines[-1].append(char)
        else:
            lines.append([char])
            middle = centre
            size = float(char["size"])
    for line in lines:
        line.sort(key=lambda c: c["x0"])
    return lines


def line_text(line: list[Any]) -> str:
    """Return the text of a line; a gap between characters prints a blank."""
    parts: list[str] = []
    end: float | None = None
    for char in line:
        if end is not None and char["x0"] - end > _BETWEEN * char["size"]:
            parts.append(" ")
        parts.append(char["text"])
        end = float(char["x1"])
    return tidy(parts)
