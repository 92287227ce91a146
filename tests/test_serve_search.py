"""Search finds words of any length in either script, on the search page and in the tables, and never fails."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sample_home import sample_home as sample_home
from serve_kit import Site, words

from archive.serve.snippet import snippet


@pytest.fixture(scope="module")
def site(sample_home: Path) -> Iterator[Site]:
    made = Site(sample_home)
    yield made
    made.close()


def hits(site: Site, query: str) -> list[str]:
    return [words(item) for item in site.page("/-/search", q=query).css("ul.hits li")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("村务", "村務"),
        ("复议", "複議"),
        ("公众号", "公眾號"),
        ("政府信息公开工作年度报告", "政府信息公開工作年度報告"),
        ("镇", "鎮"),
    ],
)
def test_both_scripts_find_the_same(site: Site, one: str, other: str) -> None:
    found = hits(site, one)
    assert found
    assert hits(site, other) == found
    for table in ("documents", "reports"):
        ids = [
            [row["id"] for row in site.rows(f"/gongkai/{table}", _search=word, _size="max")] for word in (one, other)
        ]
        assert ids[0] == ids[1]


def test_a_traditional_word_finds_simplified_text_and_marks_it_as_printed(site: Site) -> None:
    page = site.page("/-/search", q="村務")
    marked = {words(mark) for mark in page.css("mark")}
    assert marked == {"村务", "村務"}
    assert any("台山市赤溪镇人民政府 2020" in line for line in hits(site, "村務"))


@pytest.mark.parametrize(
    "word", ["村务", "不够", "镇", "培训", "公众号", "赤溪镇人民政府", "2023", "OCR", "台山市赤溪镇人民政"]
)
def test_the_tables_find_what_a_plain_look_through_finds(site: Site, word: str) -> None:
    for table in ("problems", "remedies"):
        found = {row["text"] for row in site.rows(f"/gongkai/{table}", _search=word, _size="max")}
        plain = {text for (text,) in site.ask(f"select text from {table} where text like ?", f"%{word}%")}
        assert plain <= found
    found = {row["id"] for row in site.rows("/gongkai/documents", _search=word, _size="max", _col="id")}
    plain = site.ask(
        "select id from documents where title || '|' || text like ? and title not glob '*[繁體鎮]*'", f"%{word}%"
    )
    assert {id for (id,) in plain} <= found


def test_words_that_stand_nowhere_find_nothing(site: Site) -> None:
    assert hits(site, "开公") == []  # 公开 backwards
    assert "Nothing here holds all of these words" in words(site.page("/-/search", q="乌托邦").css_first("body"))


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        '"',
        "'",
        '"公开',
        "公开*",
        "公开 AND",
        "NOT 公开",
        "OR",
        "a OR b)",
        "(",
        "^公开",
        "title:公开",
        "-公开",
        "NEAR(公开 申请)",
        "{title}",
        "公开 + 申请",
        "😀",
        "😀公开",
        "公開 申请 2023年",
        "\x00",
        "%",
        "_",
        "；、。",
        "\\",
        "é",
        "㐀𠀀",
        "公" * 400,
        "a" * 400,
        "<b>公开</b>",
    ],
)
def test_no_query_is_an_error(site: Site, query: str) -> None:
    assert site.get("/-/search", q=query).status_code == 200
    for table in ("documents", "reports", "problems", "remedies"):
        assert site.get(f"/gongkai/{table}.json", _search=query).status_code == 200


def test_several_words_must_all_be_there(site: Site) -> None:
    both = {row["id"] for row in site.rows("/gongkai/documents", _search="公告 财政", _size="max")}
    one, other = (
        {row["id"] for row in site.rows("/gongkai/documents", _search=w, _size="max")} for w in ("公告", "财政")
    )
    assert both == one & other
    assert 0 < len(both) < min(len(one), len(other))


def test_search_and_facets_go_together(site: Site) -> None:
    rows, facets = site.facets("reports", _search="培训", _facet="year")
    assert rows > 1
    assert sum(facets["year"].values()) == rows


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("本鎮擴大公開范圍,把村務一并公布", "村务", ["村務"]),
        ("今年公(gōng)開(kāi)了三项", "公开", ["公(gōng)開(kāi)"]),
        ("ＯＣＲ　１２条", "ocr 12", ["ＯＣＲ", "１２"]),
        ("没有", "复议", []),
        ("", "复议", []),
    ],
)
def test_snippets_mark_the_printed_words(text: str, query: str, marked: list[str]) -> None:
    found = snippet(text, query)
    assert [piece.text for piece in found if piece.hit] == marked
    assert "".join(piece.text for piece in found).replace(" ", "") == text.replace("　", "")


def test_a_snippet_of_a_long_text_is_short_and_holds_the_hit() -> None:
    found = snippet("前" * 5000 + "村務公開" + "後" * 5000, "村务公开")
    assert [piece.text for piece in found if piece.hit] == ["村務公開"]
    assert len("".join(piece.text for piece in found)) < 200


def test_the_searches_by_hand_of_the_docs_find_what_the_pages_find(site: Site) -> None:
    text = (Path(__file__).parent.parent / "docs" / "serving.md").read_text(encoding="utf-8")
    by_hand = [line for line in text.splitlines() if line.startswith("select title from documents")]
    assert len(by_hand) == 3
    for statement, word in zip(by_hand, ("村務", "信息公開", "鎮"), strict=True):
        titles = sorted(title for (title,) in site.ask(statement))
        assert titles == sorted(row["title"] for row in site.rows("/gongkai/documents", _search=word, _size="max"))
        assert titles
