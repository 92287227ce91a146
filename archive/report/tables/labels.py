"""From printed label cells to what they name. One dictionary look-up for a known wording, then milder and milder
readings of an unknown one; what stays unknown is said so, never defaulted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from archive.report.tables import variants
from archive.report.templates import APPLICANTS, StatRow
from archive.report.templates.pre2019 import PRE2019
from archive.report.templates.t2019 import T2019
from archive.report.templates.t2021 import T2021

Kind = Literal[
    "active_row",
    "active_column",
    "info",  # 信息内容, the corner of the first table
    "caption",  # 第二十条第(一)项
    "request_row",
    "request_group",
    "applicant",
    "applicant_head",  # 申请人情况, 法人或其他组织, the note on the identity
    "review_group",
    "review_leaf",
    "stat_row",
    "stat_head",
]


class Role(NamedTuple):
    """One thing that a label may name. Some labels name several: 其他 is a column and a row, 总计 three things."""

    kind: Kind
    key: str


_TABLE_OF: dict[Kind, str] = {
    "active_row": "active",
    "active_column": "active",
    "info": "active",
    "caption": "active",
    "request_row": "requests",
    "request_group": "requests",
    "applicant": "requests",
    "applicant_head": "requests",
    "review_group": "review",
    "review_leaf": "review",
    "stat_row": "statistics",
    "stat_head": "statistics",
}


def table_of(role: Role) -> str:
    """The table that a label of this kind belongs to: active, requests, review or statistics."""
    return _TABLE_OF[role.kind]


DROPPED = frozenset(
    " \t\n\r\xa0\u3000()（）[]【】〔〕{}<>《》〈〉「」『』“”\"'‘’`、,，。.．·;；:：-—–_/\\|*※~～!！?？…+&"
)  # blanks and punctuation: no label is told by them
_NOTHING = dict.fromkeys(map(ord, DROPPED), None)
_ORDINALS = "一二三四五六七八九十"
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LEADING = re.compile(rf"^(?:第?[{_ORDINALS}]+|[0-9]+)(?:[、.,)]|是)?")
_AMONG = re.compile(r"^(?:其中|另)[:,]?\(?")
_YEARS = re.compile(r"20[0-9]{2}年?度?")
_CAPTION = re.compile(r"第二十[一二三四]?条第?([一二三四五六七八九])项?")


def bare(text: str) -> str:
    """A folded label without blanks and punctuation, 其它 read as 其他: the form in which labels are compared."""
    text = text.translate(_NOTHING)
    return text.replace("其它", "其他") if "其它" in text else text


def _request_rows() -> Iterator[tuple[str, Role]]:
    for template in (T2021, T2019):
        for row in template.requests:
            role = Role("request_row", row.key) if row.key else Role("request_group", row.group or "")
            known = variants.REQUEST_ROWS if row.key else variants.REQUEST_GROUPS
            for label in (row.label, *known.get(role.key, ())):
                yield bare(label), role
                yield bare(row.ordinal + label), role


def _active() -> Iterator[tuple[str, Role]]:
    for template in (T2021, T2019):
        for row in template.active:
            for label in (row.label, *variants.ACTIVE_ROWS.get(row.name, ())):
                yield bare(label), Role("active_row", row.name)
            for label, _ in row.measures:
                for wording in (label, *variants.ACTIVE_COLUMNS[label]):
                    yield bare(wording), Role("active_column", label)
    yield "信息内容", Role("info", "")
    yield "信息类别", Role("info", "")
    for item in "一二三四五六七八九":
        yield f"第二十条第{item}项", Role("caption", item)
        yield f"第二十条{item}项", Role("caption", item)


def _applicants() -> Iterator[tuple[str, Role]]:
    for key, label in APPLICANTS:
        for wording in (label, *variants.APPLICANTS.get(key, ())):
            yield bare(wording), Role("applicant", key)
    for label in ("申请人情况", "法人或其他组织", "法人或者其他组织"):
        yield label, Role("applicant_head", "")


def _review() -> Iterator[tuple[str, Role]]:
    for key, wordings in variants.REVIEW_GROUPS.items():
        yield from ((bare(wording), Role("review_group", key)) for wording in wordings)
    for key, wordings in variants.REVIEW_LEAVES.items():
        yield from ((bare(wording), Role("review_leaf", key)) for wording in wordings)


def _statistics() -> Iterator[tuple[str, Role]]:
    rows: tuple[StatRow, ...] = PRE2019.statistics
    for row in rows:
        for label in (row.label, *row.also):
            yield bare(label), Role("stat_row", row.key)
    for label in ("统计指标", "统计数", "计量单位", "统计数量"):
        yield label, Role("stat_head", label)


@cache
def _roles() -> dict[str, tuple[Role, ...]]:
    """Every known wording in its bare form, with all that it may name."""
    found: dict[str, tuple[Role, ...]] = {}
    for source in (_active(), _request_rows(), _applicants(), _review(), _statistics()):
        for wording, role in source:
            if role not in found.get(wording, ()):
                found[wording] = (*found.get(wording, ()), role)
    return found


def known_wordings() -> Iterator[str]:
    """Every wording of every label, bare."""
    return iter(_roles())


@cache
def _wordings() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for wording, named in _roles().items():
        for role in named:
            if role.kind in ("active_row", "request_row", "stat_row"):
                found[role.key] = (*found.get(role.key, ()), wording)
    return found


def wordings(key: str) -> tuple[str, ...]:
    """Every known wording of a row, bare."""
    return _wordings()[key]


def beginning(text: str) -> Role | None:
    """The one row whose wording begins with these bare words: the first line of a wrapped label."""
    found = {
        role
        for wording, named in _roles().items()
        if wording.startswith(text)
        for role in named
        if role.kind in ("active_row", "request_row", "stat_row")
    }
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=8192)
def roles(text: str) -> tuple[Role, ...]:
    """Everything that a folded label may name, or nothing. Bracket notes, years and odd ordinals do not matter."""
    known = _roles()
    found = known.get(bare(text))
    if found or not text.strip():
        return found or ()
    if len(text) > 120:
        return ()
    return _milder(text, known)


def _milder(text: str, known: dict[str, tuple[Role, ...]]) -> tuple[Role, ...]:
    """Labels with a note in brackets, a year inside, another ordinal; captions; the note on the identity."""
    text = "".join(text.split())
    if text.startswith(("第二十", "第20")):
        return _caption(text)
    if "勾稽关系" in text or "第一项加第二项" in text:
        return (Role("applicant_head", "identity"),)
    without = _LEADING.sub("", text.lstrip("("), count=1).lstrip(")、.,")
    for wording in (_BRACKETED.sub("", text), without, _BRACKETED.sub("", without), _YEARS.sub("", text)):
        if found := known.get(bare(wording)):
            return found
    for wording in (_BRACKETED.sub("", _YEARS.sub("", without)), _LEADING.sub("", _AMONG.sub("", text))):
        if found := known.get(bare(wording)):
            return found
    return ()


def _caption(text: str) -> tuple[Role, ...]:
    found = _CAPTION.match(bare(text)) if len(text) <= 20 else None
    return (Role("caption", found[1]),) if found else ()
