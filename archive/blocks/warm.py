"""The warm process that waits for documents: libraries loaded once, a fresh fork with its own limits for each document.

`python -m archive.blocks.warm` reads requests from standard input and answers on standard output. Nothing of a document
is looked at in the warm process itself: the forked child reads it, hands its answer back through a pipe and is killed.
Where forking is not safe the process reads one document itself, under the same limits, and ends.
"""

from __future__ import annotations

import gc
import importlib
import os
import selectors
import signal
import sys
import time
from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

import msgspec
from msgspec import Struct

from archive.blocks import bounds
from archive.errors import InputError, TooLargeError
from archive.model import Printed

FORKS = hasattr(os, "fork") and sys.platform != "darwin"  # forking under macOS frameworks is not safe
_WORDS = 4_000  # bytes kept of what a dying child says
OUT_OF_MEMORY = 77  # exit code of a child; printing the exception may take memory that is not there
_HEAD = 8  # bytes: the lengths of header and body
_READERS = {
    "pdf": ("archive.blocks.pdf", "pdfplumber", "pypdfium2"),
    "docx": ("archive.blocks.docx",),
    "xlsx": ("archive.blocks.sheets", "openpyxl", "python_calamine"),
    "xls": ("archive.blocks.sheets", "python_calamine"),
    "image": ("archive.blocks.pictures",),
}
# What no reader of a document has a reason to do; libraries that phone home are stopped here.
_REFUSED = frozenset(
    (
        "socket.connect socket.bind socket.getaddrinfo socket.sendto subprocess.Popen os.system os.exec os.posix_spawn "
        "os.fork os.forkpty os.remove os.rename os.rmdir os.mkdir os.chmod"
    ).split()
)


class Request(Struct):
    """One document's kind, limits and whether its pictures of text are read; the payload follows."""

    kind: str
    seconds: float
    cpu_seconds: int
    memory: int
    ocr: bool = False


class Outcome(Struct):
    """How a child ended: its exit code (negative: the signal), its last words; the answer follows."""

    code: int = 0
    timed_out: bool = False
    words: str = ""
    last: bool = False  # the process answers no further request


class Answer(Struct):
    """Either what was read or why not."""

    printed: Printed | None = None
    error: str = ""
    too_large: bool = False


_Told = TypeVar("_Told", Request, Outcome)


def pack(told: Request | Outcome, body: bytes) -> bytes:
    """Return one message: two lengths, a header, a body."""
    header = msgspec.msgpack.encode(told)
    return len(header).to_bytes(4, "big") + len(body).to_bytes(4, "big") + header + body


def unpack(kind: type[_Told], receive: Callable[[int], bytes]) -> tuple[_Told, bytes]:
    """Return header and body of the next message. Raises EOFError where the other end is closed."""
    lengths = _exactly(_HEAD, receive)
    header = _exactly(int.from_bytes(lengths[:4], "big"), receive)
    body = _exactly(int.from_bytes(lengths[4:], "big"), receive)
    return msgspec.msgpack.decode(header, type=kind), body


def _exactly(size: int, receive: Callable[[int], bytes]) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        part = receive(size - len(parts))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)


def main() -> None:
    """Answer for documents until the input closes, with its owner or by its owner's death."""
    while True:
        try:
            request, payload = unpack(Request, lambda size: os.read(0, size))
        except EOFError:
            return
        for module in _READERS[request.kind]:
            importlib.import_module(module)
        if not FORKS:
            limit(request)
            _send(Outcome(last=True), _answered(request, payload))
            return
        if not _through_child(request, payload):
            return


def _send(outcome: Outcome, told: bytes) -> None:
    message = memoryview(pack(outcome, told))
    while message:
        message = message[os.write(1, message) :]


# ---------------------------------------------------------------------------------------------- the forking side


def _through_child(request: Request, payload: bytes) -> bool:
    """Fork for one document and send what became of it; False when our owner is gone."""
    gc.freeze()  # the child touches no object it does not use
    answer, words = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        os.setsid()
        for far, near in ((os.open(os.devnull, os.O_RDONLY), 0), (answer[1], 1), (words[1], 2)):
            os.dup2(far, near)
        os.closerange(3, 256)
        _child(request, payload)
    os.close(answer[1])
    os.close(words[1])
    parts: dict[int, bytearray] = {answer[0]: bytearray(), words[0]: bytearray()}
    why = _wait(parts, time.monotonic() + request.seconds)
    _kill(child)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    told, last = bytes(parts[answer[0]]), bytes(parts[words[0]][-_WORDS:]).decode("utf-8", "replace")
    for pipe in parts:
        os.close(pipe)
    if why == "owner gone":
        return False
    if why == "too much":
        code, last = 1, "it hands back too much"
    _send(Outcome(code, why == "time", last), told if code == 0 else b"")
    return True


def _wait(parts: dict[int, bytearray], deadline: float) -> str:
    """Collect what the child says until it is done, time is up, it says too much, or our owner is gone."""
    with selectors.DefaultSelector() as selector:
        for pipe in (0, *parts):
            selector.register(pipe, selectors.EVENT_READ)
        talking = set(parts)
        while talking:
            left = deadline - time.monotonic()
            events = selector.select(left) if left > 0 else []
            if not events:
                return "time"
            for key, _ in events:
                if key.fd == 0:
                    return "owner gone"
                part = os.read(key.fd, 1 << 20)
                parts[key.fd] += part
                if len(parts[key.fd]) > bounds.MAX_ANSWER_BYTES + _WORDS:
                    return "too much"
                if not part:
                    selector.unregister(key.fd)
                    talking.discard(key.fd)
    return "done"


def _kill(child: int) -> None:
    """End the child's whole group; one that has ended by itself keeps its exit code."""
    try:
        os.killpg(child, signal.SIGKILL)
    except ProcessLookupError:
        os.kill(child, signal.SIGKILL)  # before setsid; a child not yet waited for keeps its number


# ---------------------------------------------------------------------------------------------- the child


def _child(request: Request, payload: bytes) -> NoReturn:
    """Read one document and end. An exception nobody foresaw is printed and ends the child with code 1."""
    code = 1
    try:
        limit(request)
        sys.addaudithook(_refuse)
        told = memoryview(_answered(request, payload))
        while told:
            told = told[os.write(1, told) :]
        code = 0
    except MemoryError:
        code = OUT_OF_MEMORY
    finally:
        if code == 1:
            sys.excepthook(*sys.exc_info())
            sys.stderr.flush()
        os._exit(code)


def limit(request: Request) -> None:
    """Bound this process. Where the system has no such limits (Windows) the wall time is what is left.

    Reading pictures needs more of both: with `ocr` the soft limits may be raised up to OCR_BYTES and OCR_SECONDS.
    """
    try:
        import resource
    except ImportError:
        return
    memory = max(request.memory, bounds.OCR_BYTES) if request.ocr else request.memory
    seconds = max(request.cpu_seconds + 2, bounds.OCR_SECONDS) if request.ocr else request.cpu_seconds + 2
    resource.setrlimit(resource.RLIMIT_AS, (request.memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (request.cpu_seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _refuse(event: str, args: tuple[Any, ...]) -> None:
    writes = event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+")
    if event in _REFUSED or writes:
        raise PermissionError(f"a document reader may not: {event} {args[:1]!r}")


def _answered(request: Request, payload: bytes) -> bytes:
    try:
        answer = Answer(printed=_read(request, payload))
    except TooLargeError as error:
        answer = Answer(error=str(error), too_large=True)
    except InputError as error:
        answer = Answer(error=str(error))
    encoded = msgspec.msgpack.encode(answer)
    if len(encoded) > bounds.MAX_ANSWER_BYTES:
        encoded = msgspec.msgpack.encode(Answer(error="the document holds too much text", too_large=True))
    return encoded


def _read(request: Request, payload: bytes) -> Printed:
    if request.kind == "pdf":
        from archive.blocks import pdf

        return pdf.read(payload, ocr=request.ocr)
    if request.kind == "docx":
        from archive.blocks import docx

        return docx.read(payload)
    if request.kind == "image":
        from archive.blocks import pictures

        return pictures.read(payload)
    from archive.blocks import sheets

    return sheets.read_xlsx(payload) if request.kind == "xlsx" else sheets.read_xls(payload)


if __name__ == "__main__":
    main()
