"""Pinyin glosses in brackets after Han characters, as copies made for search engines carry them.

Families met (report-format, mirrors): toned after some characters, in half- or full-width brackets, blanks inside;
without tone and repeated, as often as the run of glossed characters is long. Real brackets stay: what is upper-case,
hyphenated, or no syllable of Mandarin is no gloss.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

from archive.text.offsets import Edit

MANY = 20  # untoned brackets of which a page must hold more before single ones are taken for glosses
FEW_TONED = 2  # toned brackets beyond which the page is of the glossing kind: then (de) and (le) are glosses as well
LONGEST = 24  # letters; a longer bracket is prose

_HAN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af]")
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ\u0300-\u030c"
_LETTERS = f"a-zü\u0251\u0261ê{_TONED}"
_GROUP = re.compile(rf"\([ \t]*([{_LETTERS}]+(?:['’ \t][{_LETTERS}]+)*[1-5]?)[ \t]*\)")
_HINT = re.compile(rf"\([ \t]*[{_LETTERS}]")
_FINALS = {
    "": "a o e ai ei ao ou an en ang eng er yi ya yo ye yao you yan yin yang ying yong wu wa wo wai wei wan wen wang "
    "weng yu yue yuan yun",
    "b": "a o ai ei ao an en ang eng i ie iao ian in ing u",
    "p": "a o ai ei ao ou an en ang eng i ie iao ian in ing u",
    "m": "a o e ai ei ao ou an en ang eng i ie iao iu ian in ing u",
    "f": "a o ei ou an en ang eng u",
    "d": "a e ai ei ao ou an en ang eng i ia ie iao iu ian ing u uo ui uan un ong",
    "t": "a e ai ao ou an ang eng i ie iao ian ing u uo ui uan un ong",
    "n": "a e ai ei ao ou an en ang eng i ie iao iu ian in iang ing u uo uan ong v ve ue",
    "l": "a e o ai ei ao ou an ang eng i ia ie iao iu ian in iang ing u uo uan un ong v ve ue",
    "g": "a e ai ei ao ou an en ang eng u ua uo uai ui uan un uang ong",
    "k": "a e ai ei ao ou an en ang eng u ua uo uai ui uan un uang ong",
    "h": "a e ai ei ao ou an en ang eng u ua uo uai ui uan un uang ong",
    "j": "i ia ie iao iu ian in iang ing u ue uan un iong v",
    "q": "i ia ie iao iu ian in iang ing u ue uan un iong v",
    "x": "i ia ie iao iu ian in iang ing u ue uan un iong v",
    "zh": "a e i ai ei ao ou an en ang eng u ua uo uai ui uan un uang ong",
    "ch": "a e i ai ao ou an en ang eng u ua uo uai ui uan un uang ong",
    "sh": "a e i ai ei ao ou an en ang eng u ua uo uai ui uan un uang",
    "r": "e i ao ou an en ang eng u ua uo ui uan un ong",
    "z": "a e i ai ei ao ou an en ang eng u uo ui uan un ong",
    "c": "a e i ai ao ou an en ang eng u uo ui uan un ong",
    "s": "a e i ai ao ou an en ang eng u uo ui uan un ong",
}
SYLLABLES = frozenset(initial + final for initial, finals in _FINALS.items() for final in finals.split())
_PLAIN = str.maketrans({"ɑ": "a", "ɡ": "g", "ü": "v", "ê": "e"})


def _bare(letters: str) -> tuple[str, bool]:
    """The letters without tones, blanks and apostrophes, and whether a tone was marked."""
    parts = unicodedata.normalize("NFD", letters.replace("ü", "v").translate(_PLAIN))
    bare = "".join(c for c in parts if c.isascii() and c.isalpha())
    toned = any("\u0300" <= c <= "\u030c" and c != "\u0308" for c in parts)
    return bare, toned


@lru_cache(maxsize=2048)
def _is_pinyin(letters: str) -> bool:
    """Whether the letters are one syllable of Mandarin or a few in a row (a gloss may cover a word)."""
    if letters in SYLLABLES or len(letters) > LONGEST:
        return letters in SYLLABLES
    reached = {0}
    for end in range(1, len(letters) + 1):
        if any(letters[start:end] in SYLLABLES for start in range(max(0, end - 6), end) if start in reached):
            reached.add(end)
    return len(letters) in reached


class _Glossed:
    """A Han character with the brackets right after it: its offset, where they end, and what they say."""

    __slots__ = ("end", "han", "letters", "toned")

    def __init__(self, han: int) -> None:
        self.han = han
        self.end = han + 1
        self.letters: list[str] = []
        self.toned = False


def _glossed(text: str) -> list[_Glossed]:
    """Every character followed by brackets that hold syllables; a bracket that holds none ends the row."""
    rows: list[_Glossed] = []
    for found in _GROUP.finditer(text):
        letters, toned = _bare(found.group(1))
        if not _is_pinyin(letters):
            continue
        at = len(text[max(0, found.start() - 3) : found.start()].rstrip(" \t"))
        at += max(0, found.start() - 3)
        if not (rows and rows[-1].end == at):
            if at == 0 or _HAN.match(text, at - 1) is None:
                continue
            rows.append(_Glossed(at - 1))
        row = rows[-1]
        row.end = found.end()
        row.letters.append(letters)
        row.toned = row.toned or toned
    return rows


def _is_proof(before: _Glossed, after: _Glossed) -> bool:
    """Two neighbouring characters, each with one syllable in brackets: no writer does that."""
    said = (before.letters[0], after.letters[0])
    return before.end == after.han and all(each in SYLLABLES for each in said) and max(map(len, said)) > 1


def _untoned_too(rows: list[_Glossed]) -> bool:
    """Whether brackets without a tone are glosses as well: many of them, some said twice, neighbours, or toned ones."""
    untoned = [row for row in rows if not row.toned]
    if len(untoned) > MANY or len(rows) - len(untoned) > FEW_TONED:
        return True
    if any(len(row.letters) > 1 and len(set(row.letters)) == 1 for row in untoned):
        return True
    return any(_is_proof(a, b) for a, b in pairwise(rows))


def find_glosses(text: str) -> list[Edit]:
    """Edits that leave each glossed character and drop its brackets. `text` is NFKC text (brackets half-width)."""
    if _HINT.search(text) is None:
        return []
    rows = _glossed(text)
    every = _untoned_too(rows)
    return [(row.han, row.end, text[row.han]) for row in rows if every or row.toned]
