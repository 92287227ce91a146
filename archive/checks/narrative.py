"""E3: prose against itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.checks.facts import Facts, exact, whole
from archive.checks.registry import check, finding, when
from archive.model import Figure, Finding

ASIDE = re.compile(r"(此外|另外|另有|同時|同时|还有|還有|另)[^。；;]{0,12}$")
LIST_GOES_ON = re.compile(r"^[條条件份篇宗]?\s*等")


def _total_and_parts(facts: Facts) -> Iterator[tuple[Figure, list[Figure]]]:
    for whole_id, parts in facts.parts.items():
        if (total := facts.by_id.get(whole_id)) is not None:
            yield total, parts


def _why_not_a_sum(facts: Facts, total: Figure, parts: list[Figure]) -> str | None:
    """Say why these parts need not add up to this total, or None if they should."""
    text = facts.reading.text
    if len(parts) == 1:
        return "only one part is named"
    if total.approx or any(part.approx for part in parts):
        return "the total or a part is approximate"
    if total.value is None or any(part.value is None for part in parts):
        return "a part states no number"
    if len({part.unit for part in (total, *parts) if part.unit}) > 1:
        return "the parts are counted in different units"
    last = max(parts, key=lambda part: part.end)
    if LIST_GOES_ON.match(text[last.end : last.end + 4]):
        return "the list of parts goes on (等)"
    if any(ASIDE.search(text[max(part.start - 16, 0) : part.start]) for part in parts):
        return "a part is named aside (此外, 另外)"
    return None


@check(
    "N-SUM",
    "W",
    "the parts of a stated total add up to it",
    "分项之和等于总数",
    "partial list, approximate, mixed units",
)
def parts_add_up(facts: Facts) -> Iterator[Finding]:
    """For every stated total with parts, per axis: category and channel lists are separate sums."""
    assessed = False
    for total, parts in _total_and_parts(facts):
        for axis in sorted({part.axis or "" for part in parts}):
            chosen = [part for part in parts if (part.axis or "") == axis]
            ids = [total.id, *(part.id for part in chosen)]
            why = _why_not_a_sum(facts, total, chosen)
            if why is not None:
                yield finding("N-SUM", "not_assessable", f"{total.quote}: {why}", row=axis or None, figures=ids)
                continue
            assessed = True
            stated, found = exact(total), sum(value for part in chosen if (value := exact(part)) is not None)
            values = " + ".join(str(part.value) for part in chosen)
            message = f"the report states {total.value}, its parts {values} add up to {found}"
            verdict = when(stated == found)
            yield finding(
                "N-SUM", verdict, message, left=total.value, right=_plain(found), row=axis or None, figures=ids
            )
    if not assessed and not facts.narrative.get("items_disclosed_part"):
        yield finding("N-SUM", "not_assessable", "no total with its parts is stated in prose")


@check("N-PART", "W", "no part is larger than its whole", "分项不大于总数", "the part is named aside")
def parts_fit(facts: Facts) -> Iterator[Finding]:
    """A single part above its total cannot be right, partial list or not."""
    assessed = False
    for total, parts in _total_and_parts(facts):
        for part in parts:
            a, b = exact(part), exact(total)
            before = facts.reading.text[max(part.start - 16, 0) : part.start]
            if a is None or b is None or part.unit != total.unit or ASIDE.search(before):
                continue
            assessed = True
            if a > b:
                message = f"{part.label or 'a part'} {part.value} is larger than the total {total.value}"
                ids = [part.id, total.id]
                yield finding("N-PART", "fail", message, left=part.value, right=total.value, figures=ids)
    if assessed:
        yield finding("N-PART", "pass", "parts were compared with their totals")
    else:
        yield finding("N-PART", "not_assessable", "no part with a total is stated in prose")


@check("N-TWICE", "W", "a total stated twice is the same", "同一总数前后一致", "stated once, other period")
def stated_twice(facts: Facts) -> Iterator[Finding]:
    """The same yearly total repeated elsewhere in the report."""
    totals = [f for f in facts.told("items_disclosed_total") if f.unit in ("条", "件", None)]
    if len(totals) < 2:
        yield finding("N-TWICE", "not_assessable", "the total is not stated twice")
        return
    first, *others = totals
    for other in others:
        message = f"the total is stated as {first.value} and as {other.value}"
        verdict = when(first.value == other.value)
        ids = [first.id, other.id]
        yield finding("N-TWICE", verdict, message, left=first.value, right=other.value, figures=ids)


@check("N-DUP", "I", "no category is named twice in one list", "分项类别不重复", "no breakdown")
def named_twice(facts: Facts) -> Iterator[Finding]:
    """A label that stands twice in one breakdown is usually a slip of copying."""
    assessed = False
    for total, parts in _total_and_parts(facts):
        labels = [part.label for part in parts if part.label]
        twice = sorted({label for label in labels if labels.count(label) > 1})
        assessed = assessed or bool(labels)
        if twice:
            ids = [part.id for part in parts if part.label in twice]
            yield finding("N-DUP", "fail", f"{total.quote}: named twice: {', '.join(twice)}", figures=ids)
    if not assessed:
        yield finding("N-DUP", "not_assessable", "no breakdown with labels is stated")


PERCENT = re.compile(r"[占佔](?:比|总数|總數|全部)?[^0-9。；]{0,8}(\d{1,3}(?:\.\d{1,4})?)\s*[%％]")


@check("N-PCT", "I", "a stated percentage is the part over the total", "占比计算相符", "no percentage beside a part")
def percentages(facts: Facts) -> Iterator[Finding]:
    """A percentage that follows a part is recomputed to its own number of digits."""
    assessed = False
    for total, parts in _total_and_parts(facts):
        whole_value = exact(total)
        ordered = sorted(parts, key=lambda part: part.start)
        for part, after in zip(ordered, [*ordered[1:], None], strict=True):
            stop = min(after.start if after else part.end + 24, part.end + 24)
            match, value = PERCENT.search(facts.reading.text[part.end : stop]), exact(part)
            if match is None or value is None or not whole_value:
                continue
            assessed = True
            digits = len(match[1].partition(".")[2])
            found = round(value / whole_value * 100, digits)
            verdict = when(f"{found:.{digits}f}" == f"{float(match[1]):.{digits}f}")
            message = f"{part.value} of {total.value} is {found} %, the report says {match[1]} %"
            yield finding("N-PCT", verdict, message, left=match[1], right=str(found), figures=[part.id, total.id])
    if not assessed:
        yield finding("N-PCT", "not_assessable", "no percentage stands beside a part")


@check("N-CONTRA", "W", "no answers without requests", "无申请而有答复", "requests are stated or nothing is answered")
def contradiction(facts: Facts) -> Iterator[Finding]:
    """Prose says that none were received, yet that some were answered."""
    received = [f for f in facts.told("requests_received") if whole(f) == 0]
    answered = [f for f in facts.told("requests_answered") if whole(f)]
    carried = [f for f in facts.told("requests_carried_in_text") if whole(f)]
    if not received or not facts.told("requests_answered"):
        yield finding("N-CONTRA", "not_assessable", "prose does not state both none received and answers")
    elif answered and not carried:
        message = f"none received, yet {answered[0].value} answered"
        ids = [received[0].id, answered[0].id]
        yield finding("N-CONTRA", "fail", message, left=0, right=answered[0].value, figures=ids)
    else:
        yield finding("N-CONTRA", "pass", "none received, none answered")


@check("N-PROB", "I", "section 5 names a problem and a remedy", "第五部分有问题有措施", "no section 5")
def problems_named(facts: Facts) -> Iterator[Finding]:
    """The regulation asks for the main problems and how they are being improved (Article 50)."""
    reading = facts.reading
    if not any(section.key == "problems" for section in reading.sections):
        yield finding("N-PROB", "not_assessable", "no section on problems and improvement")
        return
    good = bool(reading.problems) and bool(reading.remedies)
    message = f"{len(reading.problems)} problems and {len(reading.remedies)} remedies found"
    verdict = when(good)
    yield finding("N-PROB", verdict, message, left=len(reading.problems), right=len(reading.remedies))


@check("N-LEN", "I", "sections 5 and 6 have a body", "第五、六部分有内容", "the section is missing")
def body_length(facts: Facts) -> Iterator[Finding]:
    """Shorter than ten characters; 无 alone is legal in section 6."""
    sections = [s for s in facts.reading.sections if s.key in ("problems", "other_matters")]
    for section in sections:
        body = "".join(section.text.split())
        legal = section.key == "other_matters" and body.strip("。.") in ("无", "無", "暂无", "暫無")
        good = len(body) >= 10 or legal
        message = f"section {section.n} has {len(body)} characters"
        yield finding("N-LEN", when(good), message, left=len(body), right=10, row=section.key)
    if not sections:
        yield finding("N-LEN", "not_assessable", "sections 5 and 6 are missing")


ANNOUNCED = re.compile(
    r"(?:共|等|分为|分為|包括)?([一二两兩三四五六七八九十]{1,2}|\d{1,2})(?:个|個)?(?:部分|方面)(?:组成|組成|内容|內容)"
)
HAN_DIGITS = {
    "一": 1,
    "二": 2,
    "两": 2,
    "兩": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}


@check(
    "N-PARTS", "I", "as many sections as the lead announces", "前言所列部分与正文相符", "the lead announces no number"
)
def announced_parts(facts: Facts) -> Iterator[Finding]:
    """The lead paragraph names the number of parts; copied leads often disagree with the body."""
    sections = facts.reading.sections
    lead = facts.reading.text[: sections[0].start] if sections else ""
    match = ANNOUNCED.search(lead)
    if match is None:
        yield finding("N-PARTS", "not_assessable", "the lead announces no number of parts")
        return
    announced = HAN_DIGITS.get(match[1]) or (int(match[1]) if match[1].isdigit() else None)
    if announced is None:
        yield finding("N-PARTS", "not_assessable", f"the number of parts {match[1]} was not understood")
        return
    message = f"the lead announces {announced} parts, the body has {len(sections)}"
    verdict = when(announced == len(sections))
    yield finding("N-PARTS", verdict, message, left=announced, right=len(sections))


def _plain(number: object) -> int | str:
    text = str(number)
    return int(text) if text.lstrip("-").isdigit() else text
