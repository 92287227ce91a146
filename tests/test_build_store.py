"""The store under load and under failure: nothing lost, nothing half-done, nothing half-seen."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from build_kit import rows
from build_story import PORTAL, SITE, article
from captures_kit import AT, exchange, started
from test_build_crash import expected as expected
from test_build_crash import lend, sound, struck

from archive.build import build, dump, publish
from archive.captures import Home
from archive.errors import HomeError

WRITERS, EACH = 4, 300
Expected = tuple[Home, list[str], list[str]]


def write(home: Home, number: int) -> None:
    """One crawl of its own: as many pages as it has to, each with a number of its own."""
    run = started(home, number, PORTAL)
    for n in range(EACH):
        page = article(f"通知{number}-{n}", "<p>内容。</p>").encode()
        url = f"{SITE}/w{number}/content/post_{number}{n:04}.html"
        exchange(run, url, page, at=AT + timedelta(seconds=n), platform="nfcms", mime="text/html")
    run.close()


def test_four_crawls_side_by_side_lose_nothing_while_a_build_reads_them(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.check_writable()
    children = []
    for number in range(1, WRITERS + 1):
        child = os.fork()
        if child == 0:
            write(home, number)
            os._exit(0)
        children.append(child)
    while children:
        children = [child for child in children if os.waitpid(child, os.WNOHANG) == (0, 0)]
        build(home)
    build(home)
    found = (
        "select count(*), count(distinct document_id), count(distinct run_id) from captures where read_state = 'read'"
    )
    assert rows(home, found) == [(WRITERS * EACH, WRITERS * EACH, WRITERS)]
    assert rows(home, "select count(*) from issues where about = 'run'") == [(0,)]


def _told(monkeypatch: pytest.MonkeyPatch, home: Home, strike: Callable[[int, str], None]) -> str | None:
    """Build once; return what went wrong in words."""
    try:
        with struck(monkeypatch, strike):
            build(home)
    except HomeError as error:
        return str(error)
    return None


@pytest.mark.parametrize("moment", ["begun", "written", "committed"])
@pytest.mark.parametrize("fault", ["disk I/O error", "database or disk is full"])
def test_a_fault_at_every_transaction_is_said_and_undone(
    expected: Expected, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str, fault: str
) -> None:
    source, _, after = expected
    home = Home(tmp_path)
    lend(source, home, 1)
    build(home)
    lend(source, home, 2)
    met: list[int] = []

    def strike(at: int, when: str) -> None:
        if (at, when) == (number, moment):
            met.append(at)
            raise sqlite3.OperationalError(fault)

    for number in range(1, 100):
        said = _told(monkeypatch, home, strike)
        assert said is None or fault in said
        assert sound(home.database)
        if met[-1:] != [number]:
            break
    assert len(met) >= 8
    assert list(dump(home)) == after


def test_whoever_reads_a_published_file_sees_a_whole_one(expected: Expected, tmp_path: Path) -> None:
    source, _, _ = expected
    target, done, seen = tmp_path / "published.db", threading.Event(), set()
    publish(source.database, target)

    def poll() -> None:
        while not done.is_set():
            conn = sqlite3.connect(f"{target.as_uri()}?mode=ro", uri=True)
            seen.add(
                (
                    *conn.execute("pragma quick_check").fetchone(),
                    *conn.execute("select count(*) from figures").fetchone(),
                )
            )
            conn.close()

    readers = [threading.Thread(target=poll) for _ in range(2)]
    for reader in readers:
        reader.start()
    for _ in range(5):
        publish(source.database, target)
    done.set()
    for reader in readers:
        reader.join()
    assert seen == {("ok", *rows(source, "select count(*) from figures")[0])}
    assert [path.name for path in tmp_path.iterdir()] == ["published.db"]
