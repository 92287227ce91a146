"""Decides which statement of disclosure is the total, and what the others are (format fact sheet D1, 15-19, 44).

- A statement that no single channel limits is the total; the best worded one wins, the first among equals. A second
  one of the same rank is `items_disclosed_restated`, so that N-TWICE can compare them.
- Where every statement is limited to a channel there is no total, unless just one of them, of the website, says
  公开…信息 in so many words: a body with one channel states its total that way.
- Several channels, or categories, without a total are parts of nothing (`part_of` null). Beside a total, what its
  list does not name is no part of it: only channels told in the same paragraph are kept, the rest is not read.
- Channel statements that follow a total without a marker are its parts only where they add up to it exactly.
"""

from __future__ import annotations

from archive.report.narrative.disclosure import CUMULATIVE, PART, TOTAL
from archive.report.narrative.drafts import Draft
from archive.report.narrative.words import SOCIAL, axis_of

RESTATED = "items_disclosed_restated"
STRONG = 4  # 公开 with 信息 as its object


def resolve(statements: list[Draft], drafts: list[Draft], year: int | None) -> list[Draft]:
    """Return the figures that disclosure statements become. `drafts` holds the parts that lists have claimed."""
    heads = {id(draft.part_of) for draft in drafts if draft.part_of is not None}
    found = [s for s in statements if s.concept == CUMULATIVE]
    general = [s for s in statements if s.concept == TOTAL and s.channel is None and s.rank >= 2]
    if any(not s.aside for s in general):
        general = [s for s in general if not s.aside]
    if any(not s.subject for s in general):
        general = [s for s in general if not s.subject]
    limited = [s for s in statements if s.concept == TOTAL and s.channel is not None]
    yearly = [s.value for s in general if not s.since and isinstance(s.value, int)]
    general = _without_cumulative(general, [s for s in general if s.since], yearly, found)
    limited = _without_cumulative(limited, [s for s in limited if s.to_date], yearly, found)
    total = _total(general, limited, heads)
    if total is not None:
        found.append(total)
        found.extend(_restated(total, general, drafts))
        limited = [s for s in limited if s is not total]
    categories = [s for s in statements if s.concept == PART]
    if total is not None:
        limited = [s for s in limited if s.passage is total.passage or id(s) in heads]
        categories = [s for s in categories if id(s) in heads]
    found.extend(_parts(total, limited, categories))
    return found


def _without_cumulative(
    statements: list[Draft], worded: list[Draft], yearly: list[int], found: list[Draft]
) -> list[Draft]:
    """新增64条,累计1200条: what is `worded` 累计 beside a smaller total of the year counts since records began."""
    apart = [s for s in worded if yearly and isinstance(s.value, int) and s.value > max(yearly)]
    for draft in apart:
        draft.concept = CUMULATIVE
    found.extend(apart)
    return [s for s in statements if all(s is not draft for draft in apart)]


def _total(general: list[Draft], limited: list[Draft], heads: set[int]) -> Draft | None:
    strong = [s for s in limited if s.rank == STRONG]
    divided = [s for s in limited if id(s) in heads and s.rank >= 3 and _website(s)]
    if general and len(divided) == 1 and divided[0].rank == STRONG > max(s.rank for s in general):
        return divided[0]  # 发文96件,其中主动公开文件0件;在平台主动公开政府信息18条,其中…
    if general and (max(s.rank for s in general) > 2 or len(strong) != 1):
        best = max(general, key=lambda s: s.rank)
        return next(s for s in general if s is best or s.value == best.value)
    if len(divided) == 1 and divided[0] is limited[0]:
        return divided[0]  # 在政府网站公开信息423条,其中…;此外公众号发布977条
    if len(strong) == 1 and (len(limited) == 1 or strong[0] is limited[0]) and not _parallel(strong[0], limited):
        return strong[0] if _website(strong[0]) else None
    if len(limited) == 1 and limited[0].rank >= 3 and _website(limited[0]):
        return limited[0]
    with_parts = [s for s in limited if id(s) in heads]
    return with_parts[0] if len(with_parts) == 1 and len(limited) == 1 else None


def _website(draft: Draft) -> bool:
    """A body may state its total as what its website or catalogue holds; never as what its social media post."""
    return draft.channel is not None and not SOCIAL.search(draft.passage.text, *draft.channel)


def _parallel(one: Draft, others: list[Draft]) -> bool:
    """True if another channel is named in the same passage: then all of them only list channels."""
    return any(other is not one and other.passage is one.passage for other in others)


def _restated(total: Draft, general: list[Draft], drafts: list[Draft]) -> list[Draft]:
    again = [s for s in general if s is not total and (s.value == total.value or s.rank == max(total.rank, 3))]
    for draft in again:
        draft.concept = RESTATED
        if draft.value == total.value:
            for part in drafts:
                part.part_of = total if part.part_of is draft else part.part_of
    return again


def _parts(total: Draft | None, limited: list[Draft], categories: list[Draft]) -> list[Draft]:
    for draft in limited:
        draft.concept, draft.label = PART, draft.channel
    parts = [*limited, *categories]
    for draft in parts:
        label = draft.passage.text[slice(*draft.label)] if draft.label else ""
        draft.axis = "channel" if draft in limited else axis_of([label])
    if total is not None:
        after = [d for d in limited if d.passage is total.passage and d.start > total.start]
        values = [d.value for d in after if isinstance(d.value, int)]
        if len(after) > 1 and len(values) == len(after) and sum(values) == total.value:
            for draft in after:
                draft.part_of = total
    return parts
