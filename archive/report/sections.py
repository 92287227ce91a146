"""Cuts a report at its main headings.

Two frames exist. The statutory frame (report years 2019 on) has six sections in a fixed order; it is recognised by at
least three canonical headings, and its chain is the heaviest sequence of headings in that order, so that an old
report nested in part 一 (its ordinals restart) or a misprinted ordinal does not break it. Any other frame is a chain
of rising ordinals in one style. What is chosen is never a row of a table: 四、结转下年度继续办理.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from msgspec import Struct

from archive.model import Section
from archive.report.headings import LONGEST, RANKS, Heading, headings
from archive.report.page import Line, Page, Passage, line_of, passages

STYLE_ORDER = ("part", "han", "first", "paren", "arabic", "bare")
MOST = 400  # candidates that are weighed; reports have some twenty
ENOUGH = 3  # canonical headings that make a statutory frame
FIRST_MISSING = 60  # characters before section 2 that make a section 1 without heading


class Part(Struct, frozen=True):
    """A section with the lines of its body; the lead before the first heading is no Section and has its own place."""

    section: Section
    lines: tuple[Line, ...]


class Frame(Struct, frozen=True):
    """The sections of a report, the lines before the first one, and which frame they follow."""

    kind: str  # statutory, numbered, none
    lead: tuple[Line, ...]
    parts: tuple[Part, ...]

    @property
    def sections(self) -> tuple[Section, ...]:
        return tuple(part.section for part in self.parts)

    def passages(self, page: Page) -> list[Passage]:
        """Return lead and sections as passages, each knowing its section key ("lead" before the first)."""
        found = passages(page.folded, self.lead, "lead")
        for part in self.parts:
            found.extend(passages(page.folded, part.lines, part.section.key))
        return found


def frame_of(page: Page, tables: Sequence[tuple[int, int]] = ()) -> Frame:
    """Return the frame of a page. `tables` are printed ranges of statutory tables, which vouch for their headings."""
    found = list(islice(headings(page.lines), MOST))
    statutory = {h.key for h in found if h.statutory and h.key in RANKS}
    chain: list[Heading] = []
    kind = "none"
    if len(statutory) >= ENOUGH:
        kind, chain = "statutory", _statutory(page, found, tables)
        slips = sum(RANKS[h.key or ""] != h.ordinal for h in chain if h.key in RANKS)
        if slips > 1 and _counted(own := _numbered(found)):
            kind, chain = "numbered", own  # an older frame that only shares headings with the statutory one
    elif numbered := _numbered(found):
        kind, chain = "numbered", numbered
    return Frame(kind, *_cut(page, chain, kind))


def _counted(chain: list[Heading]) -> bool:
    """True if a chain counts its headings from one without a slip."""
    return [heading.ordinal for heading in chain] == list(range(1, len(chain) + 1))


def _heaviest(
    found: Sequence[Heading],
    weight: Callable[[Heading], float],
    follows: Callable[[Heading, Heading], bool],
) -> list[Heading]:
    """Return the heaviest sequence in which every heading may follow the one before it."""
    best: list[tuple[float, int]] = []  # weight of the best chain that ends here, and where it came from
    for i, heading in enumerate(found):
        before = max(
            ((best[j][0], j) for j in range(i) if follows(found[j], heading)),
            default=(0.0, -1),
        )
        best.append((before[0] + weight(heading), before[1]))
    chain: list[Heading] = []
    at = max(range(len(best)), key=lambda i: best[i][0], default=-1)
    while at >= 0:
        chain.append(found[at])
        at = best[at][1]
    return chain[::-1]


def _statutory(page: Page, found: list[Heading], tables: Sequence[tuple[int, int]]) -> list[Heading]:
    styles = [h.style for h in found if h.statutory]
    main = max(
        dict.fromkeys(styles),
        key=lambda style: (styles.count(style), style in STYLE_ORDER[:2]),
    )

    def weight(heading: Heading) -> float:
        rank = RANKS[heading.key or ""]
        begins = page.lines[heading.line].start
        table = any(begins < a < begins + 400 for a, _ in tables) and rank in (2, 3, 4)
        return (
            1.0
            + 2.0 * heading.statutory
            + 1.0 * (heading.ordinal == rank)
            + 1.0 * (heading.style == main)
            + 0.5 * heading.alone
            + 2.0 * table
            + 0.001 * heading.line * (-1 if rank == 1 else 1)  # a nested frame stands inside part one
        )

    candidates = [h for h in found if h.key in RANKS and (h.style == main or h.statutory)]
    chain = _heaviest(candidates, weight, lambda a, b: RANKS[a.key or ""] < RANKS[b.key or ""])
    return _with_extras(found, chain, main)


def _with_extras(found: list[Heading], chain: list[Heading], main: str) -> list[Heading]:
    """Add main headings that the statutory frame does not know: a seventh part, one between two others."""
    result: list[Heading] = []
    for nth, heading in enumerate(chain):
        after = chain[nth + 1] if nth + 1 < len(chain) else None
        result.append(heading)
        last = heading.ordinal or RANKS[heading.key or ""]
        for extra in found:
            if extra.style != main or not extra.alone or extra.ordinal is None or not _between(heading, extra, after):
                continue
            if extra.ordinal == last + 1 and (after is None or extra.ordinal < (after.ordinal or 0)):
                result.append(extra)
                last = extra.ordinal
    return result


def _between(before: Heading, extra: Heading, after: Heading | None) -> bool:
    at = (extra.line, extra.start)
    return (before.line, before.start) < at and (after is None or at < (after.line, after.start))


def _numbered(found: list[Heading]) -> list[Heading]:
    """Return the chain of rising ordinals of the style that names the most sections."""
    best: list[Heading] = []
    for style in STYLE_ORDER:
        chosen = [h for h in found if h.style == style and (h.alone or h.key)]
        chain = _heaviest(chosen, _numbered_weight, lambda a, b: (a.ordinal or 0) < (b.ordinal or 0))
        if len({h.key for h in chain if h.key}) > len({h.key for h in best if h.key}):
            best = chain
    if len({h.key for h in best if h.key}) >= 2:
        return best
    return _unnumbered(found)


def _numbered_weight(heading: Heading) -> float:
    return 0.5 + 1.5 * (heading.key is not None) + 0.5 * heading.statutory + 0.3 * heading.alone


def _unnumbered(found: list[Heading]) -> list[Heading]:
    chosen = [h for h in found if h.style in ("none", "bare") and h.key in RANKS]
    chain = _heaviest(chosen, lambda h: 1.0, lambda a, b: RANKS[a.key or ""] < RANKS[b.key or ""])
    return chain if len(chain) >= 2 else []


def _cut(page: Page, chain: list[Heading], kind: str) -> tuple[tuple[Line, ...], tuple[Part, ...]]:
    """Return the lines before the first heading, and a Part per heading."""
    if not chain:
        return page.lines, ()
    first = chain[0]
    lead = (*page.lines[: first.line], *_piece(page, first.line, 0, first.start))
    parts = []
    if kind == "statutory" and RANKS.get(first.key or "", 1) > 1 and first.ordinal != 1:
        opening = _headless(page, lead)
        if opening is not None:
            parts.append(opening)
            lead = tuple(line for line in lead if line.end <= opening.section.start)
    for nth, heading in enumerate(chain):
        after = chain[nth + 1] if nth + 1 < len(chain) else None
        parts.append(_part(page, heading, after, kind, len(parts) + 1))
    return lead, tuple(parts)


def _headless(page: Page, lead: tuple[Line, ...]) -> Part | None:
    """Section 1 whose heading is missing: what stands between the title and section 2."""
    body = [line for line in lead if len(line.text) > LONGEST or line.text.endswith("。")]
    if sum(len(line.text) for line in body) < FIRST_MISSING:
        return None
    start, end = body[0].start, lead[-1].end
    section = Section(1, "overview", "", page.printed.text[start:end], start, end)
    return Part(section, tuple(line for line in lead if line.start >= start))


def _part(page: Page, heading: Heading, after: Heading | None, kind: str, position: int) -> Part:
    last = after.line if after else len(page.lines)
    same = after is not None and after.line == heading.line
    stop = after.start if after is not None and same else len(page.lines[heading.line].text)
    body = [*_piece(page, heading.line, heading.stop, stop)]
    if not same:
        body.extend(page.lines[heading.line + 1 : last])
        if after is not None:
            body.extend(_piece(page, after.line, 0, after.start))
    title = _piece(page, heading.line, heading.start, heading.stop)
    n = RANKS.get(heading.key or "", position) if kind == "statutory" else heading.ordinal or position
    start = title[0].end if title else page.lines[heading.line].end
    start, end = _bounds(page, start, after)
    printed = page.printed.text
    name = printed[title[0].start : title[0].end].strip() if title else ""
    return Part(
        Section(n, heading.key or "other", name, printed[start:end], start, end),
        tuple(body),
    )


def _bounds(page: Page, start: int, after: Heading | None) -> tuple[int, int]:
    """Return the printed range of a section's body without white space at its ends; tables in it are part of it."""
    text = page.printed.text
    if after is None:
        end = max(
            (b.end for b in page.printed.blocks if not b.furniture and b.start <= page.lines[-1].end),
            default=0,
        )
        end = max(end, page.lines[-1].end)
    else:
        line = page.lines[after.line]
        piece = _piece(page, after.line, after.start, len(line.text))
        end = piece[0].start if piece else line.start
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _piece(page: Page, number: int, start: int, stop: int) -> list[Line]:
    """Return text[start:stop] of a line as a line of its own."""
    if start >= stop:
        return []
    line = page.lines[number]
    if start == 0 and stop == len(line.text):
        return [line]
    folded = page.folded
    begin, _ = folded.span(line.folded_at(start), line.folded_at(start) + 1)
    _, end = folded.span(line.folded_at(stop - 1), line.folded_at(stop - 1) + 1)
    piece = line_of(folded, line.block, begin, end)
    return [piece] if piece else []
