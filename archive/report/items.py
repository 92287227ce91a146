"""Splits a stretch of text into the items its author lists, markers removed (format fact sheet D4, D5).

The first kind of marker that starts at one is the list's own; markers of other kinds inside an item belong to it.
Without markers the pieces between ； and 。 are the items. 、 joins items only where every piece names a deficiency of
its own (公开不及时、内容不全面等问题); otherwise it joins words (及时性、全面性、规范性有待提高) and nothing is split.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from archive.report.headings import han_number

HAN = "一二三四五六七八九十"
MARKER = re.compile(
    rf"(?<![之第其唯任统])(?P<is>[{HAN}]{{1,2}})是(?!否)(?:要)?[,、:]?"
    rf"|\((?P<paren>[{HAN}]{{1,2}})\)[、.,]?"
    rf"|\((?P<round>\d{{1,2}})\)[、.]?"
    rf"|(?<!\d)(?P<num>\d{{1,2}})(?:[、.]|\))(?!\d)"
    rf"|(?P<han>[{HAN}]{{1,2}})、"
    rf"|第(?P<nth>[{HAN}])(?:[,、:]|是|方面[,、:])"
    r"|(?P<order>首先|其次|再次|再者|此外还|最后)[,、:是]?"
    rf"|(?:问题|不足)(?P<named>[{HAN}])[:、,]"
)
ORDER = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "此外还": 4, "最后": 9}
FREE = frozenset({"is", "order", "named"})  # kinds that may follow any character; the others open a clause
UNBROKEN = frozenset({"paren", "round", "num"})
OPENS = frozenset("。;:,、!?)\n ")
DEFICIENCY = re.compile(
    r"不(?!断|仅|但|同|少于)|欠|缺|待|少|弱|低|差|慢|滞后|单一|较窄|有限|匮乏|短板|空白|偏|未|没|难|需(?:要)?(?:进一步|继续|加强|提[高升]|加大|完善)|浅"
)
SENTENCE = re.compile(r"[^。;!?]+")
EDGE = ",、:;。.!? "


class Marker(Struct, frozen=True):
    """An item marker: text[start:stop], its kind and ordinal."""

    start: int
    stop: int
    kind: str
    ordinal: int


def markers(text: str, start: int, end: int, line_starts: frozenset[int]) -> list[Marker]:
    """Return every item marker of text[start:end]. Numbers and 一、 count only where a clause opens."""
    found: list[Marker] = []
    for match in MARKER.finditer(text, start, end):
        kind = match.lastgroup or ""
        at = match.start()
        marker = Marker(at, match.end(), kind, _value(kind, match[kind]))
        opens = kind in FREE or at in line_starts or at == start or text[at - 1] in OPENS
        if not opens and not _continues(marker, found):
            continue
        if kind == "han" and at not in line_starts and text[at - 1 : at] in ("、", ","):
            continue
        found.append(marker)
    return found


def _continues(marker: Marker, found: Sequence[Marker]) -> bool:
    """True for (2) behind (1), whatever stands before it: a list without punctuation between its items."""
    before = next((each for each in reversed(found) if each.kind == marker.kind), None)
    return marker.kind in UNBROKEN and before is not None and before.ordinal + 1 == marker.ordinal


def _value(kind: str, printed: str) -> int:
    if kind == "order":
        return ORDER[printed]
    return int(printed) if printed.isdigit() else han_number(printed)


def listed(found: Sequence[Marker]) -> list[Marker]:
    """Return the markers of the list itself: the kind that first starts at one, rising, until it starts anew."""
    for first in found:
        if first.ordinal != 1:
            continue
        chain = [first]
        for marker in found:
            if marker.kind != first.kind or marker.start <= chain[-1].start:
                continue
            if marker.ordinal == 1:
                break
            if marker.ordinal > chain[-1].ordinal:
                chain.append(marker)
        return chain
    return _going_on(found)


def _going_on(found: Sequence[Marker]) -> list[Marker]:
    """3. 4. after the problems' 1. 2.: a list whose numbers go on from the one before."""
    chain: list[Marker] = []
    for marker in found:
        if not chain or (marker.kind == chain[-1].kind and marker.ordinal == chain[-1].ordinal + 1):
            chain.append(marker)
    return chain if len(chain) > 1 and chain[0].kind in UNBROKEN else []


def split(text: str, start: int, end: int, line_starts: frozenset[int]) -> list[tuple[int, int]]:
    """Return the ranges of the items in text[start:end] that carry markers; empty if there are no markers."""
    chain = listed(markers(text, start, end, line_starts))
    if not chain:
        return []
    ends = [marker.start for marker in chain[1:]]
    ends.append(_last_end(chain, end, line_starts))
    return [trimmed for marker, stop in zip(chain, ends, strict=True) if (trimmed := trim(text, marker.stop, stop))]


def _last_end(chain: list[Marker], end: int, line_starts: frozenset[int]) -> int:
    """The last item runs to the end of its line, unless the other items run over several lines too."""
    breaks = sorted(at for at in line_starts if chain[0].start < at < end)
    inner = [at for at in breaks if at < chain[-1].start and at not in {marker.start for marker in chain}]
    after = next((at for at in breaks if at > chain[-1].start), end)
    return end if inner else after


def pieces(text: str, start: int, end: int, line_starts: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Yield the sentences of text[start:end] (ends: 。；！？ and line ends), trimmed."""
    breaks = [start, *sorted(at for at in line_starts if start < at < end), end]
    for a, b in pairwise(breaks):
        for match in SENTENCE.finditer(text, a, b):
            if trimmed := trim(text, match.start(), match.end()):
                yield trimmed


def joined_deficiencies(text: str, start: int, end: int, marks: str = ",、") -> list[tuple[int, int]]:
    """Split at each of the marks in turn wherever every piece names a deficiency; else return the range whole."""
    ranges = [(start, end)]
    for mark in marks:
        ranges = [piece for a, b in ranges for piece in _parted(text, a, b, mark, 4)]
    return ranges


def _parted(text: str, start: int, end: int, mark: str, least: int) -> list[tuple[int, int]]:
    at, ranges = start, []
    for piece in text[start:end].split(mark):
        ranges.append((at, at + len(piece)))
        at += len(piece) + 1
    if all(b - a >= least and DEFICIENCY.search(text, a, b) for a, b in ranges):
        return ranges
    return [(start, end)]


def trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the range without punctuation at its edges, or None if nothing is left."""
    while start < end and text[start] in EDGE:
        start += 1
    while end > start and text[end - 1] in EDGE:
        end -= 1
    return (start, end) if start < end else None
