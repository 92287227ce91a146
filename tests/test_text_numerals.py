"""Numbers, years and how a number stands: exact values, approximation, and what is no number."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.text.fold import fold
from archive.text.han import han_value
from archive.text.numerals import NUMERAL, number, numbers, quantity, year, years
from archive.text.standing import standing


def read(text: str) -> list[tuple[int | str, str | None]]:
    return [(each.value, each.approx) for each in numbers(fold(text).text)]


@pytest.mark.parametrize(
    ("text", "value", "approx"),
    [
        ("0", 0, None),
        ("139", 139, None),
        (" 139 ", 139, None),
        ("1,234", 1234, None),
        ("12,345,678", 12345678, None),
        ("+10", 10, None),
        ("-11", -11, None),
        ("−11", -11, None),
        ("－11", -11, None),
        ("１３９", 139, None),
        ("190.457379", "190.457379", None),
        ("12.50", "12.5", None),
        ("100.00", 100, None),
        ("0.1", "0.1", None),
        ("1.2万", 12000, None),
        ("1.23456万", "12345.6", None),
        ("3亿", 300_000_000, None),
        ("1亿2000万", 120_000_000, None),
        ("1万2千", 12000, None),
        ("18万余", 180_000, "over"),
        ("20余万", 200_000, "over"),
        ("755多", 755, "over"),
        ("超200", 200, "over"),
        ("近200", 200, "about"),
        ("约20", 20, "about"),
        ("一百三十九", 139, None),
        ("四十余", 40, "over"),
        ("二百零五", 205, None),
        ("兩千", 2000, None),
        ("一萬二", 12000, None),
        ("一百三", 130, None),
        ("三千零五十", 3050, None),
        ("一億二千萬", 120_000_000, None),
        ("一点二万", 12000, None),
        ("二〇三", 203, None),
        ("百余", 100, "over"),
        ("近千", 1000, "about"),
        ("壹佰贰拾叁", 123, None),
        ("零", 0, None),
        ("十", 10, None),
        ("二十", 20, None),
    ],
)
def test_number_that_is_the_whole_text(text: str, value: int | str, approx: str | None) -> None:
    found = number(fold(text).text)
    assert found is not None
    assert (found.value, found.approx) == (value, approx)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/",
        "-",
        "—",
        "无",
        "三公",
        "两三",
        "三四十",
        "十几",
        "几十",
        "000",
        "0750",
        "1 39",
        "1.2.3",
        "1万2",
        "百",
        "139条",
        "12,34",
        "1,2345",
        "A4",
        "1e5",
        "零五",
        "一二三",
        "二千三百百",
        "十二十",
        "5%",
        "1.",
        ".5",
    ],
)
def test_what_is_no_number(text: str) -> None:
    assert number(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("主动公开政府信息139条，其中文件0条、动态83条", [(139, None), (0, None), (83, None)]),
        ("受理一百三十九条，四十余条，收到申请一件", [(139, None), (40, "over"), (1, None)]),
        ("20余条、20条余、20多条、20条以上、超20条", [(20, "over")] * 5),
        ("近20条，约20件，20条左右，20来条", [(20, "about")] * 4),
        ("18万余条，1.2万条，百余条，近千条", [(180_000, "over"), (12000, None), (100, "over"), (1000, "about")]),
        ("共1 39条，计 1 2 3 件，12 345 条", [(139, None), (123, None), (12345, None)]),
        ("发布１，２３４条", [(1234, None)]),
        ("1.139条信息\n2.2023年\n3.12件", [(139, None), (2023, None), (12, None)]),
        ("……139条", [(139, None)]),
        ("节约20万元，预约20人，最近3次", [(200_000, None), (20, None), (3, None)]),
        ("139多媒体，20余姚", [(139, None), (20, None)]),
        ("行政许可 71 -11 0", [(71, None), (-11, None), (0, None)]),
        ("本年增/减:+10", [(10, None)]),
        ("账户2019-12", [(2019, None)]),
        ("不少于20条，不超过20条", [(20, "over"), (20, "about")]),
        ("十余万次，10万+次，三万余条", [(100_000, "over"), (100_000, "over"), (30_000, "over")]),
        ("收费190.457379万元", [("1904573.79", None)]),
    ],
)
def test_numbers_in_running_text(text: str, expected: list[tuple[int | str, str | None]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "三公经费",
        "三审三校",
        "五公开",
        "第二十条",
        "第（一）项",
        "一是",
        "二是",
        "一站式",
        "四类过程性信息",
        "统一部署",
        "每一件",
        "一次性告知",
        "一件事一次办",
        "一条龙",
        "与群众一起来",
        "三个代表",
        "两个维护",
        "十部门联合",
        "三中全会",
        "第三次会议",
        "20至30条",
        "20-30件",
        "两三件",
        "三四十条",
        "几十条",
        "数百条",
        "上百条",
        "十几条",
        "好几千条",
        "规章000",
        "A4纸",
        "post_139.html",
        "1.2.3版",
        "l39条",
        "之一件",
        "第一、二项",
        "数万余条",
        "过万条",
    ],
)
def test_what_is_not_read_as_a_number(text: str) -> None:
    assert read(text) == []


def test_parted_digits_after_another_number_are_not_guessed() -> None:
    assert (12, None) not in read("附件1 2条")
    assert (2, None) not in read("附件1 2条")
    assert read("规章 0 0 139件") == [(0, None), (0, None)]


def test_han_numerals_can_be_left_out() -> None:
    assert [each.value for each in numbers("139条,一件", han=False)] == [139]


def test_a_number_holds_the_words_that_touch_it() -> None:
    text = "发布近1,200余条"
    (found,) = numbers(text)
    assert text[found.start : found.end] == "近1,200余"
    assert (found.value, found.printed_form) == (1200, "digits")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("251000元", (251000, "元", None)),
        ("976.81万元", ("976.81", "万元", None)),
        ("0万元", (0, "万元", None)),
        ("20余条", (20, "条", "over")),
        ("3 件次", (3, "件次", None)),
        ("139", None),
        ("万元", None),
        ("元", None),
        ("12 元/件", None),
    ],
)
def test_quantity_of_a_cell(text: str, expected: tuple[int | str, str, str | None] | None) -> None:
    found = quantity(text)
    assert (tuple(found) if found else None) == ((expected[0], expected[1], expected[2]) if expected else None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("二〇一九", 2019),
        ("二○○九年", 2009),
        ("二0一七年度", 2017),
        ("二O一一年", 2011),
        ("二零二〇", 2020),
        ("2019", 2019),
        ("2 0 1 9 年", 2019),
        ("２０１９年", 2019),
        ("二千零一十九年", 2019),
        ("一九九九年", 1999),
        ("20201", None),
        ("202020年", None),
        ("20l9年", None),
        ("1234年", None),
        ("二十年", None),
        ("", None),
        ("年", None),
    ],
)
def test_year(text: str, expected: int | None) -> None:
    assert year(fold(text).text) == expected


def test_years_in_running_text() -> None:
    text = "二○○九年至2019年,20201年和202020年,2087年"
    assert [(each.value, text[each.start : each.end]) for each in years(text)] == [
        (2009, "二○○九"),
        (2019, "2019"),
        (2087, "2087"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第20条", ["ordinal"]),
        ("〔2021〕30号", ["document", "document"]),
        ("(2020)109号", ["document", "document"]),
        ("办结率98.5%", ["percent"]),
        ("第1、2项", ["ordinal", "ordinal"]),
        ("1+X", ["identifier"]),
        ("12345热线", ["identifier"]),
        ("5·15政务公开日", ["identifier", "identifier"]),
        ("2019年12月31日", ["date", "date", "date"]),
        ("公开139条", ["count"]),
        ("申请一件", ["count"]),
        ("2号楼", ["ordinal"]),
        ("1.规章", ["ordinal"]),
        ("共计9", ["plain"]),
    ],
)
def test_standing(text: str, expected: list[str]) -> None:
    assert [standing(text, each) for each in numbers(text)] == expected


def _spell(value: int) -> str:
    """A Han numeral by the schoolbook rule, to read back."""
    if value == 0:
        return "零"
    spelt, gap = "", False
    for scale, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part = value // scale % 10**4
        if part == 0:
            gap = bool(spelt)
            continue
        inner, zero = "", False
        for unit, said in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit = part // unit % 10
            if digit:
                inner += ("零" if zero and inner else "") + "零一二三四五六七八九"[digit] + said
                zero = False
            else:
                zero = True
        spelt += ("零" if spelt and (gap or part < 1000) else "") + inner + name
        gap = False
    return spelt


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10**12 - 1) | st.integers(0, 3000))
def test_han_numerals_read_back(value: int) -> None:
    assert han_value(_spell(value)) == value


@settings(max_examples=200, deadline=None)
@given(st.decimals(0, 10**9, places=6))
def test_decimals_are_exact(value: Decimal) -> None:
    found = number(format(value, "f"))
    assert found is not None
    assert Decimal(found.value) == value
    assert isinstance(found.value, int) == (value == int(value))


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789零一二两十百千万亿余多近约超.,+-至条件 年第点()A", max_size=25))
def test_any_text_can_be_searched(text: str) -> None:
    last = 0
    for found in numbers(text):
        assert last <= found.start < found.end <= len(text)
        assert isinstance(found.value, int | str)
        last = found.end


def test_numeral_has_no_groups_of_its_own() -> None:
    import re

    assert re.compile(NUMERAL).groups == 0
