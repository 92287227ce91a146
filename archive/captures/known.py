"""What the archive already holds of a portal, read from the ledgers of its runs; nothing else is opened."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from sys import intern

from msgspec import Struct

from archive.captures import ledger
from archive.captures.home import Home
from archive.captures.places import KnownPayload, Place
from archive.captures.runs import runs
from archive.errors import EvidenceError
from archive.model import Fetch

Key = tuple[str, str, str | None]  # method, url, request body

HELD = frozenset({"ok", "unchanged", "not_modified"})  # outcomes after which the archive holds the page


class KnownCapture(Struct, gc=False):
    """The latest good capture of one request, and the payload it stands for (its own or an earlier one's)."""

    capture_id: str
    requested_at: str
    payload: KnownPayload
    etag: str | None = None
    last_modified: str | None = None


class Known:
    """Latest captures per request and one place per payload digest. Grows by less than 1 KB a page."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.damaged: list[EvidenceError] = []  # ledger lines that could not be read and were left out
        self._latest: dict[Key | str, KnownCapture] = {}
        self._payloads: dict[str, KnownPayload] = {}

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
        return self._latest.get(_key(method, url, body))

    def payload(self, sha256: str) -> KnownPayload | None:
        """Return the response that holds the payload of this digest (hex), for a revisit record to refer to."""
        return self._payloads.get(sha256)

    def place(self, record_id: str) -> Place | None:
        """Return the place of a response by record id, for `CaptureReader(lookup=…)`; a scan, meant for few calls."""
        wanted = f"/{record_id}"
        return next((one.place for one in self._payloads.values() if one.capture_id.endswith(wanted)), None)

    def add(self, fetch: Fetch) -> None:
        """Take in one row, of an earlier run or of the run being written."""
        if fetch.capture_id is None or fetch.sha256 is None:
            return
        held = self._hold(fetch)
        if held is None or fetch.outcome not in HELD:
            return
        key = _key(fetch.method, fetch.url, fetch.body)
        before = self._latest.get(key)
        if before is not None and before.requested_at > fetch.requested_at:
            return
        self._latest[key] = KnownCapture(
            fetch.capture_id,
            fetch.requested_at,
            held,
            fetch.etag or _kept(before, held, "etag"),
            fetch.last_modified or _kept(before, held, "last_modified"),
        )

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

    def _hold(self, fetch: Fetch) -> KnownPayload | None:
        """Return the payload a row stands for, taking it in when the row's own response holds it."""
        digest = fetch.sha256 or ""
        held = self._payloads.get(digest)
        response = next((record for record in fetch.records if record.kind == "response"), None)
        if held is None and response is not None and fetch.capture_id and fetch.size:
            file = intern(f"{fetch.capture_id.partition('/')[0]}/{response.file}")
            place = Place(file, response.offset, response.length)
            mime = intern(fetch.mime) if fetch.mime else None
            held = KnownPayload(fetch.capture_id, fetch.url, fetch.requested_at, digest, fetch.size, place, mime)
            self._payloads[digest] = held
        return held

    def __len__(self) -> int:
        return len(self._latest)


def _key(method: str, url: str, body: str | None) -> Key | str:
    return url if method == "GET" and body is None else (method, url, body)


def _kept(before: KnownCapture | None, held: KnownPayload, name: str) -> str | None:
    """A 304 need not repeat the validators; they still hold for the same bytes."""
    same = before is not None and before.payload.sha256 == held.sha256
    kept: str | None = getattr(before, name) if same else None
    return kept
