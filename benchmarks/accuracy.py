"""`make accuracy`: precision and recall per field on a generated, labelled corpus. Seeds as arguments, default 1 2 3.

A value is right if it equals the printed one; precision counts what the reader gave as a number and stood behind (no
flag on its row), recall what it should have given. Exit code 1 if a field misses its bound.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence

from archive.model import Figure, Reading
from archive.reading import read_payload
from benchmarks.corpus import Case, make

PER_SEED = 170
BOUNDS = {
    "table cells": (0.999, 0.99),
    "totals": (0.99, 0.97),
    "parts": (0.99, 0.97),
    "requests": (0.99, 0.97),
    "reviews": (0.99, 0.97),
    "problems": (0.99, 0.97),
    "remedies": (0.99, 0.97),
    "year": (0.999, 0.99),
    "publisher": (0.999, 0.99),
    "template": (0.999, 0.99),
}
Pair = tuple[object, object]  # expected, found


class Score:
    """Counts per field."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.given: Counter[str] = Counter()
        self.due: Counter[str] = Counter()
        self.misses: list[str] = []

    def add(self, field: str, case: str, expected: Counter[object], found: Counter[object]) -> None:
        """Compare two multisets of values."""
        self.due[field] += expected.total()
        self.given[field] += found.total()
        self.right[field] += (expected & found).total()
        if expected != found and len(self.misses) < 40:
            self.misses.append(
                f"{case} {field}: missing {list(expected - found)[:4]}, wrong {list(found - expected)[:4]}"
            )

    def of(self, field: str) -> tuple[float, float]:
        """Return precision and recall; 1.0 where nothing was given or due."""
        right, given, due = self.right[field], self.given[field], self.due[field]
        return (right / given if given else 1.0), (right / due if due else 1.0)


def numbers(reading: Reading, *concepts: str) -> list[Figure]:
    return [f for f in reading.figures if f.source == "narrative" and f.concept in concepts and f.value is not None]


def cells(case: Case, reading: Reading) -> tuple[Counter[object], Counter[object]]:
    """Return expected and found (concept, column, value) of table cells that state a number."""
    flagged = {f.row for f in reading.findings if f.check == "T-DRIFT" and f.verdict == "fail"}
    expected = Counter((c, a, str(v)) for (c, a), (_, v) in case.cells.items() if v is not None)
    found = Counter(
        (f.concept, f.column, str(f.value))
        for f in reading.figures
        if f.source == "table" and f.value is not None and f.concept not in flagged
    )
    return expected, found


def compare(score: Score, case: Case, reading: Reading) -> None:
    name = f"{case.name} {case.traits}"
    score.add("table cells", name, *cells(case, reading))
    told = case.told
    once: Counter[object] = Counter({f.value for f in numbers(reading, "items_disclosed_total")})
    score.add("totals", name, Counter([told.total] if told.total is not None else []), once)
    parts = Counter(f.value for f in numbers(reading, "items_disclosed_part"))
    score.add("parts", name, Counter(told.parts), Counter(dict(parts)))
    requests: Counter[object] = Counter({f.value for f in numbers(reading, "requests_received")})
    score.add("requests", name, Counter([told.requests] if told.requests is not None else []), requests)
    disputes: Counter[object] = Counter(
        [("r", f.value) for f in numbers(reading, "reviews_text")[:1]]
        + [("s", f.value) for f in numbers(reading, "lawsuits_text")[:1]]
    )
    due = [] if told.reviews is None else [("r", told.reviews), ("s", told.lawsuits)]
    score.add("reviews", name, Counter(due), disputes)
    converted = _plain if "hans" in case.traits else _folded
    score.add("problems", name, Counter(told.problems), Counter(converted(i.text) for i in reading.problems))
    score.add("remedies", name, Counter(told.remedies), Counter(converted(i.text) for i in reading.remedies))
    score.add("year", name, Counter([case.year]), Counter([reading.year]))
    score.add("publisher", name, Counter([case.publisher]), Counter([converted(reading.publisher or "")]))
    if case.tables:
        score.add("template", name, Counter([case.template]), Counter([reading.template]))


def _plain(text: str) -> str:
    return text.strip().rstrip("。；;")


def _folded(text: str) -> str:
    from archive.text.fold import fold

    return _plain(fold(text).text).replace(",", "，")


def run(seeds: Sequence[int], per_seed: int = PER_SEED) -> Score:
    """Read the corpus of every seed."""
    score = Score()
    for seed in seeds:
        for case in make(seed, per_seed):
            compare(score, case, read_payload(case.html.encode("utf-8"), source=case.name, mime="text/html"))
    return score


def main(arguments: Sequence[str]) -> int:
    seeds = [int(argument) for argument in arguments] or [1, 2, 3]
    score = run(seeds)
    print(f"{len(seeds) * PER_SEED} generated reports, seeds {seeds}")
    print(f"{'field':14}{'due':>8}{'given':>8}{'right':>8}{'precision':>11}{'recall':>9}")
    missed = 0
    for field, (least_precision, least_recall) in BOUNDS.items():
        precision, recall = score.of(field)
        bad = precision < least_precision or recall < least_recall
        missed += bad
        mark = "  below its bound" if bad else ""
        counts = f"{score.due[field]:8}{score.given[field]:8}{score.right[field]:8}"
        print(f"{field:14}{counts}{precision:11.4f}{recall:9.4f}{mark}")
    for miss in score.misses[:20]:
        print(" ", miss)
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
