"""Flattened tables: printed lines cut into known labels, values and other words, with the place of each.

A label is found wherever its characters follow one another, blanks and punctuation between them; the longest known
wording wins. What is no label is cut at blanks. Runs of digits stay whole: splitting them is the reader's decision.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from archive.report.tables.labels import DROPPED, Role, known_wordings, roles
from archive.report.tables.values import Value, read_value

_OPENING = "(（[【“\"'"
_VALUE = re.compile(
    r"[+\-−–]?[0-9][0-9,]*(?:\.[0-9]+)?(?:万元|元|件|宗|条)?|[/\\](?=\s|$)|[-—–－]{1,3}(?=\s|$)|无(?=\s|$)"
)
_ENDS_IN_VALUE = re.compile(r"\s(?:[/\\]|[-—–－]{1,3}|无)$")
_WORD = re.compile(r"[^\s0-9]+")
_NOTE = re.compile(r"\s?[(（][^()（）]{1,40}[)）]")
# No form counts its rows beyond nine in digits; of 12. behind other digits the 1 may be a value.
_ORDINAL = re.compile(r"[1-9][.、．,)）]")
_PREFIX = re.compile(r"[(（](?:[一二三四五六七八九十]{1,2}|[1-9])[)）]|(?:[一二三四五六七八九十]{1,2}|[1-9])[、.．]")
_SHORT = 5  # characters up to which a label inside a longer word is not one: 规章 in 规章制度
_LONGEST_LINE = 6_000


class Token(NamedTuple):
    """A stretch of a folded line: a label (`roles`), a value, or other words (neither)."""

    start: int
    end: int
    text: str
    roles: tuple[Role, ...] = ()
    value: Value | None = None

    @property
    def is_word(self) -> bool:
        return not self.roles and self.value is None


class _Trie(dict[str, "_Trie"]):
    """Wordings, character by character; `ends` where one is complete."""

    ends = False


@cache
def _trie() -> _Trie:
    """Every known wording."""
    root = _Trie()
    for wording in known_wordings():
        node = root
        for char in wording:
            node = node.setdefault(char, _Trie())
        node.ends = True
    return root


def tokens(line: str) -> Iterator[Token]:
    """Cut one folded line. A line that is one label or one value as a whole is one token."""
    if len(line) > _LONGEST_LINE:
        return
    if not line[-1:].isdigit() and not _ENDS_IN_VALUE.search(line) and (found := roles(line)):
        yield Token(0, len(line), line, found)
        return
    # 三 on a line of its own is a character of a vertical label (三、本年度办理结果), never a value.
    value = read_value(line)
    if value.state not in ("text", "ambiguous", "blank") and (line[-1] < "\u4e00" or line[0].isdigit() or line == "无"):
        yield Token(0, len(line), line, (), value)
        return
    at = 0
    while at < len(line):
        if line[at].isspace():
            at += 1
            continue
        token = _label_at(line, at) or _value_at(line, at) or _word_at(line, at)
        yield token
        at = token.end


def _label_at(line: str, start: int) -> Token | None:
    """The longest known wording that begins here, with a note in brackets behind it."""
    if line[start] in DROPPED and line[start] not in _OPENING:
        return None
    if line[start].isdigit() and not _begins_ordinal(line, start):
        return None
    end = _longest(line, start)
    if end is None and (ordinal := _PREFIX.match(line, start)) is not None:
        end = _longest(line, ordinal.end())
    if end is None:
        return None
    while end < len(line) and line[end] in ")）]】”\"'":
        end += 1
    if (note := _NOTE.match(line, end)) is not None:
        end = note.end()
    found = roles(line[start:end])
    if not found or (end - start <= _SHORT and _goes_on(line, end)):
        return None
    return Token(start, end, line[start:end], found)


def _begins_ordinal(line: str, start: int) -> bool:
    """A digit begins a label only as its ordinal: with a point after it, or directly before the words."""
    if _ORDINAL.match(line, start):
        return True
    following = line[start + 1 : start + 2]
    return "\u4e00" <= following <= "\u9fff" and not line[start - 1 : start].isdigit()


def _longest(line: str, start: int) -> int | None:
    node = _trie()
    end: int | None = None
    at = start
    while at < len(line):
        char = line[at]
        if char in DROPPED:
            at += 1
            continue
        following = node.get(char)
        if following is None:
            break
        node = following
        at += 1
        if node.ends:
            end = at
    return end


def _goes_on(line: str, end: int) -> bool:
    """Do other Chinese words follow without a blank, which are no label themselves?"""
    return end < len(line) and "\u4e00" <= line[end] <= "\u9fff" and _longest(line, end) is None


def _value_at(line: str, start: int) -> Token | None:
    """A value, cut where the ordinal of the next label begins."""
    found = _VALUE.match(line, start)
    if found is None:
        return None
    end = found.end()
    for at in range(start + 1, end):
        if line[at].isdigit() and _ORDINAL.match(line, at) and _label_at(line, at) is not None:
            end = at
            break
    text = line[start:end]
    return Token(start, end, text, (), read_value(text))


def _word_at(line: str, start: int) -> Token:
    """Other words, up to a blank, a digit or a label."""
    found = _WORD.match(line, start)
    end = found.end() if found else start + 1
    for at in range(start + 1, end):
        if _label_at(line, at) is not None:
            end = at
            break
    return Token(start, end, line[start:end])
