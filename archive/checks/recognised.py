"""What rests on figures that OCR recognised is never certain, neither for the publisher nor against it."""

from __future__ import annotations

from msgspec.structs import replace

from archive.model import Finding, Reading


def tempered(reading: Reading, found: list[Finding]) -> list[Finding]:
    """Return findings, those that rest on recognised figures as uncertain; which way they point is in the message.

    In a document with recognised figures a finding that lists no figures rests on its words, which may be recognised
    too.
    """
    seen = {figure.id for figure in reading.figures if figure.by is not None}
    if not seen and not any(issue.code == "read_by_ocr" for issue in reading.issues):
        return found
    return [_tempered(f) if not f.figures or not seen.isdisjoint(f.figures) else f for f in found]


def _tempered(finding: Finding) -> Finding:
    if finding.verdict not in ("pass", "fail"):
        return finding
    how = "it holds" if finding.verdict == "pass" else "it does not hold"
    message = f"{finding.message} ({how} as read by OCR; compare the original)"
    return replace(finding, verdict="uncertain", message=message)
