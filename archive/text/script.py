"""Traditional script to Simplified: OpenCC, then what its phrases leave and what word-list converters got wrong."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any, Literal

from archive.text.characters import OLD_FORMS, TRADITIONAL

Script = Literal["hans", "hant"]

SHARE = 10  # a page is Traditional where more than one in SHARE of the characters that tell the scripts apart is

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")

# Characters that t2s leaves, or turns by itself, and that stand for another one unless the words around them say so.
# 著 is 着 but in the words of writing and renown; names of places keep 乾. A group is named after what it becomes.
_LEFT = re.compile(
    "(?P<咨>谘)"
    "|(?P<着>(?<![显卓昭名原专编论巨译遗土执彰较所])著(?![名作称述录者书有文]))"
    "|(?P<只>(?<![神地灵])祇(?!园))"
    "|(?P<什>甚(?=么))"
    "|(?P<复>覆(?=[议核查审函检诊]))"
    "|(?P<划>(?<=[计规策筹谋区企])画|画(?=分))"
    "|(?P<账>帐(?=[户号目面簿款单])|(?<=[台对报结记做查入转建])帐)"
    "|(?P<借>(?<![慰狼蕴枕藉])藉(?!藉))"
)
_LEFT_ONES = re.compile("[谘著祇甚覆画帐藉]")  # looked for first: one set of characters is searched many times quicker
_QIAN_PLACES = re.compile("乾(?=[务務][镇鎮]|[县縣]|安[县縣]|元[镇鎮]|潭[镇鎮]|[驿驛][镇鎮]|州街|封街|佑街)")
# Words that no writer of Traditional prints: a converter chose the wrong one of several characters.
_OVER_CONVERTED = re.compile(
    "製(?=[發度定約止訂裁])|(?<=[體機控])製|(?<=[全方層當局])麵|麵(?=[向對臨積])|(?<=[體聯])係|(?<!關)係(?=[統列])"
    "|(?<=[政回恢答批])複(?=[議核興]?)|谘|曆(?=[史屆經])|(?<=[經學簡履])曆|髮(?=[布展放行文])|(?<=[公鄰])裡|裡(?=程)"
    "|(?<=[方面])嚮|嚮(?=[社全])|(?<=[批核])準|準(?=[予許])|乾(?=部)"
)
_OVER_ONES = re.compile("[製麵係複谘曆髮裡嚮準乾]")


@cache
def _converter() -> Any:
    """OpenCC's t2s, imported when the first Traditional text comes (its dictionaries cost a start-up some 10 ms)."""
    from opencc import OpenCC

    return OpenCC("t2s")


@cache
def _traditional() -> re.Pattern[str]:
    return re.compile(f"[{TRADITIONAL}{''.join(OLD_FORMS)}]")


@lru_cache(maxsize=8192)
def _one(character: str) -> str:
    """The Simplified form of one character, itself where OpenCC has none of length one."""
    for _ in range(3):  # a few go by way of another Traditional one
        new = OLD_FORMS.get(character) or _converter().convert(character)
        if len(new) != 1 or new == character:
            break
        character = new
    return character


def _by_characters(text: str) -> str:
    """Only what Traditional text alone prints is changed: for Simplified pages that hold a name or a line of it."""
    return _traditional().sub(lambda found: _one(found.group()), text)


def _by_phrases(text: str) -> str:
    """OpenCC on the whole text; a run whose length a phrase would change is converted character by character."""
    new: str = _converter().convert(text)
    if len(new) == len(text):
        return new
    return _HAN.sub(_run, text)


def _run(found: re.Match[str]) -> str:
    run = found.group()
    new: str = _converter().convert(run)
    return new if len(new) == len(run) else "".join(map(_one, run))


def _mended(text: str) -> str:
    def meant(found: re.Match[str]) -> str:
        case = _LEFT.match(text, found.start())
        return (case.lastgroup if case else None) or found.group()

    return _LEFT_ONES.sub(meant, text)


def _is_over_converted(text: str) -> bool:
    return any(_OVER_CONVERTED.match(text, found.start()) for found in _OVER_ONES.finditer(text))


def _keep_places(printed: str, text: str) -> str:
    for found in _QIAN_PLACES.finditer(printed):
        text = text[: found.start()] + "乾" + text[found.end() :]
    return text


def _weighed(text: str) -> Script:
    """The script of a text that holds Traditional characters, by the characters that tell the scripts apart.

    A character that GB 2312 lacks speaks for Traditional, one that Big5 lacks for Simplified; encoding counts them.
    """
    han = "".join(_HAN.findall(text))
    traditional = len(han) - len(han.encode("gb2312", "ignore")) // 2
    simplified = len(han) - len(han.encode("big5", "ignore")) // 2
    return "hant" if traditional * SHARE > traditional + simplified else "hans"


def simplify(text: str, damages: set[str]) -> tuple[str, Script | None]:
    """NFKC text in Simplified characters, one for one, and the script it was printed in (None: it holds no Han).

    A copy that left some words Simplified is "hant" all the same; a Simplified page with a name or a line of
    Traditional is "hans". Adds `traditional` and `over_converted` to `damages` where they were met.
    """
    if _traditional().search(text) is None:
        return text, "hans" if _HAN.search(text) else None
    script = _weighed(text)
    if _is_over_converted(text):
        damages.add("over_converted")
    if script == "hans":
        return _by_characters(text), script
    damages.add("traditional")
    return _keep_places(text, _mended(_by_characters(_by_phrases(text)))), script
