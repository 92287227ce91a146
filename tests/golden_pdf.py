"""Prints PDF files for golden cases, glyph by glyph: nothing here is shared with any reader of PDF.

The font has no outlines; what a character is stands in the ToUnicode map alone, as in the text layer that a reader
gets, and `unicode` may break that map the way bad PDF producers do. Sizes are points, `top` counts from the upper edge.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from golden_documents import Span, placed

PORTRAIT = (595.0, 842.0)
MARGIN, TEXT, SMALL, PAD = 50.0, 11.0, 8.0, 2.5


@dataclass
class Looks:
    """How a report is printed; each is a habit of real PDF producers."""

    ruled: bool = True
    rotate: int = 0  # /Rotate: the page is drawn on its side and turned by the viewer
    repeat_header: int = 0  # rows of a table that are printed again on the next page
    heads: bool = False  # a running head and foot in two columns, page number among them
    vertical: bool = False  # group labels one character below the other
    tight: bool = False  # cells without padding, values right-aligned
    leading: float = 1.7
    unicode: Mapping[str, str] = field(default_factory=dict)  # character -> what the text layer says it is


class _Font:
    """Codes in order of first use; a code's meaning is in the map only."""

    def __init__(self, unicode: Mapping[str, str]) -> None:
        self.codes: dict[str, int] = {}
        self.unicode = unicode

    def encoded(self, text: str) -> str:
        return "".join(f"{self.codes.setdefault(char, len(self.codes) + 1):04X}" for char in text)

    def widths(self) -> str:
        return " ".join(f"{code} [{500 if char.isascii() else 1000}]" for char, code in self.codes.items())

    def map(self) -> str:
        lines = [
            f"<{code:04X}> <{said.encode('utf-16-be').hex().upper()}>"
            for char, code in self.codes.items()
            if (said := self.unicode.get(char, char))
        ]
        parts = [lines[n : n + 100] for n in range(0, len(lines), 100)]
        body = "\n".join(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in parts)
        return (
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Adobe-Identity-UCS def\n"
            f"/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{body}\nendcmap\n"
            "CMapName currentdict /CMap defineresource pop\nend\nend"
        )


def width_of(text: str, size: float) -> float:
    return sum(size / 2 if char.isascii() else size for char in text)


def wrapped(text: str, width: float, size: float) -> list[str]:
    lines = [""]
    for char in text:
        if lines[-1] and width_of(lines[-1] + char, size) > width:
            lines.append("")
        lines[-1] += char
    return lines


class _Press:
    def __init__(self, looks: Looks) -> None:
        self.looks, self.font = looks, _Font(looks.unicode)
        across = PORTRAIT[::-1] if looks.rotate else PORTRAIT
        self.width, self.height = across
        self.pages: list[list[str]] = []
        self.turn_over()

    def turn_over(self) -> None:
        self.pages.append([])
        self.top = MARGIN
        if self.looks.heads:
            number = len(self.pages)
            for text, right, top in (
                ("政府信息公开工作年度报告", False, 28.0),
                ("公开 共享 便民", True, 28.0),
                (f"第 {number} 页", False, self.height - 24),
                ("样樟镇党政办公室编印", True, self.height - 24),
            ):
                x = self.width - MARGIN - width_of(text, SMALL) if right else MARGIN
                self.text(text, x, top, SMALL)

    def text(self, text: str, x: float, top: float, size: float) -> None:
        """Set a line with its baseline at `top`."""
        matrix = f"0 1 -1 0 {top:.2f} {x:.2f}" if self.looks.rotate else f"1 0 0 1 {x:.2f} {self.height - top:.2f}"
        self.pages[-1].append(f"BT /F1 {size:g} Tf {matrix} Tm <{self.font.encoded(text)}> Tj ET")

    def frame(self, x: float, top: float, wide: float, high: float) -> None:
        if self.looks.rotate:
            self.pages[-1].append(f"{top:.2f} {x:.2f} {high:.2f} {wide:.2f} re S")
        else:
            self.pages[-1].append(f"{x:.2f} {self.height - top - high:.2f} {wide:.2f} {high:.2f} re S")

    # ------------------------------------------------------------------------------------------ text

    def paragraph(self, text: str, size: float, indent: float) -> None:
        room = self.width - 2 * MARGIN
        first, *rest = wrapped(text, room - indent, size)
        lines = [first, *(wrapped("".join(rest), room, size) if rest else [])]
        for n, line in enumerate(lines):
            if self.top + size * self.looks.leading > self.height - MARGIN:
                self.turn_over()
            self.text(line, MARGIN + (0 if n else indent), self.top + size, size)
            self.top += size * self.looks.leading

    # ------------------------------------------------------------------------------------------ tables

    def table(self, rows: list[list[Any]]) -> None:
        spans, count, columns = placed(rows)
        widths = self._widths(columns)
        heights = self._heights(spans, count, widths)
        first = 0
        while first < count:
            room, last = self.height - MARGIN - self.top, first
            while last < count and sum(heights[first : last + 1]) <= room:
                last += 1
            if last == first:
                self.turn_over()
                continue
            self._part(spans, widths, heights, first, last)
            first = last
            if first < count:
                self.turn_over()
                if self.looks.repeat_header:
                    self._part(spans, widths, heights, 0, self.looks.repeat_header)
        self.top += 14

    def _widths(self, columns: int) -> list[float]:
        room = self.width - 2 * MARGIN
        if columns == 10:
            group, label = (16.0, 60.0) if self.looks.vertical else (46.0, 52.0)
            value = 30.0 if self.looks.ruled else 26.0
            return [group, label, room - group - label - 7 * value, *[value] * 7]
        return [room / columns] * columns

    def _pad(self) -> float:
        return 0.8 if self.looks.tight else PAD

    def _lines(self, text: str, wide: float, high: int) -> list[str]:
        if self.looks.vertical and wide < 20 and high > 4:
            return list(text)
        return wrapped(text, wide - 2 * self._pad(), SMALL) if text else []

    def _heights(self, spans: list[Span], count: int, widths: list[float]) -> list[float]:
        heights = [SMALL * 1.2 + 2 * self._pad()] * count
        for row, column, high, wide, text in spans:
            need = len(self._lines(text, sum(widths[column : column + wide]), high)) * SMALL * 1.2 + 2 * self._pad()
            while sum(heights[row : row + high]) < need:
                heights[row + high - 1] += 1
        return heights

    def _part(self, spans: list[Span], widths: list[float], heights: list[float], first: int, last: int) -> None:
        """Print rows first to last; a cell that began on the page before goes on with a frame and no text."""
        for row, column, high, wide, text in spans:
            start, end = max(row, first), min(row + high, last)
            if start >= end:
                continue
            x, top = MARGIN + sum(widths[:column]), self.top + sum(heights[first:start])
            across, down = sum(widths[column : column + wide]), sum(heights[start:end])
            if self.looks.ruled:
                self.frame(x, top, across, down)
            lines = self._lines(text, across, high) if row >= first or first == 0 else []
            begin = top + (down - len(lines) * SMALL * 1.2) / 2 + SMALL
            for n, line in enumerate(lines):
                slack = across - width_of(line, SMALL)
                at = x + slack - self._pad() if self.looks.tight and line.isascii() else x + slack / 2
                self.text(line, at if column else x + self._pad(), begin + n * SMALL * 1.2, SMALL)
        self.top += sum(heights[first:last])


def report(blocks: list[dict[str, Any]], looks: Looks) -> bytes:
    """The PDF of a described report."""
    press = _Press(looks)
    for block in blocks:
        if block.get("page_break"):
            press.turn_over()
        elif "rows" in block:
            press.table(block["rows"])
        elif "heading" in block:
            press.paragraph(block["heading"], TEXT + 2, 0)
        else:
            press.paragraph(block["paragraph"], TEXT, 2 * TEXT)
    return b"".join(_file(press))


def _file(press: _Press) -> Iterator[bytes]:
    """Objects 1-6: catalogue, pages, font, descendant, descriptor, ToUnicode; then two for each page."""
    count = len(press.pages)
    kids = " ".join(f"{7 + 2 * n} 0 R" for n in range(count))
    rotate = f"/Rotate {press.looks.rotate} " if press.looks.rotate else ""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Song /Encoding /Identity-H /DescendantFonts [4 0 R] "
        "/ToUnicode 6 0 R >>",
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Song /DW 1000 /W [{press.font.widths()}] "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 5 0 R "
        "/CIDToGIDMap /Identity >>",
        "<< /Type /FontDescriptor /FontName /ABCDEF+Song /Flags 4 /FontBBox [0 -200 1000 880] /ItalicAngle 0 "
        "/Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 >>",
        _stream(press.font.map()),
    ]
    for n, content in enumerate(press.pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {PORTRAIT[0]:g} {PORTRAIT[1]:g}] {rotate}"
            f"/Contents {8 + 2 * n} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(_stream("0.5 w\n" + "\n".join(content)))
    at = 0
    places = []
    for part in [
        b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n",
        *(f"{n} 0 obj\n{o}\nendobj\n".encode() for n, o in enumerate(objects, 1)),
    ]:
        places.append(at)
        at += len(part)
        yield part
    table = "".join(f"{place:010d} 00000 n \n" for place in places[1:])
    size = len(objects) + 1
    yield f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n".encode()
    yield f"startxref\n{at}\n%%EOF\n".encode()


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"
