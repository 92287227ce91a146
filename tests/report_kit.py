"""Builds printed inputs for tests of the report reader without a carrier: one paragraph a line."""

from __future__ import annotations

from archive.model import Block, Figure, Link, Printed, Reading
from archive.report import read

HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)


def printed_of(
    text: str,
    *,
    title: str | None = None,
    links: tuple[Link, ...] = (),
    **more: dict[str, str],
) -> Printed:
    """One paragraph block per non-empty line of the text."""
    blocks, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block("paragraph", at, at + len(line), line))
        at += len(line) + 1
    return Printed("text", text, tuple(blocks), title=title, links=links, **more)


def report(
    overview: str = "",
    *,
    problems: str = "",
    other: str = "",
    requests: str = "",
    name: str = "柳河镇",
    year: int = 2022,
) -> str:
    """A report in the six-section frame; its tables are lost."""
    bodies = (overview, "", requests, "", problems, other)
    parts = [f"{heading}\n{body}" if body else heading for heading, body in zip(HEADINGS, bodies, strict=True)]
    return f"{name}{year}年政府信息公开工作年度报告\n" + "\n".join(parts)


def reading_of(text: str, **more: object) -> Reading:
    return read(printed_of(text, **more))  # type: ignore[arg-type]


def figures_of(overview: str, *, year: int = 2022) -> list[Figure]:
    """The narrative figures of a report whose first section is `overview`."""
    return [f for f in reading_of(report(overview, year=year)).figures if f.source == "narrative"]


def shape(figures: list[Figure]) -> list[tuple[object, ...]]:
    """What a test compares: concept, label, value, unit, and whether (and of what value) it is a part."""
    values = {figure.id: figure.value for figure in figures}
    return [
        (
            f.concept,
            f.label,
            f.value,
            f.unit,
            f.approx,
            values.get(f.part_of) if f.part_of else None,
        )
        for f in figures
    ]
