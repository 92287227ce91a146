"""A small catalogue on loopback for crawler tests, and crawls of it in processes of their own."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from archive.captures import ledger
from archive.model import Fetch, LedgerRow, Listing, Portal
from crawler.sample.web import HOST_MARK, JSON, Page, Web, page

ROOT = Path(__file__).parent.parent
# A process that has everything imported and forks one child per crawl: a crawl then starts in a tenth of the time.
FORKS = """
import json, os, resource, signal, sys
import msgspec
from archive.errors import GongkaiError
from archive.model import Portal
from crawler import extensions, middlewares, recorder, replay, robots
from crawler.crawl import crawl
from crawler import guard
from crawler.spiders import gkmlpt
import scrapy.core.downloader.contextfactory, scrapy.crawler, scrapy.logformatter, scrapy.statscollectors, uvloop
from scrapy.settings import Settings
from scrapy.utils.misc import load_object
settings = Settings()
settings.setmodule("crawler.settings")
for name in ("EXTENSIONS", "DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES"):
    for path in (*settings[name + "_BASE"], *settings[name]):
        load_object(path)
assert "twisted.internet.reactor" not in sys.modules

def run(call):
    try:
        done = crawl(msgspec.convert(call["portals"], list[Portal]), call["home"], **call["options"])
    except GongkaiError as error:
        return {"error": str(error), "code": error.exit_code}
    ended = {p.portal_id: msgspec.to_builtins(p) | {"code": p.exit_code} for p in done.portals}
    return ended | {"code": done.exit_code, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}

signal.signal(signal.SIGCHLD, signal.SIG_IGN)
for line in sys.stdin:
    call = json.loads(line)
    pid = os.fork()
    if pid == 0:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        sys.stdin.close()
        null = os.open(call["result"] + ".log", os.O_WRONLY | os.O_CREAT)
        os.dup2(null, 1), os.dup2(null, 2)
        if call["disk"]:
            resource.setrlimit(resource.RLIMIT_FSIZE, (call["disk"], call["disk"]))
        result = json.dumps(run(call))
        with open(call["result"], "w") as file:
            file.write(result)
        os._exit(0)
    print(pid, flush=True)
"""


class Crawl:
    """One crawl in a child process that the test may wait for or kill."""

    def __init__(self, pid: int, result: Path) -> None:
        self.pid, self.result = pid, result
        try:
            self._handle: int | None = os.pidfd_open(pid)
        except ProcessLookupError:
            self._handle = None

    def wait(self, seconds: float = 60) -> None:
        """Wait until the process is gone, however it ended."""
        if self._handle is None:
            return
        poll = select.poll()
        poll.register(self._handle, select.POLLIN)
        assert poll.poll(seconds * 1000), f"the crawl did not end within {seconds} s"
        os.close(self._handle)
        self._handle = None

    def summary(self) -> dict[str, Any]:
        """What the crawl said in the end."""
        self.wait()
        log = self.result.with_name(self.result.name + ".log")
        assert self.result.exists(), log.read_text(encoding="utf-8", errors="replace")[-3000:]
        said: dict[str, Any] = json.loads(self.result.read_text(encoding="utf-8"))
        return said | {"log": log.read_text(encoding="utf-8", errors="replace")}


class Crawls:
    """Starts crawls; a context manager that ends its own helper process."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.count = folder, 0
        path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
        self._parent = subprocess.Popen(
            [sys.executable, "-c", FORKS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
            env={**os.environ, "PYTHONPATH": path},
        )  # fmt: skip

    def start(self, home: Path, portals: Sequence[Portal], *, disk: int = 0, **options: Any) -> Crawl:
        """Start a crawl and return at once; no file of it may grow beyond `disk` bytes (0: no bound)."""
        self.count += 1
        result = self.folder / f"crawl-{self.count}.json"
        entries = msgspec.to_builtins(list(portals))
        call = {"portals": entries, "home": str(home), "options": options, "disk": disk}
        assert self._parent.stdin is not None
        assert self._parent.stdout is not None
        self._parent.stdin.write(json.dumps(call | {"result": str(result)}) + "\n")
        self._parent.stdin.flush()
        return Crawl(int(self._parent.stdout.readline()), result)

    def run(self, home: Path, portals: Sequence[Portal], *, disk: int = 0, **options: Any) -> dict[str, Any]:
        """Crawl and return the summary per portal, with `code`, `log` and `peak` (bytes of memory)."""
        return self.start(home, portals, disk=disk, **options).summary()

    def close(self) -> None:
        assert self._parent.stdin is not None
        self._parent.stdin.close()
        self._parent.wait(10)

    def __enter__(self) -> Crawls:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def post(number: int, *, title: str = "", node: int = 1, **more: Any) -> dict[str, Any]:
    """One row of the list API."""
    path = f"/gkmlpt/content/{number // 1_000_000}/{number // 1_000}/post_{number}.html"
    row = {"id": number, "title": title or f"事项{number}", "type": "normal", "classify_main": node,
           "date": 1736870400, "display_publish_time": 1737336600, "url": f"//{HOST_MARK}/town{path} "}  # fmt: skip
    return row | more


def answers(
    rows: Sequence[dict[str, Any]], node: int, *, total: int | None = None, claimed: int | None = None
) -> tuple[Page, ...]:
    """The pages of one node's list, 100 rows each; `total` as the server states it."""
    chunks = [rows[at : at + 100] for at in range(0, len(rows), 100)] or [[]]
    stated = len(rows) if total is None else total
    classify = {"id": node, "name": f"栏目{node}", "post_count": stated if claimed is None else claimed}
    return tuple(
        page(json.dumps({"classify": classify, "total": stated, "offset": n * 100, "articles": list(chunk)}), JSON)
        for n, chunk in enumerate(chunks)
    )


def content(title: str, body: str = "<p>本页正文，供测试之用。</p>") -> Page:
    """A rendered content page."""
    return page(
        f'<html><head><meta charset="utf-8"></head><body><div class="content"><h1 class="title">{title}</h1>'
        f'<div class="classify"><table><tr><td>索引号：</td><td><span>X/2025-1</span></td></tr></table></div>'
        f'<div class="article-content">{body}</div></div></body></html>'
    )


def index(nodes: Sequence[Mapping[str, Any]]) -> Page:
    """An index page whose tree has these nodes."""
    return page(
        f"<html><head><script>window._CONFIG = {{\n  APP_URL: 'http://{HOST_MARK}/town',\n  SID: '750999',\n"
        f"  TREE: {json.dumps(list(nodes))},\n  SERVICE_AREA_ID: 0\n}}</script>"
        '<script src="/gkmlpt/gkml/pc/js/chunk-common.1.js"></script></head><body></body></html>'
    )


def catalogue(lists: Mapping[int, Sequence[dict[str, Any]]], **totals: int) -> Web:
    """A whole catalogue under /town: index, lists, a content page per normal row."""
    web = Web()
    nodes = [
        {"id": n, "name": f"栏目{n}", "parent": 0, "post_count": len(rows), "jump_url": ""} for n, rows in lists.items()
    ]
    web.put({"/town/gkmlpt/index": index(nodes), "/robots.txt": page("User-agent: *\nAllow: /\n", "text/plain")})
    for n, rows in lists.items():
        web.paged[f"/town/gkmlpt/api/all/{n}"] = answers(rows, n, total=totals.get(f"n{n}"))
        for row in rows:
            if row["type"] == "normal":
                path = row["url"].strip().removeprefix(f"//{HOST_MARK}")
                web.pages[path] = content(row["title"])
    return web


def portal(base_url: str, name: str = "town", **more: Any) -> Portal:
    """The portal entry of a catalogue at /town of a loopback server."""
    given = {"publisher": "样例镇人民政府", "platform": "gkmlpt", "url": f"{base_url}/town/gkmlpt/index", "local": True}
    return msgspec.convert({"id": name} | given | more, Portal)


def rows(home: Path, run: str) -> list[LedgerRow]:
    """The ledger rows of a run."""
    return list(ledger.rows(home / "runs" / run / ledger.NAME))


def fetches(home: Path, run: str) -> list[Fetch]:
    return [row for row in rows(home, run) if isinstance(row, Fetch)]


def listings(home: Path, run: str) -> dict[str | None, Listing]:
    return {row.node_id: row for row in rows(home, run) if isinstance(row, Listing)}
