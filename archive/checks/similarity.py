"""How alike two texts are: sketches of five-character shingles, with what nearly every report shares left out.

A sketch is the 512 smallest 32-bit hashes of the text's shingles (bottom-k), so that the share of common hashes
estimates the Jaccard measure with a standard error below 0.03.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable
from zlib import crc32

SHINGLE = 5
KEPT = 512
FEWEST = 60  # shorter texts are alike by chance
BOILERPLATE_SHARE = 0.5  # a shingle that this share of all reports has is statutory wording
BOILERPLATE_FROM = 8  # reports; with fewer nothing can be called common


def sketch(text: str) -> tuple[int, ...]:
    """Return the smallest shingle hashes of a text, digits and white space left out; ascending."""
    bare = "".join(char for char in text if not char.isspace() and not char.isdigit())
    data = bare.encode("utf-32-le")
    step = SHINGLE * 4
    hashes = {crc32(data[at : at + step]) for at in range(0, len(data) - step + 4, 4)}
    return tuple(heapq.nsmallest(KEPT, hashes))


def common(sketches: Iterable[tuple[int, ...]]) -> frozenset[int]:
    """Return the hashes that at least half of the reports share: the law's own words."""
    counts: Counter[int] = Counter()
    number = 0
    for each in sketches:
        counts.update(each)
        number += 1
    if number < BOILERPLATE_FROM:
        return frozenset()
    return frozenset(value for value, count in counts.items() if count >= number * BOILERPLATE_SHARE)


def resemblance(one: tuple[int, ...], other: tuple[int, ...], *, without: frozenset[int]) -> float | None:
    """Estimate the Jaccard measure of two texts; None if either is too short to say."""
    if len(one) < FEWEST or len(other) < FEWEST:
        return None
    # Both sketches are complete up to the smaller of their largest hashes; compare below it.
    bound = min(one[-1], other[-1]) if max(len(one), len(other)) >= KEPT else max(one[-1], other[-1])
    a = {value for value in one if value <= bound} - without
    b = {value for value in other if value <= bound} - without
    if len(a) + len(b) < FEWEST // 2:
        return None
    return len(a & b) / len(a | b)
