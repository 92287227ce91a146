"""The main chain as a user runs it: real commands in real processes, against the sample portals on loopback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from archive.build import dump
from archive.captures.runs import Home
from crawler.sample import SamplePortals

COMMAND = (sys.executable, "-c", "from crawler.cli import main; main()")
ROOT = Path(__file__).parent.parent
PORTAL = """
[[portal]]
id = "{id}"
publisher = "台山市赤溪镇人民政府"
publisher_id = "440781110"
platform = "{platform}"
url = "{base}{path}"
level = "township"
local = true
delay = 0
"""


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]), **more}


def gongkai(*arguments: str | Path, check: int | None = 0, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """Run one command to its end; `check` is the exit code it must have (None: any)."""
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)], capture_output=True, text=True, timeout=timeout, env=environment(), cwd=ROOT
    )
    assert check is None or done.returncode == check, (
        f"exit {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    )
    return done


def start(*arguments: str | Path) -> subprocess.Popen[bytes]:
    """Start one command; the caller ends it."""
    return subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment(),
        cwd=ROOT,
    )


def make_home(folder: Path, portals: SamplePortals, *, id: str = "town", path: str = "/jmtsscxz/gkmlpt/index") -> Path:
    """Make a home whose registry holds one sample portal at its present address."""
    (folder / "portals").mkdir(parents=True, exist_ok=True)
    platform = "gkmlpt" if "gkmlpt" in path else "nfcms"
    text = PORTAL.format(id=id, platform=platform, base=portals.base_url, path=path)
    (folder / "portals" / f"{id}.toml").write_text(text, encoding="utf-8")
    return folder


def dumped(home: Path) -> list[str]:
    """Return the logical dump; digests in it depend on the port that the sample portals were served at."""
    return list(dump(Home(home)))
