"""Reading captures: one seek, one gzip member, checked against its digest."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO

from msgspec import Struct

from archive.captures import encoding, ledger, warc
from archive.captures.files import read_at
from archive.captures.home import Home
from archive.captures.member import MAX_RECORD, decompress
from archive.captures.places import Place, place_of, split_capture_id
from archive.captures.runs import runs
from archive.errors import EvidenceError
from archive.model import Fetch

_FILE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*/captures-[0-9]+\.warc\.gz")
_OPEN_FILES = 16
_OPEN_LEDGERS = 4


class StoredRecord(Struct, frozen=True):
    """A record as read. `payload` is as sent (content coding kept); empty for a revisit."""

    headers: tuple[tuple[str, str], ...]  # named fields of the WARC record, in order
    http_status: int | None  # None for a request
    http_headers: tuple[tuple[bytes, bytes], ...]
    payload: bytes
    http_line: bytes = b""

    def header(self, name: str) -> str | None:
        """Return a field of the WARC record by name, whatever its case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    def http(self, name: bytes) -> bytes | None:
        """Return the first HTTP header of that name, whatever its case."""
        wanted = name.lower()
        return next((value for key, value in self.http_headers if key.strip().lower() == wanted), None)

    @property
    def kind(self) -> str:
        return self.header("WARC-Type") or ""

    @property
    def record_id(self) -> str:
        return warc.record_id_of(self.header("WARC-Record-ID") or "")

    @property
    def url(self) -> str:
        return self.header("WARC-Target-URI") or ""

    @property
    def date(self) -> str:
        return self.header("WARC-Date") or ""

    @property
    def sha256(self) -> str | None:
        """Hex digest of the payload; for a revisit, of the payload it refers to."""
        stated = self.header("WARC-Payload-Digest")
        return stated.removeprefix("sha256:") if stated else None

    @property
    def refers_to(self) -> str | None:
        """Record id of the response that a revisit stands for."""
        uri = self.header("WARC-Refers-To")
        return warc.record_id_of(uri) if uri else None


class CaptureReader:
    """Reads records of a home's runs. Keeps a few files and ledger indexes open; for one thread; a context manager."""

    def __init__(
        self,
        home: Home | Path,
        *,
        lookup: Callable[[str], Place | None] | None = None,
        max_body: int = encoding.MAX_BODY,
    ) -> None:
        """`lookup` gives the place of a response by record id; without it the ledgers of the home are searched."""
        self.home = home if isinstance(home, Home) else Home(home)
        self.max_body = max_body
        self._lookup = lookup
        self._files: OrderedDict[str, IO[bytes]] = OrderedDict()
        self._indexes: OrderedDict[str, dict[str, Place]] = OrderedDict()

    def read(self, file: str, offset: int, length: int) -> StoredRecord:
        """Return the record of the gzip member at `offset`; `file` is "<run id>/captures-00000.warc.gz".

        EvidenceError naming file and offset when the bytes are not there, are not one whole record, or do not have
        the digest that the record states.
        """
        member = self._bytes(file, offset, length)
        try:
            return stored(warc.parse(decompress(member)))
        except EvidenceError as error:
            raise EvidenceError(f"{file} at {offset}: {error}; run `gongkai verify`") from error

    def at(self, place: Place) -> StoredRecord:
        """Return the record at a place; errors as `read`."""
        return self.read(place.file, place.offset, place.length)

    def place(self, capture: str) -> Place:
        """Return where a capture's response or revisit record stands; EvidenceError for an id no ledger names."""
        run_id, record_id = split_capture_id(capture)
        place = self._index(run_id).get(record_id)
        if place is None:  # the run may have grown since its ledger was read
            self._indexes.pop(run_id)
            place = self._index(run_id).get(record_id)
        if place is None:
            raise EvidenceError(f"no ledger names the capture {capture}")
        return place

    def capture(self, capture: str) -> StoredRecord:
        """Return the record of a capture id with its payload; a revisit gets that of the response it refers to."""
        return self.resolved(self.at(self.place(capture)))

    def resolved(self, record: StoredRecord) -> StoredRecord:
        """Return the record that holds the payload: `record` itself, or the response that a revisit refers to.

        EvidenceError when that response is not found, or has another payload digest than the revisit states.
        """
        if record.kind != "revisit":
            return record
        refers_to = record.refers_to or ""
        place = self._lookup(refers_to) if self._lookup else None
        place = place or self._search(refers_to)
        if place is None:
            raise EvidenceError(
                f"{record.url}: revisit {record.record_id} refers to {refers_to}, which no ledger names"
            )
        original = self.at(place)
        if original.kind != "response" or original.sha256 != record.sha256:
            raise EvidenceError(f"{record.url}: revisit {record.record_id} refers to {refers_to} with other bytes")
        return original

    def body(self, record: StoredRecord) -> bytes:
        """Return the payload with content coding undone, of at most `max_body` bytes; revisits are resolved.

        TooLargeError past the bound; InputError for a damaged or unknown coding; EvidenceError as `resolved`.
        """
        original = self.resolved(record)
        codings = b", ".join(value for name, value in original.http_headers if name.lower() == b"content-encoding")
        return encoding.decode(original.payload, codings, self.max_body)

    def close(self) -> None:
        while self._files:
            self._files.popitem()[1].close()
        self._indexes.clear()

    def __enter__(self) -> CaptureReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _bytes(self, file: str, offset: int, length: int) -> bytes:
        stream = self._files.get(file)
        if stream is None:
            if not _FILE.fullmatch(file):
                raise EvidenceError(f"{file!r} is not the name of a WARC file below the runs folder")
            try:
                stream = (self.home.runs_folder / file).open("rb")
            except OSError as error:
                raise EvidenceError(f"{file}: {error.strerror}") from error
            self._files[file] = stream
            if len(self._files) > _OPEN_FILES:
                self._files.popitem(last=False)[1].close()
        self._files.move_to_end(file)
        member = read_at(stream, offset, min(length, MAX_RECORD))
        if len(member) != length:
            raise EvidenceError(f"{file} at {offset}: {length} bytes were stored, {len(member)} are there")
        return member

    def _index(self, run_id: str) -> dict[str, Place]:
        """Return record id to place of one run's captures, from its ledger; the last few runs are kept."""
        if run_id not in self._indexes:
            self._indexes[run_id] = {
                record.id: place_of(run_id, record)
                for row in ledger.rows(self.home.runs_folder / run_id / ledger.NAME, damaged=lambda error: None)
                if isinstance(row, Fetch)
                for record in row.records
                if record.kind != "request"
            }
            if len(self._indexes) > _OPEN_LEDGERS:
                self._indexes.popitem(last=False)
        self._indexes.move_to_end(run_id)
        return self._indexes[run_id]

    def _search(self, record_id: str) -> Place | None:
        """Look through the indexes at hand, then through every ledger, newest run first."""
        for index in reversed(self._indexes.values()):
            if record_id in index:
                return index[record_id]
        needle = record_id.encode()
        for folder in reversed(runs(self.home)):
            path = folder / ledger.NAME
            if path.is_file() and needle in path.read_bytes() and (place := self._index(folder.name).get(record_id)):
                return place
        return None


def stored(record: warc.WarcRecord) -> StoredRecord:
    """Return a parsed record with its HTTP message taken apart and its payload digest checked."""
    if not (record.field("Content-Type") or "").startswith("application/http"):
        return StoredRecord(record.fields, None, (), record.block)
    message = warc.message(record.block)
    kind = record.field("WARC-Type")
    stated = record.field("WARC-Payload-Digest")
    if kind != "revisit" and stated != f"sha256:{warc.digest(message.payload)}":
        raise EvidenceError(f"the payload does not have the digest stated for it ({stated})")
    status = None if kind == "request" else _status(message.line)
    return StoredRecord(record.fields, status, message.headers, message.payload, message.line)


def _status(line: bytes) -> int:
    parts = line.split(b" ", 2)
    if len(parts) < 2 or not parts[1].isdigit():
        raise EvidenceError(f"the status line {line[:40]!r} has no status")
    return int(parts[1])
