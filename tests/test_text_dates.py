"""Dates of every printed shape; damaged ones yield nothing."""

import pytest

from archive.text.dates import dates, from_unix, periods
from archive.text.fold import fold

DAY = "2020-01-19"


def isos(text: str) -> list[str]:
    return [each.iso for each in dates(fold(text).text)]


@pytest.mark.parametrize(
    "text",
    [
        "2020-01-19",
        "[2020-01-19]",
        "2020-1-19",
        "2020/01/19",
        "2020/1/19",
        "2020.01.19",
        "2020年1月19日",
        "2020年01月19号",
        "2020 年 1 月 19 日",
        "2 0 2 0年1月1 9日",
        "二〇二〇年一月十九日",
        "二○二○年一月十九日",
        "二零二零年一月十九日",
        "二O二O年一月十九日",
        "2020-01-\n19",
        "2020年\n1月19日",
        "发布时间:2020-01-19来源:本网",
        "浏览次数:139 2020-01-19",
        "2020−01−19".replace("−", "-"),
        "２０２０年１月１９日",
        "2020年1⽉19⽇",
        "2020年1月19日,2019年13月1日",
        "2020-01-19 25:61",
    ],
)
def test_day(text: str) -> None:
    assert isos(text) == [DAY]


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2020-01-19 08:51:18", "08:51:18"),
        ("2020-01-19 08:51", "08:51:00"),
        ("2020-01-19 8:51:18来源:本网", "08:51:18"),
        ("2020-01-1908:51:18", "08:51:18"),
        ("2020-01-19 08:51:18:123", "08:51:18"),
        ("2020-01-19 08:51:8", "08:51:08"),
        ("2020-01-19T08:51:18+08:00", "08:51:18"),
        ("2020-01-19T00:51:18Z", "08:51:18"),
        ("2020-01-19T08:51:18.000+0800", "08:51:18"),
        ("2020-01-19 08:51:18.0", "08:51:18"),
        ("2020年1月19日08时51分", "08:51:00"),
        ("2020年1月19日 星期日 08:51", "08:51:00"),
        ("2020年01月19日\n08：51：18", "08:51:18"),
    ],
)
def test_time(text: str, time: str) -> None:
    assert isos(text) == [f"{DAY}T{time}+08:00"]


@pytest.mark.parametrize(
    "text",
    [
        "20201月1日",
        "202020年12月31日",
        "2025111231日",
        "201911日起至20191231日",
        "202111日",
        "12月3l日",
        "2019年12月3l日",
        "2020-13-01",
        "2019年2月29日",
        "20200119",
        "t20200119_1.html",
        "2020.1.19.3",
        "2020-01-190",
        "1月19日",
        "2019年12月",
        "1899-01-01",
        "2020-01/19",
        "12020年1月1日",
        "二〇二〇年十三月一日",
        "10.2020.01.19",
        "",
        "年月日",
    ],
)
def test_damaged_or_partial_dates_yield_nothing(text: str) -> None:
    assert isos(text) == []


def test_offsets_hold_date_and_time() -> None:
    text = "时间:2015-02-17 15:23:36来源:本网,二〇二〇年一月十九日印发"
    found = list(dates(text))
    assert [text[each.start : each.end] for each in found] == ["2015-02-17 15:23:36", "二〇二〇年一月十九日"]


@pytest.mark.parametrize(
    "text",
    [
        "自2019年1月1日起至2019年12月31日止",
        "2019年1月1日至12月31日",
        "2019年1月1日-12月31日",
        "2019年1月1日起至12月31日",
        "2019年1月1日—2019年12月31日",
        "2019.01.01-2019.12.31",
        "二〇一九年一月一日至二〇一九年十二月三十一日",
    ],
)
def test_periods(text: str) -> None:
    assert [(each.first, each.last) for each in periods(fold(text).text)] == [("2019-01-01", "2019-12-31")]


@pytest.mark.parametrize("text", ["201911日起至20191231日", "2019年1月1日,2019年12月31日", "2019年1月1日至3l日"])
def test_no_period(text: str) -> None:
    assert list(periods(text)) == []


def test_unix_seconds_and_milliseconds_are_beijing_time() -> None:
    assert from_unix(1579395078) == from_unix(1579395078000) == "2020-01-19T08:51:18+08:00"
