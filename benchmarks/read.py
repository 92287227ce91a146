"""`make bench-read`: reports read per second on one core, against three baselines over the same bytes in the same run.

Baselines: a bare lxml.html parse, a BeautifulSoup(lxml) parse, pandas.read_html. Half of the pages are exported from
Word (60 to 100 KB), half are plain articles in the page of a portal (20 to 50 KB); plain articles of 8 KB that stand
alone are shown beside, as Traditional and glossed pages and readings that take the second path are. Every work takes
a few pages one after the other, then the next work does, several rounds of it, so that all meet the machine in the
same state; a page counts with its best round. `--quick` takes fewer pages and leaves pandas out.
"""

from __future__ import annotations

import gc
import io
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from random import Random

from archive.reading import read_payload
from benchmarks.corpus import make
from benchmarks.frames import framed

SEED = 20261123
PAGES = 200
ROUNDS = 8
CHUNK = 10
SLOW = ("BeautifulSoup parse", "pandas.read_html")  # measured once: far from any bound
Work = Callable[[bytes], object]


def corpus(script: str, number: int) -> list[bytes]:
    """Return full pages of one script: every second one exported from Word, the others in the page of a portal."""
    words = articles(script, number // 2, word=True)
    random = Random(SEED)
    plain = [framed(page.decode(), random).encode() for page in articles(script, number - len(words), word=False)]
    return [page for pair in zip(words, plain, strict=False) for page in pair]


def articles(script: str, number: int, *, word: bool) -> list[bytes]:
    """Return articles of the corpus as they stand there."""
    found: list[bytes] = []
    for case in make(SEED, number * 60):
        if script in case.traits and "html" in case.traits and word is ("word_html" in case.traits):
            found.append(case.html.encode("utf-8"))
        if len(found) == number:
            break
    return found


def seconds(work: Work, page: bytes) -> float:
    """Return the CPU seconds that one page takes."""
    started = time.process_time()
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


def compare(name: str, pages: Sequence[bytes], works: dict[str, Work], rounds: int) -> None:
    """Print one line per work: milliseconds a page, pages a second, ratio to the bare parse."""
    best = {label: [float("inf")] * len(pages) for label in works}
    for work in works.values():
        work(pages[0])
    gc.collect()
    for first in range(0, len(pages), CHUNK):
        chunk = range(first, min(first + CHUNK, len(pages)))
        for nth in range(rounds):
            for label, work in works.items():
                if nth and label in SLOW:
                    continue
                for number in chunk:
                    best[label][number] = min(best[label][number], seconds(work, pages[number]))
    sizes = sorted(map(len, pages))
    print(f"{name}: {len(pages)} pages, {sizes[0] // 1000} to {sizes[-1] // 1000} KB")
    for label, times in best.items():
        each = sum(times) / len(pages) * 1000
        ratio = sum(times) / sum(best["lxml.html parse"])
        print(f"  {label:22}{each:9.2f} ms{1000 / each:9.0f} pages/s{ratio:8.2f} x")


def growth(page: bytes) -> None:
    """Print how the time grows with the page: its body repeated once, twice, four times."""
    head, _, rest = page.partition(b"<body>")
    body = rest.rpartition(b"</body>")[0]
    larger = [head + b"<body>" + body * n + b"</body></html>" for n in (1, 2, 4)]
    times = [min(seconds(first_path, each) for _ in range(5)) for each in larger]
    print("growth with page size 1x 2x 4x:", " ".join(f"{t * 1000:.1f} ms ({t / times[0]:.2f}x)" for t in times))


HOSTILE = {
    "1,000,000 nodes": "b'<html><body>' + b'<i>x</i>' * 1_000_000 + b'</body></html>'",
    "100,000-deep nesting": "b'<html><body>' + b'<div>' * 100_000 + b'x' + b'</div>' * 100_000",
    "50 MB attribute": "b'<html><body><p title=\"' + b'a' * 50_000_000 + b'\">x</p></body></html>'",
    "backtracking bait": "('<html><body><p>' + '其中' * 50_000 + '1条、' * 50_000 + '（' * 50_000 + '</p>').encode()",
}
# VmHWM is the peak of the program itself; ru_maxrss of a child begins at what its parent held when it forked.
PEAK = """
def peak():
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) / 1000
"""
CHILD = (
    PEAK
    + """
import time
from archive.errors import GongkaiError
from archive.reading import read_payload
base = peak()
page = {page}
started = time.perf_counter()
try:
    said = read_payload(page, mime="text/html").kind
except GongkaiError as error:
    said = type(error).__name__
print(f"{{time.perf_counter() - started:.1f}} s, {{peak():.0f}} MB at its peak ({{base:.0f}} before), says {{said}}")
"""
)


def hostile() -> None:
    for name, page in HOSTILE.items():
        done = subprocess.run(
            [sys.executable, "-c", CHILD.format(page=page)], capture_output=True, text=True, timeout=120
        )
        print(f"hostile, {name}: {done.stdout.strip() or done.stderr.strip()[-300:]}")


def main(arguments: Sequence[str]) -> int:
    quick = "--quick" in arguments
    number, rounds = (40, 5) if quick else (PAGES, ROUNDS)
    works: dict[str, Work] = {
        "lxml.html parse": bare_lxml,
        "reading, first path": first_path,
        "reading, both paths": both_paths,
        "BeautifulSoup parse": soup,
    }
    if not quick:
        works["pandas.read_html"] = pandas_tables
    few: dict[str, Work] = {"lxml.html parse": bare_lxml, "reading, first path": first_path}
    pages = corpus("hans", number)
    compare("Simplified", pages, works, rounds)
    compare("Simplified, Word", pages[::2], few, rounds)
    compare("Simplified, in the page of a portal", pages[1::2], few, rounds)
    compare("Simplified, plain articles alone", articles("hans", number // 2, word=False), few, rounds)
    compare("Traditional", corpus("hant", number // 2), few, rounds)
    compare("glossed", corpus("gloss", number // 2), few, rounds)
    growth(max(pages, key=len))
    hostile()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
