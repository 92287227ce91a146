"""Pages that cannot be read and reports that are missing: each becomes a row that says so, and nothing else suffers."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from build_kit import rows
from build_story import SITE, Story, issues, listing, report
from captures_kit import AT, exchange

from archive.build import build, dump
from archive.captures import Home, KnownPayload
from archive.model import Listing, Portal
from archive.pages import nfcms


@pytest.fixture
def story(tmp_path: Path) -> Story:
    return Story(Home(tmp_path))


# ---------------------------------------------------------------------------------------------- what cannot be read


def gunzip_bomb() -> bytes:
    return gzip.compress(b"x" * 30_000_000)


@pytest.mark.parametrize(
    ("content", "row", "code"),
    [
        (b"\x1f\x8b broken", {"headers": [(b"Content-Encoding", b"gzip")]}, "unreadable"),
        (gunzip_bomb(), {"headers": [(b"Content-Encoding", b"gzip")]}, "unreadable"),
        ("{}", {"role": "listing", "platform": "gkmlpt"}, "page_changed"),
        ("<html></html>", {"role": "index", "platform": "gkmlpt"}, "page_changed"),
        ("<html></html>", {"role": "index", "platform": "no-such"}, "unknown_platform"),
    ],
)
def test_a_page_that_cannot_be_read_is_an_issue_and_no_crash(
    story: Story, content: str | bytes, row: dict[str, Any], code: str
) -> None:
    story.get("/zwgk/content/post_1.html", content, **row)
    story.get("/zwgk/content/post_71.html", report())
    home = story.build()
    assert code in issues(home)
    assert rows(home, "select count(*) from reports") == [(1,)]
    assert rows(home, "select read_state from captures order by captured_at") == [("failed",), ("read",)]


def test_bytes_that_no_charset_explains_are_said_and_the_rest_is_read(story: Story) -> None:
    broken = report().encode().replace("香炉镇2023年政府".encode(), "香炉镇2023年政府".encode() + b"\xff\x00\xfe", 1)
    story.get("/zwgk/content/post_71.html", broken)
    home = story.build()
    assert "undecodable_bytes" in issues(home)
    assert rows(home, "select year from reports") == [(2023,)]


def test_a_defect_of_a_reader_is_an_issue_that_names_it(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    whole: Callable[..., Any] = nfcms.post

    def post(html: str, url: str) -> Any:
        if url.endswith("post_1.html"):
            raise KeyError("no such label")
        return whole(html, url)

    monkeypatch.setattr(nfcms, "post", post)
    story.get("/zwgk/content/post_1.html", report(2022))
    story.get("/zwgk/content/post_71.html", report(2023))
    home = story.build()
    assert "reader_fault" in issues(home)
    assert rows(home, "select year from reports order by 1") == [(2022,), (2023,)]


def test_damaged_bytes_are_named_and_the_rest_is_built(story: Story) -> None:
    got = story.get("/zwgk/content/post_1.html", report(2022))
    story.get("/zwgk/content/post_71.html", report(2023))
    folder, record = story.run.folder, got.records[-1]
    story.end()
    path = folder / record.file
    data = bytearray(path.read_bytes())
    data[record.offset + record.length // 2] ^= 0xFF
    path.write_bytes(data)
    build(story.home)
    assert "damaged_capture" in issues(story.home)
    assert rows(story.home, "select year from reports") == [(2023,)]
    assert rows(story.home, "select text, reading_id from documents where key like '%post_1.html'") == [(None, None)]


def test_a_damaged_ledger_line_is_named_and_the_rest_is_built(story: Story) -> None:
    story.get("/zwgk/content/post_1.html", report(2022))
    story.get("/zwgk/content/post_71.html", report(2023))
    folder = story.run.folder
    story.end()
    path = folder / "ledger.jsonl"
    kept = path.read_bytes().split(b"\n")
    kept[2] = kept[2][:40]
    path.write_bytes(b"\n".join(kept))
    build(story.home)
    assert "damaged_ledger_line" in issues(story.home)
    assert rows(story.home, "select year from reports") == [(2023,)]


def test_an_annual_report_without_year_is_an_issue_and_in_no_year(story: Story) -> None:
    page = report().replace("2023年", "").replace('content="2024-01-22 09:30:00"', 'content=""')
    story.get("/zwgk/content/post_71.html", page)
    home = story.build()
    assert rows(home, "select is_annual_report, year from readings") == [(1, None)]
    assert "report_without_year" in issues(home)
    assert rows(home, "select count(*) from reports") == [(0,)]


def test_a_revisit_waits_for_its_bytes(story: Story, tmp_path: Path) -> None:
    got = story.get("/zwgk/content/post_71.html", report())
    first = story.run.folder
    story.end()
    run = story.begin()
    known = KnownPayload(
        got.capture_id, f"{SITE}/zwgk/content/post_71.html", "2026-11-23T12:16:00Z", got.sha256, got.size
    )
    exchange(
        run,
        f"{SITE}/zwgk/content/post_71.html",
        report().encode(),
        revisit_of=known,
        platform="nfcms",
        outcome="unchanged",
        at=AT + timedelta(days=9),
    )
    story.end()
    away = tmp_path / "away"
    first.rename(away)
    build(story.home)
    assert issues(story.home) == ["missing_bytes"]
    assert rows(story.home, "select count(*) from documents") == [(0,)]
    away.rename(first)
    assert not build(story.home).full
    assert issues(story.home) == []
    assert rows(story.home, "select count(*) from reports") == [(1,)]
    grown = list(dump(story.home))
    build(story.home, full=True)
    assert list(dump(story.home)) == grown


# ---------------------------------------------------------------------------------------------- what is missing


def walked(story: Story, complete: bool, reason: str = "finished") -> None:
    assert story.run is not None
    story.run.ledger.append(
        Listing("nb", "年报", f"{SITE}/nb/", 1, 1, None, None, complete, "said", "2026-11-23T12:20:00Z")
    )
    story.run.close(reason)
    story.run = None


@pytest.mark.parametrize(
    ("complete", "reason", "expected"),
    [
        (True, "finished", "looked_and_absent"),
        (False, "finished", "listing_incomplete"),
        (True, "blocked", "listing_incomplete"),
    ],
)
def test_a_missing_year_has_a_reason(story: Story, complete: bool, reason: str, expected: str) -> None:
    story.get("/zwgk/content/post_71.html", report(2022))
    story.get("/zwgk/content/post_72.html", report(2024))
    walked(story, complete, reason)
    build(story.home)
    found = rows(story.home, "select year, status, reason from expectations order by year")
    assert found == [
        (2022, "present", None),
        (2023, "missing", expected),
        (2024, "present", None),
        (2025, "missing", expected),
    ]


def test_a_blocked_portal_and_one_never_walked_say_so(story: Story) -> None:
    story.begin()
    story.end()
    other = Story(story.home, Portal("city", "某市人民政府", "nfcms", "http://www.city.gov.cn/", publisher_id="440900"))
    other.number = 5
    other.get("http://www.city.gov.cn/", "<html>请稍候</html>", role="listing", outcome="blocked:jsl", status=412)
    other.end()
    build(story.home)
    found = rows(story.home, "select publisher_id, year, status, reason from expectations order by 1")
    assert found == [("440900", 2025, "missing", "blocked"), ("440999101", 2025, "missing", "not_crawled")]


def test_a_listed_report_that_was_not_captured_is_told_apart(story: Story) -> None:
    line = ("/nb/content/post_8.html", "香炉镇2025年政府信息公开工作年度报告", "2026-01-20")
    story.get("/nb/index.html", listing(line), role="listing", node_id="nb")
    walked(story, True)
    build(story.home)
    assert rows(story.home, "select year, reason from expectations") == [(2025, "not_captured")]
