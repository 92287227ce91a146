"""Numbers in running text: what is read, what is left alone, and how a number stands."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.text.fold import fold
from archive.text.numerals import NUMERAL, numbers
from archive.text.standing import standing


def read(text: str) -> list[tuple[int | str, str | None]]:
    return [(each.value, each.approx) for each in numbers(fold(text).text)]


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


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789零一二两十百千万亿余多近约超.,+-至条件 年第点()A", max_size=25))
def test_any_text_can_be_searched(text: str) -> None:
    last = 0
    for found in numbers(text):
        assert last <= found.start < found.end <= len(text)
        assert isinstance(found.value, int | str)
        last = found.end


def test_numeral_has_no_groups_of_its_own() -> None:
    assert re.compile(NUMERAL).groups == 0


HOSTILE = {
    "parted digits": "1 " * 50_000,
    "Han run": "一" * 100_000,
    "thousands": "1" + ",234" * 20_000 + ".1.1",
    "ranges": "1~" * 50_000,
    "approximations": "近" * 100_000,
    "points": "1." * 50_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_linear_time(name: str) -> None:
    begun = time.process_time()
    assert sum(1 for _ in numbers(HOSTILE[name])) <= len(HOSTILE[name])
    assert time.process_time() - begun < 3
