"""The unit of an amount: in its cell, its header, its label, or a note beside the table. Never assumed."""

from __future__ import annotations

import re

from archive.model import Printed
from archive.text.fold import Folded

AMOUNTS = frozenset(("administrative_charges_wan", "central_procurement_amount"))
_NOTE = re.compile(r"单位[:为是]?\s*(?:人民币)?\s*(万元|元)")
_NEAR = 2  # blocks before and after a table in which a note on units is looked for
_LONGEST_NOTE = 80


def unit_in(text: str) -> str | None:
    """The unit of money that a header or a label prints: 万元 or 元."""
    if "元" not in text:
        return None
    return "万元" if "万元" in text else "元"


def noted_unit(printed: Printed, folded: Folded, block: int) -> str | None:
    """The unit that notes in or beside a table give, if they give one."""
    found: set[str] = set()
    for number in range(max(0, block - _NEAR), min(len(printed.blocks), block + _NEAR + 1)):
        near = printed.blocks[number]
        if near.furniture or (number != block and (near.grid or near.end - near.start > _LONGEST_NOTE)):
            continue
        found.update(_NOTE.findall(folded.part(near.start, near.end)))
    return found.pop() if len(found) == 1 else None
