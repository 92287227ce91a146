"""Which captures hold bytes of their own, for `verify`: small enough for any archive."""

from __future__ import annotations

import hashlib
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from archive.captures import ledger
from archive.captures.faults import Fault, RunView, fault


class CaptureIndex:
    """Which captures hold bytes of their own, as sorted 64-bit digests: 8 bytes a capture and use."""

    def __init__(self, found: list[RunView]) -> None:
        ids, held = array("Q"), array("Q")
        self._damaged: set[int] = set()
        for run in found:
            for fetch in run.fetches():
                if fetch.capture_id is None or not fetch.records:
                    continue  # no capture, or a row replayed from an earlier run
                ids.append(_short(fetch.capture_id))
                if fetch.records[-1].kind == "response":
                    held.append(_short(fetch.capture_id, fetch.sha256 or ""))
        self._held, self._ids = array("Q", sorted(held)), array("Q", sorted(ids))
        self._twice = {one for one, after in pairwise(self._ids) if one == after}

    def holds(self, capture: str, sha256: str) -> bool:
        """Say whether a response of that capture id holds a payload of that digest."""
        return _has(self._held, _short(capture, sha256))

    def names(self, capture: str) -> bool:
        """Say whether a ledger names records for that capture id."""
        return _has(self._ids, _short(capture))

    def damage(self, fault: Fault) -> Fault:
        """Remember a capture whose bytes are lost or changed; returns the fault."""
        if fault.kind in ("bytes", "record", "missing") and fault.capture_id:
            self._damaged.add(_short(fault.capture_id))
        return fault

    def dependents(self, found: list[RunView]) -> Iterator[Fault]:
        """Yield the revisits whose payload is in a damaged record."""
        for run in found if self._damaged else []:
            for fetch in run.fetches():
                if fetch.revisit_of and _short(fetch.revisit_of) in self._damaged:
                    message = f"its bytes are in the damaged capture {fetch.revisit_of}"
                    yield fault(run, ledger.NAME, None, fetch, message, "revisit")

    def duplicates(self, found: list[RunView]) -> Iterator[Fault]:
        for run in found if self._twice else []:
            for fetch in run.fetches():
                if fetch.capture_id and fetch.records and _short(fetch.capture_id) in self._twice:
                    yield fault(run, ledger.NAME, None, fetch, "the capture id is used more than once", "ledger")


def _has(ordered: array[int], wanted: int) -> bool:
    at = bisect_left(ordered, wanted)
    return at < len(ordered) and ordered[at] == wanted


def _short(*parts: str) -> int:
    return int.from_bytes(hashlib.blake2b("\n".join(parts).encode(), digest_size=8).digest(), "big")
