"""Tables that lost their grid: re-gridded by label where the text leaves one reading, ambiguous where several."""

from __future__ import annotations

import pytest
from tables_kit import (
    REVIEW_KEYS,
    Table,
    active_table,
    by_key,
    html,
    numbered,
    printed,
    read,
    request_keys,
    requests_table,
    review_table,
)

from archive.blocks import from_html, from_text
from archive.report.tables import TablesRead, read_tables
from archive.text.fold import fold

HEADINGS = ("二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况")


def cells(table: Table) -> list[str]:
    return [c.text for row in table for c in row if c.text]


def lines(table: Table) -> list[str]:
    return [" ".join(c.text for c in row) for row in table]


def stated(result: TablesRead) -> dict[tuple[str, str | None], str]:
    return {key: str(f.value) for key, f in by_key(result).items() if f.value is not None}


def frame(*tables: list[str]) -> list[str]:
    return [line for pair in zip(HEADINGS, tables, strict=True) for line in (pair[0], *pair[1])]


@pytest.mark.parametrize("flatten", [cells, lines])
@pytest.mark.parametrize("template", ["t2019", "t2021"])
def test_one_cell_or_one_row_a_line(template: str, flatten: object) -> None:
    assert callable(flatten)
    values = numbered(template)
    tables = active_table(template, values), requests_table(template, values), review_table(values)
    result = read(*frame(*map(flatten, tables)), "五、存在的主要问题及改进情况", "一是人手不足。")
    assert result.template == template
    assert stated(result) == values
    assert result.findings == ()
    assert {f.place.row for f in result.figures if f.place} == {None}


def test_offsets_give_back_the_quote() -> None:
    values = numbered("t2021")
    page = printed(*frame(cells(active_table("t2021", values)), lines(requests_table("t2021", values)), ["无"]))
    for figure in read_tables(page, fold(page.text)).figures:
        assert figure.quote == page.text[figure.start : figure.end]


def test_headings_stay_outside_what_the_tables_took() -> None:
    values = numbered("t2021")
    tables = active_table("t2021", values), requests_table("t2021", values), review_table(values)
    page = printed(*frame(*map(cells, tables)), "五、存在的主要问题及改进情况")
    taken = [page.text[a:b] for a, b in read_tables(page, fold(page.text)).spans]
    assert not set(taken) & {*HEADINGS, "五、存在的主要问题及改进情况"}
    assert {"一、本年新收政府信息公开申请数量", "四、结转下年度继续办理"} <= set(taken)


def test_plain_text_with_tabs_and_with_blank_lines() -> None:
    values = numbered("t2021")
    tables = active_table("t2021", values), requests_table("t2021", values), review_table(values)
    tabs = from_text("\n".join("\t".join(c.text for c in row) for table in tables for row in table))
    blank = from_text("\n\n".join(frame(*map(cells, tables))))
    for page in (tabs, blank):
        assert stated(read_tables(page, fold(page.text))) == values


def test_fewer_values_than_columns_are_not_placed() -> None:
    """雄县 2019: equal neighbouring lines were removed, so the one 0 after 规章 stands for three."""
    result = read(
        *("信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量", "规章", "0", "规范性文件", "0", "2"),
        *("信息内容", "采购项目数量", "采购总金额", "政府集中采购", "3", "8040"),
    )
    figures = by_key(result)
    assert {figures[f"rules_{m}", None].state for m in ("made", "newly_disclosed", "disclosed_total")} == {"ambiguous"}
    assert figures["normative_documents_made", None].state == "ambiguous"
    assert stated(result) == {("central_procurement_projects", None): "3", ("central_procurement_amount", None): "8040"}


@pytest.mark.parametrize(
    ("text", "expected", "verdicts"),
    [
        ("规章000行政规范性文件002", ["0", "0", "0", "0", "0", "2"], []),
        ("规章000行政规范性文件121", ["0", "0", "0", "1", "2", "1"], ["uncertain"]),
        ("规章1200行政规范性文件000", [None, None, None, "0", "0", "0"], ["fail"]),
        ("规章12行政规范性文件121", [None] * 6, ["fail", "fail"]),  # blanks occur: 121 may be 12 and 1
    ],
)
def test_cells_run_together(text: str, expected: list[str | None], verdicts: list[str]) -> None:
    result = read("信息内容本年制发件数本年废止件数现行有效件数" + text)
    keys = [f"{row}_{m}" for row in ("rules", "normative_documents") for m in ("issued", "repealed", "in_force")]
    figures = by_key(result)
    assert [None if figures[key, None].value is None else str(figures[key, None].value) for key in keys] == expected
    assert [finding.verdict for finding in result.findings] == verdicts
    assert "".join(figures[key, None].quote for key in keys if figures[key, None].value is not None).isdigit() or (
        expected == [None] * 6
    )


def test_a_whole_document_in_one_line() -> None:
    values = dict.fromkeys(numbered("t2021"), "0")
    text = "".join(c.text for row in requests_table("t2021", values) for c in row)
    assert stated(read(text)) == {key: "0" for key in values if key[1]}


def test_leaf_labels_interleaved_as_book_pages_print_them() -> None:
    numbers = [str(n) for n in range(20, 35)]
    result = read(
        *("四、政府信息公开行政复议、行政诉讼情况", "行政复议 行政诉讼", "未经复议直接起诉 复议后起诉"),
        *("结 结 其 尚 总 结 结 其 尚 总 结 结 其 尚 总", "果 果 他 未 计 果 果 他 未 计 果 果 他 未 计"),
        *("维 纠 结 审 维 纠 结 审 维 纠 结 审", "持 正 果 结 持 正 果 结 持 正 果 结"),
        *(" ".join(numbers), "五、存在的主要问题及改进情况"),
    )
    assert stated(result) == {(key, None): n for key, n in zip(REVIEW_KEYS, numbers, strict=True)}


def test_fourteen_of_fifteen_numbers_are_nobodys() -> None:
    result = read("行政复议", "行政诉讼", "未经复议直接起诉", "复议后起诉", *["0"] * 14)
    assert {f.state for f in result.figures} == {"ambiguous"}
    assert result.tables["review_litigation"] == "ambiguous"


def test_a_vertical_group_label_is_not_a_value() -> None:
    """One character a line: 三 after six values must not become the seventh."""
    values = numbered("t2021")
    flat: list[str] = []
    for row in requests_table("t2021", values):
        for c in row:
            flat += list(c.text) if c.text == "三、本年度办理结果" else [c.text]
    assert stated(read(*flat)) == {key: text for key, text in values.items() if key[1]}
    del flat[flat.index("二、上年结转政府信息公开申请数量") + 3]
    short = by_key(read(*flat))
    assert short["carried_in", "total"].state == "ambiguous"
    assert short["granted_full", "total"].state == "number"


def test_a_label_wrapped_around_its_values() -> None:
    values = numbered("t2021")
    flat = [
        "3.补正后申请内容 86 87 88 89 90 91 92\n仍不明确" if line.startswith("3.补正后") else line
        for line in lines(requests_table("t2021", values))
    ]
    result = read(*[piece for line in flat for piece in line.split("\n")])
    assert stated(result)["unavailable_still_unclear", "natural_person"] == "86"
    assert stated(result)["not_processed_petition", "total"] == values["not_processed_petition", "total"]


@pytest.mark.parametrize(
    "prose",
    [
        ["全年办理行政许可12件、行政处罚5件，行政强制0件。"],
        ["行政许可：12件", "行政处罚：5件", "行政强制：1件"],
        ["一、本年新收政府信息公开申请数量0件", "其他 3"],
        ["行政复议 0 件，行政诉讼 0 件"],
    ],
)
def test_enumerations_in_running_text_are_no_tables(prose: list[str]) -> None:
    result = read(*prose)
    assert result.figures == ()
    assert result.spans == ()


def test_one_table_as_grid_and_another_as_lines() -> None:
    values = numbered("t2021")
    result = read(active_table("t2021", values), *cells(requests_table("t2021", values)), review_table(values))
    assert stated(result) == values


def test_cells_of_a_layout_table_in_one_column() -> None:
    values = numbered("t2021")
    page = from_html(html(*[f"{c}" for c in cells(requests_table("t2021", values))]))
    assert {key for key, _ in stated(read_tables(page, fold(page.text)))} == set(request_keys("t2021"))
