"""Natural keys: what stays the same of an address when scheme, host spelling and port change."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_ESCAPE = re.compile("%[0-9a-fA-F]{2}")


def host_of(url: str) -> str:
    """Return the host as one spelling: lower case, no trailing dot, no port, no `www.`; loopback is one host."""
    try:
        host = urlsplit(url.strip()).hostname or ""
    except ValueError:
        return ""
    host = host.rstrip(".").removeprefix("www.")
    return "localhost" if host in LOOPBACK else host


def address(url: str, origin: str) -> str:
    """Return path and query below the portal's origin; an address on another host keeps its host in front.

    Fragments do not count: they never reach the server. Percent escapes are compared in upper case.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    if parts.scheme not in ("http", "https", ""):
        return url
    path = _ESCAPE.sub(lambda found: found[0].upper(), parts.path or "/")
    below = f"{path}?{parts.query}" if parts.query else path
    host = host_of(url)
    return below if not host or host == host_of(origin) else f"//{host}{below}"


def native_key(native_id: str) -> str:
    """Return the natural key of a post that its platform numbers."""
    return f"#{native_id}"


def names(native_id: str | None, where: str) -> bool:
    """Say if a page's own post id may identify it: only where the address carries the number as well.

    A template can print one constant id on every page (seen with meta ArticleId); the address then does not carry it.
    """
    return bool(native_id) and re.search(rf"(?<![0-9]){re.escape(native_id or '')}(?![0-9])", where) is not None
