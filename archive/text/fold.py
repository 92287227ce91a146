"""Folding: the copy of a text that rooms match on, and the way back to what was printed."""

from __future__ import annotations

import re

from archive.text import script
from archive.text.clean import clean
from archive.text.glosses import find_glosses
from archive.text.offsets import Layer, rewrite

_WHITE = re.compile(r"\s+")


class Folded:
    """A printed text, its folded form, and the map between them. Offsets are code points."""

    __slots__ = ("_layers", "damages", "printed", "script", "text")

    def __init__(
        self,
        printed: str,
        text: str,
        layers: tuple[Layer, ...],
        script: script.Script | None,
        damages: tuple[str, ...],
    ) -> None:
        self.printed = printed
        self.text = text
        self.script = script
        self.damages = damages
        self._layers = layers

    def at(self, printed_offset: int) -> int:
        """The folded index at which the printed offset stands (of dropped characters: of what follows them)."""
        for layer in self._layers:
            printed_offset = layer.forward(printed_offset)
        return printed_offset

    def span(self, i: int, j: int) -> tuple[int, int]:
        """The printed offsets of folded `text[i:j]`: glosses belong to their character, so `printed[start:end]` holds them."""
        start, last = i, j - 1
        for layer in reversed(self._layers):
            start = layer.start_of(start)
        if j <= i:
            return start, start
        for layer in reversed(self._layers):
            last = layer.end_of(last) - 1
        return start, last + 1

    def part(self, start: int, end: int) -> str:
        """The folded text of `printed[start:end]`."""
        return self.text[self.at(start) : self.at(end)]


def squash(text: str) -> str:
    """The text without any white space; labels are compared squashed."""
    return _WHITE.sub("", text)


def fold(printed: str) -> Folded:
    """Fold a text: one spelling per character, no glosses, no invisible characters, Simplified script."""
    if printed.isascii() and "\r" not in printed:
        return Folded(printed, printed, (), None, ())
    text, cleaned, damages = clean(printed)
    edits = find_glosses(text)
    text, unglossed = rewrite(text, edits)
    if edits:
        damages.add("gloss")
    kind = script.script_of(text)
    if kind and script.holds_traditional(text):
        text = script.convert(text)
        damages.add("traditional")
    layers = tuple(layer for layer in (cleaned, unglossed) if layer is not None)
    return Folded(printed, text, layers, kind, tuple(sorted(damages)))
