"""Annual reports of the platform samples: figures that add up, prose that states them, in several wordings."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from crawler.sample.reports import Report, reports

if TYPE_CHECKING:
    from crawler.sample.platforms.office import Item

TITLES = (
    "{short}{year}年政府信息公开工作年度报告",
    "{publisher}{year}年度政府信息公开工作年度报告",
    "{year}年{short}政府信息公开年度报告",
)
LEADS = (
    "{publisher}依照《中华人民共和国政府信息公开条例》编制并公布本报告，统计期限为{year}年1月1日至{year}年12月31日。",
    "现将{short}{year}年政府信息公开的情况公布如下。所列数据自{year}年1月1日起，至{year}年12月31日止。",
    "本报告由{short}编写，介绍{year}年度政府信息公开工作，数据统计截至{year}年12月31日。",
)
DISCLOSED = (
    "{year}年，主动公开政府信息{total}条，其中政策文件类{a}条、工作动态类{b}条。",
    "全年主动公开政府信息共{total}条，包括通知公告{a}条，工作动态{b}条。",
    "本年度主动公开信息{total}条。其中，机构职能和规划类{a}条，其余各类{b}条。",
)
ASKED = (
    "新收政府信息公开申请{new_received}件，上年结转{carried_in}件，结转下年度{carried_out}件。",
    "共收到政府信息公开申请{new_received}件，办结{handled_total}件。",
)
WANTING = (
    ("存在的主要问题：一是栏目分类不够清楚；二是更新不够及时。", "改进措施：一是重排目录；二是每周五核对一次。"),
    ("主要问题是图表和短视频用得少。", "下一步，将为每件惠民政策配一张图。"),
    ("存在的问题：一是人手不足；二是基层窗口不熟悉答复格式。", "改进情况：一是增加一名专职人员；二是编印答复样本。"),
)
REMAINING = ("本年度没有收取信息处理费。", "无其他需要报告的事项。", "全年未发出收费通知，信息处理费为0元。")
OLD_HEADINGS = [
    "一、概述",
    "二、主动公开情况",
    "三、依申请公开情况",
    "四、收费情况",
    "五、复议诉讼情况",
    "六、不足和打算",
]


def dice(*words: object) -> int:
    """A number that depends on the words alone."""
    return zlib.crc32(" ".join(map(str, words)).encode())


def items(table: dict[str, Any]) -> Iterator[Item]:
    """The reports of an office as items; one that is put up twice is two items with one text."""
    from crawler.sample.platforms.office import Item  # it builds on this module

    for report, given in zip(made(table), table["reports"], strict=True):
        post = report.post
        places = [given, *({**given, **again} for again in given.get("again", []))]
        for place in places:
            yield Item(0, place["column"], post.title, place["published"], post.body, "", report.year, post.attachments)


def made(table: dict[str, Any]) -> tuple[Report, ...]:
    """The reports of an office with their figures, in the order of the data."""
    years = {given["year"] for given in table["reports"]}
    whole = {"report": [_report(table, given, years) for given in table["reports"]]}
    return tuple(reports(whole, {"list": 0}))


def _report(table: dict[str, Any], given: dict[str, Any], years: set[int]) -> dict[str, Any]:
    year, voice = given["year"], dice(table["publisher"], given["year"])
    names = {"publisher": table["publisher"], "short": table["short"], "year": year}
    total = 60 + voice % 190
    split = {"total": total, "a": total // 3, "b": total - total // 3}
    numbers = f"{DISCLOSED[voice % 3].format(**names, **split)}"
    whole = {
        "year": year,
        "id": 0,
        "template": given.get("template", "t2021" if year > 2020 else "t2019"),
        "carrier": given.get("carrier", "html"),
        "columns": ["list"],
        "title": given.get("title") or TITLES[voice % 3].format(**names),
        "published": given["published"],
        "lead": [LEADS[voice // 3 % 3].format(**names)],
        "attachment_id": 0,
        "zero": given.get("zero", "0"),
        "headline": {"items_disclosed_total": total, "items_disclosed_part": [split["a"], split["b"]]},
    }
    if whole["template"] == "pre2019":
        return whole | _old(names, numbers, voice)
    review = {"review_upheld": voice % 2}
    asked = ASKED[voice // 9 % 2]
    return whole | {
        "s1": [numbers, asked],
        "s5": list(WANTING[voice // 5 % 3]),
        "s6": [REMAINING[voice // 7 % 3]],
        "active": _active(whole["template"], voice),
        "requests": _requests(table, year, years, voice),
        "review": review,
    }


def _old(names: dict[str, Any], numbers: str, voice: int) -> dict[str, Any]:
    received = voice % 4
    return {
        "headings": OLD_HEADINGS,
        "s1": [f"{names['short']}由办公室办理政府信息公开，兼职人员{1 + voice % 3}名。"],
        "s2": [numbers],
        "s3": [f"{names['year']}年收到政府信息公开申请{received}件，均已按时答复。"],
        "s4": ["没有收取费用。"],
        "s5": ["行政复议0件，行政诉讼0件。"],
        "s6": ["公开的内容还不够细，打算逐项列出办事指南。"],
    }


def _active(template: str, voice: int) -> dict[str, Any]:
    if template == "t2021":
        return {
            "normative_documents_issued": voice % 3,
            "normative_documents_in_force": 4 + voice % 9,
            "licensing_decisions": 30 + voice % 400,
            "penalty_decisions": voice % 37,
            "administrative_charges_wan": f"{voice % 90}.{10 + voice % 89}",
        }
    return {
        "normative_documents_made": voice % 3,
        "normative_documents_newly_disclosed": voice % 3,
        "normative_documents_disclosed_total": 4 + voice % 9,
        "licensing_items_prev_year": 10 + voice % 20,
        "licensing_decisions": 30 + voice % 400,
        "central_procurement_projects": 1 + voice % 5,
        "central_procurement_amount": f"{20 + voice % 300}.5万元",
    }


def _carried(table: dict[str, Any], year: int, years: set[int]) -> int:
    """Requests carried over into the year after, where that year has a report that will say so."""
    return dice(table["publisher"], year, "carried") % 3 if year in years and year >= 2019 else 0


def _requests(table: dict[str, Any], year: int, years: set[int], voice: int) -> dict[str, dict[str, int]]:
    before, after = _carried(table, year - 1, years), _carried(table, year, years)
    new = 3 + voice % 11
    handled = new + before - after
    person = {
        "new_received": new,
        "carried_in": before,
        "granted_full": handled - handled // 3,
        "unavailable_not_held": handled // 3,
        "carried_out": after,
    }
    firm = {"new_received": 2, "granted_partial": 1, "refused_third_party": 1}
    return {"natural_person": person, **({"commercial_enterprise": firm} if voice % 2 else {})}
