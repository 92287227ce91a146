"""The statutory tables laid out as the notices print them: captions, headings, spans and cells in their order.

Layouts: 国办公开办函〔2019〕60号 (t2019) and 国办公开办函〔2021〕30号 (t2021).
"""

from __future__ import annotations

from itertools import groupby

from archive.report.concepts import concepts
from archive.report.templates import APPLICANTS, REVIEW_GROUPS, REVIEW_LEAVES, ActiveRow, RequestRow, Template
from archive.report.templates.t2019 import T2019
from archive.report.templates.t2021 import FEE, T2021
from archive.serve.cell import Figures, Head, Line, Marks, shown

FORMS: dict[str, Template] = {"t2019": T2019, "t2021": T2021}
# The item of Article 20 (第二十条) that each row of table 2 reports on.
ITEMS = {
    "rules": "一",
    "normative_documents": "一",
    "licensing": "五",
    "other_services": "五",
    "penalty": "六",
    "compulsory": "六",
    "charges": "八",
    "procurement": "九",
}
GRID = 4  # columns of table 2
IDENTITY = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
IDENTITY_GLOSS = "in each column, items 1 and 2 together equal items 3 and 4 together"
RESULTS = "results"  # the group that all outcomes stand under
ROMAN = str.maketrans("(),", "（），")
GLOSSES = {
    "results": "results of this year",
    "refused": "refused",
    "unavailable": "cannot be provided",
    "not_processed": "not processed",
    "other": "other handling",
    "natural_person": "natural persons",
    "commercial_enterprise": "commercial enterprises",
    "research_institution": "research institutions",
    "public_welfare_org": "public-welfare organisations",
    "legal_service_org": "legal-service organisations",
    "other_org": "other",
    "total": "total",
    "review": "administrative reviews",
    "suit_direct": "without prior review",
    "suit_after_review": "after review",
}
RESULTS_OF_REVIEW = {"other": "other result"}  # the other keys are their own English


def gloss(key: str | None) -> str:
    """Return the English words for a concept, group or column key; empty where there are none."""
    if key is None:
        return ""
    concept = concepts().get(key)
    return concept.en if concept else GLOSSES.get(key, "")


def name_of(key: str) -> str:
    """Return the Chinese words for a concept; the key itself where there are none."""
    concept = concepts().get(key)
    return concept.zh if concept else key


def disclosure_form(template: str, figures: Figures, marks: Marks) -> list[Line]:
    """Return table 2: per item of Article 20 a caption, a heading row, and a row per subject."""
    lines: list[Line] = []
    for item, rows in groupby(FORMS[template].active, key=lambda row: ITEMS[row.name]):
        subjects = list(rows)
        lines.append(Line((Head(f"第二十条第（{item}）项", GRID),), kind="caption"))
        lines.append(_disclosure_head(subjects[0]))
        lines += [_disclosure_row(row, figures, marks) for row in subjects]
    return lines


def _spans(row: ActiveRow) -> list[int]:
    """Return the column span of each measure: the last one fills the grid."""
    count = len(row.measures)
    return [1] * (count - 1) + [GRID - count]


def _disclosure_head(row: ActiveRow) -> Line:
    labels = [f"{label}（单位：万元）" if label == FEE else label for label, _ in row.measures]
    heads = [Head(label, span) for label, span in zip(labels, _spans(row), strict=True)]
    return Line((Head("信息内容"), *heads), kind="header")


def _disclosure_row(row: ActiveRow, figures: Figures, marks: Marks) -> Line:
    keyed = zip(row.measures, _spans(row), strict=True)
    return Line((Head(row.label),), tuple(shown(figures, key, None, marks, span) for (_, key), span in keyed))


def requests_head() -> list[Line]:
    """Return the three heading rows of table 3."""
    people = [Head(label, gloss=gloss(key)) for key, label in APPLICANTS]
    first = Line((Head(IDENTITY, 3, 3, IDENTITY_GLOSS), Head("申请人情况", len(people))), kind="header")
    outer = (Head(people[0].text, 1, 2, people[0].gloss), Head("法人或其他组织", len(people) - 2))
    last = Head(people[-1].text, 1, 2, people[-1].gloss)
    return [first, Line((*outer, last), kind="header"), Line(tuple(people[1:-1]), kind="header")]


def requests_form(template: str, figures: Figures, marks: Marks) -> list[Line]:
    """Return the rows of table 3, with the group labels spanning their rows as printed."""
    rows = FORMS[template].requests
    lines: list[Line] = []
    waiting: list[Head] = []  # group labels that the next printed row begins with
    for place, row in enumerate(rows):
        if row.key is None:
            waiting.append(Head(_label(row), 1, _rows_under(rows, place), gloss(row.group)))
            continue
        inside = _is_result(rows, place)
        span = 1 if row.group else 2 if inside else 3
        head = Head(_label(row), span, 1, gloss(row.key))
        cells = tuple(shown(figures, row.key, column, marks) for column, _ in APPLICANTS)
        lines.append(Line((*waiting, head), cells))
        waiting = []
    return lines


def _rows_under(rows: tuple[RequestRow, ...], place: int) -> int:
    """Return how many printed rows a group label at `place` spans."""
    heading = rows[place]
    if heading.group == RESULTS:
        return sum(row.key is not None and _is_result(rows, at) for at, row in enumerate(rows))
    return sum(row.key is not None and row.group == heading.group for row in rows)


def _is_result(rows: tuple[RequestRow, ...], place: int) -> bool:
    """Say if a row stands under 三、本年度办理结果: inside brackets, or inside a group of them."""
    return rows[place].group is not None or rows[place].ordinal.startswith("(")


def _label(row: RequestRow) -> str:
    label = row.label.translate(ROMAN)
    if row.ordinal.startswith("("):
        return f"{row.ordinal.translate(ROMAN)}{label}"
    return f"{row.ordinal}.{label}" if row.ordinal.isdigit() else f"{row.ordinal}、{label}"


def review_form(figures: Figures, marks: Marks) -> list[Line]:
    """Return table 4: three heading rows and one row of fifteen cells."""
    leaves = tuple(Head(label, gloss=RESULTS_OF_REVIEW.get(key, key)) for key, label in REVIEW_LEAVES)
    wide = len(leaves)
    (_, review), *suits = REVIEW_GROUPS
    top = (Head(review, wide, 2, gloss("review")), Head("行政诉讼", wide * len(suits), gloss="lawsuits"))
    below = tuple(Head(label, wide, gloss=gloss(key)) for key, label in suits)
    cells = tuple(
        shown(figures, f"{group}_{leaf}", None, marks) for group, _ in REVIEW_GROUPS for leaf, _ in REVIEW_LEAVES
    )
    heads = [Line(row, kind="header") for row in (top, below, leaves * len(REVIEW_GROUPS))]
    return [*heads, Line((), cells)]
