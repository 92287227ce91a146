"""The ranges of single problems and of single remedies in a stretch of text (format fact sheet D4, D5)."""

from __future__ import annotations

import re

from archive.report.items import DEFICIENCY, joined_deficiencies, pieces, split, trim
from archive.report.problem_turns import LACK

Range = tuple[int, int]

STRIP_TRIGGER = re.compile(
    r"(?:下一?步(?:工作中|的工作中)?|今后(?:的工作中?)?|在今后(?:的工作中?)?|下一?阶段|接下来|下一?年度?|来年|明年|新的一年里?|为此|对此|因此"
    rf"|(?:针对|对于?|鉴于|就)[^,。;]{{0,18}}?(?:{LACK}|情况|此)|(?:在)?20\d\d年"
    r"|(?:改进措施|整改措施|改进情况)(?:主要)?(?:有|是|为|包括|如下)?)(?:[,:、]|(?=我|将|要))"
)
INTRO = re.compile(
    rf"[^。;]{{0,120}}?(?<!不)(?:存在|有)(?:着|了|的)?[^。;,]{{0,10}}?{LACK}(?:[和与及、]{LACK})?"
    r"(?:[,:。]|$)(?:(?:主要|具体)?(?:表现|体现|反映)?(?:在于|在|为|是|有)?(?:以下|如下)?[几一二两三四五六]?个?(?:方面)?(?:的)?(?:问题)?[:,。])?"
)
EXISTS = re.compile(r"[^。;:]{0,80}?(?<!不)(?:存在|面临)(?:着|了|的)?:")
EMBEDDED = re.compile(
    rf"(?<!不)(?:存在(?:着|了)?|面临|还有|有)([^。;]{{4,160}}?)(?:等|等等|这)?(?:方面)?(?:的)?(?:{LACK}|现象|情况)(?=[,。;]|$)"
)
SUCH_AS = re.compile(
    rf"{LACK}[,:]?(?:主要)?(?:例?如|比如|包括|是|有|为|表现为)[:,]?([^。;]{{4,160}}?)(?:等{{1,2}})?(?=,(?:均|都|有待|这些)|[。;]|$)"
)
NAMED = re.compile(
    rf"(?:目前|当前)?(?:(?:仍|还|依然|尚)?存在的?)?(?:主要|突出)?的?{LACK}(?:之处)?(?:主要)?(?:是|有|为|在于|表现在|体现在)?[:,]?"
)
NAMELY = re.compile(
    r"(?:例?如|比如|主要(?:是|有|表现为)|表现为)[:,]?([^。;]{4,200}?)(?:等{1,2}|等方面)?(?:的)?(?:[。;]|$)"
)
CONCESSIVE = re.compile(r"^.{0,80}?[,。;]?(?:但是?|然而|不过)(?!书)[,]?")
CAUSE = re.compile(r"(?:(?:其|究其|主要|造成)[^,。;]{0,12})?原因(?:主要)?(?:是|在于|有|为|:)")
# Said to be none, or solved since: no problem of this report.
GONE = re.compile(
    rf"(?:不存在|没有|未发现|暂无|无)[^,。;]{{0,8}}{LACK}"
    rf"|(?:上年度?|上一年度?|去年|20\d\d年度?|往年)[^。;]{{0,60}}{LACK}[^。;]{{0,60}}(?:已|均|都)[^,。;]{{0,8}}(?:解决|整改|改正|完成|改善)"
)
LEAD_IN = re.compile(r"(?:以下|如下|下列)[^,。]{0,12}$|(?:方面|工作|措施|重点)[:]?$")
LEAD = re.compile(r"[^。;:]{0,40}?(?:以下|如下|下列)[^。;:]{0,14}:")


def problem_ranges(text: str, start: int, end: int, starts: frozenset[int]) -> list[Range]:
    """Return the problems in text[start:end]: listed items, else sentences that name a deficiency."""
    if found := split(text, start, end, starts):
        return found
    ranges: list[Range] = []
    said: list[Range] = []  # sentences that only say that there are problems: problems where nothing follows
    listing = False  # behind 存在以下不足: every piece up to the full stop is one
    for a, b in pieces(text, start, end, starts):
        stopped = text[b : b + 1] != ";"
        if GONE.search(text, a, b):
            continue
        opened = _behind_intro(text, a, b)
        if opened == b:
            said.append((a, b))
            listing = True
            continue
        listing = listing or (opened > a and text[opened - 1] == ":")
        _add(ranges, text, opened, b, listing)
        listing = listing and not stopped
    if not ranges:
        for a, b in said:
            _add(ranges, text, a, b, False)
    return [trimmed for a, b in ranges if (trimmed := trim(text, a, b))]


def _behind_intro(text: str, start: int, end: int) -> int:
    """Return where a sentence goes on that first says that there are problems; its end if it says nothing else."""
    intro = INTRO.match(text, start, end) or EXISTS.match(text, start, end)
    if intro is None or _names_one(text, start, end):
        return start
    rest = trim(text, intro.end(), end)
    if rest is None:
        return end
    return rest[0] if DEFICIENCY.search(text, *rest) or text[intro.end() - 1] == ":" else start


def _names_one(text: str, start: int, end: int) -> bool:
    """True for 存在答复不规范等问题, which says that there are problems and which."""
    embedded = EMBEDDED.search(text, start, end)
    return embedded is not None and DEFICIENCY.search(text, *embedded.span(1)) is not None


def _add(ranges: list[Range], text: str, start: int, end: int, listing: bool) -> None:
    if ranges and CAUSE.match(text, start, end):
        ranges[-1] = (ranges[-1][0], end)
    elif named := NAMELY.match(text, start, end):
        ranges.extend(joined_deficiencies(text, *named.span(1)))
    elif embedded := SUCH_AS.search(text, start, end) or EMBEDDED.search(text, start, end):
        ranges.extend(joined_deficiencies(text, *embedded.span(1)))
    elif listing or DEFICIENCY.search(text, start, end):
        found = _after_concession(text, start, end)
        ranges.extend(joined_deficiencies(text, *found, marks="、") if listing else [found])
    elif ranges:
        ranges[-1] = (ranges[-1][0], end)


def _after_concession(text: str, start: int, end: int) -> Range:
    if (named := NAMED.match(text, start, end)) and named.end() < end:
        return named.end(), end
    match = CONCESSIVE.match(text[start:end])
    return (start + match.end(), end) if match and DEFICIENCY.search(text, start + match.end(), end) else (start, end)


def remedy_ranges(text: str, start: int, end: int, starts: frozenset[int]) -> list[Range]:
    """Return the remedies in text[start:end]: listed items, else sentences without their opening words."""
    if found := split(text, start, end, starts):
        return found
    ranges = []
    for a, b in pieces(text, start, end, starts):
        stripped = after_trigger(text, a, b)
        if not LEAD_IN.search(text[stripped[0] : stripped[1]]):
            ranges.append(stripped)
    return ranges


def after_trigger(text: str, start: int, end: int) -> Range:
    """Return the range without what only says that remedies follow."""
    at = start
    while (match := STRIP_TRIGGER.match(text, at, end)) and trim(text, match.end(), end):
        at = match.end()
    lead = LEAD.match(text, at, end)
    at = lead.end() if lead and trim(text, lead.end(), end) else at
    return trim(text, at, end) or (start, end)
