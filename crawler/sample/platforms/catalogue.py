"""A gkmlpt catalogue at the root of its host: the reports only in the annual-report view, and content pages at edges.

The pages are those of the sample towns' catalogues; what differs is put in afterwards: another order and quoting of the
keys, ids and instants as digit strings, a total that promises more than is listed.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

from crawler.sample import gkmlpt, listing, nfcms
from crawler.sample.platforms.office import Item, Office, office
from crawler.sample.platforms.site import Site
from crawler.sample.town import Node, Post, Town
from crawler.sample.web import JSON, Page, page

API = "/gkmlpt/api/all"
REPORTS, NOTICES, RULES, NEWS, PARENT, MENU, POLICY = 2629, 2630, 2631, 2632, 2640, 2641, 2642
OVERSTATED = 2  # rows that the list of rules promises and does not have
TRICKY = (
    "<p>办理流程写成{步骤一}{步骤二}，模板里的</p><p>&lt;/script&gt;和“}}”原样保留。</p>"
    "<p>图标@@LONE@@</p>"
)  # fmt: skip


def build() -> Site:
    made = office("gkmlpt-root")
    whole = _town(made)
    site = Site(made, "gkmlpt", "/gkmlpt/index")
    site.web.put(gkmlpt.pages(whole))
    site.web.put(nfcms.pages(whole))
    shown = replace(whole, nodes=tuple(node for node in whole.nodes if node.id != REPORTS))
    index = page(_other_order(gkmlpt.index(shown)))
    for name in ("index", "mindex", "annualreport"):
        site.web.pages[f"/gkmlpt/{name}"] = index
    _lists(site, whole)
    _truth(site, whole)
    return site


def _town(made: Office) -> Town:
    nodes = (
        Node(PARENT, "法定主动公开内容", ""),
        Node(NOTICES, "通知公告", "tzgg", parent=PARENT),
        Node(RULES, "规范性文件", "", parent=PARENT),
        Node(NEWS, "财政动态", "", short=31),
        Node(REPORTS, "政府信息公开年报", ""),
        Node(MENU, "政府信息公开年报", "", jump=f"/gkmlpt/annualreport#{REPORTS}"),
        Node(POLICY, "政策解读", "", jump="/zcjdpt?classifyType=1"),
    )
    by_key = {"nb": REPORTS, "tzgg": NOTICES, "zcwj": RULES, "gzdt": NEWS}
    bare = Town(
        id=made.id, publisher=made.publisher, publisher_id="440799-czj", short="样川市财政局", city="样川",
        site_id="750931", prefix="", path="/czj", org_code=made.code, site_contact="0750-5550177", page_size=5,
        postmeta=False, nodes=nodes,
    )  # fmt: skip
    return replace(bare, posts=tuple(_posts(made, by_key)))


def _posts(made: Office, by_key: dict[str, int]) -> list[Post]:
    """One post in two lists, one link to elsewhere, one whose page is missing, four that carry their body oddly."""
    posts = [_post(item, (by_key[item.column],)) for item in made.items]
    rules = [n for n, post in enumerate(posts) if post.nodes == (RULES,)]
    notices = [n for n, post in enumerate(posts) if post.nodes == (NOTICES,) and "年度报告" not in post.title]
    news = [n for n, post in enumerate(posts) if post.nodes == (NEWS,)]
    posts[rules[0]] = replace(posts[rules[0]], nodes=(RULES, NEWS))
    posts[notices[0]] = replace(posts[notices[0]], detail="empty")
    posts[notices[1]] = replace(posts[notices[1]], detail="none")
    posts[news[3]] = replace(posts[news[3]], detail="tricky", body=TRICKY)
    posts[news[5]] = replace(posts[news[5]], missing=True)
    posts[news[8]] = replace(posts[news[8]], link="/elsewhere")
    return posts


def _post(item: Item, nodes: tuple[int, ...]) -> Post:
    return Post(item.id, item.title, nodes, item.published, item.day, item.body, item.number, attachments=item.files)


def _other_order(text: str) -> str:
    """SID first and in double quotes, the base last; nothing that belongs together is taken apart."""
    base = re.search(r"  APP_URL: '([^']*)',\n", text)
    site_id = re.search(r"  SID: '(\d+)',\n", text)
    if base is None or site_id is None:
        raise ValueError("the index has another shape")
    text = text.replace(base[0], "").replace(site_id[0], f'  "SID" : "{site_id[1]}" ,\n')
    return text.replace("SERVICE_AREA_ID: 0\n", f"SERVICE_AREA_ID: 0,\n  APP_URL: '{base[1]}'\n")


def _lists(site: Site, town: Town) -> None:
    lists = listing.lists(town)
    lists[f"{API}/{NEWS}"] = tuple(map(_as_strings, lists[f"{API}/{NEWS}"]))
    lists[f"{API}/{RULES}"] = tuple(map(_overstated, lists[f"{API}/{RULES}"]))
    site.web.paged |= lists


def _again(answer: dict[str, Any]) -> Page:
    return page(json.dumps(answer, ensure_ascii=False), JSON)


def _as_strings(given: Page) -> Page:
    """Types drift: ids and instants as digit strings, nothing as null, a foreign link."""
    answer = json.loads(given.body)
    for row in answer["articles"]:
        row |= {"id": str(row["id"]), "date": str(row["date"]), "publish_time": None, "document_number": None}
        if row["type"] == "url":
            row["url"] = "https://mp.weixin.example/s/abcdefg"
    return _again(answer)


def _overstated(given: Page) -> Page:
    answer = json.loads(given.body)
    answer["total"] += OVERSTATED
    return _again(answer)


def _truth(site: Site, town: Town) -> None:
    items = {item.id: item for item in site.office.items}
    for post in town.posts:
        if post.link:
            continue
        if post.missing:
            site.failed[town.content_path(post)] = "not_found"
            continue
        site.documents[town.content_path(post)] = items[post.id]
        site.files |= {town.attachment_path(post, attachment): items[post.id] for attachment in post.attachments}
        if post.detail == "empty":
            site.documents[town.portal_path(post)] = items[post.id]
    site.other |= dict.fromkeys((path for path in site.web.pages if path.startswith(town.path)), "nfcms")
    for node in (NOTICES, NEWS, REPORTS):
        site.complete[f"{API}/{node}?page=1&sid={town.site_id}"] = len(town.listed(town.node(node)))
    site.short[f"{API}/{RULES}?page=1&sid={town.site_id}"] = "total_mismatch"
