"""Tables of plain cells, read a row at a time: what nearly every statutory table is.

A table is plain when its cells hold nothing but text, at most one paragraph each, and inline elements. Then the text
of a cell is what the parser's own text extraction gives, at a tenth of the cost of walking the cell.
"""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from archive.blocks import tags
from archive.blocks.layout import LONG_LINE, Draft
from archive.blocks.raw import Item, Line, RawCell
from archive.blocks.space import tidy

Spans = dict[int, tuple[int, int]]
_UNUSUAL = r":not(td, p, span, tr, o\:p, b, strong, font, th, tbody, i, em, u, thead, tfoot), :not(td, th) > p"


def read(table: LexborNode, draft: Draft, spans: Spans) -> bool:
    """Fill the draft from a plain table; return False, and leave the draft as it was, for any other."""
    sections: list[tuple[int, list[list[RawCell]]]] = []
    cells: list[RawCell] = []
    long = False
    for part in table.iter():
        number = part.tag_id
        if number in _COLUMNS:
            continue
        if tags.KIND.get(number) != tags.SECTION or part.css_first(_UNUSUAL) is not None:
            return False
        rows: list[list[RawCell]] = []
        for row in part.iter():
            line: list[RawCell] = []
            for node in row.iter():
                text = _text(node)
                if text is None:
                    return False
                long = long or len(text) >= LONG_LINE
                items: list[Item] = [Line(text)] if text else []
                header = node.tag_id == tags.HEADER_CELL
                if spans and (span := spans.get(node.mem_id)):
                    line.append(RawCell(items, span[0], span[1], header))
                else:
                    line.append(RawCell(items, 1, 1, header))
            cells += line
            rows.append(line)
        sections.append((number, rows))
    draft.cells, draft.suspect = cells, long
    draft.head = [rows for number, rows in sections if number == _HEAD]
    draft.foot = [rows for number, rows in sections if number == _FOOT]
    draft.bodies = [rows for number, rows in sections if number not in (_HEAD, _FOOT)]
    return True


_HEAD, _FOOT = tags.NUMBER["thead"], tags.NUMBER["tfoot"]
_COLUMNS = frozenset([tags.NUMBER["colgroup"], tags.NUMBER["col"]])
_PARAGRAPH = tags.NUMBER["p"]


def _text(cell: LexborNode) -> str | None:
    """Return a cell's text, None when a paragraph stands beside other text: they print on lines of their own."""
    child = cell.first_child
    if child is None:
        return ""
    if child.next is not None and not _one_line(child):
        return None
    text = cell.text_lexbor()
    return text if len(text) < 6 and text.isalnum() else tidy([text])


def _one_line(child: LexborNode | None) -> bool:
    paragraphs = texts = 0
    while child is not None:
        number = child.tag_id
        if number == _PARAGRAPH:
            paragraphs += 1
        elif number != tags.TEXT_NUMBER:
            texts += child.first_child is not None
        elif not (child.text_content or "").isspace():
            texts += 1
        child = child.next
    return paragraphs == 0 or (paragraphs == 1 and texts == 0)
