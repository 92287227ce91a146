"""All sample portals put together: towns from their data, then their pages in one web."""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from crawler.sample import gkmlpt, listing, mirror, nfcms, postmeta
from crawler.sample.data import load
from crawler.sample.posts import posts
from crawler.sample.reports import Report, reports
from crawler.sample.town import Post, Town, town
from crawler.sample.web import Page, Web, page

NAMES = ("chixi", "bailu", "zrzy")
MIRRORED = "bailu"
GIF = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,"
    b"\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)
LETTERS = (
    '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>互动交流</title></head>'
    "<body><h1>互动交流</h1><p>来信选登栏目暂时没有内容。</p></body></html>"
)


@dataclass(frozen=True)
class Sample:
    """One sample town with its annual reports."""

    town: Town
    reports: tuple[Report, ...]


@functools.cache
def sample(name: str) -> Sample:
    """A town with its series, single posts and reports. Raises ValueError when two posts share an id."""
    table, bare = town(name)
    columns = {node.slug or node.name: node.id for node in bare.nodes}
    annual = tuple(reports(load(f"reports_{name}"), columns))
    everything = (*posts(table), *(post for report in annual for post in report.posts))
    if len({post.id for post in everything}) != len(everything):
        raise ValueError(f"{name}: two posts have one id")
    return Sample(replace(bare, posts=everything), annual)


def samples() -> tuple[Sample, ...]:
    return tuple(sample(name) for name in NAMES)


def build(withdrawn: Collection[int] = (), altered: Mapping[int, tuple[str, str]] | None = None) -> Web:
    """Every page of every sample portal.

    `withdrawn`: ids of posts that are taken down, from lists and pages alike. `altered`: per post id, a piece of title
    or body and what stands there now.
    """
    web = Web()
    web.put({"/": _front(), "/robots.txt": page("User-agent: *\nAllow: /\n", "text/plain; charset=utf-8")})
    web.put({"/visit/post.gif": Page(GIF, "image/gif"), "/hdjlpt/letter/list": page(LETTERS)})
    for made in samples():
        _put(web, _changed(made.town, withdrawn, altered or {}))
    return web


def _changed(town: Town, withdrawn: Collection[int], altered: Mapping[int, tuple[str, str]]) -> Town:
    kept = [post for post in town.posts if post.id not in withdrawn]
    return replace(town, posts=tuple(_edited(p, *altered[p.id]) if p.id in altered else p for p in kept))


def _edited(post: Post, old: str, new: str) -> Post:
    """The post with `old` replaced. Raises ValueError when it is not there."""
    if old not in post.title + post.body:
        raise ValueError(f"post {post.id} does not say {old!r}")
    return replace(post, title=post.title.replace(old, new), body=post.body.replace(old, new))


def _put(web: Web, town: Town) -> None:
    portal = nfcms.pages(town)
    web.put(portal)
    if town.prefix:
        web.put(gkmlpt.pages(town))
        web.paged |= listing.lists(town)
    if town.postmeta:
        web.put(postmeta.pages(town))
    if town.id == sample(MIRRORED).town.id:
        web.put(mirror.pages(town, portal))


def _front() -> Page:
    rows = "".join(f'<li><a href="{s.town.start}">{s.town.publisher}</a></li>' for s in samples())
    return page(
        '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>Sample portals</title></head><body>'
        "<h1>Sample portals</h1><p>Bundled with gongkai for its demo and tests. The shape is that of real portals; "
        f"the texts and, but for one report, the figures are invented.</p><ul>{rows}"
        f'<li><a href="{mirror.PREFIX}{sample(MIRRORED).town.path}/index.html">a copy in Traditional script</a></li>'
        "</ul></body></html>"
    )
