"""Runs for the tests of archive.build: the sample portals walked without a network, written as a crawl writes them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from captures_kit import exchange, started

from archive.captures import Home, KnownPayload, OpenRun
from archive.captures.warc import digest
from archive.model import Entry, Fetch, Listing, Node, Portal
from archive.pages import PLATFORMS, gkmlpt
from archive.text.charset import decode
from crawler.sample.web import HOST_MARK, Page, sample_web

HOST = "127.0.0.1:8417"
ORIGIN = f"http://{HOST}"
TOWN = Portal(
    "jiangmen-taishan-chixi",
    "台山市赤溪镇人民政府",
    "gkmlpt",
    f"{ORIGIN}/jmtsscxz/gkmlpt/index",
    publisher_id="440781110",
    level="township",
    local=True,
)
START = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
Serve = Callable[[str], Page]


def served(url: str) -> Page:
    """Return what the sample portals answer, links pointing to the host asked."""
    parts = urlsplit(url)
    found = sample_web().find(parts.path, parts.query)
    if not found.textual:
        return found
    return Page(found.body.replace(HOST_MARK.encode(), parts.netloc.encode()), found.mime, status=found.status)


class Walk:
    """Writes one run over a sample town. `served` may be replaced to tell another story."""

    def __init__(
        self,
        home: Home,
        number: int = 0,
        *,
        portal: Portal = TOWN,
        serve: Serve = served,
        known: dict[str, KnownPayload] | None = None,
        wanted: Callable[[Entry], bool] = lambda entry: True,
        nodes: Callable[[Node], bool] = lambda node: True,
        files: Callable[[str], bool] = lambda url: True,
    ) -> None:
        self.run: OpenRun = started(home, number, portal)
        self.portal, self.serve, self.wanted, self.nodes, self.files = portal, serve, wanted, nodes, files
        self.known = {} if known is None else known  # payloads of earlier runs, by digest
        self.at = START + timedelta(days=number)
        self.asked: set[str] = set()

    def fetch(self, url: str, role: str, platform: str, **row: object) -> tuple[Page, Fetch]:
        """Write one exchange, as a revisit where the payload is known."""
        page = self.serve(url)
        self.at += timedelta(seconds=3)
        sha256 = digest(page.body)
        mime = page.mime.partition(";")[0]
        outcome = "ok" if page.status == 200 else "not_found"
        known = self.known.get(sha256) if outcome == "ok" else None
        given = {"role": role, "platform": platform, "outcome": "unchanged" if known else outcome, "mime": mime}
        got, fetch = exchange(
            self.run,
            url,
            page.body,
            [(b"Content-Type", page.mime.encode())],
            status=page.status,
            at=self.at,
            revisit_of=known,
            local=self.portal.local,
            **given,
            **row,
        )
        if known is None:
            self.known[sha256] = KnownPayload(got.capture_id, url, fetch.requested_at, got.sha256, got.size)
        return page, fetch

    def text(self, page: Page) -> str:
        return decode(page.body, "utf-8").text

    def whole(self) -> OpenRun:
        """Walk everything and close the run."""
        for _ in self.steps():
            pass
        self.run.close()
        return self.run

    def steps(self) -> Iterator[None]:
        """Walk the catalogue and the columns behind its menu links, one listing at a time."""
        page, _ = self.fetch(self.portal.url, "index", "gkmlpt")
        found = gkmlpt.catalogue(self.text(page), self.portal.url)
        for node in found.nodes:
            if not node.jump_url and self.nodes(node):
                self.node(node, found.sid)
                yield
        for node in found.nodes:
            if node.jump_url and "/hdjlpt/" not in node.jump_url and self.nodes(node):
                self.column(node, node.jump_url)
                yield

    def node(self, node: Node, sid: str | None) -> None:
        base, number, rows, page = gkmlpt.base(self.portal.url), 1, 0, None
        while page is None or rows < (page.total or 0):
            url = gkmlpt.api_url(base, node.id, number, sid)
            got, _ = self.fetch(url, "listing", "gkmlpt", node_id=node.id, page=number)
            page = gkmlpt.listing(self.text(got), url)
            rows, number = rows + len(page.entries), number + 1
            for entry in page.entries:
                self.entry(entry, "gkmlpt")
        self.listing(node, url, number - 1, rows, page.total)

    def column(self, node: Node, url: str) -> None:
        if url in self.asked:
            return
        self.asked.add(url)
        start, number, rows, next_url = url, 0, 0, url
        while next_url:
            got, _ = self.fetch(next_url, "listing", "nfcms", node_id=node.id, page=number + 1)
            if got.status != 200:
                break
            page = PLATFORMS["nfcms"].listing(self.text(got), next_url)
            rows, number, next_url = rows + len(page.entries), number + 1, page.next_url
            for entry in page.entries:
                self.entry(entry, "nfcms")
        self.listing(node, start, number, rows, None)

    def listing(self, node: Node, url: str, pages: int, rows: int, total: int | None) -> None:
        reason = "the stated total is reached"
        done = Listing(node.id, node.name, url, pages, rows, total, node.post_count, True, reason, f"{self.at:%FT%TZ}")
        self.run.ledger.append(done)

    def entry(self, entry: Entry, platform: str) -> None:
        """Fetch the page of a line and its files, once."""
        if entry.kind != "normal" or entry.url in self.asked or not self.wanted(entry):
            return
        self.asked.add(entry.url)
        reader = "gkmlpt" if "/gkmlpt/" in entry.url else platform
        page, fetch = self.fetch(entry.url, "detail", reader, native_id=entry.native_id)
        if fetch.status != 200:
            return
        post = PLATFORMS[reader].post(self.text(page), entry.url)
        for link in (*entry.attachments, *post.attachments):
            if link.url not in self.asked and self.files(link.url):
                self.asked.add(link.url)
                self.fetch(link.url, "attachment", reader, document_url=entry.url, name=link.name)


def few(node: Node) -> bool:
    """Keep a walk short: annual reports sit in two columns, the guide and one more."""
    return any(word in node.name for word in ("年报", "指南", "规划计划", "通知公告"))


def some(entry: Entry) -> bool:
    """Keep it shorter still: routine notices are listed, but not fetched."""
    return not entry.title.startswith("关于")


def mini(home: Home, number: int = 0, **more: Any) -> Walk:
    """A short walk of the sample town."""
    return Walk(home, number, nodes=few, wanted=some, files=lambda url: url.endswith("2416330.pdf"), **more)


def tiny(home: Home, number: int = 0, **more: Any) -> Walk:
    """A walk that lists as much and fetches two reports, one of them under both its addresses."""
    kept = {"1962180", "2076570"}
    return Walk(home, number, nodes=few, wanted=lambda entry: entry.native_id in kept, **more)


def edited(changes: dict[str, tuple[str, str]], serve: Serve = served) -> Serve:
    """Return a server on which pages whose address ends so say something else; the old words must be there."""

    def answer(url: str) -> Page:
        page = serve(url)
        for end, (old, new) in changes.items():
            if urlsplit(url).path.endswith(end):
                text = page.body.decode()
                assert old in text, f"{url} does not say {old}"
                page = Page(text.replace(old, new).encode(), page.mime, status=page.status)
        return page

    return answer


def rows(home: Home, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """Return what a query finds in a home's database, read as an analyst would read it: plain sqlite3."""
    conn = sqlite3.connect(f"{home.database.as_uri()}?mode=ro", uri=True)
    try:
        return conn.execute(sql, values).fetchall()
    finally:
        conn.close()
