"""Page readers, one module per platform: text in, structs of archive.model out. Nothing here requests or writes.

`PLATFORMS[name]` reads any capture again, long after the crawl: `catalogue` for an index page, `listing` for a list
page or API answer, `post` for a content page. A page that lost the shape we know raises PageChangedError.
"""

from __future__ import annotations

from typing import Protocol

from archive.model import Catalogue, ListingPage, Post
from archive.pages import epoint, generic, gkmlpt, hanweb, jpaas, lonsun, nfcms, trs, ucap, vsb


class PageReader(Protocol):
    """What a platform module offers. Texts are decoded already; `url` is the address the text came from."""

    def catalogue(self, html: str, url: str, /) -> Catalogue:
        """Return the nodes of an index page."""

    def listing(self, text: str, url: str, /) -> ListingPage:
        """Return the entries of one list page."""

    def post(self, html: str, url: str, /) -> Post:
        """Return one content page."""


PLATFORMS: dict[str, PageReader] = {
    "gkmlpt": gkmlpt,
    "nfcms": nfcms,
    "hanweb": hanweb,
    "jpaas": jpaas,
    "trs": trs,
    "vsb": vsb,
    "ucap": ucap,
    "lonsun": lonsun,
    "epoint": epoint,
    "generic": generic,
}

__all__ = ["PLATFORMS", "PageReader"]
