"""The statutory layouts as data: which rows and columns a template prints, in the order it prints them.

A template is recognised by its labels, never by the year: pages of 2019 carry the columns of 2021 and the reverse.
Labels are the canonical ones of the notices; how publishers vary them is in `archive.report.tables.variants`.
"""

from __future__ import annotations

from msgspec import Struct

APPLICANTS: tuple[tuple[str, str], ...] = (
    ("natural_person", "自然人"),
    ("commercial_enterprise", "商业企业"),
    ("research_institution", "科研机构"),
    ("public_welfare_org", "社会公益组织"),
    ("legal_service_org", "法律服务机构"),
    ("other_org", "其他"),
    ("total", "总计"),
)
"""Columns of the requests table, left to right: key and printed label. Both templates share them."""

REVIEW_GROUPS: tuple[tuple[str, str], ...] = (
    ("review", "行政复议"),
    ("suit_direct", "未经复议直接起诉"),
    ("suit_after_review", "复议后起诉"),
)
REVIEW_LEAVES: tuple[tuple[str, str], ...] = (
    ("upheld", "结果维持"),
    ("corrected", "结果纠正"),
    ("other", "其他结果"),
    ("pending", "尚未审结"),
    ("total", "总计"),
)
REVIEW_KEYS: tuple[str, ...] = tuple(f"{group}_{leaf}" for group, _ in REVIEW_GROUPS for leaf, _ in REVIEW_LEAVES)
"""The fifteen numbers of the fourth table, left to right. Both templates share them."""


class ActiveRow(Struct, frozen=True):
    """A row of the table on active disclosure: its label and a concept for each of its value columns."""

    name: str
    label: str
    measures: tuple[tuple[str, str], ...]  # (printed column label, concept key), left to right


class RequestRow(Struct, frozen=True):
    """A row of the requests table. `key` is None for a group heading, which prints no figures of its own."""

    key: str | None
    label: str  # without its ordinal
    ordinal: str  # 一 … 四 at the left, (一) … (七) inside, 1 … 8 inside a group
    group: str | None = None


class StatRow(Struct, frozen=True):
    """A row of the 2014-2018 statistics form. `after` names the row that a label printed twice stands under."""

    key: str
    label: str
    after: str | None = None
    also: tuple[str, ...] = ()  # shorter or older wordings


class Template(Struct, frozen=True):
    """One statutory layout."""

    id: str
    active: tuple[ActiveRow, ...] = ()
    requests: tuple[RequestRow, ...] = ()
    review: tuple[str, ...] = ()
    statistics: tuple[StatRow, ...] = ()
