"""Plain text: the input is the printed text, blocks are ranges of it."""

from __future__ import annotations

import pytest
from blocks_kit import SENTENCE, assert_whole, grids, lines

from archive.blocks import from_text, printed_of
from archive.errors import InputError, TooLargeError

TWIN = f"""您訪問的鏈接即將離開“樣例鎮人民政府”門戶網站 是否繼續?
繼續訪問放棄
| 發布機構: | 本網 | 生成日期: | 2020-01-19 08:51:18 |
2019年,樣例鎮人民政府編制本報告,聯系電話:0750-5277136。
一、總體情況
{SENTENCE}
六、其他需要報告等事項
凡本網注明"稿件來源:樣例網"的稿件,版權均屬樣例網所有。
聯系方式:0750-5524538郵件:a@b.example"""


def test_a_page_saved_as_text_keeps_its_offsets_and_marks_what_is_not_the_report() -> None:
    page = from_text(TWIN)
    assert_whole(page)
    assert page.text == TWIN
    assert page.labels == {"发布机构": "本網", "生成日期": "2020-01-19 08:51:18"}
    assert page.title is None
    assert lines(page) == [TWIN.split("\n")[n] for n in (3, 4, 5, 6)]
    assert [b.kind for b in page.blocks if b.furniture] == ["paragraph", "paragraph", "table", "paragraph", "paragraph"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("| 规章 | 0 | 1 |\n|---|---|---|\n| 行政许可 | 2 | |", [["规章", "0", "1"], ["行政许可", "2", ""]]),
        ("规章\t0\t1\n行政许可\t2\t3", [["规章", "0", "1"], ["行政许可", "2", "3"]]),
        ("规章|0|1\n行政许可|2|3", [["规章", "0", "1"], ["行政许可", "2", "3"]]),
        ("｜规章｜0｜\n\n｜行政许可｜2｜", [["规章", "0"], ["行政许可", "2"]]),
        ("| a | b | c |\n| d | e |", [["a", "b", "c"], ["d", "e", None]]),
        ("  | a | b |  \r\n  | c | d |", [["a", "b"], ["c", "d"]]),
    ],
)
def test_rows_with_bars_or_tabs_are_tables(text: str, expected: list[list[str | None]]) -> None:
    page = from_text(text)
    assert_whole(page)
    assert page.text == text
    assert grids(page) == [expected]


@pytest.mark.parametrize("text", ["首页 | 政务公开", "一、\t总体情况", "甲\n乙", "|", "||", "|---|---|"])
def test_other_lines_stay_paragraphs(text: str) -> None:
    page = from_text(text)
    assert grids(page) == []
    assert [b.text for b in page.blocks] == text.split("\n")


def test_lines_are_trimmed_and_blank_ones_skipped() -> None:
    page = from_text("\ufeff　　甲 \r\n\r\n\t乙\x0c丙\u2028丁")
    assert_whole(page)
    assert lines(page) == ["甲", "乙", "丙", "丁"]


def test_a_title_on_its_own_line_is_found() -> None:
    assert from_text("样例镇2019年政府信息公开工作年度报告\n\n正文").title == "样例镇2019年政府信息公开工作年度报告"
    menu = "通知公告 | 工作动态 | 政府信息公开年报"
    assert from_text(f"{menu}\n样例镇2019年年度报告\n\n正文").title == "样例镇2019年年度报告"


@pytest.mark.parametrize(
    ("payload", "options", "carrier"),
    [
        (b"<!DOCTYPE html><p>x</p>", {"mime": "text/plain"}, "html"),
        ("一、总体情况\n共<b>3</b>条".encode(), {"name": "a.txt"}, "text"),
        ("一、总体情况".encode("gb18030"), {}, "text"),
        ("<html><body><p>一、总体情况".encode("gb18030"), {"mime": "text/html; charset=utf-8"}, "html"),
        ("{不是JSON的文字}".encode(), {}, "text"),
        ("一、总体情况".encode("utf-16"), {}, "text"),
    ],
)
def test_carriers_are_told_by_their_content(payload: bytes, options: dict[str, str], carrier: str) -> None:
    page = printed_of(payload, **options)
    assert page.carrier == carrier
    assert page.encoding
    assert "\ufffd" not in page.text


def test_undecodable_bytes_are_counted() -> None:
    page = printed_of("<p>一、总体情况，全年公开信息一百余条。</p>".encode() + b"\xff\xfe\xfd", mime="text/html")
    assert any("undecodable" in note for note in page.notes)


@pytest.mark.parametrize("payload", [b"", b" \r\n\t", b"\0\0\0"])
def test_an_empty_input_is_refused(payload: bytes) -> None:
    with pytest.raises(InputError, match="empty"):
        printed_of(payload)


def test_bounds_of_text() -> None:
    with pytest.raises(TooLargeError):
        printed_of(b"x" * 20_000_001)
    with pytest.raises(TooLargeError):
        from_text("x" * 20_000_001)
