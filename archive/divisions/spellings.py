"""The spellings under which an area is printed: its full name, and the short ones (广东, 恩施州, 乳源县)."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from archive.divisions.register import Division, areas

# The 55 nationalities as names of autonomous areas spell them, and 各族.
_PEOPLES = """
蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇
柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔
独龙 鄂伦春
赫哲 门巴 珞巴 基诺 各
"""
_AUTONOMOUS = re.compile(f"(?:(?:{'|'.join(sorted(_PEOPLES.split(), key=len, reverse=True))})族?)+自治(?=[州县旗]$)")
_ENDING = re.compile("(?:特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|地区|[省市州盟县区旗])$")

Spellings = dict[str, tuple[Division, ...]]


def _sorted(found: dict[str, list[Division]]) -> Spellings:
    return {name: tuple(divisions) for name, divisions in found.items()}


@cache
def full() -> Spellings:
    """Return areas by the names that stand for them alone: registered, and autonomous ones without the nationality."""
    found: defaultdict[str, list[Division]] = defaultdict(list)
    for area in areas().values():
        found[area.name].append(area)
        short = _AUTONOMOUS.sub("", area.name)
        if short != area.name and len(short) > 2:
            found[short].append(area)
    return _sorted(found)


@cache
def short() -> Spellings:
    """Return areas by the names without 省, 市, 县 …; they count only in front of a name below."""
    found: defaultdict[str, list[Division]] = defaultdict(list)
    for area in areas().values():
        bare = _ENDING.sub("", _AUTONOMOUS.sub("", area.name))
        if len(bare) > 1 and bare != area.name:
            found[bare].append(area)
    return _sorted(found)
