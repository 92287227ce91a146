"""Writing captures into a run folder's WARC files."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from msgspec import Struct

from archive.captures import warc
from archive.captures.files import AppendOnly
from archive.captures.member import compress
from archive.captures.places import KnownPayload, capture_id, split_capture_id
from archive.captures.warc import Headers
from archive.model import Record

Kind = Literal["warcinfo", "request", "response", "revisit", "metadata"]


class Captured(Struct, frozen=True):
    """What was written. `sha256` (hex) and `size` are those of the payload as sent; for a revisit, a 304 included,
    those of the payload it stands for. `revisit_of` is the capture that holds the bytes, None when this one does."""

    capture_id: str
    records: tuple[Record, ...]  # request, then response or revisit
    sha256: str
    size: int
    revisit_of: str | None = None


class CaptureWriter:
    """Writes request and response pairs as WARC 1.1, one gzip member a record.

    A file that has reached `max_bytes` is closed and the next one begun, so a file may pass the size by one exchange.

    A file is made when its first record comes, so a run without captures has no WARC file; `on_open` is then called
    with the place of its warcinfo record. `before` is called ahead of every write and may refuse it by raising. For
    one thread. HomeError when the disk refuses.
    """

    def __init__(
        self,
        folder: Path,
        run_id: str,
        *,
        software: str,
        settings: Mapping[str, str],
        max_bytes: int = 1_000_000_000,
        on_open: Callable[[Record], object] | None = None,
        before: Callable[[], object] | None = None,
        new_id: Callable[[], str] = lambda: uuid.uuid4().hex,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.folder, self.run_id, self.max_bytes = folder, run_id, max_bytes
        self._software, self._settings = software, settings
        self._on_open, self._before, self._new_id, self._now = on_open, before, new_id, now
        self._file: AppendOnly | None = None
        self._files = 0
        self._warcinfo = ""

    def write(
        self,
        *,
        url: str,
        method: str,
        request_headers: Headers,
        request_body: bytes,
        status: int,
        reason: bytes,
        response_headers: Headers,
        payload: bytes,
        at: datetime,
        ip: str | None,
        revisit_of: KnownPayload | None = None,
        sha256: str | None = None,
    ) -> Captured:
        """Write one exchange; when this returns the bytes are with the system, and the ledger may name them.

        `payload` is the body as the server sent it, content coding kept, transfer coding removed. `revisit_of` makes a
        revisit record if it is true: status 304, or the same payload digest; else the whole response is kept.
        `sha256` saves hashing the payload twice where the caller has done it.
        """
        if self._before is not None:
            self._before()
        file = self._ready()  # first of all: every record names the warcinfo record of its file
        sha256 = sha256 or warc.digest(payload)
        base = [("WARC-Target-URI", warc.target_uri(url)), ("WARC-Date", warc.warc_date(at))]
        if ip:
            base.append(("WARC-IP-Address", ip))
        revisit = revisit_of if revisit_of and (status == 304 or revisit_of.sha256 == sha256) else None
        request_id, response_id = self._new_id(), self._new_id()
        asked = self._request(request_id, response_id, base, method, url, request_headers, request_body)
        if revisit:
            head = warc.response_head(status, reason, response_headers, None)
            profile = warc.NOT_MODIFIED if status == 304 else warc.IDENTICAL_PAYLOAD
            answer = self._revisit(response_id, base, head, revisit, profile)
        else:
            head = warc.response_head(status, reason, response_headers, len(payload))
            answer = self._response(response_id, base, head + payload, sha256)
        kind: Kind = "revisit" if revisit else "response"
        records = _append(file, ("request", request_id, compress(asked)), (kind, response_id, compress(answer)))
        return Captured(
            capture_id(self.run_id, response_id),
            records,
            revisit.sha256 if revisit else sha256,
            revisit.size if revisit else len(payload),
            revisit.capture_id if revisit else None,
        )

    def close(self) -> None:
        """Put the current file on the disk and close it; the writer may be closed twice."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _request(
        self,
        record_id: str,
        response_id: str,
        base: list[tuple[str, str]],
        method: str,
        url: str,
        headers: Headers,
        body: bytes,
    ) -> bytes:
        block = warc.request_head(method, url, headers) + body
        fields = [
            *self._named("request", record_id, base),
            ("WARC-Concurrent-To", warc.record_uri(response_id)),
            ("WARC-Payload-Digest", f"sha256:{warc.digest(body)}"),
        ]
        return self._http(fields, "request", block)

    def _response(self, record_id: str, base: list[tuple[str, str]], block: bytes, sha256: str) -> bytes:
        fields = [*self._named("response", record_id, base), ("WARC-Payload-Digest", f"sha256:{sha256}")]
        return self._http(fields, "response", block)

    def _revisit(
        self, record_id: str, base: list[tuple[str, str]], head: bytes, known: KnownPayload, profile: str
    ) -> bytes:
        _, known_record = split_capture_id(known.capture_id)
        fields = [
            *self._named("revisit", record_id, base),
            ("WARC-Profile", profile),
            ("WARC-Refers-To", warc.record_uri(known_record)),
            ("WARC-Refers-To-Target-URI", warc.target_uri(known.url)),
            ("WARC-Refers-To-Date", warc.warc_date(datetime.fromisoformat(known.captured_at))),
            ("WARC-Payload-Digest", f"sha256:{known.sha256}"),
        ]
        return self._http(fields, "response", head)

    def _named(self, kind: Kind, record_id: str, base: list[tuple[str, str]]) -> list[tuple[str, str]]:
        return [("WARC-Type", kind), ("WARC-Record-ID", warc.record_uri(record_id)), *base]

    def _http(self, fields: list[tuple[str, str]], kind: str, block: bytes) -> bytes:
        fields += [
            ("WARC-Block-Digest", f"sha256:{warc.digest(block)}"),
            ("WARC-Warcinfo-ID", self._warcinfo),
            ("Content-Type", f"application/http;msgtype={kind}"),
        ]
        return warc.build(fields, block)

    def _ready(self) -> AppendOnly:
        """Return the open file, making the first or the next one when needed."""
        if self._file is None or self._file.size >= self.max_bytes:
            return self._open_next()
        return self._file

    def _open_next(self) -> AppendOnly:
        self.close()
        file = AppendOnly(self.folder / f"captures-{self._files:05d}.warc.gz")
        self._file, self._files = file, self._files + 1
        record_id = self._new_id()
        self._warcinfo = warc.record_uri(record_id)
        (record,) = _append(file, ("warcinfo", record_id, compress(self._information(file.path.name))))
        if self._on_open is not None:
            self._on_open(record)
        return file

    def _information(self, name: str) -> bytes:
        block = warc.information(
            {
                "software": self._software,
                "format": "WARC File Format 1.1",
                "conformsTo": warc.SPECIFICATION,
                "isPartOf": self.run_id,
                **{f"setting-{key}": value for key, value in sorted(self._settings.items())},
            }
        )
        fields = [
            ("WARC-Type", "warcinfo"),
            ("WARC-Record-ID", self._warcinfo),
            ("WARC-Date", warc.warc_date(self._now())),
            ("WARC-Filename", name),
            ("WARC-Block-Digest", f"sha256:{warc.digest(block)}"),
            ("Content-Type", "application/warc-fields"),
        ]
        return warc.build(fields, block)


def _append(file: AppendOnly, *members: tuple[Kind, str, bytes]) -> tuple[Record, ...]:
    """Append the members of one exchange in one write; return where each stands."""
    offset = file.append(b"".join(member for _, _, member in members))
    records = []
    for kind, record_id, member in members:
        records.append(Record(record_id, kind, file.path.name, offset, len(member), warc.digest(member)))
        offset += len(member)
    return tuple(records)
