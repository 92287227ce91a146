"""From a portal to a database and back to the bytes, by the commands a user types."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from chain_kit import ROOT, dumped, environment, gongkai, make_home, start

from archive.captures.reader import CaptureReader
from archive.captures.runs import Home
from crawler.sample import SamplePortals

KILL_POINTS = 20


@pytest.fixture(scope="module")
def portals() -> Iterator[SamplePortals]:
    with SamplePortals() as running:
        yield running


@pytest.fixture(scope="module")
def unbroken(portals: SamplePortals, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one crawl of the sample town from start to end; one server and port for all, as digests need it."""
    home = make_home(tmp_path_factory.mktemp("unbroken"), portals)
    gongkai("crawl", "town", "--home", home)
    return home


@pytest.fixture
def copy(unbroken: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(unbroken, tmp_path / "home"))


def rows(home: Path, sql: str) -> list[tuple]:
    with closing(sqlite3.connect(f"file:{home / 'gongkai.db'}?mode=ro", uri=True)) as connection:
        return connection.execute(sql).fetchall()


def test_a_second_crawl_adds_nothing_and_a_full_build_gives_the_same(copy: Path) -> None:
    before = dumped(copy)
    gongkai("crawl", "town", "--home", copy)
    assert dumped(copy) == before
    assert len(rows(copy, "select id from runs")) == 2
    gongkai("build", "--full", "--home", copy)
    assert dumped(copy) == before
    assert len(before) > 1000


def test_every_document_figure_and_attachment_leads_to_bytes_that_are_there(unbroken: Path) -> None:
    for table in ("documents", "figures", "attachments"):
        total = rows(unbroken, f"select count(*) from {table}")[0][0]
        held = rows(unbroken, f"select count(*) from {table} t join captures c on c.id = t.capture_id")[0][0]
        assert total == held > 0, table
    captures = rows(
        unbroken,
        """select distinct c.id, c.sha256 from captures c where c.id in (select capture_id from documents
           union select capture_id from figures union select capture_id from attachments)""",
    )
    with CaptureReader(Home(unbroken)) as reader:
        assert all(reader.capture(capture).sha256 == sha256 for capture, sha256 in captures)
    assert rows(unbroken, "select count(*) from pragma_foreign_key_check") == [(0,)]


def test_the_seed_figures_stand_in_the_sample_twin(unbroken: Path) -> None:
    figures = rows(
        unbroken,
        """select f.concept, f.value, f.unit from figures f join reports r on r.id = f.report_id
           where r.year = 2019 and f.source = 'narrative'
             and (f.part_of is not null or f.concept in ('items_disclosed_total', 'requests_received'))
           order by f.start""",
    )
    assert [value for concept, value, _ in figures if concept.startswith("items_disclosed")] == [139, 0, 30, 83]
    assert ("requests_received", 0, "宗") in figures
    fails = rows(
        unbroken,
        """select f."left", f."right" from findings f join reports r on r.id = f.report_id
           where r.year = 2019 and f.check_id = 'N-SUM' and f.verdict = 'fail'""",
    )
    assert fails == [(139, 113)]
    report = rows(
        unbroken,
        """select publisher, active_disclosure_table, requests_table, review_litigation_table,
           (select count(*) from problems p where p.report_id = r.id),
           (select count(*) from remedies m where m.report_id = r.id) from reports r where year = 2019""",
    )
    assert report[0][1:] == ("absent", "absent", "absent", 2, 2)
    assert report[0][0] in ("台山市赤溪镇人民政府", "臺山市赤溪鎮人民政府")


def test_verify_is_clean_and_names_the_record_of_a_flipped_byte(copy: Path) -> None:
    gongkai("verify", "--home", copy)
    document = rows(
        copy,
        "select c.id, c.warc_file, c.offset, c.length from documents d join captures c on c.id = d.capture_id limit 1",
    )
    capture, warc_file, offset, length = document[0]
    path = next(p for p in (copy / warc_file, copy / "runs" / warc_file) if p.is_file())
    data = bytearray(path.read_bytes())
    data[offset + length // 2] ^= 0x01
    path.write_bytes(data)
    done = gongkai("verify", "--home", copy, check=4)
    assert capture.split("/")[1] in done.stderr
    assert "depends on it" in done.stderr


def test_scrapy_crawls_from_the_checkout_as_well(portals: SamplePortals, tmp_path: Path, unbroken: Path) -> None:
    home = make_home(tmp_path / "home", portals)
    command = [sys.executable, "-m", "scrapy", "crawl", "gkmlpt", "-a", "portal=town", "-a", f"home={home}"]
    subprocess.run(command, check=True, cwd=ROOT, env=environment(), capture_output=True, timeout=120)
    gongkai("build", "--home", home)
    assert dumped(home) == dumped(unbroken)


def kill_points() -> list[int]:
    """Request counts at which the crawl is killed: the first, the last, and random ones between."""
    drawn = random.Random(20200119).sample(range(2, 240), KILL_POINTS - 2)
    return sorted([1, 240, *drawn])


@pytest.mark.parametrize("at", kill_points())
def test_a_crawl_killed_at_any_point_ends_as_an_unbroken_one(
    at: int, portals: SamplePortals, unbroken: Path, tmp_path: Path
) -> None:
    home = make_home(tmp_path / "home", portals)
    portals.log.clear()
    process = start("crawl", "town", "--home", home, "--no-build")
    while process.poll() is None and len(portals.log.rows()) < at:
        portals.stopping.wait(0.002)
    process.kill()
    process.wait(timeout=30)
    first = portals.log.counts()
    gongkai("crawl", "town", "--home", home)
    refetched = sum((portals.log.counts() - first).values())
    assert dumped(home) == dumped(unbroken)
    # Only what was in flight (or answered but not yet written down) may be asked for twice; robots.txt always is.
    assert refetched <= sum(whole_crawl(unbroken).values()) - first.total() + IN_FLIGHT
    gongkai("verify", "--home", home)


IN_FLIGHT = 10


def whole_crawl(home: Path) -> Counter[str]:
    """Requests of the unbroken crawl by address."""
    return Counter(dict(rows(home, "select url, count(*) from fetches group by url")))


def test_demo_ends_with_a_summary_in_words(tmp_path: Path) -> None:
    done = gongkai("demo", "--no-serve", "--home", tmp_path / "demo")
    for word in ("Found", "Does not add up", "Missing", "139", "113"):
        assert word in done.stdout
    again = gongkai("demo", "--no-serve", "--home", tmp_path / "demo")
    assert "0 documents changed" in again.stdout


def test_read_prints_one_object_per_input_and_goes_on_after_a_bad_one(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(
        "样例镇2023年政府信息公开工作年度报告\n一、总体情况\n全年主动公开政府信息18条。\n", encoding="utf-8"
    )
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    done = gongkai("read", empty, page, tmp_path / "nowhere", "--json", check=1)
    first, second, third = map(json.loads, done.stdout.splitlines())
    assert "empty" in first["error"]
    assert [f["value"] for f in second["figures"]] == [18]
    assert "nowhere" in third["error"]
