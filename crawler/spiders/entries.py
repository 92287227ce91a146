"""From the entries of a listing to content pages and attachments.

A post is fetched once, in however many nodes it stands and under whichever of its two addresses it is met first. What
the archive holds already and need not ask for again is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from scrapy.http import Response
from twisted.python.failure import Failure

from archive.errors import PageChangedError
from archive.model import Entry, Link, Note, Post
from archive.pages import PLATFORMS, chosen, files, leads
from archive.pages.nfcms_meta import post_meta
from archive.pages.titles import speaks_of_report
from crawler import scope
from crawler.asks import Ask
from crawler.errors import RequestFailed
from crawler.spiders.base import PortalSpider, Yielded
from crawler.spiders.ends import Closings
from crawler.spiders.listings import Walk

REPORTS, ENTRIES = 20, 0  # priorities: annual reports first, so that a crawl cut short has them
MOST_NO_META = 5  # where the first ones are missing the host does not expose any (one host in two)
LONG = 4_000  # characters; a shorter page may be a shell whose body is elsewhere
BODY_NAMES = ("article-content", "zoomcon", "content_article", "news_cont_d_wrap", "tyxxy_main", "articleBox")
ELSEWHERE = {"not_found", "soft_404", "empty", "server_error"}  # the post's other address may still hold it
ANSWERS = {"not_found", "soft_404", "robots", "off_portal", "refused_address", "refused_scheme"}  # asking again is idle


class EntrySpider(PortalSpider):
    """What gkmlpt and column walks share below the listing."""

    _no_meta = 0  # posts whose JSON was asked for in vain

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._closings = Closings()  # of content pages, whose template is another one than that of lists

    def entries(self, found: Iterable[Entry], walk: Walk) -> Yielded:
        """Yield what the entries of a listing page lead to: content pages, attachments, notes."""
        for entry in found:
            key = hash(self.key(entry))  # one number in both sets: a large portal has many entries
            if self._entries.add(key):
                walk.fresh += 1
                self.seen["entries"] += 1
                self.seen["reports"] += speaks_of_report(entry.title)
            if self._here(entry, walk) and self._wanted(entry, walk) and self.first_time(key):
                yield from self._detail(entry, walk)

    def _here(self, entry: Entry, walk: Walk) -> bool:
        """Return whether a row's page is fetched: a post, a file, or a link to a page of another platform here."""
        if entry.kind == "normal":
            return True
        known = files.is_document(entry.url) or chosen.is_article(entry.url, walk.platform)
        return known and (self.reachable(entry.url, walk) or self._report_elsewhere(entry))

    def _report_elsewhere(self, entry: Entry) -> bool:
        """Return whether a row leads to a report on another official host: county lists link to town hosts."""
        return speaks_of_report(entry.title) and scope.may_follow(entry.url, self.portal)

    def key(self, entry: Entry) -> str:
        """Return what a post is known by: host and platform id, or its address. Ids of two platforms overlap."""
        return known_as(entry.url, entry.native_id)

    def reachable(self, url: str, walk: Walk) -> bool:
        """Return whether an address may be asked: on the portal, or on the host a report column was followed to."""
        followed = walk.may_leave and scope.host_of(url) == scope.host_of(walk.url)
        return followed or scope.on_portal(url, self.portal)

    def _wanted(self, entry: Entry, walk: Walk) -> bool:
        if self.dry_run or (self.sample is not None and self._details >= self.sample):
            return False
        if self.since and entry.published_at and entry.published_at[:10] < self.since:
            return False
        return not self.reports_only or walk.reports or speaks_of_report(entry.title)

    def _detail(self, entry: Entry, walk: Walk) -> Yielded:
        self._details += 1
        if self.shelf.is_fresh(entry):
            self.seen["kept"] += 1
            return
        report = walk.reports or speaks_of_report(entry.title)
        yield from self.page(entry, entry.url, walk, priority=REPORTS if report else ENTRIES)
        yield from self.attachments(entry.attachments, entry, walk)

    def page(self, entry: Entry, url: str, walk: Walk, *, priority: int = ENTRIES) -> Yielded:
        """Yield the request for a content page, or a note where it is not on this portal."""
        leave = self._report_elsewhere(entry) and not self.reachable(url, walk)
        if not leave and not self.reachable(url, walk):
            yield Note("off_portal", f"{entry.title}: the page is on another host and was not fetched", url)
            return
        yield self.ask(
            url,
            "attachment" if files.is_document(url) else "detail",
            chosen.article_platform(url, walk.platform),
            self.read_page,
            self.page_failed,
            priority=priority,
            entry=entry,
            walk=walk,
            may_leave=walk.may_leave or leave,
            node_id=walk.node_id,
            native_id=entry.native_id,
            document_url=entry.url if files.is_document(url) else None,
        )

    def read_page(self, response: Response, entry: Entry, walk: Walk) -> Yielded:
        """Read a content page: its attachments, and its other address where the body is not here."""
        self.seen["documents"] += 1
        ask: Ask = response.request.meta["ask"]  # type: ignore[union-attr]
        if ask.role == "attachment" or not _is_page(response):
            return
        text, notes = self.text(response)
        yield from notes
        if self._closings.is_cut(text):
            yield Note("cut_off", f"{entry.title}: the page stops before its end", response.url)
        if not (walk.reports or speaks_of_report(entry.title) or files.may_link(text)) and self.has_body(text):
            return  # nothing leads on from here; `build` reads the page, the crawl need not
        try:
            post = PLATFORMS[ask.platform].post(text, response.url)
        except PageChangedError as error:
            yield Note("page_changed", str(error), response.url)
            return
        yield from self.notes("unread_key", post.unread, response.url)
        self.seen["reports"] += not speaks_of_report(entry.title) and speaks_of_report(post.title or "")
        yield from self.attachments(post.attachments, entry, walk)
        if post.body_html is None:
            yield from self.elsewhere(entry, post, walk)
        if speaks_of_report(entry.title) or speaks_of_report(post.title or ""):
            yield from self.attachments(leads.texts(post, text, response.url), entry, walk)

    def has_body(self, text: str) -> bool:
        """Return whether a page surely carries its body, as far as can be told without reading it."""
        return len(text) > LONG and any(name in text for name in BODY_NAMES) and "_CONFIG" not in text

    def elsewhere(self, entry: Entry, post: Post | None, walk: Walk) -> Yielded:
        """Yield the next address of a post that was not yet asked: the portal page holds what the catalogue lacks."""
        # Only for a page that is there without its text: one that is missing was perhaps withdrawn.
        meta = post_meta(entry.url, entry.native_id) if post else None
        for url in (*entry.other_urls, *(post.other_urls if post else ()), *((meta,) if meta else ())):
            if url == meta and self._no_meta >= MOST_NO_META:
                return
            if url != entry.url and self.first_time(f"{self.key(entry)} {url}"):
                yield from self.page(entry, url, walk)
                return

    def page_failed(self, failure: Failure) -> Yielded:
        """Try the other address of a post whose page is missing; the ledger has the row of the failure already."""
        error, request = failure.value, failure.request  # type: ignore[attr-defined]
        outcome = self.lose(error)
        self._no_meta += "/postmeta/" in request.url
        if outcome in ELSEWHERE:
            yield from self.elsewhere(request.cb_kwargs["entry"], None, request.cb_kwargs["walk"])

    def lose(self, error: BaseException | None) -> str | None:
        """Count a page that could not be had; return its outcome, None where the crawl is being stopped."""
        if not isinstance(error, RequestFailed):
            return None
        if error.outcome not in ANSWERS:
            self.lost[error.outcome] += 1
        return error.outcome

    def attachments(self, links: Iterable[Link], entry: Entry, walk: Walk) -> Yielded:
        """Yield requests for document files, each address once."""
        for link in links:
            if not self.first_time(link.url):
                continue
            if not self.reachable(link.url, walk):
                yield Note("off_portal", f"{link.name}: the file is on another host and was not fetched", link.url)
                continue
            self.seen["attachments"] += 1
            if self.shelf.is_recent(link.url):
                continue
            yield self.ask(
                link.url,
                "attachment",
                walk.platform,
                self.read_attachment,
                self.attachment_failed,
                walk=walk,
                may_leave=walk.may_leave,
                node_id=walk.node_id,
                native_id=link.native_id,
                document_url=entry.url,
                name=link.name,
            )

    def read_attachment(self, response: Response, walk: Walk) -> None:
        """Nothing to do: the capture is written."""

    def attachment_failed(self, failure: Failure) -> None:
        """Count the loss; the ledger has the row."""
        self.lose(failure.value)


def known_as(url: str, native_id: str | None) -> str:
    """Return what a post is known by: host and platform id, or its address. Ids of two platforms overlap."""
    return url if native_id is None else f"{scope.host_of(url)}#{native_id}"


def _is_page(response: Response) -> bool:
    kind = (response.headers.get("Content-Type") or b"").lower()
    return not kind or b"html" in kind or b"json" in kind or b"text/plain" in kind or b"xml" in kind
