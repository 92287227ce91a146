"""The one JSON object that `gongkai read --json` prints for a reading (design, section 7)."""

from __future__ import annotations

from typing import Any

import msgspec

from archive.model import Figure, Finding, Item, Reading

VERDICTS = ("pass", "fail", "uncertain", "not_assessable")
PLAIN = (
    "source", "is_annual_report", "kind", "template", "template_basis", "year", "publisher", "publisher_level", "title",
    "published_at", "published_basis", "generated_at", "signed_at", "identifier", "document_number", "script",
)  # fmt: skip


def as_json(reading: Reading, *, all: bool = False) -> dict[str, Any]:
    """Return the object, keys in the documented order. Passing checks are counted and left out unless `all`."""
    found: dict[str, Any] = {key: getattr(reading, key) for key in PLAIN}
    found["provenance"] = msgspec.to_builtins(reading.provenance)
    found["sections"] = [{"n": s.n, "key": s.key, "heading": s.heading, "text": s.text} for s in reading.sections]
    found["tables"] = dict(reading.tables)
    found["figures"] = [_figure(figure) for figure in reading.figures]
    found["problems"] = [_item(item) for item in reading.problems]
    found["remedies"] = [_item(item) for item in reading.remedies]
    found["contact"] = msgspec.to_builtins(reading.contact)
    found["checks"] = {verdict: sum(f.verdict == verdict for f in reading.findings) for verdict in VERDICTS}
    found["findings"] = [_finding(f) for f in reading.findings if all or f.verdict != "pass"]
    found["issues"] = msgspec.to_builtins(reading.issues)
    found["scope"] = reading.scope
    return found


def _figure(figure: Figure) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": figure.id, "source": figure.source, "concept": figure.concept, "column": figure.column,
        "label": figure.label, "axis": figure.axis, "value": figure.value, "unit": figure.unit,
        "approx": figure.approx, "state": figure.state, "quote": figure.quote, "start": figure.start,
        "end": figure.end, "part_of": figure.part_of,
    }  # fmt: skip
    if figure.place is not None:
        found["place"] = {key: value for key, value in msgspec.to_builtins(figure.place).items() if value is not None}
    if figure.by is not None:
        found["by"] = figure.by
    return found


def _item(item: Item) -> dict[str, Any]:
    return {"n": item.n, "text": item.text, "start": item.start, "end": item.end}


def _finding(finding: Finding) -> dict[str, Any]:
    found: dict[str, Any] = {
        "check": finding.check, "column": finding.column, "verdict": finding.verdict, "severity": finding.severity,
        "left": finding.left, "right": finding.right, "message": finding.message,
    }  # fmt: skip
    for key in ("row", "hint", "paths_agree"):
        if getattr(finding, key) is not None:
            found[key] = getattr(finding, key)
    found["figures"] = list(finding.figures)
    return found
