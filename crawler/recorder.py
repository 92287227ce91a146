"""The recorder sits nearest to the wire: it sees the body as the server sent it, writes the capture and the ledger row.

What goes up the chain from here is the response with content coding undone; its row is in `request.meta["fetch"]`.
Order of writing: WARC records first, then the row that names them; a crash in between loses the exchange, nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.http import Response

from archive.captures import Captured, KnownCapture, KnownPayload
from archive.captures.encoding import decode
from archive.captures.runs import utc_text
from archive.captures.warc import digest
from archive.errors import EvidenceError, HomeError, InputError, TooLargeError
from archive.model import Fetch
from crawler import errors, redirects
from crawler.asks import Ask
from crawler.extensions import RunLedger
from crawler.outcomes import GOOD, Outcome, action_for, classify, is_blocked

UNASKED = Ask("probe", "generic")
SECRET = {b"cookie", b"authorization", b"proxy-authorization"}
TEXTUAL = ("text/", "application/json", "application/xml", "application/xhtml", "application/javascript")
FAILURES: tuple[tuple[type[BaseException], str], ...] = (
    (errors.AddressRefusedError, "refused_address"),
    (errors.LongAddressError, "long_address"),
    (errors.OffPortalError, "off_portal"),
    (errors.HostPausedError, "blocked:breaker"),
    (errors.MalformedAnswerError, "malformed_http"),
    (DownloadTimeoutError, "timeout"),
    (ResponseDataLossError, "truncated"),
    (DownloadCancelledError, "too_large"),
    (NotSupported, "refused_scheme"),
    (UnsupportedURLSchemeError, "refused_scheme"),
    (CannotResolveHostError, "unreachable"),
    (DownloadConnectionRefusedError, "unreachable"),
    (DownloadFailedError, "unreachable"),
)
Headers = list[tuple[bytes, bytes]]


def _headers(message: Request | Response) -> Headers:
    # The mapping itself: Scrapy's own accessors copy and normalise each value again (measured: 40 calls a page).
    return [(name, value) for name, values in dict.items(message.headers) for value in values]


def _asked_headers(request: Request) -> Headers:
    """Return the request's headers as sent, with the Host line that the handler adds, without cookies."""
    kept = [(name, value) for name, value in _headers(request) if name.lower() not in SECRET]
    return [(b"Host", urlsplit(request.url).netloc.encode("ascii", "replace")), *kept]


def mime_of(response: Response) -> str | None:
    """Return the media type without parameters, in lower case."""
    value = response.headers.get("Content-Type")
    return value.decode("latin-1").split(";")[0].strip().lower() or None if value else None


def _text(value: bytes | None) -> str | None:
    return value.decode("latin-1") if value else None


class Recorder:
    """Downloader middleware, priority 950."""

    def __init__(self, crawler: Any) -> None:
        ledger = crawler.get_extension(RunLedger)
        if ledger is None:
            raise HomeError("the run ledger is switched off; nothing may be fetched without it")
        self.ledger: RunLedger = ledger
        self.portal = crawler.spider.portal
        self.limit = crawler.settings.getint("DOWNLOAD_MAXSIZE")
        self.refresh = crawler.settings.getfloat("METAREFRESH_MAXDELAY")
        self.hops = crawler.settings.getint("REDIRECT_MAX_TIMES")
        self._start_page: str | None = None  # digest of its payload

    @classmethod
    def from_crawler(cls, crawler: Any) -> Recorder:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Note the moment of asking (after the host's turn came)."""
        request.meta["asked_at"] = datetime.now(UTC)

    def process_response(self, request: Request, response: Response) -> Response | Request:
        """Write capture and row; return the response with its body decoded, or for a 304 the page it stands for."""
        if "replayed" in response.flags:
            return response
        known = self.ledger.known.latest(request.url, request.method, _body(request))
        body, outcome = self._decoded(response)
        if outcome is None:
            outcome = self._outcome(request, response, body, known)
        target = None
        if outcome.name in {"ok", "redirect"}:
            target = redirects.target_of(response, body, longest=self.refresh)
        if target is not None:
            outcome = Outcome(*redirects.verdict(request, target, self.portal, most=self.hops))
        elif outcome.name == "redirect":
            outcome = Outcome("client_error", f"status {response.status} without an address to go to")
        try:
            captured = self._capture(request, response, known if outcome.name == "not_modified" else None)
        except HomeError:
            self.ledger.stop("home_failed")
            raise
        if outcome.name == "ok" and self._is_start_page(request, captured.sha256):
            outcome = Outcome("soft_404", "status 200, but the bytes are those of the start page")
        if outcome.name == "ok" and known is not None and known.payload.sha256 == captured.sha256:
            outcome = Outcome("unchanged")
        fetch = self._row(request, response, outcome, captured, target)
        self.ledger.add(fetch)
        request.meta["fetch"] = fetch
        if outcome.name == "not_modified" and known is not None:
            return self._stored(request, response, known)
        return _plain(response, body)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Write the row of a request that brought no response."""
        if isinstance(exception, (errors.StoppingError, HomeError)):
            return
        outcome, message = self._failure(exception)
        ask: Ask = request.meta.get("ask", UNASKED)
        fetch = Fetch(
            url=request.url,
            requested_at=utc_text(request.meta.get("asked_at") or datetime.now(UTC)),
            outcome=outcome,
            message=message,
            action=action_for(outcome),
            tls=request.meta.get("tls") if request.url.startswith("https:") else None,
            local=self.portal.local,
            method=request.method,
            body=_body(request),
            **belongs(ask),
        )
        self.ledger.add(fetch)
        request.meta["fetch"] = fetch

    def _is_start_page(self, request: Request, sha256: str) -> bool:
        """Return whether a content page is the start page once more (platforms 11: the home page for what is gone)."""
        if request.url == self.portal.url:
            self._start_page = sha256
            return False
        ask: Ask = request.meta.get("ask", UNASKED)
        return ask.role == "detail" and sha256 == self._start_page

    def _decoded(self, response: Response) -> tuple[bytes, Outcome | None]:
        coding = b",".join(response.headers.getlist("Content-Encoding"))
        if not coding:
            return response.body, None
        try:
            return decode(response.body, coding, self.limit), None
        except TooLargeError as error:
            return b"", Outcome("too_large", str(error))
        except InputError as error:
            return b"", Outcome("undecodable", str(error))

    def _outcome(self, request: Request, response: Response, body: bytes, known: KnownCapture | None) -> Outcome:
        if response.status == 304:
            asked = "If-None-Match" in request.headers or "If-Modified-Since" in request.headers
            return Outcome("not_modified") if known and asked else Outcome("empty", "status 304, but nothing is stored")
        mime = mime_of(response)
        cookies = b";".join(response.headers.getlist("Set-Cookie"))
        return classify(response.status, body, cookies=cookies, textual=mime is None or mime.startswith(TEXTUAL))

    def _capture(self, request: Request, response: Response, known: KnownCapture | None) -> Captured:
        """Write the exchange; a dry run only computes what would be written."""
        payload, revisit = response.body, known.payload if known else None
        sha256 = digest(payload)
        if revisit is None and payload and not request.meta.get("fresh"):  # fresh: the stored bytes are no good
            revisit = self.ledger.known.payload(sha256)
        if self.ledger.run is None:
            return _dry(payload, sha256, revisit if known else None)
        return self.ledger.run.writer.write(
            url=request.url,
            method=request.method,
            request_headers=_asked_headers(request),
            request_body=request.body,
            status=response.status,
            reason=b"",
            response_headers=_headers(response),
            payload=payload,
            at=request.meta["asked_at"],
            ip=str(response.ip_address) if response.ip_address else None,
            revisit_of=revisit,
            sha256=sha256,
        )

    def _row(
        self,
        request: Request,
        response: Response,
        outcome: Outcome,
        captured: Captured,
        target: redirects.Target | None,
    ) -> Fetch:
        ask: Ask = request.meta.get("ask", UNASKED)
        return Fetch(
            url=request.url,
            requested_at=utc_text(request.meta["asked_at"]),
            outcome=outcome.name,
            method=request.method,
            body=_body(request),
            status=response.status,
            capture_id=captured.capture_id or None,
            records=captured.records,
            mime=mime_of(response),
            size=captured.size,
            sha256=captured.sha256,
            revisit_of=captured.revisit_of,
            etag=_text(response.headers.get("ETag")),
            last_modified=_text(response.headers.get("Last-Modified")),
            ip=str(response.ip_address) if response.ip_address else None,
            tls=request.meta.get("tls", "verified") if request.url.startswith("https:") else None,
            local=self.portal.local,
            redirect_to=target.url if target else None,
            message=outcome.message,
            action=None if outcome.name in GOOD else action_for(outcome.name),
            **belongs(ask),
        )

    def _stored(self, request: Request, response: Response, known: KnownCapture) -> Response | Request:
        """Return the page that a 304 stands for, as it was sent then; if it cannot be read, ask without validators."""
        ask: Ask = request.meta.get("ask", UNASKED)
        if ask.role == "attachment":
            return response.replace(status=200, body=b"")
        try:
            return self.ledger.stored(known.payload.capture_id, request)
        except (EvidenceError, InputError) as error:
            self.ledger.note("stored_unreadable", f"{error}; fetched again", request.url)
        meta = {key: value for key, value in request.meta.items() if key not in {"fetch", "lane"}}
        again = request.replace(meta=meta | {"fresh": True}, dont_filter=True)
        for name in ("If-None-Match", "If-Modified-Since"):
            again.headers.pop(name, None)
        return again

    @staticmethod
    def _failure(exception: Exception) -> tuple[str, str]:
        message = str(exception)[:300] or type(exception).__name__
        if isinstance(exception, errors.RobotsDeniedError):
            cause = exception.cause
            return ("robots" if cause is None else cause if is_blocked(cause) else "robots_unavailable"), message
        return next((name for kind, name in FAILURES if isinstance(exception, kind)), "unreachable"), message


def _plain(response: Response, body: bytes) -> Response:
    """Return the response with content coding undone. `replace` would guess the charset of the body it throws away."""
    if body is response.body:
        return response
    headers = {name: values for name, values in dict.items(response.headers) if name != b"Content-Encoding"}
    return type(response)(
        response.url, response.status, headers, body, list(response.flags), response.request, response.certificate,
        response.ip_address, response.protocol,
    )  # fmt: skip


def _body(request: Request) -> str | None:
    return request.body.decode("latin-1") if request.body else None


def belongs(ask: Ask) -> dict[str, Any]:
    """Return the fields of a ledger row that say what a request was for."""
    return {
        "role": ask.role,
        "platform": ask.platform,
        "node_id": ask.node_id,
        "page": ask.page,
        "native_id": ask.native_id,
        "document_url": ask.document_url,
        "name": ask.name,
    }


def _dry(payload: bytes, sha256: str, revisit: KnownPayload | None) -> Captured:
    records: Sequence[Any] = ()
    held = revisit.sha256 if revisit else sha256
    return Captured("", tuple(records), held, revisit.size if revisit else len(payload), None)
