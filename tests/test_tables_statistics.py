"""The statistics form of 2014-2018: as a table, as lines, with labels printed twice and with several value columns."""

from __future__ import annotations

import pytest
from tables_kit import C, Table, by_key, html, numbered, read, requests_table

from archive.blocks import from_html
from archive.report.tables import read_tables
from archive.text.fold import fold

# Written down from the form, ordinals and notes as printed.
FORM = [
    ("stat_items_disclosed", "（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条"),
    ("stat_normative_disclosed", "其中：主动公开规范性文件数", "条"),
    ("stat_normative_issued", "制发规范性文件总数", "件"),
    ("stat_channel_gazette", "1.政府公报公开政府信息数", "条"),
    ("stat_channel_website", "2.政府网站公开政府信息数", "条"),
    ("stat_channel_weibo", "3.政务微博公开政府信息数", "条"),
    ("stat_channel_wechat", "4.政务微信公开政府信息数", "条"),
    ("stat_channel_other", "5.其他方式公开政府信息数", "条"),
    ("stat_responses", "（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）", "次"),
    ("stat_press_conferences", "1.参加或举办新闻发布会总次数", "次"),
    ("stat_press_conferences_leader", "其中：主要负责同志参加新闻发布会次数", "次"),
    ("stat_online_interviews", "2.政府网站在线访谈次数", "次"),
    ("stat_policy_interpretations", "3.政策解读稿件发布数", "篇"),
    ("stat_requests_received", "（一）收到申请数", "件"),
    ("stat_requests_in_person", "1.当面申请数", "件"),
    ("stat_requests_online", "3.网络申请数", "件"),
    ("stat_requests_closed", "（二）申请办结数", "件"),
    ("stat_reply_refused", "4.不同意公开答复数", "件"),
    ("stat_refused_secret", "其中：（1）涉及国家秘密", "件"),
    ("stat_refused_security", "（4）危及国家安全、公共安全、经济安全和社会稳定", "件"),
    ("stat_refused_not_gov_info", "（5）不是《条例》所指政府信息", "件"),
    ("stat_reviews", "四、行政复议数量", "件"),
    ("stat_reviews_upheld", "（一）维持具体行政行为数", "件"),
    ("stat_reviews_corrected", "（二）被依法纠错数", "件"),
    ("stat_reviews_other", "（三）其他情形数", "件"),
    ("stat_lawsuits", "五、行政诉讼数量", "件"),
    ("stat_lawsuits_upheld", "（一）维持具体行政行为或者驳回原告诉讼请求数", "件"),
    ("stat_lawsuits_corrected", "（二）被依法纠错数", "件"),
    ("stat_lawsuits_other", "（三）其他情形数", "件"),
    ("stat_complaints", "六、举报投诉数量", "件"),
    ("stat_fees_wan", "七、依申请公开信息收取的费用", "万元"),
    ("stat_staff", "（三）从事政府信息公开工作人员数", "人"),
    ("stat_staff_full_time", "1.专职人员数（不包括政府公报及政府网站工作人员数）", "人"),
    ("stat_trained", "（三）接受培训人员数", "人次"),
]


def form(*values: list[str]) -> Table:
    head = [C("统计指标"), C("单位"), *[C("统计数") for _ in values]]
    rows = [[C(label), C(unit), *[C(v[i]) for v in values]] for i, (_, label, unit) in enumerate(FORM)]
    group = [[C("一、主动公开情况", cols=2), *[C("——") for _ in values]]]
    return [head, *group, *rows]


def counted(first: int = 1) -> list[str]:
    return ["0.35" if unit == "万元" else str(first + i) for i, (_, _, unit) in enumerate(FORM)]


def test_the_form_as_a_table() -> None:
    result = read(form(counted()))
    figures = by_key(result)
    assert result.template == "pre2019"
    assert result.tables["statistics"] == "present"
    assert {key: str(figures[key, None].value) for key, _, _ in FORM} == dict(
        zip([key for key, _, _ in FORM], counted(), strict=True)
    )
    assert {key: figures[key, None].unit for key, _, _ in FORM} == {key: unit for key, _, unit in FORM}
    assert figures["stat_meetings", None].state == "absent"


def test_the_form_on_a_page_and_as_lines() -> None:
    page = from_html(html("附件", form(counted())))
    on_page = {f.concept: f.value for f in read_tables(page, fold(page.text)).figures}
    lines = [f"{label} {unit} {value}" for (_, label, unit), value in zip(FORM, counted(), strict=True)]
    as_lines = {f.concept: f.value for f in read("统计指标 单位 统计数", *lines).figures}
    cells = [text for row in form(counted()) for text in (c.text for c in row)]
    as_cells = {f.concept: f.value for f in read(*cells).figures}
    assert on_page == as_lines == as_cells


def test_several_value_columns_are_kept_apart() -> None:
    table = form(counted(), counted(100))
    table[0] = [C("统计指标"), C("单位"), C("区政府"), C("乡镇街道")]
    figures = [f for f in read(table).figures if f.concept == "stat_complaints"]
    assert [f.state for f in figures] == ["ambiguous", "ambiguous"]
    assert [f.label for f in figures] == ["六、举报投诉数量 | 区政府", "六、举报投诉数量 | 乡镇街道"]
    assert [f.quote for f in figures] == [counted()[29], counted(100)[29]]


def test_an_empty_column_is_no_value_column() -> None:
    table = [[*row, C("")] for row in form(counted())]
    assert by_key(read(table))["stat_complaints", None].value == 30


@pytest.mark.parametrize("texts", [["0次", "2次", "5篇"]])
def test_units_in_the_cells(texts: list[str]) -> None:
    values = counted()
    for place, text in zip((8, 9, 12), texts, strict=True):
        values[place] = text
    figures = by_key(read(form(values)))
    assert (figures["stat_press_conferences", None].value, figures["stat_press_conferences", None].unit) == (2, "次")
    assert figures["stat_policy_interpretations", None].state == "number_with_unit"


def test_a_few_rows_of_the_form_are_not_the_form() -> None:
    result = read([[C(label), C(unit), C("3")] for _, label, unit in FORM[:3]])
    assert "statistics" not in result.tables
    assert result.figures == ()


def test_beside_a_statutory_table_the_template_is_that_tables() -> None:
    result = read(requests_table("t2021", numbered("t2021")), form(counted()))
    assert result.template == "t2021"
    assert result.tables["statistics"] == "present"
    assert not any(f.state == "absent" for f in result.figures)
