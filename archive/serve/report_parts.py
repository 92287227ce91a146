"""The parts of a report's page that are words: findings, and the six parts of the report in their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from archive.serve.cell import Line
from archive.serve.prose import Told

STATUTORY = {
    "overview": ("一、总体情况", "Overview"),
    "active_disclosure": ("二、主动公开政府信息情况", "Proactive disclosure"),
    "requests": ("三、收到和处理政府信息公开申请情况", "Requests received and handled"),
    "review_litigation": ("四、政府信息公开行政复议、行政诉讼情况", "Reviews and lawsuits"),
    "problems": ("五、存在的主要问题及改进情况", "Problems and remedies"),
    "other_matters": ("六、其他需要报告的事项", "Other matters"),
}
TABLES = ("active_disclosure", "requests", "review_litigation")
LOST = {
    "absent": "This table is not in the document. Its figures are unknown, not zero.",
    "image": "This table is a picture in the document and was not read. Its figures are unknown, not zero.",
    "attachment": "This table stands in a file attached to the document, see below.",
    "ambiguous": "This table is there, but its layout could not be recognised safely; no cell was taken from it.",
}
WHOSE = {
    1: "two independent readings agree: the publisher's arithmetic",
    0: "the two readings differ: ours may be wrong",
}
GRADES = {
    "official": "the publisher's own page",
    "odd_host": "a page on a host that is not a government domain",
    "mirror": "a stranger's copy (mirror)",
    "altered": "an altered copy",
    "local": "a portal on this machine",
    "unknown": "where the page came from is not known",
}
DATE_BASIS = {
    "displayed": "as shown on the page",
    "meta": "from the page's metadata",
    "generated": "when the platform generated the page",
    "signed": "from the signature",
    "url": "from the address",
    "catalogue": "from the catalogue line",
}
SEVERITIES = {
    "E": "error: arithmetic that the form itself claims",
    "W": "warning: should hold",
    "I": "information",
}


class ShownFinding(Struct, frozen=True):
    """One finding as the page lists it; `number` is what cells refer to."""

    id: int
    number: int
    check: str
    title: str
    title_zh: str
    verdict: str
    severity: str
    gravity: str
    message: str
    left: int | str | None
    right: int | str | None
    hint: str
    whose: str


class Piece(Struct, frozen=True):
    """A stretch of printed text; with a figure, the words that the figure was read from."""

    text: str
    figure: int | None = None
    grave: bool = False


class Chapter(Struct, frozen=True):
    """One part of the report: its heading as printed, text, and its statutory table or why there is none."""

    key: str
    heading: str
    gloss: str
    printed: bool  # the heading is the document's own
    pieces: tuple[Piece, ...]
    lines: tuple[Line, ...]
    lost: str
    folded: bool  # the text repeats a table that is shown already


def shown_findings(findings: Sequence[Mapping[str, Any]]) -> list[ShownFinding]:
    """Number the findings in the order given."""
    from archive.checks import REGISTRY

    found = []
    for number, row in enumerate(findings, 1):
        check = REGISTRY.get(row["check_id"])
        found.append(
            ShownFinding(
                id=row["id"],
                number=number,
                check=row["check_id"],
                title=check.title if check else "",
                title_zh=check.title_zh if check else "",
                verdict=row["verdict"],
                severity=row["severity"],
                gravity=SEVERITIES.get(row["severity"], ""),
                message=row["message"],
                left=row["left"],
                right=row["right"],
                hint=row["hint"] or "",
                whose=WHOSE.get(row["paths_agree"], ""),
            )
        )
    return found


def chapters(
    report: Mapping[str, Any],
    sections: Sequence[Mapping[str, Any]],
    forms: Mapping[str, Sequence[Line]],
    prose: Sequence[Told],
) -> list[Chapter]:
    """Return the parts in printed order; statutory tables whose part has no heading follow at the end."""
    found: list[Chapter] = []
    tables = dict(forms)
    here = [figure for figure in prose if figure.reading == report["reading_id"]]
    missing = {key: LOST.get(report[f"{key}_table"], "") for key in TABLES if key not in forms and statutory(report)}
    for section in sections:
        key = section["key"]
        lines = tuple(tables.pop(key, ()))
        found.append(
            Chapter(
                key=key,
                heading=section["heading"] or STATUTORY.get(key, ("", ""))[0],
                gloss=STATUTORY.get(key, ("", ""))[1],
                printed=bool(section["heading"]),
                pieces=pieces(section, here),
                lines=lines,
                lost=missing.pop(key, ""),
                folded=bool(lines) and report["tables_reading_id"] is None,
            )
        )
    for key in TABLES:
        if key in tables or key in missing:
            lines = tuple(tables.get(key, ()))
            found.append(Chapter(key, *STATUTORY[key], False, (), lines, missing.get(key, ""), False))
    return found


def statutory(report: Mapping[str, Any]) -> bool:
    """Say if the report owes the statutory tables: those of before 2019 do not."""
    return report["template"] in ("t2019", "t2021") or (report["template"] is None and report["year"] >= 2019)


def pieces(section: Mapping[str, Any], prose: Sequence[Told]) -> tuple[Piece, ...]:
    """Cut a section's text at the words that figures were read from; of words that overlap the first ones count."""
    text, begin = section["text"] or "", section["start"]
    found: list[Piece] = []
    done = 0
    for figure in sorted(prose, key=lambda told: (told.start, told.end)):
        start, end = figure.start - begin, figure.end - begin
        if start < done or end > len(text) or start >= end:
            continue
        if start > done:
            found.append(Piece(text[done:start]))
        found.append(Piece(text[start:end], figure.figure, figure.grave))
        done = end
    if done < len(text):
        found.append(Piece(text[done:]))
    return tuple(found)


def remarks(report: Mapping[str, Any]) -> list[str]:
    """Return what a reader must know before the figures, in words."""
    said = []
    if report["template"] is None:
        said.append("No statutory layout was recognised in this document: there are no table figures, only its words.")
    elif report["template_basis"] == "frame_and_year" and report["template"] != "pre2019":
        said.append(
            "No statutory table was found in this document; the layout is told from its headings and year, and no "
            "figure rests on it."
        )
    if report["tables_reading_id"] is not None:
        said.append("The words stand in the page; the statutory tables were read from a file attached to it.")
    elif report["attachment_id"] is not None:
        said.append("This report was read from a file attached to the publisher's page.")
    if report["grade"] in ("mirror", "altered", "odd_host"):
        said.append(f"Not the publisher's own page, as far as can be told: {GRADES[report['grade']]}.")
    return said
