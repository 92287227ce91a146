"""The first step of folding: characters that print alike become one character.

NFKC (Unicode 15) for full-width forms, Kangxi radicals and compatibility ideographs, with four differences: circled
numbers become bracketed ones (a circled 1 before 39 must never read 139), superscripts and fractions stay as they
are (a footnote mark is no digit), invisible characters go, and every blank is the plain one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from archive.text.offsets import Edit, Layer, rewrite

# Same-length replacements that nearly every Chinese page needs; str.replace is many times quicker than a pattern.
_COMMON = tuple(zip("，（）：；？！％　\xa0", ",():;?!%  ", strict=True))
_ODD = re.compile("[^\t\n -~·×—–‘’“”、。〇《》〈〉「」『』【】〔〕\u3400-\u4dbf\u4e00-\u9fff]")
_INVISIBLE = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff"
)
_HIDDEN = re.compile(f"[{_INVISIBLE}]")
# Marks that join the character before them, the half-width voicing marks of Japanese among them.
_MARKS = "\u0300-\u034e\u0350-\u036f\u3099\u309a\uff9e\uff9f"
_MARK = re.compile(f"[{_MARKS}]")
_ODD_OR_MARKED = re.compile(f"(?:[^\\n][{_INVISIBLE}]{{0,8}}[{_MARKS}][{_INVISIBLE}{_MARKS}]*)|{_ODD.pattern}")
_BLANK = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000\u3164\uffa0]")
_KEPT = frozenset("´¨¯¸˘˙˚˛˜˝‾ªº²³¹¼½¾⁰ⁱ⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞⅟↉")
# The CJK Radicals Supplement, of which NFKC folds two; PDF fonts print the others for whole characters.
_RADICALS = dict(
    zip(
        "⺁⺅⺈⺎⺐⺗⺙⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺬⺭⺮⺯⺰⺱⺳⺴⺶⺷⺸⺺⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻯⻰⻳",
        "厂亻刀兀尢心攵母民氵水灬爫爫丬牛犭王疋示礻竹糸纟网冈网羊羊羊聿肉臼艹艹艹虎衤西西见角角讠贝足车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食飠饣首马骨鬼鱼鸟卤麦黄黾齐齿竜龙龟",
        strict=True,
    )
)


_RINGS = (  # first code point, first value, how many
    (0x2460, 1, 20), (0x24EA, 0, 1), (0x24EB, 11, 10), (0x24F5, 1, 10), (0x2776, 1, 10), (0x2780, 1, 10),
    (0x278A, 1, 10), (0x3251, 21, 15), (0x32B1, 36, 15),
)  # fmt: skip


def _circled() -> dict[str, str]:
    """Circled numbers, and the negative circled ones, as `(1)`, the way Unicode folds the bracketed ones itself."""
    known = {chr(first + n): f"({value + n})" for first, value, many in _RINGS for n in range(many)}
    return known | {chr(0x3280 + n): f"({han})" for n, han in enumerate("一二三四五六七八九十")}


_SPECIAL = (
    _RADICALS | _circled() | {"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"}
)


@lru_cache(maxsize=4096)
def _folded_form(printed: str) -> str:
    """The folded form of one odd character, or of one character with its combining marks."""
    if printed in _SPECIAL:
        return _SPECIAL[printed]
    if printed in _KEPT:
        return printed
    if "\ud800" <= printed[0] <= "\udfff":
        return "\ufffd"
    if _BLANK.fullmatch(printed):
        return " "
    return unicodedata.normalize("NFKC", _HIDDEN.sub("", printed))


def _edits(text: str, damages: set[str]) -> Iterator[Edit]:
    pattern = _ODD_OR_MARKED if _MARK.search(text) else _ODD
    for found in pattern.finditer(text):
        printed = found.group()
        start, end = found.span()
        new = _folded_form(printed)
        if printed == "\r" and text.startswith("\n", end):
            new = ""
        if new != printed:
            damages.add(_damage(printed, new))
            yield start, end, new
        elif "ㄅ" <= printed <= "ㄩ":
            damages.add("bopomofo")


def _damage(printed: str, new: str) -> str:
    """The name of what was met; the empty string for what ordinary pages hold too."""
    if "\u2e80" <= printed <= "\u2fd5" or "\uf900" <= printed <= "\ufaff" or "\U0002f800" <= printed <= "\U0002fa1f":
        return "kangxi"
    if _HIDDEN.search(printed):
        return "zero_width"
    if "\uff10" <= printed <= "\uff5a" and new.isalnum():
        return "full_width"
    return "lone_surrogate" if "\ud800" <= printed <= "\udfff" else ""


def clean(text: str) -> tuple[str, Layer | None, set[str]]:
    """Text with one spelling per character, the way back, and what was met.

    "\\n" and "\\t" stay, other line ends become "\\n", every other blank becomes " ". Lone surrogates become U+FFFD.
    """
    damages: set[str] = set()
    for printed, new in _COMMON:
        text = text.replace(printed, new)
    text, layer = rewrite(text, _edits(text, damages))
    damages.discard("")
    return text, layer, damages
