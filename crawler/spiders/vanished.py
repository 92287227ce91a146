"""Pages that the archive holds and no listing shows any more: each is asked for directly, once, at the end of a walk.

A page is never called gone because a list does not show it. Only where the lists that showed it were read to their end
is it asked for at all, and what the answer means is for `build` to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scrapy import Request, signals
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.model import Note
from crawler import scope
from crawler.spiders.base import Yielded
from crawler.spiders.entries import EntrySpider, known_as

MOST_VANISHED = 200  # direct requests of one run; the rest is left to the next


class VanishedSpider(EntrySpider):
    """What asks for pages that the lists lost, once everything else is done."""

    _looked = False

    @classmethod
    def from_crawler(cls, crawler: Any, *args: Any, **kwargs: Any) -> Any:
        """Make the spider and let it speak again when it has nothing left to do."""
        spider: Any = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.look_for_vanished, signals.spider_idle)
        return spider

    def look_for_vanished(self, spider: Any) -> None:
        """Send the direct requests, the first time that nothing else is left."""
        if self._looked:
            return
        self._looked = True
        requests = list(self.vanished())
        for request in requests:
            self.crawler.engine.crawl(request)
        if requests:
            raise DontCloseSpider

    def vanished(self) -> Iterator[Request]:
        """Yield a request per page that the archive holds and that no complete listing of this whole walk showed."""
        if self.arguments or self.start_outcome is not None or self.start_changed:
            return
        asked = 0
        whole = {walk.node_id for walk in self.walks if walk.done and walk.complete}
        for url, held in sorted(self.shelf.pages.items()):
            listed = known_as(url, held.native_id) in self._entries or url in self._entries
            if listed or held.node_id not in whole or not scope.on_portal(url, self.portal):
                continue
            asked += 1
            yield self.ask(
                url, "detail", held.platform, self.still_there, self.not_there,
                node_id=held.node_id, native_id=held.native_id,
            )  # fmt: skip
            if asked == MOST_VANISHED:
                return

    def still_there(self, response: Response) -> Yielded:
        """Say that a page is there though no list shows it."""
        yield Note("unlisted", "no list shows this page any more, and it is still there", response.url)

    def not_there(self, failure: Failure) -> None:
        """Count what is no answer; a miss is one, and stands in the ledger."""
        self.lose(failure.value)
