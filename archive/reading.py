"""Bytes to a checked reading: carrier to blocks, blocks to reading, reading to findings. No network, no database."""

from __future__ import annotations

from msgspec.structs import replace

from archive.blocks import printed_of
from archive.checks import run
from archive.marks import marked
from archive.model import Reading
from archive.report import read
from archive.second import compared


def read_payload(
    payload: bytes,
    *,
    source: str = "-",
    url: str | None = None,
    mime: str | None = None,
    name: str | None = None,
    charset: str | None = None,
    local: bool = False,
    ocr: bool | None = None,
) -> Reading:
    """Read one page or document of any carrier and check it.

    `payload` is content-decoded; `ocr` says whether pictures of text are read (None: where the extra is installed).
    Raises InputError (not readable, no known kind) or TooLargeError (a bound is passed).
    """
    printed = printed_of(payload, url=url, mime=mime, name=name, charset=charset, ocr=ocr)
    reading = marked(read(printed, source=source, url=url, local=local), printed)
    findings = compared(payload, charset, printed, reading.figures, run(reading))
    return replace(reading, findings=reading.findings + findings)
