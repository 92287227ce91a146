"""Figures that a report states in prose (format fact sheet D1-D3). `read_narrative` is the way in."""

from __future__ import annotations

from collections.abc import Iterable

from archive.model import Figure, Issue
from archive.report.narrative.disclosure import PART, TOTAL
from archive.report.narrative.drafts import Draft, builtin_id
from archive.report.narrative.engine import Walk
from archive.report.narrative.requests import CARRIED_IN
from archive.report.narrative.resolve import resolve
from archive.report.page import Passage

NOT_READ = frozenset({"problems", "remedies", "plan", "attachments"})  # what they count is what should be, or next year
SINGLE = frozenset(
    {"requests_received", "requests_answered", "requests_carried_in_text", "requests_carried_out_text", "reviews_text",
     "lawsuits_text", "appeals", "inquiries", "information_fee_yuan", "penalty_decisions_text",
     "licensing_decisions_text", "compulsory_measure_decisions_text", "accountability_text", "complaints_text"}
)  # fmt: skip


BY_CHANNEL = frozenset({"inquiries"})  # the first is the sum, those after it (电话咨询 …) its parts


def read_narrative(passages: Iterable[Passage], year: int | None) -> tuple[tuple[Figure, ...], tuple[Issue, ...]]:
    """Return the figures of the passages (ids n1, n2, … in reading order) and what could not be read as one."""
    walk = Walk(year)
    for passage in passages:
        if passage.section not in NOT_READ:
            walk.passage(passage)
    resolved = resolve(walk.statements, walk.drafts, year)
    drafts = [*_beside(walk.drafts, resolved), *resolved]
    kept, issues = _once(drafts)
    kept = _claimed(kept)
    order = sorted(kept, key=lambda d: (d.passage.lines[0].start, d.start, d.end))
    ids = {builtin_id(draft): f"n{nth}" for nth, draft in enumerate(order, 1)}
    figures = tuple(draft.figure(ids[builtin_id(draft)], ids) for draft in order)
    issues += [_lost(figure) for figure in figures if figure.state == "ambiguous"]
    return figures, tuple(issues)


def _beside(drafts: list[Draft], resolved: list[Draft]) -> list[Draft]:
    """Leave out what only went on from a channel's statement that was left out: 网站198条,公开栏33期 after a total."""
    total = next((draft for draft in resolved if draft.concept == TOTAL), None)
    if total is None:
        return drafts
    loose = [draft.concept == PART and draft.part_of is None and draft.passage is not total.passage for draft in drafts]
    return [draft for draft, out in zip(drafts, loose, strict=True) if not out]


def _once(drafts: list[Draft]) -> tuple[list[Draft], list[Issue]]:
    """Take what a report states once only once, the first time; a different value later becomes an issue."""
    kept: list[Draft] = []
    first: dict[str, Draft] = {}
    issues: list[Issue] = []
    for draft in sorted(drafts, key=lambda d: (d.passage.lines[0].start, d.start)):
        if draft.concept not in SINGLE or draft.concept not in first:
            first.setdefault(draft.concept, draft)
            kept.append(draft)
        elif _new_of(draft, first):
            kept.remove(first[draft.concept])
            first[draft.concept] = draft
            kept.append(draft)
        elif draft.value != first[draft.concept].value and draft.concept not in BY_CHANNEL:
            start, end = draft.passage.span(draft.start, draft.end)
            quote = draft.passage.folded.printed[start:end]
            message = f"{draft.concept} is stated as {first[draft.concept].value} and again as {draft.value}"
            issues.append(Issue("stated_twice", message, quote, start))
    return kept, issues


def _new_of(draft: Draft, first: dict[str, Draft]) -> bool:
    """办理申请4件,其中上年结转1件,本年新收3件: what was handled is no count of what came in."""
    before, carried = (
        first["requests_received"] if draft.concept == "requests_received" else None,
        first.get(CARRIED_IN),
    )
    values = [each.value if each is not None else None for each in (before, carried, draft)]
    return all(isinstance(value, int) for value in values) and values[0] == values[1] + values[2]  # type: ignore[operator]


def _claimed(drafts: list[Draft]) -> list[Draft]:
    """Leave out parts whose whole was left out, unless they stand for themselves."""
    known = {builtin_id(draft) for draft in drafts}
    for draft in drafts:
        if draft.part_of is not None and builtin_id(draft.part_of) not in known:
            draft.part_of = None
    return drafts


def _lost(figure: Figure) -> Issue:
    return Issue(
        "number_unclear",
        f"{figure.concept}: no measure word follows the number",
        figure.quote,
        figure.start,
    )
