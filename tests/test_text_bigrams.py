"""Search words: found by FTS5 itself, in either script, and never a syntax error."""

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.text.bigrams import search_query, search_text
from archive.text.fold import fold

ROWS = [
    "赤溪镇主动公开政府信息139条，含规范性文件。",
    "臺山市人民政府信息公開工作年度報告（2019）",
    "发布（OCR）识别结果，WeChat公众号推送20余条",
    "二○一九年开展培训；公示栏",
    "𠮷林街道、㐀村",
    "统(tǒng)计(jì)报(bào)表",
]


@pytest.fixture
def index() -> Iterator[sqlite3.Connection]:
    db = sqlite3.connect(":memory:")
    db.execute("create virtual table words using fts5(text, content='')")
    db.executemany("insert into words(rowid, text) values (?, ?)", enumerate(map(search_text, ROWS)))
    yield db
    db.close()


def hits(db: sqlite3.Connection, query: str) -> list[int]:
    found = db.execute("select rowid from words where words match ? order by rowid", (search_query(query),))
    return [row[0] for row in found]


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("公", [0, 1, 2, 3]),
        ("告", [1]),
        ("栏", [3]),
        ("公开", [0, 1]),
        ("公開", [0, 1]),
        ("开公", []),
        ("主动公", [0]),
        ("政府信息", [0, 1]),
        ("政府資訊公開", [1]),
        ("主动公开政府信息", [0]),
        ("信息公开工作年度报告", [1]),
        ("139", [0]),
        ("139条", [0]),
        ("13", []),
        ("条含", []),
        ("ocr", [2]),
        ("OCR 公众号", [2]),
        ("wechat公众号", [2]),
        ("公开 培训", []),
        ("公示 培训", [3]),
        ("“公示”", [3]),
        ("二〇一九年", [3]),
        ("２０１９", [1]),
        ("台山市", [1]),
        ("𠮷林", [4]),
        ("㐀", [4]),
        ("统计报表", [5]),
    ],
)
def test_queries_find_what_they_should(index: sqlite3.Connection, query: str, rows: list[int]) -> None:
    assert hits(index, query) == rows


@pytest.mark.parametrize("query", ["", " ", '"', "，。", "😀", "()", "-", "*", "\x00", "\ud800", "̀"])
def test_queries_without_words_match_nothing(index: sqlite3.Connection, query: str) -> None:
    assert hits(index, query) == []


OPERATORS = (
    """a"b|公开*|NOT 公开|公开 OR|text:公开|{公开}|公开 NEAR(培训)|^公开|'; drop table words; --|公开\x00|公\ud800开"""
)


@pytest.mark.parametrize("query", OPERATORS.split("|"))
def test_operators_are_words(index: sqlite3.Connection, query: str) -> None:
    assert isinstance(hits(index, query), list)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30) | st.text(alphabet="公开信息a1\"'*()-:^ NEARORANDNOT，。○〇", max_size=20))
def test_no_query_is_a_syntax_error(query: str) -> None:
    db = sqlite3.connect(":memory:")
    db.execute("create virtual table words using fts5(text, content='')")
    assert db.execute("select count(*) from words where words match ?", (search_query(query),)).fetchone() == (0,)
    db.close()


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="公开政府信息條鎮a1,。 \n", min_size=1, max_size=30), st.data())
def test_every_part_of_a_run_finds_its_text(text: str, data: st.DataObject) -> None:
    i = data.draw(st.integers(0, len(text) - 1))
    j = data.draw(st.integers(i + 1, len(text)))
    part = text[i:j]
    whole_words = not (text[max(0, i - 1) : i + 1].isascii() and text[max(0, i - 1) : i + 1].isalnum() and i)
    whole_words = whole_words and not (part[-1].isascii() and part[-1].isalnum() and text[j : j + 1] in ("a", "1"))
    if not fold(part).text.strip(",。 \n") or not whole_words:
        return
    db = sqlite3.connect(":memory:")
    db.execute("create virtual table words using fts5(text, content='')")
    db.execute("insert into words(rowid, text) values (1, ?)", (search_text(text),))
    assert hits(db, part) == [1]
    db.close()


def test_a_pair_is_one_word_to_unicode61(index: sqlite3.Connection) -> None:
    index.execute("create virtual table terms using fts5vocab(words, row)")
    terms = {row[0] for row in index.execute("select term from terms")}
    assert {"公开", "政府", "府信", "139", "ocr", "𠮷林"} <= terms


def test_long_queries_are_answered(index: sqlite3.Connection) -> None:
    assert hits(index, "公开 " * 20_000) == [0, 1]
    assert hits(index, "公开" * 20_000) == []
    assert hits(index, " ".join(f"公{n}" for n in range(3000))) == []
