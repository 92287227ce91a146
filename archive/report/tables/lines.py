"""Grid rows as the table readers see them: which cells start in a row, which reach into it, what each one says.

Works on any table block, whatever it holds; what a line means is decided by the readers of the single tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

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
        # 其他处理 is a row of one form and a group of the other: a label may still follow it
        self.names_row = "request_group" not in self.kinds and not self.kinds.isdisjoint(_ROWS)
        self.blank = value is BLANK
        self.is_text = value.state == "text" and not named  # words that name nothing we know and are no value


class Part(Struct, gc=False, eq=False):
    """One cell of one line, with the grid columns it covers."""

    cell: Cell
    word: Word
    column: int
    end_column: int


def part_of(cell: Cell, word: Word) -> Part:
    """A cell with its word, standing where the cell stands."""
    return Part(cell, word, cell.column, cell.column + cell.colspan)


class Line:
    """One grid row. `head` are its label cells, `tail` the cells after them; `above` reach in from earlier rows."""

    __slots__ = ("above", "block", "extent", "has_values", "head", "is_mislabelled", "own", "pattern", "row", "tail")

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
        self.has_values = self.is_mislabelled = False
        for part in self.tail:
            if not part.word.blank:
                self.has_values = True
                if part.word.roles:
                    self.is_mislabelled = True  # a label stands where a value should

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


class Words(dict[str, Word]):
    """The words of one document by their printed text, each distinct text folded and judged once."""

    def __init__(self, folded: Folded) -> None:
        super().__init__()
        self._folded = folded

    def of(self, cell: Cell) -> Word:
        """Judge a cell whose text comes for the first time."""
        text = cell.text if cell.text.isascii() else self._folded.part(cell.start, cell.end)
        word = self[cell.text] = judged(text.strip())
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
    known = words.get
    for row, cells in enumerate(block.grid):
        own: list[Part] = []
        above: list[Part] = []
        last: Cell | None = None
        for cell in cells:
            if cell is last or cell is None:
                continue
            last = cell
            column = cell.column
            part = Part(cell, known(cell.text) or words.of(cell), column, column + cell.colspan)
            (own if cell.row == row else above).append(part)
        extent = len(cells)
        while extent and cells[extent - 1] is None:
            extent -= 1
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
