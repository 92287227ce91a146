"""Problems and remedies that the publisher lists, as separate items in report order (format fact sheet D4).

Where the problems end and the remedies begin: at a sub-heading (改进措施), at a sentence that opens with a trigger
(下一步, 今后, 针对上述问题, a sentence about the year after the report's), or where an ordinal starts anew (a second
一是). If the list goes on counting after a trigger, each item holds its own problem and its own remedy.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from archive.model import Item
from archive.report.items import listed, markers, split, trim
from archive.report.page import Line, Page, Passage
from archive.report.problem_labels import labelled
from archive.report.problem_ranges import Range, after_trigger, problem_ranges, remedy_ranges
from archive.report.problem_turns import LACK, TRIGGER, back, counts_on, solved_at, turn_of, turns
from archive.report.sections import Frame, Part

ORD = r"(?:\([一二三四五]\)|[一二三四五]、|\d[、.])?"
PROBLEM_HEAD = re.compile(
    rf"{ORD}(?:[^。,;:]{{0,14}}?(?:存在(?:着|了)?|主要|突出|具体|面临|[的中])(?:的)?)?"
    rf"{LACK}(?:[和与及]{LACK})?(?:情况|方面|之处)?[。:]?"  # 一是工作力量不足 is a problem, no heading
)
REMEDY_HEAD = re.compile(
    rf"{ORD}(?:下一?步)?[^。,;:]{{0,10}}?(?:改进|整改|解决|工作)(?:工作)?(?:的)?(?:主要)?"
    r"(?:措施|打算|计划|情况|思路|方向|安排|建议|办法|方法|意见|对策)[^。,;:]{0,6}[。:]?"
    rf"|{ORD}(?:改进|整改)[。:]?|{ORD}(?:措施|对策|办法):"
)
HEAD = re.compile(r"[^。:]{2,30}[。:]?")
INLINE_HEAD = re.compile(r"(?<=[。;])(?=(?:\([一二三四五]\)|[一二三四五]、|\d[、.])[^。:]{2,24}[。:])")
BOTH_HEAD = re.compile(rf"{ORD}[^。,;:]{{0,14}}{LACK}[和与及、][^。,;:]{{0,4}}(?:改进|整改)[^。,;:]{{0,6}}[。:]?")
BOTH = re.compile(rf"{LACK}.{{0,8}}(?:改进|整改|措施|打算)")
SIGNATURE = re.compile(
    r"[\d〇○零O一二三四五六七八九十]{2,4}年?[\d一二三四五六七八九十]{0,3}月[\d一二三四五六七八九十]{1,3}日|(?:附件?|附表).{0,40}"
    r"|[\u4e00-\u9fff()]{3,24}(?:人民政府|办事处|局|委员会|办公室|中心|管委会)"
)
ATTACHED = re.compile(r"(?:附件?|相关附件|附表)[:\d].{0,60}|.{2,60}\.(?:docx?|xlsx?|pdf|wps)")
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
    """Leave out the signature and date that follow the last section, and lines that only name an attachment."""
    kept = list(lines)
    while kept and kept[-1] in page.lines[-4:] and SIGNATURE.fullmatch(kept[-1].text):
        kept.pop()
    return tuple(line for line in kept if not ATTACHED.fullmatch(line.text))


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
                remedy_ranges(passage.text, 0, len(passage.text), _starts(passage)),
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
    text, starts = passage.text, _starts(passage)
    if NONE.fullmatch(text):
        return [], []
    if pairs := labelled(text, starts):
        return _items(page, passage, pairs[0]), _items(page, passage, pairs[1])
    if heads := _sub_headings(passage):
        a, b, c, d = heads
        return (
            _items(page, passage, problem_ranges(text, a, b, starts)),
            _items(page, passage, remedy_ranges(text, c, d, starts)),
        )
    return _split_range(page, passage, _lone_heading(passage), len(text), year)


def _lone_heading(passage: Passage) -> int:
    """Return where the text begins behind a sub-heading that only says that problems (or both) follow."""
    first = passage.lines[0].text
    head = re.match(r"[^。:]{2,30}[。:]?", first)
    if head and (PROBLEM_HEAD.fullmatch(head[0]) or (BOTH_HEAD.fullmatch(head[0]) and head.end() == len(first))):
        return head.end() if head.end() < len(passage.text) else 0
    return 0


def _sub_headings(passage: Passage) -> tuple[int, int, int, int] | None:
    """Return the ranges of problems and remedies where both have a sub-heading of their own."""
    problem = remedy = None
    for begin, end in _head_places(passage):
        head = HEAD.match(passage.text, begin, end)
        if head is None or BOTH.search(head[0]):
            continue
        if remedy is None and REMEDY_HEAD.fullmatch(head[0]):
            remedy = head.span()
        elif problem is None and remedy is None and PROBLEM_HEAD.fullmatch(head[0]):
            problem = head.span()
    if remedy is None or (problem is None and remedy[0] == 0):
        return None
    a = problem[1] if problem else 0
    return a, remedy[0], remedy[1], len(passage.text)


def _head_places(passage: Passage) -> list[tuple[int, int]]:
    """Return the stretches that a sub-heading may open: lines, and what follows an ordinal behind a full stop."""
    inside = (match.start() for match in INLINE_HEAD.finditer(passage.text))
    return list(pairwise([*sorted({*passage.begins, *inside}), len(passage.text)]))


def _split_range(page: Page, passage: Passage, start: int, end: int, year: int | None) -> tuple[list[Item], list[Item]]:
    text, starts = passage.text, _starts(passage)
    found = turns(text, start, end, starts, year)
    chain = listed(markers(text, start, end, starts))
    if chain and (counts_on(chain, found[0]) if found else _solved(text, start, end, starts)):
        return _item_by_item(page, passage, start, end, year)
    turn = turn_of(text, start, end, starts, found)
    if turn is None:
        return _items(page, passage, problem_ranges(text, start, end, starts)), []
    again = back(text, turn, end, starts)
    problems = _items(page, passage, problem_ranges(text, start, turn, starts)) if turn > start else []
    remedies = _items(page, passage, remedy_ranges(text, turn, again or end, starts))
    if again is not None:
        more = _split_range(page, passage, again, end, year)
        return problems + more[0], remedies + more[1]
    return problems, remedies


def _solved(text: str, start: int, end: int, starts: frozenset[int]) -> bool:
    """True if most items say themselves what was done about them."""
    items = split(text, start, end, starts)
    return len(items) < 2 * sum(solved_at(text, a, b) is not None for a, b in items)


def _item_by_item(
    page: Page, passage: Passage, start: int, end: int, year: int | None
) -> tuple[list[Item], list[Item]]:
    text, starts = passage.text, _starts(passage)
    problems: list[Range] = []
    remedies: list[Range] = []
    for a, b in split(text, start, end, starts):
        later = [at for at in turns(text, a, b, starts, year) if at > a]
        stop = later[0] if later else solved_at(text, a, b) or b
        if trimmed := trim(text, a, stop):
            problems.append(trimmed)
        if stop < b:
            remedies.append(after_trigger(text, stop, b))
    return _items(page, passage, problems), _items(page, passage, remedies)


def _items(page: Page, passage: Passage, ranges: Sequence[tuple[int, int]]) -> list[Item]:
    found = []
    for a, b in ranges:
        start, end = passage.span(a, b)
        found.append(Item(0, page.printed.text[start:end], start, end))
    return found
