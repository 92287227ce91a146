"""Security headers on every response: everything that a portal wrote is shown inert."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
App = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

# Datasette's own pages need inline scripts and styles; nothing may be loaded from or sent to anywhere else.
PAGES = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# An archived page is text from a stranger: no script, no request, no form, an origin of its own.
ARCHIVED = "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
ARCHIVED_PATH = "/-/archived/"


def with_headers(app: App) -> App:
    """Wrap an ASGI application so that each response carries the headers for its path."""

    async def wrapped(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        policy = ARCHIVED if scope.get("path", "").startswith(ARCHIVED_PATH) else PAGES

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                ours = {
                    b"content-security-policy": policy.encode(),
                    b"x-content-type-options": b"nosniff",
                    b"referrer-policy": b"no-referrer",
                    b"cross-origin-opener-policy": b"same-origin",
                }
                kept = [(k, v) for k, v in message.get("headers", []) if k.lower() not in ours]
                message = {**message, "headers": [*kept, *ours.items()]}
            await send(message)

        await app(scope, receive, send_with_headers)

    return wrapped
