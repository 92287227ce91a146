"""Problems and remedies that the publisher lists, as separate items in report order (format fact sheet D4).

Where the problems end and the remedies begin: at a sub-heading (改进措施), at a sentence that opens with a trigger
(下一步, 今后, 针对上述问题, a sentence about the year after the report's), or where an ordinal starts anew (a second
一是). If the list goes on counting after a trigger, each item holds its own problem and its own remedy.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from archive.model import Item
from archive.report.items import (
    DEFICIENCY,
    joined_deficiencies,
    listed,
    markers,
    pieces,
    split,
    trim,
)
from archive.report.page import Line, Page, Passage
from archive.report.sections import Frame, Part

LACK = r"(?:问题|不足|差距|困难|短板|薄弱环节|欠缺|弱项)"
ORD = r"(?:\([一二三四五]\)|[一二三四五]、|\d[、.])?"
PROBLEM_HEAD = re.compile(
    rf"{ORD}(?:[^。,;:]{{0,14}}?(?:存在(?:着|了)?|主要|突出|具体|面临|[的中])(?:的)?)?"
    rf"{LACK}(?:[和与及]{LACK})?(?:情况|方面|之处)?[。:]?"  # 一是工作力量不足 is a problem, no heading
)
REMEDY_HEAD = re.compile(
    rf"{ORD}(?:下一?步)?[^。,;:]{{0,10}}?(?:改进|整改|解决|工作)(?:工作)?(?:的)?(?:主要)?"
    r"(?:措施|打算|计划|情况|思路|方向|安排|建议|办法|方法|意见|对策)[^。,;:]{0,6}[。:]?"
    rf"|{ORD}(?:改进|整改)[。:]?"
)
BOTH = re.compile(rf"{LACK}.{{0,8}}(?:改进|整改|措施|打算)")
TRIGGER = re.compile(
    r"(?:下一?步|今后|下一?阶段|接下来|在今后|下一?年度?|来年|明年|新的一年里?|为此|对此|因此"
    rf"|(?:针对|对于?|鉴于|就|结合|围绕)(?!公众|群众|申请)[^,。;]{{0,18}}?(?:{LACK}|情况|此)"
    rf"|我[^,。;]{{1,6}}(?:在[^,。;]{{0,16}},)?将(?!近)|改进措施|整改措施|改进情况)"
)
NEXT_YEAR = re.compile(r"(?:在)?(20\d\d)年")
STRIP_TRIGGER = re.compile(
    r"(?:下一?步(?:工作中|的工作中)?|今后(?:的工作中?)?|在今后(?:的工作中?)?|下一?阶段|接下来|下一?年度?|来年|明年|新的一年里?|为此|对此|因此"
    rf"|(?:针对|对于?|鉴于|就)[^,。;]{{0,18}}?(?:{LACK}|情况|此)|(?:在)?20\d\d年|改进措施|整改措施|改进情况)(?:[,:、]|(?=我|将|要))"
)
INTRO = re.compile(
    rf"[^。;]{{0,120}}?(?:存在|有)(?:着|了|的)?[^。;,]{{0,10}}?{LACK}(?:[和与及、]{LACK})?"
    r"(?:[,:。]|$)(?:(?:主要|具体)?(?:表现|体现|反映)?(?:在于|在|为|是|有)?(?:以下|如下)?[几一二两三四五六]?个?(?:方面)?(?:的)?(?:问题)?[:,。])?"
)
EMBEDDED = re.compile(
    rf"(?:存在(?:着|了)?|面临|还有|有)([^。;]{{4,160}}?)(?:等|等等|这)?(?:方面)?(?:的)?(?:{LACK}|现象|情况)(?=[,。;]|$)"
)
SUCH_AS = re.compile(
    rf"{LACK}[,:]?(?:主要)?(?:例?如|比如|包括|是|有|为|表现为)[:,]?([^。;]{{4,160}}?)(?:等{{1,2}})?(?=,(?:均|都|有待|这些)|[。;]|$)"
)
NAMED = re.compile(
    rf"(?:目前)?(?:存在的?)?(?:主要|突出)?的?{LACK}(?:之处)?(?:主要)?(?:是|有|为|在于|表现在|体现在)?[:,]?"
)
NAMELY = re.compile(
    r"(?:例?如|比如|主要(?:是|有|表现为)|表现为)[:,]?([^。;]{4,200}?)(?:等{1,2}|等方面)?(?:的)?(?:[。;]|$)"
)
CONCESSIVE = re.compile(r"^.{0,80}?[,。;]?(?:但是?|然而|不过)(?!书)[,]?")
LEAD_IN = re.compile(r"(?:以下|如下|下列)[^,。]{0,12}$|(?:方面|工作|措施|重点)[:]?$")
SIGNATURE = re.compile(
    r"[\d〇○零O一二三四五六七八九十]{2,4}年?[\d一二三四五六七八九十]{0,3}月[\d一二三四五六七八九十]{1,3}日|(?:附件?|附表).{0,40}"
    r"|[\u4e00-\u9fff()]{3,24}(?:人民政府|办事处|局|委员会|办公室|中心|管委会)"
)
NONE = re.compile(
    r"(?:暂|本年度?|目前)?(?:无|没有|不存在)(?:存在)?(?:的)?(?:主要)?(?:问题)?(?:及改进(?:情况|措施)|情况)?[。.]?"
)
MENTION = re.compile(
    rf"(?:存在|还有|仍有)(?:着|了)?(?:一些|一定|以下|如下|部分|不少|的|主要|几个方面)*{LACK}"
    rf"|(?:存在)[^。;]{{3,60}}等{LACK}"
)


class Split(Struct, frozen=True):
    """Problems and remedies as printed items."""

    problems: tuple[Item, ...]
    remedies: tuple[Item, ...]


def problems_of(page: Page, frame: Frame, year: int | None) -> Split:
    """Return the problems and remedies of a report, wherever they stand."""
    problems: list[Item] = []
    remedies: list[Item] = []
    for part in frame.parts:
        if part.section.key == "problems":
            found = _split_lines(page, _unsigned(page, part.lines), year)
            problems.extend(found[0])
            remedies.extend(found[1])
    if not problems and not remedies:
        problems, remedies = _mentioned(page, frame, year)
    if not remedies:
        remedies = _elsewhere(page, frame.parts, year)
    return Split(_numbered(problems), _numbered(remedies))


def _unsigned(page: Page, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Leave out the signature and date that follow the last section."""
    kept = list(lines)
    while kept and kept[-1] in page.lines[-4:] and SIGNATURE.fullmatch(kept[-1].text):
        kept.pop()
    return tuple(kept)


def _numbered(items: Sequence[Item]) -> tuple[Item, ...]:
    return tuple(Item(n, item.text, item.start, item.end) for n, item in enumerate(items, 1))


def _elsewhere(page: Page, parts: tuple[Part, ...], year: int | None) -> list[Item]:
    """Remedies in a section of their own (改进措施, a seventh part on next year's work)."""
    for part in parts:
        if part.section.key in ("remedies", "plan") and part.lines:
            passage = _stream(page, part.lines)
            return _items(
                page,
                passage,
                _remedy_ranges(passage.text, 0, len(passage.text), _starts(passage)),
            )
    return []


def _mentioned(page: Page, frame: Frame, year: int | None) -> tuple[list[Item], list[Item]]:
    """Problems named inside another section: from the sentence that names them to the end of its paragraph."""
    for key, lines in ((part.section.key, part.lines) for part in frame.parts):
        if key in ("remedies", "plan", "other_matters"):
            continue
        for nth, line in enumerate(lines):
            match = MENTION.search(line.text)
            if match is None:
                continue
            begin = line.text.rfind("。", 0, match.start()) + 1
            passage = _stream(page, _with_next(lines, nth))
            return _split_range(page, passage, begin, len(passage.text), year)
    return [], []


def _with_next(lines: tuple[Line, ...], nth: int) -> tuple[Line, ...]:
    """The line that names problems, and what follows it if that goes on listing or turns to remedies."""
    stop = nth + 1
    while stop < len(lines) and (TRIGGER.match(lines[stop].text) or lines[stop].text[1:2] == "是"):
        stop += 1
    return lines[nth:stop]


def _stream(page: Page, lines: tuple[Line, ...]) -> Passage:
    begins, length = [], 0
    for line in lines:
        begins.append(length)
        length += len(line.text)
    return Passage(page.folded, lines, tuple(begins), "".join(line.text for line in lines))


def _starts(passage: Passage) -> frozenset[int]:
    return frozenset(passage.begins)


def _split_lines(page: Page, lines: tuple[Line, ...], year: int | None) -> tuple[list[Item], list[Item]]:
    if not lines:
        return [], []
    passage = _stream(page, lines)
    if NONE.fullmatch(passage.text):
        return [], []
    heads = _sub_headings(passage)
    if heads is not None:
        a, b, c, d = heads
        starts = _starts(passage)
        return (
            _items(page, passage, _problem_ranges(passage.text, a, b, starts)),
            _items(page, passage, _remedy_ranges(passage.text, c, d, starts)),
        )
    return _split_range(page, passage, 0, len(passage.text), year)


def _sub_headings(passage: Passage) -> tuple[int, int, int, int] | None:
    """Return the ranges of problems and remedies where both have a sub-heading of their own."""
    problem = remedy = None
    for line, begin in zip(passage.lines, passage.begins, strict=True):
        head = re.match(r"[^。:]{2,30}[。:]?", line.text)
        if head is None or BOTH.search(head[0]):
            continue
        if remedy is None and REMEDY_HEAD.fullmatch(head[0]):
            remedy = (begin, begin + head.end())
        elif problem is None and remedy is None and PROBLEM_HEAD.fullmatch(head[0]):
            problem = (begin, begin + head.end())
    if remedy is None or (problem is None and remedy[0] == 0):
        return None
    a = problem[1] if problem else 0
    return a, remedy[0], remedy[1], len(passage.text)


def _split_range(page: Page, passage: Passage, start: int, end: int, year: int | None) -> tuple[list[Item], list[Item]]:
    text, starts = passage.text, _starts(passage)
    turns = [at for at in _turns(text, start, end, starts, year) if at >= start]
    chain = listed(markers(text, start, end, starts))
    if turns and chain and _counts_on(chain, turns[0]):
        return _item_by_item(page, passage, end, year)
    turn = _turn(text, start, end, starts, turns)
    if turn is None:
        return _items(page, passage, _problem_ranges(text, start, end, starts)), []
    return (
        _items(page, passage, _problem_ranges(text, start, turn, starts)) if turn > start else [],
        _items(page, passage, _remedy_ranges(text, turn, end, starts)),
    )


def _turns(text: str, start: int, end: int, starts: frozenset[int], year: int | None) -> list[int]:
    """Return where sentences open with a trigger of remedies."""
    opens = [start, *(at for at in sorted(starts) if start < at < end)]
    opens += [match.end() for match in re.finditer(r"[。;!?](?!$)|(?<=[^,])\)(?=针对|下一步)", text[start:end])]
    found = []
    for at in sorted({at if at in starts or at == start else at + start for at in opens}):
        if TRIGGER.match(text, at, end) or _next_year(text, at, year):
            found.append(at)
    return found


def _next_year(text: str, at: int, year: int | None) -> bool:
    match = NEXT_YEAR.match(text, at)
    if match is None:
        return False
    if year is not None:
        return int(match[1]) == year + 1
    return bool(re.match(r"[^。]{0,20}将", text[match.end() : match.end() + 24]))


def _counts_on(chain: list, turn: int) -> bool:  # type: ignore[type-arg]
    """True if the list of items goes on counting after the first trigger: 一是…。今后…。二是…"""
    before = [marker for marker in chain if marker.start < turn]
    after = [marker for marker in chain if marker.start > turn]
    return bool(before and after) and after[0].ordinal == before[-1].ordinal + 1


def _turn(text: str, start: int, end: int, starts: frozenset[int], turns: list[int]) -> int | None:
    """Return where the remedies begin: the first trigger after a problem, or a list that starts anew."""
    anew = _starts_anew(text, start, end, starts)
    for at in turns:
        if anew is not None and anew <= at:
            break
        if at == start or DEFICIENCY.search(text, start, at) or re.search(LACK, text[start:at]):
            return at
    return anew


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


def _item_by_item(page: Page, passage: Passage, end: int, year: int | None) -> tuple[list[Item], list[Item]]:
    text, starts = passage.text, _starts(passage)
    problems, remedies = [], []
    for a, b in split(text, 0, end, starts):
        turns = [at for at in _turns(text, a, b, starts, year) if at > a]
        stop = turns[0] if turns else b
        problems.extend(_items(page, passage, [trimmed] if (trimmed := trim(text, a, stop)) else []))
        if turns:
            remedies.extend(_items(page, passage, [_after_trigger(text, stop, b)]))
    return problems, remedies


def _problem_ranges(text: str, start: int, end: int, starts: frozenset[int]) -> list[tuple[int, int]]:
    if found := split(text, start, end, starts):
        return found
    at = start
    if intro := INTRO.match(text, start, end):
        rest = trim(text, intro.end(), end)
        if rest is not None and DEFICIENCY.search(text, *rest):
            at = rest[0]
    ranges: list[tuple[int, int]] = []
    if named := NAMELY.match(text, at, end):
        ranges.extend(joined_deficiencies(text, *named.span(1)))
        at = named.end()
    for a, b in pieces(text, at, end, starts):
        if embedded := SUCH_AS.search(text, a, b) or EMBEDDED.search(text, a, b):
            ranges.extend(joined_deficiencies(text, *embedded.span(1)))
        elif DEFICIENCY.search(text, a, b):
            ranges.append(_after_concession(text, a, b))
        elif ranges:
            ranges[-1] = (ranges[-1][0], b)
    return [trimmed for a, b in ranges if (trimmed := trim(text, a, b))]


def _after_concession(text: str, start: int, end: int) -> tuple[int, int]:
    if (named := NAMED.match(text, start, end)) and DEFICIENCY.search(text, named.end(), end):
        return named.end(), end
    match = CONCESSIVE.match(text[start:end])
    return (start + match.end(), end) if match and DEFICIENCY.search(text, start + match.end(), end) else (start, end)


def _remedy_ranges(text: str, start: int, end: int, starts: frozenset[int]) -> list[tuple[int, int]]:
    if found := split(text, start, end, starts):
        return found
    ranges = []
    for a, b in pieces(text, start, end, starts):
        stripped = _after_trigger(text, a, b)
        if not LEAD_IN.search(text[stripped[0] : stripped[1]]):
            ranges.append(stripped)
    return ranges


def _after_trigger(text: str, start: int, end: int) -> tuple[int, int]:
    match = STRIP_TRIGGER.match(text, start, end)
    return trim(text, match.end(), end) or (start, end) if match else trim(text, start, end) or (start, end)


def _items(page: Page, passage: Passage, ranges: Sequence[tuple[int, int]]) -> list[Item]:
    found = []
    for a, b in ranges:
        start, end = passage.span(a, b)
        found.append(Item(0, page.printed.text[start:end], start, end))
    return found
