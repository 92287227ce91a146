"""What shields and walls answer instead of a page. Composed; the signs in them are those that were observed."""

from __future__ import annotations

from crawler.sample.web import HTML, Page

FILL = "0123456789abcdef" * 12


def _script(text: str) -> bytes:
    return f"<html><head><script>{text}</script></head><body></body></html>".encode()


def _worded(title: str, text: str) -> bytes:
    head = f"<head><meta charset='utf-8'><title>{title}</title></head>"
    return f"<!DOCTYPE html><html>{head}<body><p>{text}</p></body></html>".encode()


JSL = _script(f"var a='{FILL}';document.cookie='__jsl_clearance_s=1700000000.1|-1|x';location.href=location.pathname;")
RUISHU = _script(f"$_ts=window['$_ts'];if(!$_ts)$_ts={{}};$_ts.nsd=57481;$_ts.cd='{FILL}';if($_ts.lcd)$_ts.lcd();")
WZWS = _script(f"var wzwschallenge='{FILL}';var wzwsconfirm='WZWS_CONFIRM_PREFIX';var template='wzwstemplate';")
SHELL = _script("document.cookie='C3VK=9f31ac;path=/;max-age=300';window.location.reload();")
SLIDER = _worded("访问验证", "请拖动滑块完成验证后继续访问。NWAF")
WALL = _worded("405", "您的请求被防火墙拦截，请与管理员联系。")
DENIED = _worded("403 Forbidden", "Forbidden")

# Typed outcome and answer; where one shield answers in two ways, both.
CHALLENGES: tuple[tuple[str, Page], ...] = (
    ("blocked:jsl", Page(JSL, HTML, status=521, headers=(("Set-Cookie", "__jsluid_s=0f1e2d; path=/; HttpOnly"),))),
    ("blocked:ruishu", Page(RUISHU, HTML, status=412, headers=(("Set-Cookie", "FSSBBIl1UgzbN7NO=5a; Path=/"),))),
    ("blocked:wzws", Page(WZWS, HTML)),
    ("blocked:cookie_shell", Page(SHELL, HTML)),
    ("blocked:captcha", Page(SLIDER, HTML)),
    ("blocked:waf", Page(WALL, HTML, status=405)),
    ("blocked:address", Page(DENIED, HTML, status=403)),
    ("blocked:jsl", Page(JSL, HTML, status=512)),
    ("blocked:ruishu", Page(RUISHU, HTML, status=202)),
)
