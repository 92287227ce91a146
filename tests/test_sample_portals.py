"""What the sample portals serve keeps the invariants of real ones, and every link leads somewhere inside."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from lxml import html
from sample_kit import HOST, Client

from crawler.sample import SamplePortals
from crawler.sample.manifest import Truth, stated, truths

API = "/jmtsscxz/gkmlpt/api/all"
BUREAU_API = "/yczrzyj/gkmlpt/api/all"
CHIXI = truths()["sample-chixi"]


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with SamplePortals() as portals, Client(portals) as asking:
        yield asking


def rows_of(client: Client, node: int) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for number in range(1, 100):
        answer = client.ask(f"{API}/{node}?page={number}&sid=750117").json
        assert answer["offset"] == (number - 1) * 100
        assert len(answer["articles"]) == min(100, answer["total"] - answer["offset"])
        rows += answer["articles"]
        if len(rows) >= answer["total"]:
            return rows
    raise AssertionError("the list has no end")


@pytest.mark.parametrize("node", [0, *CHIXI.nodes])
def test_every_list_keeps_the_invariants_of_the_interface(client: Client, node: int) -> None:
    first = client.ask(f"{API}/{node}?page=1&sid=750117")
    assert client.ask(f"{API}/{node}?page=0&sid=750117").body == first.body == client.ask(f"{API}/{node}").body
    rows = rows_of(client, node)
    assert len({row["id"] for row in rows}) == len(rows) == first.json["total"]
    past = client.ask(f"{API}/{node}?page={len(rows) // 100 + 2}&sid=750117")
    assert past.status == 404
    assert "text/html" in past.headers["Content-Type"]
    if node:
        truth = CHIXI.nodes[node]
        assert [row["id"] for row in rows] == list(truth.listed)
        assert first.json["classify"]["post_count"] == truth.claimed >= len(rows)


def test_lists_have_the_oddities_of_real_ones(client: Client) -> None:
    everything = rows_of(client, 0)
    assert len(everything) == stated()["sample-chixi"]["listed"] >= 120
    urls = [str(row["url"]) for row in everything if row["type"] == "normal"]
    assert {url.startswith("//") for url in urls} == {url.endswith(" ") for url in urls} == {True, False}
    assert {row["id"] for row in everything if row["type"] == "url"} == set(CHIXI.links)
    assert len(CHIXI.nodes[9115].listed) > 100
    leaves = [n for n in CHIXI.nodes if n not in (9102, 9105, 9107, 9111)]
    listed = [post for node in leaves for post in CHIXI.nodes[node].listed]
    assert len(listed) - len(set(listed)) == 6  # cross-posted
    assert [n.name for n in CHIXI.nodes.values() if n.claimed > len(n.listed)] == ["法定主动公开内容", "规划计划"]
    sizes = [a["size"] for row in everything for a in row["attachment"]]  # type: ignore[attr-defined]
    assert sizes
    assert all(isinstance(size, str) for size in sizes)


def test_dates_of_rows_are_beijing_midnights(client: Client) -> None:
    for row in rows_of(client, 9108):
        assert (int(str(row["date"])) + 8 * 3600) % 86400 == 0


def config(page: str, key: str) -> object:
    """The value of one bare key of the page's global object, by a decoder that stops where the value ends."""
    return json.JSONDecoder().raw_decode(page, re.search(rf"\b{key}: ", page).end())[0]  # type: ignore[union-attr]


def test_the_index_holds_the_tree_and_no_rows(client: Client) -> None:
    page = client.ask(CHIXI.start).text
    assert "SID: '750117'" in page
    assert "/content/" not in page
    stack, seen = list(config(page, "TREE")), {}  # type: ignore[call-overload]
    while stack:
        node = stack.pop()
        seen[node["id"]] = (node["name"], node["post_count"], urlsplit(node["jump_url"]).path)
        stack += node["children"]
    assert seen == {n: (truth.name, truth.claimed, truth.jump) for n, truth in CHIXI.nodes.items()}


def test_content_pages_carry_their_body_in_different_ways(client: Client) -> None:
    kinds = {"full": 0, "none": 0, "empty": 0}
    for post, paths in CHIXI.paths.items():
        if "/gkmlpt/" not in paths[0]:
            continue
        page = client.ask(paths[0]).text
        body = "".join(html.fromstring(page).xpath("//*[@class='article-content']//text()"))
        if "DETAIL:" not in page:
            kinds["none"] += 1
            assert len(body) > 15
            continue
        detail = config(page, "DETAIL")
        assert isinstance(detail, dict)
        assert detail["id"] == post
        assert "<" not in page[page.index("DETAIL:") : page.index("TREE:")]
        kinds["full" if detail["content"] else "empty"] += 1
        assert bool(body) == bool(detail["content"])
    assert kinds["empty"] == 1
    assert kinds["none"] > 10
    assert kinds["full"] > 100


def test_the_empty_detail_has_its_body_at_the_portal(client: Client) -> None:
    (post,) = [post for post, title in CHIXI.titles.items() if title == "赤溪镇人民政府主要职责"]
    catalogue, portal = CHIXI.paths[post]
    assert "执行上级决定" not in client.ask(catalogue).text
    assert "执行上级决定" in client.ask(portal).text


def test_tricky_detail_decodes_to_a_lone_surrogate_and_braces(client: Client) -> None:
    (post,) = [post for post, title in CHIXI.titles.items() if title == "赤溪镇人民政府机构设置"]
    detail = config(client.ask(CHIXI.paths[post][0]).text, "DETAIL")
    assert isinstance(detail, dict)
    assert "\ud83d" in detail["content"]
    assert "{以及三个事业单位}" in detail["content"]
    assert "&lt;/script&gt;" in detail["content"]


@pytest.mark.parametrize("truth", truths().values(), ids=lambda truth: truth.portal_id)
def test_every_post_is_served_at_each_of_its_addresses_under_its_title(client: Client, truth: Truth) -> None:
    for post, paths in truth.paths.items():
        for path in paths:
            answer = client.ask(path)
            assert answer.status == 200
            if not path.startswith("/wap7"):
                assert f">{truth.titles[post]}</h1>" in answer.text
    for paths in truth.files.values():
        assert all(client.ask(path).status == 200 for path in paths)


def test_posts_listed_in_vain_answer_404(client: Client) -> None:
    row = next(row for row in rows_of(client, 9104) if row["id"] in CHIXI.missing)
    for url in (str(row["url"]).strip(), str(row["post_url"])):
        assert client.ask(urlsplit(url).path).status == 404


def links_of(page: str, url: str) -> Iterator[str]:
    root = html.fromstring(page.encode(), base_url=url, parser=html.HTMLParser(encoding="utf-8"))
    for _, attribute, link, _ in root.iterlinks():
        if attribute in ("href", "src") and not link.startswith("javascript:"):
            yield urldefrag(urljoin(url, link.strip())).url
    for link in re.findall(r'"(?:url|post_url|jump_url)": "([^"]+)"', page):
        yield urldefrag(urljoin(url, link.replace("\\/", "/").strip())).url


def test_every_link_of_every_page_resolves_inside(client: Client) -> None:
    start = f"http://{HOST}/"
    lists = [f"http://{HOST}{api}/0?page={n}" for api in (API, BUREAU_API) for n in (1, 2, 3)]
    queue, seen, dead = [start, *lists], {start}, set()
    while queue:
        url = queue.pop()
        parts = urlsplit(url)
        assert (parts.scheme, parts.netloc) == ("http", HOST), url
        answer = client.ask(url[len(f"http://{HOST}") :])
        if answer.status != 200:
            dead.add(url)
        elif answer.headers["Content-Type"].startswith(("text/html", "application/json")):
            fresh = set(links_of(answer.text, url)) - seen
            seen |= fresh
            queue += sorted(fresh)
    assert len(seen) > 600
    missing = {str(post) for truth in truths().values() for post in truth.missing}
    assert {re.sub(r"\D", "", url.rsplit("/", 1)[1]) for url in dead} == missing
    served = {urlsplit(url).path for url in seen}
    for truth in truths().values():
        assert {path for paths in truth.paths.values() for path in paths} <= served


def test_columns_page_on_to_index_2_and_cut_titles_are_full_in_their_attribute(client: Client) -> None:
    first = client.ask("/zjzc/cxzrmzf/zwgk/zfxxgknb/index.html").text
    second = client.ask("/zjzc/cxzrmzf/zwgk/zfxxgknb/index_2.html").text
    assert client.ask("/zjzc/cxzrmzf/zwgk/zfxxgknb/index_3.html").status == 404
    assert 'class="next" href="index_2.html"' in first
    assert 'class="next"' not in second
    links = [link for page in (first, second) for link in html.fromstring(page).xpath("//ul[@class='infoList']//a")]
    assert len(links) == 11
    cut = [link for link in links if link.text.endswith("…")]
    assert len(cut) > 5
    assert all(link.get("title").startswith(link.text[:-1]) for link in cut)


def test_json_stands_behind_one_portal_and_not_behind_the_other(client: Client) -> None:
    column = client.ask("/postmeta/i/60201.json").json
    assert [child["name"] for child in column["children"]] == ["2023年", "2024年"]
    post = client.ask("/postmeta/p/2/2527/2527001.json").json
    assert "2024年主动公开政府信息140条" in post["content"]
    assert client.ask("/postmeta/i/9117.json").status == 404


def test_articles_have_the_furniture_of_their_platform(client: Client) -> None:
    page = client.ask("/zjzc/cxzrmzf/zwgk/zfxxgknb/content/post_2648210.html").text
    root = html.fromstring(page)
    metas = {m.get("name"): m.get("content") for m in root.xpath("//meta[@name]")}
    assert metas["PubDate"] == "2026-02-09 16:40:02"
    assert {"ArticleTitle", "ColumnName", "ContentSource", "SiteName"} <= metas.keys()
    assert "NFCMS_POST_ID='2648210'" in page
    (dialog,) = root.xpath("//div[contains(@style, 'display:none')]")
    assert re.search(r"即将离开.*是否继续.*继续访问放弃", dialog.text_content())
    assert [td.text for td in root.xpath("//table[@class='origin']//td")][:3] == ["发布机构：", "本网", "生成日期："]
    rights = root.xpath("//div[@class='rights']")[0].text_content()
    assert rights.startswith("凡本网注明")
    report_phone = re.search(r"电话：([\d-]+)", page)[1]  # type: ignore[index]
    assert report_phone not in rights
    assert re.search(r"0750-\d+", rights)


def test_the_copy_is_traditional_glossed_and_says_its_own_host(client: Client) -> None:
    page = client.ask("/wap7/zjzc/blzrmzf/zwgk/zfxxgknb/content/post_1984191.html").text
    text = html.fromstring(page).text_content()
    assert "人民政府2019年政府信息公開工作年度報" in text
    assert re.search(r"[一-龥]\([a-zāáǎàēéěèīíǐìōóǒòūúǔù]+\)", text)
    assert "www.hualing-net.example/zjzc/blzrmzf/index.html" in text
    assert "yangchuan.example" not in text
    assert "信息內容" not in text  # its tables are lost
    kept = client.ask("/wap7/zjzc/blzrmzf/zwgk/zfxxgknb/2024n/content/post_2527001.html").text
    assert re.search(r"本年製發(?:\(fā\))?件數", kept)


def test_a_long_list_has_three_pages_and_its_reports_among_its_nodes(client: Client) -> None:
    truth = truths()["sample-yangchuan-zrzy"]
    pages = [client.ask(f"{BUREAU_API}/2602?page={number}&sid=750930") for number in (1, 2, 3, 4)]
    assert [len(page.json["articles"]) for page in pages[:3]] == [100, 100, 30]
    assert pages[3].status == 404
    rows = client.ask(f"{BUREAU_API}/2629?page=1&sid=750930").json["articles"]
    by_year = sorted(truth.reports.items(), reverse=True)
    assert [row["id"] for row in rows if "解读" not in row["title"]] == [report.post_ids[0] for _, report in by_year]
    assert len(rows) == len(by_year) + 1
    assert {row["post_url"] for row in rows} == {""}
    assert client.ask("/yczrzyj/gkmlpt/annualreport").body == client.ask(truth.start).body
    both = set(truth.nodes[2602].listed) & set(truth.nodes[2603].listed)
    assert len(both) == 46
