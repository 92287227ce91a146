"""Documents, lines and reports from hand-written captures: what is one document, which copy counts, what changed."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any

import pytest
from build_kit import rows
from build_story import PORTAL, SITE, Story, article, listing, report

from archive.build import build, dump
from archive.captures import Home
from archive.model import Portal


@pytest.fixture
def story(tmp_path: Path) -> Story:
    return Story(Home(tmp_path))


# ---------------------------------------------------------------------------------------------- identity


def test_one_post_at_two_addresses_is_one_document(story: Story) -> None:
    story.get("/zwgk/content/post_71.html", report())
    story.get("http://xianglu.gov.cn:8080/gg/content/mpost_71.html", report(more="<!-- mobile -->"))
    home = story.build()
    assert rows(home, "select key, native_id, payloads from documents") == [("#71", "71", 2)]
    assert rows(home, "select count(*), max(copies) from reports") == [(1, 1)]


def test_a_constant_id_on_every_page_does_not_make_them_one(story: Story) -> None:
    for name in ("a", "b", "c"):
        story.get(f"/news/{name}.html", article(f"消息{name}", "<p>内容。</p>", number=9))
    home = story.build()
    assert rows(home, "select key from documents order by key") == [
        ("/news/a.html",),
        ("/news/b.html",),
        ("/news/c.html",),
    ]


def test_a_line_in_two_columns_is_one_entry_seen_twice(story: Story) -> None:
    line = ("/zwgk/content/post_71.html", "香炉镇2023年政府信息公开工作年度报告", "2024-01-22")
    for node in ("tzgg", "nb"):
        story.get(f"/{node}/index.html", listing(line), role="listing", node_id=node)
    story.get("/zwgk/content/post_71.html", report())
    home = story.build()
    assert rows(home, "select key, claims, document_id is not null from entries") == [("#71", 1, 1)]
    assert rows(home, "select node_id from sightings order by 1") == [("nb",), ("tzgg",)]


def test_the_listing_may_come_after_the_page(story: Story) -> None:
    story.get("/zwgk/content/post_71.html", report())
    story.end()
    build(story.home)
    story.begin()
    line = ("/zwgk/content/post_71.html", "关于年报的公告", "2024-01-23")
    story.get("/nb/index.html", listing(line), role="listing", node_id="nb")
    home = story.build()
    assert rows(
        home, "select documents.key, entries.title from entries join documents on documents.id = document_id"
    ) == [("#71", "关于年报的公告")]


def test_a_line_that_was_never_fetched_is_a_claim_without_document(story: Story) -> None:
    story.get(
        "/nb/index.html", listing(("/x/content/post_8.html", "某通知", "2024-02-01")), role="listing", node_id="nb"
    )
    home = story.build()
    assert rows(home, "select title, published_at, document_id from entries") == [("某通知", "2024-02-01", None)]
    assert rows(home, "select count(*) from documents") == [(0,)]


def test_a_page_that_was_missed_or_blocked_is_no_document(story: Story) -> None:
    story.get("/zwgk/content/post_1.html", report(), outcome="blocked:jsl", status=200)
    story.get("/zwgk/content/post_2.html", "<h1>404</h1>", outcome="not_found", status=404)
    story.get("/zwgk/content/post_3.html", report())
    home = story.build()
    assert rows(home, "select key from documents") == [("#3",)]


def test_a_placeholder_is_nobody(story: Story) -> None:
    story.get("/zwgk/content/post_71.html", report())
    home = story.build()
    assert rows(home, "select publisher, publisher_id from documents") == [(PORTAL.publisher, PORTAL.publisher_id)]


# ---------------------------------------------------------------------------------------------- files


def test_a_file_that_two_pages_link_to_hangs_on_both(story: Story) -> None:
    link = '<p><a href="/attachment/0/1/1/5.txt">附表.txt</a></p>'
    story.get("/a/content/post_5.html", article("通知一", link))
    story.get(
        "/attachment/0/1/1/5.txt",
        "附表的内容".encode(),
        role="attachment",
        document_url=f"{SITE}/a/content/post_5.html",
        name="附表.txt",
        mime="text/plain",
        headers=[(b"Content-Type", b"text/plain")],
    )
    story.get("/a/content/post_6.html", article("通知二", link))
    home = story.build()
    found = rows(
        home,
        "select key, name, attachments.text from attachments join documents on documents.id = document_id order by 1",
    )
    assert [(key, name) for key, name, _ in found] == [("#5", "附表.txt"), ("#6", "附表.txt")]
    assert all("附表的内容" in text for _, _, text in found)


def test_a_line_that_leads_straight_to_a_file_gives_a_document(story: Story) -> None:
    url = f"{SITE}/files/notice.txt"
    story.get(
        url,
        "二〇二四年停水的通知".encode(),
        role="attachment",
        document_url=url,
        mime="text/plain",
        headers=[(b"Content-Type", b"text/plain")],
    )
    home = story.build()
    assert rows(home, "select key, text from documents") == [("/files/notice.txt", "二〇二四年停水的通知")]
    assert rows(home, "select count(*) from attachments") == [(0,)]


def test_a_link_without_capture_is_kept_and_said(story: Story) -> None:
    story.get("/a/content/post_5.html", article("通知", '<p><a href="/attachment/0/1/1/5.doc">附表.doc</a></p>'))
    home = story.build()
    assert rows(home, "select name, attachment_id from links") == [("附表.doc", None)]


# ---------------------------------------------------------------------------------------------- choices


def test_the_official_page_is_in_force_before_a_fuller_copy_elsewhere(story: Story) -> None:
    story.get("/zwgk/content/post_71.html", report())
    fuller = report().replace("<p>无。</p>", "<p>无。全年收取信息处理费0元，行政复议0件，行政诉讼0件。</p>")
    story.get("http://mirror.example/zwgk/content/post_9971.html", fuller)
    home = story.build()
    standings = rows(home, "select grade = 'official', standing from readings order by 2")
    assert standings == [(1, "in_force"), (0, "other_copy")]
    ((choice,),) = rows(home, "select choice from reports")
    assert "official" in choice
    assert "//mirror.example/zwgk/content/post_9971.html" in choice


def test_of_two_official_copies_the_fuller_one_is_in_force(story: Story) -> None:
    fuller = report(published="2024-01-02 08:00:00").replace("3件", "3件，答复3件，行政复议0件")
    story.get("/zwgk/content/post_72.html", fuller)
    story.get("/zwgk/content/post_71.html", report(published="2024-03-05 10:00:00"))
    home = story.build()
    assert rows(home, "select key from documents join reports on document_id = documents.id") == [("#72",)]


def test_of_equal_copies_the_later_published_is_in_force(story: Story) -> None:
    story.get("/zwgk/content/post_71.html", report(published="2024-03-05 10:00:00"))
    story.get("/zwgk/content/post_72.html", report(published="2024-01-02 08:00:00"))
    home = story.build()
    assert rows(home, "select key from documents join reports on document_id = documents.id") == [("#71",)]


def test_a_page_that_holds_each_years_report_in_turn_has_been_several_reports(story: Story) -> None:
    for year in (2021, 2022, 2023):
        story.get("/zwgk/nb.html", report(year, items=year - 2000))
        story.end()
        build(story.home)
        story.begin()
    home = story.build()
    assert rows(home, "select year, value from report_figures where concept = 'items_disclosed_total' order by 1") == [
        (2021, 21),
        (2022, 22),
        (2023, 23),
    ]
    broken = "select count(*) from figures join reading_texts on reading_texts.id = reading_id"
    assert rows(home, f"{broken} where quote <> substr(text, start + 1, end - start)") == [(0,)]


def test_a_report_whose_year_was_put_right_is_one_report(story: Story) -> None:
    story.get("/zwgk/content/post_71.html", report(2022, published="2024-01-22 09:30:00"))
    story.get("/zwgk/content/post_71.html", report(2023, published="2024-01-22 09:30:00"))
    home = story.build()
    assert rows(home, "select year from reports") == [(2023,)]
    assert rows(home, "select standing from readings order by 1") == [("in_force",), ("superseded",)]


def test_a_report_in_a_file_is_chosen_over_the_page_that_only_links_to_it(story: Story) -> None:
    page = article(
        "香炉镇2023年政府信息公开工作年度报告", '<p><a href="/attachment/0/1/1/71.html">年报全文.html</a></p>'
    )
    story.get("/zwgk/content/post_71.html", page)
    story.get(
        "/attachment/0/1/1/71.html",
        report(),
        role="attachment",
        name="年报全文.html",
        document_url=f"{SITE}/zwgk/content/post_71.html",
    )
    home = story.build()
    found = rows(
        home,
        "select reports.attachment_id = attachments.id, figures.capture_id = attachments.capture_id"
        " from reports join attachments join figures on figures.report_id = reports.id limit 1",
    )
    assert found == [(1, 1)]


def test_a_body_of_another_portal_is_the_same_publisher(story: Story) -> None:
    story.get("/zwgk/content/post_71.html", report())
    story.end()
    other = Story(story.home, Portal("city", "某市人民政府", "nfcms", "http://www.city.gov.cn/", publisher_id="440900"))
    other.number, other.minutes = 5, 500
    other.get("http://www.city.gov.cn/nb/content/post_5.html", report(2022, name="某市香炉镇"))
    home = other.build()
    assert rows(home, "select year, publisher_id from reports order by 1") == [(2022, "440999101"), (2023, "440999101")]


# ---------------------------------------------------------------------------------------------- changes


def test_each_kind_of_edit_is_a_change(story: Story) -> None:
    link = '<p><a href="/attachment/0/1/1/71.txt">附表.txt</a></p>'
    line = ["/zwgk/content/post_71.html", "香炉镇年报", "2024-01-22"]
    plain: dict[str, Any] = {
        "mime": "text/plain",
        "headers": [(b"Content-Type", b"text/plain")],
        "role": "attachment",
        "document_url": SITE + line[0],
        "name": "附表.txt",
    }
    story.get("/nb/index.html", listing(tuple(line)), role="listing", node_id="nb")
    story.get(line[0], report(items=52).replace("</div>", f"{link}</div>"))
    story.get("/attachment/0/1/1/71.txt", "旧表".encode(), **plain)
    line[1] = "香炉镇2023年年报"
    story.get("/nb/index.html", listing(tuple(line)), role="listing", node_id="nb")
    story.get(line[0], report(items=57, published="2024-02-22 09:30:00").replace("</div>", f"{link}</div>"))
    story.get("/attachment/0/1/1/71.txt", "新表".encode(), **plain)
    home = story.build()
    found = {
        (kind, field): (old, new) for kind, field, old, new in rows(home, "select kind, field, old, new from changes")
    }
    assert found["figure", "items_disclosed_total"] == ("52", "57")
    assert found["metadata", "published_at"] == ("2024-01-22T09:30:00+08:00", "2024-02-22T09:30:00+08:00")
    assert found["entry", "title"] == ("香炉镇年报", "香炉镇2023年年报")
    assert found["body", "text"][0].count("52条") == 1
    assert ("attachment", "附表.txt") in found


def test_what_a_page_prints_around_the_article_is_no_edit(story: Story) -> None:
    for visits in (10, 11):
        around = f"<p>浏览次数：{visits}</p>"
        page = report().replace('<div class="article-content">', f'{around}<div class="article-content">')
        story.get("/zwgk/content/post_71.html", page.replace("<p>无。</p>", f"<p>无。</p><p>阅读量:{visits * 7}</p>"))
    home = story.build()
    assert rows(home, "select count(*) from changes") == [(0,)]
    assert rows(home, "select payloads from documents") == [(2,)]


def test_two_nodes_that_word_a_line_differently_change_nothing(story: Story) -> None:
    for _ in range(2):
        for node, title in (("nb", "香炉镇年报"), ("tzgg", "香炉镇年报公开")):
            line = ("/zwgk/content/post_71.html", title, "2024-01-22")
            story.get(f"/{node}/index.html", listing(line), role="listing", node_id=node)
    home = story.build()
    assert rows(home, "select claims from entries") == [(2,)]
    assert rows(home, "select count(*) from changes") == [(0,)]


# ---------------------------------------------------------------------------------------------- any order


def tell(story: Story, seed: int) -> None:
    """Write four runs in which pages, lines, files, addresses and ids come, go and change at random."""
    chance = random.Random(seed)
    for _ in range(4):
        story.begin()
        for _ in range(chance.randint(2, 7)):
            post, year = chance.randint(1, 4), chance.choice((2021, 2022))
            path = chance.choice((f"/zwgk/content/post_{post}.html", f"/gg/content/mpost_{post}.html"))
            what = chance.randint(0, 4)
            if what == 0:
                title = f"公告{chance.randint(1, 2)}"
                lines = [(f"/zwgk/content/post_{n}.html", title, "2024-01-22") for n in (post, 9)]
                story.get("/nb/index.html", listing(*lines), role="listing", node_id=chance.choice(("nb", "gg")))
            elif what == 1:
                document = f"{SITE}/zwgk/content/post_{post}.html"
                text = report(year) if chance.random() < 0.5 else "附表"
                story.get(f"/attachment/{post}.html", text, role="attachment", document_url=document, name="附件.html")
            elif what == 2:
                story.get(path, article("通知", '<p><a href="/attachment/1.html">附件.html</a></p>', number=post))
            else:
                date = f"{year + 1}-0{chance.randint(1, 2)}-22 09:30:00"
                story.get(path, report(year, items=chance.randint(50, 52), published=date, number=post))
        story.end()


@pytest.mark.parametrize("seed", range(8))
def test_any_order_and_grouping_of_runs_gives_the_same_rows(tmp_path: Path, seed: int) -> None:
    told = Story(Home(tmp_path / "told"))
    tell(told, seed)
    build(told.home)
    expected = list(dump(told.home))
    home, chance = Home(tmp_path / "other"), random.Random(-seed)
    home.check_writable()
    folders = [folder for folder in told.home.runs_folder.iterdir() if not folder.name.startswith(".")]
    chance.shuffle(folders)
    for at, folder in enumerate(folders):
        ledger = (folder / "ledger.jsonl").read_bytes()
        target = home.runs_folder / folder.name
        shutil.copytree(folder, target)
        if chance.random() < 0.5:  # seen while it was still being written
            cut = ledger.index(b"\n", chance.randrange(len(ledger) - 1)) + 1
            (target / "ledger.jsonl").write_bytes(ledger[:cut] + ledger[cut : cut + 9])
            build(home)
            (target / "ledger.jsonl").write_bytes(ledger)
        if at == len(folders) - 1 or chance.random() < 0.6:
            build(home)
    assert list(dump(home)) == expected
    assert rows(home, "select count(*) from pragma_foreign_key_check") == [(0,)]
