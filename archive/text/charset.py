"""Bytes to text. Chinese servers often name a charset that the bytes are not in: what the bytes say decides."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Basis = Literal["bom", "strict_utf8", "declared", "meta", "scored", "replaced"]


class Decoded(NamedTuple):
    """`replaced` counts the places that no charset could read and that stand as U+FFFD in the text."""

    text: str
    encoding: str
    basis: Basis
    replaced: int


_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_META = re.compile(
    rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)|<\?xml[^>]+encoding\s*=\s*["']([\w-]+)""", re.IGNORECASE
)
_COMMON = re.compile("[的一是了在不和有大这中为上个国我以要地出发同分政府公开信息年月日本机关主动申请作工情况及其]")


def _family(name: str | None) -> str | None:
    name = (name or "").strip().lower().replace("_", "-")
    if name in ("gb2312", "gbk", "gb18030", "x-gbk", "cp936", "gb-2312"):
        return "gb18030"
    if name in ("big5", "big5-hkscs", "cp950", "x-x-big5"):
        return "big5"
    return name or None


def _score(text: str) -> float:
    high = sum(1 for c in text if c > "\x7f")
    return len(_COMMON.findall(text)) / high if high else 0.0


def decode(payload: bytes, declared: str | None = None) -> Decoded:
    """The text of a payload; `declared` is the charset of the HTTP header. Never raises."""
    for mark, encoding in _BOMS:
        if payload.startswith(mark):
            text = payload[len(mark) :].decode(encoding, "replace")
            return Decoded(text, encoding, "bom", text.count("\ufffd"))
    try:
        return Decoded(payload.decode("utf-8"), "utf-8", "strict_utf8", 0)
    except UnicodeDecodeError:
        pass
    found = _META.search(payload[:4096])
    meta = _family((found[1] or found[2]).decode("ascii", "replace")) if found else None
    tried = []
    for encoding in ("gb18030", "big5hkscs", "utf-8"):
        text = payload.decode(encoding, "replace")
        tried.append((_score(text), -text.count("\ufffd"), encoding, text))
    _, missing, encoding, text = max(tried)
    encoding = "big5" if encoding == "big5hkscs" else encoding
    basis: Basis = "declared" if encoding == _family(declared) else "meta" if encoding == meta else "scored"
    return Decoded(text, encoding, "replaced" if missing else basis, -missing)
