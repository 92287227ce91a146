"""One platform sample: what it serves and, apart from that, the truth about it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from crawler.sample.platforms.office import Item, Office
from crawler.sample.web import Page, Web, page

GIF = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,"
ROBOTS = "User-agent: *\nAllow: /\n"


@dataclass
class Site:
    """A portal at the root of its own port.

    Addresses are paths with their query. `documents`: content pages that a crawl reaches, with what each carries;
    `files`: attachments that it reaches. `complete`: lists that can be read to their end, with the rows they hold.
    `short`: lists that cannot, with the typed reason that a crawl must give. `failed`: addresses whose request ends
    in a typed outcome. `may`: lists that a crawl may meet besides, and the reason if it does. `most`: requests that a
    crawl may make, None where what is listed bounds them. `other`: served pages of another platform than the portal's.
    """

    office: Office
    platform: str
    start: str
    web: Web = field(default_factory=Web)
    documents: dict[str, Item] = field(default_factory=dict)
    files: dict[str, Item] = field(default_factory=dict)
    complete: dict[str, int] = field(default_factory=dict)
    short: dict[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    may: dict[str, str] = field(default_factory=dict)
    most: int | None = None
    other: dict[str, str] = field(default_factory=dict)
    articles: str = ""  # the platform that content pages show, where it is not the portal's

    def __post_init__(self) -> None:
        self.articles = self.articles or self.platform
        self.web.pages["/images/doc.gif"] = Page(GIF, "image/gif")
        self.web.pages["/robots.txt"] = page(ROBOTS, "text/plain; charset=utf-8")

    def put(self, path: str, text: str, printed: str = "2026-01-05 09:00:00") -> None:
        """Serve a page."""
        self.web.put({path: page(text, printed=printed)})

    def document(self, path: str, item: Item, text: str) -> None:
        """Serve a content page that a crawl must reach."""
        self.put(path, text, item.published)
        self.documents[path] = item

    def attach(self, paths: Mapping[str, int], item: Item) -> None:
        """Serve files of an item that a crawl must reach; `paths`: address to place among the item's files."""
        for path, place in paths.items():
            given = item.files[place]
            self.web.put({path: Page(given.content, given.mime)})
            self.files[path] = item

    @property
    def reports(self) -> dict[str, Item]:
        """Content pages that carry an annual report."""
        return {path: item for path, item in self.documents.items() if item.year is not None}


def pages_of(items: Iterable[Item], size: int) -> list[tuple[Item, ...]]:
    """The items in pages of `size`; no item is one empty page."""
    whole = tuple(items)
    return [whole[at : at + size] for at in range(0, len(whole), size)] or [()]


def cut(title: str, longest: int) -> str:
    """A title as a list prints it."""
    return title if len(title) <= longest else f"{title[:longest]}…"


def hexes(*words: object) -> str:
    """32 hexadecimal digits that depend on the words alone, as systems use them for ids."""
    return hashlib.sha256(" ".join(map(str, words)).encode()).hexdigest()[:32]
