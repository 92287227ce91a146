"""One rewriting step of a text, with the way back: which stretch of the old text each new character came from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

Edit = tuple[int, int, str]  # old start, old end, what stands there now


class Layer:
    """Where the stretches whose length changed stand in the old and in the new text; all between them is one to one."""

    __slots__ = ("new_ends", "new_starts", "old_ends", "old_starts")

    def __init__(self) -> None:
        self.old_starts: list[int] = []
        self.old_ends: list[int] = []
        self.new_starts: list[int] = []
        self.new_ends: list[int] = []

    def add(self, old_start: int, old_end: int, new_start: int, new_end: int) -> None:
        self.old_starts.append(old_start)
        self.old_ends.append(old_end)
        self.new_starts.append(new_start)
        self.new_ends.append(new_end)

    def forward(self, old: int) -> int:
        """The new index that the old offset stands at; inside a shortened stretch, the nearest one not past its end."""
        k = bisect_right(self.old_starts, old) - 1
        if k < 0:
            return old
        if old < self.old_ends[k]:
            return min(self.new_starts[k] + old - self.old_starts[k], self.new_ends[k])
        return self.new_ends[k] + old - self.old_ends[k]

    def start_of(self, new: int) -> int:
        """The old offset at which the new character `new` begins."""
        k = bisect_right(self.new_starts, new) - 1
        if k < 0:
            return new
        if new < self.new_ends[k]:
            return self.old_starts[k]
        return self.old_ends[k] + new - self.new_ends[k]

    def end_of(self, new: int) -> int:
        """The old offset just after the new character `new`."""
        k = bisect_right(self.new_starts, new) - 1
        if k < 0:
            return new + 1
        if new < self.new_ends[k]:
            return self.old_ends[k]
        return self.old_ends[k] + new - self.new_ends[k] + 1


def rewrite(text: str, edits: Iterable[Edit]) -> tuple[str, Layer | None]:
    """Apply edits (ordered, not overlapping). The layer is None where every edit kept the length."""
    pieces: list[str] = []
    layer = Layer()
    done = shift = 0
    for start, end, new in edits:
        if start > done:
            pieces.append(text[done:start])
        pieces.append(new)
        done = end
        if len(new) != end - start:
            layer.add(start, end, start + shift, start + shift + len(new))
            shift += len(new) - (end - start)
    if not pieces:
        return text, None
    pieces.append(text[done:])
    return "".join(pieces), layer if layer.old_starts else None
