"""Problems and remedies that labels name pair by pair: 问题1:…改进措施:… 问题2:…改进措施:…"""

from __future__ import annotations

import re

from archive.report.items import split, trim

Range = tuple[int, int]

NTH = r"(?:[一二三四五六七八九十\d]{1,2})?"
LABEL = re.compile(
    r"(?:\([一二三四五六七八九十\d]{1,2}\)|[一二三四五六七八九十\d]{1,2}[、.])?(?:"
    rf"(?P<problem>(?:存在|主要|突出|的)*(?:问题|不足){NTH}:)"
    rf"|(?P<remedy>(?:整改|改进|解决|应对)(?:情况|措施|办法|方向|计划|建议|成效)?{NTH}:|(?:措施|对策|建议){NTH}:))"
)
OPENS = frozenset("。;!?)")


def labelled(text: str, starts: frozenset[int]) -> tuple[list[Range], list[Range]] | None:
    """Return problems and remedies where at least two pairs of labels take turns; None elsewhere."""
    found = [match for match in LABEL.finditer(text) if match.start() in starts or text[match.start() - 1] in OPENS]
    roles = [match.lastgroup for match in found]
    if len(found) < 4 or len(found) % 2 or roles != ["problem", "remedy"] * (len(found) // 2):
        return None
    ends = [match.start() for match in found[1:]] + [len(text)]
    ranges: dict[str | None, list[Range]] = {"problem": [], "remedy": []}
    for match, end in zip(found, ends, strict=True):
        whole = trim(text, match.end(), end)
        ranges[match.lastgroup].extend(split(text, match.end(), end, starts) or ([whole] if whole else []))
    return ranges["problem"], ranges["remedy"]
