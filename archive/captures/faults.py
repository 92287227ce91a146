"""What `verify` says, and the view of a run that its parts share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from msgspec import Struct

from archive.captures import ledger
from archive.captures.runs import RunState
from archive.model import Fetch

FaultKind = Literal["bytes", "record", "gap", "missing", "ledger", "revisit", "torn"]


class Fault(Struct, frozen=True):
    """One thing that is not as it was written. `offset` is in bytes into `file`, a name inside the run folder.

    `kind` is `torn` for what the next crawl tidies by itself; every other kind is lost or changed evidence. `url`,
    `role` and `capture_id` say what depends on the bytes, where the ledger knows.
    """

    run_id: str
    file: str
    offset: int | None
    record_id: str | None
    message: str
    kind: FaultKind = "bytes"
    url: str | None = None
    role: str | None = None
    capture_id: str | None = None


class RunView(NamedTuple):
    """A run as it was when the check began."""

    folder: Path
    state: RunState
    end: int  # bytes of whole ledger lines when the check began: an open run may grow meanwhile

    @property
    def ledger(self) -> Path:
        return self.folder / ledger.NAME

    def fetches(self) -> Iterator[Fetch]:
        """Yield the fetch rows that were whole when the check began."""
        for line in ledger.lines(self.ledger, self.end):
            if isinstance(line.row, Fetch):
                yield line.row


def fault(
    run: RunView,
    file: str,
    offset: int | None,
    fetch: Fetch | None,
    message: str,
    kind: FaultKind,
    record_id: str | None = None,
) -> Fault:
    if fetch is None:
        return Fault(run.folder.name, file, offset, record_id, message, kind)
    return Fault(run.folder.name, file, offset, record_id, message, kind, fetch.url, fetch.role, fetch.capture_id)
