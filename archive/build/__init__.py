"""Captures to SQLite: the only writer of gongkai.db, with the same result whatever the order or grouping of runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archive.build.dump import dump
from archive.build.publish import publish

if TYPE_CHECKING:
    from archive.build.builder import BuildSummary, build

__all__ = ["BuildSummary", "build", "dump", "publish"]


def __getattr__(name: str) -> Any:
    """Import the readers only for a build: the words of the schema are wanted where start-up time counts."""
    if name not in ("BuildSummary", "build"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from archive.build import builder

    return getattr(builder, name)
