"""Zip containers (DOCX, XLSX, OFD …): opened only within bounds, so that no small file unpacks into a large one."""

from __future__ import annotations

import io
import zipfile
import zlib
from lzma import LZMAError

from archive.blocks import bounds
from archive.errors import InputError, TooLargeError

_SMALL = 1_000_000  # bytes; a member below this may have any ratio
OPENS_WITH = {  # the member that says what a container is
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "xl/workbook.bin": "xlsb",
    "OFD.xml": "ofd",
    "ppt/presentation.xml": "pptx",
    "content.xml": "opendocument",
}


def opened(payload: bytes) -> zipfile.ZipFile:
    """Return an open container. Raises InputError when damaged or encrypted, TooLargeError beyond the bounds."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(payload))
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, EOFError) as error:
        raise InputError(f"the file is a damaged zip container: {error}") from error
    if len(members) > bounds.MAX_ZIP_MEMBERS:
        raise TooLargeError(f"the container has {len(members):,} members; at most {bounds.MAX_ZIP_MEMBERS:,} are read")
    if sum(member.file_size for member in members) > bounds.MAX_ZIP_BYTES:
        raise TooLargeError(f"the container unpacks to more than {bounds.MAX_ZIP_BYTES:,} bytes")
    for member in members:
        if member.file_size > _SMALL and member.file_size > bounds.MAX_ZIP_RATIO * max(1, member.compress_size):
            raise TooLargeError(f"the member {member.filename!r} is packed more than {bounds.MAX_ZIP_RATIO} times")
        if member.flag_bits & 1:
            raise InputError("the container is encrypted; ask the publisher for an open file")
    return archive


def member(archive: zipfile.ZipFile, name: str) -> bytes | None:
    """Return the bytes of a member, None when it is not there. Raises InputError when it is damaged."""
    try:
        with archive.open(name) as stream:
            payload = stream.read(bounds.MAX_ZIP_BYTES + 1)
    except KeyError:
        return None
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError, zlib.error, LZMAError) as error:
        raise InputError(f"the member {name!r} is damaged: {error}") from error
    if len(payload) > bounds.MAX_ZIP_BYTES:
        raise TooLargeError(f"the member {name!r} unpacks to more than {bounds.MAX_ZIP_BYTES:,} bytes")
    return payload


def kind(payload: bytes) -> str:
    """Return docx, xlsx, ofd, pptx, opendocument, xlsb, or zip for any other container."""
    names = set(opened(payload).namelist())
    return next((kind for name, kind in OPENS_WITH.items() if name in names), "zip")
