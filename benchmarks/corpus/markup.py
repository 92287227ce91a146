"""Tables as publishers' pages hold them: clean, Word-exported, with bloat, split in parts, or as bare text."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from random import Random

from benchmarks.corpus import forms
from benchmarks.corpus.numbers import OUTCOMES_2019, OUTCOMES_2021, Figures

Cell = tuple[str, int, int]  # words, rowspan, colspan
Grid = list[list[Cell]]


def pick(random: Random, choices: tuple[str, ...], plain: float = 0.6) -> str:
    """Take the canonical form mostly, a variant sometimes."""
    return choices[0] if random.random() < plain else random.choice(choices)


def active(random: Random, template: str, figures: Figures) -> list[Grid]:
    """Return table 2 as one grid, or as one grid per caption."""
    grids: list[Grid] = []
    for captions, heads, rows in forms.ACTIVE_2021 if template == "t2021" else forms.ACTIVE_2019:
        grid: Grid = [[(pick(random, captions), 1, 4)]]
        grid.append(_stretch([(head, 1, 1) for head in heads]))
        for labels, keys in rows:
            values = [(figures.cells[key, None][0], 1, 1) for key in keys]
            grid.append(_stretch([(pick(random, labels), 1, 1), *values]))
        grids.append(grid)
    return grids if random.random() < 0.2 else [[row for grid in grids for row in grid]]


def _stretch(row: list[Cell]) -> list[Cell]:
    """Let the last cell take the columns that are left of four."""
    words, rows, _ = row[-1]
    return [*row[:-1], (words, rows, 4 - len(row) + 1)]


def requests(random: Random, template: str, figures: Figures) -> Grid:
    """Return table 3 with its three header rows and vertical groups."""
    heads = [pick(random, head) for head in forms.APPLICANT_HEADS]
    grid: Grid = [
        [(random.choice(forms.NOTE), 3, 3), ("申请人情况", 1, 7)],
        [(heads[0], 2, 1), ("法人或其他组织", 1, 5), (heads[6], 2, 1)],
        [(head, 1, 1) for head in heads[1:6]],
    ]
    rows = (OUTCOMES_2021 if template == "t2021" else OUTCOMES_2019) + forms.REQUEST_END
    results = [row for row in rows if row[0] and row[1] in (1, 2)]
    waiting: list[Cell] = []
    for at, (key, depth, labels) in enumerate(rows):
        label = pick(random, labels)
        if key is None:
            below = len(results) if depth == "三" else _run(rows[at + 1 :])
            waiting.append((label, below, 1))
            continue
        values = [(figures.cells[key, column][0], 1, 1) for column in forms.APPLICANT_KEYS]
        span = {0: 3, 1: 2, 2: 1}[depth]
        grid.append([*waiting, (label, 1, span), *values])
        waiting = []
    return grid


def _run(rows: tuple) -> int:
    """Count the rows of the group that begins here."""
    number = 0
    for key, depth, _ in rows:
        if key is None or depth != 2:
            break
        number += 1
    return number


def review(random: Random, figures: Figures) -> Grid:
    """Return table 4: two header rows of groups, one of leaves, one of fifteen numbers."""
    leaves = [pick(random, words) for _, words in forms.REVIEW_LEAVES]
    values = [
        (figures.cells[f"{group}_{leaf}", None][0], 1, 1)
        for group in forms.REVIEW_GROUPS
        for leaf, _ in forms.REVIEW_LEAVES
    ]
    return [
        [("行政复议", 1, 5), ("行政诉讼", 1, 10)],
        [*[(leaf, 2, 1) for leaf in leaves], ("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)],
        [(leaf, 1, 1) for leaf in leaves * 2],
        values,
    ]


def plain_html(grid: Grid) -> str:
    rows = ("".join(_td(words, r, c, escape(words).replace("\n", "<br>")) for words, r, c in row) for row in grid)
    return "<table border=1>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def word_html(grid: Grid) -> str:
    """As Word exports it: MsoNormal paragraphs, nested spans, styles longer than the words."""
    style = "mso-border-alt:solid windowtext .5pt;padding:0cm 5.4pt 0cm 5.4pt;height:22.7pt"

    def inner(words: str) -> str:
        lines = words.split("\n") if words else ["&nbsp;"]
        return "".join(
            '<p class="MsoNormal" align="center" style="text-align:center;mso-pagination:widow-orphan">'
            '<span lang="EN-US" style="font-size:10.0pt;font-family:仿宋_GB2312">'
            f"{line if line == '&nbsp;' else escape(line)}<o:p></o:p></span></p>"
            for line in lines
        )

    rows = (
        "".join(_td(words, r, c, inner(words), f' style="{style}" valign="top"') for words, r, c in row) for row in grid
    )
    body = "".join(f'<tr style="mso-yfti-irow:1;height:22.7pt">{row}</tr>' for row in rows)
    frame = 'class="MsoNormalTable" border="0" cellspacing="0" cellpadding="0" style="border-collapse:collapse"'
    return f"<table {frame}>{body}</table>"


def bloated_html(grid: Grid) -> str:
    """With an empty column at each side, as tables pasted from spreadsheets have."""
    wide = [[("", 1, 1), *row, ("", 1, 1), ("", 1, 1)] for row in grid]
    return plain_html(wide)


def headed_html(grid: Grid) -> str:
    """In thead and tbody, cells of the head as th."""
    head = "".join(f"<tr>{''.join(_td(w, r, c, escape(w), tag='th') for w, r, c in row)}</tr>" for row in grid[:1])
    body = "".join(f"<tr>{''.join(_td(w, r, c, escape(w)) for w, r, c in row)}</tr>" for row in grid[1:])
    return f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"


def _td(words: str, rowspan: int, colspan: int, inner: str, more: str = "", tag: str = "td") -> str:
    spans = (f' rowspan="{rowspan}"' if rowspan > 1 else "") + (f' colspan="{colspan}"' if colspan > 1 else "")
    return f"<{tag}{spans}{more}>{inner}</{tag}>"


def text_lines(grid: Grid) -> list[str]:
    """One cell per line, as text extraction leaves it."""
    return [line for row in grid for words, _, _ in row for line in [words.replace("\n", "")]]


STYLES: tuple[Callable[[Grid], str], ...] = (plain_html, word_html, bloated_html, headed_html)
