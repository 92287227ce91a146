"""Traditional script to Simplified: OpenCC, then what copies made by word lists get wrong."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Literal

Script = Literal["hans", "hant"]

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")


@cache
def _converter() -> Any:
    """OpenCC's t2s, imported when the first Traditional text comes (its dictionaries cost a start-up some 10 ms)."""
    from opencc import OpenCC

    return OpenCC("t2s")


def convert(text: str) -> str:
    """Traditional to Simplified, one character for one character."""
    new: str = _converter().convert(text)
    if len(new) == len(text):
        return new
    return "".join(c if len(n := _converter().convert(c)) != 1 else n for c in text)


@cache
def _traditional() -> re.Pattern[str]:
    """Characters that only Traditional text prints: OpenCC changes them and GB 2312 does not hold them."""
    every = [chr(n) for n in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    found = [
        a for a, b in zip(every, convert("".join(every)), strict=True) if a != b and not a.encode("gb2312", "ignore")
    ]
    return re.compile(f"[{''.join(found)}]")


def script_of(text: str) -> Script | None:
    """ "hant" where Traditional-only characters are more than a small share, "hans" for other Han text, else None."""
    if _traditional().search(text) is None:
        return "hans" if _HAN.search(text) else None
    han = "".join(_HAN.findall(text))
    traditional = len(han) - len(han.encode("gb2312", "ignore")) // 2
    simplified = len(han) - len(han.encode("big5", "ignore")) // 2
    return "hant" if traditional * 10 > traditional + simplified else "hans"


def holds_traditional(text: str) -> bool:
    return _traditional().search(text) is not None
