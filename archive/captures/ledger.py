"""The ledger of a run: one JSON object a line, only appended to, each line sealed by a running digest.

A line is a row of `archive.model.LedgerRow` with one more key at its end, `chain`: the first 32 hex digits of SHA-256
over the chain of the line before (nothing for the first line) and this line without that key. So a changed, removed
or added line is found, and which one. Readers of the rows may ignore the key.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from archive.captures.files import AppendOnly
from archive.errors import EvidenceError
from archive.model import LedgerRow, RunEnd, RunStart

NAME = "ledger.jsonl"
_ENCODER = msgspec.json.Encoder()
_DECODER: msgspec.json.Decoder[LedgerRow] = msgspec.json.Decoder(LedgerRow)
_CHAIN = re.compile(rb',"chain":"([0-9a-f]{32})"\}$')
_SURROGATE = re.compile("[\ud800-\udfff]")
_TAIL = 1 << 16


class Line(NamedTuple):
    """One whole line of a ledger: number from 1, offset of its first byte, bytes without the newline, its row."""

    number: int
    offset: int
    raw: bytes
    row: LedgerRow | EvidenceError


class LedgerWriter:
    """Appends rows to a new ledger; a row is with the system, whole, when `append` returns."""

    def __init__(self, path: Path) -> None:
        """Create the ledger; HomeError when it exists or cannot be made."""
        self._file = AppendOnly(path)
        self._chain = b""

    @property
    def path(self) -> Path:
        return self._file.path

    def append(self, row: LedgerRow) -> int:
        """Write one row and return where its line begins; HomeError (disk full) leaves the ledger as it was."""
        line = _encoded(row)
        chain = seal(self._chain, line)
        offset = self._file.append(b'%s,"chain":"%s"}\n' % (line[:-1], chain))
        self._chain = chain
        return offset

    @property
    def refused(self) -> bool:
        """True after a row could not be written: a capture may stand in its file that no row names."""
        return self._file.refused

    def moved(self, path: Path) -> None:
        """Say that the folder was renamed, so that messages name the ledger where it is."""
        self._file.path = path

    def close(self) -> None:
        self._file.close()


def _encoded(row: LedgerRow) -> bytes:
    """Return a row as JSON. Half characters (lone surrogates, as JSON of a page may hold) become U+FFFD."""
    try:
        return _ENCODER.encode(row)
    except UnicodeEncodeError:
        return _ENCODER.encode(_whole_text(msgspec.to_builtins(row)))


def _whole_text(value: object) -> object:
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_whole_text(key): _whole_text(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_whole_text(item) for item in value]
    return value


def seal(previous: bytes, line: bytes) -> bytes:
    """Return the chain of a line from that of the line before; `line` is without its own chain key."""
    return hashlib.sha256(previous + line).hexdigest()[:32].encode()


def unseal(raw: bytes) -> tuple[bytes, bytes | None]:
    """Return (line without its chain key, chain); the chain is None for a line that has none."""
    found = _CHAIN.search(raw)
    return (raw[: found.start()] + b"}", found[1]) if found else (raw, None)


def lines(path: Path, end: int | None = None) -> Iterator[Line]:
    """Yield the whole lines of a ledger, up to byte `end` where given; a torn last line is left out.

    A line that is no row carries the error that says so. A missing ledger has no lines.
    """
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return
    with file:
        offset = 0
        for number, raw in enumerate(file, 1):
            if not raw.endswith(b"\n") or (end is not None and offset + len(raw) > end):
                return
            yield Line(number, offset, raw[:-1], _row(path, number, raw))
            offset += len(raw)


def rows(path: Path, *, damaged: Callable[[EvidenceError], object] | None = None) -> Iterator[LedgerRow]:
    """Yield the rows of a ledger; a torn last line is left out (`torn_tail` names it).

    A line in the middle that is no row raises EvidenceError, or is handed to `damaged` and left out.
    """
    for line in lines(path):
        if not isinstance(line.row, EvidenceError):
            yield line.row
        elif damaged is None:
            raise line.row
        else:
            damaged(line.row)


def row_at(path: Path, offset: int) -> LedgerRow:
    """Return the row whose line begins at a byte. Raises EvidenceError where no row does."""
    with path.open("rb") as file:
        file.seek(offset)
        row = _row(path, 0, file.readline())
    if isinstance(row, EvidenceError):
        raise row
    return row


def torn_tail(path: Path) -> tuple[int, int] | None:
    """Return (offset, bytes) of the half-written last line, None when the ledger ends with a whole one."""
    whole, size = _whole(path)
    return (whole, size - whole) if whole < size else None


def whole_bytes(path: Path) -> int:
    """Return how many bytes of the ledger are whole lines."""
    return _whole(path)[0]


def whole_but_unended(path: Path, offset: int) -> bool:
    """Say whether the tail from `offset` on is a whole sealed line with a wrong last byte: damage, not a crash."""
    with path.open("rb") as file:
        file.seek(offset)
        return unseal(file.read()[:-1])[1] is not None


def first_row(path: Path) -> RunStart | None:
    """Return the row a run starts with, None where it cannot be read."""
    for row in rows(path, damaged=lambda error: None):
        return row if isinstance(row, RunStart) else None
    return None


def last_row(path: Path) -> LedgerRow | None:
    """Return the last whole row without reading the rest, None where there is none or it cannot be read."""
    end = whole_bytes(path)
    if end == 0:
        return None
    with path.open("rb") as file:
        size = _TAIL
        while True:
            start = max(0, end - size)
            file.seek(start)
            tail = file.read(end - start)
            begin = tail.rfind(b"\n", 0, -1) + 1
            if begin or start == 0:
                row = _row(path, 0, tail[begin:])
                return None if isinstance(row, EvidenceError) else row
            size *= 2


def is_closed(path: Path) -> bool:
    """Say whether the run of this ledger ended in order."""
    return isinstance(last_row(path), RunEnd)


def _row(path: Path, number: int, raw: bytes) -> LedgerRow | EvidenceError:
    try:
        return _DECODER.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return EvidenceError(f"{path}: line {number} is not a ledger row: {error}; run `gongkai verify`")


def _whole(path: Path) -> tuple[int, int]:
    """Return (bytes up to and with the last newline, bytes in all); (0, 0) for a missing file."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return 0, 0
    with file:
        size = end = file.seek(0, 2)
        while end:
            start = max(0, end - _TAIL)
            file.seek(start)
            newline = file.read(end - start).rfind(b"\n")
            if newline >= 0:
                return start + newline + 1, size
            end = start
    return 0, size
