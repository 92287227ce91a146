"""Documents are read in a child process with limits on memory, processor time and wall time.

A document is a stranger's program input to large libraries: whatever it makes them do, the parent gets an answer or a
clear InputError. Starting an interpreter and its libraries takes longer than most documents, so a warm process
(`archive.blocks.warm`) waits beside us and forks a child of its own for every document.
"""

from __future__ import annotations

import atexit
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, cast

import msgspec

from archive.blocks import bounds
from archive.blocks.warm import OUT_OF_MEMORY, Answer, Outcome, Request, pack, unpack
from archive.errors import InputError, TooLargeError
from archive.model import Printed

_ROOT = Path(__file__).resolve().parent.parent.parent
_GRACE = 15.0  # seconds beyond a document's own: imports of the libraries, the way there and back
_TRIES = 2  # a warm process may be ended for want of memory elsewhere
_KEPT = ("PATH", "HOME", "LANG", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR")


def read_document(kind: str, payload: bytes, *, ocr: bool = False) -> Printed:
    """Return what a document of a kind (pdf, docx, xlsx, xls, image) prints, read in a child process.

    With `ocr` its pictures of text are read too. Raises InputError with the reader's reason, or naming the limit that
    ended it, TooLargeError beyond the bounds.
    """
    seconds = bounds.OCR_SECONDS if ocr else bounds.CHILD_SECONDS
    request = Request(kind, seconds, bounds.CHILD_CPU_SECONDS, bounds.CHILD_BYTES, ocr)
    outcome, told = _ask(request, payload)
    if outcome.timed_out:
        raise InputError(f"the {kind.upper()} reader took more than {seconds} s and was ended")
    if outcome.code != 0:
        raise InputError(_why(kind, outcome.code, outcome.words))
    answer = msgspec.msgpack.decode(told, type=Answer)
    if answer.printed is None:
        raise TooLargeError(answer.error) if answer.too_large else InputError(answer.error)
    return answer.printed


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process and what it started."""
    if process.poll() is None:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.communicate()


def _why(kind: str, code: int, words: str) -> str:
    last = words.strip().rsplit("\n", 1)[-1][:300]
    if code == OUT_OF_MEMORY or "MemoryError" in words or "bad_alloc" in words:
        return f"the {kind.upper()} reader needed more than {bounds.CHILD_BYTES:,} bytes of memory and was ended"
    if code < 0:
        name = signal.Signals(-code).name if -code in signal.valid_signals() else str(-code)
        limit = f"more than {bounds.CHILD_CPU_SECONDS} s of processor time" if name in ("SIGXCPU", "SIGKILL") else name
        return f"the {kind.upper()} reader was ended: {limit}"
    return f"the {kind.upper()} cannot be read, it is damaged or of an unknown make: {last or f'exit code {code}'}"


class _Gone(Exception):
    """The warm process died or does not answer in time; `timed_out` says which."""

    def __init__(self, code: int, *, timed_out: bool) -> None:
        super().__init__(code)
        self.code, self.timed_out = code, timed_out


class _Warm:
    """A warm process: one document at a time."""

    def __init__(self) -> None:
        kept = {name: value for name, value in os.environ.items() if name in _KEPT or name.startswith("GONGKAI_")}
        kept["PYTHONPATH"] = os.pathsep.join(filter(None, [str(_ROOT), kept.get("PYTHONPATH")]))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "archive.blocks.warm"],  # our own interpreter and module
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=kept,
            bufsize=0,
            start_new_session=True,
        )
        self._to, self._from = cast("IO[bytes]", self.process.stdin), cast("IO[bytes]", self.process.stdout)

    def ask(self, request: Request, payload: bytes) -> tuple[Outcome, bytes]:
        """Return what became of a document. Raises _Gone when the process did not live to tell."""
        deadline = time.monotonic() + request.seconds + _GRACE
        try:
            with memoryview(pack(request, payload)) as message:
                sent = 0
                while sent < len(message):
                    sent += self._to.write(message[sent:]) or 0
            return unpack(Outcome, lambda size: self._received(size, deadline))
        except (OSError, EOFError) as error:
            stop(self.process)
            raise _Gone(self.process.returncode, timed_out=False) from error

    def _received(self, size: int, deadline: float) -> bytes:
        left = deadline - time.monotonic()
        if os.name == "posix" and not select.select([self._from], [], [], max(left, 0.0))[0]:
            stop(self.process)
            raise _Gone(self.process.returncode, timed_out=True)
        return self._from.read(min(size, 1 << 20)) or b""

    def end(self) -> None:
        """Let the process go: it ends when its input closes."""
        stop(self.process)

    def forget(self) -> None:
        """Leave the process to the one who started it: we are that one's forked child."""
        self._to.close()
        self._from.close()
        self.process.returncode = 0


_idle: list[_Warm] = []  # one for each thread that has read documents at the same time


def _ask(request: Request, payload: bytes) -> tuple[Outcome, bytes]:
    for attempt in range(_TRIES):
        warm = _idle.pop() if _idle else _Warm()
        try:
            outcome, told = warm.ask(request, payload)
        except _Gone as gone:
            if gone.timed_out or attempt == _TRIES - 1:
                return Outcome(code=gone.code or 1, timed_out=gone.timed_out, words="the reading process died"), b""
            continue
        except BaseException:
            warm.end()
            raise
        if outcome.last:
            warm.end()
        else:
            _idle.append(warm)
        return outcome, told
    raise AssertionError("the loop returns")


@atexit.register
def close() -> None:
    """End the warm processes; the next document begins a new one."""
    while _idle:
        _idle.pop().end()


def _forget() -> None:
    while _idle:
        _idle.pop().forget()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
