# ruff: noqa: E501 - Han characters count twice; a case is read best on one line
"""How a report is cut at its headings (report-format A3, B1, C2)."""

from __future__ import annotations

import pytest

from tests.report_kit import HEADINGS, reading_of, report

SIX = [
    "overview",
    "active_disclosure",
    "requests",
    "review_litigation",
    "problems",
    "other_matters",
]
BODY = "我镇按照要求做好各项公开工作,方便群众获取信息,年内没有变化。"


def keys(text: str) -> list[str]:
    return [section.key for section in reading_of(text).sections]


def page(
    headings: list[str],
    *,
    title: str = "柳河镇2022年政府信息公开工作年度报告",
    body: str = BODY,
    lead: str = "",
) -> str:
    return "\n".join(
        [
            title,
            *([lead] if lead else []),
            *(f"{heading}\n{body}" for heading in headings),
        ]
    )


def test_six_sections_with_text_and_offsets():
    text = report("全年公开信息20条。", problems="一是慢。", other="无。")
    sections = reading_of(text).sections
    assert [s.n for s in sections] == [1, 2, 3, 4, 5, 6]
    assert [s.key for s in sections] == SIX
    assert [s.heading for s in sections] == list(HEADINGS)
    assert [s.text for s in sections] == [
        "全年公开信息20条。",
        "",
        "",
        "",
        "一是慢。",
        "无。",
    ]
    assert all(text[s.start : s.end] == s.text for s in sections)


VARIANTS = {
    "worded otherwise": ["一、概述", "二、政府信息主动公开情况", "三、政府信息依申请公开办理情况", "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
                         "五、存在不足及改进措施", "六、其它需要报告事项"],
    "2019 wording": ["一、总体情况", "二、行政机关主动公开政府信息情况", "三、行政机关收到和处理政府信息公开申请情况", "四、行政复议和行政诉讼",
                     "五、政府信息公开工作存在的主要问题及改进情况", "六、其他需要报告等事项"],
    "plan in the title": ["一、政府信息公开工作的基本概况", "二、主动公开政府信息工作情况", "三、收到和处理政府信息公开申请情况",
                          "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及下一步计划", "六、其他需要汇报事项"],
    "doubled word": ["一、工作总体推进情况", "二、主动公开政府政府情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况",
                     "五、存在问题和改进措施", "六、其他需要报告的事项"],
    "parts": ["第一部分：总体情况", "第二部分：主动公开政府信息情况", "第三部分：收到和处理政府信息公开申请情况",
              "第四部分：政府信息公开行政复议、行政诉讼情况", "第五部分：存在的主要问题及改进情况", "第六部分：其他需要报告的事项"],
    "first, second": ["第一，总体情况", "第二，主动公开政府信息情况", "第三，收到和处理政府信息公开申请情况", "第四，政府信息公开行政复议、行政诉讼情况",
                      "第五，存在的主要问题及改进情况", "第六，其他需要报告的事项"],
    "bracketed": ["（一）总体情况", "（二）主动公开政府信息情况", "（三）收到和处理政府信息公开申请情况", "（四）政府信息公开行政复议、行政诉讼情况",
                  "（五）存在的主要问题及改进情况", "（六）其他需要报告的事项"],
    "digits": ["1、总体情况", "2、主动公开政府信息情况", "3、收到和处理政府信息公开申请情况", "4、政府信息公开行政复议、行政诉讼情况",
               "5、存在的主要问题及改进情况", "6、其他需要报告的事项"],
    "digits with a point": ["1.总体情况", "2.主动公开政府信息情况", "3.收到和处理政府信息公开申请情况", "4.政府信息公开行政复议、行政诉讼情况",
                            "5.存在的主要问题及改进情况", "6.其他需要报告的事项"],
    "no ordinals": [heading[2:] for heading in HEADINGS],
    "ordinal and blank": [heading.replace("、", "　", 1) for heading in HEADINGS],
    "blanks inside": ["一 、总 体 情 况", *HEADINGS[1:]],
    "colon and full stop": [f"{HEADINGS[0]}：", f"{HEADINGS[1]}。", *HEADINGS[2:]],
    "misnumbered": [*HEADINGS[:3], "三、政府信息公开行政复议、行政诉讼情况", *HEADINGS[4:]],
    "ordinals that jump": [*HEADINGS[:3], "五、政府信息公开行政复议、行政诉讼情况", "七、存在的主要问题及改进情况", "八、其他需要报告的事项"],
    "Traditional": ["一、總體情況", "二、主動公開政府信息情況", "三、收到和處理政府信息公開申請情況", "四、政府信息公開行政復議、行政訴訟情況",
                    "五、存在的主要問題及改進情況", "六、其他需要報告的事項"],
    "one without ordinal": [HEADINGS[0], HEADINGS[1][2:], *HEADINGS[2:]],
}  # fmt: skip


@pytest.mark.parametrize("headings", VARIANTS.values(), ids=VARIANTS.keys())
def test_heading_variants(headings):
    assert keys(page(headings)) == SIX


def test_heading_and_body_on_one_line():
    lines = [f"{heading}。{BODY}" for heading in HEADINGS]
    reading = reading_of("柳河镇2022年政府信息公开工作年度报告\n" + "\n".join(lines))
    assert [s.key for s in reading.sections] == SIX
    assert [s.text for s in reading.sections] == [BODY] * 6


def test_heading_and_body_parted_by_a_blank():
    lines = [f"{heading} 2022年,{BODY}" for heading in HEADINGS]
    reading = reading_of("柳河镇2022年政府信息公开工作年度报告\n" + "\n".join(lines))
    assert [s.heading for s in reading.sections] == list(HEADINGS)
    assert reading.sections[0].text == f"2022年,{BODY}"


def test_all_sections_in_one_paragraph():
    text = "柳河镇2022年政府信息公开工作年度报告\n" + "".join(f"{heading}。{BODY}" for heading in HEADINGS)
    reading = reading_of(text)
    assert [s.key for s in reading.sections] == SIX
    assert [s.text for s in reading.sections] == [BODY] * 6


def test_a_lead_that_lists_the_parts_is_no_heading():
    lead = "本报告包括：一、总体情况；二、主动公开政府信息情况；三、收到和处理政府信息公开申请情况；四、政府信息公开行政复议、行政诉讼情况；五、存在的主要问题及改进情况；六、其他需要报告的事项，共六个部分。"
    reading = reading_of(page(list(HEADINGS), lead=lead))
    assert [s.key for s in reading.sections] == SIX
    assert all(s.text == BODY for s in reading.sections)


def test_a_missing_first_heading_leaves_its_text():
    opening = "2022年,柳河镇围绕群众关切推进政府信息公开,完善目录,规范程序。" * 2
    reading = reading_of(page(list(HEADINGS[1:]), lead=opening))
    assert [s.key for s in reading.sections] == SIX
    assert (reading.sections[0].heading, reading.sections[0].text) == ("", opening)


def test_a_missing_middle_heading_is_not_invented():
    assert keys(page([*HEADINGS[:3], *HEADINGS[4:]])) == [key for key in SIX if key != "review_litigation"]


def test_an_old_report_nested_in_part_one():
    nested = [
        "一、概述",
        "二、主动公开政府信息情况",
        "三、依申请公开情况",
        "四、收费及减免情况",
        "五、行政复议、诉讼情况",
        "六、存在的主要问题",
        "七、改进措施",
    ]
    headings = [HEADINGS[0], *nested, *HEADINGS[1:]]
    reading = reading_of(page(headings))
    assert [s.key for s in reading.sections] == SIX
    assert [s.heading for s in reading.sections] == list(HEADINGS)
    assert "七、改进措施" in reading.sections[0].text


def test_a_seventh_section():
    reading = reading_of(page([*HEADINGS, "七、2023年工作计划"]))
    assert [(s.n, s.key) for s in reading.sections][-1] == (7, "plan")
    assert len(reading.sections) == 7


def test_rows_of_the_requests_table_are_no_headings():
    rows = "一、本年新收政府信息公开申请数量\n1\n二、上年结转政府信息公开申请数量\n0\n三、本年度办理结果\n四、结转下年度继续办理\n0"
    text = report("全年公开信息20条。", requests=rows, problems="一是慢。")
    assert keys(text) == SIX


def test_items_with_section_ordinals_stay_inside_their_section():
    body = "存在以下问题:\n一、公开渠道较窄;\n二、更新不够及时。"
    reading = reading_of(report("全年公开信息20条。", problems=body))
    assert [s.key for s in reading.sections] == SIX
    assert reading.sections[4].text == body


OLD = {
    "usual": (
        ["一、概述", "二、主动公开政府信息情况", "三、依申请公开政府信息情况", "四、政府信息公开收费及减免情况", "五、因政府信息公开申请行政复议、提起行政诉讼情况",
         "六、政府信息公开工作存在的主要问题及改进情况", "七、其他需要报告的事项"],
        ["overview", "active_disclosure", "requests", "fees", "review_litigation", "problems", "other_matters"],
    ),
    "with inquiries": (
        ["一、基本情况", "二、政府信息主动公开情况", "三、依申请公开和不予公开情况", "四、咨询处理情况", "五、复议、诉讼和申诉情况", "六、收费及减免情况",
         "七、存在的主要问题和改进措施", "八、需要说明的事项与附表"],
        ["overview", "active_disclosure", "requests", "inquiries", "review_litigation", "fees", "problems", "other_matters"],
    ),
    "by the statistics form": (
        ["一、主动公开情况", "二、回应解读情况", "三、依申请公开情况", "四、行政复议数量", "五、行政诉讼数量", "六、举报投诉处理情况", "七、依申请公开信息收费情况",
         "八、机构建设和保障经费情况", "九、政府信息公开会议和培训情况"],
        ["active_disclosure", "responses", "requests", "review_litigation", "review_litigation", "complaints", "fees",
         "organisation", "organisation"],
    ),
    "ordinals that jump": (
        ["一、概述", "二、主动公开情况", "三、依申请公开情况", "六、存在问题及改进措施"],
        ["overview", "active_disclosure", "requests", "problems"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("headings", "expected"), OLD.values(), ids=OLD.keys())
def test_older_frames(headings, expected):
    reading = reading_of(page(headings, title="2012年青石乡政府信息公开工作年度报告"))
    assert [s.key for s in reading.sections] == expected
    assert [s.heading for s in reading.sections] == headings
    assert [s.n for s in reading.sections] == sorted({s.n for s in reading.sections})


def test_an_old_report_printed_as_one_paragraph():
    bodies = {"一、政府信息主动公开情况": "2013年公开信息23条。", "二、政府依申请公开政府信息情况": "未收到申请。", "三、政府信息公开收费和减免情况": "没有收费。",
              "四、政府信息公开申请行政复议、行政诉讼情况": "没有发生。", "五、政府信息公开工作存在的主要问题和改进措施": "主要问题是更新慢。", "六、其他需要报告的事项": "无其他事项。"}  # fmt: skip
    text = "2013年度柳河镇政府信息公开工作年度报告\n现将情况报告如下: " + " ".join(
        f"{a} {b}" for a, b in bodies.items()
    )
    sections = reading_of(text).sections
    assert [s.heading for s in sections] == list(bodies)
    assert [s.text for s in sections] == list(bodies.values())
    assert [s.key for s in sections] == [
        "active_disclosure",
        "requests",
        "fees",
        "review_litigation",
        "problems",
        "other_matters",
    ]
    assert [s.n for s in sections] == [1, 2, 3, 4, 5, 6]


def test_the_template_follows_frame_and_year_where_tables_are_lost():
    assert [reading_of(report(BODY, year=year)).template for year in (2019, 2020, 2021, 2025)] == [
        "t2019",
        "t2019",
        "t2021",
        "t2021",
    ]
    reading = reading_of(page(OLD["usual"][0], title="2012年青石乡政府信息公开工作年度报告"))
    assert (reading.template, reading.template_basis) == ("pre2019", "frame_and_year")
    unknown = reading_of("全镇信息公开工作年度报告\n我镇认真开展工作。")
    assert (unknown.template, unknown.template_basis) == (None, "none")


def test_a_report_kept_in_one_sheet():
    from archive.blocks import from_text
    from archive.report import read

    rows = [
        HEADINGS[0],
        "全年公开信息20条，其中网站12条、公示栏8条。",
        *HEADINGS[1:4],
        HEADINGS[4],
        "一是更新慢；二是人手少。",
        HEADINGS[5],
        "无。",
    ]
    text = "柳河镇2022年政府信息公开工作年度报告\n" + "\n".join(f"| {row} | | |" for row in rows)
    reading = read(from_text(text))
    assert [s.key for s in reading.sections] == SIX
    assert [f.value for f in reading.figures if f.source == "narrative"] == [20, 12, 8]
    assert [item.text for item in reading.problems] == ["更新慢", "人手少"]
