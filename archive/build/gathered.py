"""Everything known about one document: its pages, its files, its catalogue lines, the links between them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from archive.build import addresses, store
from archive.build.readings import Readings
from archive.build.store import Row
from archive.build.versions import Version, versions
from archive.ids import stable_id
from archive.model import Link, Reading

GRADES = ("official", "local", "odd_host", "unknown", "mirror", "altered")  # of provenance, the best first
_LINKS = msgspec.json.Decoder(tuple[Link, ...])


class Place(NamedTuple):
    """The document being derived."""

    id: int
    portal: Row
    key: str


class File(NamedTuple):
    """An attachment: its id, its address, its versions, the link that leads to it."""

    id: int
    address: str
    versions: list[Version]
    link: Link | None


class Gathered(NamedTuple):
    """A document with all that its rows are made of; `main` is the version that stands for it."""

    place: Place
    pages: dict[str, list[Version]]  # by address, each oldest first
    line: Row | None
    main: Version
    links: dict[str, Link]  # by address
    files: list[File]


def gather(conn: sqlite3.Connection, readings: Readings, place: Place) -> Gathered | None:
    """Return what is known of a document, or None if no capture of it has its bytes."""
    portal_id = place.portal["id"]
    captures = _captures(conn, "role = 'detail' and document_key = ?", portal_id, [place.key])
    pages = {where: found for where, found in versions(conn, readings, captures).items() if found}
    if not pages:
        return None
    lines = store.select(conn, "entries", {"portal_id": portal_id, "key": place.key})
    main = min((found[-1] for found in pages.values()), key=preference)
    links = _links(conn, place, pages, lines)
    files = _files(conn, readings, place, pages, links)
    return Gathered(place, pages, lines[0] if lines else None, main, links, files)


def _captures(conn: sqlite3.Connection, condition: str, portal_id: str, values: Sequence[str]) -> list[Row]:
    sql = "select captures.*, portal_url as origin from captures join runs on runs.id = run_id"
    sql += f" where captures.portal_id = ? and read_state is not null and {condition}"
    return [dict(row) for row in conn.execute(sql, [portal_id, *values])]


def preference(version: Version) -> tuple[object, ...]:
    """Sort key of the addresses of one post: provenance, then the page that says most; never the one captured last."""
    reading = version.page.reading
    if reading is None:
        return (True, 0, version.address)
    grade = GRADES.index(reading.provenance.grade)
    return (False, grade, *(-value for value in completeness(reading)), -len(reading.text), version.address)


def completeness(reading: Reading) -> tuple[int, int, int]:
    """Return statutory tables present, sections found, figures that state a number."""
    tables = sum(state == "present" for state in reading.tables.values())
    numbers = sum(figure.value is not None for figure in reading.figures)
    return tables, len(reading.sections), numbers


def _links(
    conn: sqlite3.Connection, place: Place, pages: dict[str, list[Version]], lines: list[Row]
) -> dict[str, Link]:
    """Return the document files that the page, its text or its catalogue line link to, by address."""
    found: dict[str, Link] = {}
    origin = place.portal["url"]
    for where in sorted(pages):
        page, origin = pages[where][-1].page, pages[where][-1].last["origin"]
        for link in (*(page.post.attachments if page.post else ()), *(page.reading.links if page.reading else ())):
            found.setdefault(addresses.address(link.url, origin), link)
    for line in lines:
        listed = conn.execute(
            "select attachments from claims where entry_id = ? and attachments is not null order by id", (line["id"],)
        )
        for (raw,) in listed.fetchall():
            for link in _LINKS.decode(raw):
                found.setdefault(addresses.address(link.url, origin), link)
    return found


def _files(
    conn: sqlite3.Connection,
    readings: Readings,
    place: Place,
    pages: dict[str, list[Version]],
    links: dict[str, Link],
) -> list[File]:
    """Return the captured files that were reached from this document, or that it links to."""
    portal_id = place.portal["id"]
    captures = {
        row["id"]: row for row in _captures(conn, "role = 'attachment' and document_key = ?", portal_id, [place.key])
    }
    for where in set(links) - set(pages):
        for row in _captures(conn, "+of_address is not null and address = ?", portal_id, [where]):
            captures[row["id"]] = row
    found = versions(conn, readings, captures.values())
    found = {where: kept for where, kept in found.items() if where not in pages}
    return [
        File(stable_id("attachment", portal_id, place.key, where), where, kept, links.get(where))
        for where, kept in found.items()
        if kept
    ]
