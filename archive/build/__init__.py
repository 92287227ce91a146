"""Captures to SQLite: the only writer of gongkai.db, with the same result whatever the order or grouping of runs."""

from archive.build.builder import BuildSummary, build
from archive.build.dump import dump
from archive.build.publish import publish

__all__ = ["BuildSummary", "build", "dump", "publish"]
