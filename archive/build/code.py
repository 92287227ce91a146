"""What readings depend on besides the captures: the code that reads and derives, as one digest."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import archive
from archive.blocks import ocr

APART = frozenset({"serve", "commands", "cli.py", "summary.py", "exitcodes.py"})  # they change no row
SUFFIXES = frozenset({".py", ".toml", ".csv", ".txt", ".json"})
PARSERS = (
    *("lxml", "selectolax", "beautifulsoup4", "opencc", "pdfplumber", "pypdfium2", "python-docx", "openpyxl"),
    *("python-calamine", "rapidocr", "onnxruntime"),
)


@cache
def code_digest() -> str:
    """Return a digest of the reading code, of the versions of the parsers under it and of whether scans are read.

    When it changes, every row is derived again: a database is never half of one reader and half of another, and a
    change of ours never looks like a change by a publisher.
    """
    digest = blake2b(digest_size=16)
    folder = Path(archive.__file__).parent
    found = (path for path in folder.rglob("*") if path.suffix in SUFFIXES)
    for path in sorted(path for path in found if path.relative_to(folder).parts[0] not in APART):
        content = path.read_bytes()
        digest.update(b"%s %d\n" % (path.relative_to(folder).as_posix().encode(), len(content)))
        digest.update(content)
    for name in PARSERS:
        digest.update(f"{name} {_version(name)}\n".encode())
    digest.update(b"ocr %d\n" % ocr.wanted(None))
    return digest.hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"
