# ruff: noqa: E501 - Han characters count twice; a case is read best on one line
"""Whole reports: figures of real reports (report-format F) in sentences of our own, both scripts, glosses, damage, bait."""

from __future__ import annotations

import time

import pytest

from archive.report import read
from archive.report.to_json import as_json
from tests.report_kit import figures_of, printed_of, reading_of, report, shape


def told(overview: str, concept: str, **more: int) -> list[object]:
    return [f.value for f in figures_of(overview, **more) if f.concept == concept]


def total_and_parts(overview: str, **more: int) -> tuple[object, list[object]]:
    figures = figures_of(overview, **more)
    total = next(f for f in figures if f.concept == "items_disclosed_total")
    return total.value, [f.value for f in figures if f.concept == "items_disclosed_part" and f.part_of == total.id]


def listing(total: int, parts: list[int], how: str, unit: str = "条") -> str:
    names = [
        "机构职能",
        "政策文件",
        "财政信息",
        "工作动态",
        "公示公告",
        "规划计划",
        "人事信息",
        "应急管理",
        "社会救助",
        "其他",
    ]
    items = "、".join(f"{name}{part}{unit}" for name, part in zip(names, parts, strict=False))
    return f"全年主动公开政府信息{total}{unit}{how}{items}。"


VECTORS = [
    (47, [22, 16, 5, 2, 1, 1]), (12, [4, 1, 5, 2]), (1030, [31, 138, 861]), (376, [236, 140]), (136, [63, 11, 4, 58]), (67, [3, 3, 2, 1, 52, 6]),
    (92, [79, 1, 1, 1, 2, 2, 2, 2, 1, 1]), (63, [16, 36, 5, 1, 5]), (18, [3, 1, 1, 1, 3, 3, 2, 3, 1]), (506, [13, 22, 471]),
    (49, [17, 5, 4, 4, 4, 5, 4, 6, 0]), (139, [0, 30, 83]), (60, [59]), (2483, [3518]), (222, [222]),
]  # fmt: skip


@pytest.mark.parametrize(("total", "parts"), VECTORS)
@pytest.mark.parametrize("how", [",其中,", ",其中:", ",包括", ",含", "(其中:", "。其中,", ":"])
def test_breakdowns_of_real_reports(total, parts, how):
    assert total_and_parts(listing(total, parts, how)) == (total, parts)


def test_a_list_inside_a_list():
    inner = "、".join(
        f"{name}{n}条" for name, n in zip("甲乙丙丁戊己庚辛壬癸", [13, 2, 1, 1, 1, 2, 2, 3, 3, 1], strict=True)
    )
    figures = figures_of(f"全年共发布信息51条,其中公开政府信息29条,包括{inner};其他方式22条。")
    assert [(f.value, f.axis) for f in figures if f.part_of == figures[0].id] == [(29, "category"), (22, "category")]
    assert sum(f.value for f in figures if f.part_of == figures[1].id) == 29


REQUESTS = {
    "桥中 RY2023": ("收到政府信息公开申请4件,办结4件,其中予以公开0件,部分公开1件,不予公开3件,无法提供0件,不予处理0件。",
                    {"requests_received": [4], "requests_answered": [4], "granted_full": [0], "granted_partial": [1], "refused_total": [3],
                     "unavailable_total": [0], "not_processed_total": [0]}),
    "东湖 RY2023": ("依申请公开方面,办理并答复网站申请3件、纸质申请36件,顺延至下一年答复2件。被申请行政复议31件,行政诉讼0件。",
                    {"requests_received": [], "requests_received_part": [3, 36], "requests_carried_out_text": [2], "reviews_text": [31], "lawsuits_text": [0]}),
    "大营 RY2023": ("收到政府信息公开申请12件,已答复12件,其中4件予以公开,1件部分公开,5件因本机关不掌握不予公开,2件不予处理。",
                    {"requests_received": [12], "requests_answered": [12], "granted_full": [4], "granted_partial": [1], "refused_total": [5], "not_processed_total": [2]}),
    "江宁府办 RY2023": ("新收政府信息公开申请1件,上年结转124件,办结122件,结转下年度3件。",
                        {"requests_received": [1], "requests_carried_in_text": [124], "requests_answered": [122], "requests_carried_out_text": [3]}),
    "宿迁 RY2024": ("全市备案行政复议134件、行政诉讼57件。全年对3件申请收取信息处理费2230元,其中甲局1件880元、乙局1件1080元、丙局1件270元。",
                    {"reviews_text": [134], "lawsuits_text": [57], "information_fee_yuan": [2230], "information_fee_part": [880, 1080, 270]}),
    "宿迁 RY2023": ("全年对25件申请收取信息处理费2950元,其中甲局1件420元、乙局2件290元、丙局15件1500元、丁局1件140元、戊局6件600元。",
                    {"information_fee_yuan": [2950], "information_fee_part": [420, 290, 1500, 140, 600], "requests_received": []}),
    "官洲 RY2023": ("全年作出行政处罚决定1472件,办理行政许可0件。", {"penalty_decisions_text": [1472], "licensing_decisions_text": [0]}),
    "湖东 RY2025": ("办理行政许可349件,行政处罚12件。", {"licensing_decisions_text": [349], "penalty_decisions_text": [12]}),
    "东湖规范性文件": ("全年制发行政规范性文件0件,废止1件,现行有效0件。",
                       {"normative_documents_issued_text": [0], "normative_documents_repealed_text": [1], "normative_documents_in_force_text": [0]}),
    "楚门 RY2014": ("自2008年《条例》施行以来累计公开信息846条,2014年公开信息214条。", {"items_disclosed_cumulative": [846], "items_disclosed_total": [214]}),
    "马水 inquiries": ("接受群众咨询372人次,其中电话咨询331人次,现场咨询61人次。", {"inquiries": [372]}),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), REQUESTS.values(), ids=REQUESTS.keys())
def test_requests_disputes_and_money_of_real_reports(text, expected):
    year = 2014 if "2014年" in text else 2022
    assert {concept: told(text, concept, year=year) for concept in expected} == expected


COUNTY = [
    ("全县累计公开政府信息2150条。青石县人民政府网公开政府信息705条,县政府部门和镇(街道)共公开各类政府信息1445条。", 2150, []),
    ("我局通过政府网站公开政府信息75条,通过政务新媒体公开政府信息280条,通过其他方式公开政府信息5条。", None, []),
    ("全年主动公开信息240条,其中,动态信息214条、概况类信息26条,组织在线访谈24场,发布解读信息2条。", 240, [214, 26]),
    ("本年度发文96件,其中主动公开文件0件,不公开文件96件。另外,在政务信息公开平台主动公开政府信息18条,其中机构设置1条,领导分工17条。", 18, [1, 17]),
    ("全年累计公开信息80条,主动公开80条。其中,年报1条,占比1.3%;动态信息79条,占比98.8%。", 80, [1, 79]),
    ("本区到年底累计主动公开政府信息5928条,其中本年度新增主动公开政府信息2110条。", 2110, []),
    ("全年发布转载信息388条,规范性文件5条,政策解读20条。", 388, []),
    ("主动在门户网站公开政府信息50条。全年运行正常。在主动公开的信息中,法规类信息4条,业务类信息46条。", 50, [4, 46]),
    ("公开内容包括:机构信息5条,人事信息3条,政策法规20条,共计28条。", 28, [5, 3, 20]),
    ("公众号有粉丝3000人,推送文章320篇,阅读量12万次。", None, []),
    ("全年公开信息162条。此外,还通过公示栏等方式公开各类信息42条。", 162, []),
    ("2021年主动公开政府信息120条,2022年主动公开政府信息139条,同比增加19条。", 139, []),
    ("福安街道2022年在政府门户网站主动公开信息45条,其中全文电子化率达100%,其中机构类信息11条,占比24.4%,包括概况、职能等;执法信息34条,占比75.6%,介绍执法情况。", 45, [11, 34]),
    ("(一)公开的数量:2022年共主动公开政府信息(含公文)113条,政府网站公开71条,政务微信公开63条。", 113, []),
    ("中心网站发布各类信息635条,向上级报送工作动态79条。", 635, []),
    ("全年累计公开信息20条,内容涵盖政务信息12条以及基层政务8条。同时,公众号发布信息502篇。", 20, [12, 8]),
    ("通过《青石县人民政府网》发布农业、民生、社会管理等各类信息85条。", 85, []),
    ("全县6家行政机关通过政务新媒体账号公开信息594条。", None, []),
    ("通过平度政务网、政务微信等渠道主动发布信息700余条。政务网发布信息17条,其中公文6条,动态11条。", 700, []),
    ("上半年公开信息60条,下半年公开信息79条,全年共公开信息139条。", 139, []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "total", "parts"), COUNTY)
def test_totals_are_told_from_what_stands_beside_them(text, total, parts):
    figures = figures_of(text)
    totals = [f for f in figures if f.concept == "items_disclosed_total"]
    assert [f.value for f in totals] == ([] if total is None else [total])
    assert [f.value for f in figures if totals and f.part_of == totals[0].id] == parts


DECOYS = [
    "召开专题会议2次,开展培训3次,培训人员120人次,发放资料500份。",
    "全市举办新闻发布会19场,出席25人次,专兼职人员132名,受理点50个。",
    "公安微信粉丝51000人,为群众在线服务20余人次,解决群众诉求180余件。",
    "办理人大代表建议12件、政协提案8件,受理12345热线1234件,办结率100%。",
    "全年共收到群众留言12条,均已回复;网站访问量23000人次。",
    "根据〔2021〕30号文件和《条例》第二十条要求,做好三审三校,配备专职人员2名。",
    "主动公开及时率100%,电子化率100%。电话0750-1234567,邮编529000。",
    "报送信息30条,被上级采用5条。",
    "清理过期信息15条,撤销账号1个。",
    "受理低保申请36件、建房申请12件。",
]


@pytest.mark.parametrize("text", DECOYS)
def test_decoys_state_nothing(text):
    assert figures_of(text) == []


DAMAGED = {
    "全年主动公开政府信息260余通过网站向社会公布。": [("items_disclosed_total", None, "ambiguous")],
    "全年主动公开信息184通过公众号发布。": [("items_disclosed_total", None, "ambiguous")],
    "共主动公开政府信息2022 139条。": [("items_disclosed_total", None, "ambiguous")],
    "统计期限为20201月1日至20191231日,公开信息88条。": [("items_disclosed_total", 88, "number")],
    "根据〔202130号文件,主动公开政府信息88条。": [("items_disclosed_total", 88, "number")],
    "全年主动公开政府信息1 39条。": [("items_disclosed_total", 139, "number")],
    "全年主动公开政府信息１３９条。": [("items_disclosed_total", 139, "number")],
    "全年主动公开政府信息\n139\n条。": [("items_disclosed_total", 139, "number")],
    "行政复议、行政诉讼案件共3件。": [("reviews_text", None, "ambiguous"), ("lawsuits_text", None, "ambiguous")],
    "行政复议、行政诉讼各1件。": [("reviews_text", 1, "number"), ("lawsuits_text", 1, "number")],
}


@pytest.mark.parametrize(("text", "expected"), DAMAGED.items(), ids=DAMAGED.keys())
def test_damage_is_flagged_never_guessed(text, expected):
    reading = reading_of(report(text))
    assert [(f.concept, f.value, f.state) for f in reading.figures] == expected
    unclear = [figure for figure in reading.figures if figure.state == "ambiguous"]
    assert len([issue for issue in reading.issues if issue.code == "number_unclear"]) == len(unclear)


def test_what_is_said_twice_differently_is_told():
    reading = reading_of(report("收到政府信息公开申请3件。", requests="本年共收到政府信息公开申请5件。"))
    assert [f.value for f in reading.figures if f.concept == "requests_received"] == [3]
    assert [issue.code for issue in reading.issues] == ["stated_twice"]


def test_a_body_that_only_says_none():
    text = "2012年青石乡政府信息公开工作年度报告\n一、概述\n2012年公开信息20条。\n二、主动公开情况\n公开信息20条。\n三、依申请公开情况\n无。\n四、收费及减免情况\n无\n五、行政复议、诉讼情况\n无。\n六、存在的主要问题\n无。"
    figures = {f.concept: (f.value, f.quote) for f in reading_of(text).figures}
    assert figures["requests_received"] == (0, "无")
    assert {figures[c][0] for c in ("information_fee_yuan", "reviews_text", "lawsuits_text")} == {0}


def test_plans_and_problems_state_no_figures():
    reading = reading_of(
        report("全年公开信息20条。", problems="一是全年只公开信息3条;二是申请少。2023年,将公开信息200条。")
    )
    assert [f.value for f in reading.figures] == [20]


WHOLE = (
    "青石县柳河镇人民政府根据《中华人民共和国政府信息公开条例》编制2022年政府信息公开工作年度报告,统计期限自2022年1月1日至2022年12月31日。\n"
    "一、总体情况\n(一)主动公开。全年主动公开政府信息139条,其中规范性文件0条,机构职能30条,工作动态83条,其他26条。\n"
    "(二)依申请公开。共收到政府信息公开申请7件,上年结转1件,办结6件,其中予以公开3件,部分公开1件,无法提供2件,结转下年度2件。\n"
    "(三)未发生因政府信息公开引起的行政复议、行政诉讼。未收取任何费用。\n"
    "二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n四、政府信息公开行政复议、行政诉讼情况\n"
    "五、存在的主要问题及改进情况\n存在问题:一是内容不够丰富;二是更新不够及时。2023年,我镇将:一是扩充内容;二是按月更新。\n"
    "六、其他需要报告的事项\n无。\n青石县柳河镇人民政府\n2023年1月12日"
)


def essence(text: str) -> list[object]:
    """What does not depend on script: values, concepts, units, counts, keys."""
    reading = read(printed_of(text))
    figures = [row[:1] + row[2:] for row in shape(list(reading.figures))]
    return [figures, [s.key for s in reading.sections], len(reading.problems), len(reading.remedies), reading.year,
            reading.publisher_level, reading.template, reading.signed_at, reading.kind, len(reading.publisher or "")]  # fmt: skip


def test_traditional_reads_like_simplified():
    from opencc import OpenCC

    for config in ("s2t", "s2tw", "s2hk"):
        assert essence(OpenCC(config).convert(WHOLE)) == essence(WHOLE)


GLOSSES = {
    "开": "kāi",
    "动": "dòng",
    "报": "bào",
    "镇": "zhèn",
    "条": "tiáo",
    "务": "wù",
    "请": "qǐng",
    "无": "wú",
    "结": "jié",
    "议": "yì",
    "问": "wèn",
}


def test_glossed_reads_like_plain():
    glossed = "".join(f"{char}({GLOSSES[char]})" if char in GLOSSES and n % 3 else char for n, char in enumerate(WHOLE))
    assert glossed != WHOLE
    assert essence(glossed) == essence(WHOLE)


def test_offsets_give_back_every_quote_in_any_script():
    from opencc import OpenCC

    for text in (WHOLE, OpenCC("s2t").convert(WHOLE), WHOLE.replace("公开", "公 开").replace("139", "１３９")):
        reading = read(printed_of(text))
        assert len(reading.figures) > 12
        for figure in reading.figures:
            assert text[figure.start : figure.end] == figure.quote
        for item in (*reading.sections, *reading.problems, *reading.remedies):
            assert text[item.start : item.end] == item.text


def test_the_same_input_gives_the_same_reading():
    assert read(printed_of(WHOLE)) == read(printed_of(WHOLE))


def test_json_has_the_documented_keys_in_order():
    found = as_json(read(printed_of(WHOLE), source="a.txt"))
    documented = (
        "source is_annual_report kind template template_basis year publisher publisher_level title published_at published_basis generated_at "
        "signed_at identifier document_number script provenance sections tables figures problems remedies contact checks findings issues"
    ).split()
    assert list(found)[: len(documented)] == documented
    assert list(found["figures"][0])[:14] == (
        [
            "id",
            "source",
            "concept",
            "column",
            "label",
            "axis",
            "value",
            "unit",
            "approx",
            "state",
            "quote",
            "start",
            "end",
            "part_of",
        ]
    )
    assert [figure["id"] for figure in found["figures"]] == [f"f{n}" for n in range(1, len(found["figures"]) + 1)]


BAIT = {
    "numbers": "1" * 30_000,
    "numbers and units": "公开信息1条、" * 6_000,
    "blanks in numbers": "1 " * 15_000 + "条",
    "openers": "其中(:" * 10_000,
    "verbs": "主动公开" * 15_000 + "1条",
    "neutral words": "主动公开" + "各类政府信息的" * 9_000 + "1条",
    "negations": "未收到没有无" * 5_000 + "申请",
    "causes": "未发生" + "因公开引起" * 6_000 + "的行政复议。",
    "ordinals": "一是二是三是" * 5_000,
    "headings": "一、总体情况" * 5_000,
    "heading lines": "一、总体情况\n" * 2_000,
    "organs": "某某人民政府" * 5_000,
    "labels": "地址:" * 10_000,
    "years": "2022年1月1日至" * 9_000,
    "brackets": "(" * 30_000,
    "none": "行政复议" * 15_000 + "无",
}  # fmt: skip


@pytest.mark.parametrize("bait", BAIT.values(), ids=BAIT.keys())
def test_bait_costs_linear_time(bait):
    def cost(text: str) -> float:
        began = time.process_time()
        read(printed_of(report(text, problems=text, name="柳河镇")))
        return time.process_time() - began

    quarter, whole = cost(bait[: len(bait) // 4]), cost(bait)
    # Linear is 4 times as much, quadratic 16; what takes less than a third of a second is no danger.
    assert whole < max(9 * quarter, 0.3), f"{quarter:.2f} s for a quarter, {whole:.2f} s for all"
