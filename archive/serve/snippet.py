"""The words around a hit, as printed, whatever script the search and the text are in."""

from __future__ import annotations

import re

from msgspec import Struct

from archive.text.fold import fold

LOOKED_AT = 60_000  # characters of a text that are looked through for a hit
BEFORE, AFTER = 30, 90


class Piece(Struct, frozen=True):
    """A stretch of printed text; `hit` if it is what was searched for."""

    text: str
    hit: bool = False


def snippet(text: str, wanted: str) -> list[Piece]:
    """Return a piece of `text` around the first word of `wanted` found, hits marked; its beginning if none is found."""
    text = text[:LOOKED_AT]
    folded = fold(text)
    haystack = folded.text.lower()
    words = sorted({re.escape(word) for word in fold(wanted).text.lower().split()}, key=len, reverse=True)
    if not words:
        return _pieces(text, 0, [])
    pattern = re.compile("|".join(words))
    first = pattern.search(haystack)
    if first is None:
        return _pieces(text, 0, [])
    begin = max(0, folded.span(first.start(), first.end())[0] - BEFORE)
    hits = []
    for match in pattern.finditer(haystack, first.start(), first.start() + AFTER):
        hits.append(folded.span(match.start(), match.end()))
    return _pieces(text, begin, hits)


def _pieces(text: str, begin: int, hits: list[tuple[int, int]]) -> list[Piece]:
    end = min(len(text), begin + BEFORE + AFTER)
    found = [Piece("…")] if begin else []
    done = begin
    for start, stop in hits:
        if start < done or stop > end:
            continue
        found += [Piece(_flat(text[done:start])), Piece(_flat(text[start:stop]), hit=True)]
        done = stop
    return [*found, Piece(_flat(text[done:end]) + ("…" if end < len(text) else ""))]


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)
