"""Format on trial of the notice 国办公开办函〔2019〕60号, used by reports on 2019 and 2020 (and by stragglers)."""

from __future__ import annotations

from archive.report.templates import REVIEW_KEYS, ActiveRow, RequestRow, Template
from archive.report.templates.t2021 import INTAKE, OUTCOME_END

MADE, NEWLY, TOTAL = "本年新制作数量", "本年新公开数量", "对外公开总数量"
PREVIOUS, CHANGE, DECISIONS = "上一年项目数量", "本年增/减", "处理决定数量"
PROJECTS, AMOUNT = "采购项目数量", "采购总金额"


def _documents(name: str, label: str) -> ActiveRow:
    """A row of item (一): what was made, newly disclosed and disclosed in all."""
    return ActiveRow(
        name,
        label,
        ((MADE, f"{name}_made"), (NEWLY, f"{name}_newly_disclosed"), (TOTAL, f"{name}_disclosed_total")),
    )


def _items(name: str, label: str, *, prefix: str, decisions: str | None) -> ActiveRow:
    """A row of items (五), (六) or (八): kinds of items last year, their change, and decisions where there are any."""
    measures = ((PREVIOUS, f"{prefix}_items_prev_year"), (CHANGE, f"{prefix}_items_change"))
    return ActiveRow(name, label, (*measures, (DECISIONS, decisions)) if decisions else measures)


ACTIVE = (
    _documents("rules", "规章"),
    _documents("normative_documents", "规范性文件"),
    _items("licensing", "行政许可", prefix="licensing", decisions="licensing_decisions"),
    ActiveRow(
        "other_services",
        "其他对外管理服务事项",
        (
            (PREVIOUS, "other_services_items_prev_year"),
            (CHANGE, "other_services_items_change"),
            (DECISIONS, "other_services_decisions"),
        ),
    ),
    _items("penalty", "行政处罚", prefix="penalty", decisions="penalty_decisions"),
    _items("compulsory", "行政强制", prefix="compulsory", decisions="compulsory_measure_decisions"),
    _items("charges", "行政事业性收费", prefix="charge", decisions=None),
    ActiveRow(
        "procurement",
        "政府集中采购",
        ((PROJECTS, "central_procurement_projects"), (AMOUNT, "central_procurement_amount")),
    ),
)
OTHER = (RequestRow("other_handling", "其他处理", "(六)"),)

T2019 = Template("t2019", active=ACTIVE, requests=INTAKE + OTHER + OUTCOME_END, review=REVIEW_KEYS)
