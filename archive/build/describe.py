"""The generated part of archive/README.md: tables and columns, concepts, states, checks, from where each is defined.

`python -m archive.build.describe` writes it anew; a test fails while the page and the code differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from archive.build.schema import Column, Table, all_tables
from archive.checks import REGISTRY
from archive.model import State
from archive.report.concepts import concepts

PAGE = Path(__file__).parent.parent / "README.md"
BEGIN, END = "<!-- generated: python -m archive.build.describe -->", "<!-- end of the generated part -->"
STATES = {
    "number": "a number is stated, zero included",
    "number_with_unit": "a number with its own unit in the cell",
    "blank": "an empty cell; often meant as zero, never taken for it",
    "slash": "a stroke: filled as not applicable",
    "dash": "a dash",
    "word_none": "the word 无",
    "ambiguous": "something is there that cannot be told apart safely",
    "image": "a picture stands there",
    "absent": "the row or the table is not in the document",
    "not_in_template": "the template of this report has no such cell",
    "text": "words where a number belongs",
}
VIEWS = {
    "reading_texts": "The printed text of every reading, wherever it is stored; offsets count in it.",
    "report_figures": "`figures` beside publisher, year and template; `number` is the value as a float, for charts.",
    "report_findings": "`findings` beside publisher, year and template of the report.",
    "report_windows": "Since when each report is listed: the last complete listing without it, the first with it.",
    "number_gaps": "`number_series` beside how common gaps are in numbers of that kind (`base_rate`, over all series);"
    " a gap is a lead, never proof.",
}


def page() -> str:
    """Return archive/README.md as it should be: the text written by hand, the generated part made anew."""
    before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
    after = rest.split(END)[1]
    return f"{before}{BEGIN}\n\n{generated()}\n{END}{after}"


def generated() -> str:
    """Return the generated part."""
    parts = [*_tables(), *_views(), *_concepts(), *_states(), *_checks()]
    return "\n".join(parts) + "\n"


def _tables() -> Iterator[str]:
    yield "## Tables\n"
    for table in all_tables().values():
        yield f"### `{table.name}` {table.zh}\n"
        inner = " The build's own." if table.internal else ""
        yield f"{table.about}{inner} Key: {', '.join(f'`{name}`' for name in table.key)}.\n"
        yield "| column | type | meaning | term |\n|---|---|---|---|"
        yield from (_column(table, column) for column in table.columns)
        yield ""


def _column(table: Table, column: Column) -> str:
    about = column.about + (f" ({column.unit})" if column.unit else "") + (f" → `{column.to}`" if column.to else "")
    kind = "exact" if column.type == "BLOB" else column.type.lower()
    return f"| `{column.name}` | {kind} | {about} | {column.zh} |".replace(" | | ", " | – | ")


def _views() -> Iterator[str]:
    yield "## Views\n\n| view | meaning |\n|---|---|"
    yield from (f"| `{name}` | {about} |" for name, about in VIEWS.items())
    yield ""


def _concepts() -> Iterator[str]:
    yield "## Concepts\n\nWhat a figure may count, in the order of the forms (`archive/report/concepts.toml`).\n"
    yield "| concept | meaning | term | unit | table | templates |\n|---|---|---|---|---|---|"
    for one in concepts().values():
        templates = ", ".join(one.templates) or "–"
        yield f"| `{one.key}` | {one.en} | {one.zh} | {one.unit} | {one.table} | {templates} |"
    yield ""


def _states() -> Iterator[str]:
    yield "## States\n\nHow a value stands. Zero is a value; absence is a state.\n\n| state | meaning |\n|---|---|"
    yield from (f"| `{state}` | {STATES[state]} |" for state in get_args(State))
    yield ""


def _checks() -> Iterator[str]:
    yield "## Checks\n\nE: arithmetic the document itself claims; W: should hold, explain; I: information.\n"
    yield "| check | severity | what should hold | term | does not apply |\n|---|---|---|---|---|"
    for one in REGISTRY.values():
        yield f"| `{one.id}` | {one.severity} | {one.title} | {one.title_zh} | {one.not_when or '–'} |"
    yield ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
