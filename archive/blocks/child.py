"""Documents are read in a child process with limits on memory, processor time and wall time.

A document is a stranger's program input to large libraries: whatever it makes them do, the parent gets an answer or a
clear InputError. `python -m archive.blocks.child KIND` reads a payload from standard input and answers in msgpack.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import msgspec

from archive.blocks import bounds
from archive.errors import InputError, TooLargeError
from archive.model import Printed

_ROOT = Path(__file__).resolve().parent.parent.parent


class Answer(msgspec.Struct):
    """Either what was read or why not."""

    printed: Printed | None = None
    error: str = ""
    too_large: bool = False


def read_document(kind: str, payload: bytes) -> Printed:
    """Return what a document of a kind (pdf, docx, xlsx, xls) prints, read in a child process.

    Raises InputError with the reader's reason, or naming the limit that ended it, TooLargeError beyond the bounds.
    """
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(_ROOT), os.environ.get("PYTHONPATH", "")])}
    process = subprocess.Popen(  # noqa: S603  our own interpreter and module
        [sys.executable, "-m", "archive.blocks.child", kind],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        start_new_session=True,
    )
    try:
        out, err = process.communicate(payload, timeout=bounds.CHILD_SECONDS)
    except subprocess.TimeoutExpired as error:
        stop(process)
        raise InputError(f"the {kind.upper()} reader took more than {bounds.CHILD_SECONDS} s and was ended") from error
    except BaseException:
        stop(process)
        raise
    if process.returncode != 0:
        raise InputError(_why(kind, process.returncode, err))
    answer = msgspec.msgpack.decode(out, type=Answer)
    if answer.printed is None:
        raise TooLargeError(answer.error) if answer.too_large else InputError(answer.error)
    return answer.printed


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a child and what it started."""
    if process.poll() is None:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.communicate()


def _why(kind: str, code: int, err: bytes) -> str:
    last = err.decode("utf-8", "replace").strip().rsplit("\n", 1)[-1][:300]
    if "MemoryError" in last or "bad_alloc" in last:
        return f"the {kind.upper()} reader needed more than {bounds.CHILD_BYTES:,} bytes of memory and was ended"
    if code < 0:
        name = signal.Signals(-code).name if -code in signal.valid_signals() else str(-code)
        limit = f"more than {bounds.CHILD_CPU_SECONDS} s of processor time" if name in ("SIGXCPU", "SIGKILL") else name
        return f"the {kind.upper()} reader was ended: {limit}"
    return f"the {kind.upper()} cannot be read, it is damaged or of an unknown make: {last or f'exit code {code}'}"


def limit(memory: int, seconds: int) -> None:
    """Bound this process. Where the system has no such limits (Windows) the wall time of the parent is what is left."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(kind: str, payload: bytes) -> Printed:
    if kind == "pdf":
        from archive.blocks import pdf

        return pdf.read(payload)
    if kind == "docx":
        from archive.blocks import docx

        return docx.read(payload)
    from archive.blocks import sheets

    return sheets.read_xlsx(payload) if kind == "xlsx" else sheets.read_xls(payload)


def main() -> None:
    """Answer for one document."""
    limit(bounds.CHILD_BYTES, bounds.CHILD_CPU_SECONDS)
    payload = sys.stdin.buffer.read(bounds.MAX_PAYLOAD_BYTES + 1)
    try:
        answer = Answer(printed=_read(sys.argv[1], payload))
    except TooLargeError as error:
        answer = Answer(error=str(error), too_large=True)
    except InputError as error:
        answer = Answer(error=str(error))
    encoded = msgspec.msgpack.encode(answer)
    if len(encoded) > bounds.MAX_ANSWER_BYTES:
        encoded = msgspec.msgpack.encode(Answer(error="the document holds too much text", too_large=True))
    sys.stdout.buffer.write(encoded)


if __name__ == "__main__":
    main()
