"""Numbers that run on within a year, and where they have gaps: index numbers, document numbers.

`creditcode/year-seq` (索引号) and `X〔year〕n号` (文号); brackets are printed in many ways. Only numbers between the
lowest and the highest seen can be missing: what comes before or after was never shown to exist.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from archive.build import names, store
from archive.build.store import Row
from archive.ids import stable_id

_DOCUMENT = re.compile(r"(.*?[^\W\d_])[〔\[(【〈<{]?((?:19|20)[0-9]{2})[〕\])】〉>}]?年?第?([0-9]{1,5})号")
_INDEX = re.compile(r"(.*?)[/-]?((?:19|20)[0-9]{2})[-/]?([0-9]{3,7})")
KINDS = {"identifier": _INDEX, "document_number": _DOCUMENT}
LONGEST = 400  # characters of a list of gaps
NUMBERS = "select identifier, document_number from entries where portal_id = ?"
Key = tuple[str, str, int]  # kind, series, year


def parse(kind: str, printed: str | None) -> tuple[str, int, int] | None:
    """Return series, year and number of a printed number, None where it has no such form."""
    found = KINDS[kind].fullmatch(names.folded(printed)) if printed else None
    return (found[1], int(found[2]), int(found[3])) if found else None


def derive(conn: sqlite3.Connection, portal_id: str) -> int:
    """Bring the series of one portal up to date; return how many rows changed. Call within a batch."""
    met: defaultdict[Key, Counter[int]] = defaultdict(Counter)
    for row in conn.execute(NUMBERS, (portal_id,)):
        for kind in KINDS:
            if parsed := parse(kind, row[kind]):
                met[kind, parsed[0], parsed[1]][parsed[2]] += 1
    rows = (_row(portal_id, key, numbers) for key, numbers in met.items() if len(numbers) > 1)
    return store.sync(conn, "number_series", {"portal_id": portal_id}, rows)


def _row(portal_id: str, key: Key, numbers: Counter[int]) -> Row:
    kind, mark, year = key
    lowest, highest = min(numbers), max(numbers)
    return {
        "id": stable_id("series", portal_id, *key),
        "portal_id": portal_id,
        "kind": kind,
        "series": mark,
        "year": year,
        "lowest": lowest,
        "highest": highest,
        "seen": len(numbers),
        "missing": highest - lowest + 1 - len(numbers),
        "repeated": sum(count - 1 for count in numbers.values()),
        "gaps": in_words(gaps(numbers)),
    }


def gaps(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last number of each gap."""
    for before, after in pairwise(sorted(set(numbers))):
        if after - before > 1:
            yield before + 1, after - 1


def in_words(found: Iterable[tuple[int, int]]) -> str | None:
    """Return gaps as people write them: 4, 7–9; a long list ends in an ellipsis. None if there is no gap."""
    said, length = [], 0
    for first, last in found:
        said.append(str(first) if first == last else f"{first}–{last}")
        length += len(said[-1]) + 2
        if length > LONGEST:
            said[-1] = "…"
            break
    return ", ".join(said) or None
