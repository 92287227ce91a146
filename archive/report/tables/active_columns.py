"""Which value of a row of the first table stands under which column label.

Row and header agree in three ways, tried in this order: they have as many cells; their cells share grid columns; the
row has as many cells as the form once columns without a word are left out. A row that fits in none of them is not
read.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from archive.report.tables.align import Aligned, refuse, spread
from archive.report.tables.frame import Frames
from archive.report.tables.lines import Line, Part
from archive.report.templates import ActiveRow

# The one word that the two forms print differently over the same decisions.
_SAME = {"处理决定数量": "本年处理决定数量", "本年处理决定数量": "处理决定数量"}


class Leaf(Struct):
    """A measure of the row and the header cells that name it (several where a converter repeated a merged cell)."""

    number: int
    cells: list[Part]

    @property
    def left(self) -> int:
        return self.cells[0].column

    @property
    def right(self) -> int:
        return self.cells[-1].end_column


class Head(Struct):
    """The header over a row: its measures, all its cells after 信息内容, and how many columns the form has."""

    leaves: list[Leaf]
    cells: list[Part]
    line: Line | None
    wanted: int

    @property
    def complete(self) -> bool:
        return {leaf.number for leaf in self.leaves} == set(range(self.wanted))

    @property
    def order(self) -> list[int]:
        """The measures from left to right: as the header names them, or as the form does."""
        return [leaf.number for leaf in self.leaves] if self.complete else list(range(self.wanted))


def header_cells(header: Line | None) -> list[Part]:
    """The header cells after 信息内容; all of them where that corner is lost."""
    if header is None:
        return []
    for i, part in enumerate(header.own):
        if any(role.kind == "info" for role in part.word.roles):
            return header.own[i + 1 :]
    first = next((i for i, part in enumerate(header.own) if part.word.roles), 0)
    return header.own[first:]


def named_leaves(row: ActiveRow, cells: Sequence[Part]) -> list[Leaf] | None:
    """The measures that the header cells name; None where the header is another row's.

    A damaged or cut label (本年新 for two neighbours) is told by its place if the header has all its cells.
    """
    labels = [label for label, _ in row.measures]
    if len(cells) == len(labels) and _blanks_apart(cells, labels):
        return [Leaf(i, [part]) for i, part in enumerate(cells)]
    groups: list[tuple[str | None, list[Part]]] = []
    for part in cells:
        if part.word.blank:
            continue
        said = next((role.key for role in part.word.roles if role.kind == "active_column"), None)
        if said is not None and said not in labels:
            said = _SAME.get(said)
            if said not in labels:
                return None
        if said is not None and groups and groups[-1][0] == said:
            groups[-1][1].append(part)
        else:
            groups.append((said, [part]))
    return _numbered(labels, groups)


def _blanks_apart(cells: Sequence[Part], labels: Sequence[str]) -> bool:
    """Does each cell say its label or nothing at all, and one of them its label?"""
    said = [None if p.word.blank else [r.key for r in p.word.roles if r.kind == "active_column"] for p in cells]
    return any(said) and all(keys is None or label in keys for keys, label in zip(said, labels, strict=True))


def _numbered(labels: Sequence[str], groups: Sequence[tuple[str | None, list[Part]]]) -> list[Leaf] | None:
    if len(groups) == len(labels) and all(
        said in (None, label) for (said, _), label in zip(groups, labels, strict=True)
    ):
        return [Leaf(i, parts) for i, (_, parts) in enumerate(groups)]
    known = [said for said, _ in groups if said is not None]
    if not known or len(set(known)) != len(known):
        return None
    return [Leaf(labels.index(said), parts) for said, parts in groups if said is not None]


def align_row(line: Line, head: Head, around: Frames) -> Aligned:
    """Give each measure its cell, or say why that cannot be done safely."""
    tail = line.tail
    if line.is_mislabelled:
        return refuse(head.wanted, "a label stands where a value should")
    if not tail:
        return refuse(head.wanted, "the row has no value cells")
    if len(tail) == 1 < head.wanted and (several := spread(tail[0], head.wanted)):
        return _placed(several, head.order, head.wanted, "one cell holds the values of the whole row")
    if head.wanted == 1:
        return _one_value(line, head, around)
    if any(part.column >= tail[0].column for part in line.above):
        return refuse(head.wanted, "a cell of an earlier row reaches into this row")
    if any(part.cell.rowspan > 1 for part in tail):
        return refuse(head.wanted, "a cell of this row reaches into the next one")
    if head.complete and len(tail) == len(head.cells):
        return _by_number(tail, head)
    if head.complete and head.line is not None and head.line.block == line.block and line.extent == head.line.extent:
        return _by_column(tail, head)
    return _by_form(line, head, around)


def _one_value(line: Line, head: Head, around: Frames) -> Aligned:
    """A row of one value, however many empty cells stand beside it, or one value repeated under a repeated header."""
    tail = line.tail
    filled = [part for part in tail if not part.word.blank]
    repeated = head.leaves and len(head.leaves[0].cells) == len(filled) > 1
    if len(filled) == 1 or (repeated and len({part.word.text for part in filled}) == 1):
        if len(tail) > 1 and (not head.complete or line.extent > around.of(line.block).extent):
            return Aligned([filled[0]], "probable", "the row is longer than the others")
        return Aligned([filled[0]], "sure")
    if filled:
        return refuse(1, f"the row has {len(filled)} values, the form has one")
    return Aligned([tail[0]], "sure")


def _by_number(tail: Sequence[Part], head: Head) -> Aligned:
    """Row and header have as many cells: each value under the header cell of its number."""
    placed: list[Part | None] = [None] * head.wanted
    below = {id(over.cell): part for over, part in zip(head.cells, tail, strict=True)}
    used = 0
    for leaf in head.leaves:
        parts = [below[id(cell.cell)] for cell in leaf.cells]
        used += sum(not part.word.blank for part in parts)
        placed[leaf.number] = _agreed(parts)
    if used < sum(not part.word.blank for part in tail):
        return refuse(head.wanted, "a value stands under no header")
    return Aligned(placed, "sure", "several values stand under one header")


def _agreed(parts: Sequence[Part]) -> Part | None:
    """The one thing that the cells under one header say; None where they say several."""
    filled = [part for part in parts if not part.word.blank]
    if not filled:
        return parts[0]
    alike = len(filled) == len(parts) and len({part.word.text for part in filled}) == 1
    return filled[0] if len(filled) == 1 or alike else None


def _by_column(tail: Sequence[Part], head: Head) -> Aligned:
    """Each value stands under the header cell whose grid columns it shares; a value under two is nobody's."""
    placed: list[Part | None] = [None] * head.wanted
    if tail[0].column > head.leaves[0].left:
        return refuse(head.wanted, "the row does not begin under the first header")
    over = {id(part): [leaf for leaf in head.leaves if _shares(part, leaf)] for part in tail}
    if any(not part.word.blank and not over[id(part)] for part in tail):
        return refuse(head.wanted, "a value stands under no header")
    for leaf in head.leaves:
        below = [part for part in tail if _shares(part, leaf)]
        filled = [part for part in below if not part.word.blank]
        if len(filled) == 1 and len(over[id(filled[0])]) == 1:
            placed[leaf.number] = filled[0]
        elif below and not filled:
            placed[leaf.number] = below[0]
    return Aligned(placed, "sure", "a cell covers several columns")


def _shares(part: Part, leaf: Leaf) -> bool:
    return part.column < leaf.right and part.end_column > leaf.left


def _by_form(line: Line, head: Head, around: Frames) -> Aligned:
    """Without a header that fits: the row as the form prints it, once empty columns are left out."""
    tail, wanted = line.tail, head.wanted
    frame = around.of(line.block)
    # A header of this very table that is whole and still does not fit makes every count doubtful.
    doubt = ""
    if head.complete and head.line is not None and head.line.block == line.block:
        doubt = "the row does not stand as its header does"
    rest = frame.drop_empty(tail) if line.extent == frame.extent and frame.rows > 1 else list(tail)
    filled = [part for part in tail if not part.word.blank]
    if len(rest) == wanted and (line.extent == frame.extent or len(filled) == wanted):
        return _placed(rest, head.order, wanted, doubt)
    if len(filled) == wanted and line.extent == frame.extent:
        return _placed(filled, head.order, wanted, "the row has more cells than the form, some of them empty")
    if 0 < len(head.leaves) < wanted and len(rest) == len(head.leaves) and not head.complete:
        under = [leaf.number for leaf in head.leaves]
        return _placed(rest, under, wanted, "the header names fewer columns than the form has")
    return refuse(wanted, f"the row has {len(tail)} value cells, the form has {wanted}")


def _placed(parts: Sequence[Part], under: Sequence[int], wanted: int, why: str = "") -> Aligned:
    placed: list[Part | None] = [None] * wanted
    for part, number in zip(parts, under, strict=True):
        placed[number] = part
    return Aligned(placed, "probable" if why else "sure", why)
