"""GBK text with a byte lost or added: the rest of the run must not turn into other characters.

GBK does not synchronise itself: one lost byte shifts every pair up to the next ASCII byte, and most shifted pairs are
characters too. The place is found by where common characters end on the one side and begin on the other; what lies
between is one U+FFFD.
"""

from __future__ import annotations

import re
from itertools import accumulate

BUDGET = 40_000_000  # bytes that may be decoded again while mending; beyond it the codec's own replacement must do
_LONGEST_RUN = 20_000  # bytes


def mended(payload: bytes, codec: str, common: re.Pattern[str]) -> tuple[str, int]:
    """The text of a payload that `codec` cannot decode strictly, and how many places had to be replaced."""
    pieces: list[str] = []
    replaced, budget = 0, BUDGET
    for line in payload.splitlines(keepends=True):
        try:
            pieces.append(line.decode(codec))
        except UnicodeDecodeError:
            text, places, cost = _line(line, codec, common, budget)
            pieces.append(text)
            replaced += places
            budget -= cost
    return "".join(pieces), replaced


def _line(line: bytes, codec: str, common: re.Pattern[str], budget: int) -> tuple[str, int, int]:
    pieces: list[str] = []
    at = replaced = cost = 0
    while at < len(line):
        cost += len(line) - at
        try:
            pieces.append(line[at:].decode(codec))
            break
        except UnicodeDecodeError as error:
            if cost > budget:
                rest = line[at:].decode(codec, "replace")
                return "".join((*pieces, rest)), replaced + rest.count("\ufffd"), cost
            bad = at + error.start
        start, end = _run(line, bad, at)
        if (end - start) % 2 == 1 and 1 < end - start < _LONGEST_RUN:
            text = _realigned(line[start:end], codec, common, at_end=end == len(line))
            pieces += (line[at:start].decode(codec, "replace"), text)
            at = end
        else:
            pieces += (line[at:bad].decode(codec, "replace"), "\ufffd")
            at = bad + 1
        replaced += 1
    return "".join(pieces), replaced, cost


def _run(line: bytes, at: int, first: int) -> tuple[int, int]:
    """The bounds of the bytes beyond ASCII around `at`, not before `first`."""
    start = end = at
    while start > first and line[start - 1] >= 0x80:
        start -= 1
    while end < len(line) and line[end] >= 0x80:
        end += 1
    return start, end


def _realigned(run: bytes, codec: str, common: re.Pattern[str], *, at_end: bool) -> str:
    """A run of odd length read in pairs from both ends, with U+FFFD where the two readings meet best."""
    left = [run[i : i + 2].decode(codec, "replace") for i in range(0, len(run) - 1, 2)]
    right = [run[i : i + 2].decode(codec, "replace") for i in range(1, len(run), 2)]
    before = [0, *accumulate(bool(common.match(c)) for c in left)]
    after = [0, *accumulate(bool(common.match(c)) for c in reversed(right))][::-1]
    sums = [a + b for a, b in zip(before, after, strict=True)]
    best = max(sums)
    if at_end and sums[-1] == best:  # cut off inside its last character
        return "".join(left) + "\ufffd"
    first = sums.index(best)
    last = len(sums) - 1 - sums[::-1].index(best)
    return "".join(left[:first]) + "\ufffd" + "".join(right[last:])
