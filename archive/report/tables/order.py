"""Rows whose label is damaged, cut or gone: told by their neighbours, since the order of the form never changes.

A damaged label counts as the row it resembles only where that row is missing at this very place. A row without any
word is never given a name; where just one row is missing there, the reader says that this may be it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from archive.report.tables.labels import bare, wordings

MOST = 200  # rows; a page with more is no form, and nothing in it is told by its place
LONGEST = 60  # characters of a damaged label
ALIKE = 0.6  # share of common characters from which a damaged label counts as one of the missing rows


@dataclass(slots=True)
class Told:
    """`key` is what the row is; `perhaps` the only row that its place leaves open, when its words do not tell."""

    key: str | None
    perhaps: str | None = None


def tell(found: Sequence[tuple[str | None, str]], order: Sequence[str]) -> list[Told]:
    """Name rows given as (known key or None, printed label) in reading order, by the order of the form."""
    told = [Told(key) for key, _ in found]
    unknown = [i for i, (key, _) in enumerate(found) if key is None]
    if not unknown or len(found) > MOST:
        return told
    rank = {key: i for i, key in enumerate(order)}
    names = [key for key, _ in found]
    for i in sorted(unknown, key=lambda i: not found[i][1]):  # words tell more than a place, so they are asked first
        before = max((rank[k] for k in names[:i] if k in rank), default=-1)
        after = min((rank[k] for k in names[i + 1 :] if k in rank and rank[k] > before), default=len(order))
        missing = [key for key in order[before + 1 : after] if key not in names]
        alike = _resembling(bare(found[i][1]), missing)
        names[i] = alike
        told[i] = Told(alike, missing[0] if alike is None and len(missing) == 1 else None)
    return told


def _resembling(label: str, missing: Sequence[str]) -> str | None:
    """The one missing row whose wording the label resembles, or whose beginning or end it is."""
    if not 2 <= len(label) <= LONGEST:
        return None
    scores = sorted(((max(_likeness(label, w) for w in wordings(key)), key) for key in missing), reverse=True)
    if not scores or scores[0][0] < ALIKE or (len(scores) > 1 and scores[1][0] > scores[0][0] - 0.1):
        return None
    return scores[0][1]


def _likeness(label: str, wording: str) -> float:
    if len(label) >= 4 and (wording.startswith(label) or wording.endswith(label)):
        return 0.9
    return SequenceMatcher(None, label, wording, autojunk=False).ratio()
