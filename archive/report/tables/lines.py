"""Grid rows as the table readers see them: which cells start in a row, which reach into it, what each one says.

Works on any table block, whatever it holds; what a line means is decided by the readers of the single tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from archive.model import Block, Cell, Printed
from archive.report.tables.labels import Kind, Role, roles, table_of
from archive.report.tables.values import BLANK, TEXT, Value, read_value
from archive.text.fold import Folded

_ROWS = frozenset(("active_row", "request_row", "stat_row"))


class Word:
    """A folded cell text and what it names or says. Equal texts share one; nothing of a document is in it."""

    __slots__ = ("blank", "is_text", "kinds", "names_row", "roles", "strong", "text", "value")

    def __init__(self, text: str, named: tuple[Role, ...], value: Value, strong: str = "") -> None:
        self.text = text
        self.roles = named
        self.value = value
        self.strong = strong  # the table this label can only belong to: active, requests, review or statistics
        self.kinds = frozenset(role.kind for role in named)
        self.names_row = not self.kinds.isdisjoint(_ROWS)
        self.blank = value is BLANK
        self.is_text = value.state == "text" and not named  # words that name nothing we know and are no value


class Part:
    """One cell of one line, with the grid columns it covers."""

    __slots__ = ("cell", "column", "end_column", "word")

    def __init__(self, cell: Cell, word: Word) -> None:
        self.cell = cell
        self.word = word
        self.column = cell.column
        self.end_column = cell.column + cell.colspan


class Line:
    """One grid row. `head` are its label cells, `tail` the cells after them; `above` reach in from earlier rows."""

    __slots__ = ("above", "block", "extent", "head", "own", "pattern", "row", "tail")

    def __init__(
        self, block: int, row: int | None, own: list[Part], above: list[Part], extent: int, head: int | None = None
    ) -> None:
        self.block = block
        self.row = row  # None: cut from running text, not from a grid
        self.own = own
        self.above = above
        self.extent = extent  # columns that the row covers, counted from the left
        cut = labels_in(own) if head is None else head
        self.head = own[:cut]
        self.tail = own[cut:]
        self.pattern = _pattern(self.tail)  # where the tail's cells start, from the first one, then where they end

    @property
    def table(self) -> str:
        """The table that the labels name; the last strong one decides (a row label stands right of its group)."""
        for part in reversed(self.own):
            if part.word.strong:
                return part.word.strong
        return ""

    def role(self, *kinds: Kind) -> str | None:
        """The key of the last label in this line that names one of these kinds of things."""
        for part in reversed(self.head):
            for role in part.word.roles:
                if role.kind in kinds:
                    return role.key
        return None

    def keys(self, kind: Kind) -> list[str]:
        return [role.key for part in self.own for role in part.word.roles if role.kind == kind]

    @property
    def has_values(self) -> bool:
        return any(not part.word.blank for part in self.tail)


class Words:
    """Folds and judges the cells of one document, each distinct text once."""

    def __init__(self, folded: Folded) -> None:
        self._folded = folded
        self._known: dict[str, Word] = {}

    def of(self, cell: Cell) -> Word:
        word = self._known.get(cell.text)
        if word is None:
            text = cell.text if cell.text.isascii() else self._folded.part(cell.start, cell.end)
            word = self._known[cell.text] = judged(text.strip())
        return word


@lru_cache(maxsize=8192)
def judged(text: str) -> Word:
    """What a folded text names or says."""
    if text.isascii():
        return Word(text, (), read_value(text))
    found = roles(text)
    return Word(text, found, TEXT if found else read_value(text), _belongs(found))


def _belongs(found: tuple[Role, ...]) -> str:
    """The one table that a label names; nothing where it may stand in several (总计) or be row and column (其他)."""
    if len(found) > 1 and any(role.kind == "applicant" for role in found):
        return ""
    tables = {table_of(role) for role in found}
    return tables.pop() if len(tables) == 1 else ""


def lines(printed: Printed, words: Words) -> Iterator[Line]:
    """Yield the rows of every table block, in reading order."""
    for number, block in enumerate(printed.blocks):
        if block.grid and not block.furniture:
            yield from _rows(number, block, words)


def _rows(number: int, block: Block, words: Words) -> Iterator[Line]:
    for row, cells in enumerate(block.grid):
        own: list[Part] = []
        above: list[Part] = []
        extent = 0
        last: Cell | None = None
        for column, cell in enumerate(cells):
            if cell is None:
                continue
            extent = column + 1
            if cell is not last:
                last = cell
                (own if cell.row == row else above).append(Part(cell, words.of(cell)))
        yield Line(number, row, own, above, extent)


def _ordinal_of(own: list[Part], i: int) -> bool:
    return i + 1 < len(own) and bool(own[i + 1].word.roles)


def labels_in(own: list[Part]) -> int:
    """How many cells at the left of a line are its labels.

    A number before a known label is its ordinal in a cell of its own. Unknown words are a label only where no known
    row label stands before them; after one they stand where a value should.
    """
    last = -1
    named = False
    for i, part in enumerate(own):
        word = part.word
        if word.roles:
            last = i
            named = named or word.names_row
        elif word.is_text and not named:
            last = i
        elif not word.blank and (named or not _ordinal_of(own, i)):
            break
    return last + 1


def _pattern(tail: list[Part]) -> tuple[int, ...]:
    if not tail:
        return ()
    start = tail[0].column
    return (*[part.column - start for part in tail], tail[-1].end_column - start)
