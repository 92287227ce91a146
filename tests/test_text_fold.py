"""Folding: one spelling per character, damage named, and the way back to what was printed."""

import re
import subprocess
import sys
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.text.fold import fold, squash

SENTENCE = "全镇主动公开政府信息139条,其中规范性文件12件、工作动态127条。"


def folded(text: str) -> str:
    return fold(text).text


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("（１３９）条，共：２", "(139)条,共:2"),
        ("ＡＰＰ", "APP"),
        ("⼀定的⽔平，⾏政⼯作", "一定的水平,行政工作"),
        ("⻓期 ⻋⻔ ⺠⻛", "长期 车门 民风"),
        ("\uf907\uf9b4", "龟领"),
        ("索\xa0引\u3000号", "索 引 号"),
        ("公\u200b开\ufeff信\xad息\u2060", "公开信息"),
        ("甲\r\n乙\r丙\u2028丁\x0c戊", "甲\n乙\n丙\n丁\n戊"),
        ("甲\t乙\n丙", "甲\t乙\n丙"),
        ("①主动②依申请❸其他㈠总体㊁主动", "(1)主动(2)依申请(3)其他(一)总体(二)主动"),
        ("139²条和½", "139²条和½"),
        ("50㎡，98％", "50m2,98%"),
        ("Ⅱ类", "II类"),
        ("fa\u0304", "fā"),
        ("\U0001d7cf\U0001d7d1条", "13条"),
        ("公\ufe0f开\U000e0100", "公开"),
    ],
)
def test_one_spelling_per_character(printed: str, expected: str) -> None:
    assert folded(printed) == expected


def test_lone_surrogates_are_replaced_and_named() -> None:
    read = fold("公\ud800开")
    assert (read.text, read.damages) == ("公\ufffd开", ("lone_surrogate",))
    assert read.text.encode("utf-8")


def test_empty_and_ascii_texts_have_no_script() -> None:
    assert (fold("").text, fold("").script, fold("").span(0, 0)) == ("", None, (0, 0))
    assert (fold("Tel 0750").text, fold("Tel 0750").script) == ("Tel 0750", None)


@pytest.mark.parametrize(
    ("printed", "damage"),
    [
        ("⼯作", "kangxi"),
        ("２０１９年", "full_width"),
        ("公\u200b开", "zero_width"),
        ("發(fā)布", "gloss"),
        ("總體情況", "traditional"),
        ("本年製發件數", "over_converted"),
        ("全麵推進", "over_converted"),
        ("規範性檔案", "taiwan_vocabulary"),
        ("“?。ㄒ唬┲鲃庸_”", "gbk_mojibake"),
        ("锟斤拷锟斤拷", "utf8_mojibake"),
        ("依照《中华人民共和国政府棋牌游戏条例》", "keyword_injection"),
    ],
)
def test_damage_is_named(printed: str, damage: str) -> None:
    assert damage in fold(printed).damages


@pytest.mark.parametrize(
    "printed",
    [
        SENTENCE,
        "依照《中华人民共和国政府信息公开条例》和《中华人民共和国政府采购法实施条例》，共（3）项：甲；乙？丙！",
        "显著 专著 执著 一万馀 瞭望 於潜镇 乾县 慰藉 象征",
        "安装(APP)、(PDF)、(LED)屏、(1+X)、(km)",
    ],
)
def test_ordinary_pages_have_no_damage(printed: str) -> None:
    assert fold(printed).damages == ()


_LONGER = ["鎮(zhèn)", "府(fu)(fu)", "(fā)", "(APP)", "(de)", "ā", "最佳化", "附屬檔案"]
_ODD = "發㈠①…\u200b\xa0\u3000⼯１\ud800\u0301乾著㎡𠮷ﾞｶ\ufeff製﷽祕於裡後"
ATOMS = [*"公开政府信息139條，。（）():\n\t \r", *_ODD, "\r\n", *_LONGER]
MIX = st.lists(st.sampled_from(ATOMS), max_size=40).map("".join)


@settings(max_examples=300, deadline=None)
@given(MIX)
def test_every_span_covers_what_it_came_from(printed: str) -> None:
    read = fold(printed)
    last = (0, 0)
    for i in range(len(read.text)):
        start, end = read.span(i, i + 1)
        assert 0 <= start < end <= len(printed)
        assert start >= last[0]
        assert end >= last[1]
        assert read.at(start) <= i
        last = (start, end)
    for offset in range(len(printed)):
        assert 0 <= read.at(offset) <= read.at(offset + 1) <= len(read.text)


@settings(max_examples=200, deadline=None)
@given(MIX, st.data())
def test_a_span_folds_to_its_text(printed: str, data: st.DataObject) -> None:
    read = fold(printed)
    i = data.draw(st.integers(0, len(read.text)))
    j = data.draw(st.integers(i, len(read.text)))
    start, end = read.span(i, j)
    assert read.text[i:j] in read.part(start, end)
    assert read.part(0, len(printed)) == read.text


@settings(max_examples=300, deadline=None)
@given(MIX)
def test_folding_twice_changes_nothing(printed: str) -> None:
    once = folded(printed)
    assert folded(once) == once


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_folded(printed: str) -> None:
    once = folded(printed)
    assert folded(once) == once
    assert re.search("[\r\xa0\u3000\u200b\ufeff\ud800-\udfff]", once) is None


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from("政府信息公开條例報告鎮條139,。"), min_size=1, max_size=40))
def test_glossed_equals_plain(characters: list[str]) -> None:
    plain = "".join(characters)
    glossed = "".join(c + {"鎮": "(zhèn)", "報": "（bào）", "條": "(tiáo )"}.get(c, "") for c in characters)
    assert folded(glossed) == folded(plain)


def test_squash() -> None:
    assert squash(" 索 引\n号\t") == "索引号"


def test_nfkc_is_what_unicode_says_elsewhere() -> None:
    text = "ﬁ㈱㌔ｱﾞ〜Ａ９％"
    assert folded(text) == unicodedata.normalize("NFKC", text)


HOSTILE = {
    "brackets": "(" * 20000,
    "open glosses": "(a" * 20000,
    "open glosses with blanks": "(a " * 20000,
    "long gloss": "會(" + "an" * 20000 + "!",
    "glosses on one character": "會" + "(fu)" * 20000,
    "invisible": "\u200b" * 50000 + "\u0301",
    "marks": "a\u0301" * 20000,
    "line ends": "\r" * 50000,
    "expansions": "㈠" * 20000,
    "over-converted": "製" * 50000,
    "statute names": "中华人民共和国政府" * 5000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_linear_time(name: str) -> None:
    hostile = HOSTILE[name]
    begun = time.process_time()
    assert fold(hostile).printed == hostile
    assert time.process_time() - begun < 1.5


def test_simplified_text_is_folded_without_loading_a_converter() -> None:
    code = f"import sys; from archive.text.fold import fold; fold({SENTENCE!r}); sys.exit('opencc' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
