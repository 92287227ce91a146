"""Bytes to text. Chinese servers often name a charset that the bytes are not in: what the bytes say decides.

Order: byte order mark, strict UTF-8, then the readings that GB 18030, Big5, UTF-8 with gaps and UTF-16 give, weighed by
their common Han characters. A declared charset only breaks ties. What no reading can take is one U+FFFD and counted.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple

from archive.text.mending import mended

Basis = Literal["bom", "strict_utf8", "declared", "meta", "scored", "replaced"]


class Decoded(NamedTuple):
    """`encoding` is utf-8, utf-16-le, utf-16-be, gb18030, big5, or the codec that was declared for other scripts.

    `basis` says what decided; `replaced` where places had to be given up (`replaced` counts them, as U+FFFD).
    """

    text: str
    encoding: str
    basis: Basis
    replaced: int


class _Reading(NamedTuple):
    encoding: str
    text: str
    replaced: int
    score: float


_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_META = re.compile(
    rb"""<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,200}?encoding)\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})""",
    re.IGNORECASE,
)
_SNIFFED = 4096  # bytes of the head in which a meta element counts
_LOOKED_AT = 16_000  # characters among which they are looked for first
_WEIGHED = 2000  # characters beyond ASCII that are enough to tell a reading by
_CLEAR = 0.25  # share of common characters that prose always passes and a wrong reading never does
_CERTAIN = 0.4  # at this share no other reading needs to be tried
_TIE = 0.05  # readings whose scores differ by less are told apart by what was declared
_GB = frozenset(
    ["gb2312", "gbk", "gb18030", "gb-2312", "gb-18030", "x-gbk", "cp936", "ms936", "windows-936", "euc-cn", "gb2312-80"]
)
_BIG5 = frozenset(["big5", "big-5", "big5-hkscs", "big5hkscs", "cp950", "windows-950", "x-x-big5", "csbig5"])
_UTF8 = frozenset(["utf-8", "utf8", "unicode-1-1-utf-8", "utf-8-sig"])
_HIGH = re.compile("[^\x00-\x7f]+")
# The commonest characters of Chinese prose and of these reports, in both scripts; they make up half of any page.
_COMMON = (
    "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然于心学么之都好看起发当没"
    "成只如事把还用第样道想作种开美总从无情己面最女但现前些所同日手又行意动方期它头经长儿回位分爱老因很给名法间斯知世什两次使身者被高已亲其"
    "进此话常与活正感见明问力理尔点文几定本公特做外孩相西果走将月十实向声车全信重三机工物气每并别真打太新比才便夫再书部水像眼等体却加电主界"
    "门利海受听表德少克代员许先口由死安写性马光白或住难望教命花结乐色更拉东神记处让母父应直字场平报友关放至张认接告入笑内英军候民岁往何度山"
    "政府息务申请条例规范件制责任镇县市区乡街委局办室单网站台统计况情收到理诉讼议复审查数据类号项目及按照依据加强建设管监督保障社众服组织领导"
    "這個們來時為國後會說過對學發當沒還樣種開總從無現頭經長兒愛給間兩親進話與問點幾實聲車機氣並別書電門聽東處讓應場報關張認內軍歲條規範責鎮縣"
    "區鄉辦單網臺統計況訴訟議復審數據類號項據強設監督組織領導務請續體達務數廣"
    "，。、：；（）《》“”"
)


# Other scripts' codecs that a page may declare; no name from a page goes to the codec registry unchecked.
_OTHERS = re.compile("(?:windows-12[0-9]{2}|iso-8859-[0-9]{1,2}|shift-jis|euc-jp|euc-kr|koi8-r|latin-1|us-ascii|ascii)")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a]")
_HAN = re.compile("[\u3400-\u9fff]")


@cache
def _common() -> re.Pattern[str]:
    return re.compile(f"[{_COMMON}]")


def _family(name: str | None) -> str | None:
    """The codec that a declared name stands for; None where nothing usable was declared."""
    bare = (name or "").strip().strip("\"'").lower().replace("_", "-")
    if bare in _GB:
        return "gb18030"
    if bare in _BIG5:
        return "big5"
    if bare in _UTF8:
        return "utf-8"
    if bare.startswith("utf-16"):
        return "utf-16-be" if bare.endswith("be") else "utf-16-le"
    if bare in ("iso-8859-1", "latin-1", "us-ascii", "ascii"):
        return "windows-1252"
    return bare if _OTHERS.fullmatch(bare) else None


def _score(text: str) -> float:
    """The share of common characters among those beyond ASCII; 0 where there are none."""
    high = "".join(_HIGH.findall(text[:_LOOKED_AT]))
    if len(high) < _WEIGHED // 4:  # a head full of markup
        high = "".join(_HIGH.findall(text))
    high = high[:_WEIGHED]
    return len(_common().findall(high)) / len(high) if high else 0.0


def _reading(payload: bytes, encoding: str) -> _Reading:
    codec = "big5hkscs" if encoding == "big5" else encoding
    try:
        text, replaced = payload.decode(codec), 0
    except UnicodeDecodeError:
        if encoding == "gb18030":
            text, replaced = mended(payload, codec, _common())
        else:
            text = payload.decode(codec, "replace")
            replaced = text.count("\ufffd") - (payload.count(b"\xef\xbf\xbd") if encoding == "utf-8" else 0)
    return _Reading(encoding, text, replaced, _score(text))


def _utf16_by_zeros(payload: bytes) -> str | None:
    """Which UTF-16 a payload without a mark is in: every second byte of its markup is zero."""
    head = payload[:4000]
    if head.count(0) * 5 < len(head):
        return None
    return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"


def _latin(payload: bytes) -> _Reading | None:
    """A reading as windows-1252 of text in which letters beyond ASCII stand alone, as no Chinese codec leaves them."""
    head = payload[:100_000]
    runs = re.findall(rb"[\x80-\xff]+", head)
    if max(map(len, runs), default=0) > 2 or sum(map(len, runs)) * 3 > len(head) or _CONTROLS.search(head):
        return None
    read = _reading(payload, "windows-1252")
    return read if read.replaced == 0 else None


def _best(payload: bytes, hints: list[str]) -> _Reading:
    """The reading whose characters beyond ASCII are most often common ones."""
    readings = [_reading(payload, "gb18030")]
    if readings[0].score >= _CERTAIN and readings[0].replaced == 0:
        return readings[0]
    readings += [_reading(payload, "big5"), _reading(payload, "utf-8")]
    readings += [_reading(payload, hint) for hint in hints if hint.startswith("utf-16")]
    best = max(readings, key=lambda read: (read.score, -read.replaced))
    close = [read for read in readings if best.score - read.score <= _TIE and read.replaced <= best.replaced]
    chosen = next((read for hint in hints for read in close if read.encoding == hint), best)
    if chosen.score >= _CLEAR:
        return chosen
    for hint in hints:
        if _OTHERS.fullmatch(hint) and (other := _reading(payload, hint)).replaced == 0:
            return other
    if chosen.replaced:
        return _latin(payload) or (chosen if chosen.score else readings[2])
    return chosen


def _is_another(payload: bytes, text: str, hints: list[str]) -> bool:
    """Valid UTF-8 without Han that was declared as a Chinese charset: a few short GBK texts happen to be valid."""
    return not text.isascii() and _HAN.search(text) is None and any(hint in ("gb18030", "big5") for hint in hints)


def decode(payload: bytes, declared: str | None = None) -> Decoded:
    """The text of a payload; `declared` is the charset of the HTTP header. Never raises: junk comes back replaced."""
    for mark, encoding in _BOMS:
        if payload.startswith(mark) and not (mark == b"\xff\xfe" and payload[2:4] == b"\x00\x00"):
            read = _reading(payload[len(mark) :], encoding)
            if read.replaced == 0 or encoding != "utf-8":
                return Decoded(read.text, encoding, "bom", read.replaced)
            payload, declared = payload[len(mark) :], "utf-8"
            break
    if (wide := _utf16_by_zeros(payload)) is not None:
        read = _reading(payload, wide)
        return Decoded(read.text, wide, "replaced" if read.replaced else "scored", read.replaced)
    found = _META.search(payload[:_SNIFFED])
    meta = _family(found[1].decode("ascii", "replace")) if found else None
    declared = _family(declared)
    hints = [hint for hint in (declared, meta) if hint]
    try:
        text = payload.decode("utf-8")
        if not _is_another(payload, text, hints):
            return Decoded(text, "utf-8", "strict_utf8", 0)
    except UnicodeDecodeError:
        pass
    read = _best(payload, hints)
    basis: Basis = "declared" if read.encoding == declared else "meta" if read.encoding == meta else "scored"
    return Decoded(read.text, read.encoding, "replaced" if read.replaced else basis, read.replaced)
