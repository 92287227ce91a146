"""What an address is, found with a handful of polite requests: platform, catalogue, report columns, sub-portals.

Nothing is kept. `gongkai portals add` prints it for review; `gongkai crawl --url` crawls it.
"""

from __future__ import annotations

import ipaddress
import re
from collections import Counter
from urllib.parse import urlsplit

from msgspec import Struct

from archive.errors import InputError, PageChangedError, UsageError
from archive.model import Catalogue, ListingPage, Node
from archive.pages import chosen, gkmlpt, nfcms, shells, trs
from archive.pages.annual import is_report_column
from archive.pages.hanweb_post import column_of
from archive.pages.recognise import SURE, recognise
from archive.pages.rows import title_of
from archive.pages.sections import catalogues
from archive.pages.trees import links, tree
from archive.pages.values import absolute
from archive.text.charset import decode
from crawler.errors import RobotsDeniedError
from crawler.once import NotReachedError, Visits
from crawler.outcomes import classify
from crawler.spiders import finding

CERTAIN = 8  # points: two strong markers
MOST_UNITS = 60
_UNIT = re.compile(
    r"^.{2,20}?(?:[镇鎮乡鄉]|街道|办事处|[县縣区區市州]|[局委办辦厅廳]|管委会|中心)(?:人民政府|政府)?(?:信息公[开開])?(?:[网網]站?|门户|主页)?$"
)
_NOT_UNIT = re.compile(r"办事(?:大厅|指南|服务)|政务|服务中心|新闻中心|互动|专题|导航|热线|便民|数据|公开")


class Place(Struct, frozen=True):
    """A place that the page leads to: its name as printed, its address."""

    name: str
    url: str


class Survey(Struct, frozen=True):
    """What one address turned out to be. `scores` are points per platform, best first; `rows` are of its first page."""

    url: str
    asked: str
    platform: str
    scores: dict[str, int]
    page: str  # its text
    rows: int = 0
    total: int | None = None
    nodes: int = 0
    claimed: int | None = None
    sid: str | None = None
    publisher: str | None = None  # as the list's entries name it
    reports: tuple[Place, ...] = ()
    columns: tuple[Place, ...] = ()
    by: str | None = None  # the column whose page told the platform, where the page itself did not
    catalogue: str | None = None
    sub_portals: tuple[Place, ...] = ()
    titles: tuple[str, ...] = ()  # of its rows

    @property
    def how_sure(self) -> str:
        """Return the recognition in words."""
        best = self.scores.get(self.platform, 0)
        others = [f"{name} {points}" for name, points in self.scores.items() if name != self.platform]
        beside = f"; beside it {', '.join(others)}" if others else ""
        if self.platform == "generic":
            return f"no platform has the {SURE} points it takes{beside}"
        told = f", told by {self.by}" if self.by else ""
        return f"{'sure' if best >= CERTAIN else 'likely'}, {best} points{told}{beside}"

    @property
    def is_something(self) -> bool:
        """Return whether there is anything to crawl here."""
        return bool(self.rows or self.nodes or self.reports or self.columns or self.catalogue)


def check_address(url: str, *, local: bool) -> None:
    """Raise UsageError where this is no whole http address, or one of this machine without leave."""
    try:
        parts = urlsplit(url)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good:
        raise UsageError(f"{url!r} is not a whole address; write it with http:// or https:// and a host")
    if not local and _is_loopback(parts.hostname or ""):
        raise UsageError(f"{url} is on this machine; say --local to permit loopback addresses")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def survey(url: str, visits: Visits) -> Survey:
    """Look at an address and say what it is.

    Raises UsageError (no address), NotReachedError, ChallengedError and RobotsDeniedError of the visit.
    """
    check_address(url, local=visits.local)
    asked = above(url) or url
    place, text = _page(asked, visits)
    if (led := _shell(place, text)) is not None:
        place, text = _page(led, visits)
    scores = dict(recognise(place, text))
    best = next((name for name, points in scores.items() if points >= SURE), "generic")
    found = Survey(place, url, best, scores, text)
    if best == "gkmlpt":
        return _catalogue(found, text, visits)
    found = _columns(found, text)
    return found if found.platform != "generic" else _by_columns(found, visits)


def _page(url: str, visits: Visits) -> tuple[str, str]:
    got = visits.get(url.partition("#")[0])
    outcome = classify(200, got.body, textual=got.mime is None or got.mime.startswith("text/"))
    if outcome.name != "ok":
        raise NotReachedError(f"{url}: {outcome.name} ({outcome.message}); check the address")
    text = decode(got.body, got.charset).text
    if not text.strip():
        raise NotReachedError(f"{url}: the page is empty; name the address of a catalogue or of a column")
    fragment = url.partition("#")[2]
    return f"{got.url}#{fragment}" if fragment and "/gkmlpt/" in got.url else got.url, text


def _shell(url: str, text: str) -> str | None:
    try:
        return shells.target(tree(text), url)
    except PageChangedError as error:
        raise InputError(f"{url}: {error}") from error


def above(url: str) -> str | None:
    """Return the list that an article stands in, where its address says so: one document is no portal."""
    parts = urlsplit(url)
    if "/gkmlpt/" in parts.path and not parts.path.endswith(("/index", "/mindex", "/annualreport", "/policy")):
        return f"{gkmlpt.base(url)}/gkmlpt/index"
    if nfcms.is_article(url):
        return absolute(re.sub(r"content/m?post_\d+\.html?$", "", parts.path), url)
    if trs.is_article(url):
        return absolute(re.sub(r"(?:\d{6}/)?t\d{8}_\d+\.\w+$", "", parts.path), url)
    if "/art/" in parts.path and (column := column_of(url)):
        return absolute(f"/col/col{column}/index.html", url)
    return None


def _catalogue(found: Survey, text: str, visits: Visits) -> Survey:
    from msgspec.structs import replace

    try:
        index = gkmlpt.catalogue(text, found.url)
    except PageChangedError as error:
        raise InputError(f"{found.url}: recognised as gkmlpt, but {error}") from error
    here = gkmlpt.base(found.url)
    nodes = [node for node in index.nodes if is_report_column(node.name, node.jump_url or "")]
    reports = tuple(Place(node.name, node.jump_url or f"{here}/gkmlpt/index#{node.id}") for node in nodes)
    return replace(
        found,
        nodes=len(index.nodes),
        claimed=sum(node.post_count or 0 for node in index.nodes if node.parent in {None, "0"}) or None,
        sid=index.sid,
        reports=reports,
        publisher=_publisher(here, index, visits),
        sub_portals=_units(text, found.url),
    )


def _publisher(here: str, index: Catalogue, visits: Visits) -> str | None:
    """Return the publisher that most posts of the first list page name: the index itself names none."""
    try:
        got = visits.get(gkmlpt.api_url(here, "0", 1, index.sid))
        page = gkmlpt.listing(decode(got.body, got.charset).text, got.url)
    except (InputError, PageChangedError):
        return None
    named = Counter(entry.publisher for entry in page.entries if entry.publisher)
    return named.most_common(1)[0][0] if named else None


def _columns(found: Survey, text: str) -> Survey:
    from msgspec.structs import replace

    try:
        platform, page = chosen.listing(text, found.url, found.platform)
    except PageChangedError:
        platform, page = found.platform, ListingPage(())
    reports = finding.report_columns(text, found.url, platform)
    start = list(finding.start_columns(text, found.url, platform, every=finding.is_menu(page)))
    index = next((node.jump_url for node in start if "/gkmlpt/" in (node.jump_url or "")), None)
    known = {node.jump_url for node in reports} | {index}
    others = [node for node in (*page.columns, *start) if node.jump_url and node.jump_url not in known]
    more = tuple(node for node in others if is_report_column(node.name, node.jump_url or ""))
    return replace(
        found,
        platform=platform,
        rows=len(page.entries) or (1 if page.next_url else 0),
        total=page.total,
        titles=tuple(entry.title for entry in page.entries),
        reports=_places((*reports, *more)),
        columns=_places(node for node in others if node not in more),
        catalogue=index,
        sub_portals=_units(text, found.url),
    )


def _by_columns(found: Survey, visits: Visits) -> Survey:
    """Return the survey with the platform that a column's page tells: a front page often has no marker."""
    from msgspec.structs import replace

    for place in (*found.reports[:1], *found.columns[:1]):
        try:
            url, text = _page(place.url, visits)
        except (InputError, RobotsDeniedError):
            continue
        scores = dict(recognise(url, text))
        best = next((name for name, points in scores.items() if points >= SURE and name != "gkmlpt"), None)
        if best is not None:
            return replace(found, platform=best, scores=scores, by=place.url)
    return found


def _places(nodes: object) -> tuple[Place, ...]:
    found: dict[str, Place] = {}
    for node in nodes:  # type: ignore[attr-defined]
        if isinstance(node, Node) and node.jump_url:
            found.setdefault(node.jump_url, Place(node.name, node.jump_url))
    return tuple(found.values())


def _units(text: str, url: str) -> tuple[Place, ...]:
    """Return the units that a page links to as sites of their own: another catalogue, host or folder, named as one."""
    try:
        root = tree(text)
    except PageChangedError:
        return ()
    own, host = urlsplit(gkmlpt.base(url)).path, urlsplit(url).hostname or ""
    found: dict[str, Place] = {}
    for node in catalogues(root, url):
        base = urlsplit(gkmlpt.base(node.jump_url or ""))
        if (base.hostname, base.path) != (host, own) and node.jump_url:
            found.setdefault(node.jump_url, Place(node.name, node.jump_url))
    for link, address in links(root, url):
        parts, name = urlsplit(address), title_of(link)
        place = parts.hostname != host or parts.path.endswith("/") or parts.path.rsplit("/", 1)[-1].startswith("index")
        official = parts.hostname == host or (parts.hostname or "").endswith(".gov.cn") == host.endswith(".gov.cn")
        if len(found) < MOST_UNITS and place and official and _UNIT.match(name) and not _NOT_UNIT.search(name):
            found.setdefault(address, Place(name, address))
    return tuple(found.values())
