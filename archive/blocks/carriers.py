"""Bytes of unknown kind to `Printed`: magic numbers decide, then the stated type, then the name."""

from __future__ import annotations

import email
import email.policy
import json
import re
from typing import Any

from msgspec.structs import replace

from archive.blocks import bounds, detail, office
from archive.blocks.child import read_document
from archive.blocks.html import from_fragment, from_html
from archive.blocks.magic import document_kind
from archive.blocks.ocr import wanted as ocr_wanted
from archive.blocks.plain import from_text
from archive.errors import InputError, TooLargeError
from archive.model import Block, Printed
from archive.text.charset import decode

_HTML = re.compile(
    r"<!doctype html|<(?:html|head|body|table|div|p|meta|title|span|script|font|h[1-6]|br)\b[^<>]{0,2000}>", re.I
)
_CONTROLS = bytes([*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F])
_CONTENT_KEYS = ("content", "contentHtml", "content_html", "html", "body")
_DEEPEST_JSON = 200_000  # values looked at


def printed_of(
    payload: bytes,
    *,
    url: str | None = None,
    mime: str | None = None,
    name: str | None = None,
    charset: str | None = None,
    ocr: bool | None = None,
) -> Printed:
    """Return what a payload prints, whatever its carrier.

    `mime` may be a whole Content-Type; `charset` is the one HTTP declares. Documents (PDF, DOCX, DOC, XLS, XLSX) are
    read in a child process. `ocr` says whether pictures of text are read; None: where the extra is installed.
    Raises InputError with the reason, TooLargeError beyond `archive.blocks.bounds`.
    """
    if not payload.strip(b" \t\r\n\0"):
        raise InputError("the input is empty")
    if len(payload) > bounds.MAX_PAYLOAD_BYTES:
        raise TooLargeError(f"the input has {len(payload):,} bytes; at most {bounds.MAX_PAYLOAD_BYTES:,} are read")
    kind, declared = _content_type(mime)
    document = document_kind(payload, kind, name)
    if document is not None:
        return _document(document, payload, url, name, ocr)
    return _from_words(payload, url, kind, name, charset or declared)


def _document(kind: str, payload: bytes, url: str | None, name: str | None, choice: bool | None) -> Printed:
    reads_pictures = kind in ("image", "pdf") and ocr_wanted(choice)
    if kind == "image":
        return _picture(payload, url or name or "image", reads_pictures)
    if kind == "mht":
        return _from_mht(payload, url)
    if kind in ("doc", "rtf"):
        return _legacy_word(payload, kind)
    return read_document(kind, payload, ocr=reads_pictures)


def _picture(payload: bytes, source: str, reads_pictures: bool) -> Printed:
    unread = Printed("image", "", (Block("image", 0, 0, "", src=source),))
    if not reads_pictures:
        return unread
    printed = read_document("image", payload, ocr=True)
    return printed if printed.text else _with(unread, notes=printed.notes)


def _legacy_word(payload: bytes, kind: str) -> Printed:
    if office.program() is None and kind == "doc":
        text, note = office.text_only(payload)
        printed = from_text(text)
        return _with(printed, carrier="doc", notes=(*printed.notes, note))
    printed = read_document("docx", office.to_docx(payload, kind))
    return _with(printed, carrier="doc", notes=(*printed.notes, f"converted from {kind.upper()} by LibreOffice"))


def _from_mht(payload: bytes, url: str | None) -> Printed:
    """Read the first HTML part of a web archive (Word's "single file web page", often named .doc)."""
    message = email.message_from_bytes(payload, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            body = part.get_payload(decode=True)
            if isinstance(body, bytes):
                return from_html(decode(body, part.get_content_charset()).text, url=url or part.get("Content-Location"))
    raise InputError("the MHT file holds no HTML part")


def _content_type(mime: str | None) -> tuple[str, str | None]:
    kind, _, rest = (mime or "").partition(";")
    found = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", rest, re.I)
    return kind.strip().lower(), found.group(1) if found else None


def _from_words(payload: bytes, url: str | None, kind: str, name: str | None, charset: str | None) -> Printed:
    """Read HTML, JSON or plain text."""
    decoded = decode(payload, charset)
    text = decoded.text
    if _controls(text[:20_000]) * 50 > len(text[:20_000]):
        raise InputError(f"these are binary data of no known kind{f' ({name})' if name else ''}")
    notes: tuple[str, ...] = ()
    if decoded.replaced:
        notes = (f"{decoded.replaced} undecodable bytes were replaced",)
    head = text[:4_000].lstrip("\ufeff \t\r\n")
    if head[:1] in "{[" and (kind.endswith("json") or not _HTML.match(head)):
        printed = _from_json(text.lstrip("\ufeff"), url, certain=kind.endswith("json"))
    elif _is_html(head, kind, name):
        printed = from_html(text, url=url, encoded=payload if decoded.basis == "strict_utf8" else None)
    else:
        printed = from_text(text)
    return _with(printed, encoding=decoded.encoding, notes=printed.notes + notes)


def _controls(text: str) -> int:
    """Count control characters; many times quicker on bytes than by an expression."""
    encoded = text.encode("utf-8", "surrogatepass")
    return len(encoded) - len(encoded.translate(None, _CONTROLS))


def _is_html(head: str, kind: str, name: str | None) -> bool:
    """HTML by its first tag, whatever the name says; a plain text that merely mentions a tag is not."""
    found = _HTML.search(head)
    if kind in ("text/html", "application/xhtml+xml"):
        return found is not None or "<" in head
    if kind == "text/plain" or (name or "").lower().endswith((".txt", ".md", ".csv")):
        return found is not None and found.start() == 0 and found.group()[:5].lower() in ("<!doc", "<html")
    return found is not None


def _from_json(text: str, url: str | None, *, certain: bool) -> Printed:
    """Read the article of a JSON answer: the largest HTML string under a known key, and its neighbours."""
    try:
        value = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        if certain:
            raise InputError(f"the JSON cannot be read: {error}") from error
        return from_text(text)
    holder = _article_object(value)
    if holder is None:
        raise InputError("the JSON holds no article: none of the keys " + ", ".join(_CONTENT_KEYS))
    content = next(holder[key] for key in _CONTENT_KEYS if isinstance(holder.get(key), str) and holder[key].strip())
    told = detail.of_object({**holder, "content": content}, url)
    return from_fragment(told.content, url=url, told=told)


def _article_object(value: Any) -> dict[str, Any] | None:
    """Return the object with the longest content, looking at objects and lists without recursion."""
    best: tuple[int, dict[str, Any] | None] = (0, None)
    waiting, seen = [value], 0
    while waiting and seen < _DEEPEST_JSON:
        current = waiting.pop()
        seen += 1
        if isinstance(current, dict):
            size = max((len(c) for key in _CONTENT_KEYS if isinstance(c := current.get(key), str)), default=0)
            if size > best[0]:
                best = (size, current)
            waiting.extend(v for v in current.values() if isinstance(v, dict | list))
        elif isinstance(current, list):
            waiting.extend(v for v in current if isinstance(v, dict | list))
    return best[1]


def _with(printed: Printed, **changes: Any) -> Printed:
    return replace(printed, **changes)
