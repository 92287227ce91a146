"""The register of checks: what a check is, how it is declared, and the verdicts it may give.

Ids, severities and the conditions under which a check does not apply are those of the format fact sheet that
archive/README.md restates; a check never changes a value and never guesses one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from archive.model import Finding, Severity, Verdict

if TYPE_CHECKING:
    from archive.checks.facts import Facts
    from archive.checks.years import ReportFacts

Rule = Callable[["Facts"], Iterator[Finding]]
AcrossRule = Callable[[Sequence["ReportFacts"]], Iterator[tuple[int, Finding]]]


class Check(Struct, frozen=True):
    """One entry of the register. `applies` says in words when the check stays out (verdict not_assessable)."""

    id: str
    severity: Severity
    title: str
    title_zh: str
    not_when: str


REGISTRY: dict[str, Check] = {}
RULES: list[tuple[Check, Rule]] = []
ACROSS: list[tuple[Check, AcrossRule]] = []


def _register(check: Check) -> Check:
    if check.id in REGISTRY:
        raise ValueError(f"check {check.id} is declared twice")
    REGISTRY[check.id] = check
    return check


def check(id: str, severity: Severity, title: str, title_zh: str, not_when: str = "") -> Callable[[Rule], Rule]:
    """Declare a check over one report. The rule yields findings; it yields nothing only if it has nothing to say."""
    entry = _register(Check(id, severity, title, title_zh, not_when))

    def declare(rule: Rule) -> Rule:
        RULES.append((entry, rule))
        return rule

    return declare


def across_check(
    id: str, severity: Severity, title: str, title_zh: str, not_when: str = ""
) -> Callable[[AcrossRule], AcrossRule]:
    """Declare a check over the reports of several years or bodies; the rule yields (report id, finding)."""
    entry = _register(Check(id, severity, title, title_zh, not_when))

    def declare(rule: AcrossRule) -> AcrossRule:
        ACROSS.append((entry, rule))
        return rule

    return declare


def when(good: bool) -> Verdict:
    """Say pass or fail."""
    return "pass" if good else "fail"


def finding(
    id: str,
    verdict: Verdict,
    message: str,
    *,
    severity: Severity | None = None,
    left: int | str | None = None,
    right: int | str | None = None,
    row: str | None = None,
    column: str | None = None,
    hint: str | None = None,
    figures: Sequence[str] = (),
) -> Finding:
    """Make a finding of a declared check; its severity is the declared one unless the rule says otherwise."""
    once = tuple(dict.fromkeys(figures)) if figures else ()
    return Finding(id, verdict, severity or REGISTRY[id].severity, message, column, row, left, right, hint, None, once)
