"""Folding: the copy of a text that rooms match on, and the way back to what was printed."""

from __future__ import annotations

import re

from archive.text.clean import clean
from archive.text.glosses import find_glosses
from archive.text.offsets import Layer, rewrite
from archive.text.script import Script, simplify
from archive.text.vocabulary import taiwan_edits

_WHITE = re.compile(r"\s+")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
# The bytes of GBK read one byte late: 。 before a letter of Bopomofo, which no government page prints by itself.
_SHIFTED_GBK = re.compile("(?<![ㄅ-ㄩˉˊˇˋ˙])[ㄅ-ㄩ](?![ㄅ-ㄩˉˊˇˋ˙])")
# UTF-8 read as GBK (信息, 政府, the replacement character twice) and as Latin-1 (信, 政).
_MOJIBAKE = ("淇℃伅", "鏀垮簻", "锟斤拷", "ä¿¡æ", "æ\x94¿å")
# One statute alone has a name of this shape in these reports; another word in it was put there.
_INJECTED = re.compile("中华人民共和国政府(?!信息公开|采购)[^,。;、\\s]{1,15}?条例")


class Folded:
    """A printed text, its folded form, and the map between them. Offsets are code points.

    `script` is that of the printed text. `damages` names, sorted, what was met: gloss, traditional, over_converted,
    taiwan_vocabulary, kangxi, full_width (letters and digits), zero_width, lone_surrogate, gbk_mojibake,
    utf8_mojibake, keyword_injection.
    """

    __slots__ = ("_layers", "damages", "printed", "script", "text")

    def __init__(
        self, printed: str, text: str, layers: tuple[Layer, ...], script: Script | None, damages: tuple[str, ...]
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
        """The printed offsets of folded `text[i:j]`. A gloss belongs to its character, so it is inside."""
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


def _mojibake(text: str, damages: set[str]) -> None:
    if "bopomofo" in damages:
        damages.remove("bopomofo")
        if _SHIFTED_GBK.search(text):
            damages.add("gbk_mojibake")
    if any(sign in text for sign in _MOJIBAKE):
        damages.add("utf8_mojibake")


def fold(printed: str) -> Folded:
    """Fold a text: one spelling per character, no glosses, no invisible characters, Simplified script.

    Steps, each on the result of the one before: `clean`, glosses, script, vocabulary. Folding a folded text changes
    nothing. A page that holds nothing to fold costs a few passes in C, no loop over its characters.
    """
    if printed.isascii() and _CONTROLS.search(printed) is None:
        return Folded(printed, printed, (), None, ())
    text, cleaned, damages = clean(printed)
    _mojibake(text, damages)
    glosses = find_glosses(text)
    text, unglossed = rewrite(text, glosses)
    text, script = simplify(text, damages)
    worded: Layer | None = None
    if script == "hant" and (words := taiwan_edits(text)):
        text, worded = rewrite(text, words)
        damages.add("taiwan_vocabulary")
    if glosses:
        damages.add("gloss")
    if _INJECTED.search(text):
        damages.add("keyword_injection")
    layers = tuple(layer for layer in (cleaned, unglossed, worded) if layer is not None)
    return Folded(printed, text, layers, script, tuple(sorted(damages)))
