"""The three statutory tables as grids, in the layout of the 2019 and of the 2021 format notice.

Labels follow 国办公开办函〔2019〕60号 and 〔2021〕30号. They are written out here on their own: a sample that borrowed
the reader's labels could not show that the reader misreads one.
"""

from __future__ import annotations

from collections.abc import Callable

from crawler.sample.grid import Cell, Grid, Row, row

Printed = Callable[[str], str]  # concept (requests: "row.column") to what its cell prints

APPLICANTS = {
    "natural_person": "自然人",
    "commercial_enterprise": "商业企业",
    "research_institution": "科研机构",
    "public_welfare_org": "社会公益组织",
    "legal_service_org": "法律服务机构",
    "other_org": "其他",
    "total": "总计",
}
INTAKE = {"new_received": "一、本年新收政府信息公开申请数量", "carried_in": "二、上年结转政府信息公开申请数量"}
GRANTED = {
    "granted_full": "（一）予以公开",
    "granted_partial": "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
}
GROUPS: dict[str, dict[str, str]] = {
    "（三）不予公开": {
        "refused_state_secret": "1.属于国家秘密",
        "refused_other_law": "2.其他法律行政法规禁止公开",
        "refused_security_stability": "3.危及“三安全一稳定”",
        "refused_third_party": "4.保护第三方合法权益",
        "refused_internal_affairs": "5.属于三类内部事务信息",
        "refused_deliberative": "6.属于四类过程性信息",
        "refused_enforcement_file": "7.属于行政执法案卷",
        "refused_administrative_inquiry": "8.属于行政查询事项",
    },
    "（四）无法提供": {
        "unavailable_not_held": "1.本机关不掌握相关政府信息",
        "unavailable_needs_creation": "2.没有现成信息需要另行制作",
        "unavailable_still_unclear": "3.补正后申请内容仍不明确",
    },
    "（五）不予处理": {
        "not_processed_petition": "1.信访举报投诉类申请",
        "not_processed_duplicate": "2.重复申请",
        "not_processed_publication": "3.要求提供公开出版物",
        "not_processed_excessive": "4.无正当理由大量反复申请",
        "not_processed_reconfirm": "5.要求行政机关确认或重新出具已获取信息",
    },
}
OTHER = {
    "other_no_correction": "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "other_fee_unpaid": "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "other_remaining": "3.其他",
}
REVIEW = tuple(
    f"{group}_{leaf}"
    for group in ("review", "suit_direct", "suit_after_review")
    for leaf in ("upheld", "corrected", "other", "pending", "total")
)


def outcomes(template: str) -> tuple[str, ...]:
    """Keys of the outcome rows that add up to handled_total."""
    inner = [key for group in GROUPS.values() for key in group]
    last = list(OTHER) if template == "t2021" else ["other_handling"]
    return (*GRANTED, *inner, *last)


def requests(template: str, printed: Printed) -> Grid:
    """Table 3: 3 label columns and 7 value columns; 23 value rows (2019) or 25 (2021)."""

    def values(key: str) -> list[Cell]:
        return [Cell(printed(f"{key}.{column}")) for column in APPLICANTS]

    result: list[Row] = [row(Cell(label, colspan=2), *values(key)) for key, label in GRANTED.items()]
    groups = dict(GROUPS)
    if template == "t2021":
        groups["（六）其他处理"] = OTHER
    for group, members in groups.items():
        for n, (key, label) in enumerate(members.items()):
            head = [Cell(group, rowspan=len(members))] if n == 0 else []
            result.append(row(*head, label, *values(key)))
    if template == "t2019":
        result.append(row(Cell("（六）其他处理", colspan=2), *values("other_handling")))
    result.append(row(Cell("（七）总计", colspan=2), *values("handled_total")))
    result[0] = row(Cell("三、本年度办理结果", rowspan=len(result)), *result[0])
    intake = [row(Cell(label, colspan=3), *values(key)) for key, label in INTAKE.items()]
    left = row(Cell("四、结转下年度继续办理", colspan=3), *values("carried_out"))
    return Grid((*_requests_head(), *intake, *result, left), "三、收到和处理政府信息公开申请情况")


def _requests_head() -> list[Row]:
    note = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    names = list(APPLICANTS.values())
    return [
        row(Cell(note, rowspan=3, colspan=3), Cell("申请人情况", colspan=7)),
        row(Cell(names[0], rowspan=2), Cell("法人或其他组织", colspan=5), Cell(names[6], rowspan=2)),
        row(*names[1:6]),
    ]


def review_litigation(printed: Printed) -> Grid:
    """Table 4: one row of 15 values under three groups of five."""
    leaves = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    return Grid(
        (
            row(Cell("行政复议", colspan=5), Cell("行政诉讼", colspan=10)),
            row(
                *(Cell(leaf, rowspan=2) for leaf in leaves),
                Cell("未经复议直接起诉", colspan=5),
                Cell("复议后起诉", colspan=5),
            ),
            row(*leaves, *leaves),
            row(*(printed(key) for key in REVIEW)),
        ),
        "四、政府信息公开行政复议、行政诉讼情况",
    )


def active_disclosure(template: str, printed: Printed) -> Grid:
    """Table 2 in four logical columns: 14 rows (2021) or 18 (2019)."""
    rows = _active_2021(printed) if template == "t2021" else _active_2019(printed)
    return Grid(tuple(rows), "二、主动公开政府信息情况")


def _item(number: str) -> Row:
    return row(Cell(f"第二十条第（{number}）项", colspan=4))


def _values(label: str, printed: Printed, *keys: str) -> Row:
    wide = 4 - len(keys)
    return row(label, *(Cell(printed(k), colspan=wide if n == len(keys) - 1 else 1) for n, k in enumerate(keys)))


def _active_2021(printed: Printed) -> list[Row]:
    decided = row("信息内容", Cell("本年处理决定数量", colspan=3))
    return [
        _item("一"),
        row("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        _values("规章", printed, "rules_issued", "rules_repealed", "rules_in_force"),
        _values(
            "行政规范性文件",
            printed,
            "normative_documents_issued",
            "normative_documents_repealed",
            "normative_documents_in_force",
        ),
        _item("五"),
        decided,
        _values("行政许可", printed, "licensing_decisions"),
        _item("六"),
        decided,
        _values("行政处罚", printed, "penalty_decisions"),
        _values("行政强制", printed, "compulsory_measure_decisions"),
        _item("八"),
        row("信息内容", Cell("本年收费金额（单位：万元）", colspan=3)),
        _values("行政事业性收费", printed, "administrative_charges_wan"),
    ]


def _active_2019(printed: Printed) -> list[Row]:
    items = row("信息内容", "上一年项目数量", "本年增/减", "处理决定数量")

    def kinds(label: str, stem: str, decisions: str) -> Row:
        return _values(label, printed, f"{stem}_items_prev_year", f"{stem}_items_change", decisions)

    def made(label: str, stem: str) -> Row:
        return _values(label, printed, f"{stem}_made", f"{stem}_newly_disclosed", f"{stem}_disclosed_total")

    return [
        _item("一"),
        row("信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"),
        made("规章", "rules"),
        made("规范性文件", "normative_documents"),
        _item("五"),
        items,
        kinds("行政许可", "licensing", "licensing_decisions"),
        kinds("其他对外管理服务事项", "other_services", "other_services_decisions"),
        _item("六"),
        items,
        kinds("行政处罚", "penalty", "penalty_decisions"),
        kinds("行政强制", "compulsory", "compulsory_measure_decisions"),
        _item("八"),
        row("信息内容", "上一年项目数量", Cell("本年增/减", colspan=2)),
        _values("行政事业性收费", printed, "charge_items_prev_year", "charge_items_change"),
        _item("九"),
        row("信息内容", "采购项目数量", Cell("采购总金额", colspan=2)),
        _values("政府集中采购", printed, "central_procurement_projects", "central_procurement_amount"),
    ]
