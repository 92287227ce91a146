"""A host's turn between processes: two crawls on one home ask a host as one crawl would.

One small file per host below `HOME/lanes`, locked (flock) while a request is under way; it holds the wall-clock moment
from which the host may be asked again. A process that dies lets its lock go; what it wrote when it began holds.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import time
from collections.abc import Callable
from pathlib import Path

from archive.errors import HomeError

BUSY = 0.1  # seconds until a host that another process is asking is looked at again
LONGEST = 3_600.0  # a moment further away was written under another clock
_PLAIN = re.compile(r"[^a-z0-9.-]+")
_WIDTH = 20  # bytes of the moment, so that a shorter text never leaves digits of a longer one behind


class HostFile:
    """The turn of one host. `clock` is wall-clock seconds, the only clock that processes share."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self.path, self._clock = path, clock
        self._held = -1

    @classmethod
    def of(cls, folder: Path, host: str) -> HostFile:
        """Return the file of a host; its name is readable, and unique whatever the host is called."""
        short = hashlib.sha256(host.encode()).hexdigest()[:8]
        return cls(folder / f"{_PLAIN.sub('-', host.lower())[:80]}-{short}")

    def take(self, floor: float) -> float:
        """Take the turn and return 0, or return the seconds after which to look again. HomeError if refused.

        `floor` is the rest that holds if this process dies before it says better.
        """
        try:
            file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise HomeError(f"{self.path}: cannot be opened: {error.strerror}") from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(file)
            return BUSY
        rest = self._moment(file) - self._clock()
        if 0 < rest <= LONGEST:
            os.close(file)
            return rest
        os.pwrite(file, b"%*.6f" % (_WIDTH, self._clock() + floor), 0)
        self._held = file
        return 0.0

    def give(self, rest: float) -> None:
        """Give the turn back; the host is to rest for so many seconds."""
        if self._held < 0:
            return
        file, self._held = self._held, -1
        try:
            os.pwrite(file, b"%*.6f" % (_WIDTH, self._clock() + rest), 0)
        finally:
            os.close(file)

    @staticmethod
    def _moment(file: int) -> float:
        try:
            return float(os.pread(file, _WIDTH, 0) or b"0")
        except ValueError:
            return 0.0
