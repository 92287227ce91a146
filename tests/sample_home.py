"""One home made by a crawl of all sample portals, shared by every test of a run and by every worker of it.

`from sample_home import sample_home` gives a test file the fixture. The home is for reading; copy it to change it.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest
from chain_kit import gongkai

MADE = "made"


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home with one crawl of the sample portals, built; the first worker makes it, the others wait."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "sample-home"
    shared.mkdir(exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / MADE).exists():
            gongkai("demo", "--no-serve", "--home", shared / "home")
            (shared / MADE).touch()
    return shared / "home"
