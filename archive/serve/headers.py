"""Security headers on every response: everything that a portal wrote is shown inert, and no redirect leaves."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from archive.serve.visitors import visiting

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
App = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

# The one inline script of Datasette 0.65 that our templates leave in place: table pages say whether columns may facet.
TABLE_SCRIPT = "DATASETTE_ALLOW_FACET = true;"
_HASH = base64.b64encode(hashlib.sha256(TABLE_SCRIPT.encode()).digest()).decode()
_COMMON = "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; img-src 'self' data:"
# Datasette's pages of tables and SQL bring a script file and inline styles of their own; ours need neither.
DATA = f"default-src 'none'; script-src 'self' 'sha256-{_HASH}'; style-src 'self' 'unsafe-inline'; {_COMMON}"
PAGES = f"default-src 'none'; style-src 'self'; {_COMMON}"
# An archived page is text from a stranger: no script, no request, no form, an origin of its own.
ARCHIVED = "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
ARCHIVED_PATH = "/-/archived/"
DATA_PATHS = ("/gongkai", "/-/metadata", "/-/versions", "/-/plugins", "/-/settings")


def policy(path: str) -> str:
    """Return the Content-Security-Policy for a path."""
    if path.startswith(ARCHIVED_PATH):
        return ARCHIVED
    return DATA if path.startswith(DATA_PATHS) else PAGES


def with_headers(app: App) -> App:
    """Wrap an ASGI application so that each response carries the headers for its path."""

    async def wrapped(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _headers(message.get("headers", []), scope.get("path", ""))}
            await send(message)

        with visiting(scope.get("query_string", b"")):
            await app(scope, receive, send_with_headers)

    return wrapped


def _headers(given: list[tuple[bytes, bytes]], path: str) -> list[tuple[bytes, bytes]]:
    ours = {
        b"content-security-policy": policy(path).encode(),
        b"x-content-type-options": b"nosniff",
        b"referrer-policy": b"no-referrer",
        b"cross-origin-opener-policy": b"same-origin",
        b"cross-origin-resource-policy": b"same-origin",
    }
    kept = [(name, _at_home(value) if name.lower() == b"location" else value) for name, value in given]
    return [*((name, value) for name, value in kept if name.lower() not in ours), *ours.items()]


def _at_home(location: bytes) -> bytes:
    r"""Keep a redirect on this server: a browser reads //host and /\host as another one."""
    return re.sub(rb"^[/\\]+", b"/", location)
