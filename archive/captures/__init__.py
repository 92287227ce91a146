"""Captures: standard WARC files, the ledger beside them, the runs both live in, and the check that nothing changed.

What is kept and what is not: docs/archive-format.md.
"""

from archive.captures.faults import Fault
from archive.captures.home import Home
from archive.captures.known import Known, KnownCapture
from archive.captures.ledger import LedgerWriter, rows, torn_tail
from archive.captures.places import KnownPayload, Place, capture_id, split_capture_id
from archive.captures.reader import CaptureReader, StoredRecord
from archive.captures.recover import recover
from archive.captures.runs import OpenRun, lineage, run_state, runs, start_run, unfinished
from archive.captures.verify import verify
from archive.captures.writer import Captured, CaptureWriter

__all__ = [
    "CaptureReader",
    "CaptureWriter",
    "Captured",
    "Fault",
    "Home",
    "Known",
    "KnownCapture",
    "KnownPayload",
    "LedgerWriter",
    "OpenRun",
    "Place",
    "StoredRecord",
    "capture_id",
    "lineage",
    "recover",
    "rows",
    "run_state",
    "runs",
    "split_capture_id",
    "start_run",
    "torn_tail",
    "unfinished",
    "verify",
]
