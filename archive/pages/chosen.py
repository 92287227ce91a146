"""Which reader reads a response: mixed portals are normal, so the response itself has a say, and never the host.

The crawl and every later reading of a capture ask here, so both see the same rows: the ledger row of a column's first
page is written before anything has looked at it.
"""

from __future__ import annotations

from archive.errors import PageChangedError
from archive.model import ListingPage
from archive.pages import PLATFORMS, epoint, generic, hanweb, lonsun, nfcms, trs, turning, ucap, vsb
from archive.pages.recognise import SURE, recognise

# Whose empty page with a next address is a shell that a script fills: its rows are there, not in some box beside it.
FILLED = {"jpaas", "epoint", "ucap", "hanweb"}
ARTICLES = {"nfcms": nfcms, "hanweb": hanweb, "trs": trs, "vsb": vsb, "lonsun": lonsun, "ucap": ucap}
ANSWERS = {"jpaas", "epoint", "ucap", "nfcms", "gkmlpt"}  # readers of JSON; a datastore is Hanweb's
_SAME = {"jpaas": "hanweb"}  # one product line, one kind of article


def is_structured(text: str) -> bool:
    """Return whether a text is an answer of an interface (JSON, a datastore) and no page for people."""
    head = text[:300].lstrip("\ufeff \t\r\n").lower()
    return head.startswith(("{", "[")) or (head.startswith(("<?xml", "<datastore")) and "<datastore" in head)


def candidates(text: str, url: str, platform: str) -> list[str]:
    """Return the readers to try, best first: the one recognised (the expected one on a tie), the expected, generic.

    A gkmlpt list is told by its address and read by nothing else; an interface answers the reader that asked it.
    """
    if platform == "gkmlpt" or is_structured(text):
        return [platform]
    scores = {name: score for name, score in recognise(url, text) if name in PLATFORMS and name != "gkmlpt"}
    best = max(scores.values(), default=0)
    found = [name for name, score in scores.items() if score == best >= SURE]
    first = [platform] if platform in found else found[:1]
    return list(dict.fromkeys([*first, platform, "generic"]))


def _convincing(page: ListingPage) -> bool:
    """Return whether rows that only the generic reader sees are those of a list: most of them are dated, or files."""
    dated = sum(entry.published_at is not None for entry in page.entries)
    return bool(page.entries) and dated * 2 >= len(page.entries)


def listing(text: str, url: str, platform: str) -> tuple[str, ListingPage]:
    """Return the platform that reads a list page, and the page. `platform` is the one expected.

    Raises PageChangedError of the first reader where none finds a row, a place of rows or a column.
    """
    name, page = _listing(text, url, platform)
    return name, page if is_structured(text) else turning.with_further(page, text, url)


def _listing(text: str, url: str, platform: str) -> tuple[str, ListingPage]:
    if is_structured(text) and platform not in ({"hanweb"} if "<datastore" in text[:300].lower() else ANSWERS):
        raise PageChangedError(f"{url}: an answer of an interface where a list page was expected: {text[:80]!r}")
    names, error = candidates(text, url, platform), None
    rest: tuple[str, ListingPage] | None = None
    for name in names:
        try:
            page = PLATFORMS[name].listing(text, url)
        except PageChangedError as changed:
            error = error or changed
            continue
        alone = name == names[0] or name == platform
        if (page.entries and (alone or _convincing(page))) or (page.next_url and name in FILLED):
            return name, page
        if rest is None or (page.columns and not rest[1].columns):
            rest = name, page
    if rest is None or (error is not None and not rest[1].columns):
        raise error or PageChangedError(f"{url}: no reader for {platform!r}")
    return rest


def article_platform(url: str, otherwise: str) -> str:
    """Return the platform of a content page by its address: pages of several platforms stand in one list."""
    if "/gkmlpt/" in url:
        return "gkmlpt"
    if "/postmeta/" in url:
        return "nfcms"
    own = ARTICLES.get(_SAME.get(otherwise, otherwise))
    if own is not None and own.is_article(url):
        return otherwise
    return next((name for name, reader in ARTICLES.items() if reader.is_article(url)), otherwise)


def is_article(url: str, platform: str) -> bool:
    """Return whether an address is that of an article of any platform; `platform` is asked first."""
    readers = {**ARTICLES, "epoint": epoint, "generic": generic}
    own = readers.get(_SAME.get(platform, platform))
    return bool(own and own.is_article(url)) or any(one.is_article(url) for one in ARTICLES.values())
