"""Where a stretch of text turns from problems to remedies, and back (format fact sheet D4, patterns 89 to 96)."""

from __future__ import annotations

import re

from archive.report.items import DEFICIENCY, Marker, markers

LACK = r"(?:问题|不足|差距|困难|短板|薄弱环节|欠缺|弱项)"
TRIGGER = re.compile(
    r"(?:下一?步|今后|下一?阶段|接下来|在今后|下一?年度?|来年|明年|新的一年里?|为此|对此|因此"
    rf"|(?:针对|对于?|鉴于|就|结合|围绕)(?!公众|群众|申请)[^,。;]{{0,18}}?(?:{LACK}|情况|此)"
    rf"|我[^,。;]{{1,6}}(?:在[^,。;]{{0,16}},)?将(?!近)|改进措施|整改措施|改进情况)"
)
# Behind a comma only what cannot be part of the problem: 内容不够全面,下一步将扩大范围; but not 今后仍需加强.
INSIDE = re.compile(
    r"(?<=,)(?:下一?步|今后|下一?阶段|接下来|为此|对此|针对(?:上述|以上|这些|此|存在))(?![^,。;]{0,8}(?:仍|还|尚|需|有待))"
)
NEXT_YEAR = re.compile(r"(?:在)?(20\d\d)年")
OPENS = re.compile(r"[。;!?](?!$)|(?<=[^,])\)(?=针对|下一步)")
BACK = re.compile(
    r"(?:但是?|然而|不过|同时|此外|另外)?,?(?:我[^,。;将]{1,6})?,?(?:目前|当前|20\d\d年[^,。;]{0,12})?,?(?:我[^,。;将]{1,6})?"
    rf"(?:仍|还|依然|尚)(?:然)?(?:存在|有)(?!待)[^。]{{0,60}}?{LACK}"
)
SOLVING = re.compile(
    rf"{LACK},(?=(?:目前|现|我[^,。;]{{1,3}})?(?:均|都)?(?:已(?!经?成)|正在|拟|将|下一?步|今后|计划|通过|采取))"
)


def turns(text: str, start: int, end: int, starts: frozenset[int], year: int | None) -> list[int]:
    """Return where sentences of text[start:end] open with a trigger of remedies; `starts` are line starts."""
    opens = {start, *(at for at in starts if start < at < end)}
    opens.update(start + match.end() for match in OPENS.finditer(text[start:end]))
    found = {at for at in opens if TRIGGER.match(text, at, end) or _next_year(text, at, year)}
    for match in INSIDE.finditer(text, start, end):
        opened = max(at for at in opens if at <= match.start())
        if DEFICIENCY.search(text, opened, match.start()):
            found.add(match.start())
    return sorted(found)


def _next_year(text: str, at: int, year: int | None) -> bool:
    match = NEXT_YEAR.match(text, at)
    if match is None:
        return False
    if year is not None:
        return int(match[1]) == year + 1
    return bool(re.match(r"[^。]{0,20}将", text[match.end() : match.end() + 24]))


def turn_of(text: str, start: int, end: int, starts: frozenset[int], found: list[int]) -> int | None:
    """Return where the remedies begin: the first trigger after a problem, or a list that starts anew."""
    anew = _starts_anew(text, start, end, starts)
    for at in found:
        if anew is not None and anew <= at:
            break
        if at == start or DEFICIENCY.search(text, start, at) or re.search(LACK, text[start:at]):
            return at
    return anew


def back(text: str, start: int, end: int, starts: frozenset[int]) -> int | None:
    """Return where, after remedies for last year's, a sentence says what is still lacking."""
    opens = sorted({at for at in starts if start < at < end} | {m.end() for m in re.finditer(r"。(?!$)", text[:end])})
    return next((at for at in opens if start < at < end and BACK.match(text, at, end)), None)


def counts_on(chain: list[Marker], turn: int) -> bool:
    """True if the list of items goes on counting after the first trigger: 一是…。今后…。二是…"""
    before = [marker for marker in chain if marker.start < turn]
    after = [marker for marker in chain if marker.start > turn]
    return bool(before and after) and after[0].ordinal == before[-1].ordinal + 1


def solved_at(text: str, start: int, end: int) -> int | None:
    """Return where an item goes on with what was done about it: 存在更新不及时的问题,已督促…"""
    match = SOLVING.search(text, start, end)
    return match.end() if match else None


def _starts_anew(text: str, start: int, end: int, starts: frozenset[int]) -> int | None:
    chain = markers(text, start, end, starts)
    seen: set[str] = set()
    for marker in chain:
        if marker.kind not in ("is", "order", "nth"):
            continue
        if marker.ordinal == 1 and marker.kind in seen:
            return max(text.rfind(mark, start, marker.start) + 1 for mark in "。;") or marker.start
        seen.add(marker.kind)
    return None
