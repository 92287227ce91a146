"""DOCX: the body in document order, straight from its XML.

Merged cells (gridSpan, vMerge) become spans, nested tables and text boxes are read where they stand, automatic numbers
are printed; deleted (tracked), hidden and struck-out text is not.
"""

from __future__ import annotations

import zipfile

from lxml import etree

from archive.blocks import bounds, numbering, zips
from archive.blocks.html import mark_furniture
from archive.blocks.layout import Draft, is_odd, settle
from archive.blocks.numbering import W
from archive.blocks.raw import Item, Line, Picture, RawCell, RawTable, assemble
from archive.blocks.space import tidy
from archive.blocks.titles import printed
from archive.errors import InputError
from archive.model import Printed

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_V = "{urn:schemas-microsoft-com:vml}"
_THROUGH = frozenset(
    W + name
    for name in ("ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo")
)
_LEFT_OUT = frozenset(
    [W + "del", W + "moveFrom", W + "rPr", W + "pPr", W + "instrText", W + "delText", _MC + "Fallback"]
)
_DEEPEST = 60  # tables in tables, boxes in boxes
_SHORT_STRUCK = 200


def read(payload: bytes) -> Printed:
    """Return what a DOCX prints. Raises InputError for a damaged file, TooLargeError beyond the bounds."""
    archive = zips.opened(payload)
    document = _xml(archive, "word/document.xml")
    body = document.find(W + "body") if document is not None else None
    if body is None:
        raise InputError("the DOCX has no document part")
    styles = _xml(archive, "word/styles.xml")
    reader = _Reader(numbering.read(_xml(archive, "word/numbering.xml"), styles), _levels(styles), _targets(archive))
    items = reader.flow(body, 0)
    labels: dict[str, str] = {}
    notes = [f"{note} ({count})" for note, count in reader.notes.items()]
    mark_furniture(items, labels, notes)
    text, blocks = assemble(items)
    title = printed([item.text for item in items[:40] if isinstance(item, Line) and not item.furniture])
    return Printed("docx", text, blocks, title=title, labels=labels, notes=tuple(notes))


def _xml(archive: zipfile.ZipFile, name: str) -> etree._Element | None:
    payload = zips.member(archive, name)
    if payload is None:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(payload, parser)
    except etree.XMLSyntaxError as error:
        raise InputError(f"the DOCX part {name} is damaged: {error}") from error


def _levels(styles: etree._Element | None) -> dict[str, int]:
    """Return the heading level of each style that has one, by its built-in name."""
    found: dict[str, int] = {}
    for style in styles.iterfind(W + "style") if styles is not None else ():
        name = style.find(W + "name")
        words = str(name.get(W + "val") or "").lower().split() if name is not None else []
        if len(words) == 2 and words[0] in ("heading", "标题") and words[1] in "123456":
            found[str(style.get(W + "styleId"))] = int(words[1])
        elif words == ["title"]:
            found[str(style.get(W + "styleId"))] = 1
    return found


def _targets(archive: zipfile.ZipFile) -> dict[str, str]:
    relations = _xml(archive, "word/_rels/document.xml.rels")
    return {str(r.get("Id")): str(r.get("Target")) for r in relations} if relations is not None else {}


class _Reader:
    def __init__(self, lists: numbering.Numbering, levels: dict[str, int], targets: dict[str, str]) -> None:
        self.lists, self.levels, self.targets = lists, levels, targets
        self.notes: dict[str, int] = {}
        self.cells = 0

    def flow(self, parent: etree._Element, depth: int) -> list[Item]:
        """Return the items of a body, a cell or a text box."""
        items: list[Item] = []
        waiting = list(reversed(parent))
        while waiting:
            element = waiting.pop()
            if element.tag == W + "p":
                items.extend(self.paragraph(element, depth))
            elif element.tag == W + "tbl":
                items.extend(self.table(element, depth))
            elif element.tag in _THROUGH or element.tag == _MC + "AlternateContent" or element.tag == _MC + "Choice":
                waiting.extend(reversed(element))
        return items

    # ------------------------------------------------------------------ paragraphs

    def paragraph(self, paragraph: etree._Element, depth: int) -> list[Item]:
        """Return the lines of a paragraph, then its pictures and text boxes."""
        parts: list[str] = []
        after: list[Item] = []
        boxes: list[etree._Element] = []
        waiting = list(reversed(paragraph))
        while waiting:
            element = waiting.pop()
            tag = element.tag
            if tag in _LEFT_OUT or not isinstance(tag, str):
                if tag in (W + "del", W + "moveFrom"):
                    self._note("deleted (tracked) text left out")
            elif tag == W + "r":
                waiting.extend(reversed(self._run(element, parts)))
            elif tag == W + "t":
                parts.append(element.text or "")
            elif tag in _SIGNS:
                parts.append(_SIGNS[tag])
            elif tag == W + "txbxContent":
                boxes.append(element)
            elif tag in (_A + "blip", _V + "imagedata"):
                relation = element.get(_R + "embed") or element.get(_R + "id") or element.get(_R + "link") or ""
                after.append(Picture(self.targets.get(relation, relation)))
            else:
                waiting.extend(reversed(element))
        for box in boxes:
            if depth < _DEEPEST:
                after.extend(self.flow(box, depth + 1))
        label, level = self._label(paragraph), self._level(paragraph)
        lines = [text for piece in (label + "".join(parts)).split("\n") if (text := tidy([piece]))]
        if label and lines == [label.strip()]:
            lines = []
        return [*(Line(text, level) for text in lines), *after]

    def _run(self, run: etree._Element, parts: list[str]) -> list[etree._Element]:
        """Return a run's content, nothing of a hidden or struck-out one; raised digits after digits go in brackets."""
        properties = run.find(W + "rPr")
        if properties is None:
            return list(run)
        text = "".join(t.text or "" for t in run.iterfind(W + "t"))
        if _on(properties, "vanish"):
            self._note("hidden text left out")
            return []
        if (_on(properties, "strike") or _on(properties, "dstrike")) and 0 < len(text.strip()) <= _SHORT_STRUCK:
            self._note("struck-out text left out")
            return []
        raised = properties.find(W + "vertAlign")
        if raised is not None and raised.get(W + "val") in ("superscript", "subscript"):
            before = next((part for part in reversed(parts) if part), "")
            if text[:1].isdigit() and before[-1:].isdigit():
                parts.append(f"[{text}]")
                return []
        return list(run)

    def _label(self, paragraph: etree._Element) -> str:
        properties = paragraph.find(f"{W}pPr/{W}numPr")
        if properties is not None:
            number, level = properties.find(W + "numId"), properties.find(W + "ilvl")
            identity = str(number.get(W + "val")) if number is not None else ""
            if identity == "0":
                return ""  # numbering switched off
            depth = str(level.get(W + "val")) if level is not None else "0"
            if identity:
                return self.lists.label(identity, int(depth) if depth.isdigit() else 0)
        style = _style(paragraph)
        return self.lists.label(*self.lists.styles[style]) if style in self.lists.styles else ""

    def _level(self, paragraph: etree._Element) -> int | None:
        return self.levels.get(_style(paragraph))

    def _note(self, note: str) -> None:
        self.notes[note] = self.notes.get(note, 0) + 1

    # ------------------------------------------------------------------ tables

    def table(self, table: etree._Element, depth: int) -> list[Item]:
        """Return a data table, or the content of the cells of one that only arranges."""
        if depth >= _DEEPEST:
            self._note("tables nested too deep were left out")
            return []
        draft = Draft(outer=[], suspect=False)
        rows: list[list[RawCell]] = []
        above: dict[int, RawCell] = {}  # column -> the cell that a vertical merge goes on with
        for row in _rows(table):
            line: list[RawCell] = []
            column = _number(row, "trPr", "gridBefore", 0)
            if column:
                line.append(RawCell([], colspan=min(column, bounds.MAX_SPAN)))
            for cell in _cells(row):
                width = min(max(1, _number(cell, "tcPr", "gridSpan", 1)), bounds.MAX_SPAN)
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                upper = above.get(column)
                if merge is not None and merge.get(W + "val") != "restart" and upper is not None:
                    upper.rowspan += 1
                else:
                    raw = RawCell(self.flow(cell, depth + 1), colspan=width)
                    draft.suspect = draft.suspect or is_odd(raw.items)
                    draft.cells.append(raw)
                    line.append(raw)
                    above.pop(column, None)
                    if merge is not None:
                        above[column] = raw
                column += width
            rows.append(line)
        draft.bodies.append(rows)
        settled = settle(draft, self.cells)
        self.cells += sum(len(item.grid) * len(item.grid[0]) for item in settled if isinstance(item, RawTable))
        return settled


_SIGNS = {W + "tab": " ", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-", W + "softHyphen": ""}


def _on(properties: etree._Element, name: str) -> bool:
    switch = properties.find(W + name)
    return switch is not None and switch.get(W + "val") not in ("0", "false", "off")


def _style(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return str(style.get(W + "val")) if style is not None else ""


def _number(element: etree._Element, properties: str, name: str, default: int) -> int:
    found = element.find(f"{W}{properties}/{W}{name}")
    value = str(found.get(W + "val")) if found is not None else ""
    return int(value) if value.isdigit() else default


def _rows(table: etree._Element) -> list[etree._Element]:
    return _down_to(table, W + "tr")


def _cells(row: etree._Element) -> list[etree._Element]:
    return _down_to(row, W + "tc")


def _down_to(parent: etree._Element, tag: str) -> list[etree._Element]:
    """Return the children of a kind, those in content controls and insertions included; deleted rows are not."""
    found: list[etree._Element] = []
    waiting = list(reversed(parent))
    while waiting:
        element = waiting.pop()
        if element.tag == tag:
            if element.find(f"{W}trPr/{W}del") is None:
                found.append(element)
        elif element.tag in _THROUGH:
            waiting.extend(reversed(element))
    return found
