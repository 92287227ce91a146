"""One pass over the element tree, without recursion: printed lines, tables, pictures and document links in order."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct
from selectolax.lexbor import LexborNode

from archive.blocks import bounds, simple, tags
from archive.blocks.layout import Draft, is_odd, settle
from archive.blocks.links import DocumentLinks, is_page
from archive.blocks.names import Role, role_of
from archive.blocks.raw import Item, Line, Mark, Picture, RawCell, RawTable
from archive.blocks.space import tidy

_BEGIN = re.compile(r"<\$\[信息内容\]>\s*begin|ZJEG_RSS\.content\.begin|^\s*(?:ContentStart|正文开始)\s*$", re.I)
_END = re.compile(r"<\$\[信息内容\]>\s*end|ZJEG_RSS\.content\.end|^\s*(?:ContentEnd|正文结束)\s*$", re.I)
_ICON = re.compile(r"fileTypeImages|/icons?[_/-]|icon_|/ico/|spacer|blank\.gif", re.I)
_PAGE_BREAK = "#PAGE_BREAK#"  # where UCAP's script would cut a long article into pages
_SHORT_STRUCK = 200  # characters; more than that is an unclosed tag, not a deletion
_LONGEST_NAME = 500  # characters of a class that are looked at


class Heading(Struct):
    """The text of a heading element, or of one that is named like a title."""

    level: int | None
    names: str
    text: str
    inside: tuple[int, ...]  # numbers of the elements around it that look like furniture


class Walk:
    """Walks a tree once. `items`, `headings` and `notes` hold the result, `links` is filled on the way.

    Every block element leaves a pair of marks with its role, so that what is article and what is furniture can be
    decided afterwards. `spans`: mem_id of spanning cells -> (rowspan, colspan). `pre`: mem_ids of elements whose line
    breaks print. `known`: mem_ids of article containers that are not block elements; these and pre cost a second look
    at every element.
    """

    def __init__(
        self, links: DocumentLinks, spans: simple.Spans, pre: frozenset[int], known: frozenset[int] = frozenset()
    ) -> None:
        self.items: list[Item] = []
        self.headings: list[Heading] = []
        self.notes: dict[str, int] = {}
        self._links, self._spans, self._pre, self._known = links, spans, pre, known
        self._borders = pre | known
        self._flow = self.items
        self._line: list[str] = []
        self._pictures: list[Picture] = []
        self._level: int | None = None
        self._heading_from = 0
        self._tables: list[Draft] = []
        self._boxes: list[tuple[Mark, str, int]] = []  # open block elements: mark, names, where they began
        self._furniture: list[int] = []
        self._number = 0
        self._cells = 0  # grid positions so far
        self._too_deep = 0
        self._pre_depth = 0
        self._unread_budget = bounds.MAX_HTML_CHARS  # characters looked at apart from the walk; nested links add up

    def run(self, root: LexborNode) -> list[Item]:
        """Walk the descendants of root and return the items."""
        kinds, line, flush = tags.KIND, self._line, self._flush
        text_kind, inline, para, link = tags.TEXT, tags.INLINE, tags.PARA, tags.LINK
        watch = bool(self._borders)
        stack: list[tuple[LexborNode, int]] = []
        node = root.first_child
        while node is not None:
            kind = kinds.get(node.tag_id, inline)
            child: LexborNode | None = None
            if kind == text_kind:
                text = node.text_content or ""
                if self._pre_depth:
                    self._preformatted(text)
                elif line or not text.isspace():
                    line.append(text)
            elif kind == inline and not watch:
                child = node.first_child
            elif kind == para and not watch:
                if line or self._pictures:
                    flush()
                child = node.first_child
            elif kind == link and not watch:
                self._enter_link(node)
                kind, child = inline, node.first_child  # nothing is to be done where it ends
            elif self._enter(node, kind):
                child = node.first_child
                if child is None:
                    self._leave(node, kind)
            if child is not None:
                stack.append((node, kind))
                node = child
                continue
            node = node.next or self._climb(stack, watch)
        flush()
        return self.items

    def _climb(self, stack: list[tuple[LexborNode, int]], watch: bool) -> LexborNode | None:
        """Leave elements until one has a next sibling; return that, None at the end of the tree."""
        inline, para = tags.INLINE, tags.PARA
        while stack:
            node, kind = stack.pop()
            if kind == para and not watch:
                if self._line or self._pictures:
                    self._flush()
            elif kind != inline or watch:
                self._leave(node, kind)
            following = node.next
            if following is not None:
                return following
        return None

    # ------------------------------------------------------------------ elements

    def _enter(self, node: LexborNode, kind: int) -> bool:
        """Take note of an element; return whether its children are to be walked."""
        handler = _ENTER.get(kind)
        if handler is not None and not handler(self, node):
            return False
        if self._borders and node.mem_id in self._borders:
            self._border(node.mem_id, end=False)
        return True

    def _leave(self, node: LexborNode, kind: int) -> None:
        if kind == tags.TABLE:
            self._leave_table()
        if self._borders and node.mem_id in self._borders:
            self._border(node.mem_id, end=True)
        handler = _LEAVE.get(kind)
        if handler is not None:
            handler(self)

    def _border(self, identity: int, *, end: bool) -> None:
        self._flush()
        if identity in self._pre:
            self._pre_depth += -1 if end else 1
        if identity in self._known:
            self._mark(Mark(-identity, Role.KNOWN, end))

    def _mark(self, mark: Mark) -> None:
        self._flow.append(mark)
        if mark.role <= Role.KNOWN and self._tables:
            self._tables[-1].suspect = True

    def _enter_box(self, node: LexborNode) -> bool:
        self._flush()
        attributes = node.attributes
        names, identifier = (
            (attributes.get("class") or "")[:_LONGEST_NAME],
            (attributes.get("id") or "")[:_LONGEST_NAME],
        )
        role = role_of(names, identifier) if names or identifier else Role.BOX
        number = node.tag_id
        if number in tags.CHROME_TAGS and role > Role.GENERAL:
            role = Role.FURNITURE
        elif number == tags.ARTICLE and role > Role.GENERAL:
            role = Role.GENERAL
        if role == Role.FURNITURE:
            self._furniture.append(self._number)
        mark = Mark(self._number, role)
        self._number += 1
        self._boxes.append((mark, names, len(self._flow)))
        self._mark(mark)
        return True

    def _leave_box(self) -> None:
        self._flush()
        mark, names, begin = self._boxes.pop()
        if mark.role == Role.FURNITURE:
            self._furniture.pop()
        elif mark.role == Role.TITLE:
            self._keep_heading(None, names, begin)
        self._flow.append(Mark(mark.number, mark.role, True))

    def _enter_heading(self, node: LexborNode) -> bool:
        self._flush()
        self._level = tags.LEVEL[node.tag_id]
        self._boxes.append((Mark(0, Role.BOX), (node.attributes.get("class") or "")[:_LONGEST_NAME], len(self._flow)))
        if self._tables:
            self._tables[-1].suspect = True
        return True

    def _leave_heading(self) -> None:
        self._flush()
        _, names, begin = self._boxes.pop()
        self._keep_heading(self._level, names, begin)
        self._level = None

    def _keep_heading(self, level: int | None, names: str, begin: int) -> None:
        lines = [item.text for item in self._flow[begin : begin + 8] if isinstance(item, Line)]
        if lines and len(lines) <= 3 and sum(map(len, lines)) <= 240:
            self.headings.append(Heading(level, names, " ".join(lines), tuple(self._furniture)))

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
            if _PAGE_BREAK in text:
                self._flow.extend(Line(part.strip(), self._level) for part in text.split(_PAGE_BREAK) if part.strip())
            elif text:
                self._flow.append(Line(text, self._level))
        if self._pictures:
            self._flow.extend(self._pictures)
            self._pictures = []

    def _text_of(self, node: LexborNode) -> str | None:
        """Return the text below a node, or None when too much text was looked at this way."""
        if self._unread_budget <= 0:
            return None
        text = node.text_lexbor()
        self._unread_budget -= len(text)
        return text

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
        if not self._borders and not self._pre_depth and simple.read(node, draft, self._spans):
            self._settle(draft)
            return False
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

    def _enter_cell(self, node: LexborNode) -> bool:
        self._flush()
        if self._tables and not self._too_deep:
            draft = self._tables[-1]
            cell = RawCell([], *self._spans.get(node.mem_id, (1, 1)), node.tag_id == tags.HEADER_CELL)
            if not draft.rows:
                self._enter_row(node)
            if draft.rows:
                draft.rows[-1].append(cell)
            draft.cells.append(cell)
            self._flow = cell.items
        return True

    def _leave_cell(self) -> None:
        self._flush()
        if self._tables and not self._too_deep:
            draft = self._tables[-1]
            draft.suspect = draft.suspect or is_odd(self._flow)
            self._flow = draft.captions

    def _leave_table(self) -> None:
        self._flush()
        if self._too_deep:
            self._too_deep -= 1
            return
        draft = self._tables.pop()
        self._flow = draft.outer
        self._settle(draft)

    def _settle(self, draft: Draft) -> None:
        settled = settle(draft, self._cells)
        self._cells += sum(len(item.grid) * len(item.grid[0]) for item in settled if isinstance(item, RawTable))
        self._flow.extend(settled)

    # ------------------------------------------------------------------ small elements

    def _enter_break(self, node: LexborNode) -> bool:
        self._flush()
        return False

    def _enter_flow(self, node: LexborNode) -> bool:
        self._flush()
        return True

    def _skip(self, node: LexborNode) -> bool:
        return False

    def _enter_comment(self, node: LexborNode) -> bool:
        comment = (node.comment_content or "")[:200]
        if _BEGIN.search(comment) or _END.search(comment):
            self._flush()
            self._mark(Mark(-1, Role.COMMENT, not _BEGIN.search(comment)))
        return False

    def _enter_link(self, node: LexborNode) -> bool:
        attributes = node.attributes
        href = attributes.get("href")
        if href and not is_page(href, attributes):
            self._links.add(href, lambda: self._text_of(node) or "", attributes, tuple(self._furniture))
        return True

    def _enter_image(self, node: LexborNode) -> bool:
        attributes = node.attributes
        names = ("src", "data-src", "data-original", "original-src")
        src = next((value for name in names if (value := attributes.get(name))), None)
        if src and not _ICON.search(src[:500]) and not _small(attributes):
            if src.startswith("data:"):
                src = src[: src.find(",") + 1] if "," in src[:200] else src[:100]
            else:
                src = self._links.absolute(src[:4_000])
            self._pictures.append(Picture(src))
        return False

    def _enter_struck(self, node: LexborNode) -> bool:
        """Struck-out text is what the publisher took back: a number in it is not stated."""
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
                self._links.add(href, str, attributes, tuple(self._furniture))
        return False

    def _enter_pre(self, node: LexborNode) -> bool:
        self._flush()
        self._pre_depth += 1
        return True

    def _leave_pre(self) -> None:
        self._flush()
        self._pre_depth -= 1


def _small(attributes: dict[str, str | None]) -> bool:
    sizes = [attributes.get("width") or "", attributes.get("height") or ""]
    return all(size.isdigit() and len(size) < 5 and int(size) <= 24 for size in sizes)


_ENTER: dict[int, Callable[[Walk, LexborNode], bool]] = {
    tags.BLOCK: Walk._enter_box,
    tags.PARA: Walk._enter_flow,
    tags.CELL: Walk._enter_cell,
    tags.HEADING: Walk._enter_heading,
    tags.BREAK: Walk._enter_break,
    tags.TABLE: Walk._enter_table,
    tags.SECTION: Walk._enter_section,
    tags.ROW: Walk._enter_row,
    tags.CAPTION: Walk._enter_flow,
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
_LEAVE: dict[int, Callable[[Walk], None]] = {
    tags.BLOCK: Walk._leave_box,
    tags.PARA: Walk._flush,
    tags.CAPTION: Walk._flush,
    tags.CELL: Walk._leave_cell,
    tags.HEADING: Walk._leave_heading,
    tags.PRE: Walk._leave_pre,
}
