"""Traps one at a time (features 5, tests 8 to 10): each costs few requests, is named, and hides nothing.

Every portal here is a front page with a report column that is sound, and one thing beside it that has no end.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from typing import Any

import pytest
from crawler_kit import Crawls, fetches, listings, portal, rows

from archive.model import Note
from crawler.sample import SamplePortals
from crawler.sample.web import Asked, Page, Web, page

MOST = 40  # requests that a trap may cost, the eight of the sound part not counted
REPORT = "/zfxxgknb/2024.html"
BODY = "<div class='article'><p>" + "本年度工作按规定推进，有关情况公布如下。" * 30 + "</p></div>"


def article(title: str) -> Page:
    return page(
        f"<html><head><meta name='ArticleTitle' content='{title}'></head><body><h1>{title}</h1>{BODY}</body></html>"
    )


def links(*targets: tuple[str, str]) -> str:
    return "".join(f"<li><a href='{url}'>{text}</a></li>" for url, text in targets)


def items(*targets: tuple[str, str]) -> str:
    shown = "".join(f"<li><a href='{url}'>{text}</a><span>2025-01-06</span></li>" for url, text in targets)
    return f"<ul class='list'>{shown}</ul>"


def front(*targets: tuple[str, str]) -> Web:
    web = Web()
    menu = links(("/zfxxgknb/", "政府信息公开年报"), *targets)
    web.put(
        {
            "/": page(f"<html><body><h1>样例镇</h1><ul>{menu}</ul></body></html>"),
            "/zfxxgknb/": page(items((REPORT, "样例镇2024年政府信息公开工作年度报告"))),
            REPORT: article("样例镇2024年政府信息公开工作年度报告"),
            "/robots.txt": page("User-agent: *\nAllow: /\n", "text/plain"),
        }
    )
    return web


def family(web: Web, pattern: str, live: Callable[[Asked], Page]) -> Web:
    web.families.append((re.compile(pattern), live))
    return web


def folders(name: Callable[[int], str]) -> Callable[[Asked], Page]:
    """A column whose only link leads one folder deeper."""

    def live(asked: Asked) -> Page:
        depth = asked.path.count("/")
        return page(f"<h1>公开</h1><ul>{links((name(depth) + '/', f'政府信息公开{depth}'))}</ul>")

    return live


def months(asked: Asked) -> Page:
    month = asked.number("m", 1)
    return page(
        f"<h1>日历 第{month}月</h1><a href='/rl/?m={month + 1}'>下一页</a><a href='/rl/?m={month + 2}'>下月</a>"
    )


_SESSIONS = itertools.count(1)


def sessions(asked: Asked) -> Page:
    n = next(_SESSIONS)
    own = items(*((f"/gk/{k}.html?jsessionid={n}{k}", f"公告事项之{k}") for k in range(1, 4)))
    return page(f"<h1>公开</h1>{own}<ul>{links((f'/gk/?jsessionid={n}', '政府信息公开目录'))}</ul>")


def same_rows(asked: Asked) -> Page:
    number = asked.number("page", 1)
    return page(
        items(("/gk/1.html", "公告事项之一"), ("/gk/2.html", "公告事项之二"))
        + f"<a href='/gk/?page={number + 1}'>下一页</a>"
    )


def no_rows(asked: Asked) -> Page:
    return page(f"<h1>公告</h1><a href='/gk/?page={asked.number('page', 1) + 1}'>下一页</a>")


def webs() -> dict[str, Web]:
    """The portals by the trap they hold."""
    gk = {
        "/gk/1.html": article("公告事项之一"),
        "/gk/2.html": article("公告事项之二"),
        "/gk/3.html": article("公告事项之三"),
    }
    found = {
        "repeats": family(front(("/gk/", "信息公开目录")), r"/gk/.*", folders(lambda _: "gk")),
        "two-in-turn": family(front(("/gk/", "信息公开目录")), r"/gk/.*", folders(lambda d: ("gk", "zn")[d % 2])),
        "depth": family(front(("/gk/", "信息公开目录")), r"/gk/.*", folders(lambda d: f"gk{d}")),
        "host-in-path": family(
            front(("/gk/", "信息公开目录")), r"/gk/.*",
            lambda asked: page(f"<ul>{links(('www.town.example/gk/', '政府信息公开'))}</ul>"),
        ),
        "calendar": family(front(("/rl/?m=1", "信息公开日历")), r"/rl/", months),
        "session": family(front(("/gk/?jsessionid=0", "信息公开目录")), r"/gk/", sessions),
        "same-rows": family(front(("/gk/?page=1", "信息公开目录")), r"/gk/", same_rows),
        "no-rows": family(front(("/gk/?page=1", "信息公开目录")), r"/gk/", no_rows),
        "long-address": front(("/gk/" + "a" * 2_100 + "/", "信息公开目录")),
        "redirects": front(("/gkml/", "信息公开目录")),
        "redirect-loop": front(("/gk/", "信息公开目录")),
        "refresh-loop": front(("/gk/", "信息公开目录")),
        "to-other-host": front(("/gk/", "信息公开目录")),
    }  # fmt: skip
    for name in ("session", "same-rows"):
        found[name].put(gk)
    hops = ["/gkml/", *(f"/gkml/a{n}/" for n in range(30))]
    found["redirects"].put(
        {place: Page(b"", status=302, headers=(("Location", after),)) for place, after in itertools.pairwise(hops)}
    )
    found["redirect-loop"].put(
        {
            "/gk/": Page(b"", status=302, headers=(("Location", "/gl/"),)),
            "/gl/": Page(b"", status=301, headers=(("Location", "/gk/"),)),
        }
    )
    refresh = "<html><head><meta http-equiv='refresh' content='0;url={}'></head></html>"
    found["refresh-loop"].put({"/gk/": page(refresh.format("/gl/")), "/gl/": page(refresh.format("/gk/"))})
    leads = Page(b"", status=302, headers=(("Location", "http://elsewhere.example/gk/"),))
    found["to-other-host"].put({"/gk/": leads})
    return found


# By trap: how the run ends, the reason of the list that holds it (None: it is whole) and the note.
NAMED: dict[str, tuple[str, str | None, str | None]] = {
    "repeats": ("finished", None, "trap"),
    "two-in-turn": ("finished", None, "trap"),
    "host-in-path": ("finished", None, "trap"),
    "depth": ("incomplete", "too_deep", "bound"),
    "calendar": ("incomplete", "no_rows", None),
    "session": ("finished", None, None),
    "same-rows": ("incomplete", "paging_ignored", None),
    "no-rows": ("incomplete", "no_rows", None),
    "long-address": ("incomplete", "long_address", None),
    "redirects": ("incomplete", "too_many_redirects", None),
    "redirect-loop": ("incomplete", "too_many_redirects", None),
    "refresh-loop": ("incomplete", "too_many_redirects", None),
    "to-other-host": ("incomplete", "off_portal", None),
}


@pytest.fixture(scope="module")
def trapped(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """All of them in one crawl."""
    folder = tmp_path_factory.mktemp("traps")
    servers = {name: SamplePortals(web=web).start() for name, web in webs().items()}
    try:
        with Crawls(folder) as crawls:
            entries = [
                portal(server.base_url, name, url=f"{server.base_url}/", platform="generic")
                for name, server in servers.items()
            ]
            said = crawls.run(folder / "home", entries)
        asked = {name: len(server.log.rows()) for name, server in servers.items()}
    finally:
        for server in servers.values():
            server.stop()
    return {"home": folder / "home", "said": said, "asked": asked}


@pytest.mark.parametrize("name", NAMED)
def test_a_trap_costs_little_and_hides_nothing(trapped: dict[str, Any], name: str) -> None:
    assert trapped["asked"][name] <= MOST + 8, trapped["said"][name]
    run = trapped["said"][name]["run_id"]
    kept = {row.url.split("/", 3)[3]: row.outcome for row in fetches(trapped["home"], run)}
    assert kept[REPORT.removeprefix("/")] == "ok"
    assert listings(trapped["home"], run)["/zfxxgknb/"].complete


@pytest.mark.parametrize("name", NAMED)
def test_a_trap_is_named(trapped: dict[str, Any], name: str) -> None:
    ends, reason, code = NAMED[name]
    run = trapped["said"][name]["run_id"]
    short = [row.reason.split(":")[0] for row in listings(trapped["home"], run).values() if not row.complete]
    noted = {row.code for row in rows(trapped["home"], run) if isinstance(row, Note)} - {"robots"}
    assert (trapped["said"][name]["reason"], short, noted) == (ends, [reason] * bool(reason), {code} - {None})


def test_each_hop_of_a_redirect_is_recorded(trapped: dict[str, Any]) -> None:
    run = trapped["said"]["redirects"]["run_id"]
    hops = [(row.url.split("/", 3)[3], row.outcome) for row in fetches(trapped["home"], run) if "/gkml/" in row.url]
    assert [name for name, _ in hops] == ["gkml/", *(f"gkml/a{n}/" for n in range(5))]
    assert [outcome for _, outcome in hops] == [*["redirect"] * 5, "too_many_redirects"]
