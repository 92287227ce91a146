"""`make bench-read`: reports read per second on one core, against three baselines over the same bytes in the same run.

Baselines: a bare lxml.html parse, a BeautifulSoup(lxml) parse, pandas.read_html. Each figure is the best of several
interleaved rounds; ratios are to the bare lxml parse. `--quick` takes fewer pages and leaves pandas out.
"""

from __future__ import annotations

import gc
import io
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

from archive.reading import read_payload
from benchmarks.corpus import make

PAGES = 200
ROUNDS = 3
Work = Callable[[bytes], object]


def corpus(script: str, number: int) -> list[bytes]:
    """Return pages of one script: half of them Word-exported, 60 to 120 KB."""
    found: list[bytes] = []
    for case in make(20261123, number * 40):
        wanted = "word_html" in case.traits if len(found) % 2 else True
        if script in case.traits and "html" in case.traits and wanted:
            found.append(case.html.encode("utf-8"))
        if len(found) == number:
            break
    return found


def seconds(work: Work, pages: Sequence[bytes]) -> float:
    """Return the CPU seconds for one pass over the pages."""
    gc.collect()
    started = time.process_time()
    for page in pages:
        work(page)
    return time.process_time() - started


def bare_lxml(page: bytes) -> object:
    import lxml.html

    return lxml.html.fromstring(page)


def soup(page: bytes) -> object:
    from bs4 import BeautifulSoup

    return BeautifulSoup(page, "lxml")


def pandas_tables(page: bytes) -> object:
    import pandas

    try:
        return pandas.read_html(io.BytesIO(page), encoding="utf-8")
    except ValueError:
        return None  # it raises where it finds no table


def first_path(page: bytes) -> object:
    """The whole reading: bytes to blocks, blocks to figures, every check; without reading a failing table twice."""
    from archive.blocks import printed_of
    from archive.checks import run
    from archive.report import read

    return run(read(printed_of(page, mime="text/html")))


def both_paths(page: bytes) -> object:
    """As a build reads: failing tables a second time."""
    return read_payload(page, mime="text/html")


def compare(name: str, pages: Sequence[bytes], works: dict[str, Work], rounds: int) -> dict[str, float]:
    """Print one line per work: milliseconds a page, pages a second, ratio to the bare parse."""
    best = dict.fromkeys(works, float("inf"))
    for work in works.values():
        work(pages[0])
    for _ in range(rounds):
        for label, work in works.items():
            best[label] = min(best[label], seconds(work, pages))
    size = sum(map(len, pages)) / len(pages) / 1000
    print(f"{name}: {len(pages)} pages, {size:.0f} KB on average")
    for label, spent in best.items():
        each = spent / len(pages) * 1000
        print(f"  {label:22}{each:9.2f} ms{1000 / each:9.0f} pages/s{spent / best['lxml.html parse']:8.2f} x")
    return best


def growth(page: bytes) -> None:
    """Print how the time grows with the page: its body repeated once, twice, four times."""
    head, _, rest = page.partition(b"<body>")
    body = rest.rpartition(b"</body>")[0]
    times = [
        min(seconds(first_path, [head + b"<body>" + body * n + b"</body></html>"]) for _ in range(3)) for n in (1, 2, 4)
    ]
    print("growth with page size 1x 2x 4x:", " ".join(f"{t * 1000:.1f} ms ({t / times[0]:.2f}x)" for t in times))


HOSTILE = {
    "1,000,000 nodes": "b'<html><body>' + b'<i>x</i>' * 1_000_000 + b'</body></html>'",
    "100,000-deep nesting": "b'<html><body>' + b'<div>' * 100_000 + b'x' + b'</div>' * 100_000",
    "50 MB attribute": "b'<html><body><p title=\"' + b'a' * 50_000_000 + b'\">x</p></body></html>'",
    "backtracking bait": "('<html><body><p>' + '其中' * 50_000 + '1条、' * 50_000 + '（' * 50_000 + '</p>').encode()",
}
CHILD = """
import resource, sys, time
from archive.errors import GongkaiError
from archive.reading import read_payload
base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
page = {page}
started = time.perf_counter()
try:
    said = read_payload(page, mime="text/html").kind
except GongkaiError as error:
    said = type(error).__name__
spent, peak = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(f"{{spent:.1f}} s, {{peak / 1000:.0f}} MB at its peak ({{base / 1000:.0f}} before), says {{said}}")
"""


def hostile() -> None:
    for name, page in HOSTILE.items():
        done = subprocess.run(
            [sys.executable, "-c", CHILD.format(page=page)], capture_output=True, text=True, timeout=120
        )
        print(f"hostile, {name}: {done.stdout.strip() or done.stderr.strip()[-300:]}")


def main(arguments: Sequence[str]) -> int:
    quick = "--quick" in arguments
    number, rounds = (40, 2) if quick else (PAGES, ROUNDS)
    works: dict[str, Work] = {
        "lxml.html parse": bare_lxml,
        "reading, first path": first_path,
        "reading, both paths": both_paths,
    }
    works["BeautifulSoup parse"] = soup
    if not quick:
        works["pandas.read_html"] = pandas_tables
    pages = corpus("hans", number)
    compare("Simplified", pages, works, rounds)
    few: dict[str, Work] = {"lxml.html parse": bare_lxml, "reading, first path": first_path}
    compare("Traditional", corpus("hant", number // 2), few, rounds)
    compare("glossed", corpus("gloss", number // 2), few, rounds)
    growth(max(pages, key=len))
    hostile()
    print(f"peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
