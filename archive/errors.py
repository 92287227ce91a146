"""What can go wrong, grouped by who must act. Every message names the thing, the place, the reason and what to do.

Exit codes are the one table of docs/exit-codes.md; a command ends with the code of the error that stopped it.
"""

from __future__ import annotations


class GongkaiError(Exception):
    """Base of every error that a user is meant to read. `exit_code` is what a command ends with."""

    exit_code = 1


class UsageError(GongkaiError):
    """The call cannot be carried out as given: an unknown portal, a malformed TOML file. The caller must act."""

    exit_code = 2


class InputError(GongkaiError):
    """One input could not be read (missing, empty, undecodable, not of a known kind). The caller must act."""

    exit_code = 1


class HomeError(GongkaiError):
    """A home is missing, half-written or held by another writer. The operator must act."""

    exit_code = 3


class EvidenceError(GongkaiError):
    """Stored bytes no longer match their digest, place or ledger row. The operator must act."""

    exit_code = 4


class PageChangedError(GongkaiError):
    """A page lost the shape we know. Raised in archive.pages; the maintainer must act."""

    exit_code = 5


class TooLargeError(InputError):
    """An input passes a bound of docs/bounds.md (bytes, nodes, members, ratio); it was not read any further."""
