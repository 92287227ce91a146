"""Workbooks: every visible sheet is a table. XLSX by openpyxl (number formats, merged cells), XLS by calamine."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Literal

from archive.blocks import bounds, zips
from archive.blocks.html import mark_furniture
from archive.blocks.layout import Draft, is_odd, settle
from archive.blocks.raw import Item, Line, RawCell, RawTable, assemble
from archive.blocks.space import tidy
from archive.blocks.titles import printed
from archive.errors import InputError, TooLargeError
from archive.model import Printed

Span = tuple[int, int, int, int]  # first row, first column, last row, last column
_PLACES = re.compile(r"^[#,0]*0\.(0+)")


def read_xlsx(payload: bytes) -> Printed:
    """Return what an XLSX workbook prints: stored values as their number formats show them, merged cells as spans.

    Raises InputError for a damaged file, TooLargeError beyond the bounds.
    """
    import openpyxl

    zips.opened(payload)
    try:
        book = openpyxl.load_workbook(io.BytesIO(payload), data_only=True)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, zipfile.BadZipFile, SyntaxError):
        return _by_calamine(payload, "xlsx", "number formats were not read")
    items: list[Item] = []
    notes: list[str] = []
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if len(sheets) < len(book.worksheets):
        notes.append(f"hidden sheets left out ({len(book.worksheets) - len(sheets)})")
    spent = 0
    for sheet in sheets[: bounds.MAX_SHEETS]:
        _check_size(sheet.max_row, sheet.max_column, spent)
        rows = [[shown(cell.value, cell.number_format) for cell in row] for row in sheet.iter_rows()]
        spans = [(r.min_row - 1, r.min_col - 1, r.max_row - 1, r.max_col - 1) for r in sheet.merged_cells.ranges]
        hidden = {n - 1 for n, row in sheet.row_dimensions.items() if row.hidden}
        if hidden:
            notes.append(f"hidden rows left out of the sheet {sheet.title!r} ({len(hidden)})")
        spent += _add(items, sheet.title, rows, spans, len(sheets) > 1, hidden)
    return _printed(items, "xlsx", notes)


def read_xls(payload: bytes) -> Printed:
    """Return what a legacy workbook (XLS, ET) prints. Raises as read_xlsx."""
    return _by_calamine(payload, "xls", "number formats were not read")


def _by_calamine(payload: bytes, carrier: Literal["xls", "xlsx"], note: str) -> Printed:
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(payload))
        sheets = [m for m in book.sheets_metadata if m.visible == python_calamine.SheetVisibleEnum.Visible]
        items: list[Item] = []
        spent = 0
        for meta in sheets[: bounds.MAX_SHEETS]:
            sheet = book.get_sheet_by_name(meta.name)
            _check_size(sheet.total_height, sheet.total_width, spent)
            rows = [[shown(value, "General") for value in row] for row in sheet.to_python(skip_empty_area=False)]
            spans = [(*first, *last) for first, last in sheet.merged_cell_ranges or []]
            spent += _add(items, meta.name, rows, spans, len(sheets) > 1, set())
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise InputError(f"the workbook cannot be read; it is damaged or encrypted: {error}") from error
    return _printed(items, carrier, [note])


def _check_size(rows: int, columns: int, spent: int) -> None:
    if rows * columns + spent > bounds.MAX_CELLS:
        raise TooLargeError(f"the workbook has more than {bounds.MAX_CELLS:,} cells")


def shown(value: Any, number_format: str) -> str:
    """Return a stored value as the sheet shows it. Numbers are exact: no binary rounding beyond what the file holds."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(sep=" ")
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        return str(value)
    if isinstance(value, int | float):
        return _number(value, number_format.partition(";")[0])
    return str(value)


def _number(value: float, number_format: str) -> str:
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        return str(value)
    sign = "%" if "%" in number_format else ""
    if sign:
        number *= 100
    places = _PLACES.match(number_format)
    if places and len(places.group(1)) <= 10:
        return f"{number:.{len(places.group(1))}f}{sign}"
    if number == number.to_integral_value():
        return f"{int(number)}{sign}"
    return f"{number.normalize():f}{sign}"


def _add(
    items: list[Item], name: str, rows: list[list[str]], spans: Iterable[Span], several: bool, hidden: set[int]
) -> int:
    """Add a sheet: its name where there are several, and its used range as a table. Returns the cells spent."""
    filled = [r for r, row in enumerate(rows) if any(text.strip() for text in row)]
    if not filled:
        return 0
    width = max(c for r in filled for c, text in enumerate(rows[r]) if text.strip()) + 1
    covered: dict[tuple[int, int], Span | None] = {}
    for span in spans:
        if span[0] < len(rows) and span[1] < width:
            inside = ((r, c) for r in range(span[0], min(span[2] + 1, len(rows))) for c in range(span[1], span[3] + 1))
            covered |= dict.fromkeys(inside)
            covered[span[0], span[1]] = span
    draft = Draft(outer=[])
    body: list[list[RawCell]] = []
    for r in range(filled[0], filled[-1] + 1):
        if r in hidden:
            continue
        line: list[RawCell] = []
        for c in range(width):
            if (r, c) in covered and covered[r, c] is None:
                continue
            text = rows[r][c] if c < len(rows[r]) else ""
            cell = RawCell([Line(printed_line) for part in text.split("\n") if (printed_line := tidy([part]))])
            top = covered.get((r, c))
            if top is not None:
                cell.rowspan = sum(1 for y in range(top[0], top[2] + 1) if y not in hidden)
                cell.colspan = min(top[3] + 1, width) - top[1]
            draft.suspect = draft.suspect or is_odd(cell.items)
            line.append(cell)
            draft.cells.append(cell)
        body.append(line)
    draft.bodies.append(body)
    if several:
        items.append(Line(name, furniture=True))
    settled = settle(draft, 0)
    items.extend(settled)
    return sum(len(item.grid) * len(item.grid[0]) for item in settled if isinstance(item, RawTable))


def _printed(items: list[Item], carrier: Literal["xls", "xlsx"], notes: list[str]) -> Printed:
    labels: dict[str, str] = {}
    mark_furniture(items, labels, notes)
    text, blocks = assemble(items)
    lines = [item.text for item in items[:20] if isinstance(item, Line)]
    lines += [row[0].text() for item in items[:2] if isinstance(item, RawTable) for row in item.grid[:2] if row[0]]
    return Printed(carrier, text, blocks, title=printed(lines), labels=labels, notes=tuple(notes))
