"""A report as lines of folded text without white space, each able to say where it stands in the printed text.

Chinese prose has no blanks; those that occur come from layout (文 章, 139 条, line breaks of a PDF). All patterns of
this package therefore match on text without any, and never need an optional blank. A blank between two digits stays:
it may be all that separates two numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from archive.model import Block, Printed
from archive.report.cells import prose_cells
from archive.text.fold import Folded

BLANK = re.compile(r"\s+")
KEPT_BLANK = re.compile(r"(?<=\d)\s+(?=\d)")
SENTENCE_END = frozenset("。;:!?)”』」")
WRAPPED = 18  # characters; a line this long that ends in mid-sentence was broken by layout, not by its author


class Line(Struct, frozen=True):
    """One printed line: `text` is folded and bare of blanks, `start:end` its printed range."""

    block: int
    text: str
    start: int
    end: int
    first: int  # folded index of text[0]
    places: tuple[int, ...] | None = None  # folded index of every character, if blanks were taken out
    heading: bool = False

    def folded_at(self, index: int) -> int:
        """Return the folded index of text[index]."""
        return self.first + index if self.places is None else self.places[index]


class Passage(Struct, frozen=True):
    """Lines that read on from each other, as one text. Offsets in it lead back to the printed text."""

    folded: Folded
    lines: tuple[Line, ...]
    begins: tuple[int, ...]  # where each line begins in `text`
    text: str
    section: str = ""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the printed range of text[start:end] (end > start)."""
        first, i = self._at(start)
        last, j = self._at(end - 1)
        begin, _ = self.folded.span(first.folded_at(i), first.folded_at(i) + 1)
        _, stop = self.folded.span(last.folded_at(j), last.folded_at(j) + 1)
        return begin, stop

    def places(self, start: int, end: int) -> list[int]:
        """Return the folded index of every character of text[start:end]."""
        return [line.folded_at(i) for line, i in map(self._at, range(start, end))]

    def block(self, start: int) -> int:
        """Return the number of the block that text[start] stands in."""
        return self._at(start)[0].block

    def _at(self, index: int) -> tuple[Line, int]:
        nth = len(self.begins) - 1
        while self.begins[nth] > index:
            nth -= 1
        return self.lines[nth], index - self.begins[nth]


class Page(Struct, frozen=True):
    """A printed input, its folded text, and the lines of its body that no table has consumed."""

    printed: Printed
    folded: Folded
    lines: tuple[Line, ...]


def page_of(printed: Printed, folded: Folded, consumed: Sequence[tuple[int, int]] = ()) -> Page:
    """Return the lines of the body: no site furniture, and of the `consumed` printed ranges only prose in tables."""
    lines: list[Line] = []
    for number, block in enumerate(printed.blocks):
        taken = _inside(block.start, block.end, consumed)
        if block.furniture or (taken and block.kind != "table"):
            continue
        if lines and NOTICE.match(folded.part(block.start, min(block.end, block.start + 12))):
            break
        if block.kind == "table":
            lines.extend(_cell_lines(folded, number, block, taken=taken))
        elif block.kind != "image" and (line := line_of(folded, number, block.start, block.end, block.kind)):
            lines.append(line)
    return Page(printed, folded, tuple(lines))


def line_of(folded: Folded, block: int, start: int, end: int, kind: str = "paragraph") -> Line | None:
    """Return the printed range as a line, or None if nothing but white space stands there."""
    first = folded.at(start)
    text = folded.text[first : folded.at(end)]
    heading = kind == "heading"
    if not BLANK.search(text):
        return Line(block, text, start, end, first, None, heading) if text else None
    kept = {match.start() for match in KEPT_BLANK.finditer(text)}
    places = [i for i, char in enumerate(text) if not char.isspace() or i in kept]
    if not places:
        return None
    bare = "".join(" " if text[i].isspace() else text[i] for i in places)
    return Line(block, bare, start, end, first, tuple(first + i for i in places), heading)


def passages(folded: Folded, lines: Iterable[Line], section: str = "") -> list[Passage]:
    """Join lines that layout has broken, or that an open list (“其中:”) leads over, into passages."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _reads_on(groups[-1][-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_joined(folded, group, section) for group in groups]


def _joined(folded: Folded, group: list[Line], section: str) -> Passage:
    begins, length = [], 0
    for line in group:
        begins.append(length)
        length += len(line.text)
    return Passage(
        folded,
        tuple(group),
        tuple(begins),
        "".join(line.text for line in group),
        section,
    )


NUMBER = re.compile(r"\d[\d,.]{0,12}[%条件]?")
COUNTED = re.compile(r"\d[\d,.]{0,12}[余多]?[条件份篇宗项起次元](?!、)")
TITLE_END = re.compile(r"^.{0,60}(?:报告|年报)$")
NOTICE = re.compile(r"凡本[网站]|版权所有|网站标识码")  # a site's own words, where nobody marked them as such
ITEM_START = re.compile(
    r"(?:[\(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[\).、,]|第[一二三四五六七八九十]|[一二三四五六七八九十]是|[①-⑳])"
)


def _reads_on(before: Line, after: Line) -> bool:
    if before.heading or after.heading or TITLE_END.search(before.text):
        return False
    last = before.text[-1]
    if last in ",、:":
        return last != ":" or not ITEM_START.match(after.text)
    if last not in SENTENCE_END and COUNTED.match(after.text):
        return True  # …微信公开 / 6条,其他方式10条
    if last in SENTENCE_END or ITEM_START.match(before.text):
        return False
    if NUMBER.fullmatch(before.text) or NUMBER.fullmatch(after.text):
        return True  # a number on a line of its own
    if len(before.text) < WRAPPED:
        return False
    return not ITEM_START.match(after.text)


def _inside(start: int, end: int, ranges: Sequence[tuple[int, int]]) -> bool:
    return any(a <= start and end <= b for a, b in ranges)


def _cell_lines(folded: Folded, number: int, block: Block, *, taken: bool) -> Iterator[Line]:
    """The prose that stands in the cells of a table, as lines."""
    for cell in prose_cells(block, taken=taken):
        start = cell.start
        for piece in cell.text.split("\n"):
            if line := line_of(folded, number, start, start + len(piece)):
                yield line
            start += len(piece) + 1
