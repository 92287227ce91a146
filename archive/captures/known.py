"""What the archive already holds of a portal, read from the ledgers of its runs; nothing else is opened."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import Struct

from archive.captures import ledger
from archive.captures.home import Home
from archive.captures.places import KnownPayload, place_of
from archive.captures.runs import runs
from archive.errors import EvidenceError
from archive.model import Fetch, Record

Key = tuple[str, str, str | None]  # method, url, request body

HELD = frozenset({"ok", "unchanged", "not_modified"})  # outcomes after which the archive holds the page


class KnownCapture(Struct, gc=False):
    """The latest good capture of one request, and the payload it stands for (its own or an earlier one's)."""

    capture_id: str
    requested_at: str
    payload: KnownPayload
    etag: str | None = None
    last_modified: str | None = None


class _Latest(NamedTuple):
    capture_id: str
    requested_at: str
    digest: bytes  # of the payload
    etag: str | None = None
    last_modified: str | None = None


_pack = msgspec.msgpack.encode
_LATEST = msgspec.msgpack.Decoder(_Latest)
_PAYLOAD = msgspec.msgpack.Decoder(KnownPayload)


class Known:
    """Latest captures per request and one place per payload digest, packed: half a kilobyte a page of earlier runs.

    Of the run being written it keeps only where rows stand in the ledger: a hundred bytes a page.
    """

    def __init__(self, home: Home) -> None:
        self.home = home
        self.damaged: list[EvidenceError] = []  # ledger lines that could not be read and were left out
        self._latest: dict[bytes, bytes] = {}
        self._payloads: dict[bytes, bytes] = {}
        self._written: dict[int, int] = {}  # of the run being written: start of a digest, place of the row
        self._ledger: Path | None = None

    @classmethod
    def load(cls, home: Home, portal_id: str, database: Path | None = None) -> Known:
        """Read the ledgers of all runs of a portal, oldest first, those of open runs up to their last whole row.

        `database` is not needed: the ledgers of the home hold all of it.
        """
        known = cls(home)
        for folder in runs(home):
            path = folder / ledger.NAME
            start = ledger.first_row(path)
            if start is not None and start.portal.id == portal_id:
                for row in ledger.rows(path, damaged=known.damaged.append):
                    if isinstance(row, Fetch):
                        known.add(row)
        return known

    def latest(self, url: str, method: str = "GET", body: str | None = None) -> KnownCapture | None:
        """Return the latest good capture of a request, with the validators to send."""
        packed = self._latest.get(_key(method, url, body))
        if packed is None:
            return None
        latest = _LATEST.decode(packed)
        return KnownCapture(latest.capture_id, latest.requested_at, self._payload(latest.digest), *latest[3:])

    def payload(self, sha256: str) -> KnownPayload | None:
        """Return the response that holds the payload of this digest (hex), for a revisit record to refer to."""
        digest = bytes.fromhex(sha256)
        return self._payload(digest) if digest in self._payloads else self._of_this_run(digest)

    def _of_this_run(self, digest: bytes) -> KnownPayload | None:
        offset = self._written.get(_start(digest))
        if offset is None or self._ledger is None:
            return None
        row = ledger.row_at(self._ledger, offset)
        payload = _held_by(row) if isinstance(row, Fetch) else None
        return payload if payload is not None and payload.sha256 == digest.hex() else None

    def _payload(self, digest: bytes) -> KnownPayload:
        return _PAYLOAD.decode(self._payloads[digest])

    def add(self, fetch: Fetch) -> None:
        """Take in one row of an earlier run."""
        if fetch.capture_id is None or fetch.sha256 is None:
            return
        digest = bytes.fromhex(fetch.sha256)
        if digest not in self._payloads and (payload := _held_by(fetch)) is not None:
            self._payloads[digest] = _pack(payload)
        if digest not in self._payloads or fetch.outcome not in HELD:
            return
        key = _key(fetch.method, fetch.url, fetch.body)
        before = self._latest.get(key)
        kept = None if before is None else _LATEST.decode(before)
        if kept is not None and kept.requested_at > fetch.requested_at:
            return
        same = kept if kept is not None and kept.digest == digest else None  # a 304 need not repeat the validators
        self._latest[key] = _pack(
            _Latest(
                fetch.capture_id,
                fetch.requested_at,
                digest,
                fetch.etag or (same.etag if same else None),
                fetch.last_modified or (same.last_modified if same else None),
            )
        )

    def written(self, fetch: Fetch, path: Path, offset: int) -> None:
        """Remember where a row of the run being written stands, for the same bytes at another address.

        Its requests are not: a run asks for nothing twice.
        """
        if fetch.sha256 is not None and _response(fetch) is not None:
            self._ledger = path
            self._written.setdefault(_start(bytes.fromhex(fetch.sha256)), offset)

    def answered(self, run_ids: Iterable[str], outcomes: frozenset[str] = HELD) -> dict[Key, Fetch]:
        """Return the rows of (torn) runs by request, so that a resumed crawl replays them instead of fetching again.

        Rows need a capture and one of `outcomes`. Of a request that several rows answer, the latest counts.
        """
        found: dict[Key, Fetch] = {}
        for run_id in sorted(run_ids):
            for row in ledger.rows(self.home.runs_folder / run_id / ledger.NAME, damaged=self.damaged.append):
                if isinstance(row, Fetch) and row.capture_id and row.outcome in outcomes:
                    found[(row.method, row.url, row.body)] = row
        return found

    def __len__(self) -> int:
        return len(self._latest)


def _response(fetch: Fetch) -> Record | None:
    held = fetch.capture_id is not None and fetch.size
    return next((record for record in fetch.records if record.kind == "response"), None) if held else None


def _held_by(fetch: Fetch) -> KnownPayload | None:
    """Return the payload that a row's own response holds."""
    response = _response(fetch)
    if response is None or fetch.capture_id is None or fetch.sha256 is None or fetch.size is None:
        return None
    place = place_of(fetch.capture_id.partition("/")[0], response)
    return KnownPayload(fetch.capture_id, fetch.url, fetch.requested_at, fetch.sha256, fetch.size, place, fetch.mime)


def _start(digest: bytes) -> int:
    return int.from_bytes(digest[:7], "big")


def _key(method: str, url: str, body: str | None) -> bytes:
    return blake2b(_pack((method, url, body)), digest_size=16).digest()
