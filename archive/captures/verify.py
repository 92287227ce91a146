"""Checking a home: every ledger line, every byte of every WARC file, every revisit. Memory stays flat."""

from __future__ import annotations

import hashlib
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import IO, Literal, NamedTuple

from msgspec import Struct

from archive.captures import ledger, warc
from archive.captures.ledger import Line, seal, unseal
from archive.captures.member import MAX_RECORD, decompress
from archive.captures.places import split_capture_id
from archive.captures.reader import StoredRecord, stored
from archive.captures.runs import Home, RunState, in_flight, run_state, runs
from archive.errors import EvidenceError, TooLargeError
from archive.model import Fetch, Record, RunEnd, RunStart, WarcFile

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


class _Run(NamedTuple):
    folder: Path
    state: RunState
    end: int  # bytes of whole ledger lines when the check began: an open run may grow meanwhile

    @property
    def ledger(self) -> Path:
        return self.folder / ledger.NAME


def verify(home: Home) -> Iterator[Fault]:
    """Yield every fault of a home's runs; nothing when all is as written. HomeError when there is no home.

    Runs that are being written are checked up to their last whole ledger line.
    """
    home.check_exists()
    found = [_Run(folder, run_state(folder), ledger.whole_bytes(folder / ledger.NAME)) for folder in runs(home)]
    index = _Index(found)
    for run in found:
        yield from _ledger_faults(run)
        yield from map(index.damage, _WarcCheck(run, index).faults())
    yield from index.dependents(found)
    yield from index.duplicates(found)


class _Index:
    """Which captures hold bytes of their own, as sorted 64-bit digests: 8 bytes a capture and use."""

    def __init__(self, found: list[_Run]) -> None:
        ids, held = array("Q"), array("Q")
        self._damaged: set[int] = set()
        for run in found:
            for fetch in _fetches(run):
                if fetch.capture_id is None or not fetch.records:
                    continue  # no capture, or a row replayed from an earlier run
                ids.append(_short(fetch.capture_id))
                if fetch.records[-1].kind == "response":
                    held.append(_short(fetch.capture_id, fetch.sha256 or ""))
        self._held, self._ids = array("Q", sorted(held)), array("Q", sorted(ids))
        self._twice = {one for one, after in pairwise(self._ids) if one == after}

    def holds(self, capture: str, sha256: str) -> bool:
        """Say whether a response of that capture id holds a payload of that digest."""
        return _has(self._held, _short(capture, sha256))

    def names(self, capture: str) -> bool:
        """Say whether a ledger names records for that capture id."""
        return _has(self._ids, _short(capture))

    def damage(self, fault: Fault) -> Fault:
        """Remember a capture whose bytes are lost or changed; returns the fault."""
        if fault.kind in ("bytes", "record", "missing") and fault.capture_id:
            self._damaged.add(_short(fault.capture_id))
        return fault

    def dependents(self, found: list[_Run]) -> Iterator[Fault]:
        """Yield the revisits whose payload is in a damaged record."""
        for run in found if self._damaged else []:
            for fetch in _fetches(run):
                if fetch.revisit_of and _short(fetch.revisit_of) in self._damaged:
                    message = f"its bytes are in the damaged capture {fetch.revisit_of}"
                    yield _fault(run, ledger.NAME, None, fetch, message, "revisit")

    def duplicates(self, found: list[_Run]) -> Iterator[Fault]:
        for run in found if self._twice else []:
            for fetch in _fetches(run):
                if fetch.capture_id and fetch.records and _short(fetch.capture_id) in self._twice:
                    yield _fault(run, ledger.NAME, None, fetch, "the capture id is used more than once", "ledger")


class _WarcCheck:
    """Walks one run's ledger and reads the WARC files beside it in step."""

    def __init__(self, run: _Run, index: _Index) -> None:
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
                yield _fault(*where, f"capture id {fetch.capture_id} is not that of its record {last.id}", "ledger")
            if last.kind == "revisit" and fetch.revisit_of is None:
                yield _fault(*where, "a revisit record without a capture that it refers to", "revisit")
        elif fetch.capture_id is not None and not self._index.names(fetch.capture_id):
            yield _fault(*where, f"no ledger names records of the capture {fetch.capture_id}", "ledger")
        if fetch.replayed_from is not None and not self._index.names(fetch.replayed_from):
            yield _fault(*where, f"replayed from {fetch.replayed_from}, which no ledger names", "ledger")
        if fetch.revisit_of is not None and not self._index.holds(fetch.revisit_of, fetch.sha256 or ""):
            yield _fault(*where, f"revisit of {fetch.revisit_of}, which no ledger names with this digest", "revisit")

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
            yield _fault(self._run, path.name, end, None, message + note, "torn" if torn else "gap")

    def _open(self, name: str) -> IO[bytes] | None:
        if name != self._name:
            if self._stream:
                self._stream.close()
            self._name, self._stream = name, None
            path = self._run.folder / name
            try:
                self._stream = path.open("rb") if Path(name).name == name else None
            except OSError:
                return None
        return self._stream

    def _say(self, record: Record, fetch: Fetch | None, message: str, kind: FaultKind) -> Fault:
        return _fault(self._run, record.file, record.offset, fetch, message, kind, record.id)


def _ledger_faults(run: _Run) -> Iterator[Fault]:
    """Check the ledger by itself: its first and last row, its chain, every line."""
    previous: tuple[bytes, ...] = (b"",)
    line: Line | None = None
    for line in ledger.lines(run.ledger, run.end):
        body, stated = unseal(line.raw)
        computed = tuple(seal(one, body) for one in previous)
        if isinstance(line.row, EvidenceError):
            yield _line_fault(run, line, "is not a ledger row")
        elif stated not in computed:
            yield _line_fault(run, line, "is not as it was written, or a line before it was removed")
        elif line.number == 1 and not (isinstance(line.row, RunStart) and line.row.run_id == run.folder.name):
            yield _line_fault(run, line, "does not start the run of this folder")
        # Either the line or its seal may be the damaged part: the next line may go on from both.
        previous = tuple({*computed, *((stated,) if stated else ())})
    if line is None:
        yield _fault(run, ledger.NAME, 0, None, "the ledger is missing or has no whole line", "ledger")
    elif run.state == "closed" and not isinstance(line.row, RunEnd):
        yield _line_fault(run, line, "follows the end of the run")
    if run.state == "open" or not (tail := ledger.torn_tail(run.ledger)):
        return
    message = f"{tail[1]} bytes follow the last whole line"
    if run.state == "closed" or ledger.whole_but_unended(run.ledger, tail[0]):
        yield _fault(run, ledger.NAME, tail[0], None, message, "ledger")
    else:
        yield _fault(run, ledger.NAME, tail[0], None, f"{message}; a crash left them, the next crawl cuts them", "torn")


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
        refers_to = split_capture_id(fetch.revisit_of)[1]
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
    stream.seek(record.offset)
    member = stream.read(record.length) if 0 < record.length <= MAX_RECORD else b""
    return warc.digest(member), member if len(member) == record.length else None


def _fetches(run: _Run) -> Iterator[Fetch]:
    for line in ledger.lines(run.ledger, run.end):
        if isinstance(line.row, Fetch):
            yield line.row


def _has(ordered: array[int], wanted: int) -> bool:
    at = bisect_left(ordered, wanted)
    return at < len(ordered) and ordered[at] == wanted


def _short(*parts: str) -> int:
    return int.from_bytes(hashlib.blake2b("\n".join(parts).encode(), digest_size=8).digest(), "big")


def _line_fault(run: _Run, line: Line, message: str) -> Fault:
    fetch = line.row if isinstance(line.row, Fetch) else None
    return _fault(run, ledger.NAME, line.offset, fetch, f"line {line.number} {message}", "ledger")


def _fault(
    run: _Run,
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
