"""The address space of the sample portals: what answers at which path. Built once, the same every time."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qs

HOST_MARK = "@@HOST@@"  # replaced by the Host of the request, so that no link leads outside
BEIJING = timezone(timedelta(hours=8))
CLOCK = format_datetime(datetime(2026, 11, 20, 4, 0, tzinfo=UTC), usegmt=True)
INVENTED = "<!-- gongkai sample portals: the shape is observed, the contents are invented -->\n"
HTML = "text/html; charset=utf-8"
JSON = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Page:
    """One answer before the host is known. What a server does beside that: further `headers`, no `validators`, a `body`
    that is `gzipped` already and sent so to everyone, and only its first `keep` bytes under the whole length.
    """

    body: bytes
    mime: str = HTML
    modified: str = CLOCK
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    validators: bool = True
    gzipped: bool = False
    keep: int | None = None

    @property
    def textual(self) -> bool:
        return not self.gzipped and self.mime.startswith(("text/", "application/json", "application/javascript"))


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as an interface of a portal sees it. Header names are in lower case."""

    path: str
    query: str = ""
    method: str = "GET"
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    def value(self, name: str, default: str = "") -> str:
        """A parameter of the query or, failing that, of the posted form."""
        for text in (self.query, self.body.decode("utf-8", "replace")):
            if found := parse_qs(text, keep_blank_values=True).get(name):
                return found[0]
        return default

    def number(self, name: str, default: int) -> int:
        """A parameter as a number; `default` where it is missing or none."""
        given = self.value(name)
        return int(given) if given.isascii() and given.isdigit() else default

    def json(self) -> dict[str, Any]:
        """The posted JSON object, empty where the body is none."""
        try:
            given = json.loads(self.body)
        except ValueError:
            return {}
        return given if isinstance(given, dict) else {}


Live = Callable[[Asked], Page]


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
    """Pages by path, list interfaces by path whose `page` parameter chooses among their pages, interfaces by path that
    look at the whole request, and families of paths without end for what is no page.
    """

    pages: dict[str, Page] = field(default_factory=dict)
    paged: dict[str, tuple[Page, ...]] = field(default_factory=dict)
    live: dict[str, Live] = field(default_factory=dict)
    families: list[tuple[re.Pattern[str], Live]] = field(default_factory=list)

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

    def interface(self, path: str) -> Live | None:
        """What answers at this path by looking at the request, if anything does."""
        if path in self.live:
            return self.live[path]
        if path in self.pages:
            return None
        return next((live for pattern, live in self.families if pattern.fullmatch(path)), None)


@functools.cache
def sample_web() -> Web:
    """Every sample portal as it is at first; shared, so not to be changed. `build_web` makes another."""
    return build_web()


def build_web(withdrawn: Collection[int] = (), altered: Mapping[int, tuple[str, str]] | None = None) -> Web:
    """The web after some posts were withdrawn or altered, as `portals.build` says."""
    from crawler.sample import portals  # it builds on this module

    return portals.build(withdrawn, altered)
