"""One address, fetched on its own, under the guard and the bounds of a crawl; for `gongkai read URL`. Nothing is kept.

No reactor: a command may read many addresses, and a reactor starts once per process. The address that is connected to
is checked after every lookup, on every hop.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections.abc import Callable
from importlib.metadata import version
from urllib.parse import urlsplit

from protego import Protego

from archive import exitcodes
from archive.captures.encoding import decode
from archive.commands.read import Fetched
from archive.errors import InputError, TooLargeError
from archive.pages.values import absolute
from archive.text.charset import decode as text_of
from crawler import addresses
from crawler.errors import RobotsDeniedError
from crawler.limits import FLOOR
from crawler.outcomes import action_for, classify, is_blocked

LARGEST, SECONDS, HOPS = 20_000_000, 60, 5
GAP = FLOOR  # seconds between two requests to a public host
AGENT = "gongkai"
REDIRECTS = {301, 302, 303, 307, 308}


class NotReachedError(InputError):
    """An address could not be fetched. `gongkai read` goes on with the rest; a command that needs it ends with 10."""

    exit_code = exitcodes.UNREACHABLE


class ChallengedError(InputError):
    """A server answered with a challenge or a denial, which is never solved. A command that needs it ends with 11."""

    exit_code = exitcodes.BLOCKED


def _connect(url: str, *, local: bool) -> http.client.HTTPConnection:
    """Return a connection to a checked address. Raises AddressRefusedError, InputError."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme not in {"http", "https"}:
        raise InputError(f"{url}: only http and https addresses are fetched")
    addresses.check_host(host, local=local)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    addresses.check(str(found[4][0]), local=local)
    stream = socket.socket(found[0], socket.SOCK_STREAM)
    stream.settimeout(SECONDS)
    stream.connect(found[4])
    connection = http.client.HTTPConnection(host, port, timeout=SECONDS)
    tls = ssl.create_default_context() if parts.scheme == "https" else None
    connection.sock = tls.wrap_socket(stream, server_hostname=host) if tls else stream
    return connection


def _get(url: str, *, local: bool) -> tuple[int, http.client.HTTPMessage, bytes]:
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"User-Agent": f"{AGENT}/{version('gongkai')}", "Accept-Encoding": "gzip, deflate, br, zstd"}
    connection: http.client.HTTPConnection | None = None
    try:
        connection = _connect(url, local=local)
        connection.request("GET", target, headers=headers)
        response = connection.getresponse()
        raw = response.read(LARGEST + 1)
    except (OSError, http.client.HTTPException) as error:
        raise NotReachedError(f"{url}: could not be fetched: {error}; check the address and the network") from error
    finally:
        if connection is not None:
            connection.close()
    if len(raw) > LARGEST:
        raise TooLargeError(f"{url}: more than {LARGEST} bytes; it was not read any further")
    return response.status, response.headers, raw


class Visits:
    """Single requests, polite together: robots.txt read once per host, three seconds between two to a public host."""

    def __init__(self, *, local: bool = False, pause: Callable[[float], None] = time.sleep) -> None:
        self.local, self._pause = local, pause
        self._robots: dict[str, tuple[int, Protego]] = {}
        self._hosts: set[str] = set()

    def get(self, url: str) -> Fetched:
        """Return the body with content coding undone, the final address, and what the headers say of it.

        Raises NotReachedError, ChallengedError, InputError (too many redirects), TooLargeError, AddressRefusedError
        and RobotsDeniedError, each naming the address and the reason.
        """
        for _ in range(HOPS + 1):
            self._check_robots(url)
            status, headers, raw = self._ask(url)
            if status not in REDIRECTS:
                break
            following = absolute(headers.get("Location"), url)
            if following is None:
                raise InputError(f"{url}: redirects to {headers.get('Location')!r}, which is no http address")
            url = following
        else:
            raise NotReachedError(f"{url}: more than {HOPS} redirects")
        body = decode(raw, (headers.get("Content-Encoding") or "").encode("latin-1"), LARGEST)
        mime = (headers.get("Content-Type") or "").split(";")[0].strip().lower() or None
        _judge(url, status, body, headers, mime)
        return Fetched(body, url, mime, headers.get_content_charset())

    def _ask(self, url: str) -> tuple[int, http.client.HTTPMessage, bytes]:
        host = urlsplit(url).hostname or ""
        if host in self._hosts and not self.local:
            self._pause(GAP)
        self._hosts.add(host)
        return _get(url, local=self.local)

    def _check_robots(self, url: str) -> None:
        parts = urlsplit(url)
        place = f"{parts.scheme}://{parts.netloc}/robots.txt"
        if place not in self._robots:
            status, _, body = self._ask(place)
            text = text_of(body[:512_000]).text.lstrip("\ufeff") if status == 200 else ""
            self._robots[place] = status, Protego.parse(text)
        status, rules = self._robots[place]
        if status >= 500:
            raise RobotsDeniedError(f"{place} could not be read (status {status}), so nothing is asked; try later")
        if not rules.can_fetch(url, AGENT):
            raise RobotsDeniedError(f"{place} forbids {url}; ask the publisher for the document")


def _judge(url: str, status: int, body: bytes, headers: http.client.HTTPMessage, mime: str | None) -> None:
    """Raise ChallengedError or NotReachedError where the answer is not the page that was asked for."""
    cookies = ";".join(headers.get_all("Set-Cookie") or ()).encode("latin-1", "replace")
    textual = mime is None or mime.startswith("text/")
    outcome = classify(status, body, cookies=cookies, textual=textual)
    if is_blocked(outcome.name):
        raise ChallengedError(f"{url}: {outcome.name} ({outcome.message}); {action_for(outcome.name)}")
    if status >= 400:
        raise NotReachedError(f"{url}: the server answers with status {status}")


def fetch_once(url: str, *, local: bool = False) -> Fetched:
    """Return one address as `Visits.get` does, with its errors."""
    return Visits(local=local).get(url)
