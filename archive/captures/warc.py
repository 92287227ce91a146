"""WARC 1.1 records (ISO 28500:2017) as bytes: building them, and taking them apart again. No files here.

Digests are `sha256:` and 64 lower-case hex digits, the same text as in the ledger; warcio and fastwarc verify that
form. Header bytes of HTTP messages are written as they came, whatever their charset; only CR and LF inside a name or
a value become a blank, since they would end the header.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from archive.errors import EvidenceError

Headers = Sequence[tuple[bytes, bytes]]

VERSION = b"WARC/1.1"
IDENTICAL_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
SPECIFICATION = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"

_LINE_BREAKS = re.compile(rb"[\r\n]+[ \t]*")
_NOT_IN_URI = re.compile(rb"[^\x21-\x7e]")
_AUTHORITY = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]*://([^/?#]*)")


class WarcRecord(NamedTuple):
    """A record taken apart: its named fields in order (names as written) and its block."""

    fields: tuple[tuple[str, str], ...]
    block: bytes

    def field(self, name: str) -> str | None:
        wanted = name.lower()
        return next((value for key, value in self.fields if key.lower() == wanted), None)


class Message(NamedTuple):
    """An HTTP message: its first line, its headers and what follows them."""

    line: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    payload: bytes


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def record_uri(record_id: str) -> str:
    """Return `<urn:uuid:…>` for a record id of 32 hex digits; other ids (tests) are used as they are."""
    if len(record_id) == 32:
        record_id = "-".join((record_id[:8], record_id[8:12], record_id[12:16], record_id[16:20], record_id[20:]))
    return f"<urn:uuid:{record_id}>"


def record_id_of(uri: str) -> str:
    """Return the record id that `record_uri` wrapped."""
    return uri.removeprefix("<").removesuffix(">").removeprefix("urn:uuid:").replace("-", "")


def warc_date(at: datetime) -> str:
    """Return the instant with microseconds, as WARC 1.1 allows; ValueError for a time without zone."""
    if at.tzinfo is None:
        raise ValueError(f"{at} has no time zone")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def target_uri(url: str) -> str:
    """Return the address as a URI: blanks, controls and non-ASCII characters percent-encoded, the rest untouched."""
    raw = url.encode("utf-8", "surrogatepass")
    return _NOT_IN_URI.sub(lambda match: b"%%%02X" % match[0][0], raw).decode("ascii")


def build(fields: Iterable[tuple[str, str]], block: bytes) -> bytes:
    """Return one uncompressed record; Content-Length is added."""
    lines = [VERSION]
    lines += [f"{name}: {_one_line(value)}".encode() for name, value in fields]
    lines.append(b"Content-Length: %d" % len(block))
    return b"\r\n".join(lines) + b"\r\n\r\n" + block + b"\r\n\r\n"


def parse(data: bytes) -> WarcRecord:
    """Take one uncompressed record apart; EvidenceError when it is not one whole WARC 1.x record."""
    end = data.find(b"\r\n\r\n")
    if end < 0 or not data.startswith(b"WARC/1."):
        raise EvidenceError("the record has no WARC header")
    fields = tuple(_field(line) for line in data[:end].split(b"\r\n")[1:])
    record = WarcRecord(fields, data[end + 4 : -4])
    stated = record.field("Content-Length")
    if data[-4:] != b"\r\n\r\n" or stated != str(len(record.block)):
        raise EvidenceError(f"the record states {stated} bytes and holds {len(record.block)}")
    return record


def message(block: bytes) -> Message:
    """Take an HTTP message apart, header bytes exactly as written; EvidenceError when the header does not end."""
    end = block.find(b"\r\n\r\n")
    if end < 0:
        raise EvidenceError("the HTTP header of the record does not end")
    line, *rest = block[:end].split(b"\r\n")
    headers = []
    for raw in rest:
        name, colon, value = raw.partition(b": ")
        if not colon:
            raise EvidenceError(f"the HTTP header line {raw[:40]!r} has no colon")
        headers.append((name, value))
    return Message(line, tuple(headers), block[end + 4 :])


def request_head(method: str, url: str, headers: Headers) -> bytes:
    """Return request line and headers; Host is put first where the headers given do not name one."""
    uri = target_uri(url).encode("ascii")
    authority = _AUTHORITY.match(uri)
    path = uri[authority.end() :] if authority else uri
    path = path.partition(b"#")[0]
    line = b"%s %s HTTP/1.1" % (target_uri(method).encode("ascii"), path if path.startswith(b"/") else b"/" + path)
    if authority and not any(name.lower() == b"host" for name, _ in headers):
        headers = [(b"Host", authority[1].rpartition(b"@")[2]), *headers]
    return _head(line, headers)


def response_head(status: int, reason: bytes, headers: Headers, size: int | None) -> bytes:
    """Return status line and headers.

    `size` is the number of payload bytes that will follow, None for a revisit. The payload comes with transfer coding
    already removed, so Transfer-Encoding, and a Content-Length that is not `size`, are kept under an `X-Orig-` name:
    a reader that trusted them would cut the payload or look for chunks in it.
    """
    kept = []
    for name, value in headers:
        low = name.strip().lower()
        wrong = low == b"content-length" and size is not None and value.strip() != b"%d" % size
        kept.append((b"X-Orig-" + name, value) if wrong or low == b"transfer-encoding" else (name, value))
    return _head(b"HTTP/1.1 %d %s" % (status, reason), kept)


def information(fields: Mapping[str, str]) -> bytes:
    """Return the block of a warcinfo record (application/warc-fields)."""
    return "".join(f"{name}: {_one_line(value)}\r\n" for name, value in fields.items()).encode()


def _head(line: bytes, headers: Headers) -> bytes:
    lines = [_LINE_BREAKS.sub(b" ", line)]
    lines += [_LINE_BREAKS.sub(b" ", name) + b": " + _LINE_BREAKS.sub(b" ", value) for name, value in headers]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def _one_line(value: str) -> str:
    return " ".join(value.splitlines()) if "\n" in value or "\r" in value else value


def _field(line: bytes) -> tuple[str, str]:
    name, colon, value = line.partition(b":")
    if not colon:
        raise EvidenceError(f"the WARC header line {line[:40]!r} has no colon")
    return name.decode("utf-8", "replace"), value.strip().decode("utf-8", "replace")
