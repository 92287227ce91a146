"""Stage two: a document's rows as a pure function of all its captures and catalogue lines, whatever came first."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from archive.build import addresses, changes, search, store
from archive.build.keys import queue_key
from archive.build.readings import Readings
from archive.build.retract import retract_reports
from archive.build.store import Row
from archive.build.versions import Version, versions
from archive.ids import stable_id
from archive.model import Issue, Link, Reading

PORTAL_WIDE = frozenset({"unread_key"})  # issues told once per portal, when the capture is read
GRADES = ("official", "local", "odd_host", "unknown", "mirror", "altered")  # of provenance, the best first
NOBODY = frozenset(
    {"本网", "本站", "本網", "本机关", "本单位", "原创", "管理员", "admin"}
)  # placeholders, nobody's name
_LINKS = msgspec.json.Decoder(tuple[Link, ...])


class Place(NamedTuple):
    """The document being derived."""

    id: int
    portal: Row
    key: str


class File(NamedTuple):
    """An attachment: its address, its versions, the link that leads to it."""

    address: str
    versions: list[Version]
    link: Link | None


def derive(conn: sqlite3.Connection, readings: Readings, portal: Row, key: str) -> int:
    """Derive every row of one document; return how many were written or removed. Call within a batch."""
    place = Place(stable_id("document", portal["id"], key), portal, key)
    captures = _captures(conn, "role = 'detail' and document_key = ?", portal["id"], [key])
    pages = versions(conn, readings, captures)
    pages = {where: found for where, found in pages.items() if found}
    if not pages:
        return _remove(conn, place)
    lines = store.select(conn, "entries", {"portal_id": portal["id"], "key": key})
    main = min((found[-1] for found in pages.values()), key=preference)
    links = _links(conn, place, pages, lines)
    files = _files(conn, readings, place, pages, links)
    readings_rows = [row for found in pages.values() for row in _readings(place, found, None, main)]
    for file in files:
        readings_rows += _readings(place, file.versions, _attachment_id(place, file.address), file.versions[-1])
    document = _document(place, main, pages, lines[0] if lines else None)
    return _write(conn, place, document, readings_rows, files, links, pages)


def _captures(conn: sqlite3.Connection, condition: str, portal_id: str, values: Sequence[str]) -> list[Row]:
    sql = "select captures.*, portal_url as origin from captures join runs on runs.id = run_id"
    sql += f" where captures.portal_id = ? and read_state is not null and {condition}"
    return [dict(row) for row in conn.execute(sql, [portal_id, *values])]


def _attachment_id(place: Place, where: str) -> int:
    return stable_id("attachment", place.portal["id"], place.key, where)


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


def _document(place: Place, main: Version, pages: dict[str, list[Version]], line: Row | None) -> Row:
    post, reading, listed = main.page.post, main.page.reading, line or {}
    every = [version for found in pages.values() for version in found]
    urls = {found[-1].last["url"] for found in pages.values()} - {main.last["url"]}

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
        "publisher": next((name for name in publishers if name and name.strip() not in NOBODY), None),
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
    return [File(where, kept, links.get(where)) for where, kept in found.items() if kept]


def _attachment(place: Place, file: File) -> Row:
    latest, link = file.versions[-1], file.link
    reading = latest.page.reading
    attachment_id = _attachment_id(place, file.address)
    return {
        "id": attachment_id,
        "document_id": place.id,
        "url": latest.last["url"],
        "name": (link.name if link else None) or latest.last["name"],
        "mime": latest.original["mime"] or (link.mime if link else None),
        "size": latest.original["size"],
        "sha256": latest.sha256,
        "text": reading.text if reading else None,
        "state": "read" if reading else "unreadable",
        "capture_id": latest.original["id"],
        "reading_id": _reading_id(attachment_id, latest) if reading else None,
        "first_seen": file.versions[0].first["captured_at"],
        "last_seen": latest.last["captured_at"],
    }


def _issues(place: Place, version: Version, reading_id: int | None) -> list[Row]:
    page = version.page
    told: list[Issue] = [issue for issue in page.issues if issue.code not in PORTAL_WIDE]
    told += page.reading.issues if page.reading else ()
    origin = f"document:{place.id}"
    return [
        {
            "id": stable_id("issue", origin, version.address, issue.code, issue.message, issue.quote, issue.start),
            "code": issue.code,
            "message": issue.message,
            "quote": issue.quote,
            "start": issue.start,
            "about": "document",
            "portal_id": place.portal["id"],
            "capture_id": version.original["id"],
            "document_id": place.id,
            "reading_id": reading_id,
            "url": version.last["url"],
            "at": version.last["captured_at"],
            "origin": origin,
        }
        for issue in told
    ]


def _write(
    conn: sqlite3.Connection,
    place: Place,
    document: Row,
    readings_rows: list[Row],
    files: list[File],
    links: dict[str, Link],
    pages: dict[str, list[Version]],
) -> int:
    attachments = {file.address: _attachment(place, file) for file in files}
    changed = _keep_standing(conn, place, document, readings_rows, attachments.values())
    link_rows: list[Row] = [
        {
            "document_id": place.id,
            "address": where,
            "url": link.url,
            "name": link.name,
            "attachment_id": attachments[where]["id"] if where in attachments else None,
        }
        for where, link in links.items()
    ]
    altered = [row for found in pages.values() for row in changes.rows(place.id, found)]
    for file in files:
        altered += changes.rows(place.id, file.versions, attachments[file.address]["name"] or file.address)
    issues: dict[int, Row] = {}
    for found in pages.values():
        issues |= {row["id"]: row for row in _issues(place, found[-1], _known(found[-1], place.id))}
    for file in files:
        owner = attachments[file.address]["id"]
        issues |= {row["id"]: row for row in _issues(place, file.versions[-1], _known(file.versions[-1], owner))}
    here = {"document_id": place.id}
    _index(conn, place, document)
    changed += store.sync(conn, "documents", {"id": place.id}, [document])
    changed += store.sync(conn, "attachments", here, attachments.values())
    changed += store.sync(conn, "links", here, link_rows)
    changed += store.sync(conn, "readings", here, readings_rows)
    changed += store.sync(conn, "changes", {**here, "entry_id": None}, altered)
    changed += store.sync(conn, "issues", {"origin": f"document:{place.id}"}, issues.values())
    _own_captures(conn, place)
    _lead_entries(conn, place, pages)
    return changed


def _known(version: Version, owner: int) -> int | None:
    return _reading_id(owner, version) if version.page.reading else None


def _keep_standing(
    conn: sqlite3.Connection, place: Place, document: Row, readings_rows: list[Row], files: Iterable[Row]
) -> int:
    """Carry over what later stages added; take reports back whose reading or text is about to change."""
    old = {row["id"] for row in store.select(conn, "readings", {"document_id": place.id})}
    before = {row["id"]: row["text"] for row in store.select(conn, "attachments", {"document_id": place.id})}
    stored = store.select(conn, "documents", {"id": place.id})
    if stored:
        document["publisher_id"] = stored[0]["publisher_id"]
        before[place.id] = stored[0]["text"]
    after = {document["id"]: document["text"], **{row["id"]: row["text"] for row in files}}
    moved = any(after.get(owner) != text for owner, text in before.items())
    gone = old - {row["id"] for row in readings_rows}
    # A report is searched by the text of its carrier, so it leaves the index while that text is still here.
    changed = retract_reports(conn, place.id) if moved or gone else 0
    kept = {row["id"]: row for row in store.select(conn, "readings", {"document_id": place.id})}
    for row in readings_rows:
        if known := kept.get(row["id"]):
            row["report_id"], row["standing"] = known["report_id"], known["standing"]
    return changed


def _index(conn: sqlite3.Connection, place: Place, document: Row | None) -> None:
    """Bring the search index in step with a row that is about to be written or removed."""
    names = search.COLUMNS["documents_fts"]
    stored = store.select(conn, "documents", {"id": place.id})
    old = [stored[0][name] for name in names] if stored else None
    new = [store.storable(document[name]) for name in names] if document else None
    if old == new:
        return
    if old is not None:
        search.remove(conn, "documents_fts", place.id, old)
    if new is not None:
        search.add(conn, "documents_fts", place.id, new)


def _own_captures(conn: sqlite3.Connection, place: Place) -> None:
    update = "update captures set document_id = ? where portal_id = ? and document_id is not ? and document_key = ?"
    conn.execute(f"{update} and read_state is not null", (place.id, place.portal["id"], place.id, place.key))


def _lead_entries(conn: sqlite3.Connection, place: Place, places: Iterable[str]) -> None:
    """Queue the catalogue lines that lead to this document, so that they learn of it."""
    keys = {place.key}
    for where in places:
        found = conn.execute(
            "select key from build_addresses join entries on entries.id = entry_id"
            " where build_addresses.portal_id = ? and address = ?",
            (place.portal["id"], where),
        )
        keys |= {row[0] for row in found}
    known = {key for key in keys if store.select(conn, "entries", {"portal_id": place.portal["id"], "key": key})}
    store.enqueue(conn, "line", (queue_key(place.portal["id"], key) for key in known))


def _remove(conn: sqlite3.Connection, place: Place) -> int:
    """Take back a document whose captures turned out to be another's."""
    if not store.select(conn, "documents", {"id": place.id}):
        return 0
    here = {"document_id": place.id}
    leading = store.select(conn, "entries", here)
    store.enqueue(conn, "line", (queue_key(place.portal["id"], row["key"]) for row in leading))
    conn.execute("update entries set document_id = null where document_id = ?", (place.id,))
    conn.execute("update captures set document_id = null where document_id = ?", (place.id,))
    changed = retract_reports(conn, place.id)
    _index(conn, place, None)
    for table in ("changes", "links", "readings", "attachments"):
        changed += store.sync(conn, table, here, [])
    changed += store.sync(conn, "issues", {"origin": f"document:{place.id}"}, [])
    return changed + store.sync(conn, "documents", {"id": place.id}, [])
