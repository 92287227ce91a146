"""A figure in the making: offsets still count in a passage, and the whole it belongs to is another draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from archive.model import Figure, Place, State
from archive.report.narrative.quantities import Quantity
from archive.report.page import Passage

Axis = Literal["category", "channel", "other"]


@dataclass(eq=False)
class Draft:
    """`start:end` is the quote, `label` a range of its own; both count in `passage.text`. `rank`: of rival totals."""

    concept: str
    passage: Passage
    start: int
    end: int
    value: int | str | None
    unit: str | None = None
    approx: Literal["over", "about"] | None = None
    state: State = "number"
    label: tuple[int, int] | None = None
    axis: Axis | None = None
    part_of: Draft | None = None
    rank: int = 0
    channel: tuple[int, int] | None = None  # the one channel that a statement of disclosure is about
    aside: bool = False  # told after 此外, 另外: no total, no second statement of one
    subject: bool = False  # somebody else is named as who disclosed it
    to_date: bool = False  # worded 截至…累计: the same for a statement about one channel
    since: bool = False  # worded 累计: since records began, if another total of the year is stated

    def figure(self, id: str, ids: dict[int, str]) -> Figure:
        """Return the finished figure. `ids` gives the figure id of every draft by its identity."""
        printed = self.passage.folded.printed
        start, end = self.passage.span(self.start, self.end)
        label = None
        if self.label is not None:
            a, b = self.passage.span(*self.label)
            label = printed[a:b]
        part_of = ids.get(builtin_id(self.part_of)) if self.part_of is not None else None
        place = Place(self.passage.block(self.start))
        return Figure(
            id, "narrative", self.concept, None, label, self.axis, self.value, self.unit, self.approx, self.state,
            printed[start:end], start, end, place, part_of,
        )  # fmt: skip


def builtin_id(draft: object) -> int:
    """Return the identity of a draft, the key by which finished figures are linked."""
    return id(draft)


def draft_of(
    concept: str,
    passage: Passage,
    quantity: Quantity,
    start: int,
    *,
    end: int | None = None,
) -> Draft:
    """Return a draft of a quantity whose quote begins at `start`. One that lost its measure word has no value."""
    draft = Draft(
        concept,
        passage,
        start,
        end or quantity.end,
        quantity.value,
        quantity.unit,
        quantity.approx,
    )
    if quantity.damaged:
        draft.value, draft.approx, draft.state = None, None, "ambiguous"
    return draft
