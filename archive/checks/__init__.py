"""Checks remark; they never change a value. `run` looks at one report, `across` at several years and bodies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import archive.checks.condition
import archive.checks.disclosure_table
import archive.checks.narrative
import archive.checks.prose
import archive.checks.requests_table
import archive.checks.review_table
import archive.checks.years
import archive.checks.years_named  # noqa: F401  each of these modules declares its checks on import
from archive.checks.crossing import with_common_cell
from archive.checks.facts import Facts
from archive.checks.recognised import tempered
from archive.checks.registry import ACROSS, REGISTRY, RULES, Check, finding
from archive.checks.years import ReportFacts, facts_of
from archive.model import Finding, Reading

__all__ = ["REGISTRY", "Check", "ReportFacts", "across", "facts_of", "run"]

DRIFT_FAILS = 10  # more failing cells than this in one table usually means drifted columns, not bad arithmetic


def run(reading: Reading) -> tuple[Finding, ...]:
    """Return every verdict on one report, passes included; empty for a page that is no annual report."""
    if not reading.is_annual_report:
        return ()
    facts = Facts(reading)
    found = [finding for _, rule in RULES for finding in rule(facts)]
    return tuple(tempered(reading, _capped(with_common_cell(facts, found))))


def across(reports: Sequence[ReportFacts]) -> Iterator[tuple[int, Finding]]:
    """Yield (report id, finding) for the checks that need several reports; verdicts other than pass."""
    for _, rule in ACROSS:
        yield from rule(reports)


def _capped(found: list[Finding]) -> list[Finding]:
    """Replace more than ten failing identities of table 3 by one remark on drifted columns (E5)."""
    fails = [f for f in found if f.verdict == "fail" and f.check in ("T3-ROW", "T3-SUM", "T3-BAL")]
    if len(fails) <= DRIFT_FAILS:
        return found
    dropped = set(map(id, fails))
    message = f"{len(fails)} identities of table 3 fail at once: the columns have probably drifted; read the original"
    figures = tuple(dict.fromkeys(figure for f in fails for figure in f.figures))
    drift = finding("T-DRIFT", "fail", message, row=None, figures=figures)
    return [f for f in found if id(f) not in dropped] + [drift]
