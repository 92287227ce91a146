"""Appending to a file so that a failure leaves whole records only."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO

from archive.errors import HomeError


def read_at(stream: IO[bytes], offset: int, length: int) -> bytes:
    """Return up to `length` bytes from `offset` on; fewer, or none, where the place named is not in the file."""
    try:
        stream.seek(offset)
        return stream.read(length) if length > 0 else b""
    except (OSError, OverflowError, ValueError):  # a place no file system knows
        return b""


class AppendOnly:
    """A new file that only grows. Not for several threads; one process holds it, the lock of its run says so."""

    def __init__(self, path: Path) -> None:
        """Create `path`; HomeError when it exists or cannot be made: bytes are written once."""
        self.path = path
        self.size = 0
        self.refused = False  # an append failed; what follows it would not stand where others expect it
        try:
            self._fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise HomeError(f"{path}: cannot be created: {error.strerror}") from error

    def append(self, data: bytes) -> int:
        """Hand all of `data` to the system and return the offset where it starts.

        After this returns, the bytes survive the death of the process (not the loss of power: that takes `close`).
        HomeError (disk full, quota) leaves the file as it was before; later appends are refused.
        """
        if self.refused:
            raise HomeError(f"{self.path}: an earlier write failed; nothing more is written here")
        start, view = self.size, memoryview(data)
        try:
            while view:
                view = view[os.write(self._fd, view) :]
        except OSError as error:
            self.refused = True
            os.ftruncate(self._fd, start)
            raise HomeError(
                f"{self.path}: cannot be written: {error.strerror}; free some space, crawl again"
            ) from error
        self.size = start + len(data)
        return start

    def close(self, *, sync: bool = True) -> None:
        """Close the file; with `sync` its bytes are on the disk first."""
        if self._fd < 0:
            return
        try:
            if sync:
                os.fsync(self._fd)
        finally:
            os.close(self._fd)
            self._fd = -1
