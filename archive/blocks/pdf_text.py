"""Text of a PDF outside ruled tables: unruled tables by the places of words, and lines joined to paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from msgspec import Struct

from archive.blocks.pdf_tables import Box, Found, by_lines, line_text, score_of
from archive.blocks.raw import Item, Line, RawCell, RawTable
from archive.blocks.seen import SeenLine
from archive.blocks.statutory import label_count, plain

_APART = 1.1  # of the character size: words this far apart stand in columns of their own
_NUMBER = re.compile(r"^[-+−－]?[\d０-９][\d０-９.,，]*%?$|^[/／—\-－]{1,2}$")
_PAGE_NUMBER = re.compile(
    r"^[-—–─\s]*(?:第\s*)?\d{1,3}(?:\s*[/／]\s*\d{1,3})?(?:\s*页)?(?:[，,/\s]*共\s*\d{1,3}\s*页)?[-—–─\s]*$"
)
_OPENS = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、](?!\d)|第[一二三四五六七八九十]+[章节部])"
)
_EDGE_LINES = 3  # lines of a running head or foot
_NARROW = 2.2  # character sizes by which a full line may miss the right margin


class _Word(Struct):
    x0: float
    x1: float
    text: str
    score: float | None = None


class _Row(Struct):
    """One printed line and the words that stand apart in it."""

    box: Box
    size: float
    text: str
    words: list[_Word]
    score: float | None = None


def lines_and_tables(chars: list[Any], number: int) -> list[Found]:
    """Return the lines of a page, runs of lines in columns as tables."""
    rows = [_row(line) for line in by_lines(chars)]
    rows = [row for row in rows if row.text]
    found: list[Found] = []
    start = 0
    for first, last in _column_runs(rows):
        found += [_line(row, number) for row in rows[start:first]]
        found.append(_table(rows[first:last], number))
        start = last
    return found + [_line(row, number) for row in rows[start:]]


def _row(line: list[Any]) -> _Row:
    size = sorted(float(c["size"]) for c in line)[len(line) // 2]
    words: list[list[Any]] = [[]]
    end: float | None = None
    for char in line:
        if not char["text"].strip():
            continue
        if end is not None and char["x0"] - end > _APART * size:
            words.append([])
        words[-1].append(char)
        end = float(char["x1"])
    box = (
        min(float(c["x0"]) for c in line),
        min(float(c["top"]) for c in line),
        max(float(c["x1"]) for c in line),
        max(float(c["bottom"]) for c in line),
    )
    made = [_Word(float(w[0]["x0"]), float(w[-1]["x1"]), line_text(w), score_of(w)) for w in words if w]
    return _Row(box, size, line_text(line), made, score_of(line))


def _line(row: _Row, number: int) -> Found:
    return Found(row.box[1], row.box[0], _made(row.text, row.score, page=number, box=row.box))


def _made(text: str, score: float | None, page: int | None = None, box: Box | None = None) -> Line:
    return Line(text, page=page, box=box) if score is None else SeenLine(text, page=page, box=box, score=score)


# ---------------------------------------------------------------------------------------------- unruled tables


def _column_runs(rows: list[_Row]) -> list[tuple[int, int]]:
    """Return runs of lines that stand in columns."""
    runs: list[tuple[int, int]] = []
    start: int | None = None
    for n, row in enumerate([*rows, _Row((0, 0, 0, 0), 1, "", [])]):
        if len(row.words) >= 2 and not row.text.endswith("。"):
            start = n if start is None else start
            continue
        if start is not None and _is_table(rows[start:n]):
            runs.append((start, n))
        start = None
    return runs


def _is_table(rows: list[_Row]) -> bool:
    numeric = [row for row in rows if sum(1 for w in row.words if _NUMBER.match(w.text)) >= min(2, len(row.words) - 1)]
    if len(rows) < 2 or not numeric:
        return False
    return len(numeric) >= 2 or label_count([word.text for row in rows for word in row.words]) >= 2


def _table(rows: list[_Row], number: int) -> Found:
    """Columns are the clusters of words in the fullest lines; a word over several of them is one spanning cell."""
    fullest = max(len(row.words) for row in rows)
    columns: list[list[float]] = []
    for row in (row for row in rows if len(row.words) == fullest):
        for n, word in enumerate(row.words):
            if n == len(columns):
                columns.append([word.x0, word.x1])
            columns[n] = [min(columns[n][0], word.x0), max(columns[n][1], word.x1)]
    grid: list[list[RawCell | None]] = []
    for row in rows:
        line: list[RawCell | None] = [None] * len(columns)
        for word in row.words:
            first, last = _columns_of(word, columns)
            last = next((c for c in range(first, last) if line[c + 1] is not None), last)
            if line[first] is not None:  # two words in one column: keep both, side by side
                line[first].items.append(_made(word.text, word.score))  # type: ignore[union-attr]
                continue
            line[first : last + 1] = [RawCell([_made(word.text, word.score)], colspan=last - first + 1)] * (
                last - first + 1
            )
        grid.append([cell if cell is not None else RawCell([]) for cell in line])
    box = (
        min(row.box[0] for row in rows), rows[0].box[1], max(row.box[2] for row in rows), rows[-1].box[3],
    )  # fmt: skip
    return Found(box[1], box[0], RawTable(grid, page=number, box=box))


def _columns_of(word: _Word, columns: list[list[float]]) -> tuple[int, int]:
    over = [n for n, (x0, x1) in enumerate(columns) if word.x0 < x1 and x0 < word.x1]
    if over:
        return over[0], over[-1]
    middle = (word.x0 + word.x1) / 2
    nearest = min(range(len(columns)), key=lambda n: abs((columns[n][0] + columns[n][1]) / 2 - middle))
    return nearest, nearest


# ---------------------------------------------------------------------------------------------- paragraphs


def paragraphs(pages: list[list[Item]]) -> list[Item]:
    """Join lines that only wrap, over pages too; mark page numbers and running heads as furniture."""
    _mark_running(pages)
    lines = [item for page in pages for item in page if isinstance(item, Line) and not item.furniture and item.box]
    if not lines:
        return [item for page in pages for item in page]
    left, right = _margins(lines)
    out: list[Item] = []
    open_line: Line | None = None
    for item in (item for page in pages for item in page):
        if not isinstance(item, Line) or item.box is None:
            open_line = None
            out.append(item)
        elif item.furniture:
            out.append(item)
        elif open_line is not None and _goes_on(open_line, item, left, right):
            _join(open_line, item)
            open_line.box, last = _union(open_line, item), item
            full = _is_full(last, right)
            open_line = open_line if full else None
        else:
            out.append(item)
            open_line = item if _is_full(item, right) else None
    return out


def _is_full(line: Line, right: float) -> bool:
    return line.box is not None and line.box[2] >= right - _NARROW * _size(line)


def _size(line: Line) -> float:
    return min(max(line.box[3] - line.box[1], 6.0), 30.0) if line.box else 12.0


def _goes_on(before: Line, line: Line, left: float, right: float) -> bool:
    """A line goes on when it starts at the left margin and does not open an item of its own."""
    if (
        type(before) is not type(line)
        or line.box is None
        or line.box[0] > left + 1.2 * _size(line)
        or _OPENS.match(line.text)
    ):
        return False
    return not (_OPENS.match(before.text) and len(before.text) < 12)


def _join(before: Line, line: Line) -> None:
    wide = ord(before.text[-1]) > 0x2E7F or ord(line.text[0]) > 0x2E7F
    before.text = before.text + line.text if wide else f"{before.text} {line.text}"
    if isinstance(before, SeenLine) and isinstance(line, SeenLine):
        before.score = min(before.score, line.score)


def _union(before: Line, line: Line) -> Box | None:
    if before.box is None or line.box is None or before.page != line.page:
        return before.box
    a, b = before.box, line.box
    return (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))


def _margins(lines: list[Line]) -> tuple[float, float]:
    """The left and right edge of the text: where most lines begin or end, by the width they print."""
    lefts: Counter[int] = Counter()
    rights: Counter[int] = Counter()
    for line in lines:
        if line.box is not None:
            lefts[round(line.box[0])] += len(line.text)
            rights[round(line.box[2])] += len(line.text)
    total = sum(lefts.values())
    left = next(place for place in sorted(lefts) if sum(c for p, c in lefts.items() if p <= place) >= 0.05 * total)
    right = next(
        place
        for place in sorted(rights, reverse=True)
        if sum(c for p, c in rights.items() if p >= place) >= 0.05 * total
    )
    return float(left), float(right)


def _mark_running(pages: list[list[Item]]) -> None:
    """Mark page numbers at an edge, and lines that stand at the same height of the edge of two pages or more."""
    placed = [[item for item in page if isinstance(item, Line) and item.box is not None] for page in pages]
    for from_below in (False, True):
        waiting = [lines[::-1] if from_below else lines for lines in placed]
        for depth in range(_EDGE_LINES):
            edge = [lines[depth] if len(lines) > depth else None for lines in waiting]
            seen = Counter(_place(line) for line in edge if line is not None)
            for n, line in enumerate(edge):
                running = line is not None and seen[_place(line)] >= 2 and len(line.text) <= 60
                if line is not None and (running or _PAGE_NUMBER.match(line.text)):
                    line.furniture = True
                else:
                    waiting[n] = []


def _place(line: Line) -> tuple[str, int]:
    """What a running line has in common on all pages: its words but for the page number, and its height."""
    return re.sub(r"\d+", "", plain(line.text)), round(line.box[1] / 3) if line.box else -1
