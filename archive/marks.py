"""Figures that OCR recognised say so: engine, version, confidence. Whatever rests on them is uncertain at best."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from msgspec.structs import replace

from archive.model import Figure, Issue, Printed, Reading, Seen


def marked(reading: Reading, printed: Printed) -> Reading:
    """Return a reading whose figures from pictures name what recognised them in `by`."""
    if not printed.seen:
        return reading
    ends = [seen.end for seen in printed.seen]
    figures = tuple(replace(figure, by=_by(figure, printed.seen, ends)) for figure in reading.figures)
    count = sum(figure.by is not None for figure in figures)
    issue = Issue("read_by_ocr", f"{count} of {len(figures)} figures were recognised in pictures; compare the original")
    return replace(reading, figures=figures, issues=(*reading.issues, issue))


def _by(figure: Figure, seen: Sequence[Seen], ends: Sequence[int]) -> str | None:
    """Return the least certain of what a figure's words were recognised from."""
    first = bisect_left(ends, figure.start)
    found = []
    for one in seen[first:]:
        if one.start > figure.end:
            break
        found.append(one.by)
    return min(found, key=_confidence, default=None)


def _confidence(by: str) -> float:
    """An empty place has none, and is the last to be named where words stand beside it."""
    return float(by.rsplit(" ", 1)[1]) if " " in by else 2.0
