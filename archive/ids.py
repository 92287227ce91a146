"""Ids that stay the same across rebuilds, orders of runs and merges: hashes of natural keys, never insertion order."""

from __future__ import annotations

from hashlib import blake2b

MASK = (1 << 63) - 1


def stable_id(kind: str, *parts: str | int | None) -> int:
    """Return a 63-bit integer from a kind of row and its natural key.

    Every part is written with its length, so that no two keys run into the same bytes; None differs from "". Two keys
    with one id would be a collision: tables insert by primary key, so it surfaces as an error and never as a mix-up.
    """
    digest = blake2b(digest_size=8, person=b"gongkai")
    for part in (kind, *parts):
        raw = b"-" if part is None else str(part).encode("utf-8", "surrogatepass")
        digest.update(b"%d%s:" % (len(raw), b"n" if part is None else b""))
        digest.update(raw)
    return int.from_bytes(digest.digest()) & MASK
