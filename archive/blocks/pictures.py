"""Pictures of pages to the same items as pages: words by OCR, tables by their ruled lines or the places of words.

A cell with ink in which nothing was recognised stays a picture: it is unread, not blank.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from archive.blocks import bounds, ocr, pdf_text
from archive.blocks.ocr import Box, Word
from archive.blocks.pdf_tables import Found, tables_of
from archive.blocks.raw import Item, Line, Picture, RawTable, assemble
from archive.blocks.seen import SeenLine, SeenTable, of_table, ranges
from archive.blocks.titles import printed
from archive.errors import InputError, TooLargeError
from archive.model import Block, Printed

_RULE = 1.25  # of the height of words: a shorter upright stroke may be a letter
_ACROSS = 0.04  # of the width of the picture: a shorter level stroke may be 一
_INK = 0.012  # share of dark pixels in a cell's inside that something is printed there
_FINEST = 4.0  # pixels for a point of a PDF page
_EDGE = 3.0  # pixels that a cell's rule may reach into it


def read(payload: bytes) -> Printed:
    """Return what a picture file prints. Raises InputError for a damaged one, TooLargeError beyond the bounds."""
    pages: list[list[Item]] = []
    for number, (picture, scale) in enumerate(_frames(payload), start=1):
        found = found_on(picture, number, 1 / scale)
        found.sort(key=lambda each: (each.top, each.left))
        pages.append([each.item for each in found])
    items = pdf_text.paragraphs(pages)
    if not any(isinstance(item, SeenLine | SeenTable) for item in items):
        return Printed("image", "", (Block("image", 0, 0, "", src="image"),), notes=("OCR found no text in it",))
    text, blocks = assemble(items)
    engine = ocr.engine() or "unknown"
    title = printed([item.text for item in items[:40] if isinstance(item, Line) and not item.furniture])
    return Printed(
        "image", text, blocks, title=title, notes=(f"read by OCR: {engine}",), seen=ranges(items, blocks, engine)
    )


def _frames(payload: bytes) -> Iterator[tuple[Any, float]]:
    """Yield each page of a picture file as pixels, and the factor it was scaled by."""
    from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(payload)) as file:
            if file.width * file.height > bounds.OCR_PIXELS:
                raise TooLargeError(f"the picture has {file.width:,} x {file.height:,} pixels")
            for frame in list(ImageSequence.Iterator(file))[: bounds.OCR_PAGES] if file.format == "TIFF" else [file]:
                yield ocr.fitted(pixels(ImageOps.exif_transpose(frame)))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise InputError(f"the picture is damaged: {error}") from error


def pixels(picture: Any) -> Any:
    """Return a PIL picture as height x width x 3 bytes, clear parts white."""
    from PIL import Image

    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        paper = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(paper, picture)
    return ocr.library("numpy").array(picture.convert("RGB"))


def found_on(picture: Any, number: int, points: float, at: tuple[float, float] = (0.0, 0.0)) -> list[Found]:
    """Return lines and tables of a picture; boxes in the page's units, `points` a pixel, from its corner `at`."""
    picture, words = ocr.upright(picture)
    if not words:
        return []
    cells = _ruled(picture, words)
    for table in cells:
        _read_cells(picture, table, words)
    chars = [_char(word, points, at) for word in words]
    places = {_moved(cell, points, at): cell for table in cells for cell in table}
    tables = [[_moved(cell, points, at) for cell in table] for table in cells]
    found, rest = tables_of(tables, chars, number, lambda box: _inked(picture, places[box]))
    found += pdf_text.lines_and_tables(rest, number)
    for each in found:
        if isinstance(each.item, RawTable):
            each.item = of_table(each.item)
    return found


def in_place_of(place: Picture, payload: bytes, number: int) -> list[Item]:
    """Return what a picture on a page (numbered from 1) of a PDF says; nothing where no word is recognised."""
    import pypdfium2

    if place.box is None:
        return []
    with pypdfium2.PdfDocument(payload) as document:
        page = document[number - 1]
        scale = min(ocr.LONGEST / max(page.get_size()), _FINEST)
        picture = pixels(page.render(scale=scale).to_pil())
    x0, top, x1, bottom = (round(max(edge, 0) * scale) for edge in place.box)
    cut = picture[top:bottom, x0:x1]
    if min(cut.shape[:2]) < 30:
        return []
    found = found_on(cut, number, 1 / scale, (place.box[0], place.box[1]))
    return [each.item for each in sorted(found, key=lambda each: (each.top, each.left))]


def _moved(box: Box, points: float, at: tuple[float, float]) -> Box:
    return (
        box[0] * points + at[0], box[1] * points + at[1], box[2] * points + at[0], box[3] * points + at[1],
    )  # fmt: skip


def _char(word: Word, points: float, at: tuple[float, float]) -> dict[str, Any]:
    """A recognised word in the shape of a PDF's character, as the finders of tables and lines take it."""
    x0, top, x1, bottom = _moved(word.box, points, at)
    size = min(0.8 * (bottom - top), 1.3 * (x1 - x0) / max(len(word.text), 1) * 1.5)
    return {"x0": x0, "x1": x1, "top": top, "bottom": bottom, "size": size, "text": word.text, "score": word.score}


# ---------------------------------------------------------------------------------------------- ruled tables


def _ruled(picture: Any, words: list[Word]) -> list[list[Box]]:
    """Return the cells of each ruled table, in pixels."""
    from pdfplumber import table

    cv2 = ocr.library("cv2")
    ink = cv2.adaptiveThreshold(picture.min(axis=2), 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)
    heights = sorted(word.box[3] - word.box[1] for word in words)
    tall = int(max(_RULE * heights[len(heights) // 2], 15))
    wide = int(max(_ACROSS * picture.shape[1], tall))
    edges = [*_strokes(ink, (wide, 1), "h"), *_strokes(ink, (1, tall), "v")]
    merged = table.merge_edges(edges, 6, 6, 12, 12)
    cells = table.intersections_to_cells(table.edges_to_intersections(merged, 8, 8))
    return [list(one) for one in table.cells_to_tables(cells)]


def _strokes(ink: Any, shape: tuple[int, int], orientation: str) -> Iterator[dict[str, Any]]:
    """Yield straight strokes as pdfplumber's edges."""
    cv2 = ocr.library("cv2")

    bridged = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, (3, 3)))
    long = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, shape))
    for contour in cv2.findContours(long, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]:
        x, y, w, h = cv2.boundingRect(contour)
        x0, x1, top, bottom = float(x), float(x + w), float(y), float(y + h)
        if orientation == "h":
            top = bottom = y + h / 2
        else:
            x0 = x1 = x + w / 2
        yield {
            "x0": x0, "x1": x1, "top": top, "bottom": bottom, "width": x1 - x0, "height": bottom - top,
            "orientation": orientation, "object_type": "line",
        }  # fmt: skip


def _read_cells(picture: Any, cells: list[Box], words: list[Word]) -> None:
    """Read cells anew whose words were taken together with a neighbour's, or that hold ink and no word."""
    heights = sorted(word.box[3] - word.box[1] for word in words)
    for word in [word for word in words if any(_crosses(word.box, cell) for cell in cells)]:
        words.remove(word)
    filled = {_home(word.box, cells) for word in words}
    for n, cell in enumerate(cells):
        if n not in filled and _inked(picture, cell):
            words += ocr.again(picture, _inner(cell), heights[len(heights) // 2])


def _home(box: Box, cells: list[Box]) -> int | None:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return next((n for n, c in enumerate(cells) if c[0] <= x <= c[2] and c[1] <= y <= c[3]), None)


def _crosses(box: Box, cell: Box) -> bool:
    """Say if a word reaches over a side of the cell by more than a letter's half."""
    if not (cell[1] <= (box[1] + box[3]) / 2 <= cell[3]):
        return False
    half = (box[3] - box[1]) / 2
    return any(box[0] + half < side < box[2] - half for side in (cell[0], cell[2]))


def _inner(cell: Box) -> Box:
    return (cell[0] + _EDGE, cell[1] + _EDGE, cell[2] - _EDGE, cell[3] - _EDGE)


def _inked(picture: Any, cell: Box) -> bool:
    x0, top, x1, bottom = (round(max(edge, 0)) for edge in _inner(cell))
    inside = picture[top:bottom, x0:x1].min(axis=2) if bottom > top and x1 > x0 else None
    return inside is not None and inside.size > 0 and int((inside < 128).sum()) >= max(_INK * inside.size, 12)
