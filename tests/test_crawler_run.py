"""Whole crawls on loopback, in processes of their own: what is fetched and written, how each kind of trouble ends."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from crawler_kit import ROOT, Crawls, answers, catalogue, content, fetches, index, listings, portal, post, rows

from archive.captures import CaptureReader, Home, runs, verify
from archive.model import Note, RunEnd, RunStart
from crawler.outcomes import GOOD
from crawler.sample import Fault, SamplePortals
from crawler.sample.web import HOST_MARK, JSON, Page, Web, page


@pytest.fixture(scope="module")
def crawls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawls]:
    with Crawls(tmp_path_factory.mktemp("crawls")) as started:
        yield started


# ---------------------------------------------------------------------------------------------- one whole portal

PDF = Page(b"%PDF-1.4 sample", "application/pdf")


NAMES = {year: f"样例镇{year}年政府信息公开工作年度报告" for year in (2019, 2023, 2024)}


def column(rows: list[tuple[int, str]], extra: str = "", folder: str = "/p/zfxxgknb/") -> Page:
    items = "".join(
        f'<li><a href="{folder}content/post_{n}.html" title="{title}">{title[:6]}…</a>'
        f"<span>2024-01-1{n % 9}</span></li>"
        for n, title in rows
    )
    scripts = "<script>var NFCMS_SITE_ID='750999';var NFCMS_PUB_TYPE='cat';</script>"
    return page(f"<html><head>{scripts}</head><body><ul class='infoList'>{items}</ul>{extra}</body></html>")


def article(title: str, body: str = "<p>正文。</p>") -> Page:
    return page(
        f"<html><head><meta name='ArticleTitle' content='{title}'><script>var NFCMS_POST_ID='1';</script></head><body>"
        f"<h1>{title}</h1><div class='article-content'>{body}</div></body></html>"
    )


def town() -> Web:
    """A catalogue with 120 posts in nested nodes, a report column behind a menu link, and every odd row we know."""
    link = f"//{HOST_MARK}/town/attachment/0/71/71002/2000.pdf"
    many = [post(n) for n in range(1000, 1120)]
    odd = [
        post(1000),  # also in node 1
        post(2000, attachment=[{"id": 71002, "name": "附表.pdf", "size": "15", "url": link}]),
        post(2001, type="url", url="https://other.example/x"),
        post(2002),  # its page is missing, the portal page is not
        post(2003, stars=4),  # its body is at the portal page
    ]
    for row in odd[3:]:
        row["post_url"] = f"http://{HOST_MARK}/p/tzgg/content/post_{row['id']}.html"
    web = catalogue({1: many, 2: odd}, n2=5)
    web.put(
        {"/town/attachment/0/71/71002/2000.pdf": PDF, "/p/zfxxgknb/content/P01.docx": Page(b"PK", "application/zip")}
    )
    jump = {"id": 9, "name": "政府信息公开年报", "jump_url": f"//{HOST_MARK}/p/zfxxgknb/", "post_count": 0}
    menu = {"id": 8, "name": "互动", "jump_url": f"//{HOST_MARK}/hdjlpt/letter/list"}
    inner = {"id": 1, "name": "栏目1", "parent": 5, "post_count": 400}
    nodes = [{"id": 5, "name": "上级", "post_count": 400, "children": [inner]}, {"id": 2, "name": "二"}, jump, menu]
    web.pages["/town/gkmlpt/index"] = index(nodes)
    del web.pages["/town/gkmlpt/content/0/2/post_2002.html"]
    detail = {"content": "", "post_url": f"http://{HOST_MARK}/p/tzgg/content/post_2003.html"}
    web.pages["/town/gkmlpt/content/0/2/post_2003.html"] = page(
        f"<script>window._CONFIG = {{DETAIL: {json.dumps(detail)}, SID: '750999'}}</script><h1>事项2003</h1>"
    )
    pager = '<a href="/p/zfxxgknb/index_2.html">2</a><a href="2023n/">2023年</a><a href="/p/jgzn/">机构</a>'
    web.pages["/p/zfxxgknb/"] = column([(3001, NAMES[2024]), (3002, NAMES[2023])], pager)
    web.pages["/p/zfxxgknb/index_2.html"] = column([(3003, NAMES[2019])], pager)
    web.pages["/p/zfxxgknb/2023n/"] = column([(3002, NAMES[2023]), (3004, "2023年解读")], folder="/p/zfxxgknb/2023n/")
    for number in (3001, 3002, 3003):
        web.pages[f"/p/zfxxgknb/content/post_{number}.html"] = article("报告", '<p><a href="P01.docx">附件</a></p>')
    web.pages["/p/zfxxgknb/2023n/content/post_3002.html"] = article("报告")
    web.pages["/p/zfxxgknb/2023n/content/post_3004.html"] = article("解读")
    for number in (2002, 2003):
        web.pages[f"/p/tzgg/content/post_{number}.html"] = article(f"事项{number}")
    return web


@pytest.fixture(scope="module")
def whole(crawls: Crawls, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    home = tmp_path_factory.mktemp("whole")
    with SamplePortals(web=town()) as server:
        first = crawls.run(home, [portal(server.base_url)])
        asked_first = server.log.rows()
        server.log.clear()
        second = crawls.run(home, [portal(server.base_url)])
        asked_second = server.log.rows()
    return {"home": home, "first": first, "second": second, "asked": asked_first, "again": asked_second}


def test_a_whole_portal_is_read_and_each_post_once(whole: dict[str, Any]) -> None:
    assert (whole["first"]["town"]["reason"], whole["first"]["code"]) == ("finished", 0), whole["first"]
    times = Counter(f"{row.path}?{row.query}" for row in whole["asked"])
    assert max(times.values()) == 1
    paths = {row.path for row in whole["asked"]}
    assert {f"/town/gkmlpt/content/0/1/post_{n}.html" for n in range(1000, 1120)} <= paths
    assert "/p/zfxxgknb/content/post_3003.html" in paths  # page 2 of the column behind the menu link
    assert "/p/zfxxgknb/2023n/content/post_3004.html" in paths  # its year folder
    assert "/hdjlpt/letter/list" not in paths
    assert not any("page=0" in row.query for row in whole["asked"])
    assert whole["first"]["town"]["seen"]["reports"] == 3


def test_listings_say_what_was_read_and_whether_it_is_all(whole: dict[str, Any]) -> None:
    found = listings(whole["home"], whole["first"]["town"]["run_id"])
    assert (found["1"].rows_seen, found["1"].total, found["1"].claimed, found["1"].complete) == (120, 120, 120, True)
    assert (found["2"].rows_seen, found["2"].complete) == (5, True)
    assert (found["9"].pages, found["9"].rows_seen, found["9"].complete) == (2, 3, True)
    assert found["/p/zfxxgknb/2023n/"].rows_seen == 2
    assert "5" not in found  # a parent that claims no more than its child


def test_other_address_of_a_post_is_asked_where_the_first_has_no_body(whole: dict[str, Any]) -> None:
    rows_by_url = {row.url.partition("/p/")[2]: row for row in fetches(whole["home"], whole["first"]["town"]["run_id"])}
    for number in ("2002", "2003"):
        row = rows_by_url[f"tzgg/content/post_{number}.html"]
        assert (row.outcome, row.platform, row.native_id) == ("ok", "nfcms", number)


def test_attachments_belong_to_their_document(whole: dict[str, Any]) -> None:
    found = {
        row.name: row for row in fetches(whole["home"], whole["first"]["town"]["run_id"]) if row.role == "attachment"
    }
    assert found["附表.pdf"].native_id == "71002"
    assert found["附表.pdf"].document_url is not None
    assert found["附表.pdf"].document_url.endswith("post_2000.html")
    assert found["附件"].mime == "application/zip"


def test_every_row_leads_to_the_bytes_that_were_served(whole: dict[str, Any]) -> None:
    run = whole["first"]["town"]["run_id"]
    with CaptureReader(whole["home"]) as reader:
        for row in fetches(whole["home"], run):
            assert row.capture_id is not None
            record = reader.capture(row.capture_id)
            assert (record.http_status, record.sha256) == (row.status, row.sha256)
            assert record.http(b"content-encoding") in (b"gzip", None)
            if row.role == "index":
                assert b"window._CONFIG" in reader.body(record)
    assert list(verify(Home(whole["home"]))) == []


def test_the_ledger_begins_with_settings_and_ends_with_a_reason(whole: dict[str, Any]) -> None:
    ledger = rows(whole["home"], whole["first"]["town"]["run_id"])
    assert isinstance(ledger[0], RunStart)
    assert ledger[0].settings["USER_AGENT"].startswith("gongkai/")
    assert isinstance(ledger[-1], RunEnd)
    assert (ledger[-1].reason, ledger[-1].counts["entries"]) == ("finished", 128)
    notes = {(row.code, row.message) for row in ledger if isinstance(row, Note)}
    assert ("unread_key", "articles[].stars") in notes
    assert any(code == "robots" and message.startswith("allows") for code, message in notes)
    assert any(code == "menu_link" for code, _ in notes)


def test_an_unchanged_portal_costs_its_listings_and_no_bytes(whole: dict[str, Any]) -> None:
    assert whole["second"]["town"]["reason"] == "finished"
    asked = [row.path for row in whole["again"] if row.path != "/robots.txt"]
    again = [path for path in asked if "/api/" not in path and not path.endswith(("/", "index", "index_2.html"))]
    # The page that was missing is asked for again, and then the post's other address.
    assert again == ["/town/gkmlpt/content/0/2/post_2002.html", "/p/tzgg/content/post_2002.html"]
    run = whole["second"]["town"]["run_id"]
    assert {row.outcome for row in fetches(whole["home"], run)} <= {"not_modified", "unchanged", "not_found"}
    size = [
        sum(f.stat().st_size for f in (whole["home"] / "runs" / one).glob("*.gz"))
        for one in (whole["first"]["town"]["run_id"], run)
    ]
    assert size[1] < size[0] / 5
    before = listings(whole["home"], whole["first"]["town"]["run_id"])
    after = listings(whole["home"], run)
    assert {n: (x.rows_seen, x.total, x.complete) for n, x in after.items()} == {
        n: (x.rows_seen, x.total, x.complete) for n, x in before.items()
    }


def test_a_changed_row_is_asked_again_and_a_changed_page_is_kept(crawls: Crawls, tmp_path: Path) -> None:
    web = catalogue({1: [post(n) for n in range(1000, 1010)]})
    with SamplePortals(web=web) as server:
        crawls.run(tmp_path, [portal(server.base_url)])
        changed = [post(n, title="改过的标题" if n == 1003 else "") for n in range(1000, 1010)]
        server.change(catalogue({1: changed}))
        server.log.clear()
        again = crawls.run(tmp_path, [portal(server.base_url)])
        assert [row.path for row in server.log.rows() if "content" in row.path] == [
            "/town/gkmlpt/content/0/1/post_1003.html"
        ]
        run = again["town"]["run_id"]
        assert [row.outcome for row in fetches(tmp_path, run) if row.role == "detail"] == ["ok"]
        server.log.clear()
        crawls.run(tmp_path, [portal(server.base_url)], settings={"RECHECK_DAYS": "0"})
        assert len([row for row in server.log.rows() if "content" in row.path and row.status == 304]) == 10


# ---------------------------------------------------------------------------------------------- faults in listings

KINDS = ("500", "403", "404", "empty", "json", "html", "truncated", "timeout")
EXPECTED = {
    "500": "server_error", "403": "blocked:address", "empty": "empty", "json": "page_changed", "html": "page_changed",
    "truncated": "truncated", "timeout": "timeout",
}  # fmt: skip


def faulty(kind: str, k: int) -> tuple[Web, list[Fault]]:
    """A list of 250 rows in three pages, of which page k goes wrong."""
    listed = [post(n, type="url", url=f"https://other.example/{n}") for n in range(250)]
    web = catalogue({1: listed})
    pages = list(answers(listed, 1))
    wrong = {
        "500": Page(b"<html>x</html>", status=500),
        "403": Page(b"<html>x</html>", status=403),
        "404": Page(b"", status=404),
        "empty": Page(b"", JSON),
        "json": Page(b'{"articles": [', JSON),
        "html": page("<html>" + "<p>登录页</p>" * 300),
    }
    pages[k - 1] = wrong.get(kind, pages[k - 1])
    web.paged["/town/gkmlpt/api/all/1"] = tuple(pages)
    tries = [] if kind in wrong else range(k, k + 3)
    fault: dict[str, Any] = {"keep": 40} if kind == "truncated" else {"delay": 8.0}
    return web, [Fault("/town/gkmlpt/api/all/1", nth=n, **fault) for n in tries]


@pytest.fixture(scope="module")
def faults(crawls: Crawls, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """All faults on all pages, side by side in one crawl."""
    home, servers, portals = tmp_path_factory.mktemp("faults"), [], []
    for kind in KINDS:
        for k in (1, 2, 3):
            web, planned = faulty(kind, k)
            server = SamplePortals(web=web).start()
            for fault in planned:
                server.faults.add(fault)
            servers.append(server)
            portals.append(portal(server.base_url, f"{kind}-{k}"))
    try:
        summary = crawls.run(home, portals, settings={"DOWNLOAD_TIMEOUT": "1"})
    finally:
        for server in servers:
            server.stop()
    return {"home": home} | summary


@pytest.mark.parametrize("k", [1, 2, 3])
@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_in_a_listing_is_never_taken_for_its_end(faults: dict[str, Any], kind: str, k: int) -> None:
    said = faults[f"{kind}-{k}"]
    row = listings(faults["home"], said["run_id"])["1"]
    assert not row.complete
    assert row.rows_seen == (k - 1) * 100
    if kind == "404":
        assert row.reason == "not_found" if k == 1 else row.reason.startswith("total_mismatch")
    else:
        assert row.reason == EXPECTED[kind]
    assert said["reason"] == ("blocked" if kind == "403" else "incomplete")
    assert said["code"] == (11 if kind == "403" else 12)


def test_a_fault_that_passes_is_asked_again(faults: dict[str, Any]) -> None:
    tries = [row for row in fetches(faults["home"], faults["500-2"]["run_id"]) if "page=2" in row.url]
    assert [row.outcome for row in tries] == ["server_error"] * 3
    assert all(row.capture_id and row.action for row in tries)


# ---------------------------------------------------------------------------------------------- how a crawl may end

CHALLENGE = b"<html><script>$_ts=window['$_ts'];</script></html>"


def one(**changes: Page) -> Web:
    web = catalogue({1: [post(1000)]})
    for name, made in changes.items():
        web.pages[{"index": "/town/gkmlpt/index", "robots": "/robots.txt"}[name]] = made
    return web


def robots(text: str | bytes, status: int = 200) -> Page:
    return Page(text if isinstance(text, bytes) else text.encode(), "text/plain", status=status)


DENY = "User-agent: *\nDisallow: /\n"
ENDS: dict[str, tuple[Web, str, str | None]] = {
    "robots-deny": (one(robots=robots(DENY)), "robots", "robots"),
    "robots-deny-us": (one(robots=robots("User-agent: gongkai\nDisallow: /town/\n")), "robots", "robots"),
    "robots-deny-bom": (one(robots=robots(b"\xef\xbb\xbf" + DENY.encode())), "robots", "robots"),
    "robots-deny-gbk": (one(robots=robots(("# 禁止\n" + DENY).encode("gbk"))), "robots", "robots"),
    "robots-others": (one(robots=robots("User-agent: otherbot\nDisallow: /\n")), "finished", None),
    "robots-404": (one(robots=robots("no", 404)), "finished", None),
    "robots-html": (one(robots=page("<html><p>首页</p></html>")), "finished", None),
    "robots-large": (one(robots=robots(("# " + "x" * 98 + "\n") * 10_000)), "finished", None),
    "robots-500": (one(robots=robots("no", 500)), "unreachable", "robots_unavailable"),
    "robots-521": (one(robots=robots("<script>x</script>", 521)), "blocked", "blocked:jsl"),
    "index-521": (one(index=Page(b"<script>1</script>", status=521)), "blocked", "blocked:jsl"),
    "index-412": (one(index=Page(CHALLENGE, status=412)), "blocked", "blocked:ruishu"),
    "index-202": (one(index=Page(CHALLENGE)), "blocked", "blocked:ruishu"),
    "index-500": (one(index=Page(b"x", status=500)), "unreachable", "server_error"),
    "index-404": (one(index=Page(b"x", status=404)), "unreachable", "not_found"),
    "index-soft": (one(index=page("<html>页面不存在</html>")), "unreachable", "soft_404"),
    "index-empty": (one(index=Page(b"")), "unreachable", "empty"),
    "index-other": (one(index=page("<html>" + "<p>另一个系统的首页。</p>" * 200 + "</html>")), "page_changed", None),
    "index-binary": (one(index=Page(bytes(range(256)) * 40, "application/octet-stream")), "page_changed", None),
    "nothing": (catalogue({1: []}), "found_nothing", None),
}  # fmt: skip
CODES = {"finished": 0, "robots": 14, "unreachable": 10, "blocked": 11, "page_changed": 5, "found_nothing": 13}


@pytest.fixture(scope="module")
def ends(crawls: Crawls, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    home, servers, portals = tmp_path_factory.mktemp("ends"), [], []
    for name, (web, _, _) in ENDS.items():
        servers.append(SamplePortals(web=web).start())
        portals.append(portal(servers[-1].base_url, name))
    closed = SamplePortals(web=one()).start()
    closed.stop()
    portals.append(portal(closed.base_url, "closed"))
    portals.append(portal(servers[0].base_url, "not-local", local=False))
    try:
        summary = crawls.run(home, portals)
    finally:
        for server in servers:
            server.stop()
    return {"home": home} | summary


@pytest.mark.parametrize("name", ENDS)
def test_each_end_has_its_reason_its_code_and_its_row(ends: dict[str, Any], name: str) -> None:
    _, reason, outcome = ENDS[name]
    said = ends[name]
    assert (said["reason"], said["code"]) == (reason, CODES[reason]), said
    found = fetches(ends["home"], said["run_id"])
    if outcome is not None:
        last = [row for row in found if row.role == "index"][-1]
        assert last.outcome == outcome
        assert last.action
        assert f"({outcome})" in said["message"]
        assert "/town/gkmlpt/index" in said["message"]
    else:
        assert next(row for row in found if row.role == "index").outcome in GOOD
    assert next(row for row in found if row.url.endswith("/robots.txt"))


def test_a_portal_that_is_not_there_says_so(ends: dict[str, Any]) -> None:
    assert (ends["closed"]["reason"], ends["closed"]["code"]) == ("unreachable", 10)
    assert {row.outcome for row in fetches(ends["home"], ends["closed"]["run_id"])} == {
        "unreachable",
        "robots_unavailable",
    }


def test_loopback_is_refused_unless_the_portal_is_local(ends: dict[str, Any]) -> None:
    found = fetches(ends["home"], ends["not-local"]["run_id"])
    assert [(row.role, row.outcome) for row in found] == [("index", "refused_address")]
    assert "local = true" in (found[0].message or "")


def test_the_crawl_ends_with_the_highest_code(ends: dict[str, Any]) -> None:
    assert ends["code"] == 14
    assert [name for name, (_, reason, _) in ENDS.items() if not reason] == []


# ---------------------------------------------------------------------------------------------- on the wire


def test_redirects_cookies_bytes_and_files_on_the_wire(crawls: Crawls, tmp_path: Path) -> None:
    head = "<html><head><meta charset='utf-8'></head>"
    gbk = f"{head}<h1>标题</h1><div class='article-content'>正文内容与信息公开工作</div>"
    web = catalogue({1: [post(n) for n in range(1000, 1008)]})
    place = "/town/gkmlpt/content/0/1/post_{}.html"
    web.pages[place.format(1001)] = Page(gbk.encode("gbk"), "text/html; charset=utf-8")
    web.pages[place.format(1002)] = Page(b"%PDF-1.4 " + bytes(range(256)) * 4, "application/pdf")
    web.pages[place.format(1003)] = Page(b"x" * 400_000, "text/html")
    web.pages["/moved.html"] = content("moved")
    with SamplePortals(web=web) as server:
        loop = (("Location", place.format(1000)), ("Set-Cookie", "CT6T=1; path=/"))
        for fault in (
            Fault(place.format(1000), nth=1, status=302, body=b"", headers=loop),
            Fault(place.format(1004), status=302, body=b"", headers=(("Location", "/moved.html"),)),
            Fault(place.format(1005), status=302, body=b"", headers=(("Location", "http://other.example/x"),)),
            Fault(place.format(1006), status=302, body=b"", headers=(("Location", "file:///etc/passwd"),)),
            Fault(place.format(1007), status=302, body=b"", headers=(("Location", place.format(1007)),)),
        ):
            server.faults.add(fault)
        said = crawls.run(tmp_path, [portal(server.base_url)], settings={"DOWNLOAD_MAXSIZE": "300000"})
    found = fetches(tmp_path, said["town"]["run_id"])
    outcomes = {n: [row.outcome for row in found if row.url.endswith(f"post_{n}.html")] for n in range(1000, 1008)}
    assert outcomes[1000] == ["redirect", "ok"]
    assert outcomes[1001] == outcomes[1002] == ["ok"]
    assert outcomes[1003] == ["too_large"]
    assert outcomes[1004] == ["redirect"]
    assert [row.outcome for row in found if row.url.endswith("/moved.html")] == ["ok"]
    assert outcomes[1005] == ["off_portal"]
    assert outcomes[1006] == ["refused_scheme"]
    assert outcomes[1007] == ["redirect"] * 5 + ["too_many_redirects"]
    assert said["town"]["reason"] == "incomplete"
    with CaptureReader(tmp_path) as reader:
        by_url = {row.url.rsplit("/", 1)[1]: row for row in found if row.outcome == "ok"}
        assert reader.body(reader.capture(by_url["post_1001.html"].capture_id)) == gbk.encode("gbk")
        assert reader.capture(by_url["post_1002.html"].capture_id).payload == b"%PDF-1.4 " + bytes(range(256)) * 4
    stored = b"".join(path.read_bytes() for path in (tmp_path / "runs").rglob("ledger.jsonl"))
    assert b"CT6T" not in stored


def test_a_host_that_only_blocks_is_left_alone(crawls: Crawls, tmp_path: Path) -> None:
    web = catalogue({1: [post(n) for n in range(1000, 1090)]})
    for path in web.pages:
        if "content" in path:
            web.pages[path] = Page(CHALLENGE, status=412)
    with SamplePortals(web=web) as server:
        said = crawls.run(tmp_path, [portal(server.base_url, delay=0.01)])
        asked = [row for row in server.log.rows() if "content" in row.path]
    assert (said["town"]["reason"], said["code"]) == ("blocked", 11)
    assert 6 <= len(asked) <= 8  # five, a rest, one more; nothing that was waiting goes out
    assert any(isinstance(row, Note) and row.code == "breaker" for row in rows(tmp_path, said["town"]["run_id"]))


def test_sample_and_narrowing_and_dry_run(crawls: Crawls, tmp_path: Path) -> None:
    titles = {1001: "样例镇2023年政府信息公开工作年度报告"}
    web = catalogue({1: [post(n, title=titles.get(n, "")) for n in range(1000, 1230)]})
    with SamplePortals(web=web) as server:
        one = portal(server.base_url)
        said = {
            "sample": crawls.run(tmp_path / "a", [one], sample=3),
            "reports": crawls.run(tmp_path / "b", [one], reports_only=True),
            "since": crawls.run(tmp_path / "c", [one], since="2025-02-01"),
        }
        dry = crawls.run(tmp_path / "d", [one], dry_run=True)
    details = {
        name: [row.url for row in fetches(tmp_path / folder, said[name]["town"]["run_id"]) if row.role == "detail"]
        for name, folder in (("sample", "a"), ("reports", "b"), ("since", "c"))
    }
    assert len(details["sample"]) == 3
    assert [url.rsplit("_", 1)[1] for url in details["reports"]] == ["1001.html"]
    assert details["since"] == []
    assert said["sample"]["town"]["reason"] == "sample"
    assert dry["town"]["reason"] == "dry_run"
    assert dry["town"]["seen"]["entries"] == 230
    assert not (tmp_path / "d").exists()


def test_far_fewer_entries_than_before_is_an_alarm(crawls: Crawls, tmp_path: Path) -> None:
    with SamplePortals(web=catalogue({1: [post(n) for n in range(1000, 1040)]})) as server:
        crawls.run(tmp_path, [portal(server.base_url)])
        server.change(catalogue({1: [post(n) for n in range(1000, 1010)]}))
        again = crawls.run(tmp_path, [portal(server.base_url)])
        assert (again["town"]["reason"], again["code"]) == ("far_fewer", 13)
        few = crawls.run(tmp_path / "x", [portal(server.base_url, expect={"reports_min": 1})])
    assert (few["town"]["reason"], few["code"]) == ("too_few_reports", 13)


def test_a_home_that_cannot_be_written_stops_before_the_first_request(crawls: Crawls, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "runs").write_text("in the way", encoding="utf-8")
    with SamplePortals(web=catalogue({1: [post(1000)]})) as server:
        said = crawls.run(tmp_path / "home", [portal(server.base_url)])
        assert server.log.rows() == ()
    assert (said["town"]["reason"], said["town"]["code"]) == ("home_failed", 3)


def moments(home: Path, *names: str) -> list[datetime]:
    return sorted(datetime.fromisoformat(row.requested_at) for name in names for row in fetches(home, name))


def test_portals_on_one_host_share_its_gap(crawls: Crawls, tmp_path: Path) -> None:
    with SamplePortals(web=catalogue({1: [post(n) for n in range(1000, 1006)]})) as server:
        said = crawls.run(tmp_path, [portal(server.base_url, name, delay=0.12) for name in ("a", "b")])
    assert said["code"] == 0
    found = moments(tmp_path, said["a"]["run_id"], said["b"]["run_id"])
    gaps = [(after - before).total_seconds() for before, after in pairwise(found)]
    assert len(found) == 20
    assert min(gaps) >= 0.12


def test_a_server_that_asks_for_patience_gets_it_within_bounds(crawls: Crawls, tmp_path: Path) -> None:
    web = catalogue({1: [post(1000)]})
    with SamplePortals(web=web) as server:
        wait = (("Retry-After", "315360000"),)
        server.faults.add(Fault("/town/gkmlpt/content/*", nth=1, status=429, body=b"", headers=wait))
        said = crawls.run(tmp_path, [portal(server.base_url)])
    assert said["town"]["reason"] == "finished"
    found = [row for row in fetches(tmp_path, said["town"]["run_id"]) if row.role == "detail"]
    assert [row.outcome for row in found] == ["rate_limited", "ok"]
    first, second = (datetime.fromisoformat(row.requested_at) for row in found)
    assert (second - first).total_seconds() >= 1.0
    notes = [row.message for row in rows(tmp_path, said["town"]["run_id"]) if isinstance(row, Note)]
    assert any("315360000" in note or "3.1536e+08" in note for note in notes)


def test_bytes_that_no_charset_reads_are_named(crawls: Crawls, tmp_path: Path) -> None:
    web = catalogue({1: [post(1000)]})
    body = "<h1>标题</h1><div class='article-content'>".encode() + b"\xff\xfe\x81\xff" * 20 + "正文</div>".encode()
    web.pages["/town/gkmlpt/content/0/1/post_1000.html"] = Page(body, "text/html")
    with SamplePortals(web=web) as server:
        said = crawls.run(tmp_path, [portal(server.base_url)])
    notes = {row.code: row.url for row in rows(tmp_path, said["town"]["run_id"]) if isinstance(row, Note)}
    assert notes["undecodable_bytes"].endswith("post_1000.html")


def test_scrapy_crawl_does_the_same_from_the_checkout(tmp_path: Path) -> None:
    with SamplePortals(web=catalogue({1: [post(1000), post(1001)]})) as server:
        (tmp_path / "portals").mkdir()
        url = f"{server.base_url}/town/gkmlpt/index"
        entry = f'[[portal]]\nid = "own"\npublisher = "样例镇"\nplatform = "gkmlpt"\nurl = "{url}"\nlocal = true\n'
        (tmp_path / "portals" / "own.toml").write_text(entry, encoding="utf-8")
        command = [sys.executable, "-m", "scrapy", "crawl", "gkmlpt", "-a"]
        home = ["-a", f"home={tmp_path}"]
        done, unknown = (
            subprocess.run([*command, f"portal={name}", *home], cwd=ROOT, capture_output=True, text=True, timeout=60)
            for name in ("own", "ow")
        )
    (run,) = runs(Home(tmp_path))
    assert done.returncode == 0, done.stderr
    assert Counter(row.outcome for row in fetches(tmp_path, run.name)) == {"ok": 5, "not_found": 1}  # no list of all
    assert "did you mean own?" in unknown.stderr
    assert unknown.returncode != 0


def test_a_full_disk_ends_the_crawl_and_keeps_what_was_written(crawls: Crawls, tmp_path: Path) -> None:
    with SamplePortals(web=catalogue({1: [post(n) for n in range(1000, 1100)]})) as server:
        said = crawls.run(tmp_path, [portal(server.base_url)], disk=30_000)
        assert (said["town"]["reason"], said["code"]) == ("home_failed", 3)
        again = crawls.run(tmp_path, [portal(server.base_url)])
    assert again["town"]["reason"] == "finished"
    assert again["town"]["totals"]["replayed"] > 3
    assert list(verify(Home(tmp_path))) == []


def test_one_denied_page_is_a_gap_and_not_the_end(crawls: Crawls, tmp_path: Path) -> None:
    web = catalogue({1: [post(n) for n in range(1000, 1010)]})
    web.pages["/town/gkmlpt/content/0/1/post_1004.html"] = Page(b"<html>no</html>", status=403)
    with SamplePortals(web=web) as server:
        said = crawls.run(tmp_path, [portal(server.base_url)])
    assert (said["town"]["reason"], said["code"]) == ("incomplete", 12)
    assert said["town"]["seen"]["documents"] == 9


def test_a_home_page_of_no_known_platform_leads_to_its_columns(crawls: Crawls, tmp_path: Path) -> None:
    rows = "".join(f'<li><a href="/xxgk/2025/{n}.html">事项{n}</a><span>2025-01-0{n}</span></li>' for n in range(1, 4))
    menu = '<a href="/xxgk/">公开</a><a href="/zfxxgknb/">年报</a><a href="/search?q=1">搜索</a>'
    more = '<a href="list_2.html">下一页</a>'
    web = Web()
    web.put({"/": page(f"<html><body><h1>样例局</h1>{menu}</body></html>")})
    web.put(
        {
            "/xxgk/": page(f"<ul>{rows}</ul>{more}"),
            "/xxgk/list_2.html": page(f"<ul>{rows.replace('/2025/', '/2024/')}</ul>"),
        }
    )
    web.put({"/zfxxgknb/": page('<ul><li><a href="/zfxxgknb/2024.pdf">2024年政府信息公开工作年度报告</a></li></ul>')})
    web.put({f"/xxgk/{year}/{n}.html": article(f"事项{n}") for n in range(1, 4) for year in (2024, 2025)})
    web.put({"/zfxxgknb/2024.pdf": PDF})
    with SamplePortals(web=web) as server:
        said = crawls.run(tmp_path, [portal(server.base_url, url=f"{server.base_url}/", platform="generic")])
    assert said["town"]["reason"] == "finished", said
    assert said["town"]["seen"] | {"kept": 0} == {
        "entries": 7,
        "reports": 1,
        "documents": 7,
        "attachments": 0,
        "kept": 0,
    }
    found = listings(tmp_path, said["town"]["run_id"])
    assert (found["/xxgk/"].pages, found["/xxgk/"].rows_seen, found["/xxgk/"].complete) == (2, 6, True)
    files = [row for row in fetches(tmp_path, said["town"]["run_id"]) if row.role == "attachment"]
    assert [(row.mime, row.url.rsplit("/", 1)[1]) for row in files] == [("application/pdf", "2024.pdf")]


def test_a_damaged_capture_is_fetched_again(crawls: Crawls, tmp_path: Path) -> None:
    with SamplePortals(web=catalogue({1: [post(1000)]})) as server:
        first = crawls.run(tmp_path, [portal(server.base_url)])
        run = first["town"]["run_id"]
        listing = next(row for row in fetches(tmp_path, run) if row.role == "listing")
        record = next(record for record in listing.records if record.kind == "response")
        file = tmp_path / "runs" / run / record.file
        damaged = bytearray(file.read_bytes())
        damaged[record.offset + record.length // 2] ^= 0xFF
        file.write_bytes(damaged)
        again = crawls.run(tmp_path, [portal(server.base_url)])
    assert again["town"]["reason"] == "finished"
    found = [row for row in fetches(tmp_path, again["town"]["run_id"]) if row.role == "listing"]
    assert [(row.status, row.revisit_of is None) for row in found] == [(304, False), (200, True)]
    assert any(
        isinstance(row, Note) and row.code == "stored_unreadable" for row in rows(tmp_path, again["town"]["run_id"])
    )


def test_an_attachment_that_failed_is_asked_again_by_the_next_crawl(crawls: Crawls, tmp_path: Path) -> None:
    place = "/town/attachment/0/71/71002/1000.pdf"
    web = catalogue({1: [post(1000), post(1001)]})
    web.pages["/town/gkmlpt/content/0/1/post_1000.html"] = content("a", f'<a href="{place}">附表</a>')
    web.pages[place] = Page(b"x", "application/pdf", status=500)
    with SamplePortals(web=web) as server:
        first = crawls.run(tmp_path, [portal(server.base_url)])
        web.pages[place] = PDF
        server.change(web)
        server.log.clear()
        second = crawls.run(tmp_path, [portal(server.base_url)])
        asked = [row.path for row in server.log.rows() if "/api/" not in row.path]
    assert (first["town"]["reason"], second["town"]["reason"]) == ("incomplete", "finished")
    assert place in asked
    assert "/town/gkmlpt/content/0/1/post_1001.html" not in asked


def test_the_start_page_at_an_article_address_is_a_miss(crawls: Crawls, tmp_path: Path) -> None:
    web = catalogue({1: [post(1000), post(1001)]})
    web.pages["/town/gkmlpt/content/0/1/post_1001.html"] = web.pages["/town/gkmlpt/index"]
    with SamplePortals(web=web) as server:
        said = crawls.run(tmp_path, [portal(server.base_url)])["town"]
    found = {
        row.url.rsplit("_", 1)[-1]: row.outcome for row in fetches(tmp_path, said["run_id"]) if row.role == "detail"
    }
    assert found == {"1000.html": "ok", "1001.html": "soft_404"}
