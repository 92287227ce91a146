"""The rows of one document, made from what is known of it; no database here."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import msgspec

from archive.build import changes, names
from archive.build.gathered import File, Gathered, Place, completeness
from archive.build.store import Row
from archive.build.versions import Version
from archive.ids import stable_id
from archive.model import Issue, Reading

PORTAL_WIDE = frozenset({"unread_key"})  # issues told once per portal, when the capture is read


def document_row(known: Gathered) -> Row:
    """Return the row of `documents`. A page says more than its catalogue line, a line more than the printed text."""
    place, main = known.place, known.main
    post, reading, listed = main.page.post, main.page.reading, known.line or {}
    every = list(chain.from_iterable(known.pages.values()))
    urls = {found[-1].last["url"] for found in known.pages.values()} - {main.last["url"]}

    def said(name: str) -> str | None:
        for value in (getattr(post, name, None), listed.get(name), getattr(reading, name, None)):
            if value:
                return str(value)
        return None

    publishers = (getattr(post, "publisher", None), listed.get("publisher"), place.portal["publisher"])
    return {
        "id": place.id,
        "portal_id": place.portal["id"],
        "key": place.key,
        "url": main.last["url"],
        "other_urls": msgspec.json.encode(sorted(urls)).decode() if urls else None,
        **{name: said(name) for name in ("title", "published_at", "written_at", "identifier", "document_number")},
        "publisher": next((name for name in publishers if names.somebody(name)), None),
        "generated_at": said("generated_at"),
        "kind": reading.kind if reading else None,
        "native_id": place.key.removeprefix("#") if place.key.startswith("#") else None,
        "text": reading.text if reading else None,
        "capture_id": main.original["id"],
        "reading_id": _reading_id(place.id, main) if reading else None,
        "payloads": len({(version.address, version.sha256) for version in every}),
        "local": max(version.last["local"] for version in every),
        "first_seen": min(version.first["captured_at"] for version in every),
        "last_seen": max(version.last["captured_at"] for version in every),
    }


def reading_rows(known: Gathered) -> list[Row]:
    """Return the rows of `readings`: of every page and of every file."""
    found = [row for kept in known.pages.values() for row in _readings(known.place, kept, None, known.main)]
    for file in known.files:
        found += _readings(known.place, file.versions, file.id, file.versions[-1])
    return found


def _reading_id(owner: int, version: Version) -> int:
    return stable_id("reading", owner, version.address, version.sha256)


def _readings(place: Place, found: list[Version], attachment_id: int | None, main: Version) -> list[Row]:
    """Return one row per distinct payload of an address; what the report stage adds is left open.

    The text of `main` stands with the document or the attachment already.
    """
    shown = main.page.reading.text if main.page.reading else None
    rows: dict[int, Row] = {}
    for version in found:
        reading = version.page.reading
        if reading is None:
            continue
        row = _reading(place, version, reading, attachment_id)
        row["text"] = None if reading.text == shown else reading.text
        if known := rows.get(row["id"]):
            row["first_seen"] = known["first_seen"]
        rows[row["id"]] = row
    return list(rows.values())


def _reading(place: Place, version: Version, reading: Reading, attachment_id: int | None) -> Row:
    same = ("reader_version", "carrier", "kind", "template", "template_basis", "year", "publisher", "publisher_level")
    more = ("scope", "title", "published_at", "published_basis", "generated_at", "signed_at", "identifier")
    tables, sections, figures = completeness(reading)
    return {
        "id": _reading_id(attachment_id or place.id, version),
        "document_id": place.id,
        "attachment_id": attachment_id,
        "capture_id": version.original["id"],
        "sha256": version.sha256,
        "url": version.last["url"],
        "address": version.address,
        **{name: getattr(reading, name) for name in (*same, *more, "document_number", "script")},
        "is_annual_report": int(reading.is_annual_report),
        "grade": reading.provenance.grade,
        "grade_reasons": msgspec.json.encode(reading.provenance.reasons).decode(),
        "tables_present": tables,
        "sections_found": sections,
        "figures_read": figures,
        "first_seen": version.first["captured_at"],
        "last_seen": version.last["captured_at"],
    }


def attachment_rows(known: Gathered) -> list[Row]:
    """Return the rows of `attachments`."""
    return [_attachment(known.place, file) for file in known.files]


def _attachment(place: Place, file: File) -> Row:
    latest, link = file.versions[-1], file.link
    reading = latest.page.reading
    return {
        "id": file.id,
        "document_id": place.id,
        "url": latest.last["url"],
        "name": (link.name if link else None) or latest.last["name"],
        "mime": latest.original["mime"] or (link.mime if link else None),
        "size": latest.original["size"],
        "sha256": latest.sha256,
        "text": reading.text if reading else None,
        "state": "read" if reading else "unreadable",
        "capture_id": latest.original["id"],
        "reading_id": _reading_id(file.id, latest) if reading else None,
        "first_seen": file.versions[0].first["captured_at"],
        "last_seen": latest.last["captured_at"],
    }


def link_rows(known: Gathered) -> list[Row]:
    """Return the rows of `links`."""
    captured = {file.address: file.id for file in known.files}
    return [
        {
            "document_id": known.place.id,
            "address": where,
            "url": link.url,
            "name": link.name,
            "attachment_id": captured.get(where),
        }
        for where, link in known.links.items()
    ]


def change_rows(known: Gathered) -> list[Row]:
    """Return the rows of `changes`, of pages and of files."""
    found = [row for kept in known.pages.values() for row in changes.rows(known.place.id, kept)]
    for file, row in zip(known.files, attachment_rows(known), strict=True):
        found += changes.rows(known.place.id, file.versions, row["name"] or file.address)
    return found


def issue_rows(known: Gathered) -> list[Row]:
    """Return the rows of `issues` of the latest page at each address and of the latest file."""
    latest = [(found[-1], known.place.id) for found in known.pages.values()]
    latest += [(file.versions[-1], file.id) for file in known.files]
    rows = {row["id"]: row for version, owner in latest for row in _issues(known.place, version, owner)}
    return list(rows.values())


def _issues(place: Place, version: Version, owner: int) -> Iterator[Row]:
    page = version.page
    told: list[Issue] = [issue for issue in page.issues if issue.code not in PORTAL_WIDE]
    told += page.reading.issues if page.reading else ()
    origin = f"document:{place.id}"
    for issue in told:
        yield {
            "id": stable_id("issue", origin, version.address, issue.code, issue.message, issue.quote, issue.start),
            "code": issue.code,
            "message": issue.message,
            "quote": issue.quote,
            "start": issue.start,
            "about": "document",
            "portal_id": place.portal["id"],
            "capture_id": version.original["id"],
            "document_id": place.id,
            "reading_id": _reading_id(owner, version) if page.reading else None,
            "url": version.last["url"],
            "at": version.last["captured_at"],
            "origin": origin,
        }
