"""Names of concepts and the rows of a table, for messages and sums; from the one list of concepts."""

from __future__ import annotations

from functools import cache

from archive.report.concepts import concepts
from archive.report.templates import APPLICANTS

_COLUMNS = dict(APPLICANTS)


@cache
def label_of(key: str) -> str:
    """Return the printed Chinese label of a concept or an applicant column; the key itself if neither knows it."""
    if key in _COLUMNS:
        return _COLUMNS[key]
    concept = concepts().get(key)
    return concept.zh if concept else key


@cache
def table_of(key: str) -> str | None:
    """Return the statutory table a concept is printed in, or None."""
    concept = concepts().get(key)
    return concept.table if concept else None


@cache
def rows_of(table: str, template: str | None) -> tuple[str, ...]:
    """Return the concepts that a template prints in a table, in the order of the form; of t2021 if it is unknown."""
    wanted = template if template in ("t2019", "t2021") else "t2021"
    return tuple(c.key for c in concepts().values() if c.table == table and wanted in c.templates and not c.derived)
