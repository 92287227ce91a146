"""The folder that one user's runs and database live in."""

from __future__ import annotations

import os
from pathlib import Path

from archive.errors import HomeError


class Home:
    """The folder that holds the runs and the database. Making the object touches nothing on the disk."""

    def __init__(self, path: Path | str) -> None:
        """HomeError when `path` is there and is not a directory."""
        self.path = Path(path)
        try:
            wrong = self.path.exists() and not self.path.is_dir()
        except OSError as error:
            raise HomeError(f"{self.path}: {error.strerror}") from error
        if wrong:
            raise HomeError(f"{self.path} is not a directory; give --home a directory or a new name")

    @property
    def runs_folder(self) -> Path:
        return self.path / "runs"

    @property
    def database(self) -> Path:
        return self.path / "gongkai.db"

    def check_exists(self) -> None:
        """HomeError unless the home is a directory that can be read."""
        if not self.path.is_dir() or not os.access(self.path, os.R_OK | os.X_OK):
            raise HomeError(f"{self.path}: there is no home that can be read here; `gongkai crawl` makes one")

    def check_writable(self) -> None:
        """Make the home's folders where they are missing; HomeError when that or writing there is refused."""
        try:
            self.runs_folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise HomeError(f"{self.path}: cannot be made a home: {error.strerror}") from error
        if not os.access(self.runs_folder, os.W_OK | os.X_OK):
            raise HomeError(f"{self.path} is not writable; check its owner and permissions")
