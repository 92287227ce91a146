"""Small runs written by hand over one portal, for the tests of archive.build."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from build_kit import rows
from captures_kit import AT, exchange, started

from archive.build import build, dump
from archive.captures import Captured, Home, OpenRun
from archive.model import Portal

SITE = "http://www.xianglu.gov.cn"
PORTAL = Portal("xianglu", "某市香炉镇人民政府", "nfcms", f"{SITE}/zwgk/", publisher_id="440999101", level="township")
PARTS = ("总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况", "政府信息公开行政复议、行政诉讼情况")


def article(title: str, body: str, published: str = "2024-01-22 09:30:00", number: int = 0, more: str = "") -> str:
    return (
        f'<html><head><title>{title}</title><meta name="ArticleTitle" content="{title}">'
        f'<meta name="PubDate" content="{published}"><meta name="ContentSource" content="本网">{more}'
        f"<script>var NFCMS_SITE_ID='1';var NFCMS_POST_ID='{number}';</script></head><body><h1>{title}</h1>"
        f'<div class="article-content">{body}</div></body></html>'
    )


def report(year: int = 2023, items: int = 52, name: str = "香炉镇", **more: Any) -> str:
    """A short annual report of our own: six parts, one total, a problem and a remedy."""
    heads = [f"<p>{n}、{part}</p>" for n, part in zip("一二三四", PARTS, strict=True)]
    told = f"<p>{year}年，{name}全年主动公开政府信息{items}条，收到政府信息公开申请3件。</p>"
    last = "<p>五、存在的主要问题及改进情况</p><p>一是更新不够及时。下一步，一是按月核对栏目。</p>"
    last += "<p>六、其他需要报告的事项</p><p>无。</p>"
    body = heads[0] + told + "".join(heads[1:]) + last
    given = {"published": f"{year + 1}-01-22 09:30:00"} | more
    return article(f"{name}{year}年政府信息公开工作年度报告", body, **given)


class Story:
    """Writes runs over one portal, one capture a minute."""

    def __init__(self, home: Home, portal: Portal = PORTAL) -> None:
        self.home, self.portal, self.number, self.minutes = home, portal, 0, 0
        self.run: OpenRun | None = None

    def begin(self) -> OpenRun:
        self.number += 1
        self.run = started(self.home, self.number, self.portal)
        return self.run

    def get(self, path: str, content: str | bytes, **row: Any) -> Captured:
        run = self.run or self.begin()
        self.minutes += 1
        payload = content if isinstance(content, bytes) else content.encode()
        headers = row.pop("headers", [(b"Content-Type", b"text/html; charset=utf-8")])
        url = path if "://" in path else SITE + path
        given = {"platform": "nfcms", "local": self.portal.local, "mime": "text/html"} | row
        got, _ = exchange(run, url, payload, headers, at=AT + timedelta(minutes=self.minutes), **given)
        return got

    def end(self) -> None:
        assert self.run is not None
        self.run.close()
        self.run = None

    def build(self) -> Home:
        """End the run and build; then a full build must give the same."""
        self.end()
        build(self.home)
        grown = list(dump(self.home))
        build(self.home, full=True)
        assert list(dump(self.home)) == grown
        return self.home


def listing(*lines: tuple[str, str, str]) -> str:
    items = "".join(
        f'<li><a href="{url}" title="{title}">{title}</a><span>{day}</span></li>' for url, title, day in lines
    )
    return f'<html><body><ul class="infoList">{items}</ul></body></html>'


def issues(home: Home) -> list[str]:
    return [code for (code,) in rows(home, "select code from issues order by code")]
