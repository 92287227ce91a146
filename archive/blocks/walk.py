"""One pass over the element tree, without recursion: printed lines, tables, pictures and document links in order."""

from __future__ import annotations

import re
from collections.abc import Callable

from selectolax.lexbor import LexborNode

from archive.blocks import bounds, tags
from archive.blocks.furniture import ELEMENT, WORTH
from archive.blocks.layout import LONG_LINE, MANY_LINES, Draft, settle
from archive.blocks.links import DocumentLinks
from archive.blocks.raw import Item, Line, Mark, Picture, RawCell
from archive.blocks.space import tidy
from archive.blocks.statutory import plain

Spans = dict[int, tuple[int, int]]
_ICON = re.compile(r"fileTypeImages|/icons?[_/-]|icon_|/ico/|spacer|blank\.gif", re.I)
_SHORT_STRUCK = 200  # characters; more than that is an unclosed tag, not a deletion


class Walk:
    """Walks a tree once. `items` and `notes` hold the result, `links` is filled on the way.

    `marks`: mem_id of article containers -> key; their borders become Mark items. `keep`: mem_ids that are never left
    out as furniture. `spans`: mem_id of spanning cells -> (rowspan, colspan). `pre`: mem_ids whose line breaks print.
    `watch_inline`: some of the marks or pre are on inline elements, which are passed over otherwise.
    """

    def __init__(
        self,
        links: DocumentLinks,
        marks: dict[int, int],
        keep: set[int],
        spans: Spans,
        pre: set[int],
        watch_inline: bool = False,
        comment: Callable[[str], Mark | None] | None = None,
    ) -> None:
        self.items: list[Item] = []
        self.notes: dict[str, int] = {}
        self.cells = 0  # grid positions so far
        self._links, self._marks, self._keep, self._spans, self._pre = links, marks, keep, spans, pre
        self._borders = pre.union(marks)
        self._watch_inline = watch_inline
        self._unread_budget = 20_000_000  # characters looked at apart from the walk; nested links would add up
        self._comment = comment
        self._flow = self.items
        self._line: list[str] = []
        self._pictures: list[Picture] = []
        self._level: int | None = None
        self._tables: list[Draft] = []
        self._too_deep = 0
        self._pre_depth = 0

    def run(self, root: LexborNode) -> list[Item]:
        """Walk the descendants of root and return the items."""
        kinds, line, text_kind, inline = tags.KIND, self._line, tags.TEXT, tags.INLINE
        stack: list[tuple[LexborNode, int]] = []
        watch_inline = self._watch_inline
        node = root.first_child
        while node is not None:
            kind = kinds.get(node.tag_id, inline)
            child: LexborNode | None = None
            if kind == text_kind:
                text = node.text_content
                if text is not None:
                    if self._pre_depth:
                        self._preformatted(text)
                    else:
                        line.append(text)
            elif kind == inline and not watch_inline:
                child = node.first_child
            elif self._enter(node, kind):
                child = node.first_child
                if child is None:
                    self._leave(node, kind)
            if child is not None:
                stack.append((node, kind))
                node = child
                continue
            following = node.next
            while following is None:
                if not stack:
                    self._flush()
                    return self.items
                node, kind = stack.pop()
                if kind != inline or watch_inline:
                    self._leave(node, kind)
                following = node.next
            node = following
        self._flush()
        return self.items

    # ------------------------------------------------------------------ elements

    def _enter(self, node: LexborNode, kind: int) -> bool:
        """Take note of an element; return whether its children are to be walked."""
        if kind == tags.BLOCK:
            self._flush()
            if node.tag_id in tags.BOXES and self._is_furniture(node):
                return False
        elif kind == tags.CELL:
            self._enter_cell(node)
        elif kind in _SIMPLE:
            if not _SIMPLE[kind](self, node):
                return False
        elif kind == tags.HEADING:
            self._flush()
            self._level = tags.LEVEL[node.tag_id]
            if self._tables:
                self._tables[-1].suspect = True
        if self._borders and node.mem_id in self._borders:
            self._border(node.mem_id, end=False)
        return True

    def _leave(self, node: LexborNode, kind: int) -> None:
        if kind == tags.TABLE:
            self._leave_table()
        if self._borders and node.mem_id in self._borders:
            self._border(node.mem_id, end=True)
        if kind == tags.BLOCK or kind == tags.CAPTION:
            self._flush()
        elif kind == tags.CELL:
            self._leave_cell()
        elif kind == tags.HEADING:
            self._flush()
            self._level = None
        elif kind == tags.PRE:
            self._flush()
            self._pre_depth -= 1

    def _border(self, identity: int, *, end: bool) -> None:
        self._flush()
        if identity in self._pre:
            self._pre_depth += -1 if end else 1
        mark = self._marks.get(identity)
        if mark is not None:
            self._flow.append(Mark(mark, end))
            if self._tables:
                self._tables[-1].suspect = True

    def _text_of(self, node: LexborNode) -> str | None:
        """Return the text below a node, or None when too much text was looked at this way."""
        if self._unread_budget <= 0:
            return None
        text = node.text_lexbor()
        self._unread_budget -= len(text)
        return text

    def _is_furniture(self, node: LexborNode) -> bool:
        """Say whether an element is site chrome by its tag or name; never when it holds the article or its data."""
        attributes = node.attributes
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        if not (node.tag_id in tags.CHROME_TAGS or (1 < len(names) < 2_000 and ELEMENT.search(names))):
            return False
        if node.mem_id in self._keep or WORTH.search(plain(self._text_of(node) or "")):
            return False
        self._note("site furniture left out by element name")
        return True

    def _note(self, note: str) -> None:
        self.notes[note] = self.notes.get(note, 0) + 1

    def _preformatted(self, text: str) -> None:
        first, *rest = re.split(r"\r\n?|\n", text)
        self._line.append(first)
        for part in rest:
            self._flush()
            self._line.append(part)

    def _flush(self) -> None:
        """End the printed line."""
        line = self._line
        if line:
            text = tidy(line)
            line.clear()
            if text:
                self._flow.append(Line(text, self._level))
                if len(text) >= LONG_LINE and self._tables:
                    self._tables[-1].suspect = True
        if self._pictures:
            self._flow.extend(self._pictures)
            self._pictures = []

    # ------------------------------------------------------------------ tables

    def _enter_table(self, node: LexborNode) -> bool:
        self._flush()
        if self._too_deep or len(self._tables) >= bounds.MAX_TABLE_DEPTH:
            self._too_deep += 1
            self._note("tables nested too deep were read as text")
            return True
        if self._tables:
            self._tables[-1].suspect = True
        draft = Draft(outer=self._flow)
        self._tables.append(draft)
        self._flow = draft.captions
        return True

    def _enter_section(self, node: LexborNode) -> bool:
        self._flush()
        if self._tables and not self._too_deep:
            draft = self._tables[-1]
            draft.rows = []
            name = node.tag
            (draft.head if name == "thead" else draft.foot if name == "tfoot" else draft.bodies).append(draft.rows)
        return True

    def _enter_row(self, node: LexborNode) -> bool:
        self._flush()
        if self._tables and not self._too_deep:
            draft = self._tables[-1]
            if draft.rows is None:
                draft.rows = []
                draft.bodies.append(draft.rows)
            draft.rows.append([])
        return True

    def _enter_cell(self, node: LexborNode) -> None:
        self._flush()
        if self._tables and not self._too_deep:
            draft = self._tables[-1]
            cell = RawCell([], header=node.tag_id == tags.HEADER_CELL)
            if self._spans:
                cell.rowspan, cell.colspan = self._spans.get(node.mem_id, (1, 1))
            if draft.rows is None or not draft.rows:
                self._enter_row(node)
            draft.rows[-1].append(cell)  # type: ignore[index]
            draft.cells.append(cell)
            self._flow = cell.items

    def _leave_cell(self) -> None:
        self._flush()
        if self._tables and not self._too_deep:
            draft = self._tables[-1]
            if len(self._flow) >= MANY_LINES:
                draft.suspect = True
            self._flow = draft.captions

    def _leave_table(self) -> None:
        self._flush()
        if self._too_deep:
            self._too_deep -= 1
            return
        draft = self._tables.pop()
        self._flow = draft.outer
        settled = settle(draft, self.cells)
        for item in settled:
            if not isinstance(item, Line | Picture | Mark):
                self.cells += len(item.grid) * len(item.grid[0])
        self._flow.extend(settled)

    # ------------------------------------------------------------------ small elements

    def _enter_break(self, node: LexborNode) -> bool:
        self._flush()
        return False

    def _skip(self, node: LexborNode) -> bool:
        return False

    def _enter_comment(self, node: LexborNode) -> bool:
        if self._comment is not None:
            mark = self._comment(node.comment_content or "")
            if mark is not None:
                self._flush()
                self._flow.append(mark)
                if self._tables:
                    self._tables[-1].suspect = True
        return False

    def _enter_link(self, node: LexborNode) -> bool:
        attributes = node.attributes
        href = attributes.get("href")
        if href:
            self._links.add(href, lambda: self._text_of(node) or "", attributes)
        return True

    def _enter_image(self, node: LexborNode) -> bool:
        attributes = node.attributes
        src = next(
            (v for name in ("src", "data-src", "data-original", "original-src") if (v := attributes.get(name))), None
        )
        if src and not _ICON.search(src[:500]) and not _small(attributes):
            if src.startswith("data:"):
                src = src[: src.find(",") + 1] if "," in src[:200] else src[:100]
            self._pictures.append(Picture(src.strip()[:4_000]))
        return False

    def _enter_struck(self, node: LexborNode) -> bool:
        text = self._text_of(node)
        if text is None or len(text) > _SHORT_STRUCK:
            return True
        if text.strip():
            self._note("struck-out text left out")
        return False

    def _enter_raised(self, node: LexborNode) -> bool:
        """A raised digit behind a digit is a note mark, never part of the number: 139 with a small 1 prints 139[1]."""
        text = (self._text_of(node) or "").strip()
        before = next((part for part in reversed(self._line) if part), "")
        if text[:1].isdigit() and before[-1:].isdigit():
            self._line.append(f"[{text}]")
            self._note("raised digits put in brackets")
            return False
        return True

    def _enter_input(self, node: LexborNode) -> bool:
        """What a form field shows is printed like text; some portals fill the statutory tables into fields."""
        attributes = node.attributes
        value = attributes.get("value")
        if value and self._tables and (attributes.get("type") or "text").lower() in ("text", "number"):
            self._line.append(value[:1_000])
        return False

    def _enter_frame(self, node: LexborNode) -> bool:
        attributes = node.attributes
        for name in ("src", "data", "data-src"):
            if href := attributes.get(name):
                self._links.add(href, str, attributes)
        return False

    def _enter_pre(self, node: LexborNode) -> bool:
        self._flush()
        self._pre_depth += 1
        return True

    def _enter_caption(self, node: LexborNode) -> bool:
        self._flush()
        return True


def _small(attributes: dict[str, str | None]) -> bool:
    sizes = [attributes.get("width") or "", attributes.get("height") or ""]
    return all(size.isdigit() and len(size) < 5 and int(size) <= 24 for size in sizes)


_SIMPLE: dict[int, Callable[[Walk, LexborNode], bool]] = {
    tags.BREAK: Walk._enter_break,
    tags.TABLE: Walk._enter_table,
    tags.SECTION: Walk._enter_section,
    tags.ROW: Walk._enter_row,
    tags.CAPTION: Walk._enter_caption,
    tags.SKIP: Walk._skip,
    tags.LINK: Walk._enter_link,
    tags.IMAGE: Walk._enter_image,
    tags.COMMENT: Walk._enter_comment,
    tags.STRUCK: Walk._enter_struck,
    tags.RAISED: Walk._enter_raised,
    tags.INPUT: Walk._enter_input,
    tags.FRAME: Walk._enter_frame,
    tags.PRE: Walk._enter_pre,
}
