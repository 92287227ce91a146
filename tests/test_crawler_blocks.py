"""A challenge is stored as blocked and read as nothing (features 5, test 5), from the wire to the database."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from crawler_kit import Crawls, catalogue, fetches, listings, portal, post, rows

from archive.build import build
from archive.captures import Home
from archive.model import Note
from crawler.sample import SamplePortals
from crawler.sample.web import Page, Web

SCRIPT = b"<html><script>document.cookie='__jsl_clearance_s=1';location.reload()</script></html>"
RUISHU = b"<html><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};</script></html>"
WORDS = {
    "slider": "请拖动滑块完成人机验证",
    "wall": "您的访问被防火墙拦截",
    "care": "系统维护中，请稍后再试",
    "no": "您的地址被拒绝",
}


def said(words: str, status: int, *headers: tuple[str, str]) -> Page:
    return Page(f"<html><body><p>{WORDS[words]}</p></body></html>".encode(), status=status, headers=headers)


SELF = Page(b"", status=302, headers=(("Location", "@@SELF@@"), ("Set-Cookie", "wzws_cid=1; path=/")))
# By fixture: the answer and the outcome of a page that is answered so.
FIXTURES: dict[str, tuple[Page, str]] = {
    "412-script": (Page(RUISHU, status=412, headers=(("Set-Cookie", "FSSBBIl1UgzbN7NO=a; Path=/"),)), "blocked:ruishu"),
    "521": (Page(SCRIPT, status=521), "blocked:jsl"),
    "405": (said("wall", 405), "blocked:waf"),
    "403": (said("no", 403), "blocked:address"),
    "200-challenge": (Page(RUISHU), "blocked:ruishu"),
    "200-cookie": (Page(SCRIPT), "blocked:jsl"),
    "200-slider": (said("slider", 200), "blocked:captcha"),
    "500-wall": (said("wall", 500), "blocked:waf"),
    "202": (Page(RUISHU, status=202), "blocked:ruishu"),
    "302-self": (SELF, "too_many_redirects"),
}
WHERE = ("detail", "listing", "index")
OPEN, SHUT = 1000, 1001  # the post that is read and the one that is not


def web(fixture: str, where: str) -> Web:
    """A catalogue of two lists whose index, second list or second post is the challenge."""
    made = catalogue({1: [post(OPEN)], 2: [post(SHUT, node=2)]})
    paths = {
        "detail": f"/town/gkmlpt/content/0/1/post_{SHUT}.html",
        "listing": "/town/gkmlpt/api/all/2",
        "index": "/town/gkmlpt/index",
    }
    answer, path = FIXTURES[fixture][0], paths[where]
    headers = tuple((name, path if value == "@@SELF@@" else value) for name, value in answer.headers)
    answer = Page(answer.body, answer.mime, status=answer.status, headers=headers, validators=False)
    if where == "listing":
        made.paged[path] = (answer,)
    else:
        made.pages[path] = answer
    return made


@pytest.fixture(scope="module")
def blocked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Every fixture at every place, crawled at once and built."""
    folder = tmp_path_factory.mktemp("blocks")
    servers = {(name, where): SamplePortals(web=web(name, where)) for name in FIXTURES for where in WHERE}
    try:
        for server in servers.values():
            server.start()
        with Crawls(folder) as crawls:
            entries = [portal(server.base_url, "-".join(key)) for key, server in servers.items()]
            ended = crawls.run(folder / "home", entries)
    finally:
        for server in servers.values():
            server.stop()
    build(Home(folder / "home"))
    return {"home": folder / "home", "ended": ended}


def rows_of(blocked: dict[str, Any], sql: str, *values: object) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{blocked['home'] / 'gongkai.db'}?mode=ro", uri=True)) as connection:
        return connection.execute(sql, values).fetchall()


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("name", FIXTURES)
def test_a_challenge_is_named_and_ends_the_run_with_its_code(blocked: dict[str, Any], name: str, where: str) -> None:
    ended, outcome = blocked["ended"][f"{name}-{where}"], FIXTURES[name][1]
    found = [row for row in fetches(blocked["home"], ended["run_id"]) if row.outcome == outcome]
    assert found
    assert all(row.action and row.capture_id for row in found)
    denied = outcome.startswith("blocked:")
    if where == "detail":
        assert ended["reason"] == "incomplete"
    elif where == "listing":
        assert (ended["reason"], ended["code"]) == (("blocked", 11) if denied else ("incomplete", 12))
        assert listings(blocked["home"], ended["run_id"])["2"].reason == outcome
    else:
        assert (ended["reason"], ended["code"]) == (("blocked", 11) if denied else ("unreachable", 10))


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("name", FIXTURES)
def test_nothing_is_read_from_it(blocked: dict[str, Any], name: str, where: str) -> None:
    key = f"{name}-{where}"
    listed = {"detail": ["#1000", "#1001"], "listing": ["#1000"], "index": []}[where]
    assert [
        each for (each,) in rows_of(blocked, "select key from entries where portal_id = ? order by key", key)
    ] == listed
    pages = rows_of(blocked, "select title, text from documents where portal_id = ?", key)
    assert [title for title, _ in pages] == ([] if where == "index" else ["事项1000"])
    shown = "".join(text or "" for _, text in pages)
    assert not any(words in shown for words in (*WORDS.values(), "$_ts", "__jsl"))
    assert rows_of(blocked, "select 1 from reports where portal_id = ?", key) == []
    assert rows_of(blocked, "select 1 from entries where portal_id = ? and (absences > 0 or listed = 0)", key) == []


def test_a_run_stops_after_a_hundred_blocks_though_others_answer(tmp_path: Path) -> None:
    made = catalogue({1: [post(n) for n in range(1000, 1400)]})
    for n in range(1000, 1400):
        if n % 3:  # never five in a row, so that no breaker opens
            made.pages[f"/town/gkmlpt/content/0/1/post_{n}.html"] = Page(RUISHU, status=412)
    with SamplePortals(web=made) as server, Crawls(tmp_path) as crawls:
        ended = crawls.run(tmp_path / "home", [portal(server.base_url, delay=0.001)])
        asked = sum(row.status == 412 for row in server.log.rows())
    assert (ended["town"]["reason"], ended["code"]) == ("blocked", 11)
    assert 100 <= asked <= 101
    assert any(
        "100" in row.message for row in rows(tmp_path / "home", ended["town"]["run_id"]) if isinstance(row, Note)
    )
