"""A build that is killed, or that the disk refuses, leaves a sound file, and the next one ends with the same rows."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from build_kit import edited, rows, tiny
from sqlite_utils import Database

from archive.build import build, builder, dump, publish, store
from archive.build.migrations import migrations
from archive.captures import Home
from archive.errors import HomeError

EDIT = {"post_1962180.html": ("139", "141"), "post_2076570.html": ("赤溪", "麒麟")}
Begun = Callable[[sqlite3.Connection], None]


@contextmanager
def struck(monkeypatch: pytest.MonkeyPatch, strike: Callable[[int, str], None]) -> Iterator[None]:
    """Call `strike(n, when)` around the n-th transaction of a build: begun, written (not committed), committed."""
    whole, count = store.batch, iter(range(1, 1_000_000))

    @contextmanager
    def batch(conn: sqlite3.Connection) -> Iterator[None]:
        number = next(count)
        with whole(conn):
            strike(number, "begun")
            yield
            strike(number, "written")
        strike(number, "committed")

    with monkeypatch.context() as patch:
        patch.setattr(store, "batch", batch)
        yield


def killed(monkeypatch: pytest.MonkeyPatch, home: Home, number: int, moment: str) -> bool:
    """Build in a child process that SIGKILLs itself at one moment; return whether that moment came."""

    def strike(at: int, when: str) -> None:
        if (at, when) == (number, moment):
            os.kill(os.getpid(), signal.SIGKILL)

    child = os.fork()
    if child == 0:
        status = 3
        try:
            with struck(monkeypatch, strike):
                build(home)
            status = 0
        finally:
            os._exit(status)
    _, ended = os.waitpid(child, 0)
    if os.WIFSIGNALED(ended):
        assert os.WTERMSIG(ended) == signal.SIGKILL
        return True
    assert os.waitstatus_to_exitcode(ended) == 0
    return False


def sound(path: Path) -> bool:
    """Say if a database is whole: every page and every foreign key."""
    conn = sqlite3.connect(path)
    try:
        said = conn.execute("pragma integrity_check").fetchall()
        return said == [("ok",)] and not conn.execute("pragma foreign_key_check").fetchall()
    finally:
        conn.close()


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, list[str], list[str]]:
    """A home with two runs, the dump after the first and the dump after both."""
    home = Home(tmp_path_factory.mktemp("expected"))
    first = tiny(home, 1)
    first.whole()
    build(home)
    before = list(dump(home))
    tiny(home, 2, serve=edited(EDIT), known=first.known).whole()
    build(home)
    return home, before, list(dump(home))


def lend(source: Home, home: Home, *numbers: int) -> None:
    """Let a home see runs of another one."""
    home.check_writable()
    folders = sorted(folder for folder in source.runs_folder.iterdir() if not folder.name.startswith("."))
    for number in numbers:
        target = home.runs_folder / folders[number - 1].name
        if not target.exists():
            target.symlink_to(folders[number - 1])


@pytest.mark.parametrize("moment", ["begun", "written", "committed"])
def test_a_first_build_killed_anywhere_is_made_good(
    expected: tuple[Home, list[str], list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    source, before, _ = expected
    home = Home(tmp_path)
    lend(source, home, 1)
    points = 0
    for number in (1, 3, 6, 9):
        points += killed(monkeypatch, home, number, moment)
        assert not home.database.exists()
    assert points == 4
    build(home)
    assert list(dump(home)) == before
    assert not (home.path / builder.BUILDING).exists()


@pytest.mark.parametrize("moment", ["begun", "written", "committed"])
def test_a_later_build_killed_again_and_again_is_made_good(
    expected: tuple[Home, list[str], list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    source, before, after = expected
    home = Home(tmp_path)
    lend(source, home, 1)
    build(home)
    assert list(dump(home)) == before
    lend(source, home, 2)
    points = 0
    for number in (1, 2, 1, 3, 2, 4, 5, 6):  # each goes on from where the one before was struck
        points += killed(monkeypatch, home, number, moment)
        assert sound(home.database)
    assert points >= 5
    build(home)
    assert list(dump(home)) == after


def test_a_killed_swap_leaves_the_old_rows_or_the_new(
    expected: tuple[Home, list[str], list[str]], tmp_path: Path
) -> None:
    source, before, _ = expected
    home = Home(tmp_path)
    lend(source, home, 1)
    build(home)
    child = os.fork()
    if child == 0:
        check = builder.check
        builder.check = lambda conn: (check(conn), os.kill(os.getpid(), signal.SIGKILL))  # type: ignore[assignment]
        build(home, full=True)
        os._exit(1)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    assert sound(home.database)
    assert list(dump(home)) == before
    build(home, full=True)
    assert list(dump(home)) == before


def test_a_full_disk_is_said_and_undone(
    expected: tuple[Home, list[str], list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, before, after = expected
    home = Home(tmp_path)
    lend(source, home, 1)
    build(home)
    lend(source, home, 2)
    connect = store.connect

    def cramped(path: Path, *, throwaway: bool = False) -> sqlite3.Connection:
        conn = connect(path, throwaway=throwaway)
        pages = conn.execute("pragma page_count").fetchone()[0]
        conn.execute(f"pragma max_page_count = {pages}")
        return conn

    with monkeypatch.context() as patch:
        patch.setattr(store, "connect", cramped)
        with pytest.raises(HomeError, match="full"):
            build(home)
    assert sound(home.database)
    assert {line for line in dump(home) if line.startswith("reports")} == {x for x in before if x.startswith("reports")}
    build(home)
    assert list(dump(home)) == after


@pytest.mark.parametrize("step", [migration.name for migration in migrations._migrations])
def test_a_file_of_any_earlier_schema_is_brought_up_to_date(
    expected: tuple[Home, list[str], list[str]], tmp_path: Path, step: str
) -> None:
    source, before, _ = expected
    home = Home(tmp_path)
    lend(source, home, 1)
    conn = store.connect(home.database)
    migrations.apply(Database(conn), stop_before=step)
    conn.close()
    build(home)
    assert list(dump(home)) == before
    applied = rows(home, "select name from _sqlite_migrations order by id")
    assert [name for (name,) in applied] == [migration.name for migration in migrations._migrations]


def test_changed_code_reads_everything_again_and_shows_no_edit(
    expected: tuple[Home, list[str], list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from msgspec.structs import replace

    import archive.reading

    source, before, _ = expected
    home = Home(tmp_path)
    lend(source, home, 1)
    build(home)
    whole = archive.reading.read_payload

    def other(payload: bytes, **given: object) -> object:
        reading = whole(payload, **given)  # type: ignore[arg-type]
        return replace(reading, figures=reading.figures[1:], text=reading.text + "\n读法二", reader_version="2")

    with monkeypatch.context() as patch:
        patch.setattr(archive.reading, "read_payload", other)
        patch.setattr(builder, "code_digest", lambda: "another reader")
        assert build(home).full
        assert list(dump(home)) != before
        assert rows(home, "select count(*) from changes") == [(0,)]
        assert rows(home, "select distinct reader_version from readings") == [("2",)]
    assert build(home).full
    assert list(dump(home)) == before


def test_a_deleted_or_damaged_cache_costs_time_only(
    expected: tuple[Home, list[str], list[str]], tmp_path: Path
) -> None:
    source, before, after = expected
    home = Home(tmp_path)
    lend(source, home, 1)
    build(home)
    (home.path / "reading-cache.db").write_bytes(b"nothing of use" * 500)
    lend(source, home, 2)
    assert build(home).payloads > 0
    assert list(dump(home)) == after
    assert before != after


def test_publishing_makes_one_sound_file(expected: tuple[Home, list[str], list[str]], tmp_path: Path) -> None:
    source, _, _ = expected
    target = tmp_path / "published.db"
    target.write_bytes(b"the release before")
    publish(source.database, target)
    assert sound(target)
    assert [path.name for path in tmp_path.iterdir()] == ["published.db"]
    conn = sqlite3.connect(target)
    assert conn.execute("select count(*) from figures").fetchall() == rows(source, "select count(*) from figures")
    conn.close()


def test_an_unsound_file_is_not_published(expected: tuple[Home, list[str], list[str]], tmp_path: Path) -> None:
    source, _, _ = expected
    broken, target = tmp_path / "broken.db", tmp_path / "published.db"
    publish(source.database, broken)
    conn = sqlite3.connect(broken)
    conn.execute("delete from documents where id = (select document_id from reports limit 1)")
    conn.commit()
    conn.close()
    with pytest.raises(HomeError, match="missing row of documents"):
        publish(broken, target)
    assert [path.name for path in tmp_path.iterdir()] == ["broken.db"]


def test_readers_are_never_refused_while_a_build_writes(
    expected: tuple[Home, list[str], list[str]], tmp_path: Path
) -> None:
    source, _, after = expected
    home = Home(tmp_path)
    lend(source, home, 1)
    build(home)
    lend(source, home, 2)
    readers = [sqlite3.connect(f"{home.database.as_uri()}?mode=ro", uri=True, timeout=0) for _ in range(8)]
    counts: list[int] = []

    def look(*_: object) -> None:
        counts.extend(reader.execute("select count(*) from figures").fetchone()[0] for reader in readers)

    build(home, progress=look)
    for reader in readers:
        reader.close()
    assert len(counts) >= 8 * 5
    assert list(dump(home)) == after
