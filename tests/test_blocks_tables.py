"""Grids true to the page: spans, malformed tables, nested tables, layout against data; both paths agree."""

from __future__ import annotations

import random

import pytest
from blocks_kit import SENTENCE, T2021, assert_whole, grid, grids, lines, word_cell, word_page

from archive.blocks import from_html, second_grid
from archive.blocks.layout import Draft, settle
from archive.blocks.raw import Line, RawCell, RawTable
from archive.blocks.seen import SeenLine, SeenTable
from archive.errors import InputError, TooLargeError

Grid = list[list[str | None]]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<tr><td>a<td>b<tr><td>c<td>d", [["a", "b"], ["c", "d"]]),
        ("<td>a<th>b<tr><td>c<td>d", [["a", "b"], ["c", "d"]]),
        ("<tr><td colspan=2>a<td>b<tr><td>c<td>d<td>e", [["a", "a", "b"], ["c", "d", "e"]]),
        ("<tr><td rowspan=2>a<td>b<tr><td>c", [["a", "b"], ["a", "c"]]),
        ("<tr><td rowspan=0>a<td>b<tr><td>c<tr><td>d", [["a", "b"], ["a", "c"], ["a", "d"]]),
        ("<tr><td rowspan=99>a<td>b<tr><td>c", [["a", "b"], ["a", "c"]]),
        ("<tr><td colspan='2%'>a<td>b<tr><td>c<td>d<td>e", [["a", "a", "b"], ["c", "d", "e"]]),
        ("<tr><td colspan=0>a<td>b<tr><td colspan=-3>c<td colspan=x>d", [["a", "b"], ["c", "d"]]),
        ("<tr><td>a<td rowspan=2>b<td>c<tr><td>d<td>e", [["a", "b", "c"], ["d", "b", "e"]]),
        ("<tr><td>a<td>b<td>c<tr><td>d", [["a", "b", "c"], ["d", None, None]]),
        (
            "<tfoot><tr><td>z<td>y</tfoot><thead><tr><th>h<th>i</thead><tbody><tr><td>a<td>b",
            [["h", "i"], ["a", "b"], ["z", "y"]],
        ),
        ("<tr><td>a<td></td><td>&nbsp;<tr><td>c<td><td>d", [["a", "", ""], ["c", "", "d"]]),
        (
            "<tr><td>本年新<br>制作数量<td><p>1</p><p>2</p><tr><td><div>x</div><td> y ",
            [["本年新\n制作数量", "1\n2"], ["x", "y"]],
        ),
        ("<tr><td>12<p>3</p><td><span>4</span><span>5</span><tr><td>a<td>b", [["12\n3", "45"], ["a", "b"]]),
        ("<tr><td><input value='7'><td><input type=hidden value=8><tr><td>a<td>b", [["7", ""], ["a", "b"]]),
        ("<tr><td>a<td style='display:none'>x<td>b<tr><td>c<td>d", [["a", "b"], ["c", "d"]]),
    ],
)  # fmt: skip
def test_grids_follow_the_html_standard(html: str, expected: Grid) -> None:
    page = from_html(f"<table>{html}</table>")
    assert_whole(page)
    assert grids(page) == [expected]


def test_cells_know_their_span_and_that_they_are_headers() -> None:
    cell = from_html("<table><tr><th rowspan=2 colspan=3>a<td>b<tr><td>c</table>").blocks[0].grid[1][2]
    assert cell is not None
    assert (cell.text, cell.row, cell.column, cell.rowspan, cell.colspan, cell.header) == ("a", 0, 0, 2, 3, True)


def test_a_cell_with_only_a_picture_says_so() -> None:
    cells = from_html("<table><tr><td>规章<td><img src='0.png'><tr><td>行政许可<td>3</table>").blocks[0].grid[0]
    assert [(cell.text, cell.image) for cell in cells if cell] == [("规章", None), ("", "0.png")]


def test_huge_spans_do_not_make_huge_grids() -> None:
    page = from_html("<table><tr><td colspan=100000>第二十条<tr><td>规章<td>0<td>1</table>")
    assert grids(page) == [[["第二十条"] * 3, ["规章", "0", "1"]]]
    with pytest.raises(TooLargeError, match="cells"):
        from_html("<table>" + "<tr>" + "<td colspan=1000 rowspan=1000>1" * 900 + "<tr><td>2" * 900 + "</table>")


def test_captions_stand_before_their_table() -> None:
    page = from_html("<table><caption>表二</caption><tr><td>规章<td>1<tr><td>行政许可<td>2</table>")
    assert [(b.kind, b.text.split("\t")[0]) for b in page.blocks] == [("paragraph", "表二"), ("table", "规章")]


# ---------------------------------------------------------------------------------------------- layout or data


DATA = "<table><tr><td>规章<td>0<td>1</tr><tr><td>行政许可<td>2<td>3</tr><tr><td>行政处罚<td>4<td>5</tr></table>"
DATA_GRID: Grid = [["规章", "0", "1"], ["行政许可", "2", "3"], ["行政处罚", "4", "5"]]


@pytest.mark.parametrize(
    "html",
    [
        f"<table><tr><td><p>一、总体情况</p><p>{SENTENCE}</p>{DATA}</td></tr></table>",
        f"<table><tr><td>一、总体情况</td></tr><tr><td>{SENTENCE}</td></tr><tr><td>{DATA}</td></tr></table>",
        f"<table><tr><td>一、总体情况<br>{SENTENCE}</td><td></td></tr><tr><td>{DATA}</td><td></td></tr></table>",
        f"<table><tr><td><table><tr><td><p>一、总体情况</p><p>{SENTENCE}</p></td></tr></table>{DATA}</td></tr></table>",
    ],
)
def test_layout_tables_are_unrolled_and_data_tables_stay(html: str) -> None:
    page = from_html(html)
    assert_whole(page)
    assert lines(page) == ["一、总体情况", SENTENCE]
    assert grids(page) == [DATA_GRID]


def test_tiny_tables_in_value_cells_do_not_make_a_layout_table() -> None:
    cell = "<table><tr><td>{}</td></tr></table>"
    rows = "".join(f"<tr><td>{row[0]}<td>{cell.format(row[1])}<td>{cell.format(row[2])}" for row in DATA_GRID)
    assert grids(from_html(f"<table>{rows}</table>")) == [DATA_GRID]


def test_prose_rows_inside_a_statutory_table_are_taken_out() -> None:
    rows = DATA.removeprefix("<table>").removesuffix("</table>")
    page = from_html(
        f"<table><tr><td colspan=3><p>二、主动公开政府信息情况</p><p>{SENTENCE}</p></td></tr>{rows}</table>"
    )
    assert lines(page) == ["二、主动公开政府信息情况", SENTENCE]
    assert grids(page) == [DATA_GRID]


def test_a_statutory_table_with_long_notes_stays_a_table() -> None:
    rows = DATA.removeprefix("<table>").removesuffix("</table>")
    page = from_html(f"<table>{rows}<tr><td>填表说明<td colspan=2>{SENTENCE * 20}</td></tr></table>")
    assert [row[0] for row in grids(page)[0]] == ["规章", "行政许可", "行政处罚", "填表说明"]


def test_a_single_row_of_values_stays_a_table() -> None:
    assert grids(from_html("<table><tr>" + "<td>0" * 15 + "</table>")) == [[["0"] * 15]]


def test_a_table_without_text_disappears() -> None:
    page = from_html(f"<table><tr><td>&nbsp;<td></table><p>{SENTENCE}</p>")
    assert [b.kind for b in page.blocks] == ["paragraph"]


def test_word_exports_are_read_in_full() -> None:
    rows = "".join("<tr>" + "".join(word_cell(text) for text in row) + "</tr>" for row in T2021 if len(row) == 4)
    assert grids(from_html(f"<table class=MsoNormalTable>{rows}</table>")) == [[row for row in T2021 if len(row) == 4]]


# ---------------------------------------------------------------------------------------------- two paths


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td>a<td>b<tr><td>c<td>d</table>",
        "<table><td>a<th>b<tr><td>c<td>d</table>",
        "<table><tr><td rowspan=0>a<td>b<tr><td>c<tr><td>d</table>",
        "<table><tr><td colspan='2%'>a<td>b<tr><td rowspan=9>c<td>d<td>f<tr><td>x<br>y<td>z</table>",
        "<table><tbody><tr><td>a<td>b</tbody><tfoot><tr><td>z<td>y</tfoot><tbody><tr><td>c<td>d</table>",
        "<table><tr><td>a<table><tr><td>7</table><td>b<tr><td>c<td>d<p>e</table>",
        "<table><tr><td>共<s>12</s>3<td><script>x</script>b<tr><td>c<td><ruby>d<rt>e</rt></ruby></table>",
        "<table><tr><td>a<td colspan=3>b<tr><td>c</table>",
    ],
)
def test_both_paths_agree(html: str) -> None:
    assert second_grid(html, 0) == grid(from_html(html).blocks[0])


def test_both_paths_agree_on_a_word_page_and_find_a_table_by_its_words() -> None:
    html = word_page()
    tables = grids(from_html(html))
    assert len(tables) == 3
    for n, table in enumerate(tables):
        assert second_grid(html, n) == table
        assert second_grid(html, 0, like=table) == table


def test_both_paths_agree_on_random_tables() -> None:
    rng = random.Random(20260101)
    seen = 0
    for _ in range(150):
        columns, rows = rng.randint(2, 6), rng.randint(2, 6)
        body = ""
        for r in range(rows):
            body += "<tr>"
            for c in range(columns):
                spans = rng.choice(["", "", "", f"colspan={rng.randint(0, 3)}", f"rowspan={rng.randint(0, 4)}"])
                text = rng.choice([f"标签{r}{c}", "0", "", "1<br>2", "<p>3</p>", "<span>4</span>5"])
                body += f"<td {spans}>{text}" + rng.choice(["</td>", ""])
            body += rng.choice(["</tr>", ""])
        html = f"<table>{body}</table>"
        blocks = [b for b in from_html(html).blocks if b.kind == "table"]
        if blocks:
            seen += 1
            assert second_grid(html, 0) == grid(blocks[0]), html
    assert seen > 100


def test_where_the_parsers_differ() -> None:
    """Text between rows: HTML5 moves it before the table, lxml leaves it; the grids are the same."""
    html = "<table><tr><td>a<td>b</tr>散落<tr><td>c<td>d</table>"
    page = from_html(html)
    assert lines(page) == ["散落"]
    assert second_grid(html, 0) == grids(page)[0]


def test_the_second_path_says_what_it_does_not_find() -> None:
    with pytest.raises(InputError, match="finds 1 tables"):
        second_grid("<table><tr><td>a<td>b<tr><td>c<td>d</table>", 3)
    with pytest.raises(TooLargeError):
        second_grid("<p>" * 70_000, 0)


@pytest.mark.parametrize("score", [None, 0.9])
def test_a_table_is_a_table_whether_its_cells_were_printed_or_recognised(score: float | None) -> None:
    def cell(text: str) -> RawCell:
        return RawCell([Line(text) if score is None else SeenLine(text, score=score)])

    rows = [[cell(text) for text in row] for row in (("规章", "1", "2"), ("行政规范性文件", "3", "4"))]
    draft = Draft(outer=[], suspect=True, bodies=[rows], cells=[cell for row in rows for cell in row])
    (table,) = settle(draft, 0)
    assert isinstance(table, RawTable)
    assert [[cell and cell.text() for cell in row] for row in table.grid] == [
        ["规章", "1", "2"],
        ["行政规范性文件", "3", "4"],
    ]
    outer = RawCell([SeenTable(table.grid)])
    assert outer.text().split() == ["规章", "1", "2", "行政规范性文件", "3", "4"]
