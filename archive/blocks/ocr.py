"""Reading pictures of text with RapidOCR, where the `ocr` extra is installed. One thread, so that runs repeat.

Nothing here is loaded unless a picture is read: the models take seconds and some hundred megabytes.
"""

from __future__ import annotations

import os
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Any

from msgspec import Struct

from archive.blocks import bounds
from archive.errors import UsageError

LONGEST = 2_000  # pixels of a side that the detector sees; larger pictures are cut into strips
_SHORT = 1_000  # pixels; smaller pictures are doubled, their digits have ten pixels
_UNSURE = 0.6  # recognised with less than this is not read at all: the place stays a picture
_UPRIGHT = 0.3  # share of level Han characters below which a page may be turned

Box = tuple[float, float, float, float]


class Word(Struct):
    """One recognised run of text, its box in pixels of the upright picture, and the engine's confidence."""

    box: Box
    text: str
    score: float


def engine() -> str | None:
    """Return engine and version, "rapidocr-3.10.0"; None where the extra is not installed."""
    if find_spec("rapidocr") is None or find_spec("onnxruntime") is None:
        return None
    try:
        return f"rapidocr-{version('rapidocr')}"
    except PackageNotFoundError:
        return None


def wanted(choice: bool | None) -> bool:
    """Say whether pictures are read: as chosen, else as GONGKAI_OCR (on, off) says, else where the extra is installed.

    Raises UsageError when it is asked for and not installed.
    """
    if choice is None:
        setting = os.environ.get("GONGKAI_OCR", "auto").lower()
        choice = {"on": True, "1": True, "off": False, "0": False}.get(setting)
    if choice and engine() is None:
        raise UsageError("reading pictures needs the ocr extra: pip install 'gongkai[ocr]' or requirements/ocr.txt")
    return engine() is not None if choice is None else choice


def library(name: str) -> Any:
    """Return a module of the extra, which need not be installed where types are checked."""
    return import_module(name)


@cache
def _rapid() -> Any:
    os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    _allow_more()
    library("cv2").setNumThreads(1)
    threads = {f"EngineConfig.onnxruntime.{which}_op_num_threads": 1 for which in ("intra", "inter")}
    return library("rapidocr").RapidOCR(
        params={"Global.log_level": "critical", "Global.max_side_len": LONGEST, **threads}
    )


def _allow_more() -> None:
    """Raise this process's soft limits to what its parent left for reading pictures."""
    try:
        import resource
    except ImportError:
        return
    for kind in (resource.RLIMIT_AS, resource.RLIMIT_CPU):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (hard, hard))


def upright(picture: Any) -> tuple[Any, list[Word]]:
    """Return a picture (height x width x 3, bytes) turned so that its lines run level, and its words."""
    picture = _level(picture)
    words = _words(picture)
    if words and _legible(words) < _UPRIGHT * sum(len(word.text) for word in words):
        turn = library("numpy").rot90
        turned = [(one := turn(picture, times).copy(), _words(one)) for times in (1, 2, 3)]
        picture, words = max([(picture, words), *turned], key=lambda pair: _legible(pair[1]))
    return picture, [word for word in words if word.score >= _UNSURE]


def _legible(words: list[Word]) -> float:
    """Count the Han characters of level words by confidence; a page on its head or its side shows next to none."""
    level = (word for word in words if word.box[2] - word.box[0] >= 0.8 * (word.box[3] - word.box[1]))
    return sum(word.score * sum(char > "\u2e7f" for char in word.text) for word in level)


def again(picture: Any, box: Box, line: float) -> list[Word]:
    """Return what a cell says, cut out of an upright picture and read by itself; lines are about `line` pixels high."""
    numpy = library("numpy")

    x0, top, x1, bottom = (round(max(edge, 0)) for edge in box)
    cut = picture[top:bottom, x0:x1]
    if min(cut.shape[:2]) < 6:
        return []
    cut = numpy.pad(cut, ((8, 8), (12, 12), (0, 0)), constant_values=255)
    if bottom - top > 2.2 * line:
        inside = [
            Word((w.box[0] + x0 - 12, w.box[1] + top - 8, w.box[2] + x0 - 12, w.box[3] + top - 8), w.text, w.score)
            for w in _words(cut)
        ]
    else:
        found = _rapid()(cut, use_det=False, use_cls=False, use_rec=True)
        texts = zip(found.txts or (), found.scores or (), strict=True)
        inside = [Word(box, str(text).strip(), float(score)) for text, score in texts]
    return [word for word in inside if word.text and word.score >= _UNSURE]


def _words(picture: Any) -> list[Word]:
    """Recognise strip by strip: the detector shrinks what is longer than LONGEST, and digits would be lost."""
    words: list[Word] = []
    top = 0
    for strip in _strips(picture):
        found = _rapid()(strip, use_cls=False)  # lines set right one by one would leave a turned page in disorder
        if found.boxes is not None:
            for corners, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
                xs, ys = [float(corner[0]) for corner in corners], [float(corner[1]) + top for corner in corners]
                if text.strip():
                    words.append(Word((min(xs), min(ys), max(xs), max(ys)), text.strip(), float(score)))
        top += strip.shape[0]
    return words


def _strips(picture: Any) -> list[Any]:
    """Cut a tall picture where least is printed."""
    strips = []
    while picture.shape[0] > LONGEST * 1.3:
        dark = (picture[LONGEST // 2 : LONGEST].min(axis=2) < 128).sum(axis=1)
        cut = LONGEST // 2 + int(dark.argmin())
        strips.append(picture[:cut])
        picture = picture[cut:]
    return [*strips, picture]


def fitted(picture: Any) -> tuple[Any, float]:
    """Return a picture in a size that the engine reads well, and the factor it was scaled by."""
    cv2 = library("cv2")

    height, width = picture.shape[:2]
    scale = min(1.0, LONGEST / width)
    if max(height, width) < _SHORT:
        scale = 2.0
    if height * scale * width * scale > bounds.OCR_PIXELS:
        scale *= (bounds.OCR_PIXELS / (height * scale * width * scale)) ** 0.5
    if scale == 1.0:
        return picture, 1.0
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return cv2.resize(picture, None, fx=scale, fy=scale, interpolation=how), scale


def _level(picture: Any) -> Any:
    """Turn a picture by the small angle (up to 3 degrees) at which its rows of ink stand out most."""
    cv2 = library("cv2")

    small = cv2.resize(picture, None, fx=(f := 700 / max(picture.shape[:2])), fy=f, interpolation=cv2.INTER_AREA)
    ink = (255 - small.min(axis=2)).astype("float32")
    ink[ink < 90] = 0
    height, width = ink.shape
    best, angle = -1.0, 0.0
    for tenths in sorted(range(-30, 31, 2), key=abs):
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), tenths / 10, 1.0)
        rows = cv2.warpAffine(ink, turn, (width, height)).sum(axis=1)
        contrast = float(((rows[1:] - rows[:-1]) ** 2).sum())
        if contrast > best * 1.02:
            best, angle = contrast, tenths / 10
    if not angle:
        return picture
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return cv2.warpAffine(picture, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
