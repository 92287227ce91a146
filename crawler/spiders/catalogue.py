"""The walk of a gkmlpt catalogue: index, nodes, list API; menu links lead into columns.

Peers skip nodes with a `jump_url` and lose the annual reports wherever that menu entry is such a link; here it is
followed, in the same run. A portal of columns that links to its catalogue has that walked too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.errors import PageChangedError
from archive.model import Catalogue, Entry, Node, Note
from archive.pages import chosen, files, gkmlpt
from archive.pages.annual import is_report_column
from archive.pages.sections import is_section
from archive.pages.titles import names_report_column
from crawler import scope
from crawler.asks import Ask
from crawler.errors import RequestFailed
from crawler.spiders.base import Yielded
from crawler.spiders.entries import REPORTS, EntrySpider
from crawler.spiders.listings import Walk

LISTINGS = 30  # priority: listings before pages, so that what is there is known first
MISSING = {"not_found", "soft_404"}
EVERYTHING = "0"  # the category that stands for every category of a site (two code bases)
_VIEW = re.compile(r"/gkmlpt/(?:annualreport|policy|m?index)#(\d+)$")
_REPORTS = re.compile(r"/gkmlpt/annualreport#(\d+)$")


class Api(NamedTuple):
    """Where the lists of one catalogue are: the base of its addresses and its site id."""

    base: str
    sid: str | None


class NodeWalk(Walk):
    """One node of a catalogue while its list is read."""

    api: Api


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


class CatalogueSpider(EntrySpider):
    """What is needed to walk a catalogue, wherever it is met."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._nodes: set[tuple[str, str]] = set()
        self._whole: set[str] = set()  # bases whose list of everything was asked for

    def column(self, node: Node, url: str, above: Any, platform: str) -> Yielded:
        """Yield the first page of a column that a menu link leads to."""
        raise NotImplementedError

    def catalogue(self, node: Node, url: str) -> Yielded:
        """Yield the index page of a catalogue that a page of columns links to."""
        if self.first_time(gkmlpt.base(url) + "/gkmlpt/") and scope.on_portal(url, self.portal):
            yield self.ask(
                url, "index", "gkmlpt", self.read_index, self.index_failed, priority=LISTINGS, node_id=node.id
            )

    def index_failed(self, failure: Failure) -> None:
        """Count a catalogue that could not be had."""
        self.lose(failure.value)

    def read_index(self, response: Response) -> Yielded:
        """Read a catalogue and yield the first page of every node."""
        ask: Ask = response.request.meta["ask"]  # type: ignore[union-attr]
        text, notes = self.text(response)
        yield from notes
        try:
            found = gkmlpt.catalogue(text, response.url)
        except PageChangedError as error:
            if ask.node_id is None:
                self.start_changed = True
            else:
                self.lost["page_changed"] += 1
            yield Note("page_changed", str(error), response.url)
            return
        yield from self.notes("unread_key", found.unread, response.url)
        api = Api(_base(found, response.url), found.sid)
        if ask.node_id is None and (view := _VIEW.search(self.portal.url)):  # the portal entry names a view
            name = next((node.name for node in found.nodes if node.id == view.group(1)), "")
            report = bool(_REPORTS.search(self.portal.url))
            yield from self.node(Node(view.group(1), name or ("政府信息公开年报" if report else "")), api)
        for node in walkable(found.nodes):
            yield from self.node(node, api)
        for node in sorted((node for node in found.nodes if node.jump_url), key=_reports_first):
            yield from self.jump(node, api)
        yield from self._unlisted(api)

    def node(self, node: Node, api: Api) -> Yielded:
        """Yield the first API page of a node."""
        if (api.base, node.id) in self._nodes:
            return
        self._nodes.add((api.base, node.id))
        url = gkmlpt.api_url(api.base, node.id, 1, api.sid)
        report = names_report_column(node.name)
        walk = NodeWalk(node.id, node.name, url, "gkmlpt", reports=report, claimed=node.post_count)
        walk.api = api
        self.walks.append(walk)
        yield self._api_page(walk, 1)

    def _api_page(self, walk: NodeWalk, page: int) -> Request:
        url = gkmlpt.api_url(walk.api.base, walk.node_id or "0", page, walk.api.sid)
        priority = LISTINGS + REPORTS if walk.reports else LISTINGS
        return self.ask(
            url, "listing", "gkmlpt", self.read_list, self.list_failed,
            priority=priority, walk=walk, node_id=walk.node_id, page=page,
        )  # fmt: skip

    def read_list(self, response: Response, walk: NodeWalk) -> Yielded:
        """Read one API page: its entries, and the next page or the end."""
        ask: Ask = response.request.meta["ask"]  # type: ignore[union-attr]
        text, notes = self.text(response)
        yield from notes
        try:
            page = gkmlpt.listing(text, response.url)
        except PageChangedError as error:
            yield Note("page_changed", str(error), response.url)
            yield walk.end(False, "page_changed")
            yield from self._unlisted(walk.api)
            return
        yield from self.notes("unread_key", page.unread, response.url)
        yield from self.entries(page.entries, walk)
        step = walk.take(page, [self.key(entry) for entry in page.entries], gkmlpt.ROWS)
        if step.more and self.sample is None:
            yield self._api_page(walk, (ask.page or 1) + 1)
        else:
            yield walk.end(step.complete and not step.more, "sample" if step.more else step.reason)
            yield from self._unlisted(walk.api)

    def list_failed(self, failure: Failure) -> Yielded:
        """Close a walk whose page could not be had; a miss after the first page is the end of the list."""
        walk: NodeWalk = failure.request.cb_kwargs["walk"]  # type: ignore[attr-defined]
        outcome = failure.value.outcome if isinstance(failure.value, RequestFailed) else "interrupted"
        if outcome in MISSING and walk.pages:
            step = walk.past_the_end(outcome)
            yield walk.end(step.complete, step.reason)
        else:
            yield walk.end(False, outcome)
        yield from self._unlisted(walk.api)

    def _unlisted(self, api: Api) -> Yielded:
        """Once all nodes of a catalogue are read: ask how many posts the site has, for those in no node of its tree."""
        walks = [walk for walk in self.walks if isinstance(walk, NodeWalk) and walk.api == api]
        if self.sample is not None or api.base in self._whole or not all(walk.done for walk in walks):
            return
        self._whole.add(api.base)
        url = gkmlpt.api_url(api.base, EVERYTHING, 1, api.sid)
        request = self.ask(
            url, "probe", "gkmlpt", self.read_whole, self.no_whole, priority=LISTINGS, node_id=EVERYTHING, api=api
        )
        yield self.if_changed(request)

    def read_whole(self, response: Response, api: Api) -> Yielded:
        """Walk the list of the whole site where it states more posts than the nodes showed."""
        try:
            page = gkmlpt.listing(self.text(response)[0], response.url)
        except PageChangedError:
            return
        walks = [walk for walk in self.walks if isinstance(walk, NodeWalk) and walk.api == api]
        new = any(self.key(entry) not in self._entries for entry in page.entries)
        if new or (page.total or 0) > sum(walk.fresh for walk in walks):
            yield from self.node(Node(EVERYTHING, "全部"), api)

    def no_whole(self, failure: Failure) -> None:
        """Nothing is lost: some hosts have no such list, and the nodes say themselves whether they are complete."""

    def jump(self, node: Node, api: Api) -> Yielded:
        """Follow a menu link: to a view of this catalogue, to an article, or into a column of the portal."""
        url = node.jump_url or ""
        place, view = url.partition("#")[0], _VIEW.search(url)
        if view and scope.host_of(url) == scope.host_of(api.base):
            yield from self.node(Node(view.group(1), node.name, node.parent, node.post_count), api)
        elif scope.SIBLINGS.search(url) or "/gkmlpt/" in url:
            yield from self.notes("menu_link", [f"{node.name}: leads to another application, not to posts"], url)
        elif self.reports_only and not is_section(node.name, url):
            return
        elif chosen.is_article(place, "nfcms") or files.is_document(place):
            yield from self.single(node, place)
        else:
            yield from self.column(node, place, None, "nfcms")

    def single(self, node: Node, url: str) -> Yielded:
        """Fetch the one page that a menu link leads to where it may be a report; else say where it leads."""
        if not is_report_column(node.name, url):
            yield from self.notes("menu_link", [f"{node.name}: leads to one page, not to a list"], url)
            return
        walk = Walk(node.id, node.name, url, chosen.article_platform(url, "nfcms"), reports=True)
        yield from self.entries([Entry(node.name, url, node_id=node.id)], walk)


def _base(found: Catalogue, url: str) -> str:
    """Return the base of the API: scheme and host of the page, the prefix of APP_URL where it names this host.

    A copied or moved page still names the host it came from; http and https of one host are both met.
    """
    if found.app_url and scope.host_of(found.app_url) == scope.host_of(url):
        here = urlsplit(url)
        return f"{here.scheme}://{here.netloc}{urlsplit(found.app_url).path.rstrip('/')}"
    return gkmlpt.base(url)


def _reports_first(node: Node) -> bool:
    """Sort key: menu links to annual reports first."""
    return not is_report_column(node.name, node.jump_url or "")
