"""Whatever a portal writes is shown as text, in every page; headers hold on every response; no path leads out."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import datasette
import pytest
from build_story import PORTAL, Story, article, report
from captures_kit import exchange
from msgspec.structs import replace
from sample_home import sample_home as sample_home
from selectolax.lexbor import LexborHTMLParser
from serve_kit import SQL, Site

from archive.build import build
from archive.captures import Home
from archive.serve.headers import ARCHIVED, TABLE_SCRIPT
from archive.serve.inert import inert

# From 1.0 on Datasette's pages bring inline scripts of their own, which our policy does not let run.
OWN = datasette.__version__.startswith("0.")
SCRIPT = "<script>alert(1)</script>"
ATTRIBUTE = '" onmouseover="alert(1)" x="'
IMAGE = "<img src=x onerror=alert(1)>"
SVG = "<svg onload=alert(1)>"
LINK = "javascript:alert(1)//"
EVIL = f"坏{SCRIPT}{ATTRIBUTE}{IMAGE}{SVG}'><b>{{{{7*7}}}}"
PAGE = f"""<html><head><title>{EVIL}</title><meta http-equiv="refresh" content="0;url=http://evil.example/">
<base href="http://evil.example/"><link rel=stylesheet href="http://evil.example/x.css"><style>@import "http://evil.example/"</style>
</head><body onload="alert(1)"><script>alert(1)</script><iframe srcdoc="<script>alert(1)</script>"></iframe>
<svg><script>alert(1)</script><a xlink:href="javascript:alert(1)">x</a></svg>
<math><mi xlink:href="data:text/html,x">y</mi></math>
<form action="http://evil.example/"><input formaction="javascript:alert(1)"><button>go</button></form>
<a href="javascript:alert(1)">j</a><a href="data:text/html,<script>alert(1)</script>">d</a>
<img src="http://evil.example/p.gif" onerror=alert(1)>
<object data="x.swf"></object><embed src=x><noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>
<p style="background:url(http://evil.example/)">留下的字</p><template><script>alert(1)</script></template></body></html>"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A home whose portal, pages, files and lines are all hostile; rows that rules keep clean by hand."""
    home = Home(tmp_path_factory.mktemp("hostile"))
    story = Story(home, replace(PORTAL, publisher=f"镇{SCRIPT}", url="http://www.xianglu.gov.cn/zwgk/"))
    told = report(items=52).replace("一是更新不够及时", f"一是更新不够及时{EVIL.replace('<', '&lt;')}")
    story.get("/zwgk/content/post_1.html", told)
    story.get("/zwgk/content/post_2.html", article(EVIL.replace("<", "&lt;").replace('"', "&quot;"), "<p>正文</p>"))
    story.get("/zwgk/content/post_3.html", PAGE)
    story.get(f"/zwgk/content/post_4.html?x={SCRIPT}", "<html><body>x</body></html>")
    run = story.run
    assert run is not None
    document = "http://www.xianglu.gov.cn/zwgk/content/post_1.html"
    files = {
        "text/html": PAGE,
        "image/svg+xml": "<svg onload=alert(1)/>",
        "application/xhtml+xml": PAGE,
        "": PAGE,
        "text/x;\r\nX-Evil: 1": PAGE,
    }
    for number, (mime, body) in enumerate(files.items()):
        url = f"http://www.xianglu.gov.cn/f/{number}.pdf"
        exchange(
            run,
            url,
            body.encode(),
            role="attachment",
            platform="nfcms",
            mime=mime or None,
            name=f"../../{EVIL}.pdf",
            document_url=document,
        )
    story.end()
    build(home)
    with sqlite3.connect(home.database) as connection:
        for table, column in (
            ("reports", "title"),
            ("reports", "publisher"),
            ("documents", "title"),
            ("documents", "url"),
            ("findings", "message"),
            ("findings", "hint"),
            ("problems", "text"),
            ("sections", "heading"),
            ("sections", "text"),
            ("figures", "label"),
            ("figures", "quote"),
            ("figures", "unit"),
            ("captures", "url"),
            ("attachments", "name"),
            ("readings", "url"),
            ("reports", "url"),
            ("reports", "contact_phone"),
            ("reports", "choice"),
            ("publishers", "name"),
            ("portals", "url"),
            ("expectations", "publisher"),
            ("expectations", "reason"),
            ("reports", "published_basis"),
            ("reports", "grade"),
            ("figures", "state"),
            ("captures", "revisit_of"),
        ):
            connection.execute(f'update {table} set "{column}" = ? || coalesce("{column}", \'\')', (EVIL,))
        connection.execute("update documents set url = ? where rowid % 2", (LINK,))
        connection.execute("update findings set verdict = 'fail', severity = 'E'")
    connection.close()
    made = Site(home.path)
    yield made
    made.close()


def pages(site: Site) -> list[str]:
    """Return the paths of every kind of page over every hostile row."""
    reports = [f"/-/report/{p}/{y}/{s}" for p, y, s in site.ask("select publisher_id, year, scope from reports")]
    captures = [f"/-/capture/{id}" for (id,) in site.ask("select id from captures")]
    rows = [
        f"/gongkai/{table}/{id}"
        for table in ("reports", "documents", "figures", "findings", "problems", "attachments")
        for (id,) in site.ask(f"select id from {table} limit 3")
    ]
    tables = [
        f"/gongkai/{name}"
        for (name,) in site.ask(
            "select name from sqlite_master where type in ('table', 'view') and name not like '%fts%'"
        )
    ]
    searches = [f"/-/search?q={word}" for word in ("更新", "坏", SCRIPT, ATTRIBUTE)]
    queries = [
        f"/gongkai/{name}"
        for name in ("missing_reports", "problems_and_promises", "year_panel", "lost_tables", "vanished")
    ]
    free = [
        SQL + "?sql=select+title,url,'<script>alert(1)</script>'+as+\"<img src=x onerror=alert(1)>\"+from+documents",
        "/gongkai/reports?_facet=title&_where=1",
        f"/gongkai/reports?_search={SCRIPT}",
        f"/{SCRIPT}",
        f"/gongkai/{SCRIPT}",
        f"/-/report/{SCRIPT}/2020",
        "/gongkai/year_panel?publisher=" + SCRIPT,
        f"{SQL}?sql=" + SCRIPT,
    ]
    return ["/", "/gongkai", *reports, *captures, *rows, *tables, *searches, *queries, *free]


def test_hostile_words_are_inert_in_every_page(hostile: Site) -> None:
    paths = pages(hostile)
    assert len(paths) > 60
    for path in paths:
        answer = hostile.get(path)
        assert answer.status_code != 500 or path.startswith("/-/capture/"), (path, answer.text[-400:])
        if "html" not in answer.headers["content-type"]:
            continue
        tree = LexborHTMLParser(answer.text)
        scripts = [
            node for node in tree.css("script") if "src" not in node.attributes and node.text().strip() != TABLE_SCRIPT
        ]
        assert not re.search("script-src[^;]*unsafe", answer.headers["content-security-policy"])
        assert [node for node in scripts if OWN or SCRIPT in str(node.html)] == [], path
        for node in tree.css("*"):
            acting = [
                name
                for name, value in node.attributes.items()
                if (name.startswith("on") or name == "srcdoc") and (OWN or "alert" in str(value))
            ]
            assert acting == [], (path, node.tag)
            led = [node.attributes.get(name) or "" for name in ("href", "src", "action", "xlink:href")]
            assert not any(re.match(r"\s*(javascript|data|vbscript):", value, re.I) for value in led), (path, led)
            away = [value for value in led if "://" in value[:12] and not value.startswith("http://localhost/")]
            assert away == [], path
        assert tree.css("svg[onload], img[onerror], iframe, object, embed") == []
        assert "49" not in re.findall(r"坏[^<]{0,20}(49)", answer.text), path  # a template would have worked it out


def test_an_archived_page_keeps_its_words_and_nothing_that_acts(hostile: Site) -> None:
    [(capture,)] = hostile.ask("select id from captures where url like '%post_3.html'")
    answer = hostile.get(f"/-/archived/{capture}")
    assert answer.status_code == 200
    assert answer.headers["content-security-policy"] == ARCHIVED
    tree = LexborHTMLParser(answer.text)
    assert "留下的字" in tree.body.text()
    assert (
        tree.css(
            "script, iframe, object, embed, svg, math, base, link, template, noscript, form[action], meta[http-equiv]"
        )
        == []
    )
    for node in tree.css("body *"):
        assert set(node.attributes) <= {"class", "title", "colspan", "rowspan", "alt", "lang"}, node.html
    assert "evil.example" not in re.sub(r'title="[^"]*"', "", answer.text)


def test_what_is_no_page_is_never_shown_in_the_browser(hostile: Site) -> None:
    shown = {}
    for capture, mime in hostile.ask("select id, mime from captures where role = 'attachment'"):
        answer = hostile.get(f"/-/archived/{capture}")
        shown[mime] = (answer.headers["content-type"], "attachment" in answer.headers.get("content-disposition", ""))
        raw = hostile.get(f"/-/archived/{capture}", raw="1")
        assert raw.headers["content-type"] == "application/octet-stream"
        assert re.fullmatch(r'attachment; filename="capture-[0-9a-f]{16}\.\w+"', raw.headers["content-disposition"])
        assert "x-evil" not in answer.headers
    assert shown["image/svg+xml"] == ("application/octet-stream", True)
    assert shown["text/html"] == ("text/html; charset=utf-8", False)
    assert shown[None] == ("application/octet-stream", True)
    assert len(shown) >= 4


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/nope",
        "/gongkai",
        "/gongkai/reports",
        "/gongkai/reports.json",
        "/gongkai/reports.csv",
        f"{SQL}?sql=select+1",
        f"{SQL}?sql=nope",
        "/-/search?q=公开",
        "/-/static/app.css",
        "/-/gongkai-static/gongkai.css",
        "/-/download/gongkai.db",
        "/-/archived/a/b",
        "/-/databases.json",
        "/-/versions.json",
        "/gongkai/reports/",
        "//evil.example/",
    ],
)
def test_every_response_carries_the_headers(hostile: Site, path: str) -> None:
    headers = hostile.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "base-uri 'none'" in policy
    scripts = re.search(r"script-src ([^;]*)", policy)
    assert scripts is None or "unsafe" not in scripts[1]


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/",
        "/\\evil.example/",
        "/\\\\evil.example/",
        "//evil.example/%2e%2e/",
        "/%2F%2Fevil.example/",
        "/%5Cevil.example/",
        "///evil.example//",
        "/gongkai/../../../../etc/passwd",
        "/-/gongkai-static/../../../../../../etc/passwd",
        "/-/static/..%2f..%2f..%2fetc/passwd",
        "/-/gongkai-static/%2e%2e/app.py",
        "/-/gongkai-static/..\\app.py",
        "/-/capture/../..%2f..%2fetc/passwd",
        "/-/archived/..%2f..%2f..%2fetc/passwd",
        "/-/archived/%2e%2e/%2e%2e",
        "/-/report/%00/2020",
        "/%00",
        "/gongkai/reports%00",
        "/gongkai/" + "a" * 8000,
        "/gongkai/reports?_search=" + "公" * 8000,
        "/-/search?q=" + "%00" * 50,
        "/gongkai.db",
        "/-/download/../gongkai.db",
    ],
)
def test_no_path_leads_out_of_the_site_or_its_files(hostile: Site, path: str) -> None:
    for _ in range(4):
        answer = hostile.loop.run_until_complete(hostile.datasette.client.get(path))
        assert "root:" not in answer.text
        assert "import annotations" not in answer.text
        assert str(hostile.home) not in answer.text
        location = answer.headers.get("location")
        if location is None:
            break
        assert re.match(r"/(?![/\\])", location), location
        path = location
    assert answer.status_code in (200, 400, 403, 404)


def test_a_page_too_costly_to_parse_is_a_download(tmp_path: Path) -> None:
    story = Story(Home(tmp_path))
    deep = "<html><body>" + "<div>" * 60_000 + "x"
    got = story.get("/zwgk/content/post_9.html", deep)
    story.end()
    build(Home(tmp_path))
    site = Site(tmp_path)
    try:
        answer = site.get(f"/-/archived/{got.capture_id}")
        assert answer.headers["content-type"] == "application/octet-stream"
        assert len(answer.content) == len(deep)
    finally:
        site.close()


def test_inert_keeps_tables_readable() -> None:
    made = inert(
        '<table><tr><th colspan="2" onclick="x()">规章</th></tr><tr><td>1<td style="x">2</table>',
        "http://a.example/?a=<b>",
        "2026-01-01",
    )
    tree = LexborHTMLParser(made)
    assert [cell.text() for cell in tree.css("td")] == ["1", "2"]
    assert tree.css_first("th").attributes == {"colspan": "2"}
    assert "http://a.example/?a=<b>" in tree.css_first("div.gongkai").text()
