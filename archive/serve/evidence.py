"""The stored bytes of a capture, found by the place that the database keeps: one seek, no ledger read through."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from archive.captures.places import Place
from archive.captures.reader import CaptureReader

CAPTURE = """select c.*, d.title from captures c left join documents d on d.id = c.document_id where c.id = :id"""
HOLDER = "select warc_file, offset, length from captures where id = :id"


def body_of(home: Path, capture: Mapping[str, Any], holder: Mapping[str, Any] | None) -> bytes:
    """Return a capture's payload with content coding undone.

    `holder` is the row of the capture that a revisit refers to, where this database has it. EvidenceError when the
    bytes are not those that were stored; TooLargeError or InputError when their coding cannot be undone.
    """
    known = {str(capture["revisit_of"]).rpartition("/")[2]: _place(holder)} if holder else {}
    with CaptureReader(home, lookup=known.get) as reader:
        return reader.body(reader.at(_place(capture)))


def _place(row: Mapping[str, Any] | sqlite3.Row) -> Place:
    return Place(row["warc_file"], row["offset"], row["length"])
