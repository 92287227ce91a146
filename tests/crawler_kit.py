"""A small catalogue on loopback for crawler tests, and a crawl of it in a process of its own."""

from __future__ import annotations

import json
import os
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
START = """
import json, sys, msgspec
from archive.errors import GongkaiError
from archive.model import Portal
from crawler.crawl import crawl
call = json.loads(sys.argv[1])
try:
    done = crawl(msgspec.convert(call["portals"], list[Portal]), call["home"], **call["options"])
except GongkaiError as error:
    print(json.dumps({"error": str(error), "code": error.exit_code}))
else:
    print(json.dumps({p.portal_id: {"reason": p.reason, "message": p.message, "code": p.exit_code, "run": p.run_id,
                                    "counts": dict(p.counts), "seen": dict(p.seen)} for p in done.portals}))
"""


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


def start(home: Path, portals: Sequence[Portal], **options: Any) -> subprocess.Popen[str]:
    """Start a crawl in a child process."""
    call = json.dumps({"portals": msgspec.to_builtins(list(portals)), "home": str(home), "options": options})
    return subprocess.Popen(
        [sys.executable, "-c", START, call], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])},
    )  # fmt: skip


def crawl(home: Path, portals: Sequence[Portal], **options: Any) -> dict[str, Any]:
    """Crawl in a child process and return the summary per portal."""
    out, err = start(home, portals, **options).communicate(timeout=60)
    assert out.strip(), err
    summary: dict[str, Any] = json.loads(out.strip().splitlines()[-1])
    return summary | {"stderr": err}


def rows(home: Path, run: str) -> list[LedgerRow]:
    """The ledger rows of a run."""
    return list(ledger.rows(home / "runs" / run / ledger.NAME))


def fetches(home: Path, run: str) -> list[Fetch]:
    return [row for row in rows(home, run) if isinstance(row, Fetch)]


def listings(home: Path, run: str) -> dict[str | None, Listing]:
    return {row.node_id: row for row in rows(home, run) if isinstance(row, Listing)}
