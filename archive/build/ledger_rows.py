"""Ledger rows as rows of the database; nothing is read here but the row itself."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from archive.build import addresses
from archive.build.store import Row
from archive.ids import stable_id
from archive.model import Fetch, Listing, Portal, Record, RunStart


class Run(NamedTuple):
    """What the rows of a ledger need to know of their run."""

    id: str
    portal: Portal


def run_row(run_id: str, row: RunStart) -> Row:
    """Return the row of `runs` as it begins."""
    return {
        "id": run_id,
        "portal_id": row.portal.id,
        "portal_url": row.portal.url,
        "spider": row.spider,
        "software": row.software,
        "settings": json_text(row.settings),
        "arguments": json_text(row.arguments),
        "started_at": row.started_at,
        "resumes": row.resumes,
        "ledger_read": 0,
    }


def portal_row(portal: Portal, run_id: str) -> Row:
    """Return the row of `portals` as a run knew it."""
    same = ("id", "publisher", "platform", "url", "level", "since", "status", "source", "note")
    return {
        **{name: getattr(portal, name) for name in same},
        "local": int(portal.local),
        "expect": json_text(portal.expect),
        "hosts": json_text(portal.hosts),
        "last_run": run_id,
        "division_code": portal.publisher_id,
    }


def fetch_row(run: Run, row: Fetch, at: int, capture_id: str | None) -> Row:
    """Return the row of `fetches`; `at` is where its line starts in the ledger."""
    fields = ("url", "method", "body", "requested_at", "status", "outcome", "role", "platform", "node_id", "page")
    more = ("redirect_to", "message", "action", "replayed_from", "ip", "tls")
    return {
        "id": stable_id("fetch", run.id, at),
        "run_id": run.id,
        "portal_id": run.portal.id,
        "capture_id": capture_id,
        **{name: getattr(row, name) for name in (*fields, *more)},
    }


def capture_row(run: Run, row: Fetch, capture_id: str, record: Record) -> Row:
    """Return the row of `captures`; `record` is the response or revisit that holds it."""
    where = addresses.address(row.url, run.portal.url)
    of = addresses.address(row.document_url, run.portal.url) if row.document_url else None
    same = ("url", "status", "outcome", "role", "platform", "mime", "size", "sha256", "revisit_of", "node_id", "name")
    return {
        "id": capture_id,
        "run_id": run.id,
        "portal_id": run.portal.id,
        "address": where,
        "captured_at": row.requested_at,
        "local": int(row.local or run.portal.local),
        "native_id": row.native_id,
        "of_address": of,
        **{name: getattr(row, name) for name in same},
        "warc_file": f"{run.id}/{record.file}",
        "offset": record.offset,
        "length": record.length,
        "record_sha256": record.sha256,
        # A file that a catalogue line leads to straight is a document of its own.
        "role": "detail" if row.role == "attachment" and of == where else row.role,
    }


def listing_row(run: Run, row: Listing, at: int) -> Row:
    """Return the row of `listings`; `at` is where its line starts in the ledger."""
    same = ("node_id", "node_name", "url", "pages", "rows_seen", "total", "claimed", "reason", "at")
    return {
        **{name: getattr(row, name) for name in same},
        "id": stable_id("listing", run.id, at),
        "run_id": run.id,
        "portal_id": run.portal.id,
        "complete": int(row.complete),
    }


def issue_row(run_id: str, portal_id: str | None, code: str, message: str, url: str | None = None) -> Row:
    """Return a row of `issues` about a run; `portal_id` is None for a run that never became one."""
    return {
        "id": stable_id("issue", "run", run_id, code, message, url),
        "code": code,
        "message": message,
        "about": "run",
        "portal_id": portal_id,
        "run_id": run_id if portal_id else None,
        "url": url,
        "origin": f"run:{run_id}",
    }


def json_text(value: object) -> str | None:
    """Return a value as JSON with sorted keys, null if there is nothing in it."""
    return msgspec.json.encode(value, order="sorted").decode() if value else None
