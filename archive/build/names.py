"""Who a printed name means: one public body has many names, and one short name stands for many bodies."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b

from archive.text.fold import fold, squash

# Placeholders that platforms print where a publisher should stand (platforms: 本网, 本站), and words for any organ.
_NOBODY = """
本网 本站 本机关 本单位 本局 本办 本部门 本级 本镇 本街道 原创 佚名 未知 管理员 网站管理员 政府 人民政府 办公室
镇政府 乡政府 区政府 县政府 市政府 镇人民政府 乡人民政府 县人民政府 市人民政府 区人民政府 街道办事处
"""
NOBODY = frozenset(_NOBODY.split())
_GOVERNMENT = re.compile("(?<=[省市县区旗州盟镇乡道木])(?:人民)?政府$")
_STREET = re.compile("街道(?:办事处|办)$")
_AREA = "省市县区旗州盟"
_ABOVE = re.compile(f".[{_AREA}](?=.)")
_BRACKETS = re.compile(r"\([^()]*\)|【[^】]*】|\[[^\]]*\]")


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """Return a name in Simplified script, without blanks: 臺山市 and 台山市 are one."""
    return squash(fold(name).text)


@lru_cache(maxsize=4096)
def canonical(name: str) -> str:
    """Return the form in which names of one body meet: folded, without remarks in brackets, 人民政府 and 办事处."""
    bare = _BRACKETS.sub("", folded(name))
    return _STREET.sub("街道", _GOVERNMENT.sub("", bare))


def somebody(name: str | None) -> bool:
    """Say if a printed name can name a body at all."""
    return bool(name) and len(canonical(name or "")) > 1 and folded(name or "") not in NOBODY


def stands_alone(name: str) -> bool:
    """Say if a name carries the area above it (台山市赤溪镇), so that it means one body wherever it is printed."""
    return _ABOVE.search(canonical(name)) is not None


def same_body(name: str, other: str) -> bool:
    """Say if two names of one portal mean one body: equal, or one is the other with the area above in front."""
    one, two = sorted((canonical(name), canonical(other)), key=len)
    if one == two or len(one) < 3 or not two.endswith(one):
        return one == two
    return (
        one[0] in _AREA or two[-len(one) - 1] in _AREA
    )  # 市财政局 and 财政局 of 台山市财政局; never 大赤溪镇 of 赤溪镇


def invented_id(name: str, portal_id: str) -> str:
    """Return an id for a body without a known code: a hash of its name, and of the portal where the name is short."""
    where = "" if stands_alone(name) else portal_id
    return "n-" + blake2b(f"{where}|{canonical(name)}".encode(), digest_size=6).hexdigest()


def division_above(publisher_id: str) -> str | None:
    """Return the division above: the county of a township or of a county bureau, the city of a county, the province.

    Division codes of the ministry of civil affairs: two digits each for province, city and county, three for township.
    """
    code, bureau, _ = publisher_id.partition("-")
    if not code.isdigit() or len(code) < 6:
        return None
    if bureau:
        return code
    if len(code) > 6 and code[6:].strip("0"):
        return code[:6]
    for kept in (4, 2):
        if code[kept:6].strip("0"):
            return code[:kept].ljust(6, "0")
    return None
