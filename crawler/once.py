"""One address, fetched on its own, under the guard and the bounds of a crawl; for `gongkai read URL`. Nothing is kept.

No reactor: a command may read many addresses, and a reactor starts once per process. The address that is connected to
is checked after every lookup, on every hop.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from importlib.metadata import version
from urllib.parse import urlsplit

from protego import Protego

from archive.captures.encoding import decode
from archive.commands.read import Fetched
from archive.errors import InputError, TooLargeError
from archive.pages.values import absolute
from archive.text.charset import decode as text_of
from crawler import addresses
from crawler.errors import RobotsDeniedError

LARGEST, SECONDS, HOPS = 20_000_000, 60, 5
AGENT = "gongkai"
REDIRECTS = {301, 302, 303, 307, 308}


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
        raise InputError(f"{url}: could not be fetched: {error}; check the address and the network") from error
    finally:
        if connection is not None:
            connection.close()
    if len(raw) > LARGEST:
        raise TooLargeError(f"{url}: more than {LARGEST} bytes; it was not read any further")
    return response.status, response.headers, raw


def _check_robots(url: str, *, local: bool) -> None:
    parts = urlsplit(url)
    place = f"{parts.scheme}://{parts.netloc}/robots.txt"
    status, _, body = _get(place, local=local)
    if status >= 500:
        raise RobotsDeniedError(f"{place} could not be read (status {status}), so nothing is asked; try later")
    if status == 200 and not Protego.parse(text_of(body[:512_000]).text.lstrip("\ufeff")).can_fetch(url, AGENT):
        raise RobotsDeniedError(f"{place} forbids {url}; ask the publisher for the document")


def fetch_once(url: str, *, local: bool = False) -> Fetched:
    """Return the body with content coding undone, the final address, and what the headers say of it.

    Raises InputError (unreachable, error status, too many redirects), TooLargeError, AddressRefusedError and
    RobotsDeniedError, each naming the address and the reason.
    """
    for _ in range(HOPS + 1):
        if not local:
            _check_robots(url, local=local)
        status, headers, raw = _get(url, local=local)
        if status not in REDIRECTS:
            break
        following = absolute(headers.get("Location"), url)
        if following is None:
            raise InputError(f"{url}: redirects to {headers.get('Location')!r}, which is no http address")
        url = following
    else:
        raise InputError(f"{url}: more than {HOPS} redirects")
    if status >= 400:
        raise InputError(f"{url}: the server answers with status {status}")
    body = decode(raw, (headers.get("Content-Encoding") or "").encode("latin-1"), LARGEST)
    mime = headers.get("Content-Type")
    return Fetched(body, url, mime.split(";")[0].strip().lower() if mime else None, headers.get_content_charset())
