"""The second, independent path to a table: BeautifulSoup on lxml, with grid code of its own.

When a check fails or a cell is odd, the same table is read again here, and the finding says whether both paths agree.
Nothing of the first path's table code is used. The parsers differ by themselves on malformed markup: lxml leaves a
cell without a row directly in its table (read here as a row), keeps text that stands between rows where it is (HTML5
moves it before the table) and does not clamp colspan (done here).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from bs4 import BeautifulSoup
from bs4.element import PageElement, PreformattedString, Tag

from archive.blocks import detail
from archive.errors import InputError, TooLargeError

Texts = list[list[str | None]]
MOST_TAGS = 60_000  # "<" characters; this path is ten times slower than the first and meant for single tables
MOST_CELLS = 100_000
_WIDEST = 1_000
_BREAKS = frozenset(["br", "p", "div", "li", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol"])
_UNSEEN = frozenset(["script", "style", "rt", "rp", "del", "s", "strike", "noscript", "template"])
_BLANKS = " \t\n\r\f\u00a0\u3000\u200b\ufeff"
_HIDDEN = re.compile(r"display\s*:\s*none", re.I)


def second_grid(html: str, nth: int, *, like: Sequence[Sequence[str | None]] | None = None) -> Texts:
    """Return the texts of the nth (from 0) data table of a page, spans expanded, rows of equal length.

    A position that no cell covers is None. `like` is the grid of texts that the first path read: among the page's
    tables the one most like it in its words is taken, the nth of those equally like. Raises
    InputError when there is no such table, TooLargeError beyond MOST_TAGS.
    """
    return SecondPage(html).grid(nth, like=like)


class SecondPage:
    """A page on the second path: parsed when the first of its tables is asked for, and once."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._read: list[list[Texts]] = []  # the tables of each source that was looked at

    def grid(self, nth: int, *, like: Sequence[Sequence[str | None]] | None = None) -> Texts:
        """As `second_grid`."""
        for tables in self._sources():
            if like is not None:
                tables = _most_alike(tables, like)
            if tables:
                return tables[nth] if nth < len(tables) else _missing(nth, len(tables))
        return _missing(nth, 0)

    def _sources(self) -> Iterator[list[Texts]]:
        """The tables of the article that a DETAIL object holds, then those of the page itself."""
        html = self._html
        if html.count("<") > MOST_TAGS:
            raise TooLargeError(f"the page has more than {MOST_TAGS:,} tags; it is not read a second time")
        yield from self._read
        told = detail.read(html, None) if "DETAIL" in html else None
        sources = [told.content, html] if told is not None and told.content else [html]
        for source in sources[len(self._read) :]:
            tables = _data_tables(BeautifulSoup(source, "lxml"))
            self._read.append(tables)
            yield tables


def _missing(nth: int, count: int) -> Texts:
    raise InputError(f"the second path finds {count} tables, not a table number {nth}")


def _most_alike(tables: list[Texts], like: Sequence[Sequence[str | None]]) -> list[Texts]:
    wanted = _words(like)
    shared = [_share(_words(table), wanted) for table in tables]
    best = max(shared, default=0)
    return [table for table, share in zip(tables, shared, strict=True) if share == best > 0]


def _share(one: Counter[str], other: Counter[str]) -> float:
    """The share of words that two tables have in common (Dice), 0 to 1."""
    return 2 * (one & other).total() / max(1, one.total() + other.total())


def _words(grid: Sequence[Sequence[str | None]]) -> Counter[str]:
    """Count the label texts of a grid; numbers may be what the paths disagree about."""
    return Counter(re.sub(r"\s", "", text) for row in grid for text in row if text and not text.strip()[:1].isdigit())


def _data_tables(soup: BeautifulSoup) -> list[Texts]:
    found: list[Texts] = []
    for table in soup.find_all("table"):
        if any(_is_hidden(above) for above in [table, *table.parents]):
            continue
        rows = [[(cell, _text(cell)) for cell in row] for row in _rows(table)]
        grid = _grid(rows)
        if len(grid) and max(map(len, grid)) > 1 and not _only_arranges(table, rows):
            found.append(grid)
    return found


def _is_hidden(tag: Tag) -> bool:
    style = tag.get("style")
    return isinstance(style, str) and bool(_HIDDEN.search(style))


def _only_arranges(table: Tag, rows: list[list[tuple[Tag, str]]]) -> bool:
    """A table around tables with several cells, or one that holds long texts, arranges a page."""
    inner = [t for t in table.find_all("table") if len(t.find_all(["td", "th"])) > 8]
    if inner:
        return True
    lengths = [len(text) for row in rows for _, text in row]
    return sum(length for length in lengths if length >= 300) * 5 >= sum(lengths) * 3 > 0


def _rows(table: Tag) -> list[list[Tag]]:
    """Return the rows of a table as lists of its own cells; a cell outside any row makes a row with its neighbours."""
    rows: list[list[Tag]] = []
    feet: list[list[Tag]] = []
    for child in _children(table):
        if child.name in ("thead", "tbody", "tfoot"):
            rest = feet if child.name == "tfoot" else rows
            rest.extend(_cells(row) for row in _children(child) if row.name == "tr")
            loose = [cell for cell in _children(child) if cell.name in ("td", "th")]
            if loose:
                rest.append(loose)
        elif child.name == "tr":
            rows.append(_cells(child))
        elif child.name in ("td", "th"):
            before = child.find_previous_sibling(["tr", "td", "th"])
            if before is not None and before.name != "tr" and rows:
                rows[-1].append(child)
            else:
                rows.append([child])
    return rows + feet


def _children(tag: Tag) -> list[Tag]:
    return [child for child in tag.children if isinstance(child, Tag)]


def _cells(row: Tag) -> list[Tag]:
    return [cell for cell in _children(row) if cell.name in ("td", "th")]


def _grid(rows: list[list[tuple[Tag, str]]]) -> Texts:
    """Fill a map of positions, row by row; a position that is taken pushes later cells to the right."""
    taken: dict[tuple[int, int], str] = {}
    for r, cells in enumerate(rows):
        c = 0
        for cell, text in cells:
            while (r, c) in taken:
                c += 1
            down, right = _span(cell, "rowspan"), max(1, min(_span(cell, "colspan"), _WIDEST))
            down = len(rows) - r if down == 0 else min(down, len(rows) - r)
            for y in range(r, r + down):
                for x in range(c, c + right):
                    taken.setdefault((y, x), text)
            if len(taken) > MOST_CELLS:
                raise TooLargeError(f"a table has more than {MOST_CELLS:,} cells; it is not read a second time")
            c += right
    width = max((x for _, x in taken), default=-1) + 1
    return [[taken.get((r, c)) for c in range(width)] for r in range(len(rows))]


def _span(cell: Tag, name: str) -> int:
    value = cell.get(name)
    digits = re.match(r"\s*\+?(\d{1,6})", value) if isinstance(value, str) else None
    return int(digits.group(1)) if digits else 1


def _text(cell: Tag) -> str:
    """Return what a cell prints: its strings, with a line break where a block element begins or ends."""
    pieces: list[str] = []
    skip_until: PageElement | None = None
    ends: list[Tag] = []
    for node in cell.descendants:
        while ends and not _inside(node, ends[-1]):
            ends.pop()
            pieces.append("\n")
        if skip_until is not None and _inside(node, skip_until):
            continue
        skip_until = None
        if isinstance(node, Tag):
            if node.name in _UNSEEN or _is_hidden(node):
                skip_until = node
            elif node.name == "br":
                pieces.append("\n")
            elif node.name in _BREAKS:
                pieces.append("\n")
                ends.append(node)
        elif not isinstance(node, PreformattedString):
            pieces.append(re.sub(r"[ \t\r\n\f]+", " ", str(node)))
    lines = (re.sub(" +", " ", line).strip(_BLANKS) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _inside(node: PageElement, tag: PageElement) -> bool:
    return any(parent is tag for parent in node.parents)
