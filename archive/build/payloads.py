"""Reading one payload: a pure function of its bytes, its address and the reading code. Runs in worker processes too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from archive.captures import CaptureReader, StoredRecord
from archive.errors import EvidenceError, InputError, PageChangedError
from archive.model import Catalogue, Issue, ListingPage, Post, Reading

if TYPE_CHECKING:
    from archive.text.charset import Decoded

# What a parser's own defect raises on a page nobody has seen before. One such page becomes an issue that names the
# exception; it never stops a build. Errors of the machine (memory, disk) are not among them.
FAULTS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
_SURROGATES = re.compile("[\ud800-\udfff]")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


class Task(Struct, frozen=True):
    """One payload to read, and what the ledger says about it. The first three fields say where its bytes are."""

    file: str
    offset: int
    length: int
    sha256: str
    url: str
    role: str
    platform: str
    mime: str | None
    name: str | None
    local: bool

    def key(self) -> bytes:
        """Return what the result depends on, apart from the code: payload and context, not the place of the bytes."""
        return msgspec.json.encode((self.sha256, self.url, self.role, self.platform, self.mime, self.name, self.local))


class PageRead(Struct, frozen=True, omit_defaults=True):
    """What was read from one payload; which fields are set depends on its role. `final` results may be kept."""

    catalogue: Catalogue | None = None
    listing: ListingPage | None = None
    post: Post | None = None
    reading: Reading | None = None
    body: str | None = None  # text of the article alone, without the furniture around it
    issues: tuple[Issue, ...] = ()
    final: bool = True


ENCODER = msgspec.json.Encoder()
DECODER: msgspec.json.Decoder[PageRead] = msgspec.json.Decoder(PageRead)


def read_encoded(reader: CaptureReader, task: Task) -> bytes:
    """Read one payload and return the result as JSON, lone surrogates replaced (JSON cannot hold them)."""
    result = read_payload_of(reader, task)
    try:
        return ENCODER.encode(result)
    except UnicodeEncodeError:
        return ENCODER.encode(_whole(msgspec.to_builtins(result)))


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return _SURROGATES.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_whole(key): _whole(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_whole(one) for one in value]
    return value


def read_payload_of(reader: CaptureReader, task: Task) -> PageRead:
    """Fetch the bytes of a capture and read them by role; what cannot be read comes back as issues."""
    try:
        record = reader.read(task.file, task.offset, task.length)
        payload = reader.body(record)
    except EvidenceError as error:
        return PageRead(issues=(Issue("damaged_capture", str(error)),), final=False)
    except InputError as error:
        return PageRead(issues=(Issue("unreadable", str(error)),))
    charset = _charset(record)
    if task.role in ("index", "listing"):
        return _catalogue_page(task, payload, charset)
    return _document(task, payload, charset)


def _charset(record: StoredRecord) -> str | None:
    found = _CHARSET.search(record.http(b"content-type") or b"")
    return found[1].decode("ascii", "replace") if found else None


def _catalogue_page(task: Task, payload: bytes, charset: str | None) -> PageRead:
    """Read an index or list page with the reader that the crawl chose for it too: mixed portals are normal."""
    from archive.pages import PLATFORMS, chosen
    from archive.text.charset import decode

    decoded = decode(payload, charset)
    text, issues = decoded.text, _replaced(decoded)
    reader = PLATFORMS.get(task.platform)
    if reader is None:
        return PageRead(issues=(Issue("unknown_platform", f"no page reader is called {task.platform!r}"),))
    try:
        if task.role == "index":
            index = reader.catalogue(text, task.url)
            return PageRead(catalogue=index, issues=(*issues, *_unread(task, index.unread)))
        _, page = chosen.listing(text, task.url, task.platform)
        return PageRead(listing=page, issues=(*issues, *_unread(task, page.unread)))
    except PageChangedError as error:
        return PageRead(issues=(*issues, Issue("page_changed", str(error))))
    except FAULTS as error:
        return PageRead(issues=(*issues, _fault(error)))


def _document(task: Task, payload: bytes, charset: str | None) -> PageRead:
    from archive.reading import read_payload
    from archive.text.charset import decode

    issues: list[Issue] = []
    reading: Reading | None = None
    try:
        reading = read_payload(
            payload,
            source=task.url,
            url=task.url,
            mime=task.mime,
            name=task.name,
            charset=charset,
            local=task.local,
        )
    except InputError as error:
        issues.append(Issue("unreadable", str(error)))
    except FAULTS as error:
        issues.append(_fault(error))
    post = None
    if reading is not None and reading.carrier in ("html", "json", "text"):
        decoded = decode(payload, charset)
        issues += _replaced(decoded)
        if task.role == "detail" and reading.carrier != "text":
            post = _post(task, decoded.text, issues)
    return PageRead(post=post, reading=reading, body=_body(post), issues=tuple(issues))


def _replaced(decoded: Decoded) -> list[Issue]:
    """A byte that no charset explains is shown as U+FFFD and said, never dropped."""
    if not decoded.replaced:
        return []
    return [Issue("undecodable_bytes", f"{decoded.replaced} places cannot be read as {decoded.encoding}")]


def _post(task: Task, text: str, issues: list[Issue]) -> Post | None:
    from archive.pages import PLATFORMS

    reader = PLATFORMS.get(task.platform)
    if reader is None:
        issues.append(Issue("unknown_platform", f"no page reader is called {task.platform!r}"))
        return None
    try:
        post = reader.post(text, task.url)
    except PageChangedError as error:
        issues.append(Issue("page_changed", str(error)))
        return None
    except FAULTS as error:
        issues.append(_fault(error))
        return None
    issues.extend(_unread(task, post.unread))
    return post


def _body(post: Post | None) -> str | None:
    """Return the text of the article itself: what an edit by the publisher changes, not what the page wraps round."""
    if post is None or not post.body_html:
        return None
    from archive.blocks import from_html

    try:
        return from_html(post.body_html).text
    except InputError:
        return None


def _unread(task: Task, keys: tuple[str, ...]) -> tuple[Issue, ...]:
    return tuple(Issue("unread_key", f"{task.platform} {task.role}: {key}") for key in keys)


def _fault(error: Exception) -> Issue:
    return Issue("reader_fault", f"{type(error).__name__}: {error}")
