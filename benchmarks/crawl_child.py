"""One measured crawl, run by `benchmarks.crawl` in a process of its own; prints one JSON object."""

from __future__ import annotations

import json
import resource
import sys
import time
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks import loopback


def _addresses(port: int, count: int) -> list[str]:
    base = f"http://127.0.0.1:{port}"
    pages = count // loopback.ROWS + 1  # a full last page is followed by a look past the end
    lists = [f"{base}/town/gkmlpt/api/all/{loopback.NODE}?page={page}&sid=750999" for page in range(1, pages + 1)]
    return [f"{base}/town/gkmlpt/index", *lists, *(base + loopback.path_of(n) for n in range(count))]


def bare(call: dict[str, Any]) -> dict[str, Any]:
    """Fetch the addresses with a spider that does nothing else, under Scrapy's defaults."""
    import scrapy
    from scrapy.crawler import AsyncCrawlerProcess

    documents = 0

    class Bare(scrapy.Spider):
        name = "bare"
        start_urls = _addresses(call["port"], call["count"])

        def parse(self, response: Any) -> None:
            nonlocal documents
            documents += "/post_" in response.url

    changed: dict[str, Any] = {"CONCURRENT_REQUESTS": call["concurrency"]}
    if call["kind"] == "bare-debug":
        changed["LOG_FILE"] = str(Path(call["folder"]) / "log")
    else:
        changed["LOG_LEVEL"] = "WARNING"
    process = AsyncCrawlerProcess(changed)
    crawler = process.create_crawler(Bare)
    process.crawl(crawler)
    measured = _timed(process.start)
    settings = {name: crawler.settings.get(name) for name in call["shown"]}
    return measured | {"documents": documents, "settings": settings}


def ours(call: dict[str, Any]) -> dict[str, Any]:
    """Crawl the same with everything on; one portal per host."""
    from archive.captures import ledger
    from archive.model import Fetch, Portal
    from crawler import settings as module
    from crawler.crawl import crawl

    home = Path(call["folder"]) / "home"
    portals = [
        Portal(
            id=f"host-{n}", publisher="样例镇人民政府", platform="gkmlpt", local=True, delay=call["delay"],
            url=f"http://127.0.0.{n}:{call['port']}/town/gkmlpt/index",
        )
        for n in range(1, call["hosts"] + 1)
    ]  # fmt: skip
    given = {"CONCURRENT_REQUESTS": str(call["concurrency"])}
    kept: list[Any] = []
    measured = _timed(lambda: kept.append(crawl(portals, home, settings=given)))
    done = kept[0]
    fetched = [
        [row for row in ledger.rows(home / "runs" / portal.run_id / ledger.NAME) if isinstance(row, Fetch)]
        for portal in done.portals
    ]
    good = [row for rows in fetched for row in rows if row.role == "detail" and row.outcome == "ok" and row.capture_id]
    shown = (
        {name: getattr(module, name, "default") for name in call["shown"]} | given | {"DOWNLOAD_DELAY": call["delay"]}
    )
    pace = _pace(fetched) if call["hosts"] > 1 else {}
    if not all(portal.reason == "finished" for portal in done.portals):
        sys.exit(f"not finished: {done}")
    return measured | {"documents": len(good), "settings": shown, "requests": sum(map(len, fetched))} | pace


def _pace(fetched: list[list[Any]]) -> dict[str, Any]:
    """Return requests per second between the first and the last start, and the shortest rest of any host."""
    starts = [sorted(datetime.fromisoformat(row.requested_at).timestamp() for row in rows) for rows in fetched]
    first, last = min(one[0] for one in starts), max(one[-1] for one in starts)
    between = sum(len(one) - 1 for one in starts)
    shortest = min(after - before for one in starts for before, after in pairwise(one))
    return {"pace": between / (last - first), "shortest_gap": shortest}


def _timed(work: Any) -> dict[str, Any]:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"wall": wall, "cpu": cpu, "cpu_all": time.process_time(), "peak_mb": peak}


def main() -> None:
    call = json.loads(sys.argv[1])
    measured = (ours if call["kind"] == "ours" else bare)(call)
    measured["rate"] = measured["documents"] / measured["wall"]
    print(json.dumps(measured))


if __name__ == "__main__":
    main()
