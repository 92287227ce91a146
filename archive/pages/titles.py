"""Does a name or a title speak of an annual report on open government information? Both scripts, before any folding.

Word forms: column names and titles of platforms §9. A look-alike (interpretation, notice, statistics) still answers
yes: it is fetched and kept, and the report reader says what it is.
"""

from __future__ import annotations

import re

from archive.pages.values import BLANKS

_GAPS = re.compile(f"[{BLANKS}]+|</?em>")
_REPORT = re.compile(r"年度?[报報](?:告|$)|年[报報]|年度(?:工作)?[报報]告|工作[报報]告")
_DISCLOSURE = re.compile(r"信息公[开開]|政[务務務]公[开開]|公[开開]")
_COLUMN = re.compile(r"年[报報]|年度(?:工作)?[报報]告")
# Path slugs seen over 31 provincial portals and several city ones: xxgknb, zfxxgknb, gknb, ndbg, xxgkgzndbg …
_SLUG = re.compile(
    r"(?:gknb|gkndbg|gkgzndbg|gkgznb|gkzfxxgknb|ndbg|(?<![a-z])nb)(?:[_\d]|/|n/|$|\d{4}n?b?)", re.IGNORECASE
)


def speaks_of_report(title: str) -> bool:
    """Return whether a title may be that of an annual report on open government information."""
    text = _GAPS.sub("", title)
    return bool(_REPORT.search(text) and _DISCLOSURE.search(text))


def names_report_column(name: str, url: str = "") -> bool:
    """Return whether a node or column may hold annual reports, by its name or by a slug of its address."""
    return bool(_COLUMN.search(_GAPS.sub("", name)) or _SLUG.search(url))
