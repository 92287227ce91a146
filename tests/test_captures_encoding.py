"""Content codings are undone within a bound, and damage is an error, never a shorter text."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from pathlib import Path

import brotli
import pytest
from captures_kit import encoded, exchange, started

from archive.captures import CaptureReader, Home
from archive.captures.encoding import decode
from archive.errors import InputError, TooLargeError

TEXT = "主动公开政府信息139条。".encode() * 50


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_every_coding_is_undone(coding: str):
    assert decode(encoded(coding, TEXT), coding.encode()) == TEXT
    assert decode(encoded(coding, TEXT), b" " + coding.upper().encode() + b" ") == TEXT
    assert decode(b"", coding.encode()) == b""


def test_codings_are_undone_from_the_last_to_the_first():
    assert decode(brotli.compress(gzip.compress(TEXT)), b"gzip, br") == TEXT
    assert decode(TEXT, b"identity") == TEXT
    assert decode(TEXT, b"") == TEXT


def test_what_servers_really_send_is_read():
    bare = zlib.compressobj(wbits=-15)
    assert decode(bare.compress(TEXT) + bare.flush(), b"deflate") == TEXT
    assert decode(gzip.compress(TEXT[:90]) + gzip.compress(TEXT[90:]), b"x-gzip") == TEXT
    assert decode(gzip.compress(TEXT) + b"\x00\x00\r\n", b"gzip") == TEXT
    assert decode(TEXT, b"gzip") == TEXT  # said to be gzip and is not


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_cut_stream_is_an_error_and_not_a_shorter_text(coding: str):
    whole = encoded(coding, TEXT)
    for size in range(3, len(whole)):
        with pytest.raises(InputError, match=r"cut off|damaged"):
            decode(whole[:size], coding.encode())


def test_unknown_and_endless_codings_are_named():
    with pytest.raises(InputError, match="'compress'"):
        decode(b"x", b"compress")
    with pytest.raises(InputError, match="4 times over"):
        decode(b"x", b"gzip,gzip,gzip,gzip")


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "gzip, gzip"])
def test_a_bomb_is_refused_at_the_bound_without_being_unpacked(coding: str):
    bomb = b"\x00" * 100_000_000
    for name in coding.split(", "):
        bomb = encoded(name, bomb)
    assert len(bomb) < 500_000
    tracemalloc.start()
    with pytest.raises(TooLargeError, match="more than 20000000 bytes"):
        decode(bomb, coding.encode())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 70_000_000


def test_the_bound_is_met_exactly():
    body = b"x" * 1000
    for coding in ("gzip", "deflate", "br", "zstd", ""):
        assert decode(encoded(coding, body), coding.encode(), 1000) == body
        with pytest.raises(TooLargeError):
            decode(encoded(coding, body), coding.encode(), 999)


def test_the_reader_s_bound_can_be_set(tmp_path: Path):
    home = Home(tmp_path / "home")
    with started(home) as run:
        got, _ = exchange(run, "http://127.0.0.1/", gzip.compress(TEXT), [(b"Content-Encoding", b"gzip")])
    with CaptureReader(home, max_body=100) as reader, pytest.raises(TooLargeError):
        reader.body(reader.capture(got.capture_id))
