"""A resumed run answers from the captures of the run that broke off: what has a capture is not fetched again."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace
from scrapy import Request
from scrapy.http import Response

from archive.errors import EvidenceError, InputError
from crawler.asks import Ask
from crawler.extensions import RunLedger
from crawler.recorder import UNASKED, belongs


class Replay:
    """Downloader middleware before robots: a replayed answer costs the server nothing."""

    def __init__(self, ledger: RunLedger) -> None:
        self.ledger = ledger

    @classmethod
    def from_crawler(cls, crawler: Any) -> Replay:
        ledger = crawler.get_extension(RunLedger)
        if ledger is None:
            raise EvidenceError("the run ledger is switched off")
        return cls(ledger)

    def process_request(self, request: Request) -> Response | None:
        """Return the stored answer with a ledger row that says where it came from, or let the request pass."""
        body = request.body.decode("latin-1") if request.body else None
        before = self.ledger.answered.pop((request.method, request.url, body), None)
        if before is None or before.capture_id is None:
            return None
        try:
            response = self.ledger.stored(before.capture_id, request)
        except (EvidenceError, InputError) as error:
            self.ledger.note("replay_failed", f"{before.capture_id}: {error}; fetched again", request.url)
            return None
        ask: Ask = request.meta.get("ask", UNASKED)
        fetch = replace(
            before, capture_id=None, records=(), revisit_of=None, replayed_from=before.capture_id, **belongs(ask)
        )
        self.ledger.add(fetch)
        request.meta["fetch"] = fetch
        return response
