"""What `-a name=value` may say: every value arrives as text and leaves as what it means, or is refused by name."""

from __future__ import annotations

from datetime import datetime

from archive.errors import UsageError


def yes(value: object) -> bool:
    """Return whether a switch is on: 1, true, yes."""
    return str(value).lower() in {"1", "true", "yes"}


def count(value: int | str | None) -> int | None:
    """Return a number of pages, None for no bound. Raises UsageError."""
    if value is None or value == "":
        return None
    try:
        number = int(value)
    except ValueError as error:
        raise UsageError(f"sample={value!r}: a number of pages is wanted") from error
    if number < 0:
        raise UsageError(f"sample={value!r}: a number of pages is wanted")
    return number


def date(value: str | None) -> str | None:
    """Return a date as ISO text, None for none. Raises UsageError."""
    if not value:
        return None
    try:
        return datetime.strptime(value, "%Y-%m-%d").date().isoformat()
    except ValueError as error:
        raise UsageError(f"since={value!r}: write a date as 2024-01-31") from error
