"""What can go wrong while crawling, grouped by who must act. No network library is imported here.

`RequestFailed` carries the ledger row of the request; middlewares raise it, a spider's errback receives it. Its
`outcome` is the typed name of `crawler.outcomes`.
"""

from __future__ import annotations

from archive import exitcodes
from archive.errors import GongkaiError, UsageError
from archive.model import Fetch


class PortalFileError(UsageError):
    """A portal file is malformed: file, portal, key, choice. Raised by crawler.portals; the caller must act."""


class UnknownPortalError(UsageError):
    """No portal has that id. Raised by crawler.portals.find; the caller must act. Names the nearest ids."""


class AddressRefusedError(GongkaiError):
    """A request or a redirect leads to an address this portal may not reach. Raised at connect time by the guard."""

    exit_code = exitcodes.UNREACHABLE


class LongAddressError(GongkaiError):
    """The address is longer than servers take (URLLENGTH_LIMIT). Raised by crawler.middlewares; nothing to do."""


class RobotsDeniedError(GongkaiError):
    """robots.txt forbids the address, or cannot be read (`cause`: the outcome of asking). Raised by crawler.robots."""

    exit_code = exitcodes.ROBOTS

    def __init__(self, message: str, *, cause: str | None = None) -> None:
        super().__init__(message)
        self.cause = cause


class OffPortalError(GongkaiError):
    """The address is on none of the portal's hosts. Raised by crawler.scope; nothing needs to be done."""


class HostPausedError(GongkaiError):
    """The breaker of a host is open after repeated blocks; the request was not sent. Raised by crawler.lanes."""

    exit_code = exitcodes.BLOCKED


class MalformedAnswerError(GongkaiError):
    """The server's answer breaks the rules of HTTP, or its head has no end. Raised by crawler.heads."""

    exit_code = exitcodes.UNREACHABLE


class StoppingError(GongkaiError):
    """The crawl is being stopped; the request was not sent. Raised by crawler.lanes."""

    exit_code = exitcodes.INTERRUPTED


class RequestFailed(GongkaiError):
    """The response is not the page that was asked for: challenge, error, soft 404. Raised by crawler.middlewares."""

    def __init__(self, fetch: Fetch) -> None:
        super().__init__(f"{fetch.url}: {fetch.outcome}" + (f" ({fetch.message})" if fetch.message else ""))
        self.fetch = fetch
        self.outcome = fetch.outcome
