"""Mutations of statutory tables and the oracle that says what the mutated page still prints.

`KEEPING` mutations leave every value readable to a person; `HARMING` ones may not. Both work on tables of
`tables_kit.C`; a value cell carries its key as `tag`, so what a page prints under a key is the text of the cell that
carries it. A cell that is gone keeps its old truth: no reader may then state another number without a flag.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from dataclasses import replace

from tables_kit import C, Row, Table, Values

Rng = random.Random
Document = list[Table | str]
Mutation = Callable[[Rng, Document], Document]

# ------------------------------------------------------------------------------------------------ values and truth


def fill(rng: Rng, keys: list[tuple[str, str | None]]) -> Values:
    """Cell texts in one of the ways publishers fill the form."""
    style = rng.choice(("distinct", "sparse", "sparse", "large", "zeros", "gaps", "blank", "slashes"))
    values: Values = {}
    for n, key in enumerate(keys):
        if style == "distinct":
            values[key] = str(n + 2)
        elif style == "large":
            values[key] = rng.choice((str(rng.randint(0, 9)), str(rng.randint(10, 4000)), "0"))
        elif style == "zeros":
            values[key] = "0"
        elif style == "gaps":
            values[key] = "" if rng.random() < 0.5 else str(rng.randint(0, 60))
        elif style == "blank":
            values[key] = ""
        elif style == "slashes":
            values[key] = rng.choice(("/", "0", "—", "无", str(rng.randint(1, 99))))
        else:
            values[key] = str(rng.randint(1, 30)) if rng.random() < 0.2 else "0"
    return values


def expected(text: str) -> tuple[str, str | None]:
    """(state, value as text) that a careful person gives a cell text of this module's making."""
    text = unicodedata.normalize("NFKC", text).strip()
    if not text:
        return "blank", None
    if text in ("/",):
        return "slash", None
    if text in ("—", "-", "--"):
        return "dash", None
    if text == "无":
        return "word_none", None
    digits = text.replace(",", "").removeprefix("+")
    assert digits.replace(".", "", 1).isdigit(), text
    return "number", digits


def truth(base: Values, document: Document) -> Values:
    """What the mutated document prints under each key; where it no longer prints a key, what it printed before."""
    now = dict(base)
    for table in document:
        if isinstance(table, str):
            continue
        for row in table:
            now.update((cell.tag, cell.text) for cell in row if cell.tag is not None)  # type: ignore[misc]
    return now


# ------------------------------------------------------------------------------------------------ helpers


def tables(document: Document) -> list[int]:
    return [i for i, part in enumerate(document) if not isinstance(part, str)]


def change(document: Document, i: int, table: Table) -> Document:
    return [*document[:i], table, *document[i + 1 :]]


def each_cell(document: Document, act: Callable[[C], C]) -> Document:
    return [part if isinstance(part, str) else [[act(cell) for cell in row] for row in part] for part in document]


def value_rows(table: Table) -> list[int]:
    return [r for r, row in enumerate(table) if any(cell.tag for cell in row)]


def a_table(rng: Rng, document: Document) -> tuple[int, Table]:
    i = rng.choice(tables(document))
    table = document[i]
    assert not isinstance(table, str)
    return i, [list(row) for row in table]


def a_value(rng: Rng, table: Table) -> tuple[int, int]:
    r = rng.choice(value_rows(table))
    return r, rng.choice([c for c, cell in enumerate(table[r]) if cell.tag])


def is_label(cell: C) -> bool:
    return cell.tag is None and any("\u4e00" <= c <= "\u9fff" for c in cell.text)


def head_rows(table: Table) -> int:
    """How many rows stand before the first row of values."""
    rows = value_rows(table)
    return rows[0] if rows else 0


# ------------------------------------------------------------------------------------------------ keeping the meaning


def untouched(rng: Rng, document: Document) -> Document:
    return document


def lose_label_colspans(rng: Rng, document: Document) -> Document:
    return each_cell(document, lambda cell: replace(cell, cols=1) if is_label(cell) and cell.cols == 3 else cell)


def lose_one_label_colspan(rng: Rng, document: Document) -> Document:
    i, table = a_table(rng, document)
    rows = [r for r in value_rows(table) if table[r][0].cols > 1 and is_label(table[r][0])]
    if rows:
        r = rng.choice(rows)
        table[r][0] = replace(table[r][0], cols=1)
    return change(document, i, table)


def lose_all_spans(rng: Rng, document: Document) -> Document:
    return each_cell(document, lambda cell: replace(cell, rows=1, cols=1))


def lose_rowspans(rng: Rng, document: Document) -> Document:
    return each_cell(document, lambda cell: replace(cell, rows=1))


def lose_head_spans(rng: Rng, document: Document) -> Document:
    i, table = a_table(rng, document)
    for r in range(head_rows(table)):
        table[r] = [replace(cell, rows=1, cols=1) if rng.random() < 0.7 else cell for cell in table[r]]
    return change(document, i, table)


def widen_a_label(rng: Rng, document: Document) -> Document:
    i, table = a_table(rng, document)
    r = rng.choice(value_rows(table))
    labels = [c for c, cell in enumerate(table[r]) if is_label(cell)]
    if labels:
        table[r][labels[-1]] = replace(table[r][labels[-1]], cols=table[r][labels[-1]].cols + 1)
    return change(document, i, table)


def pad_spans(rng: Rng, document: Document) -> Document:
    """Merged cells as spreadsheets save them: the text once, then empty cells; nothing spans any more."""
    return [part if isinstance(part, str) else _expanded(part, again=False) for part in document]


def repeat_spans(rng: Rng, document: Document) -> Document:
    """Merged cells as converters fill them: the text in every cell they covered."""
    return [part if isinstance(part, str) else _expanded(part, again=True) for part in document]


def _expanded(table: Table, *, again: bool) -> Table:
    from tables_kit import layout

    rows: Table = []
    for r, line in enumerate(layout(table)):
        row: Row = []
        for c, place in enumerate(line):
            if place is None:
                continue  # a short row stays short
            if place[1:] == (r, c):
                row.append(replace(place[0], rows=1, cols=1))
            else:
                row.append(C(place[0].text if again else ""))
        rows.append(row)
    return rows


def repeat_head(rng: Rng, document: Document) -> Document:
    i, table = a_table(rng, document)
    rows = [r for r in value_rows(table)[1:] if _no_span_crosses(table, r)]
    if rows:
        r = rng.choice(rows)
        last_head = list(range(head_rows(table)))
        table[r:r] = [list(table[h]) for h in last_head]
    return change(document, i, table)


def _no_span_crosses(table: Table, r: int) -> bool:
    return not any(cell.rows > r - above for above in range(r) for cell in table[above])


def break_page(rng: Rng, document: Document) -> Document:
    """The table goes on as a second one: spans are cut, the header comes again or not, the group label too."""
    i, table = a_table(rng, document)
    rows = value_rows(table)
    if len(rows) < 2:
        return document
    r = rng.choice(rows[1:])
    upper, lower = _cut(table, r, again=rng.choice((True, False)))
    if rng.random() < 0.5:
        lower = [list(row) for row in _heads_before(table, r)] + lower
    between: Document = ["第 2 页"] if rng.random() < 0.3 else []
    return [*document[:i], upper, *between, lower, *document[i + 1 :]]


def _heads_before(table: Table, r: int) -> Table:
    """The header in force at a row: the rows without values that stand last before it."""
    end = max((h for h in range(r) if not any(cell.tag for cell in table[h])), default=-1) + 1
    start = end
    while start > 0 and not any(cell.tag for cell in table[start - 1]):
        start -= 1
    return table[start:end]


def _cut(table: Table, r: int, *, again: bool) -> tuple[Table, Table]:
    upper = [[replace(cell, rows=min(cell.rows, r - n)) for cell in row] for n, row in enumerate(table[:r])]
    crossing = [
        replace(cell, rows=n + cell.rows - r, text=cell.text if again else "")
        for n, row in enumerate(table[:r])
        for cell in row
        if n + cell.rows > r
    ]
    lower = [list(row) for row in table[r:]]
    lower[0] = crossing + lower[0]
    return upper, lower


def split_in_three(rng: Rng, document: Document) -> Document:
    return break_page(rng, break_page(rng, document))


def add_empty_column(rng: Rng, document: Document) -> Document:
    """A column without a word: at the left, at the right, or between, in every row alike."""
    i, table = a_table(rng, document)
    where = rng.choice(("left", "right", "right", "between"))
    how_many = rng.choice((1, 1, 2, 12)) if where == "right" else 1
    if where == "left":
        return change(document, i, [[C(""), *row] for row in table])
    if where == "right":
        return change(document, i, [[*row, *[C("")] * how_many] for row in table])
    return change(document, i, _between(rng, table))


def _between(rng: Rng, table: Table) -> Table:
    """A column inside the grid: cells that span the place grow, others get an empty neighbour."""
    from tables_kit import layout

    grid = layout(table)
    place = rng.randrange(1, len(grid[0]))
    rows: Table = []
    for r, line in enumerate(grid):
        row: Row = []
        for c, held in enumerate(line):
            if c == place and (held is None or held[2] == c):
                row.append(C(""))
            if held is not None and held[1:] == (r, c):
                grown = c < place < c + held[0].cols
                row.append(replace(held[0], cols=held[0].cols + grown))
        rows.append(row)
    return rows


def blank_header_cell(rng: Rng, document: Document) -> Document:
    return _spoil_header(rng, document, lambda cell: [replace(cell, text="")])


def drop_header_cell(rng: Rng, document: Document) -> Document:
    return _spoil_header(rng, document, lambda cell: [])


def _spoil_header(rng: Rng, document: Document, act: Callable[[C], Row]) -> Document:
    i, table = a_table(rng, document)
    heads = head_rows(table)
    leaves = [(r, c) for r in range(1, heads) for c in range(len(table[r])) if table[r][c].text != "信息内容"]
    if leaves:
        r, c = rng.choice(leaves)
        table[r][c : c + 1] = act(table[r][c])
    return change(document, i, table)


def drop_header_rows(rng: Rng, document: Document) -> Document:
    """The requests table without its three header rows: the rows still say what they are."""
    done: Document = []
    for part in document:
        if isinstance(part, str) or not any(cell.text == "申请人情况" for row in part for cell in row):
            done.append(part)
        else:
            done.append(part[head_rows(part) :])
    return done


def slide_total(rng: Rng, document: Document) -> Document:
    """总计 of the header stands in the row below, after 其他."""
    done: Document = []
    for part in document:
        if isinstance(part, str) or len(part) < 3 or [cell.text for cell in part[1]][-1:] != ["总计"]:
            done.append(part)
            continue
        lower = [*part[2], replace(part[1][-1], rows=1)]
        done.append([part[0], part[1][:-1], lower, *part[3:]])
    return done


WRAPS = {
    "商业企业": "商业\n企业",
    "科研机构": "科研\n机构",
    "社会公益组织": "社会公\n益组织",
    "结果维持": "结果\n维持",
    "本年新制作数量": "本年新\n制作数量",
    "规章": "规 章",
    "（三）不予公开": "（三） 不予公开",
    "三、本年度办理结果": "三\n、\n本\n年\n度\n办\n理\n结\n果",
    "4.保护第三方合法权益": "4.保护第三方\n合法权益",
}
SPELLINGS = {
    "行政规范性文件": ["规范性文件", "行政 规范性文件"],
    "规范性文件": ["行政规范性文件"],
    "规章": ["规章（县级无此项）", "规　章"],
    "本年制发件数": ["本年（2023）制发件数", "本年2023年制发件数"],
    "现行有效件数": ["现行有效件"],
    "行政事业性收费": ["行政事业型收费", "行政事业性收费（万元）"],
    "第二十条第（六）项": ["第二十条（六）项", "第二十一条第（六）项"],
    "二、上年结转政府信息公开申请数量": ["二、上年转结政府信息公开申请数量", "二.上年结转政府信息公开申请数量"],
    "3.危及“三安全一稳定”": ['3.危及“三安全一稳定"', "3．危及三安全一稳定", "3、危及“三安全一稳定”"],
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": ["（二）部分公开", "二、部分公开"],
    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请": ["1.逾期不补正"],
    "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请": ["2.逾期不缴费"],
    "2.其他法律行政法规禁止公开": ["2.其它法律行政法规禁止公开"],
    "（七）总计": ["(七)总计", "七、总计"],
    "四、结转下年度继续办理": ["结转下年度继续办理", "四、 结转下年度继续办理"],
    "1.属于国家秘密": ["属于国家秘密", "①属于国家秘密", "1.属于國家秘密"],
    "一、本年新收政府信息公开申请数量": ["一、本年新收政府信息公開申請數量", "本年新收政府信息公开申请数量"],
    "2.重复申请": ["2.重複申請"],
    "本年处理决定数量": ["本年處理決定數量"],
}


def vary_labels(rng: Rng, document: Document) -> Document:
    def act(cell: C) -> C:
        if not is_label(cell) or rng.random() < 0.3:
            return cell
        if cell.text in SPELLINGS and rng.random() < 0.7:
            return replace(cell, text=rng.choice(SPELLINGS[cell.text]))
        if cell.text in WRAPS:
            return replace(cell, text=WRAPS[cell.text])
        return cell

    return each_cell(document, act)


def wrap_labels(rng: Rng, document: Document) -> Document:
    """Every long label on two lines or with a blank inside, as narrow columns print it."""

    def act(cell: C) -> C:
        if not is_label(cell) or len(cell.text) < 4 or rng.random() < 0.5:
            return cell
        at = rng.randrange(1, len(cell.text))
        return replace(cell, text=cell.text[:at] + rng.choice(("\n", " ", "\u00a0", "\n ")) + cell.text[at:])

    return each_cell(document, act)


def lose_ordinals(rng: Rng, document: Document) -> Document:
    def act(cell: C) -> C:
        if is_label(cell) and cell.text[:1] in "（12345678一二三四" and "其他" not in cell.text[:4]:
            bare = cell.text.split("）", 1)[1] if cell.text.startswith("（") else cell.text.lstrip("一二三四12345678")
            return replace(cell, text=bare.lstrip("、.")) if not cell.text.startswith("（本列") else cell
        return cell

    return each_cell(document, act)


def spell_values(rng: Rng, document: Document) -> Document:
    """The same numbers in other clothes."""

    def act(cell: C) -> C:
        if not cell.tag or not cell.text.isdigit() or rng.random() < 0.5:
            return cell
        wide = "".join(chr(ord(c) + 0xFEE0) for c in cell.text)
        comma = f"{int(cell.text):,}"
        return replace(cell, text=rng.choice((wide, comma, f" {cell.text} ", f"\u00a0{cell.text}", f"{cell.text}\n")))

    return each_cell(document, act)


def blank_values(rng: Rng, document: Document) -> Document:
    def act(cell: C) -> C:
        return replace(cell, text=rng.choice(("", "\u00a0", " "))) if cell.tag and rng.random() < 0.3 else cell

    return each_cell(document, act)


def add_title_row(rng: Rng, document: Document) -> Document:
    i, table = a_table(rng, document)
    width = sum(cell.cols for cell in table[0])
    title = rng.choice(("二、主动公开政府信息情况", "本表由填报单位负责", "三、收到和处理政府信息公开申请情况"))
    return change(document, i, [[C(title, cols=width)], *table])


def add_note_row(rng: Rng, document: Document) -> Document:
    i, table = a_table(rng, document)
    width = sum(cell.cols for cell in table[0])
    return change(document, i, [*table, [C("注：本表统计时间为全年。", cols=width)]])


def add_empty_rows(rng: Rng, document: Document) -> Document:
    i, table = a_table(rng, document)
    places = [r for r in range(1, len(table) + 1) if _no_span_crosses(table, r)]
    width = sum(cell.cols for cell in table[0])
    r = rng.choice(places)
    return change(document, i, [*table[:r], [C("")] * width, *table[r:]])


KEEPING: dict[str, Mutation] = {
    f.__name__: f
    for f in (
        untouched, lose_label_colspans, lose_one_label_colspan, lose_all_spans, lose_rowspans, lose_head_spans,
        widen_a_label, pad_spans, repeat_spans, repeat_head, break_page, split_in_three, add_empty_column,
        blank_header_cell, drop_header_cell, drop_header_rows, slide_total, vary_labels, wrap_labels, lose_ordinals,
        spell_values, blank_values, add_title_row, add_note_row, add_empty_rows,
    )
}  # fmt: skip

# ------------------------------------------------------------------------------------------------ harming


def drop_value(rng: Rng, document: Document) -> Document:
    i, table = a_table(rng, document)
    r, c = a_value(rng, table)
    del table[r][c]
    return change(document, i, table)


def drop_any(rng: Rng, document: Document) -> Document:
    i, table = a_table(rng, document)
    r = rng.randrange(len(table))
    if table[r]:
        del table[r][rng.randrange(len(table[r]))]
    return change(document, i, table)


def drop_column(rng: Rng, document: Document) -> Document:
    """The same value cell is missing in every row, the header stays."""
    i, table = a_table(rng, document)
    c = rng.randrange(7)
    for r in value_rows(table):
        tagged = [n for n, cell in enumerate(table[r]) if cell.tag]
        if c < len(tagged):
            del table[r][tagged[c]]
    return change(document, i, table)


def drop_row(rng: Rng, document: Document) -> Document:
    i, table = a_table(rng, document)
    del table[rng.randrange(len(table))]
    return change(document, i, table)


def merge_values(rng: Rng, document: Document) -> Document:
    i, table = a_table(rng, document)
    r, c = a_value(rng, table)
    if c + 1 < len(table[r]) and table[r][c + 1].tag:
        left, right = table[r][c], table[r][c + 1]
        text = rng.choice((left.text, right.text, left.text + right.text, f"{left.text} {right.text}", left.text))
        cols = rng.choice((left.cols + right.cols, left.cols))
        table[r][c : c + 2] = [C(text, cols=cols)]
    return change(document, i, table)


def merge_down(rng: Rng, document: Document) -> Document:
    i, table = a_table(rng, document)
    r, c = a_value(rng, table)
    table[r][c] = replace(table[r][c], rows=2)
    if r + 1 < len(table) and rng.random() < 0.6:
        tagged = [n for n, cell in enumerate(table[r + 1]) if cell.tag]
        place = [n for n, cell in enumerate(table[r]) if cell.tag].index(c)
        if place < len(tagged):
            del table[r + 1][tagged[place]]
            table[r][c] = replace(table[r][c], tag=None)
    return change(document, i, table)


def split_value(rng: Rng, document: Document) -> Document:
    i, table = a_table(rng, document)
    r, c = a_value(rng, table)
    text = table[r][c].text
    at = rng.randrange(len(text) + 1)
    halves = rng.choice(((text[:at], text[at:]), (text, ""), ("", text), (text, text)))
    table[r][c : c + 1] = [C(half) for half in halves]
    return change(document, i, table)


def widen_value(rng: Rng, document: Document) -> Document:
    i, table = a_table(rng, document)
    r, c = a_value(rng, table)
    table[r][c] = replace(table[r][c], cols=table[r][c].cols + 1)
    return change(document, i, table)


def insert_cell(rng: Rng, document: Document) -> Document:
    i, table = a_table(rng, document)
    r, c = a_value(rng, table)
    table[r].insert(c + rng.randrange(2), C(rng.choice(("", "", "0", str(rng.randint(1, 99))))))
    return change(document, i, table)


def shift_row(rng: Rng, document: Document) -> Document:
    """The values of a row stand one column further: what the page prints under each column changes with them."""
    i, table = a_table(rng, document)
    r = rng.choice(value_rows(table))
    places = [n for n, cell in enumerate(table[r]) if cell.tag]
    texts = ["", *[table[r][n].text for n in places][:-1]]
    for n, text in zip(places, texts, strict=True):
        table[r][n] = replace(table[r][n], text=text)
    return change(document, i, table)


def repeat_row(rng: Rng, document: Document) -> Document:
    """A row printed twice, the second time with another number."""
    i, table = a_table(rng, document)
    r, c = a_value(rng, table)
    again = [replace(cell, rows=1) for cell in table[r] if cell.rows == 1]
    if c < len(table[r]) and again and again[-1].tag:
        again[-1] = replace(again[-1], text=str(rng.randint(100, 200)), tag=None)
        again = [replace(cell, tag=None) for cell in again]
        table.insert(r + 1, again)
    return change(document, i, table)


def two_numbers(rng: Rng, document: Document) -> Document:
    i, table = a_table(rng, document)
    r, c = a_value(rng, table)
    table[r][c] = C(f"{table[r][c].text.strip() or 3}{rng.choice((' ', chr(10), '/', '、'))}{rng.randint(0, 9)}",
                    cols=table[r][c].cols)  # fmt: skip
    return change(document, i, table)


def words_in_value(rng: Rng, document: Document) -> Document:
    i, table = a_table(rng, document)
    r, c = a_value(rng, table)
    word = rng.choice(("见附件", "其他", "总计", "规章", "1.属于国家秘密", "12%"))
    table[r][c] = C(word, cols=table[r][c].cols)
    return change(document, i, table)


def lose_label(rng: Rng, document: Document) -> Document:
    i, table = a_table(rng, document)
    r = rng.choice(value_rows(table))
    labels = [c for c, cell in enumerate(table[r]) if is_label(cell)]
    if labels:
        table[r][labels[-1]] = replace(table[r][labels[-1]], text=rng.choice(("", "某某", "8.属于其他")))
    return change(document, i, table)


def stretch_label_down(rng: Rng, document: Document) -> Document:
    """A row label covers the next row, whose own label may be gone."""
    i, table = a_table(rng, document)
    rows = value_rows(table)
    r = rng.choice(rows)
    labels = [c for c, cell in enumerate(table[r]) if is_label(cell)]
    if labels and r + 1 < len(table):
        c = labels[-1]
        table[r][c] = replace(table[r][c], rows=table[r][c].rows + 1)
        if rng.random() < 0.5:
            gone = [n for n, cell in enumerate(table[r + 1]) if is_label(cell)]
            if gone:
                del table[r + 1][gone[-1]]
    return change(document, i, table)


def swap_rows(rng: Rng, document: Document) -> Document:
    i, table = a_table(rng, document)
    rows = value_rows(table)
    a, b = rng.choice(rows), rng.choice(rows)
    table[a], table[b] = table[b], table[a]
    return change(document, i, table)


HARMING: dict[str, Mutation] = {
    f.__name__: f
    for f in (
        drop_value, drop_any, drop_column, drop_row, merge_values, merge_down, split_value, widen_value, insert_cell,
        shift_row, repeat_row, two_numbers, words_in_value, lose_label, stretch_label_down, swap_rows,
    )
}  # fmt: skip


# These fill every grid position, so after a harm they would print something else than the harm left.
REWRITING = ("pad_spans", "repeat_spans")


def touched(before: Document, after: Document) -> set[object]:
    """The keys whose rows a mutation changed."""
    kept = {tuple(row) for part in after if not isinstance(part, str) for row in part}
    rows = (row for part in before if not isinstance(part, str) for row in part)
    return {cell.tag for row in rows if tuple(row) not in kept for cell in row if cell.tag}


def harm(rng: Rng, document: Document, names: list[str]) -> Document:
    """Apply mutations in turn. Two harms never meet in one row: together they can print a different, sound row."""
    hurt: set[object] = set()
    for name in names:
        changed = (KEEPING | HARMING)[name](rng, document)
        if name in HARMING:
            # A repeated row is then the row of its label, whatever befalls the first one.
            keys = touched(document, [] if name == "repeat_row" else changed)
            if keys & hurt:
                continue
            hurt |= keys
        document = changed
    return document


# ------------------------------------------------------------------------------------------------ flattening

FLAT = ("cells", "rows", "gaps", "glued rows", "glued", "neighbours", "wrapped")


def flatten(rng: Rng, document: Document, style: str) -> list[str]:
    """The lines that a text extraction leaves of the tables; `gaps` keeps nothing of blank cells."""
    lines: list[str] = []
    for part in document:
        if isinstance(part, str):
            lines.append(part)
            continue
        rows = [[cell.text for cell in row] for row in part]
        if style in ("rows", "gaps"):
            lines += [" ".join(row) for row in rows]
        elif style == "glued rows":
            lines += ["".join(row) for row in rows]
        elif style == "glued":
            lines.append("".join(text for row in rows for text in row))
        elif style == "wrapped":
            lines += [piece for row in rows for text in row for piece in _wrapped(rng, text)]
        else:
            lines += [text for row in rows for text in row]
    lines = [line for line in lines if line.strip()]
    if style == "neighbours":
        lines = [line for n, line in enumerate(lines) if n == 0 or line != lines[n - 1]]
    return lines


def _wrapped(rng: Rng, text: str) -> list[str]:
    """A long label on two lines, a group label one character a line."""
    if text == "三、本年度办理结果":
        return list(text)
    at = len(text) // 2
    return [text[:at], text[at:]] if len(text) > 7 and not text[:1].isdigit() and rng.random() < 0.4 else [text]
