"""A page made ready for one host."""

from __future__ import annotations

import gzip
import hashlib

from crawler.sample.web import HOST_MARK, Page


class Answer:
    """A page made ready for one host: bytes, compressed bytes and validator."""

    __slots__ = ("body", "etag", "headers", "packed", "page")

    def __init__(self, page: Page, host: str) -> None:
        self.page = page
        self.body = page.body.replace(HOST_MARK.encode(), host.encode()) if page.textual else page.body
        self.etag = f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'
        self.packed = page.body if page.gzipped else gzip.compress(self.body, mtime=0) if page.textual else None
        self.headers = tuple((name, value.replace(HOST_MARK, host)) for name, value in page.headers)
