"""The head of a response, bounded; and answers that break the rules of HTTP, told from a host that does not answer.

Twisted keeps every header line until the head is complete, and counts none of them: an endless head, or an endless row
of `100 Continue`, would fill the memory within the time of one request (measured: 67 MB in 1.5 s).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scrapy.core.downloader.handlers.http11 import (
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from scrapy.exceptions import DownloadFailedError
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS, ParseError
from twisted.web.client import ResponseFailed

from crawler.errors import MalformedAnswerError

HEAD_BYTES = 262_144  # of one response, those of `1xx` before it included; browsers and servers stop at 8 to 256 KB


class _Parser(_LenientHTTPClientParser):
    """Scrapy's parser; a header line that is too long is an error with a name, not only a closed connection."""

    def lineLengthExceeded(self, line: bytes) -> None:  # Twisted's name
        raise MalformedAnswerError(f"a header line of the response passes {self.MAX_LENGTH:,} bytes")


class _Protocol(_LenientHTTP11ClientProtocol):
    """One connection; `_head` counts the bytes that came before the body of the answer under way."""

    _head = 0

    def request(self, request: Any) -> Any:
        self._head = 0
        answer = super().request(request)
        if self._parser is not None:
            self._parser.__class__ = _Parser
        return answer

    def dataReceived(self, data: bytes) -> None:  # Twisted's name
        super().dataReceived(data)  # type: ignore[no-untyped-call]
        parser = self._parser
        if parser is None or parser.state not in (STATUS, HEADER):
            return
        self._head += len(data)
        if self._head > HEAD_BYTES:
            error = MalformedAnswerError(f"the head of the response passes {HEAD_BYTES:,} bytes")
            self._giveUp(Failure(error))  # type: ignore[no-untyped-call]


class BoundedFactory(_LenientHTTP11ClientFactory):
    """Makes the connections of a pool."""

    def buildProtocol(self, addr: Any) -> _Protocol:  # Twisted's name
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


def meant(error: ResponseFailed) -> MalformedAnswerError | DownloadFailedError:
    """Return what a failed answer means in words: it breaks the rules of HTTP, or the connection broke."""
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, MalformedAnswerError):
            return cause
        if isinstance(cause, ParseError):
            return MalformedAnswerError(f"the answer does not begin as HTTP does: {cause}"[:300])
        if isinstance(cause, ValueError | LookupError):
            return MalformedAnswerError(f"the headers of the answer contradict HTTP: {cause}"[:300])
    said = "; ".join(str(cause) for cause in causes if not isinstance(cause, ResponseFailed))
    return DownloadFailedError(f"the connection ended before the answer was whole: {said}"[:300])


def _causes(error: BaseException) -> Iterator[BaseException]:
    yield error
    for reason in getattr(error, "reasons", None) or ():
        yield from _causes(reason.value)
