"""A portal that does everything a portal should not: shields, loops, shells, lies, and rooms without end.

Between the rows that lead into a trap stand rows that lead to pages, so that a crawl which stumbles is seen to stumble.
Its addresses are on another host name than those of the other samples, so that what shields teach about a host stays
with it.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from html import escape

from crawler.sample.platforms.challenges import CHALLENGES
from crawler.sample.platforms.frame import column_metas, metas, page_of
from crawler.sample.platforms.office import Item, Office, office
from crawler.sample.platforms.site import Site, cut, hexes, pages_of
from crawler.sample.web import HTML, Asked, Page, page

ROBOTS = "User-agent: *\nDisallow: /neibu/\n"
HUGE = 25_000_000  # bytes of the page that arrives as 25 KB
HOPS = 5  # redirects that a crawl follows; the sixth page is not asked for
LIE = 99  # rows that the news column says it has
ROWS = 20
SMALL_404 = "<html><head><title>提示</title></head><body><p>抱歉，找不到您要访问的页面。</p></body></html>"

Trap = Callable[[Site, Item, str], None]


def build() -> Site:
    made = office("hostile")
    site = Site(made, "generic", "/index.html")
    site.web.pages["/robots.txt"] = page(ROBOTS, "text/plain; charset=utf-8")
    site.most = 300
    names = {f"/{c.slug}/index.html": c.name for c in made.columns}
    names |= {"/huiyi/list.html": "会议信息", "/rili/index.html": "会议日历"}
    menu = "".join(f'<li><a href="{path}">{name}</a></li>' for path, name in names.items())
    site.put(site.start, page_of(made, made.publisher, f"<h2>政府信息公开</h2><ul>{menu}</ul>"))
    site.web.pages["/"] = site.web.pages[site.start]
    _reports(site)
    _notices(site)
    _news(site)
    _meetings(site)
    _calendar(site)
    return site


def _address(made: Office, item: Item) -> str:
    return f"/{made.column(item.column).slug}/content_{item.id}.html"


def _article(made: Office, item: Item, charset: str = "utf-8") -> str:
    links = "".join(f'<p><a href="files/{f.id}.pdf">{escape(f.name)}</a></p>' for f in item.files)
    main = (
        f'<h1>{escape(item.title)}</h1><div class="info">发布时间：{item.published[:16]} 来源：{made.publisher}</div>'
        f'<div class="content">{item.body}{links}</div>'
    )
    head = metas(made, item, made.column(item.column).name)
    return page_of(made, f"{item.title}-{made.publisher}", main, head=head, charset=charset)


def _serve(site: Site, item: Item) -> None:
    site.document(_address(site.office, item), item, _article(site.office, item))
    folder = site.office.column(item.column).slug
    site.attach({f"/{folder}/files/{f.id}.pdf": n for n, f in enumerate(item.files)}, item)


def _list(site: Site, key: str, size: int, addresses: dict[int, str], said: int, more: str = "") -> None:
    """The pages of a column; `addresses`: where rows lead that do not lead to their own page."""
    made, column = site.office, site.office.column(key)
    parts = pages_of(made.listed(key), size)
    names = ["index.html", *(f"index_{n}.html" for n in range(2, len(parts) + 1))]
    for n, part in enumerate(parts):
        listed = "".join(
            f'<li><a href="{escape(addresses.get(item.id) or _address(made, item))}" title="{escape(item.title)}">'
            f"{escape(cut(item.title, 20))}</a><span>{item.day}</span></li>\n"
            for item in part
        )
        onward = f'<a href="{names[n + 1]}">下一页</a>' if n + 1 < len(parts) else ""
        main = (
            f"<h2>{column.name}</h2><ul>{listed}</ul>{more}"
            f'<div class="page">共{said}条 第{n + 1}/{len(parts)}页 {onward}</div>'
        )
        head = column_metas(made, column.name)
        site.put(f"/{column.slug}/{names[n]}", page_of(made, column.name, main, head=head))


def _reports(site: Site) -> None:
    rows = site.office.listed("nb")
    _list(site, "nb", ROWS, {}, len(rows))
    site.complete["/zfxxgknb/index.html"] = len(rows)
    for item in rows:
        _serve(site, item)


def _notices(site: Site) -> None:
    """Every other row, from the second on, leads into a trap as long as there are traps."""
    rows = site.office.listed("tzgg")
    plain = [item for item in rows if item.year is None and "年度报告" not in item.title and not item.files]
    victims = dict(zip((item.id for item in plain[1::2]), _TRAPS, strict=False))
    if len(victims) < len(_TRAPS):
        raise ValueError(f"{len(_TRAPS)} traps, {len(victims)} notices for them")
    addresses: dict[int, str] = {}
    for item in rows:
        if item.id in victims:
            path = addresses[item.id] = _PLACES.get(victims[item.id], _usual)(site.office, item)
            victims[item.id](site, item, path)
        else:
            _serve(site, item)
    _list(site, "tzgg", ROWS, addresses, len(rows))
    site.complete["/tzgg/index.html"] = len(rows)


# ------------------------------------------------------------------------------------------------ traps of one page


def _usual(made: Office, item: Item) -> str:
    return _address(made, item)


def _inner(made: Office, item: Item) -> str:
    return f"/neibu/content_{item.id}.html"


def _endless(made: Office, item: Item) -> str:
    return f"{_address(made, item)}?from={'list,' * 440}"


def _challenge(outcome: str, answer: Page) -> Trap:
    def trap(site: Site, item: Item, path: str) -> None:
        site.web.pages[path] = answer
        site.failed[path] = outcome

    return trap


def _moved(to: str) -> Page:
    return Page(b"", HTML, status=302, headers=(("Location", to),))


def _leads(to: str, outcome: str) -> Trap:
    return _challenge(outcome, _moved(to))


def _front_page(site: Site, item: Item, path: str) -> None:
    """The start page, where the article was."""
    site.web.pages[path] = site.web.pages[site.start]
    site.failed[path] = "soft_404"


def _loop(site: Site, item: Item, path: str) -> None:
    site.web.pages[path] = _moved(path)
    site.failed[path] = "too_many_redirects"


def _cookie_loop(site: Site, item: Item, path: str) -> None:
    """A redirect to itself that ends once its cookie is kept: ordinary HTTP."""
    text = page(_article(site.office, item), printed=item.published)
    asks = Page(b"", HTML, status=302, headers=(("Location", path), ("Set-Cookie", "CT6T=1; path=/")))
    site.web.live[path] = lambda asked: text if "CT6T=1" in asked.headers.get("cookie", "") else asks
    site.documents[path] = item


def _hops(site: Site, item: Item, path: str) -> None:
    """A chain that has no end."""
    site.web.pages[path] = _moved("/tzgg/hop/1")

    def hop(asked: Asked) -> Page:
        return _moved(f"/tzgg/hop/{int(asked.path.rpartition('/')[2]) + 1}")

    site.web.families.append((re.compile(r"/tzgg/hop/\d{1,6}"), hop))
    site.failed[f"/tzgg/hop/{HOPS}"] = "too_many_redirects"


def _refreshes(site: Site, item: Item, path: str) -> None:
    """Three pages that each lead on by a tag, then the article."""
    stem = path.removesuffix(".html")
    for n in range(3):
        here = path if n == 0 else f"{stem}_{n}.html"
        onward = f'<meta http-equiv="refresh" content="0; url={stem.rpartition("/")[2]}_{n + 1}.html">'
        site.put(here, f"<html><head>{onward}</head><body></body></html>")
    site.document(f"{stem}_3.html", item, _article(site.office, item))


def _stub(site: Site, item: Item, path: str) -> None:
    """A page of one script line that leads to the article."""
    target = path.replace("content_", "detail_")
    site.put(path, f"<script>window.location.href='{target}';</script>")
    site.document(target, item, _article(site.office, item))


def _wrong_charset(site: Site, item: Item, path: str) -> None:
    """Header and tag say UTF-8; the bytes are GBK."""
    site.web.pages[path] = Page(_article(site.office, item).encode("gb18030"), HTML)
    site.documents[path] = item


def _always_gzip(site: Site, item: Item, path: str) -> None:
    """Compressed for everyone, asked for or not."""
    packed = gzip.compress(_article(site.office, item).encode(), mtime=0)
    site.web.pages[path] = Page(packed, HTML, gzipped=True)
    site.documents[path] = item


def _huge(site: Site, item: Item, path: str) -> None:
    """A few kilobytes on the wire that unfold to more than anyone should hold."""
    site.web.pages[path] = Page(gzip.compress(b"<p>0</p>" * (HUGE // 8), 1, mtime=0), HTML, gzipped=True)
    site.failed[path] = "too_large"


def _broken_off(site: Site, item: Item, path: str) -> None:
    site.web.pages[path] = Page(_article(site.office, item).encode(), HTML, gzipped=False, keep=700)
    site.failed[path] = "truncated"


def _forbidden(site: Site, item: Item, path: str) -> None:
    site.put(path, _article(site.office, item))
    site.failed[path] = "robots"


def _too_long(site: Site, item: Item, path: str) -> None:
    site.failed[path] = "long_address"


_TRAPS: tuple[Trap, ...] = (
    _challenge(*CHALLENGES[0]),
    _cookie_loop,
    _challenge(*CHALLENGES[1]),
    _refreshes,
    _challenge(*CHALLENGES[2]),
    _stub,
    _challenge(*CHALLENGES[3]),
    _wrong_charset,
    _challenge(*CHALLENGES[4]),
    _always_gzip,
    _challenge(*CHALLENGES[5]),
    _loop,
    _challenge(*CHALLENGES[6]),
    _hops,
    _challenge(*CHALLENGES[7]),
    _challenge(*CHALLENGES[8]),
    _challenge("soft_404", page(SMALL_404)),
    _leads("/", "soft_404"),
    _front_page,
    _leads("http://www.elsewhere.example/tzgg/1.html", "off_portal"),
    _leads("http://10.1.2.3/", "off_portal"),
    _leads("file:///etc/hosts", "refused_scheme"),
    _challenge("server_error", Page(b"<h1>500</h1>", HTML, status=500)),
    _challenge("empty", Page(b"", HTML)),
    _huge,
    _broken_off,
    _forbidden,
    _too_long,
)
_PLACES: dict[Trap, Callable[[Office, Item], str]] = {_forbidden: _inner, _too_long: _endless}


# ------------------------------------------------------------------------------------------------ rooms without end


def _news(site: Site) -> None:
    """A column that overstates itself, with links that lead deeper into the same page for ever."""
    rows = site.office.listed("gzdt")
    deeper = '<a href="gzdt/index.html">更多动态</a> <a href="www.mijin.example/gzdt/index.html">工作动态</a>'
    _list(site, "gzdt", 8, {}, LIE, f'<div class="more">{deeper}</div>')
    site.short["/gzdt/index.html"] = "total_mismatch"
    for item in rows:
        _serve(site, item)
    site.may["/gzdt/gzdt/index.html"] = "total_mismatch"  # one level deeper is not yet surely a loop

    def again(asked: Asked) -> Page:
        return site.web.find(f"/gzdt/{asked.path.rpartition('/')[2]}", "")

    pattern = re.compile(r"/gzdt/(?:gzdt/|www\.mijin\.example/)+(?:gzdt/)*(?:index(?:_\d)?|content_\d+)\.html")
    site.web.families.append((pattern, again))


def _meetings(site: Site) -> None:
    """A list whose every answer carries a new session id, in its rows and in what it calls the next page."""
    made, rows = site.office, site.office.listed("gzdt")[:5]

    def listed(asked: Asked) -> Page:
        number = asked.number("page", 1)
        session = hexes("session", number).upper()
        links = "".join(
            f'<li><a href="{_address(made, item)};jsessionid={session}">{escape(item.title)}</a>'
            f"<span>{item.day}</span></li>"
            for item in rows
        )
        onward = f'<a href="list.html?sid={session}&amp;page={number + 1}">下一页</a>'
        return page(page_of(made, "会议信息", f"<h2>会议信息</h2><ul>{links}</ul>{onward}"))

    site.web.live["/huiyi/list.html"] = listed
    site.short["/huiyi/list.html"] = "paging_ignored"
    held = {_address(made, item): site.web.pages[_address(made, item)] for item in rows}
    pattern = re.compile(r"(/gzdt/content_\d+\.html);jsessionid=[0-9A-F]{32}")
    site.web.families.append((pattern, lambda asked: held.get(asked.path.partition(";")[0], page(SMALL_404))))


def _calendar(site: Site) -> None:
    """Months without end, each with a row for every day that leads to a page which says nothing.

    It opens far ahead, so that what a crawl makes of it does not depend on the day it is crawled.
    """
    made = site.office

    def month(asked: Asked) -> Page:
        year, number = asked.number("year", 2041), min(max(asked.number("month", 11), 1), 12)
        days = "".join(
            f'<li><a href="day_{year}{number:02d}{day:02d}.html">{number}月{day}日会议安排</a>'
            f"<span>{year}-{number:02d}-{day:02d}</span></li>"
            for day in range(1, 29)
        )
        after = f"index.html?year={year + (number == 12)}&amp;month={number % 12 + 1}"
        return page(page_of(made, "会议日历", f'<h2>会议日历</h2><ul>{days}</ul><a href="{after}">下一页</a>'))

    nothing = page(page_of(made, "会议安排", "<h1>会议安排</h1><p>当日没有会议。</p>"))
    site.web.live["/rili/index.html"] = month
    site.web.families.append((re.compile(r"/rili/day_\d{8}\.html"), lambda _: nothing))
    site.short["/rili/index.html"] = "calendar"
