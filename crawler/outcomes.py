"""What came of a request, as a typed name with the suggested action. Pure functions over status, headers and body.

Signs are those of platforms §11 (each seen in one to four sources). A challenge is recorded and never solved; blocked
is never taken for empty. `ok`, `unchanged` and `not_modified` are the only outcomes after which a page is read.
"""

from __future__ import annotations

import re
from typing import NamedTuple

GOOD = frozenset({"ok", "unchanged", "not_modified"})
RETRIED = frozenset({"server_error", "timeout", "unreachable", "malformed_http", "truncated", "rate_limited"})
ACTIONS = {
    "blocked:jsl": "the jsl shield asks for a script; try from another network, or ask the publisher",
    "blocked:ruishu": "the Ruishu shield asks for a script; try from another network, or ask the publisher",
    "blocked:wzws": "the WZWS shield asks for a script; try from another network, or ask the publisher",
    "blocked:cookie_shell": "the page only sets a cookie by script; look at it in a browser",
    "blocked:captcha": "the server wants a person to solve a puzzle; look at it in a browser",
    "blocked:waf": "a firewall refused the request; wait a day, then try one page",
    "blocked:address": "the server refuses our address; try from another network, or ask the publisher",
    "blocked:breaker": "the host was left alone after repeated blocks; crawl again later",
    "robots": "robots.txt forbids this; ask the publisher for permission or for the documents",
    "robots_unavailable": "robots.txt could not be read, so nothing was asked; crawl again later",
    "rate_limited": "the server asks for patience; crawl again later",
    "server_error": "the server failed; crawl again later",
    "timeout": "the server did not answer in time; crawl again later",
    "unreachable": "the host could not be reached; check the address and the network",
    "malformed_http": "the server answers, but not as HTTP says; look at the address in a browser, crawl again later",
    "truncated": "the connection broke inside the body; crawl again later",
    "too_large": "the body passes the size bound; raise DOWNLOAD_MAXSIZE for this portal if it is wanted",
    "refused_address": "the address is not public; see `local` in crawler/README.md",
    "long_address": "the address is longer than servers take; look at the page that links to it",
    "refused_scheme": "only http and https are requested; nothing to do",
    "off_portal": "the redirect leaves the portal; add the host to `hosts` of the portal if it belongs to it",
    "too_many_redirects": "the redirects do not end; look at the address in a browser",
    "client_error": "the server rejects the request; look at the address in a browser",
    "undecodable": "the body cannot be decompressed; look at the capture",
    "not_found": "the address is gone; nothing is called gone before several complete listings agree",
    "soft_404": "the server says 200 but shows an error page; treated as not found",
    "empty": "the server sent no bytes; crawl again later",
}
SMALL, TINY, HEAD = 8_000, 2_000, 65_536
SIGNS = (b"$_ts", b"wzws", b"WZWS", b"FSSBBI")
_JSL = re.compile(rb"__jsl_clearance|__jsluid|\bjsl\b", re.IGNORECASE)
_RUISHU = re.compile(rb"\$_ts\b|\$_ts\s*=|FSSBBIl1UgzbN7N", re.IGNORECASE)
_WZWS = re.compile(rb"wzws(?:confirm|challenge|template|-waf|_)", re.IGNORECASE)
_SETS_COOKIE = re.compile(rb"document\s*\.\s*cookie\s*=|\[['\"]cookie['\"]\]\s*=", re.IGNORECASE)
_PUZZLE = re.compile(
    "滑块|滑動驗證|滑动验证|拖动滑块|人机验证|人機驗證|验证码|安全验证|captcha|NWAF|nc_token|geetest", re.IGNORECASE
)
_WALL = re.compile(
    "防火墙|防火牆|WAF|拦截|攔截|访问被拒绝|访问异常|非法请求|请求过于频繁|访问过于频繁|Access Denied", re.IGNORECASE
)
_MISSING = re.compile(
    "找不到|页面不存在|頁面不存在|不存在或已|无法找到|無法找到|错误页面|錯誤頁面|已被删除|已被刪除|已删除或"
    "|page not found",
    re.IGNORECASE,
)
_HEADED_404 = re.compile(r"<(title|h1|h2)[^>]*>[^<]*\b404\b", re.IGNORECASE)
_TAGS = re.compile(r"<script\b.*?</script>|<style\b.*?</style>|<[^>]+>", re.IGNORECASE | re.DOTALL)


class Outcome(NamedTuple):
    """A typed name and, where it is not obvious, what was seen."""

    name: str
    message: str | None = None


def action_for(outcome: str) -> str | None:
    """Return what a person should do about an outcome; None where nothing is wrong."""
    return ACTIONS.get(outcome)


def is_blocked(outcome: str) -> bool:
    """Return whether an outcome is a challenge or a denial."""
    return outcome.startswith("blocked:")


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("gb18030", "replace")


def _visible(text: str) -> int:
    return len("".join(_TAGS.sub(" ", text).split()))


def _shield(status: int, body: bytes, cookies: bytes) -> str | None:
    """Return the shield that a response shows, judged on its first bytes, its status and its cookies."""
    head = body[:HEAD]
    if status in {512, 521}:
        return "blocked:jsl"
    if status == 200 and len(body) >= SMALL and not any(sign in head for sign in SIGNS):
        return None  # nearly every page; the searches below cost more than the rest of the request
    if status != 200 and _JSL.search(cookies) and _SETS_COOKIE.search(head):
        return "blocked:jsl"
    if _WZWS.search(head) and (len(body) < SMALL or _visible(_text(head)) < 200):
        return "blocked:wzws"
    if _RUISHU.search(head) and (status in {202, 400, 412} or _visible(_text(head)) < 100):
        return "blocked:ruishu"
    if len(body) < SMALL and _SETS_COOKIE.search(head) and _visible(_text(head)) < 100:
        return "blocked:jsl" if _JSL.search(head) else "blocked:cookie_shell"
    return None


def _denial(status: int, text: str) -> Outcome | None:
    """Return what a small or failing page says in words: a puzzle for people, a firewall."""
    if _visible(text) > TINY:
        return None
    if found := _PUZZLE.search(text):
        return Outcome("blocked:captcha", f"status {status}, the page says {found.group()!r}")
    if (status >= 400 or status == 202) and (found := _WALL.search(text)):
        return Outcome("blocked:waf", f"status {status}, the page says {found.group()!r}")
    return None


def _by_status(status: int) -> Outcome:
    if status in {404, 410}:
        return Outcome("not_found", f"status {status}")
    if status in {401, 403, 412, 451}:
        return Outcome("blocked:address", f"status {status}")
    if status == 405:
        return Outcome("blocked:waf", "status 405 to a plain GET")
    if status in {408, 429}:
        return Outcome("rate_limited", f"status {status}")
    if status >= 500:
        return Outcome("server_error", f"status {status}")
    if status >= 400:
        return Outcome("client_error", f"status {status}")
    if 300 <= status < 400:
        return Outcome("redirect", f"status {status}")
    return Outcome("ok")


def _soft_404(text: str) -> Outcome | None:
    if len(text) < TINY and (found := _MISSING.search(text) or _HEADED_404.search(text)):
        return Outcome("soft_404", f"status 200, the page says {found.group().split('>')[-1].strip()!r}")
    return None


def classify(status: int, body: bytes, *, cookies: bytes = b"", textual: bool = True) -> Outcome:
    """Return the outcome of a response: `body` with content coding undone, `cookies` its Set-Cookie values joined.

    `textual` is false for media that is neither HTML nor text nor script; such a body is not searched for words.
    """
    if 300 <= status < 400:
        return _by_status(status)
    if textual and (shield := _shield(status, body, cookies)):
        return Outcome(shield, f"status {status}, {len(body)} bytes")
    if status == 200 and not body:
        return Outcome("empty", "status 200 without a body")
    small = textual and len(body) < SMALL and body.lstrip()[:1] not in (b"{", b"[")
    if small or (textual and status >= 400):
        text = _text(body[:HEAD])
        if denied := _denial(status, text):
            return denied
        if status == 200 and (missing := _soft_404(text)):
            return missing
    if status == 202:
        return Outcome("blocked:ruishu", "status 202 to a plain GET")
    return _by_status(status)
