"""What was recognised in a picture, not read: lines and tables that know it, and where they stand in the text."""

from __future__ import annotations

from collections.abc import Sequence

from archive.blocks.raw import Item, Line, Picture, RawTable, own_cells
from archive.model import Block, Seen


class SeenLine(Line, kw_only=True):
    """A line that OCR recognised, and how sure it was of its least certain word (0 to 1)."""

    score: float


class SeenTable(RawTable):
    """A table in a picture: an empty cell of it is one where OCR saw nothing."""


def of_table(table: RawTable) -> SeenTable:
    """Return a table as one that was seen."""
    return SeenTable(table.grid, table.furniture, table.page, table.box)


def ranges(items: Sequence[Item], blocks: Sequence[Block], engine: str) -> tuple[Seen, ...]:
    """Return the stretches of the printed text that were recognised, each line and cell with its confidence.

    `blocks` are what `raw.assemble` made of `items`.
    """
    found: list[Seen] = []
    shown = [item for item in items if isinstance(item, Line | RawTable | Picture)]
    for item, block in zip(shown, blocks, strict=True):
        if isinstance(item, SeenLine):
            found.append(Seen(block.start, block.end, _by(engine, [item])))
        elif isinstance(item, SeenTable):
            own = {id(raw) for raw in own_cells(item)}
            for line, printed in zip(item.grid, block.grid, strict=True):
                for raw, cell in zip(line, printed, strict=True):
                    if raw is not None and cell is not None and id(raw) in own:
                        own.discard(id(raw))
                        found.append(Seen(cell.start, cell.end, _by(engine, raw.items)))
    return tuple(found)


def _by(engine: str, items: Sequence[Item]) -> str:
    scores = [item.score for item in items if isinstance(item, SeenLine)]
    return f"ocr:{engine} {int(min(scores) * 100) / 100:.2f}" if scores else f"ocr:{engine}"
