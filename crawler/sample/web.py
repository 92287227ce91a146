"""The address space of the sample portals: what answers at which path. Built once, the same every time."""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from urllib.parse import parse_qs

HOST_MARK = "@@HOST@@"  # replaced by the Host of the request, so that no link leads outside
BEIJING = timezone(timedelta(hours=8))
CLOCK = format_datetime(datetime(2026, 11, 20, 4, 0, tzinfo=UTC), usegmt=True)
INVENTED = "<!-- gongkai sample portals: the shape is observed, the contents are invented -->\n"
HTML = "text/html; charset=utf-8"
JSON = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Page:
    """One answer before the host is known."""

    body: bytes
    mime: str = HTML
    modified: str = CLOCK
    status: int = 200

    @property
    def textual(self) -> bool:
        return self.mime.startswith(("text/", "application/json", "application/javascript"))


def page(text: str, mime: str = HTML, printed: str = "2026-01-05 09:00:00") -> Page:
    """A text page; `printed` is a Beijing time as pages print it and becomes Last-Modified."""
    moment = datetime.fromisoformat(printed).replace(tzinfo=BEIJING).astimezone(UTC)
    marked = f"{text}\n{INVENTED}" if mime == HTML else text
    return Page(marked.encode(), mime, format_datetime(moment, usegmt=True))


NOT_FOUND = Page(
    "<!DOCTYPE html><html lang='zh-CN'><head><meta charset='utf-8'><title>404</title></head>"
    "<body><h1>404</h1><p>您要看的页面不存在。</p></body></html>".encode(),
    status=404,
)


@dataclass
class Web:
    """Pages by path, and list interfaces by path whose `page` parameter chooses among their pages."""

    pages: dict[str, Page] = field(default_factory=dict)
    paged: dict[str, tuple[Page, ...]] = field(default_factory=dict)

    def put(self, pages: Mapping[str, Page]) -> None:
        """Add pages. Raises ValueError when two parts of the sample claim one path."""
        for path, new in pages.items():
            if path in self.pages and self.pages[path] != new:
                raise ValueError(f"two sample pages at {path}")
            self.pages[path] = new

    def find(self, path: str, query: str) -> Page:
        """The page at this address; page 0 of a list interface is its page 1, past its end is the 404 page."""
        if path in self.paged:
            asked = parse_qs(query).get("page", ["1"])[0]
            number = max(int(asked), 1) if asked.isdigit() else 1
            answers = self.paged[path]
            return answers[number - 1] if number <= len(answers) else NOT_FOUND
        return self.pages.get(path, NOT_FOUND)


@functools.cache
def sample_web() -> Web:
    """Every sample portal as it is at first; shared, so not to be changed. `build_web` makes another."""
    return build_web()


def build_web(withdrawn: Collection[int] = (), altered: Mapping[int, tuple[str, str]] | None = None) -> Web:
    """The web after some posts were withdrawn or altered, as `portals.build` says."""
    from crawler.sample import portals  # it builds on this module

    return portals.build(withdrawn, altered)
