"""Walks a gkmlpt catalogue: index, nodes, list API, content pages, attachments; menu links lead into columns.

Peers skip nodes with a `jump_url` and lose the annual reports wherever that menu entry is such a link; here it is
followed, in the same run.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any
from urllib.parse import urlsplit

from scrapy.http import Response
from twisted.python.failure import Failure

from archive.errors import PageChangedError
from archive.model import Catalogue, Node, Note
from archive.pages import gkmlpt, nfcms
from archive.pages.titles import names_report_column
from crawler import scope
from crawler.asks import Ask
from crawler.errors import RequestFailed
from crawler.spiders.base import Yielded
from crawler.spiders.columns import LISTINGS, ColumnSpider
from crawler.spiders.entries import REPORTS
from crawler.spiders.listings import Walk

_VIEW = re.compile(r"/gkmlpt/(?:annualreport|policy|m?index)#(\d+)$")
MISSING = {"not_found", "soft_404"}


def walkable(nodes: tuple[Node, ...]) -> list[Node]:
    """Return the nodes to read from the API, annual reports first.

    A leaf is read. A parent is read where all its children are menu links, or where it claims more posts than its
    children do (it then holds posts of its own); else its children list them all.
    """
    children: dict[str | None, list[Node]] = defaultdict(list)
    for node in nodes:
        children[node.parent].append(node)

    def own(node: Node) -> bool:
        below = [child for child in children[node.id] if not child.jump_url]
        claims = [child.post_count for child in below]
        if not below or node.post_count is None or any(claim is None for claim in claims):
            return not below
        return node.post_count > sum(claim or 0 for claim in claims)

    chosen = [node for node in nodes if not node.jump_url and own(node)]
    return sorted(chosen, key=lambda node: not names_report_column(node.name))


class GkmlptSpider(ColumnSpider):
    """The walk of one catalogue."""

    name = "gkmlpt"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sid: str | None = None
        self.base = gkmlpt.base(self.portal.url)
        self._nodes: set[str] = set()

    def begin(self) -> Any:
        """Yield the index page."""
        url = self.portal.url.partition("#")[0]
        yield self.ask(url, "index", "gkmlpt", self.read_index, self.start_failed, priority=LISTINGS)

    def read_index(self, response: Response) -> Yielded:
        """Read the catalogue and yield the first page of every node."""
        text, notes = self.text(response)
        yield from notes
        try:
            found = gkmlpt.catalogue(text, response.url)
        except PageChangedError as error:
            self.start_changed = True
            yield Note("page_changed", str(error), response.url)
            return
        yield from self.notes("unread_key", found.unread, response.url)
        self.sid, self.base = found.sid, self._base(found, response.url)
        for node in walkable(found.nodes):
            yield from self.node(node)
        for node in sorted((node for node in found.nodes if node.jump_url), key=_reports_last_no):
            yield from self.jump(node)

    def _base(self, found: Catalogue, url: str) -> str:
        """Return the base of the API: scheme and host of the page, the prefix of APP_URL where it names this host.

        A copied or moved page still names the host it came from; http and https of one host are both met.
        """
        if found.app_url and scope.host_of(found.app_url) == scope.host_of(url):
            here = urlsplit(url)
            return f"{here.scheme}://{here.netloc}{urlsplit(found.app_url).path.rstrip('/')}"
        return gkmlpt.base(url)

    def node(self, node: Node) -> Yielded:
        """Yield the first API page of a node."""
        if node.id in self._nodes:
            return
        self._nodes.add(node.id)
        url = gkmlpt.api_url(self.base, node.id, 1, self.sid)
        walk = Walk(node.id, node.name, url, "gkmlpt", reports=names_report_column(node.name), claimed=node.post_count)
        self.walks.append(walk)
        yield self._api_page(walk, 1)

    def _api_page(self, walk: Walk, page: int) -> Any:
        url = gkmlpt.api_url(self.base, walk.node_id or "0", page, self.sid)
        priority = LISTINGS + REPORTS if walk.reports else LISTINGS
        return self.ask(
            url, "listing", "gkmlpt", self.read_list, self.list_failed,
            priority=priority, walk=walk, node_id=walk.node_id, page=page,
        )  # fmt: skip

    def read_list(self, response: Response, walk: Walk) -> Yielded:
        """Read one API page: its entries, and the next page or the end."""
        ask: Ask = response.request.meta["ask"]  # type: ignore[union-attr]
        text, notes = self.text(response)
        yield from notes
        try:
            page = gkmlpt.listing(text, response.url)
        except PageChangedError as error:
            yield Note("page_changed", str(error), response.url)
            yield walk.end(False, "page_changed")
            return
        yield from self.notes("unread_key", page.unread, response.url)
        yield from self.entries(page.entries, walk)
        step = walk.take(page, [self.key(entry) for entry in page.entries], gkmlpt.ROWS)
        if not step.more:
            yield walk.end(step.complete, step.reason)
        elif self.sample is not None:
            yield walk.end(False, "sample")
        else:
            yield self._api_page(walk, (ask.page or 1) + 1)

    def list_failed(self, failure: Failure) -> Yielded:
        """Close a walk whose page could not be had; a miss after the first page is the end of the list."""
        walk: Walk = failure.request.cb_kwargs["walk"]  # type: ignore[attr-defined]
        outcome = failure.value.outcome if isinstance(failure.value, RequestFailed) else "interrupted"
        if outcome in MISSING and walk.pages:
            step = walk.past_the_end(outcome)
            yield walk.end(step.complete, step.reason)
        else:
            yield walk.end(False, outcome)

    def jump(self, node: Node) -> Yielded:
        """Follow a menu link: to a view of this catalogue, to an article, or into a column of the portal."""
        url = node.jump_url or ""
        view = _VIEW.search(url)
        if view and scope.host_of(url) == scope.host_of(self.portal.url):
            yield from self.node(Node(view.group(1), node.name, node.parent, node.post_count))
        elif scope.SIBLINGS.search(url) or "/gkmlpt/" in url:
            yield from self.notes("menu_link", [f"{node.name}: leads to another application, not to posts"], url)
        elif self.reports_only and not names_report_column(node.name, urlsplit(url).path):
            return
        elif nfcms.is_article(url):
            yield from self.notes("menu_link", [f"{node.name}: leads to one page, not to a list"], url)
        else:
            yield from self.column(node, url.partition("#")[0], None, "nfcms")


def _reports_last_no(node: Node) -> bool:
    """Sort key: menu links to annual reports first."""
    return not names_report_column(node.name, node.jump_url or "")
