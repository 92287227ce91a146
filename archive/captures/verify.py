"""Checking a home: every ledger line, every byte of every WARC file, every revisit. Memory stays flat."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO

from archive.captures import ledger, warc
from archive.captures.faults import Fault, FaultKind, RunView, fault
from archive.captures.files import read_at
from archive.captures.home import Home
from archive.captures.index import CaptureIndex
from archive.captures.ledger_check import ledger_faults
from archive.captures.member import MAX_RECORD, decompress
from archive.captures.reader import StoredRecord, stored
from archive.captures.recover import in_flight
from archive.captures.runs import run_state, runs
from archive.errors import EvidenceError, TooLargeError
from archive.model import Fetch, Record, WarcFile


def verify(home: Home) -> Iterator[Fault]:
    """Yield every fault of a home's runs; nothing when all is as written. HomeError when there is no home.

    Runs that are being written are checked up to their last whole ledger line.
    """
    home.check_exists()
    found = [RunView(folder, run_state(folder), ledger.whole_bytes(folder / ledger.NAME)) for folder in runs(home)]
    index = CaptureIndex(found)
    for run in found:
        yield from ledger_faults(run)
        yield from map(index.damage, _WarcCheck(run, index).faults())
    yield from index.dependents(found)
    yield from index.duplicates(found)


class _WarcCheck:
    """Walks one run's ledger and reads the WARC files beside it in step."""

    def __init__(self, run: RunView, index: CaptureIndex) -> None:
        self._run, self._index = run, index
        self._ends: dict[str, int] = {}
        self._missing: set[str] = set()
        self._stream: IO[bytes] | None = None
        self._name = ""

    def faults(self) -> Iterator[Fault]:
        for line in ledger.lines(self._run.ledger, self._run.end):
            if isinstance(line.row, WarcFile):
                yield from self._record(line.row.record, None)
            elif isinstance(line.row, Fetch):
                for record in line.row.records:
                    yield from self._record(record, line.row)
                yield from self._fetch(line.row)
        if self._stream:
            self._stream.close()
        yield from self._files()

    def _record(self, record: Record, fetch: Fetch | None) -> Iterator[Fault]:
        expected = self._ends.get(record.file, 0)
        self._ends[record.file] = record.offset + record.length
        if record.offset != expected:
            message = f"the ledger goes on at {record.offset}, the record before ends at {expected}"
            yield self._say(record, fetch, message, "gap")
        stream = self._open(record.file)
        if stream is None:
            if record.file not in self._missing or record.kind != "request":
                yield self._say(record, fetch, "the file is missing or cannot be read", "missing")
            self._missing.add(record.file)
            return
        hashed, member = _take(stream, record)
        if hashed == record.sha256 and member is not None:
            yield from self._content(record, fetch, member)
        else:
            yield self._say(record, fetch, _damage(record, member), "bytes")

    def _content(self, record: Record, fetch: Fetch | None, member: bytes) -> Iterator[Fault]:
        """The bytes are those that were written; do they say what the ledger says?"""
        try:
            read = stored(warc.parse(decompress(member)))
        except (EvidenceError, TooLargeError) as error:
            yield self._say(record, fetch, str(error), "record")
            return
        for message in _disagreements(record, fetch, read):
            yield self._say(record, fetch, message, "record")

    def _fetch(self, fetch: Fetch) -> Iterator[Fault]:
        """What a row says of itself: its capture is its last record, a revisit leads to bytes."""
        where = (self._run, ledger.NAME, None, fetch)
        last = fetch.records[-1] if fetch.records else None
        if last is not None:
            if fetch.capture_id != f"{self._run.folder.name}/{last.id}":
                yield fault(*where, f"capture id {fetch.capture_id} is not that of its record {last.id}", "ledger")
            if last.kind == "revisit" and fetch.revisit_of is None:
                yield fault(*where, "a revisit record without a capture that it refers to", "revisit")
        elif fetch.capture_id is not None and not self._index.names(fetch.capture_id):
            yield fault(*where, f"no ledger names records of the capture {fetch.capture_id}", "ledger")
        if fetch.replayed_from is not None and not self._index.names(fetch.replayed_from):
            yield fault(*where, f"replayed from {fetch.replayed_from}, which no ledger names", "ledger")
        if fetch.revisit_of is not None and not self._index.holds(fetch.revisit_of, fetch.sha256 or ""):
            yield fault(*where, f"revisit of {fetch.revisit_of}, which no ledger names with this digest", "revisit")

    def _files(self) -> Iterator[Fault]:
        """Bytes and files that no ledger row explains. A run being written may be ahead of its ledger."""
        if self._run.state == "open":
            return
        for path in sorted(self._run.folder.glob("captures-*")):
            end, size = self._ends.get(path.name, 0), path.stat().st_size
            if size <= end:
                continue
            torn = self._run.state == "torn" and in_flight(path, end)
            message = f"{size - end} bytes follow the last record that the ledger names"
            note = "; a crash left them, the next crawl cuts them off" if torn else ""
            yield fault(self._run, path.name, end, None, message + note, "torn" if torn else "gap")

    def _open(self, name: str) -> IO[bytes] | None:
        if name != self._name:
            if self._stream:
                self._stream.close()
            self._name, self._stream = name, None
            path = self._run.folder / name
            try:
                self._stream = path.open("rb") if Path(name).name == name else None
            except (OSError, ValueError):  # a damaged ledger may name anything
                return None
        return self._stream

    def _say(self, record: Record, fetch: Fetch | None, message: str, kind: FaultKind) -> Fault:
        return fault(self._run, record.file, record.offset, fetch, message, kind, record.id)


def _disagreements(record: Record, fetch: Fetch | None, read: StoredRecord) -> Iterator[str]:
    if read.kind != record.kind or read.record_id != warc.record_id_of(record.id):
        yield f"the ledger names a {record.kind} record {record.id}, the file has {read.kind} {read.record_id}"
    if fetch is None:
        return
    if read.url != warc.target_uri(fetch.url):
        yield f"the record is of {read.url}"
    if record.kind == "request":
        return
    if read.sha256 != fetch.sha256:
        yield f"the payload has the digest {read.sha256}, the ledger says {fetch.sha256}"
    if read.http_status != fetch.status:
        yield f"the record has status {read.http_status}, the ledger says {fetch.status}"
    if record.kind == "revisit" and fetch.revisit_of:
        refers_to = fetch.revisit_of.rpartition("/")[2]
        if read.refers_to != warc.record_id_of(refers_to):
            yield f"the record refers to {read.refers_to}, the ledger to {refers_to}"


def _damage(record: Record, member: bytes | None) -> str:
    """Say what is wrong with bytes that lost their digest, and whether the payload itself can still be trusted."""
    if member is None:
        return f"{record.length} bytes were stored, fewer are there"
    try:
        stored(warc.parse(decompress(member)))
    except (EvidenceError, TooLargeError) as error:
        return f"the stored bytes have changed: {error}"
    return "the stored bytes have changed; the payload still has the digest stated in the record"


def _take(stream: IO[bytes], record: Record) -> tuple[str, bytes | None]:
    """Read a record's bytes; return their digest and, where there are as many as the ledger says, the bytes."""
    member = read_at(stream, record.offset, min(record.length, MAX_RECORD))
    return warc.digest(member), member if len(member) == record.length else None
