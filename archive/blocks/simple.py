"""Tables of plain cells, read a row at a time: what nearly every statutory table is.

A table is plain when its cells hold nothing but text, at most one paragraph each, and inline elements. Then the text
of a cell is what the parser's own text extraction gives, at a tenth of the cost of walking the cell.
"""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from archive.blocks import tags
from archive.blocks.layout import LONG_LINE, Draft, is_odd
from archive.blocks.raw import Item, Line, RawCell
from archive.blocks.space import tidy

Spans = dict[int, tuple[int, int]]
_ELEMENTS = r"td, p, span, tr, o\:p, b, strong, font, th, tbody, i, em, u, thead, tfoot"
_NESTED = ":not(td, th) > p"  # a paragraph that is no child of a cell
_UNUSUAL = f":not({_ELEMENTS}, br), {_NESTED}"
_UNUSUAL_OR_BREAK = f":not({_ELEMENTS}), {_NESTED}"  # most parts hold neither: one look then tells both


def read(table: LexborNode, draft: Draft, spans: Spans) -> bool:
    """Fill the draft from a plain table; return False, and leave the draft as it was, for any other."""
    sections: list[tuple[int, list[list[RawCell]]]] = []
    suspect = False
    for part in table.iter():
        number = part.tag_id
        if number in _COLUMNS:
            continue
        if tags.KIND.get(number) != tags.SECTION:
            return False
        broken: set[int] | None = None  # asked when something stands in the part but cells of nothing but text
        rows: list[list[RawCell]] = []
        for row in part.iter():
            if row.tag_id != _ROW and broken is None and (broken := _cells_with_breaks(part)) is None:
                return False
            line: list[RawCell] = []
            for node in row.iter():
                identity, kind, child = node.mem_id, node.tag_id, node.first_child
                following = child.next if child is not None else None
                bare = child is None or (following is None and child.tag_id == _TEXT)  # nothing or text alone
                if broken is None and not (bare and kind in _CELLS) and (broken := _cells_with_breaks(part)) is None:
                    return False
                if child is None:
                    items: list[Item] = []
                elif not bare and ((broken and identity in broken) or (following is not None and not _one_line(child))):
                    items = _lines(node)
                    suspect = suspect or is_odd(items)
                else:
                    text = child.text_content or "" if bare else node.text_lexbor()
                    if not text.isalnum():  # nothing to tidy in letters, Han characters and digits alone
                        text = tidy([text])
                    items = [Line(text)] if text else []
                    suspect = suspect or len(text) >= LONG_LINE
                rowspan, colspan = spans.get(identity, _ONE)
                line.append(RawCell(items, rowspan, colspan, kind == tags.HEADER_CELL))
            rows.append(line)
        sections.append((number, rows))
    draft.cells = [cell for _, rows in sections for row in rows for cell in row]
    draft.suspect = suspect
    draft.head = [rows for number, rows in sections if number == _HEAD]
    draft.foot = [rows for number, rows in sections if number == _FOOT]
    draft.bodies = [rows for number, rows in sections if number not in (_HEAD, _FOOT)]
    return True


_HEAD, _FOOT = tags.NUMBER["thead"], tags.NUMBER["tfoot"]
_COLUMNS = frozenset([tags.NUMBER["colgroup"], tags.NUMBER["col"]])
_PARAGRAPH, _BREAK = tags.NUMBER["p"], tags.NUMBER["br"]
_CELLS = frozenset([tags.NUMBER["td"], tags.NUMBER["th"]])
_ROW, _TEXT = tags.NUMBER["tr"], tags.TEXT_NUMBER
_ONE = (1, 1)  # row and column


def _cells_with_breaks(part: LexborNode) -> set[int] | None:
    """Return the cells of a part that hold a <br>; None when an element stands in it that a plain table has not."""
    first = part.css_first(_UNUSUAL_OR_BREAK)
    if first is None:
        return set()
    if first.tag_id != _BREAK or part.css_first(_UNUSUAL) is not None:
        return None
    found: set[int] = set()
    for node in part.css("br"):
        above = node.parent
        while above is not None and above.tag_id not in _CELLS:
            above = above.parent
        if above is not None:
            found.add(above.mem_id)
    return found


def _one_line(child: LexborNode | None) -> bool:
    """Say whether the children of a cell print on one line: no paragraph stands beside other text."""
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


def _lines(cell: LexborNode) -> list[Item]:
    """Return the lines of a cell with breaks or several paragraphs; paragraphs are its children, never deeper."""
    lines: list[list[str]] = [[]]
    child = cell.first_child
    while child is not None:
        if child.tag_id == _PARAGRAPH:
            lines.append([])
            _add(child, lines)
            lines.append([])
        else:
            _add(child, lines)
        child = child.next
    return [Line(text) for parts in lines if parts and (text := tidy(parts))]


def _add(node: LexborNode, lines: list[list[str]]) -> None:
    if node.tag_id == tags.TEXT_NUMBER:
        lines[-1].append(node.text_content or "")
        return
    if node.tag_id == _BREAK:
        lines.append([])
        return
    for inner in node.traverse(include_text=True):
        if inner.tag_id == tags.TEXT_NUMBER:
            lines[-1].append(inner.text_content or "")
        elif inner.tag_id == _BREAK:
            lines.append([])
