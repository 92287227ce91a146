"""What a payload is: by its first bytes, then by the stated type, then by its name."""

from __future__ import annotations

from archive.blocks import zips
from archive.errors import InputError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
)
_UNREADABLE = (
    (b"Rar!", "a RAR archive; unpack it and read its files"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it and read its files"),
    (b"Founder CEB", "a CEB file (Founder Apabi), which has no open reader; convert it to PDF"),
    (b"\x1f\x8b", "gzip data; unpack it first"),
)
_ZIPPED = {
    "ofd": "an OFD file, which cannot be read yet; convert it to PDF",
    "pptx": "a presentation (PPTX), which cannot be read; convert it to PDF",
    "xlsb": "a binary workbook (XLSB), which cannot be read; save it as XLSX",
    "opendocument": "an OpenDocument file, which cannot be read yet; save it as DOCX or XLSX",
    "zip": "a zip archive; unpack it and read its files",
}


def document_kind(payload: bytes, mime: str, name: str | None) -> str | None:
    """Return pdf, docx, xlsx, doc, xls, rtf, image or mht for a document, None for text of some kind.

    Raises InputError naming the format for one that cannot be read, TooLargeError for a container beyond the bounds.
    """
    if b"%PDF-" in payload[:1024]:
        return "pdf"
    if payload.startswith(b"PK\x03\x04"):
        kind = zips.kind(payload)
        if kind in _ZIPPED:
            raise InputError(f"this is {_ZIPPED[kind]}")
        return kind
    if payload.startswith(_OLE):
        return _ole_kind(payload, mime, name)
    if payload.startswith(b"{\\rtf"):
        return "rtf"
    if any(payload.startswith(magic) for magic, _ in _IMAGES) or payload[:2] == b"BM" or _is_webp(payload):
        return "image" if payload[:2] != b"BM" or b"\0" in payload[:32] else None
    for magic, what in _UNREADABLE:
        if payload.startswith(magic):
            raise InputError(f"this is {what}")
    if payload[:200].lstrip().lower().startswith(b"mime-version:") or b"multipart/related" in payload[:2_000].lower():
        return "mht"
    if payload.count(b"\0", 0, 4_000) > 400 and payload[:2] not in (b"\xff\xfe", b"\xfe\xff") and not _wide(payload):
        stated = f" (stated as {mime or name})" if mime or name else ""
        raise InputError(f"these are binary data of no known kind{stated}")
    return None


def _is_webp(payload: bytes) -> bool:
    return payload.startswith(b"RIFF") and payload[8:12] == b"WEBP"


def _wide(payload: bytes) -> bool:
    """UTF-16 without a byte order mark has its zero bytes at one side."""
    even, odd = payload[0:4_000:2].count(0), payload[1:4_000:2].count(0)
    return min(even, odd) * 20 < max(even, odd)


def _ole_kind(payload: bytes, mime: str, name: str | None) -> str:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in payload

    if holds("EncryptedPackage"):
        raise InputError("the document is encrypted; ask the publisher for an open file")
    if holds("WordDocument"):
        return "doc"
    if holds("Workbook") or holds("Book\0"):
        return "xls"
    if holds("PowerPoint Document"):
        raise InputError("this is a presentation (PPT), which cannot be read; convert it to PDF")
    lowered = f"{mime} {name or ''}".lower()
    return "xls" if "excel" in lowered or lowered.endswith((".xls", ".et")) else "doc"
