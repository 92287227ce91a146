"""Where a capture stands: its id, the file and the bytes that hold it."""

from __future__ import annotations

from msgspec import Struct

from archive.errors import EvidenceError
from archive.model import Record


class Place(Struct, frozen=True, gc=False, array_like=True):
    """One gzip member: `file` is below the home's runs folder ("<run id>/captures-00000.warc.gz")."""

    file: str
    offset: int
    length: int


class KnownPayload(Struct, frozen=True, gc=False, array_like=True):
    """A payload the archive already holds, and the response record that holds it; what a revisit refers to.

    `sha256` is hex over the payload as sent, `size` its bytes, `captured_at` ISO 8601 UTC.
    """

    capture_id: str
    url: str
    captured_at: str
    sha256: str
    size: int
    place: Place | None = None
    mime: str | None = None


def capture_id(run_id: str, record_id: str) -> str:
    """Return the stable name of a capture: run id, slash, record id of its response or revisit record."""
    return f"{run_id}/{record_id}"


def split_capture_id(capture: str) -> tuple[str, str]:
    """Return (run id, record id); EvidenceError for text that is no capture id."""
    run_id, slash, record_id = capture.partition("/")
    if not slash or not run_id or not record_id or "/" in record_id or run_id.startswith("."):
        raise EvidenceError(f"{capture!r} is not a capture id (run id, slash, record id)")
    return run_id, record_id


def place_of(run_id: str, record: Record) -> Place:
    """Return where a ledger row says one of its run's records stands."""
    return Place(f"{run_id}/{record.file}", record.offset, record.length)
