"""Typed outcomes: shields, puzzles, walls, soft misses, redirects; and ordinary pages that only look like them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from crawler_kit import portal
from scrapy import Request
from scrapy.http import Response

from crawler import redirects
from crawler.asks import Ask
from crawler.outcomes import ACTIONS, GOOD, RETRIED, action_for, classify
from crawler.turns import retry_after

LONG = "<p>" + "本级政府信息公开工作的一段说明文字。" * 300 + "</p>"
RUISHU = b'<html><head><script>$_ts=window["$_ts"];if(!$_ts)$_ts={};$_ts.nsd=1;</script></head><body></body></html>'
JSL = b"<script>document.cookie=('_')+('_')+('jsl_clearance_s=1');location.href=location.pathname</script>"
SHELL = b'<html><script>document.cookie="C3VK=abc; max-age=300";location.reload()</script></html>'
CASES = [
    (200, LONG, "ok"),
    (200, '{"articles": []}', "ok"),
    (521, JSL, "blocked:jsl"),
    (512, b"<script>x()</script>", "blocked:jsl"),
    (412, RUISHU, "blocked:ruishu"),
    (202, RUISHU, "blocked:ruishu"),
    (200, RUISHU, "blocked:ruishu"),
    (202, b"", "blocked:ruishu"),
    (200, b"<html><script src='/wzwschallenge.js'></script></html>", "blocked:wzws"),
    (200, SHELL, "blocked:cookie_shell"),
    (200, "<html><title>安全验证</title><div>请拖动滑块完成拼图</div></html>", "blocked:captcha"),
    (405, "<html>很抱歉，由于您访问的URL有可能对网站造成安全威胁</html>", "blocked:waf"),
    (500, "<html><h1>网站防火墙</h1>您的请求已被拦截</html>", "blocked:waf"),
    (403, b"<html>Forbidden</html>", "blocked:address"),
    (412, b"<html></html>", "blocked:address"),
    (404, b"<html>gone</html>", "not_found"),
    (410, b"", "not_found"),
    (200, "<html><body>您要找的页面不存在或已删除</body></html>", "soft_404"),
    (200, "<html><title>404 Not Found</title></html>", "soft_404"),
    (200, "<html><body>對不起，無法找到該頁</body></html>", "soft_404"),
    (200, b"", "empty"),
    (429, b"", "rate_limited"),
    (500, b"<html>error</html>", "server_error"),
    (503, b"", "server_error"),
    (400, b"", "client_error"),
    (302, b"", "redirect"),
    # ordinary pages that carry a sign of something else
    (200, LONG + "<script>$_ts=1</script>", "ok"),
    (200, LONG + "<p>附：404号文件，页面不存在的说明</p>", "ok"),
    (200, f"<html><h1>关于防火墙采购的公告</h1>{LONG}</html>", "ok"),
    (200, "<html><h1>粤府〔2024〕404号</h1><p>短文一则。</p></html>", "ok"),
    (
        200,
        "<html><h1>某镇2024年政府信息公开年报</h1><p>见附件。</p><script>document.cookie='a=1'</script>" + LONG,
        "ok",
    ),
]


@pytest.mark.parametrize(("status", "body", "expected"), CASES)
def test_outcomes(status: int, body: str | bytes, expected: str) -> None:
    raw = body if isinstance(body, bytes) else body.encode()
    assert classify(status, raw).name == expected


def test_a_page_in_gbk_says_what_it_says() -> None:
    assert classify(200, "<html>您访问的页面不存在</html>".encode("gbk")).name == "soft_404"


def test_documents_are_not_searched_for_words() -> None:
    assert classify(200, b"%PDF-1.4 $_ts captcha", textual=False).name == "ok"


def test_every_outcome_that_is_no_page_says_what_to_do() -> None:
    named = {expected for _, _, expected in CASES} | RETRIED
    missing = [name for name in named - GOOD - {"redirect"} if not action_for(name)]
    assert missing == []
    assert all(text for text in ACTIONS.values())


NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b"120", 120.0),
        (b"Mon, 23 Nov 2026 12:00:30 GMT", 30.0),
        (b"Mon, 23 Nov 2015 12:00:30 GMT", 0.0),
        (b"99999999999999999999", 9999999999.0),
        (b"soon", None),
        (b"", None),
        (None, None),
    ],
)
def test_retry_after_in_seconds_and_dates(value: bytes | None, expected: float | None) -> None:
    assert retry_after(value, NOW) == expected


URL = "http://127.0.0.1:8417/town/a.html"


def answer(status: int = 200, body: bytes = b"", **headers: str) -> Response:
    return Response(
        URL, status=status, body=body, headers={k.replace("_", "-"): v.encode() for k, v in headers.items()}
    )


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        (answer(302, Location="/b.html"), "http://127.0.0.1:8417/b.html"),
        (answer(301, Location="//127.0.0.1/c"), "http://127.0.0.1/c"),
        (answer(302, Location="/年报/"), "http://127.0.0.1:8417/%E5%B9%B4%E6%8A%A5/"),
        (answer(200, b'<meta http-equiv="refresh" content="0;url=/d.html">'), "http://127.0.0.1:8417/d.html"),
        (
            answer(200, b"<html><script>window.location.href='../e.html'</script></html>"),
            "http://127.0.0.1:8417/e.html",
        ),
        (answer(200, b'<meta http-equiv="refresh" content="300;url=/d.html"><p>' + b"x" * 50), None),
        (answer(200, b"<p>text</p><script>location.href='/x'</script>"), None),
        (answer(304), None),
        (answer(200, b"<p>page</p>"), None),
    ],
)
def test_where_a_response_leads(response: Response, expected: str | None) -> None:
    target = redirects.target_of(response, response.body, longest=5)
    assert (target.url if target else None) == expected


@pytest.mark.parametrize(
    ("location", "role", "times", "expected"),
    [
        ("/b.html", "detail", 0, "redirect"),
        ("/town/a.html", "detail", 0, "redirect"),  # to itself by status: ends once the cookie is kept
        ("/b.html", "detail", 5, "too_many_redirects"),
        ("/", "detail", 0, "soft_404"),
        ("/index.html", "attachment", 0, "soft_404"),
        ("/", "index", 0, "redirect"),
        ("http://other.example/b", "detail", 0, "off_portal"),
        ("http://10.0.0.1/b", "detail", 0, "off_portal"),
        ("file:///etc/passwd", "detail", 0, "refused_scheme"),
        ("data:text/html,x", "detail", 0, "refused_scheme"),
        ("ftp://127.0.0.1/x", "detail", 0, "refused_scheme"),
        ("s3://bucket/x", "detail", 0, "refused_scheme"),
    ],
)
def test_redirects_are_judged_before_they_are_followed(location: str, role: str, times: int, expected: str) -> None:
    request = Request(URL, meta={"ask": Ask(role, "gkmlpt"), "redirect_times": times})  # type: ignore[arg-type]
    target = redirects.target_of(answer(302, Location=location), b"", longest=5)
    assert target is not None
    assert redirects.verdict(request, target, portal("http://127.0.0.1:8417"), most=5)[0] == expected


def test_a_page_that_refreshes_to_itself_is_not_followed() -> None:
    page = answer(200, b'<meta http-equiv="refresh" content="1;url=a.html">')
    target = redirects.target_of(page, page.body, longest=5)
    assert target is not None
    found = redirects.verdict(Request(URL), target, portal("http://127.0.0.1:8417"), most=5)
    assert found[0] == "too_many_redirects"
