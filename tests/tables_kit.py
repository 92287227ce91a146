"""Statutory tables written down by hand for tests: from its own list of printed labels, not from the reader's.

A table is a list of rows; a row is a list of `C` (text, rowspan, colspan). `printed()` lays blocks out the way HTML
does (a spanning cell pushes later cells to the right) and counts offsets as the model asks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape

from archive.model import Block, Cell, Figure, Printed
from archive.report.tables import TablesRead, read_tables
from archive.text.fold import fold


@dataclass(frozen=True)
class C:
    text: str
    rows: int = 1
    cols: int = 1
    tag: object = None  # what the oracle knows about this cell


Row = list[C]
Table = list[Row]

APPLICANTS = [
    "natural_person", "commercial_enterprise", "research_institution", "public_welfare_org", "legal_service_org",
    "other_org", "total",
]  # fmt: skip
ORGANISATIONS = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
RESULTS_2021: list[tuple[str | None, str, list[tuple[str, str]]]] = [
    ("granted_full", "（一）予以公开", []),
    ("granted_partial", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", []),
    (None, "（三）不予公开", [
        ("refused_state_secret", "1.属于国家秘密"),
        ("refused_other_law", "2.其他法律行政法规禁止公开"),
        ("refused_security_stability", "3.危及“三安全一稳定”"),
        ("refused_third_party", "4.保护第三方合法权益"),
        ("refused_internal_affairs", "5.属于三类内部事务信息"),
        ("refused_deliberative", "6.属于四类过程性信息"),
        ("refused_enforcement_file", "7.属于行政执法案卷"),
        ("refused_administrative_inquiry", "8.属于行政查询事项"),
    ]),
    (None, "（四）无法提供", [
        ("unavailable_not_held", "1.本机关不掌握相关政府信息"),
        ("unavailable_needs_creation", "2.没有现成信息需要另行制作"),
        ("unavailable_still_unclear", "3.补正后申请内容仍不明确"),
    ]),
    (None, "（五）不予处理", [
        ("not_processed_petition", "1.信访举报投诉类申请"),
        ("not_processed_duplicate", "2.重复申请"),
        ("not_processed_publication", "3.要求提供公开出版物"),
        ("not_processed_excessive", "4.无正当理由大量反复申请"),
        ("not_processed_reconfirm", "5.要求行政机关确认或重新出具已获取信息"),
    ]),
    (None, "（六）其他处理", [
        ("other_no_correction", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
        ("other_fee_unpaid", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
        ("other_remaining", "3.其他"),
    ]),
    ("handled_total", "（七）总计", []),
]  # fmt: skip
RESULTS_2019 = [
    ("other_handling", label, []) if label == "（六）其他处理" else (key, label, rows)
    for key, label, rows in RESULTS_2021
]
REVIEW_KEYS = [
    f"{group}_{leaf}"
    for group in ("review", "suit_direct", "suit_after_review")
    for leaf in ("upheld", "corrected", "other", "pending", "total")
]
ACTIVE_2021 = [
    ("第二十条第（一）项", ["本年制发件数", "本年废止件数", "现行有效件数"], [
        ("规章", ["rules_issued", "rules_repealed", "rules_in_force"]),
        ("行政规范性文件", ["normative_documents_issued", "normative_documents_repealed",
                     "normative_documents_in_force"]),
    ]),
    ("第二十条第（五）项", ["本年处理决定数量"], [("行政许可", ["licensing_decisions"])]),
    ("第二十条第（六）项", ["本年处理决定数量"], [
        ("行政处罚", ["penalty_decisions"]), ("行政强制", ["compulsory_measure_decisions"]),
    ]),
    ("第二十条第（八）项", ["本年收费金额（单位：万元）"], [("行政事业性收费", ["administrative_charges_wan"])]),
]  # fmt: skip
_ITEMS = ["上一年项目数量", "本年增/减", "处理决定数量"]
ACTIVE_2019 = [
    ("第二十条第（一）项", ["本年新制作数量", "本年新公开数量", "对外公开总数量"], [
        ("规章", ["rules_made", "rules_newly_disclosed", "rules_disclosed_total"]),
        ("规范性文件", ["normative_documents_made", "normative_documents_newly_disclosed",
                   "normative_documents_disclosed_total"]),
    ]),
    ("第二十条第（五）项", _ITEMS, [
        ("行政许可", ["licensing_items_prev_year", "licensing_items_change", "licensing_decisions"]),
        ("其他对外管理服务事项", ["other_services_items_prev_year", "other_services_items_change",
                        "other_services_decisions"]),
    ]),
    ("第二十条第（六）项", _ITEMS, [
        ("行政处罚", ["penalty_items_prev_year", "penalty_items_change", "penalty_decisions"]),
        ("行政强制", ["compulsory_items_prev_year", "compulsory_items_change", "compulsory_measure_decisions"]),
    ]),
    ("第二十条第（八）项", _ITEMS[:2], [("行政事业性收费", ["charge_items_prev_year", "charge_items_change"])]),
    ("第二十条第（九）项", ["采购项目数量", "采购总金额"], [
        ("政府集中采购", ["central_procurement_projects", "central_procurement_amount"]),
    ]),
]  # fmt: skip
Values = dict[tuple[str, str | None], str]  # (concept, applicant) -> printed cell text


def active_keys(template: str) -> list[str]:
    forms = ACTIVE_2021 if template == "t2021" else ACTIVE_2019
    return [key for _, _, rows in forms for _, keys in rows for key in keys]


def request_keys(template: str) -> list[str]:
    results = RESULTS_2021 if template == "t2021" else RESULTS_2019
    inner = [key for top, _, rows in results for key in ([top] if top else [k for k, _ in rows])]
    return ["new_received", "carried_in", *inner, "carried_out"]


def active_sections(template: str, values: Values) -> list[Table]:
    """The captioned parts of the first table, four columns each."""
    parts = []
    for caption, columns, rows in ACTIVE_2021 if template == "t2021" else ACTIVE_2019:
        spare = 4 - len(columns)
        heads = [C(label) for label in columns]
        heads[-1] = replace(heads[-1], cols=spare)
        table: Table = [[C(caption, cols=4)], [C("信息内容"), *heads]]
        for label, keys in rows:
            cells = [C(values[key, None], tag=(key, None)) for key in keys]
            cells[-1] = replace(cells[-1], cols=spare)
            table.append([C(label), *cells])
        parts.append(table)
    return parts


def active_table(template: str, values: Values) -> Table:
    return [row for part in active_sections(template, values) for row in part]


def requests_head() -> Table:
    note = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    return [
        [C(note, rows=3, cols=3), C("申请人情况", cols=7)],
        [C("自然人", rows=2), C("法人或其他组织", cols=5), C("总计", rows=2)],
        [C(label) for label in ORGANISATIONS],
    ]


def requests_body(template: str, values: Values) -> Table:
    def cells(key: str) -> Row:
        return [C(values[key, column], tag=(key, column)) for column in APPLICANTS]

    results = RESULTS_2021 if template == "t2021" else RESULTS_2019
    count = sum(max(1, len(rows)) for _, _, rows in results)
    body: Table = [
        [C("一、本年新收政府信息公开申请数量", cols=3), *cells("new_received")],
        [C("二、上年结转政府信息公开申请数量", cols=3), *cells("carried_in")],
    ]
    lead = [C("三、本年度办理结果", rows=count)]
    for key, label, rows in results:
        if key:
            body.append([*lead, C(label, cols=2), *cells(key)])
            lead = []
        for i, (inner, inner_label) in enumerate(rows):
            group = [C(label, rows=len(rows))] if i == 0 else []
            body.append([*lead, *group, C(inner_label), *cells(inner)])
            lead = []
    body.append([C("四、结转下年度继续办理", cols=3), *cells("carried_out")])
    return body


def requests_table(template: str, values: Values) -> Table:
    return requests_head() + requests_body(template, values)


def review_head() -> Table:
    leaves = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    return [
        [C("行政复议", cols=5), C("行政诉讼", cols=10)],
        [*[C(leaf, rows=2) for leaf in leaves], C("未经复议直接起诉", cols=5), C("复议后起诉", cols=5)],
        [C(leaf) for leaf in leaves * 2],
    ]


def review_table(values: Values) -> Table:
    return [*review_head(), [C(values[key, None], tag=(key, None)) for key in REVIEW_KEYS]]


def layout(table: Table) -> list[list[tuple[C, int, int] | None]]:
    """The grid that HTML makes of the rows: each position holds (cell, its row, its column) or None."""
    taken: dict[tuple[int, int], tuple[C, int, int]] = {}
    width = 0
    for r, row in enumerate(table):
        c = 0
        for cell in row:
            while (r, c) in taken:
                c += 1
            for down in range(min(cell.rows, len(table) - r)):
                for right in range(cell.cols):
                    taken.setdefault((r + down, c + right), (cell, r, c))
            c += cell.cols
        width = max([width, *(col + 1 for (line, col) in taken if line == r)])
    return [[taken.get((r, c)) for c in range(width)] for r in range(len(table))]


def printed(*parts: str | Table) -> Printed:
    """A document of paragraphs (str; `!` in front makes an image) and tables."""
    text = ""
    blocks: list[Block] = []
    for part in parts:
        if text:
            text += "\n"
        start = len(text)
        if isinstance(part, str):
            kind = "image" if part.startswith("!") else "paragraph"
            text += "" if kind == "image" else part
            blocks.append(Block(kind, start, len(text), text[start:], src=part[1:] if kind == "image" else None))
            continue
        grid, text = _grid(part, text)
        blocks.append(Block("table", start, len(text), text[start:], grid=grid))
    return Printed("html", text, tuple(blocks))


def _grid(table: Table, text: str) -> tuple[tuple[tuple[Cell | None, ...], ...], str]:
    places = layout(table)
    made: dict[tuple[int, int], Cell] = {}
    for r, line in enumerate(places):
        first = True
        for c, place in enumerate(line):
            if place is None or place[1:] != (r, c):
                continue
            text += "" if first and r == 0 else "\n" if first else "\t"
            first = False
            cell = place[0]
            made[r, c] = Cell(cell.text, len(text), len(text) + len(cell.text), r, c, cell.rows, cell.cols)
            text += cell.text
    grid = tuple(tuple(made[place[1], place[2]] if place else None for place in line) for line in places)
    return grid, text


def read(*parts: str | Table) -> TablesRead:
    page = printed(*parts)
    return read_tables(page, fold(page.text))


def by_key(result: TablesRead) -> dict[tuple[str, str | None], Figure]:
    return {(figure.concept, figure.column): figure for figure in result.figures}


def numbered(template: str, first: int = 1) -> Values:
    """A value for every cell, all different."""
    keys: list[tuple[str, str | None]] = [(key, None) for key in active_keys(template)]
    keys += [(key, column) for key in request_keys(template) for column in APPLICANTS]
    keys += [(key, None) for key in REVIEW_KEYS]
    return {key: str(first + n) for n, key in enumerate(keys)}


def html(*parts: str | Table) -> str:
    """The same document as a page."""
    return "<html><body><div>" + "".join(map(_markup, parts)) + "</div></body></html>"


def _markup(part: str | Table) -> str:
    if isinstance(part, str):
        return f'<p><img src="{part[1:]}"></p>' if part.startswith("!") else f"<p>{escape(part)}</p>"
    rows = ("".join(_cell(cell) for cell in row) for row in part)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def _cell(cell: C) -> str:
    spans = f' rowspan="{cell.rows}"' * (cell.rows > 1) + f' colspan="{cell.cols}"' * (cell.cols > 1)
    return f"<td{spans}><p>{escape(cell.text).replace(chr(10), '<br>')}</p></td>"
