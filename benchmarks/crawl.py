"""`make bench-crawl`: documents per second, archived, against a bare Scrapy spider over the same addresses.

Three questions, each run in processes of its own against a loopback server in another process:

- speed: our crawl with everything on (robots, lanes, outcomes, WARC, ledger) and a bare spider that only fetches, in
  turns; the ratio is that of the medians. The bare spider has Scrapy's default settings; the first column leaves its
  log at our level, the second at Scrapy's own (DEBUG, into a file).
- rule: many slow hosts with one connection each and a gap; what is reached of what that rule allows.
- memory: the peak of a crawl of 2,000 and of 20,000 documents.

`--quick` takes small numbers; `--only speed|rule|memory` one question; `--gzip` lets the server compress.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from typing import Any

from benchmarks import loopback

DOCUMENTS, SIZE, ROUNDS, CONCURRENCY = 2_000, 60_000, 5, 16
HOSTS, LATENCY, GAP, EACH = 50, 0.1, 0.5, 40
SHOWN = (
    "CONCURRENT_REQUESTS", "CONCURRENT_REQUESTS_PER_DOMAIN", "DOWNLOAD_DELAY", "ROBOTSTXT_OBEY", "COOKIES_ENABLED",
    "RETRY_TIMES", "DOWNLOAD_MAXSIZE", "LOG_LEVEL", "ASYNCIO_EVENT_LOOP", "SCHEDULER", "DOWNLOADER",
)  # fmt: skip
BARE = "bare"
DEBUG = "bare-debug"
OURS = "ours"


def child(**call: Any) -> dict[str, Any]:
    """Run one crawl in a process of its own and return what it measured."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.crawl_child", json.dumps(call)],
        capture_output=True, text=True, env={**os.environ, "PYTHONHASHSEED": "0"},
    )  # fmt: skip
    if done.returncode:
        sys.exit(f"{call['kind']} failed:\n{done.stderr[-3000:]}")
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured


def _crawl(kind: str, port: int, count: int, hosts: int = 1, delay: float = 0.0) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        return child(
            kind=kind,
            port=port,
            count=count,
            hosts=hosts,
            delay=delay,
            folder=folder,
            concurrency=CONCURRENCY,
            shown=SHOWN,
        )


def speed(count: int, rounds: int, *, packed: bool) -> None:
    """Print documents per second of ours and of the bare spider, and their ratio."""
    found: dict[str, list[dict[str, Any]]] = {OURS: [], BARE: [], DEBUG: []}
    with loopback.serving(count, SIZE, packed=packed) as port:
        for _ in range(rounds):
            for kind, runs in found.items():
                runs.append(_crawl(kind, port, count))
    for kind in (OURS, BARE, DEBUG):
        print(f"settings of {kind}: {json.dumps(found[kind][0]['settings'])}")
    print(f"{'':12}{'docs/s':>9}{'CPU ms/doc':>12}{'whole process CPU s':>21}{'peak MB':>9}   (medians of {rounds})")
    for kind, runs in found.items():
        assert all(run["documents"] == count for run in runs), [run["documents"] for run in runs]
        rate, cpu, all_cpu, peak = (_median(runs, name) for name in ("rate", "cpu", "cpu_all", "peak_mb"))
        print(f"{kind:12}{rate:9.0f}{cpu / count * 1000:12.2f}{all_cpu:21.2f}{peak:9.0f}")
    for name, words in (("rate", "documents per second"), ("cpu", "CPU")):
        for other in (BARE, DEBUG):
            ours, theirs = _median(found[OURS], name), _median(found[other], name)
            print(f"{words}: ours is {ours / theirs if name == 'rate' else theirs / ours:.2f}× {other}")


def _median(runs: list[dict[str, Any]], name: str) -> float:
    return statistics.median(run[name] for run in runs)


def rule(hosts: int, each: int) -> None:
    """Print what many slow hosts give, of what one connection a host and the gap allow."""
    with loopback.serving(each, SIZE, hosts=hosts, latency=LATENCY) as port:
        run = _crawl(OURS, port, each, hosts=hosts, delay=GAP)
    allowed = hosts / (GAP + LATENCY)
    print(
        f"{hosts} hosts, {LATENCY * 1000:.0f} ms latency, {GAP} s gap, one connection each: {run['requests']} requests"
    )
    print(
        f"{run['pace']:.1f} requests/s of {allowed:.1f} allowed: {run['pace'] / allowed:.1%}; "
        f"shortest gap {run['shortest_gap']:.3f} s; CPU {run['cpu'] / run['requests'] * 1000:.1f} ms a request"
    )


def memory(counts: tuple[int, int]) -> None:
    """Print the peak memory of a small and of a ten times larger crawl."""
    peaks = []
    for count in counts:
        with loopback.serving(count, SIZE) as port:
            run = _crawl(OURS, port, count)
            assert run["documents"] == count
            peaks.append(run["peak_mb"])
            print(f"{count} documents: peak {run['peak_mb']:.0f} MB, {run['rate']:.0f} docs/s")
    print(f"memory: {peaks[1] / peaks[0]:.2f}× for {counts[1] / counts[0]:.0f}× the documents")


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="small numbers")
    parser.add_argument("--only", choices=["speed", "rule", "memory"])
    parser.add_argument("--gzip", action="store_true", help="the server compresses")
    parser.add_argument("--rounds", type=int)
    asked = parser.parse_args()
    quick = asked.quick
    if asked.only in {None, "speed"}:
        speed(500 if quick else DOCUMENTS, asked.rounds or (2 if quick else ROUNDS), packed=asked.gzip)
    if asked.only in {None, "rule"}:
        rule(10 if quick else HOSTS, 8 if quick else EACH)
    if asked.only in {None, "memory"}:
        memory((500, 5_000) if quick else (2_000, 20_000))


if __name__ == "__main__":
    main()
