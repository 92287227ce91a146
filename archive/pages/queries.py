"""Addresses with a query: read one parameter, set several, leave the others as they were printed."""

from __future__ import annotations

from urllib.parse import quote, unquote, urlsplit, urlunsplit

from archive.pages.values import IN_QUERY, whole

_SAFE = IN_QUERY.replace("&", "").replace("%", "").replace("+", "").replace("=", "")


def _decoded(piece: str) -> str:
    return unquote(piece.replace("+", " "), errors="surrogateescape")


def encoded(value: object) -> str:
    """Return a parameter's value percent-encoded as UTF-8."""
    return quote(str(value), safe=_SAFE, errors="surrogateescape")  # names in GBK stay the bytes they were


def parameters(url: str) -> dict[str, str]:
    """Return the query parameters of an address, decoded; the first of a repeated name wins."""
    found: dict[str, str] = {}
    for piece in urlsplit(url).query.split("&"):
        name, _, value = piece.partition("=")
        if name:
            found.setdefault(_decoded(name), _decoded(value))
    return found


def number(url: str, *names: str) -> int | None:
    """Return the first of these parameters that is a whole number."""
    given = parameters(url)
    return next((value for name in names if (value := whole(given.get(name))) is not None), None)


def with_query(url: str, values: dict[str, object]) -> str:
    """Return the address with these parameters set: in place where they stand, else at the end. No fragment."""
    parts, left = urlsplit(url), dict(values)
    pieces = []
    for piece in parts.query.split("&") if parts.query else []:
        name = _decoded(piece.partition("=")[0])
        if name in values:
            if name in left:
                pieces.append(f"{encoded(name)}={encoded(left.pop(name))}")
            continue
        pieces.append(piece)
    pieces += [f"{encoded(name)}={encoded(value)}" for name, value in left.items()]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "&".join(pieces), ""))


def form(values: dict[str, object]) -> str:
    """Return a form body (application/x-www-form-urlencoded)."""
    return "&".join(f"{encoded(name)}={encoded(value)}" for name, value in values.items())
