"""The statutory tables as the notices print them, and the ways real publishers print them."""

from __future__ import annotations

import random

import pytest
from tables_kit import (
    APPLICANTS,
    C,
    Table,
    Values,
    active_keys,
    active_sections,
    active_table,
    by_key,
    html,
    numbered,
    read,
    request_keys,
    requests_body,
    requests_head,
    requests_table,
    review_head,
    review_table,
)

from archive.blocks import from_html
from archive.report.concepts import concepts
from archive.report.tables import TablesRead, read_tables
from archive.report.templates.t2019 import T2019
from archive.report.templates.t2021 import T2021
from archive.text.fold import fold

TEMPLATES = ("t2019", "t2021")


def stated(result: TablesRead) -> Values:
    """Every number as text, by concept and applicant."""
    return {key: str(f.value) for key, f in by_key(result).items() if f.value is not None}


def state(result: TablesRead, concept: str, column: str | None = None) -> str:
    return by_key(result)[concept, column].state


def all_tables(template: str, values: Values) -> list[Table]:
    return [active_table(template, values), requests_table(template, values), review_table(values)]


def recut(table: Table, old: str, new: str) -> Table:
    return [[C(new, c.rows, c.cols, c.tag) if c.text == old else c for c in row] for row in table]


# ------------------------------------------------------------------------------------------- as the notices print them


@pytest.mark.parametrize("template", TEMPLATES)
def test_clean_tables_are_read_in_full(template: str) -> None:
    values = numbered(template)
    result = read(*all_tables(template, values))
    assert result.template == template
    assert result.template_basis == "labels"
    assert stated(result) == values
    assert {figure.state for figure in result.figures} == {"number"}
    assert set(result.tables.values()) == {"present"}
    assert result.findings == ()
    assert result.issues == ()


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_same_tables_are_read_from_a_page(template: str) -> None:
    values = numbered(template)
    page = from_html(html("二、主动公开政府信息情况", *all_tables(template, values)))
    assert stated(read_tables(page, fold(page.text))) == values


@pytest.mark.parametrize("template", TEMPLATES)
def test_quotes_places_and_labels_are_as_printed(template: str) -> None:
    values = numbered(template)
    page = from_html(html(*all_tables(template, values)))
    for figure in read_tables(page, fold(page.text)).figures:
        assert figure.quote == page.text[figure.start : figure.end] == values[figure.concept, figure.column]
        assert figure.place is not None
        cell = page.blocks[figure.place.block].grid[figure.place.row][figure.place.column]
        assert cell is not None
        assert (cell.start, cell.end) == (figure.start, figure.end)


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_key_of_a_template_is_a_concept_with_a_figure(template: str) -> None:
    result = read(*all_tables(template, numbered(template)))
    form = T2019 if template == "t2019" else T2021
    keys = {key for row in form.active for _, key in row.measures} | {row.key for row in form.requests if row.key}
    assert {f.concept for f in result.figures} == keys | set(form.review)
    assert {f.concept for f in result.figures} == {
        c.key for c in concepts().values() if template in c.templates and not c.derived
    }


@pytest.mark.parametrize("order", [(2, 1, 0), (1, 0, 2), (2, 0, 1)])
def test_the_order_of_the_tables_does_not_matter(order: tuple[int, ...]) -> None:
    values = numbered("t2021")
    tables = all_tables("t2021", values)
    assert stated(read(*[tables[i] for i in order])) == values


@pytest.mark.parametrize("template", TEMPLATES)
def test_section_two_as_small_tables_with_captions_as_paragraphs(template: str) -> None:
    values = numbered(template)
    parts: list[str | Table] = []
    for section in active_sections(template, values):
        parts += [section[0][0].text, section[1:]]
    result = read(*parts)
    assert stated(result).items() <= values.items()
    assert set(stated(result)) == {(key, None) for key in active_keys(template)}


@pytest.mark.parametrize("template", TEMPLATES)
def test_all_tables_in_one_big_one(template: str) -> None:
    values = numbered(template)
    merged = [row for table in all_tables(template, values) for row in table]
    assert stated(read(merged)) == values


# ------------------------------------------------------------------------------------------------------ real figures


@pytest.mark.parametrize(
    ("year", "totals", "review"),
    [
        (
            2023,
            [3511, 96, 1191, 328, 0, 27, 6, 38, 20, 9, 21, 21, 1047, 28, 3, 305, 39, 0, 58, 4, 40, 10, 291, 3486, 121],
            [309, 17, 88, 26, 440, 1, 1, 16, 6, 24, 13, 0, 67, 9, 89],
        ),
        (
            2024,
            [3525, 121, 1431, 471, 2, 1, 4, 17, 21, 11, 23, 13, 897, 36, 8, 87, 27, 0, 3, 0, 77, 38, 354, 3521, 125],
            [88, 18, 28, 36, 170, 7, 0, 11, 7, 25, 33, 0, 6, 13, 52],
        ),
    ],
)
def test_suqian(year: int, totals: list[int], review: list[int]) -> None:
    values = dict.fromkeys(numbered("t2021"), "0")
    for key, total in zip(request_keys("t2021"), totals, strict=True):
        values[key, "total"] = str(total)
    keys = [key for key, column in numbered("t2021") if column is None][-15:]
    values.update(((key, None), str(n)) for key, n in zip(keys, review, strict=True))
    values["administrative_charges_wan", None] = "59237.2449"
    result = read(*all_tables("t2021", values))
    got = stated(result)
    assert [got[key, "total"] for key in request_keys("t2021")] == [str(n) for n in totals]
    assert [got[key, None] for key in keys] == [str(n) for n in review]
    charges = by_key(result)["administrative_charges_wan", None]
    assert (charges.value, charges.unit) == ("59237.2449", "万元")
    assert int(got["new_received", "total"]) + int(got["carried_in", "total"]) == totals[-2] + totals[-1]
    assert result.findings == ()


def test_shanghai_2019_leaves_totals_of_result_rows_blank() -> None:
    values = dict.fromkeys(numbered("t2019"), "")
    natural = {"new_received": "821", "carried_in": "18", "handled_total": "767", "carried_out": "72"}
    total = {"new_received": "859", "carried_in": "18", "handled_total": "805", "carried_out": "72"}
    values.update(((key, "natural_person"), n) for key, n in natural.items())
    values.update(((key, "total"), n) for key, n in total.items())
    values["granted_full", "natural_person"] = "258"
    values["central_procurement_amount", None] = "251000元"
    result = read(*all_tables("t2019", values))
    assert stated(result)["handled_total", "natural_person"] == "767"
    assert state(result, "granted_full", "total") == "blank"
    amount = by_key(result)["central_procurement_amount", None]
    assert (amount.value, amount.unit, amount.state) == (251000, "元", "number_with_unit")


def test_daying_2023_fills_only_what_is_not_zero() -> None:
    values = dict.fromkeys(numbered("t2021"), "")
    for key, n in (("new_received", 12), ("granted_full", 4), ("refused_other_law", 1), ("unavailable_not_held", 5)):
        values[key, "natural_person"] = str(n)
    values["new_received", "total"] = "12"
    result = read(requests_table("t2021", values))
    assert stated(result) == {key: text for key, text in values.items() if text}
    assert sum(f.state == "blank" for f in result.figures) == 175 - 5


def test_linshan_2020_slashes_and_an_amount_without_unit() -> None:
    values = dict.fromkeys(numbered("t2019"), "/")
    values.update({("central_procurement_projects", None): "15", ("central_procurement_amount", None): "29.0506"})
    values.update(((key, "total"), "0") for key in request_keys("t2019"))
    result = read(*all_tables("t2019", values))
    assert state(result, "licensing_items_change") == "slash"
    assert state(result, "granted_full", "natural_person") == "slash"
    assert stated(result)["granted_full", "total"] == "0"
    amount = by_key(result)["central_procurement_amount", None]
    assert (amount.value, amount.unit) == ("29.0506", "unknown")


# ------------------------------------------------------------------------------------------------------------ values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", ("number", 0, "万元")),
        ("190.457379", ("number", "190.457379", "万元")),
        ("0.00", ("number", "0.00", "万元")),
        ("1,234.5", ("number", "1234.5", "万元")),
        ("1９0.4", ("number", "190.4", "万元")),
        ("976.81万元", ("number_with_unit", "976.81", "万元")),
        ("251000元", ("number_with_unit", 251000, "元")),
        ("0万元", ("number_with_unit", 0, "万元")),
        ("\u00a0", ("blank", None, "万元")),
        ("/", ("slash", None, "万元")),
        ("——", ("dash", None, "万元")),
        ("无", ("word_none", None, "万元")),
        ("12 3", ("ambiguous", None, "万元")),
        ("12\n3", ("ambiguous", None, "万元")),
        ("00", ("ambiguous", None, "万元")),
        ("12%", ("ambiguous", None, "万元")),
        ("详见公报", ("text", None, "万元")),
    ],
)
def test_what_a_cell_may_say(text: str, expected: tuple[str, object, str]) -> None:
    values = dict.fromkeys(numbered("t2021"), "0")
    values["administrative_charges_wan", None] = text
    figure = by_key(read(active_table("t2021", values)))["administrative_charges_wan", None]
    assert (figure.state, figure.value, figure.unit) == expected
    assert figure.quote == text


@pytest.mark.parametrize(
    ("text", "value"),
    [("+10", 10), ("-11", -11), ("−11", -11), ("－11", -11), ("增10", 10), ("减少3", -3), ("0", 0), ("+1,062", 1062)],
)
def test_changes_carry_their_sign(text: str, value: int) -> None:
    values = dict.fromkeys(numbered("t2019"), "0")
    values["licensing_items_change", None] = text
    figure = by_key(read(active_table("t2019", values)))["licensing_items_change", None]
    assert (figure.state, figure.value) == ("number", value)


@pytest.mark.parametrize(("text", "value"), [("12①", 12), ("12²", 12), ("12*", 12), ("12[1]", 12), ("十二", 12)])
def test_marks_and_han_numerals_do_not_change_a_count(text: str, value: int) -> None:
    values = dict.fromkeys(numbered("t2021"), "0")
    values["penalty_decisions", None] = text
    assert by_key(read(active_table("t2021", values)))["penalty_decisions", None].value == value


def test_a_raised_note_mark_is_no_digit() -> None:
    values = dict.fromkeys(numbered("t2021"), "0")
    values["penalty_decisions", None] = "12MARK"
    page = from_html(html(active_table("t2021", values)).replace("MARK", "<sup>1</sup>"))
    assert by_key(read_tables(page, fold(page.text)))["penalty_decisions", None].value == 12


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("本年收费金额（单位：万元）", "万元"),
        ("本年收费金额（单位:元）", "元"),
        ("本年收费金额", "unknown"),
        ("本年（2023）收费金额（单位：万元）", "万元"),
    ],
)
def test_the_unit_of_charges_is_the_printed_one(header: str, unit: str) -> None:
    table = recut(active_table("t2021", numbered("t2021")), "本年收费金额（单位：万元）", header)
    assert by_key(read(table))["administrative_charges_wan", None].unit == unit


def test_a_note_beside_the_table_gives_the_unit() -> None:
    table = active_table("t2019", numbered("t2019"))
    amount = by_key(read(table, "注：采购总金额的单位：万元"))["central_procurement_amount", None]
    assert amount.unit == "万元"
    unclear = by_key(read("单位：元", table, "注：采购总金额的单位：万元"))["central_procurement_amount", None]
    assert unclear.unit == "unknown"


def test_a_picture_in_a_cell_is_not_blank() -> None:
    values = dict.fromkeys(numbered("t2021"), "0")
    values["penalty_decisions", None] = "PICTURE"
    page = from_html(html(active_table("t2021", values)).replace("PICTURE", '<img src="/n/12.png">'))
    assert state(read_tables(page, fold(page.text)), "penalty_decisions") == "image"


# ------------------------------------------------------------------------------------------------------------ labels


@pytest.mark.parametrize(
    "label", ["规范性文件", "行政 规范性文件", "行政规范性\n文件", "行政規範性文件", "行政规范性文件（本级）"]
)
def test_normative_documents_by_any_name(label: str) -> None:
    values = numbered("t2021")
    table = recut(active_table("t2021", values), "行政规范性文件", label)
    result = read(table)
    assert (
        stated(result).items()
        >= {("normative_documents_issued", None): values["normative_documents_issued", None]}.items()
    )
    assert by_key(result)["normative_documents_issued", None].label == label


def test_over_converted_and_glossed_labels() -> None:
    values = numbered("t2021")
    table = active_table("t2021", values)
    table = recut(table, "本年制发件数", "本年製發件數")
    table = recut(table, "行政许可", "行政許(xǔ)可")
    table = recut(table, "行政处罚", "行政處(chù)罰(fá)")
    reviews = recut(review_table(values), "行政复议", "行政複議")
    result = read(table, reviews)
    assert result.template == "t2021"
    assert set(result.tables.values()) == {"present", "absent"}
    for key in ("rules_issued", "licensing_decisions", "penalty_decisions", "review_upheld"):
        assert stated(result)[key, None] == values[key, None]


def test_a_damaged_label_is_told_by_its_place() -> None:
    values = numbered("t2021")
    table = recut(requests_table("t2021", values), "4.保护第三方合法权益", "4.保护第三万合法权盖")
    result = read(table)
    assert {k: v for k, v in stated(result).items() if k[0] == "refused_third_party"} == {
        ("refused_third_party", column): values["refused_third_party", column] for column in APPLICANTS
    }


def test_a_label_that_lost_words_beside_its_group_is_told_by_its_place() -> None:
    values = numbered("t2021")
    table = requests_table("t2021", values)
    for row in table:
        for cell in row:
            if "不再处理其政府信息公开申请" in cell.text:
                table = recut(table, cell.text, cell.text.replace("政府信息公开申请", "申请"))
    result = read(table)
    assert stated(result) == {key: text for key, text in values.items() if key[1]}
    assert not result.findings
    assert not result.issues


def test_a_row_of_the_province_is_left_alone_and_reported() -> None:
    values = numbered("t2021")
    table = requests_table("t2021", values)
    extra = [C("9.属于省定其他情形"), *[C("3")] * 7]
    grown = [[C(c.text, c.rows + (c.rows > 5), c.cols, c.tag) for c in row] for row in table]
    at = next(i for i, row in enumerate(grown) if any(c.text == "8.属于行政查询事项" for c in row)) + 1
    result = read([*grown[:at], extra, *grown[at:]])
    assert stated(result) == {key: text for key, text in values.items() if key[1]}
    assert [issue.code for issue in result.issues] == ["unknown_row_label"]
    assert result.issues[0].quote == "9.属于省定其他情形"


def test_a_row_without_label_is_flagged_and_not_used() -> None:
    values = numbered("t2021")
    result = read(recut(requests_table("t2021", values), "2.重复申请", ""))
    assert state(result, "not_processed_duplicate", "total") == "ambiguous"
    assert {finding.row for finding in result.findings} == {"not_processed_duplicate"}
    assert stated(result)["not_processed_publication", "total"] == values["not_processed_publication", "total"]


def test_values_without_labels_make_a_table_ambiguous_not_absent() -> None:
    rows = "\n".join(f"{n}.属 0 0 {n} 0 0 0 {n}\n于某" for n in range(1, 5))
    result = read(f"三、收到和处理政府信息公开申请情况\n{rows}")
    assert (result.tables["requests"], result.figures) == ("ambiguous", ())
    assert read("三、收到和处理政府信息公开申请情况\n2022年收到申请 3 件。").tables["requests"] == "absent"


def test_a_missing_row_is_absent_not_zero() -> None:
    values = numbered("t2019")
    table = [row for row in active_table("t2019", values) if row[0].text != "其他对外管理服务事项"]
    result = read(table)
    assert result.template == "t2019"
    assert state(result, "other_services_decisions") == "absent"
    assert stated(result)["licensing_decisions", None] == values["licensing_decisions", None]


def test_rows_of_one_name_that_differ_are_ambiguous() -> None:
    values = dict.fromkeys(numbered("t2021"), "0")
    table = active_table("t2021", values)
    at = next(i for i, row in enumerate(table) if row[0].text == "行政处罚")
    result = read([*table[: at + 1], [C("行政处罚"), C("7", cols=3)], *table[at + 1 :]])
    assert state(result, "penalty_decisions") == "ambiguous"
    assert [(f.check, f.verdict, f.row) for f in result.findings] == [("T-DRIFT", "fail", "penalty")]
    again = read([*table[: at + 1], table[at], *table[at + 1 :]])
    assert stated(again)["penalty_decisions", None] == "0"


def test_of_two_whole_tables_the_first_counts() -> None:
    mine, area = numbered("t2021"), numbered("t2021", first=5000)
    result = read(requests_table("t2021", mine), "汇总情况", requests_table("t2021", area))
    assert stated(result) == {key: text for key, text in mine.items() if key[1]}


# ---------------------------------------------------------------------------------------------------------- templates


def test_the_third_table_alone_names_its_template() -> None:
    assert read(requests_table("t2021", numbered("t2021"))).template == "t2021"
    assert read(requests_table("t2019", numbered("t2019"))).template == "t2019"


def test_the_fourth_table_alone_names_none() -> None:
    result = read(review_table(numbered("t2021")))
    assert (result.template, result.template_basis) == (None, "none")
    assert result.tables == {"active_disclosure": "absent", "requests": "absent", "review_litigation": "present"}


def test_headers_cut_to_their_first_line() -> None:
    values = numbered("t2019")
    table = recut(recut(active_table("t2019", values), "本年新制作数量", "本年新"), "本年新公开数量", "本年新")
    assert stated(read(table)) == {(key, None): values[key, None] for key in active_keys("t2019")}


def test_columns_in_another_order_are_read_by_their_header() -> None:
    values = numbered("t2021")
    rows = [
        [C("信息内容"), C("现行有效件数"), C("本年制发件数"), C("本年废止件数")],
        [C("规章"), C("9"), C("1"), C("2")],
        [C("行政规范性文件"), C("8"), C("3"), C("4")],
    ]
    got = stated(read(rows, *active_sections("t2021", values)[1:]))
    assert got["rules_in_force", None] == "9"
    assert got["rules_issued", None] == "1"
    assert got["normative_documents_repealed", None] == "4"


# ------------------------------------------------------------------------------------------------------------- drift


def test_a_short_row_is_flagged_and_its_neighbours_are_read() -> None:
    values = numbered("t2021")
    table = requests_table("t2021", values)
    at = next(i for i, row in enumerate(table) if any(c.text == "2.重复申请" for c in row))
    table[at] = [table[at][0], *table[at][1:4], *table[at][6:]]  # five of seven cells, as 河东镇 printed in 2021
    result = read(table)
    drifted = [f for f in result.figures if f.concept == "not_processed_duplicate"]
    assert {f.state for f in drifted} == {"ambiguous"}
    assert result.findings[0].row == "not_processed_duplicate"
    assert set(result.findings[0].figures) == {f.id for f in drifted}
    assert len(stated(result)) == 175 - 7


def test_a_merged_cell_is_nobodys_and_the_rest_of_its_row_is_read() -> None:
    values = numbered("t2021")
    table = requests_table("t2021", values)
    row = next(row for row in table if any(c.text == "2.重复申请" for c in row))
    row[2:4] = [C("5", cols=2)]
    result = read(table)
    assert state(result, "not_processed_duplicate", "commercial_enterprise") == "ambiguous"
    assert state(result, "not_processed_duplicate", "research_institution") == "ambiguous"
    assert stated(result)["not_processed_duplicate", "total"] == values["not_processed_duplicate", "total"]


def test_many_drifting_rows_are_one_finding() -> None:
    table = requests_table("t2021", numbered("t2021"))
    for row in table[4:20]:
        del row[-2]
    result = read(table)
    assert [(finding.check, finding.row) for finding in result.findings] == [("T-DRIFT", None)]
    assert len(result.findings[0].figures) >= 16 * 7


def test_a_cell_that_holds_the_whole_row_is_read_with_a_flag() -> None:
    rows = [[C("规章"), C("1 2 3")], [C("行政规范性文件"), C("4 5 6")]]
    result = read([[C("信息内容"), C("本年制发件数 本年废止件数 现行有效件数")], *rows])
    assert stated(result)["normative_documents_repealed", None] == "5"
    assert {finding.verdict for finding in result.findings} == {"uncertain"}


def test_a_slid_total_and_a_page_break_with_repeated_header() -> None:
    values = numbered("t2021")
    head = [requests_head()[0], requests_head()[1][:-1], [*requests_head()[2], C("总计")]]
    body = requests_body("t2021", values)
    upper, lower = [[C(c.text, min(c.rows, 1 + 8 * (c.rows > 8)), c.cols) for c in r] for r in body[:11]], body[12:]
    result = read([*head, *upper[:3]], [*head, *body[3:4]])
    assert stated(result)["granted_partial", "total"] == values["granted_partial", "total"]
    assert len(lower) == 13


def test_rows_of_the_fourth_table_without_header_are_read_by_order_with_a_flag() -> None:
    values = numbered("t2021")
    result = read(requests_table("t2021", values), review_table(values)[len(review_head()) :])
    assert stated(result)["suit_after_review_total", None] == values["suit_after_review_total", None]
    assert [(finding.row, finding.verdict) for finding in result.findings] == [("review_litigation", "uncertain")]


# ------------------------------------------------------------------------------------------ the tables are not there


def test_a_page_of_prose_has_no_tables() -> None:
    result = read(
        "二、主动公开政府信息情况", "全年办理行政许可12件，行政处罚5件，规章0件。", "三、收到和处理政府信息公开申请情况"
    )
    assert result.figures == ()
    assert set(result.tables.values()) == {"absent"}
    assert result.spans == ()


@pytest.mark.parametrize(
    ("between", "expected"),
    [
        (["!/images/table2.jpg"], "image"),
        (["数据详见附件。"], "attachment"),
        (["本部分以表格列示。"], "absent"),
        ([], "absent"),
    ],
)
def test_what_stands_where_a_table_is_missing(between: list[str], expected: str) -> None:
    frame = [
        "一、总体情况",
        "全年工作有序。",
        "二、主动公开政府信息情况",
        *between,
        "三、收到和处理政府信息公开申请情况",
    ]
    tables = read(*frame, "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况").tables
    assert tables["active_disclosure"] == expected
    assert tables["requests"] == "absent"


def test_a_picture_elsewhere_is_not_the_table() -> None:
    tables = read(
        "!/logo.png",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "六、其他需要报告的事项",
        "!/qr.png",
    ).tables
    assert set(tables.values()) == {"absent"}


def test_an_enforcement_table_is_not_the_first_table() -> None:
    other = [[C("执法类别"), C("件数"), C("金额")], [C("行政处罚"), C("12"), C("3")], [C("行政强制"), C("1"), C("2")]]
    result = read(other)
    assert result.tables["active_disclosure"] == "absent"
    assert result.figures == ()


def test_other_tables_with_values_do_not_disturb() -> None:
    values = numbered("t2021")
    wide = [[C("单位"), *[C(f"{n}月") for n in range(1, 13)], C("合计")], [C("司法所"), *[C("1")] * 12, C("12")]]
    penal = [[C("执法类别"), C("件数")], [C("行政处罚"), C("77")], [C("行政强制"), C("8")]]
    result = read(
        active_table("t2021", values), penal, requests_table("t2021", values), wide, review_table(values), wide
    )
    assert stated(result) == values
    assert result.findings == ()


def test_a_page_break_before_the_last_row_of_numbers() -> None:
    values = numbered("t2021")
    rows = review_table(values)
    result = read(requests_table("t2021", values), rows[:-1], "第 3 页", rows[-1:])
    assert stated(result)["review_upheld", None] == values["review_upheld", None]


def test_reading_is_a_function_of_the_page() -> None:
    values = {key: str(random.Random(str(key)).randint(0, 50)) for key in numbered("t2021")}
    assert read(*all_tables("t2021", values)) == read(*all_tables("t2021", values))
