"""One home made by two crawls of all platform samples, shared by every test of a run and by every worker of it.

`from platforms_kit import platforms_home` gives a test file the fixture. The home is for reading.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from chain_kit import dumped
from crawler_kit import Crawls

from archive.build import build
from archive.captures import Home
from crawler.sample import SamplePortals
from crawler.sample.platforms import SITES
from crawler.sample.platforms.square import Square

HOSTILE = "sample-hostile"
PEACEFUL = tuple(name for name in SITES if name != HOSTILE)
MADE = "made.json"


def where(url: str) -> str:
    """Path and query of an address; the front file of a folder left out."""
    parts = urlsplit(url)
    path = parts.path.removesuffix("index.html") if parts.path.endswith("/index.html") else parts.path
    return f"{path}?{parts.query}" if parts.query else path


def _sent(servers: Iterable[tuple[str, SamplePortals]]) -> dict[str, dict[str, int]]:
    """Requests and body bytes per portal since the last look."""
    found = {}
    for name, server in servers:
        rows = server.log.rows()
        found[name] = {"requests": len(rows), "bytes": sum(row.sent for row in rows)}
        server.log.clear()
    return found


def make(folder: Path) -> dict[str, Any]:
    """Crawl all samples, build, crawl the peaceful ones again, build; return what each step said."""
    home = folder / "home"
    with Square() as square, Crawls(folder) as crawls:
        portals = square.portals()
        again = [portal for portal in portals if portal.id in PEACEFUL]
        said = {"first": crawls.run(home, portals), "asked": _sent(square.servers.items())}
        build(Home(home))
        before = dumped(home)
        said |= {"second": crawls.run(home, again), "asked_again": _sent(square.servers.items())}
    build(Home(home))
    after = dumped(home)
    said["lines"] = len(before)
    said["changed"] = sorted(set(before).symmetric_difference(after))[:40]
    return said


@pytest.fixture(scope="session")
def platforms_home(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """Return the home and what its making said; the first worker makes both, the others wait."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "platforms-home"
    shared.mkdir(exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / MADE).exists():
            said = make(shared)
            (shared / MADE).write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    return shared / "home", json.loads((shared / MADE).read_text(encoding="utf-8"))
