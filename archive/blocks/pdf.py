"""PDF: ruled tables by their lines, unruled ones by the places of words, the rest as paragraphs in reading order.

A table that goes on over a page comes back as several, each with its page and box: joining them needs to know what
their rows mean. A page without a text layer is a picture.
"""

from __future__ import annotations

import io
from typing import Any, Literal

from archive.blocks import bounds, pdf_text
from archive.blocks.html import mark_furniture
from archive.blocks.pdf_tables import Box, Found, ruled_tables
from archive.blocks.raw import Item, Line, Mark, Picture, RawTable, assemble
from archive.blocks.seen import SeenLine, SeenTable, ranges
from archive.blocks.titles import printed
from archive.errors import InputError, TooLargeError
from archive.model import Printed, Seen

_MAX_CHARS = 120_000  # of one page; a page of a report has 1,500
_PRINTED_OVER = 0.03  # share of a picture under text: more than a page number or the mark of a scanning program
_LARGE = 0.2  # share of the page that makes a picture worth naming


def read(payload: bytes, *, ocr: bool = False) -> Printed:
    """Return what a PDF prints; carrier "image" when no page has a text layer.

    Raises InputError for an encrypted or damaged file, TooLargeError beyond the bounds.
    """
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    _check(payload)
    pages: list[list[Item]] = []
    try:
        with pdfplumber.open(io.BytesIO(payload)) as pdf:
            for number, page in enumerate(pdf.pages, start=1):
                pages.append(read_page(page, number))
                if ocr and number <= bounds.OCR_PAGES:
                    pages[-1] = _with_pictures_read(payload, pages[-1], number)
                page.close()
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], PDFPasswordIncorrect):
            raise InputError("the PDF is encrypted; ask the publisher for an open file") from error
        raise InputError(f"the PDF is damaged: {error.args[0] if error.args else error!r}") from error
    if not pages:
        raise InputError("the PDF has no pages")
    return _printed(pages)


def _check(payload: bytes) -> None:
    """Ask PDFium, which is quick and strict, whether the file opens at all and how many pages it has."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(payload) as document:
            count = len(document)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise InputError("the PDF is encrypted; ask the publisher for an open file") from error
        raise InputError(f"the PDF is damaged: {error}") from error
    if count > bounds.MAX_PDF_PAGES:
        raise TooLargeError(f"the PDF has {count:,} pages; at most {bounds.MAX_PDF_PAGES:,} are read")


def read_page(page: Any, number: int) -> list[Item]:
    """Return the items of one page in reading order: lines (not yet joined to paragraphs), tables, pictures."""
    if len(page.chars) > _MAX_CHARS:
        raise TooLargeError(f"page {number} of the PDF has more than {_MAX_CHARS:,} characters")
    page = page.dedupe_chars(tolerance=1)  # bold by printing twice: "1" must not become "11"
    chars = [_known(c) for c in page.chars if c["text"] and _visible(c, page)]
    tables, rest = ruled_tables(page, chars, number)
    placed: list[Found] = [*tables, *_pictures(page, number, bool(chars))]
    placed += pdf_text.lines_and_tables(rest, number)
    placed.sort(key=lambda found: (found.top, found.left))
    return [found.item for found in placed]


def _with_pictures_read(payload: bytes, items: list[Item], number: int) -> list[Item]:
    """Return a page's items with the pictures that hold no text of the text layer read by OCR."""
    from archive.blocks.pictures import in_place_of

    read_items: list[Item] = []
    texts = [item.box for item in items if not isinstance(item, Picture | Mark) and item.box is not None]
    for item in items:
        if isinstance(item, Picture) and item.box is not None and not _printed_over(item.box, texts):
            read_items += in_place_of(item, payload, number) or [item]
        else:
            read_items.append(item)
    return read_items


def _printed_over(box: Box, texts: list[Box]) -> bool:
    """Say if the text layer covers part of a picture: text is never set aside for what OCR makes of the same place."""
    area = (box[2] - box[0]) * (box[3] - box[1]) or 1.0
    over = sum(
        max(0.0, min(box[2], t[2]) - max(box[0], t[0])) * max(0.0, min(box[3], t[3]) - max(box[1], t[1])) for t in texts
    )
    return over > _PRINTED_OVER * area


def _visible(char: Any, page: Any) -> bool:
    across = char["x0"] >= -1 and char["x1"] <= page.width + 1
    down = char["top"] >= -1 and char["bottom"] <= page.height + 1
    return bool(across and down and char["size"] > 1)


def _known(char: Any) -> Any:
    """A glyph whose meaning the file does not tell is U+FFFD; its number in the font, "(cid:8)", is no text."""
    return {**char, "text": "\ufffd"} if char["text"].startswith("(cid:") else char


def _pictures(page: Any, number: int, has_text: bool) -> list[Found]:
    area = float(page.width * page.height) or 1.0
    found = []
    for n, image in enumerate(page.images, start=1):
        box = (float(image["x0"]), float(image["top"]), float(image["x1"]), float(image["bottom"]))
        size = (box[2] - box[0]) * (box[3] - box[1])
        if size >= _LARGE * area and n <= 50:
            found.append(Found(box[1], box[0], Picture(f"page:{number}:image:{n}", page=number, box=box)))
    if not has_text and not found and (page.images or page.curves or page.rects):
        box = (0.0, 0.0, float(page.width), float(page.height))
        found.append(Found(0.0, 0.0, Picture(f"page:{number}", page=number, box=box)))
    return found


def _printed(pages: list[list[Item]]) -> Printed:
    items = pdf_text.paragraphs(pages)
    labels: dict[str, str] = {}
    notes: list[str] = []
    mark_furniture(items, labels, notes)
    text, blocks = assemble(items)
    unknown = sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" for char in text)
    if unknown:
        notes.append(f"{unknown} characters of the text layer have no meaning; what they print was not read")
    seen = any(isinstance(item, SeenLine | SeenTable) for item in items)
    read_text = any(isinstance(i, Line | RawTable) and not isinstance(i, SeenLine | SeenTable) for i in items)
    carrier: Literal["pdf", "image"] = "pdf" if read_text else "image"
    scanned = [n for n, page in enumerate(pages, start=1) if page and all(isinstance(i, Picture) for i in page)]
    if scanned:
        notes.append(f"pages without a text layer: {', '.join(map(str, scanned[:20]))}")
    found: tuple[Seen, ...] = ()
    if seen:
        from archive.blocks.ocr import engine

        name = engine() or "unknown"
        found = ranges(items, blocks, name)
        notes.append(f"pictures read by OCR: {name}")
    title = printed([item.text for item in items[:40] if isinstance(item, Line) and not item.furniture])
    return Printed(carrier, text, blocks, title=title, labels=labels, notes=tuple(notes), seen=found)
