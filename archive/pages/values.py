"""Values that drift: integers as digit strings, instants as seconds or text, addresses with blanks or without a scheme.

Every function takes what a page or an API gave and returns a value, or None where the value says nothing
("" and null are absent; types drift between hosts of one platform).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

BEIJING = timezone(timedelta(hours=8))  # no daylight saving since 1992
EARLIEST, LATEST = 1990, 2100
BLANKS = " \t\r\n\f\v\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff"
# Characters that may stand in a path and in a query as they are, "%" too, so that what is encoded stays encoded once.
# They are those that the HTTP client leaves alone: the address of an entry is the address of its request.
IN_PATH, IN_QUERY = "%!$&'()*+,/:;=?@~", "%!$&()*+,/:;=?@~"

_SESSION = re.compile(r";(?:jsessionid|phpsessid)=[^/;?#]*", re.IGNORECASE)

DATE = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)\s*日?"
    r"(?:[T\s]*(\d{1,2}):(\d{2})(?::(\d{2}))?)?"
)


def words(value: object) -> str | None:
    """Return printed text without the blanks around it, zero-width and full-width ones included; "" is None."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None
    return value.strip(BLANKS) or None


def whole(value: object) -> int | None:
    """Return an integer from an int, an integral float or a string of digits; 0 stays 0."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    if isinstance(value, str):
        text = value.strip(BLANKS).replace(",", "")
        if len(text) <= 20 and text.isascii() and text.removeprefix("-").isdigit():
            return int(text)
    return None


def native_id(value: object) -> str | None:
    """Return the platform's own id as text; 0, "" and null are no id."""
    number = whole(value)
    if number is not None:
        return str(number) if number else None
    return words(value)


def _printed(match: re.Match[str]) -> str | None:
    """Return ISO text for one printed date; a clock that no day has is left out, a day that no month has is no date."""
    year, month, day, hour, minute, second = (int(part) if part else 0 for part in match.groups())
    try:
        date = datetime(year, month, day, tzinfo=BEIJING)
    except ValueError:
        return None
    if match.group(4) is None or hour > 23 or minute > 59 or second > 59:
        return date.date().isoformat()
    return date.replace(hour=hour, minute=minute, second=second).isoformat()


def date_in(text: str) -> str | None:
    """Return the first date printed in a text: a bare date, or an instant in Beijing time where a clock follows it."""
    return next((iso for match in DATE.finditer(text) if (iso := _printed(match))), None)


def instant(value: object) -> str | None:
    """Return Unix seconds (or milliseconds, or printed date and time) as text in Beijing time; 0 is absent.

    Publish instants are Unix seconds; the clock that pages show is Beijing time (platforms: gkmlpt rows).
    """
    seconds = whole(value)
    if seconds is None:
        return date_in(value) if isinstance(value, str) else None
    if abs(seconds) >= 10**11:  # a few code bases send milliseconds
        seconds //= 1000
    if seconds == 0 or abs(seconds) > 10**10:
        return None
    moment = datetime.fromtimestamp(seconds, UTC).astimezone(BEIJING)
    return moment.isoformat() if EARLIEST <= moment.year <= LATEST else None


def day(value: object) -> str | None:
    """Return a date: midnight in Beijing is a date without a clock, anything else stays the instant it is."""
    iso = instant(value)
    return iso.removesuffix("T00:00:00+08:00") if iso else None


def absolute(printed: object, base: str, *, keep_fragment: bool = False) -> str | None:
    """Return an http(s) address as it will be requested, or None for script, mail and malformed links.

    Blanks around it are dropped, `//host/…` takes the scheme of `base`, the host is lower-cased, characters outside
    ASCII are percent-encoded as UTF-8, a session id in the path is left out (every answer prints a new one, and no
    page depends on it), the fragment goes unless it is kept on purpose.
    """
    text = words(printed) if isinstance(printed, str) else None
    if text is None:
        return None
    try:
        parts = urlsplit(urljoin(base, text))
        host, port = parts.hostname, parts.port
        if parts.scheme not in {"http", "https"} or not host:
            return None
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    except ValueError:  # malformed brackets, port or label (UnicodeError is one)
        return None
    netloc = f"[{host}]" if ":" in host else host
    if port is not None:
        netloc += f":{port}"
    path = _SESSION.sub("", parts.path) if ";" in parts.path else parts.path
    path, query = quote(path, safe=IN_PATH) or "/", quote(parts.query, safe=IN_QUERY)
    fragment = quote(parts.fragment, safe=IN_PATH) if keep_fragment else ""
    return urlunsplit((parts.scheme, netloc, path, query, fragment))
