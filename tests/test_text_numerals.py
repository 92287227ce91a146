"""Numbers, years and how a number stands: exact values, approximation, and what is no number."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.text.fold import fold
from archive.text.han import han_value
from archive.text.numerals import number, numbers, quantity, year, years


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


ENDLESS = {
    "digits": "9" * 5000,
    "Han digits": "九" * 5000,
    "scales": "万" * 5000,
    "Han fraction": "一点" + "一" * 5000,
    "thousands": "1" + ",234" * 2000,
    "fraction": "1." + "2" * 5000,
}


@pytest.mark.parametrize("name", ENDLESS)
def test_endless_numerals_are_codes(name: str) -> None:
    assert number(ENDLESS[name]) is None
    assert han_value(ENDLESS[name]) is None
    assert all(len(str(each.value)) <= 40 for each in numbers(ENDLESS[name] + "条"))


def test_long_numbers_stay_exact() -> None:
    found = number("1234567890123.123456789012")
    assert found is not None
    assert found.value == "1234567890123.123456789012"
