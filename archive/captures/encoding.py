"""Undoing Content-Encoding within a bound, never more than the bound plus one chunk in memory."""

from __future__ import annotations

import importlib
import zlib
from collections.abc import Callable
from typing import Any

from archive.errors import InputError, TooLargeError

MAX_BODY = 20_000_000  # bytes after decompression (design bound, settable)
_MAX_LAYERS = 3
_CHUNK = 1 << 16
_GZIP_MAGIC = b"\x1f\x8b"
_ZSTD_WINDOW = 25  # 32 MB; RFC 9659 allows 8 MB on the web


def decode(payload: bytes, codings: bytes, limit: int = MAX_BODY) -> bytes:
    """Return `payload` with the codings of a Content-Encoding value undone (gzip, deflate, br, zstd, identity).

    A payload said to be gzip that does not begin like gzip is returned as it is: servers say so of plain pages.
    TooLargeError past `limit` bytes; InputError for an unknown coding or a stream that is damaged or cut.
    """
    names = [name.strip().lower().decode("latin-1") for name in codings.split(b",")]
    names = [name for name in names if name not in ("", "identity")]
    if len(names) > _MAX_LAYERS:
        raise InputError(f"the payload is encoded {len(names)} times over")
    for name in reversed(names):
        if name not in _DECODERS:
            raise InputError(f"unknown Content-Encoding {name!r}")
        if payload:
            payload = _DECODERS[name](payload, limit)
    if len(payload) > limit:
        raise TooLargeError(f"the body has more than {limit} bytes")
    return payload


def _gzip(data: bytes, limit: int) -> bytes:
    if not data.startswith(_GZIP_MAGIC):
        return data
    parts: list[bytes] = []
    size = 0
    while data.startswith(_GZIP_MAGIC):  # several members are one body; what follows the last is padding
        part, data = _inflate(data, 31, limit - size, "gzip")
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def _deflate(data: bytes, limit: int) -> bytes:
    # RFC 9110 means zlib; some servers send the bare stream
    zlib_header = len(data) > 1 and data[0] & 15 == 8 and (data[0] << 8 | data[1]) % 31 == 0
    return _inflate(data, 15 if zlib_header else -15, limit, "deflate")[0]


def _inflate(data: bytes, window: int, limit: int, name: str) -> tuple[bytes, bytes]:
    """Return (decoded, what follows the stream)."""
    stream = zlib.decompressobj(window)
    try:
        decoded = stream.decompress(data, limit + 1)
    except zlib.error as error:
        raise InputError(f"the {name} stream is damaged: {error}") from error
    _bounded(len(decoded), limit)
    if not stream.eof:
        raise InputError(f"the {name} stream is cut off")
    return decoded, stream.unused_data


def _brotli(data: bytes, limit: int) -> bytes:
    brotli = _module("brotli", "brotlicffi")
    stream = brotli.Decompressor()
    parts: list[bytes] = []
    size = 0
    try:
        while not stream.is_finished():
            part = stream.process(data, output_buffer_limit=_CHUNK)
            if not part and not data and stream.can_accept_more_data():
                raise InputError("the br stream is cut off")
            data = b""
            parts.append(part)
            size += len(part)
            _bounded(size, limit)
    except brotli.error as error:
        raise InputError(f"the br stream is damaged: {error}") from error
    return b"".join(parts)


def _zstd(data: bytes, limit: int) -> bytes:
    zstd = _module("compression.zstd", "backports.zstd")
    parts: list[bytes] = []
    size = 0
    try:
        while data:
            stream = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: _ZSTD_WINDOW})
            part = stream.decompress(data, limit - size + 1)
            parts.append(part)
            size += len(part)
            _bounded(size, limit)
            if not stream.eof:
                raise InputError("the zstd stream is cut off")
            data = stream.unused_data
    except zstd.ZstdError as error:
        raise InputError(f"the zstd stream is damaged: {error}") from error
    return b"".join(parts)


def _bounded(size: int, limit: int) -> None:
    if size > limit:
        raise TooLargeError(f"the body has more than {limit} bytes after decompression; it was not read any further")


def _module(*names: str) -> Any:
    for name in names:
        try:
            return importlib.import_module(name)
        except ImportError:
            continue
    raise InputError(f"the payload needs one of the packages {', '.join(names)}, and none is installed")


_DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
