"""The closed list of concepts (`concepts.toml`): what a figure may count, in which unit, and where it is printed."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import msgspec
from msgspec import Struct

FILE = Path(__file__).with_name("concepts.toml")


class Concept(Struct, frozen=True, forbid_unknown_fields=True):
    """One thing a figure may count. `unit` is the one the form prints; "unknown" where it prints none."""

    key: str
    en: str
    zh: str
    unit: str
    type: Literal["int", "signed", "decimal", "money"]
    table: Literal["active_disclosure", "requests", "review_litigation", "statistics", "narrative"]
    group: str | None = None
    templates: tuple[str, ...] = ()
    derived: bool = False  # never printed: a sum that a view computes


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    concept: tuple[Concept, ...]


@cache
def concepts() -> MappingProxyType[str, Concept]:
    """Return every concept by its key, in the order of the forms."""
    listed = msgspec.toml.decode(FILE.read_bytes(), type=_File).concept
    by_key = {concept.key: concept for concept in listed}
    if len(by_key) != len(listed):
        raise ValueError(f"{FILE.name} names a key twice")
    return MappingProxyType(by_key)
