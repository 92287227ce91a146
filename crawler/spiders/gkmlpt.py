"""Walks a gkmlpt catalogue from its index page, and the columns that its menu leads to."""

from __future__ import annotations

from typing import Any

from crawler.spiders.catalogue import LISTINGS, walkable
from crawler.spiders.columns import ColumnSpider

__all__ = ["GkmlptSpider", "walkable"]


class GkmlptSpider(ColumnSpider):
    """The walk of one catalogue."""

    name = "gkmlpt"

    def begin(self) -> Any:
        """Yield the index page."""
        url = self.portal.url.partition("#")[0]
        yield self.ask(url, "index", "gkmlpt", self.read_index, self.start_failed, priority=LISTINGS)
