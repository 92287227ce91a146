"""The one table of exit codes (docs/exit-codes.md); a test holds the two equal."""

from __future__ import annotations

OK = 0
SOME_INPUTS_FAILED = 1
USAGE = 2
HOME = 3
EVIDENCE = 4
PAGE_CHANGED = 5
UNREACHABLE = 10
BLOCKED = 11
INCOMPLETE = 12
FOUND_NOTHING = 13
ROBOTS = 14
INTERRUPTED = 130
