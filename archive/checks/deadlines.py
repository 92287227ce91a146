"""Deadlines of publication, read from deadlines.toml: dated data, because notices change them and regions differ."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from msgspec import Struct, convert


class Deadline(Struct, frozen=True):
    first_year: int
    last_year: int
    levels: tuple[str, ...]
    month_day: str
    basis: str


class Due(Struct, frozen=True):
    """The date (YYYY-MM-DD, Beijing) by which a report was due, and the rule that says so."""

    date: str
    basis: str


@cache
def table() -> tuple[Deadline, ...]:
    text = files("archive.checks").joinpath("deadlines.toml").read_text(encoding="utf-8")
    return convert(tomllib.loads(text)["deadline"], tuple[Deadline, ...])


def due_date(year: int, level: str | None) -> Due | None:
    """Return when the report on `year` of a body of this level was due, or None if no rule is known."""
    for row in table():
        if row.first_year <= year <= row.last_year and (not row.levels or level in row.levels):
            return Due(f"{year + 1}-{row.month_day}", row.basis)
    return None
