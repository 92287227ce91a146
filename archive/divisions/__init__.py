"""Administrative divisions of China down to townships: a dated register, offline, and whom a printed name means in it.

Sources, dates and licences: `data/SOURCE.md`. Made by `archive.divisions.make`.
"""

from __future__ import annotations

from archive.divisions.names import Resolved, full_name, official_name, resolve
from archive.divisions.owing import code_of, owing
from archive.divisions.register import Division, children, division, parent, path, townships

__all__ = (
    "Division",
    "Resolved",
    "children",
    "code_of",
    "division",
    "full_name",
    "official_name",
    "owing",
    "parent",
    "path",
    "resolve",
    "townships",
)
