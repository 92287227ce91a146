"""Pinyin glosses in brackets after Han characters, as copies made for search engines carry them.

Families met (report-format, mirrors): toned after some characters, in half- or full-width brackets, blanks inside;
without tone and repeated, as often as the run of glossed characters is long. Real brackets stay: what is upper-case,
hyphenated, or no syllable of Mandarin is no gloss.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from archive.text.offsets import Edit

MANY = 20  # untoned groups of which a page must hold more before single ones are taken for glosses

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af"
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ\u0300-\u030c"
_LETTERS = f"a-zü\u0251\u0261ê{_TONED}"
_GROUP = re.compile(rf"\([ \t]*([{_LETTERS}]+(?:['’ \t]?[{_LETTERS}]+)*[1-5]?)[ \t]*\)")
_HINT = re.compile(rf"\([ \t]*[{_LETTERS}]")
_BLANKS_BEFORE = " \t"
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
_WORD = re.compile("(?:" + "|".join(sorted(SYLLABLES, key=len, reverse=True)) + ")+")
_PLAIN = str.maketrans({"ɑ": "a", "ɡ": "g", "ü": "v", "ê": "e"})


def _bare(letters: str) -> tuple[str, bool]:
    """The letters without tones, blanks and apostrophes, and whether a tone was marked."""
    parts = unicodedata.normalize("NFD", letters.replace("ü", "v").translate(_PLAIN))
    bare = "".join(c for c in parts if c.isascii() and c.isalpha())
    toned = any("\u0300" <= c <= "\u030c" and c != "\u0308" for c in parts)
    return bare, toned


class _Group:
    """One bracket after a Han character: where the character stands, the bracket, and what it says."""

    __slots__ = ("end", "han", "letters", "syllable", "toned")

    def __init__(self, han: int, end: int, letters: str) -> None:
        self.han, self.end = han, end
        self.letters, self.toned = _bare(letters)
        self.syllable = _WORD.fullmatch(self.letters) is not None


def _is_han(character: str) -> bool:
    return (
        "\u4e00" <= character <= "\u9fff"
        or "\u3400" <= character <= "\u4dbf"
        or character in "\u3007"
        or ("\U00020000" <= character <= "\U000323af")
    )


def _groups(text: str) -> Iterator[_Group]:
    """Every bracket of letters that follows a Han character, or another such bracket after one."""
    last = _Group(0, -1, "")
    for found in _GROUP.finditer(text):
        at = found.start()
        while at > 0 and text[at - 1] in _BLANKS_BEFORE:
            at -= 1
        if at > 0 and _is_han(text[at - 1]):
            last = _Group(at - 1, found.end(), found.group(1))
            yield last
        elif at == last.end:
            last = _Group(last.han, found.end(), found.group(1))
            yield last


def _is_evidence(before: _Group, group: _Group) -> bool:
    """Two untoned brackets that can only be glosses: one said twice, or two neighbouring characters each with its own."""
    if before.han == group.han:
        return before.letters == group.letters
    return before.end == group.han and len(group.letters) <= 6 and len(before.letters) <= 6


def find_glosses(text: str) -> list[Edit]:
    """Edits that leave each glossed character and drop its brackets. `text` is NFKC text (brackets half-width)."""
    if _HINT.search(text) is None:
        return []
    groups = [group for group in _groups(text) if group.syllable]
    toned = sum(group.toned for group in groups)
    untoned = [group for group in groups if not group.toned]
    proof = any(_is_evidence(a, b) for a, b in zip(untoned, untoned[1:], strict=False))
    loose = proof or len(untoned) > MANY or toned > 2
    edits: list[Edit] = []
    for group in groups:
        if not group.toned and not loose:
            continue
        if edits and edits[-1][0] == group.han:
            edits[-1] = (group.han, group.end, text[group.han])
        else:
            edits.append((group.han, group.end, text[group.han]))
    return edits
