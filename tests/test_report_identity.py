# ruff: noqa: E501 - Han characters count twice; a case is read best on one line
"""Whose report it is, of which year, when published (report-format A2, C1, C5, C7), on pages of our own."""

from __future__ import annotations

import pytest

from archive.report.levels import core_of, level_of
from archive.report.publishers import INVITED, ORGAN
from tests.report_kit import reading_of, report

BODY = "我镇按照要求做好各项公开工作。"
FRAME = "一、总体情况\n{}\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n四、政府信息公开行政复议、行政诉讼情况\n五、存在的主要问题及改进情况\n一是慢。\n六、其他需要报告的事项\n无。"


def page(title: str, lead: str = "", body: str = BODY, end: str = "") -> str:
    return "\n".join(part for part in (title, lead, FRAME.format(body), end) if part)


TITLES = {
    "柳河镇2022年政府信息公开工作年度报告": ("柳河镇", 2022),
    "柳河镇人民政府2022年度政府信息公开工作年度报告": ("柳河镇人民政府", 2022),
    "2022年柳河镇政府信息公开工作年度报告": ("柳河镇", 2022),
    "2022年度柳河街道信息公开工作报告": ("柳河街道", 2022),
    "柳河镇2022年政府信息公开年度报告": ("柳河镇", 2022),
    "柳河镇2022年信息公开年度报告": ("柳河镇", 2022),
    "柳河镇2022年政府信息公开年报": ("柳河镇", 2022),
    "青石县水务局2022年政务公开年报": ("青石县水务局", 2022),
    "柳河镇关于2022年度政府信息公开工作的年度报告": ("柳河镇", 2022),
    "柳河镇2022年政府信息公开工作年度报告（图片版）": ("柳河镇", 2022),
    "【年报】柳河镇2022年政府信息公开工作年度报告": ("柳河镇", 2022),
    "柳河镇人民政府二○一九年政府信息公开工作年度报告": ("柳河镇人民政府", 2019),
    "柳河镇二〇一九年政府信息公开工作年度报告": ("柳河镇", 2019),
    "柳河镇二0一七年政府信息公开工作年度报告": ("柳河镇", 2017),
    "柳河镇二O一一年政府信息公开工作年度报告": ("柳河镇", 2011),
    "臺山市赤溪鎮人民政府2019年政府信息公開工作年度報告": (
        "臺山市赤溪鎮人民政府",
        2019,
    ),
    "中共青石县委办公室2022年政府信息公开工作年度报告": ("中共青石县委办公室", 2022),
}


@pytest.mark.parametrize(("title", "expected"), TITLES.items(), ids=TITLES.keys())
def test_titles_name_body_and_year(title, expected):
    reading = reading_of(page("", body="认真公开各类信息。"), title=title)
    assert (reading.publisher, reading.year) == expected
    assert reading.title == title
    assert reading.is_annual_report


def test_a_title_line_in_the_body_is_the_title():
    reading = reading_of(report(BODY))
    assert reading.title == "柳河镇2022年政府信息公开工作年度报告"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_line_beside_a_title_without_a_name_is_whose_report_it_is(order):
    head = ["二〇二二年政府信息公开工作年度报告", "青石县柳河镇人民政府"]
    reading = reading_of("\n".join([*(head[nth] for nth in order), "(2023年1月20日)", FRAME.format("公开信息20条。")]))
    assert (reading.publisher, reading.year, reading.published_at) == ("青石县柳河镇人民政府", 2022, "2023-01-20")


@pytest.mark.parametrize("dress", ["一图读懂|", "附件:", "图解丨"])
def test_what_stands_before_a_title_is_nobodys_name(dress):
    assert reading_of(page(f"{dress}青石县水务局2022年政府信息公开工作年度报告")).publisher == "青石县水务局"


def test_a_date_in_words_before_its_source_is_when_it_was_published():
    reading = reading_of(page("青石县水务局2022年政府信息公开工作年度报告", "2023年1月5日 来源:青石县水务局"))
    assert (reading.published_at, reading.published_basis) == ("2023-01-05", "displayed")


def test_a_title_broken_over_two_lines():
    text = "青石县柳河镇2015年政府信息公开工作\n年度报告\n" + FRAME.format(BODY)
    assert reading_of(text).title == "青石县柳河镇2015年政府信息公开工作\n年度报告"


def test_breadcrumbs_and_metadata_are_no_titles():
    head = "当前位置：首页 > 柳河镇 > 政府信息公开年报\n名称：柳河镇政府信息公开年报\n"
    assert reading_of(head + report(BODY)).title == "柳河镇2022年政府信息公开工作年度报告"


def test_a_title_that_layout_keeps_in_a_table():
    from archive.blocks import from_text
    from archive.report import read

    text = "索引号： | 0750/2013-001 | 文号： | |\n2012年度柳河镇政府信息公开年度报告 | ||\n" + page(
        "", body="2012年公开信息20条。"
    )
    assert read(from_text(text)).title == "2012年度柳河镇政府信息公开年度报告"


def test_no_title_printed_is_null():
    lead = "青石县柳河镇人民政府根据条例要求，编制2022年政府信息公开工作年度报告。本报告由六部分组成。"
    reading = reading_of(page("", lead))
    assert (reading.title, reading.publisher, reading.is_annual_report) == (
        None,
        "青石县柳河镇人民政府",
        True,
    )


PUBLISHERS = {
    "full name in the lead, short one in the title": (
        "柳河镇2022年政府信息公开工作年度报告", "青石县柳河镇人民政府根据《中华人民共和国政府信息公开条例》编制本报告。", "", "青石县柳河镇人民政府"),
    "the title stands against another body in the lead": (
        "青石县水务局2022年政府信息公开工作年度报告", "青石县人民政府办公室要求按时公布年报。", "", "青石县水务局"),
    "signature where the title names nobody": (
        "2022年政府信息公开工作年度报告", "", "青石县柳河镇人民政府\n2023年1月12日", "青石县柳河镇人民政府"),
    "lead with the year first": (
        "", "2022年，青石县柳河街道办事处严格按照条例要求，现公布2022年政府信息公开工作年度报告。", "", "青石县柳河街道办事处"),
    "bureau in the lead": (
        "", "根据《中华人民共和国政府信息公开条例》要求，青石县水务局现将2022年政府信息公开工作年度报告公布如下。", "", "青石县水务局"),
    "a title without the place": (
        "县政府办2022年度政府信息公开工作年度报告", "2022年，青石县人民政府办公室严格执行条例规定。", "", "青石县人民政府办公室"),
    "named as whose report is made public": (
        "", "特向社会公布2022年青石县政务服务中心政府信息公开工作年度报告。", "", "青石县政务服务中心"),
    "only whom to ask": (
        "", "特公布2022年政府信息公开工作年度报告。如有疑问，请与青石县公安局(地址：东街6号；电话：0750-1234567)联系。", "", "青石县公安局"),
    "a street under a district government": (
        "", "根据条例要求，青石市柳河区人民政府东街街道办事处编制2022年政府信息公开年度报告。", "", "青石市柳河区人民政府东街街道办事处"),
    "not whose rules are followed": (
        "", "本年报根据青石区政府信息公开工作规定，由青石区柳河镇人民政府编制。本报告由概述等部分组成。", "", "青石区柳河镇人民政府"),
    "nobody": ("2022年政府信息公开工作年度报告", "我镇根据条例编制本报告。", "", None),
}  # fmt: skip


@pytest.mark.parametrize(("title", "lead", "end", "expected"), PUBLISHERS.values(), ids=PUBLISHERS.keys())
def test_publisher_precedence(title, lead, end, expected):
    assert reading_of(page(title, lead, end=end)).publisher == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("本网", None), ("本站", None), ("青石县柳河镇人民政府", "青石县柳河镇人民政府")],
)
def test_metadata_names_the_publisher_last(value, expected):
    reading = reading_of(page("2022年政府信息公开工作年度报告"), labels={"发布机构": value})
    assert reading.publisher == expected


def test_a_short_title_takes_the_full_name_of_the_same_body_only():
    lead = "青石县柳河镇人民政府编制本报告。"
    assert reading_of(page("柳河镇财政所2022年政府信息公开工作年度报告", lead)).publisher == "柳河镇财政所"


LEVELS = {
    "江苏省": "province", "广西壮族自治区人民政府": "province", "上海市人民政府": "province", "宿迁市": "city", "湘西土家族苗族自治州": "city",
    "台山市": "county", "江门市台山市人民政府": "county", "青石县人民政府": "county", "宿城区": "county", "科尔沁左翼中旗": "county",
    "台山市赤溪镇人民政府": "township", "柳河街道办事处": "township", "柳河街道": "township", "大兴民族乡": "township", "巴彦苏木": "township",
    "柳河乡政府": "township", "青石县水务局": "bureau", "上海市人民政府办公厅": "bureau", "国家发展和改革委员会": "bureau", "青石县司法局柳河司法所": "bureau",
    "柳河镇财政所": "bureau", "青石经济技术开发区管理委员会": "zone", "横琴新区": "zone", "国营柳河农场": "other", "青石水务有限公司": "other",
}  # fmt: skip


@pytest.mark.parametrize(("name", "level"), LEVELS.items(), ids=LEVELS.keys())
def test_levels(name, level):
    assert level_of(name) == level


def test_cores_say_which_forms_mean_one_body():
    assert core_of("台山市赤溪镇人民政府") == core_of("赤溪镇") == core_of("江门市台山市赤溪镇") == "赤溪镇"
    assert core_of("柳河街道办事处") == core_of("柳河街道")
    assert core_of("青石县水务局") != core_of("青石县")


def test_scope_of_a_county_with_its_bodies():
    lead = "本报告由青石县人民政府办公室根据各镇、各部门的年度报告汇总编制，所列数据涵盖全县各行政机关。"
    assert reading_of(page("青石县2022年政府信息公开工作年度报告", lead)).scope == "aggregate"
    own = "本报告数据仅为青石县人民政府办公室本机关数据。"
    assert reading_of(page("青石县2022年政府信息公开工作年度报告", own)).scope == "own"
    assert reading_of(page("青石县柳河镇2022年政府信息公开工作年度报告", "全镇各部门数据汇总而成。")).scope == "own"


YEARS = {
    "period before title": ("柳河镇2021年政府信息公开工作年度报告", "数据统计期限自2022年1月1日起至2022年12月31日止。", 2022, ["year_clash"]),
    "title": ("柳河镇2022年政府信息公开工作年度报告", "", 2022, []),
    "text where the title names none": ("柳河镇政府信息公开工作年度报告", "", 2022, []),
    "damaged period": ("柳河镇政府信息公开年度报告", "本报告所列数据自202211日起至20221231日止。", 2022, []),
    "misprinted title": ("柳河镇2087年政府信息公开工作年度报告", "", 2022, ["year_implausible"]),
    "misprinted end of the period": ("柳河镇2020年政府信息公开工作年度报告", "统计期限为2020年1月1日至202020年12月31日。", 2020, None),
    "end a day early": ("柳河镇政府信息公开工作年度报告", "统计期限为2022年1月1日至12月30日。", 2022, []),
    "a letter for a digit": ("柳河镇政府信息公开工作年度报告", "统计期限为2022年1月l日至2022年12月31日。", 2022, []),
    "Han numerals": ("柳河镇政府信息公开工作年度报告", "统计期限自二〇二二年一月一日至二〇二二年十二月三十一日。", 2022, []),
}  # fmt: skip


@pytest.mark.parametrize(("title", "lead", "year", "issues"), YEARS.values(), ids=YEARS.keys())
def test_report_year(title, lead, year, issues):
    reading = reading_of(
        page(
            title,
            lead,
            body="2022年，我镇公开信息20条。" if year == 2022 else "我镇公开信息20条。",
        )
    )
    assert reading.year == year
    if issues is not None:
        assert [issue.code for issue in reading.issues if issue.code.startswith("year")] == issues


def test_report_year_from_publication_as_a_last_resort():
    reading = reading_of(
        page("柳河镇政府信息公开工作年度报告", body="我镇公开信息20条。"),
        labels={"发布日期": "2023-01-16"},
    )
    assert reading.year == 2022


def test_a_year_after_publication_is_passed_over():
    reading = reading_of(
        page("柳河镇2029年政府信息公开工作年度报告", body="2022年，我镇公开信息20条。"),
        labels={"发布日期": "2023-01-16"},
    )
    assert reading.year == 2022
    assert [issue.code for issue in reading.issues] == ["year_implausible"]


DATES = {
    "displayed": (
        {"发布日期": "2023-01-16", "生成日期": "2023-01-18 09:00:01"},
        {},
        "2023-01-16",
        "displayed",
    ),
    "meta": (
        {"生成日期": "2023-01-18 09:00:01"},
        {"PubDate": "2023-01-17 08:30:00"},
        "2023-01-17T08:30:00+08:00",
        "meta",
    ),
    "generated": (
        {"生成日期": "2023-01-18 09:00:01"},
        {},
        "2023-01-18T09:00:01+08:00",
        "generated",
    ),
    "signed": ({}, {}, "2023-01-12", "signed"),
}


@pytest.mark.parametrize(("labels", "meta", "published", "basis"), DATES.values(), ids=DATES.keys())
def test_dates_keep_their_basis(labels, meta, published, basis):
    text = page(
        "柳河镇2022年政府信息公开工作年度报告",
        end="青石县柳河镇人民政府\n2023年1月12日",
    )
    reading = reading_of(text, labels=labels, meta=meta)
    assert (reading.published_at, reading.published_basis) == (published, basis)
    assert reading.signed_at == "2023-01-12"


def test_a_date_from_the_address_comes_last():
    from archive.report import read
    from tests.report_kit import printed_of

    text = page("柳河镇2022年政府信息公开工作年度报告")
    reading = read(printed_of(text), url="https://www.example.gov.cn/zwgk/202301/t20230109_1.html")
    assert (reading.published_at, reading.published_basis) == ("2023-01-09", "url")
    epoch = read(printed_of(text), url="https://www.example.gov.cn/zwgk/t19700101_1.html")
    assert (epoch.published_at, epoch.published_basis) == (None, None)


def test_signature_in_han_numerals():
    text = page(
        "柳河镇二〇一二年政府信息公开工作年度报告",
        end="柳河镇人民政府\n二○一三年三月五日",
    )
    assert reading_of(text).signed_at == "2013-03-05"


def test_identifiers_and_placeholders():
    labels = {"索引号": "114407000070/2023-00012", "文号": "柳府〔2023〕3号"}
    reading = reading_of(report(BODY), labels=labels)
    assert (reading.identifier, reading.document_number) == (
        "114407000070/2023-00012",
        "柳府〔2023〕3号",
    )
    empty = reading_of(report(BODY), labels={"索引号": "/2021-None", "文号": "无"})
    assert (empty.identifier, empty.document_number) == (None, None)


def test_no_invitation_is_without_its_word() -> None:
    """Texts without 联系 are not searched for invitations: every alternative of the pattern ends or begins with it."""
    alternatives = INVITED.pattern.replace(ORGAN, "").split("|(?<=联系)")
    assert len(alternatives) == 2
    assert alternatives[0].endswith("联系)")
