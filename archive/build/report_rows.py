"""The rows of one report, made from the reading in force and its verdicts; no database here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from archive.build.changes import figure_map
from archive.build.joined import FROM_FILE
from archive.build.store import Row
from archive.ids import stable_id
from archive.model import Finding, Item, Reading


def figure_ids(report_id: int, reading: Reading) -> dict[str, int]:
    """Return the id of every figure of a report by its id within the reading.

    A figure is known by what it counts, so its id outlives a new capture of the same report.
    """
    return {figure.id: stable_id("figure", report_id, *key) for key, figure in figure_map(reading).items()}


def figure_rows(report: Row, reading: Reading, tables: Row) -> list[Row]:
    """Return the rows of `figures`; `tables` is the reading of the file that supplies them, where there is one."""
    ids = figure_ids(report["id"], reading)
    same = ("source", "concept", "column", "label", "axis", "value", "unit", "approx", "state", "quote", "start", "end")
    return [
        {
            "id": ids[figure.id],
            "report_id": report["id"],
            "reading_id": tables["id"] if figure.id.startswith(FROM_FILE) else report["reading_id"],
            "ref": figure.id.removeprefix(FROM_FILE),
            **{name: getattr(figure, name) for name in same},
            "place": msgspec.json.encode(figure.place).decode() if figure.place else None,
            "part_of": ids.get(figure.part_of) if figure.part_of else None,
            "read_by": figure.by,
            "capture_id": tables["capture_id"] if figure.id.startswith(FROM_FILE) else report["capture_id"],
        }
        for figure in reading.figures
    ]


def section_rows(report_id: int, reading: Reading) -> list[Row]:
    """Return the rows of `sections`."""
    return [
        {"id": stable_id("section", report_id, at), "report_id": report_id, **msgspec.structs.asdict(section)}
        for at, section in enumerate(reading.sections)
    ]


def item_rows(name: str, report_id: int, items: Iterable[Item]) -> list[Row]:
    """Return the rows of `problems` or `remedies`."""
    return [
        {"id": stable_id(name, report_id, at), "report_id": report_id, **msgspec.structs.asdict(item)}
        for at, item in enumerate(items)
    ]


def finding_rows(report_id: int, verdicts: Iterable[Finding], ids: dict[str, int]) -> tuple[list[Row], list[Row]]:
    """Return the rows of `findings` and of `finding_figures`: every verdict but passes, and what each rests on."""
    seen: Counter[tuple[str, str | None, str | None]] = Counter()
    rows: list[Row] = []
    used: list[Row] = []
    for finding in verdicts:
        if finding.verdict == "pass":
            continue
        what = (finding.check, finding.row, finding.column)
        row_id = stable_id("finding", report_id, *what, seen[what])
        seen[what] += 1
        same = ("row", "column", "verdict", "severity", "left", "right", "message", "hint")
        row: Row = {"id": row_id, "report_id": report_id, "check_id": finding.check}
        row |= {name: getattr(finding, name) for name in same}
        rows.append(row | {"paths_agree": None if finding.paths_agree is None else int(finding.paths_agree)})
        figures = dict.fromkeys(ids[ref] for ref in finding.figures if ref in ids)
        used += [{"finding_id": row_id, "figure_id": figure_id} for figure_id in figures]
    return rows, used
