"""Legacy Word files (DOC, WPS, RTF): converted to DOCX by LibreOffice where it is installed, else text only."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from archive.blocks import bounds
from archive.blocks.child import stop
from archive.errors import InputError

_MEMORY = 6_000_000_000  # bytes of address space; LibreOffice maps far more than it uses
_LIMITED = (
    "import os,resource,sys;"
    f"resource.setrlimit(resource.RLIMIT_AS,({_MEMORY},{_MEMORY}));"
    f"resource.setrlimit(resource.RLIMIT_CPU,({bounds.OFFICE_SECONDS},{bounds.OFFICE_SECONDS}));"
    "os.execv(sys.argv[1],sys.argv[1:])"
)
_FILTERS = {"doc": "MS Word 97", "rtf": "Rich Text Format"}  # or LibreOffice would read any bytes as plain text
# Word 97-2003 stores Chinese as UTF-16; cells end with \x07, paragraphs with \r.
_RUN = re.compile("[\x20-\x7e\x07\t\x0b\r\u2010-\u203b\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]{8,}")
_COMMON = re.compile("[的是在和有年月日公开政府信息为本无情况]")
_MISSING = (
    "LibreOffice is not installed: only the text was read; table cells stand on lines of their own, and deleted or "
    "struck-out text cannot be told from the rest"
)


def program() -> str | None:
    """Return the path of LibreOffice, None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def to_docx(payload: bytes, suffix: str) -> bytes:
    """Return a DOC, WPS or RTF file as DOCX. Raises InputError when LibreOffice cannot read it or takes too long."""
    path = program()
    if path is None:
        raise InputError(f"reading {suffix.upper()} files needs LibreOffice (soffice on the PATH)")
    with tempfile.TemporaryDirectory(prefix="gongkai-office-") as folder:
        source = Path(folder, f"input.{suffix}")
        source.write_bytes(payload)
        command = [
            path,
            f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
            "--headless",
            f"--infilter={_FILTERS[suffix]}",
            "--norestore",
            "--nolockcheck",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            folder,
            str(source),
        ]
        if os.name == "posix":
            command = [sys.executable, "-c", _LIMITED, *command]
        _run(command, suffix)
        result = Path(folder, "input.docx")
        if not result.exists():
            raise InputError(f"LibreOffice cannot read this {suffix.upper()} file; it is damaged or encrypted")
        return result.read_bytes()


def _run(command: list[str], suffix: str) -> None:
    process = subprocess.Popen(  # noqa: S603  LibreOffice by its path; the file's name is ours
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    try:
        process.communicate(timeout=bounds.OFFICE_SECONDS)
    except subprocess.TimeoutExpired as error:
        stop(process)
        raise InputError(f"LibreOffice took more than {bounds.OFFICE_SECONDS} s for a {suffix.upper()} file") from error
    except BaseException:
        stop(process)
        raise


def text_only(payload: bytes) -> tuple[str, str]:
    """Return the longest stretch of text stored in a DOC file, and a note that says what is missing.

    Raises InputError when there is none.
    """
    runs = _RUN.findall(payload.decode("utf-16-le", "replace"))
    texts = [run for run in runs if len(_COMMON.findall(run)) * 20 >= len(run)]
    if not texts:
        raise InputError("no text is found in the DOC file, and " + _MISSING.partition(":")[0])
    return "\n".join(texts).replace("\r", "\n").replace("\x07", "\n").replace("\x0b", "\n"), _MISSING
