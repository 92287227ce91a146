"""The ledger checked by itself: its seals, its lines, its first and last row."""

from __future__ import annotations

from collections.abc import Iterator

from archive.captures import ledger
from archive.captures.faults import Fault, RunView, fault
from archive.captures.ledger import Line, seal, unseal
from archive.errors import EvidenceError
from archive.model import Fetch, RunEnd, RunStart


def ledger_faults(run: RunView) -> Iterator[Fault]:
    """Check the ledger by itself: its first and last row, its chain, every line."""
    previous: tuple[bytes, ...] = (b"",)
    line: Line | None = None
    for line in ledger.lines(run.ledger, run.end):
        body, stated = unseal(line.raw)
        computed = tuple(seal(one, body) for one in previous)
        if isinstance(line.row, EvidenceError):
            yield _line_fault(run, line, "is not a ledger row")
        elif stated not in computed:
            yield _line_fault(run, line, "is not as it was written, or a line before it was removed")
        elif line.number == 1 and not (isinstance(line.row, RunStart) and line.row.run_id == run.folder.name):
            yield _line_fault(run, line, "does not start the run of this folder")
        # Either a damaged line or its seal may be right: the next line may go on from both.
        previous = (stated,) if stated in computed else tuple({*computed, *((stated,) if stated else ())})
    if line is None:
        yield fault(run, ledger.NAME, 0, None, "the ledger is missing or has no whole line", "ledger")
    elif run.state == "closed" and not isinstance(line.row, RunEnd):
        yield _line_fault(run, line, "follows the end of the run")
    if run.state == "open" or not (tail := ledger.torn_tail(run.ledger)):
        return
    message = f"{tail[1]} bytes follow the last whole line"
    if run.state == "closed" or ledger.whole_but_unended(run.ledger, tail[0]):
        yield fault(run, ledger.NAME, tail[0], None, message, "ledger")
    else:
        yield fault(run, ledger.NAME, tail[0], None, f"{message}; a crash left them, the next crawl cuts them", "torn")


def _line_fault(run: RunView, line: Line, message: str) -> Fault:
    fetch = line.row if isinstance(line.row, Fetch) else None
    return fault(run, ledger.NAME, line.offset, fetch, f"line {line.number} {message}", "ledger")
