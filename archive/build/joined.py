"""One report in two carriers: a page that tells it and an attached file that holds its statutory tables."""

from __future__ import annotations

from msgspec.structs import replace

from archive.checks import run
from archive.model import Finding, Reading

FROM_FILE = "file:"  # stands before the id of a figure that the file supplies


def joined(page: Reading, file: Reading) -> Reading:
    """Return the page's reading with the file's tables, checked as one report.

    Prose, sections, problems and remedies are the page's; table figures keep their place in the file. Where the file
    was checked on its own, its verdicts on tables stand, for there both reading paths were compared.
    """
    told = tuple(figure for figure in page.figures if figure.source == "narrative")
    printed = tuple(
        replace(figure, id=FROM_FILE + figure.id, part_of=FROM_FILE + figure.part_of if figure.part_of else None)
        for figure in file.figures
        if figure.source == "table"
    )
    tables = {name: "present" if file.tables.get(name) == "present" else state for name, state in page.tables.items()}
    by_labels = file.template_basis == "labels"
    whole = replace(
        page,
        figures=(*told, *printed),
        tables=tables,
        template=file.template if by_labels else page.template,
        template_basis=file.template_basis if by_labels else page.template_basis,
        findings=(),
    )
    return replace(whole, findings=_verdicts(whole, file))


def _verdicts(whole: Reading, file: Reading) -> tuple[Finding, ...]:
    own = {_what(finding): _from_file(finding) for finding in file.findings if finding.check.startswith("T")}
    again = [own.pop(_what(finding), finding) for finding in run(whole)]
    met = (finding for finding in own.values() if finding.check == "T-DRIFT")  # flags of rows met while reading
    return (*again, *met)


def _what(finding: Finding) -> tuple[str, str | None, str | None]:
    return finding.check, finding.row, finding.column


def _from_file(finding: Finding) -> Finding:
    return replace(finding, figures=tuple(FROM_FILE + figure for figure in finding.figures))
