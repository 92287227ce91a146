"""Level and core of an official name, from its words alone. A closed list, documented in docs and tests.

province, city (prefecture), county, township, zone (development zones and the like), bureau (departments of any
level), other (farms, companies, village bodies). 县级市 and 地级市 share the word 市: a 市 printed after another 市, 州
or 地区 is a county; else the list of prefecture-level cities decides.
"""

from __future__ import annotations

import re
from functools import lru_cache

from archive.report.prefectures import PREFECTURE_CITIES

MUNICIPALITIES = frozenset({"北京市", "天津市", "上海市", "重庆市"})
GOVERNMENT = re.compile(r"(?:人民政府|政府)$")
TOWNSHIP = re.compile(r"(?:镇|乡|街道|苏木|街道办|街道办事处|办事处|民族乡)$")
ZONE = re.compile(
    r"(?:开发区|新区|高新区|园区|示范区|保税区|度假区|管理区|试验区|合作区|功能区|经开区|风景区|管委会|管理委员会)$"
)
BUREAU = re.compile(
    r"(?:局|委员会|委|办公室|府办|政府办|厅|科|所|站|中心|大队|支队|总队|院|馆|署|部|处|台|会|队|行|校|学校|大学|学院|医院)$"
)
OTHER = re.compile(r"(?:农场|林场|园艺场|牧场|渔场|华侨场|公司|集团|村民?委员会|社区居委会|村委会|居委会)$")
UNIT = re.compile(r"[^省市县区州盟旗镇乡]{1,12}?(?:自治区|自治州|自治县|特别行政区|省|市|地区|自治旗|县|区|州|盟|旗)")


@lru_cache(maxsize=4096)
def level_of(name: str | None) -> str | None:
    """Return the level of a body by its folded official name."""
    if not name:
        return None
    bare = re.sub(r"\([^)]{0,12}\)", "", name)
    if OTHER.search(bare):
        return "other"
    seat = GOVERNMENT.sub("", bare)
    if seat == bare and not TOWNSHIP.search(bare):
        if ZONE.search(bare):
            return "zone"
        if BUREAU.search(bare):
            return "bureau"
    if TOWNSHIP.search(seat):
        return "township"
    return "zone" if ZONE.search(seat) else _area(seat)


def _area(seat: str) -> str | None:
    if seat in MUNICIPALITIES or re.search(r"(?:省|自治区|特别行政区)$", seat):
        return "province"
    if re.search(r"(?:自治州|地区|盟|州)$", seat) or seat.endswith("州市"):
        return "city" if not seat.endswith("州市") or seat[-3:] in PREFECTURE_CITIES else _city(seat)
    if seat.endswith("市"):
        return _city(seat)
    return "county" if re.search(r"(?:县|区|旗|特区|林区)$", seat) else None


def _city(seat: str) -> str:
    units = UNIT.findall(seat)
    last = units[-1] if units else seat
    above = units[-2] if len(units) > 1 else ""
    if above.endswith(("市", "州", "地区", "盟")):
        return "county"
    return "city" if last in PREFECTURE_CITIES else "county"


@lru_cache(maxsize=4096)
def core_of(name: str) -> str:
    """Return what two printed forms of one body share: 台山市赤溪镇人民政府 and 赤溪镇 both have the core 赤溪镇."""
    bare = re.sub(r"(?:人民政府|政府|办事处|办)$", "", name) if not name.endswith(("办公室", "府办")) else name
    rest = bare
    while match := UNIT.match(rest):
        if match.end() == len(rest):
            break
        rest = rest[match.end() :].removeprefix("人民政府")
    return rest
