"""All sample portals put together: towns from their data, then their pages in one web."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from typing import Any

from crawler.sample import gkmlpt, nfcms
from crawler.sample.data import load
from crawler.sample.reports import Report, reports
from crawler.sample.town import Post, Town, post_id, town
from crawler.sample.web import NOT_FOUND, Page, Web, page

GIF = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,"
    b"\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)


@dataclass(frozen=True)
class Sample:
    """One sample town with its annual reports."""

    town: Town
    reports: tuple[Report, ...]


def _single(row: dict[str, Any], base: int) -> Post:
    """One `[[post]]` of a town file."""
    given = dict(row)
    given["body"] = "".join(f"<p>{line}</p>" for line in given.pop("body", []))
    given["nodes"] = tuple(given["nodes"])
    given.setdefault("written", given["published"][:10])
    if "id" not in given:
        from datetime import date

        given["id"] = post_id(date.fromisoformat(given["published"][:10]), base) + given.pop("shift", 0)
    return Post(**given)


@functools.cache
def sample(name: str) -> Sample:
    """A town with its series, single posts and reports."""
    table, made = town(name)
    singles = tuple(_single(row, table["id_base"]) for row in table.get("post", []))
    slugs = {node.slug: node.id for node in made.nodes if node.slug}
    annual = tuple(reports(load(f"reports_{name}"), slugs))
    posts = (*made.posts, *singles, *(report.post for report in annual))
    if len({post.id for post in posts}) != len(posts):
        raise ValueError(f"{name}: two posts have one id")
    return Sample(replace(made, posts=posts), annual)


NAMES = ("chixi",)


def front(samples: tuple[Sample, ...]) -> Page:
    rows = "".join(f'<li><a href="{s.town.path}/index.html">{s.town.publisher}</a></li>' for s in samples)
    return page(
        '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>Sample portals</title></head><body>'
        "<h1>Sample portals</h1><p>Bundled with gongkai for its demo and tests. The shape is that of real portals; "
        f"the texts and, but for one report, the figures are invented.</p><ul>{rows}</ul></body></html>"
    )


def build() -> Web:
    """Every page of every sample portal."""
    samples = tuple(sample(name) for name in NAMES)
    web = Web()
    web.put({"/": front(samples), "/robots.txt": page("User-agent: *\nAllow: /\n", "text/plain; charset=utf-8")})
    web.put({"/visit/post.gif": Page(GIF, "image/gif"), "/hdjlpt/letter/list": page(_LETTERS)})
    for made in samples:
        web.put(nfcms.pages(made.town))
        if made.town.prefix:
            web.put(gkmlpt.pages(made.town))
            web.paged |= gkmlpt.lists(made.town)
    return web


_LETTERS = (
    '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>互动交流</title></head>'
    "<body><h1>互动交流</h1><p>来信选登栏目暂时没有内容。</p></body></html>"
)

__all__ = ["NOT_FOUND", "Sample", "build", "sample"]
