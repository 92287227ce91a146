"""Runs: states, locks, and what is left after a crash at any point."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from captures_kit import AT, PORTAL, exchange, started

from archive.captures import (
    Home,
    LedgerWriter,
    lineage,
    recover,
    rows,
    run_state,
    runs,
    start_run,
    torn_tail,
    unfinished,
    verify,
)
from archive.errors import EvidenceError, HomeError
from archive.model import Fetch, Note, RunEnd, RunStart, WarcFile

HERE = Path(__file__).parent

PREAMBLE = f"""
import os, random, sys
sys.path.insert(0, {str(HERE)!r})
from captures_kit import exchange, started
from archive.captures import Home, recover, run_state, runs
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def python(script: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PREAMBLE + script, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def fetches(folder: Path) -> list[Fetch]:
    return [row for row in rows(folder / "ledger.jsonl") if isinstance(row, Fetch)]


def abandoned(home: Home, number: int = 0, count: int = 3, **more: object) -> Path:
    run = started(home, number, **more)
    for page in range(count):
        exchange(run, f"http://127.0.0.1/{page}", b"page %d" % page * 50)
    run.abandon()
    return run.folder


def test_a_run_is_open_then_closed(home: Home):
    run = started(home)
    assert run.run_id == "20261123T121500Z-000000"
    assert run_state(run.folder) == "open"
    exchange(run, "http://127.0.0.1/", b"x")
    run.close("sample", {"fetched": 1})
    assert run_state(run.folder) == "closed"
    kinds = [type(row) for row in rows(run.folder / "ledger.jsonl")]
    assert kinds == [RunStart, WarcFile, Fetch, RunEnd]
    run.close()
    assert len(list(rows(run.folder / "ledger.jsonl"))) == 4


def test_a_run_left_by_an_exception_is_torn(home: Home):
    with pytest.raises(KeyError), started(home) as run:
        exchange(run, "http://127.0.0.1/", b"x")
        raise KeyError
    assert run_state(run.folder) == "torn"
    assert recover(home) == []  # nothing was in flight
    assert list(verify(home)) == []


def test_a_run_of_another_process_is_open_until_it_dies(home: Home):
    child = python("run = started(Home(sys.argv[1])); print('ready', flush=True); sys.stdin.read()", home.path)
    assert child.stdout.readline() == "ready\n"
    (folder,) = runs(home)
    assert run_state(folder) == "open"
    assert recover(home) == []
    child.kill()
    child.wait()
    assert run_state(folder) == "torn"


def test_runs_come_in_the_order_in_which_they_started(home: Home):
    for number in (2, 0, 1):
        started(home, number).close()
    assert [folder.name[-1] for folder in runs(home)] == ["0", "1", "2"]


def test_runs_of_one_second_keep_their_order(home: Home):
    instants = [AT.replace(microsecond=part) for part in (0, 1, 16, 4_097, 999_999)]
    names = [start_run(home, portal=PORTAL, spider="gkmlpt", settings={}, software="gongkai/test",
                       now=lambda at=at: at).run_id for at in instants]  # fmt: skip
    assert [path.name for path in runs(home)] == names
    assert all(len(name) == len("20261123T121500Z-3f2a9c") for name in names)


def test_a_home_that_cannot_be_one_is_named(tmp_path: Path):
    file = tmp_path / "file"
    file.write_text("x")
    with pytest.raises(HomeError, match=r"file is not a directory"):
        Home(file)
    with pytest.raises(HomeError, match=r"file/home"):
        started(Home(file / "home"))
    with pytest.raises(HomeError, match="nowhere"):
        list(verify(Home(tmp_path / "nowhere")))
    assert runs(Home(tmp_path / "nowhere")) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_home_that_is_not_writable_is_named(home: Home):
    home.runs_folder.mkdir(parents=True)
    home.runs_folder.chmod(0o500)
    with pytest.raises(HomeError, match="not writable"):
        started(home)


def test_the_same_run_id_twice_is_refused_and_leaves_nothing(home: Home):
    started(home).close()
    with pytest.raises(HomeError, match="cannot be started"):
        started(home)
    assert [path.name for path in home.runs_folder.iterdir() if path.is_dir()] == ["20261123T121500Z-000000"]


def test_the_last_record_torn_at_every_byte_is_cut_off_and_named(home: Home, tmp_path: Path):
    folder = abandoned(home)
    kept = (folder / "ledger.jsonl").read_bytes()
    whole = (folder / "captures-00000.warc.gz").read_bytes()
    before, last = fetches(folder)[-2:]
    end = before.records[-1].offset + before.records[-1].length
    shorter = kept[: kept[:-1].rfind(b"\n") + 1]
    for size in range(end, len(whole) + 1):
        (folder / "ledger.jsonl").write_bytes(shorter)
        (folder / "captures-00000.warc.gz").write_bytes(whole[:size])
        cuts = recover(home)
        assert [(cut.file, cut.at, cut.cut) for cut in cuts] == (
            [("captures-00000.warc.gz", end, size - end)] if size > end else []
        )
        assert recover(home) == []
        assert (folder / "captures-00000.warc.gz").read_bytes() == whole[:end]
    assert last.records[-1].offset + last.records[-1].length == len(whole)
    assert list(verify(home)) == []


def test_a_ledger_line_torn_at_every_byte_is_cut_with_the_records_it_would_have_named(home: Home):
    folder = abandoned(home)
    ledger, warc = folder / "ledger.jsonl", folder / "captures-00000.warc.gz"
    kept, whole = ledger.read_bytes(), warc.read_bytes()
    begin = kept[:-1].rfind(b"\n") + 1
    end = fetches(folder)[-2].records[-1].offset + fetches(folder)[-2].records[-1].length
    for size in range(begin + 1, len(kept) - 1):
        ledger.write_bytes(kept[:size])
        warc.write_bytes(whole)
        assert torn_tail(ledger) == (begin, size - begin)
        assert len(fetches(folder)) == 2
        assert [(cut.file, cut.at) for cut in recover(home)] == [("ledger.jsonl", begin), (warc.name, end)]
        assert ledger.read_bytes() == kept[:begin]
    assert list(verify(home)) == []


def test_a_file_without_one_whole_record_goes(home: Home):
    folder = abandoned(home)
    (folder / "captures-00001.warc.gz").write_bytes(b"\x1f\x8b\x08")
    (cut,) = recover(home)
    assert (cut.run_id, cut.file, cut.at, cut.cut) == (folder.name, "captures-00001.warc.gz", 0, 3)
    assert not (folder / "captures-00001.warc.gz").exists()


@pytest.mark.parametrize("damage", ["gone", "empty", "first line", "middle", "many lines lost", "last newline"])
def test_a_damaged_ledger_never_makes_captures_disappear(home: Home, damage: str):
    folder = abandoned(home, count=6)
    ledger, warc = folder / "ledger.jsonl", folder / "captures-00000.warc.gz"
    kept, whole = ledger.read_bytes(), warc.read_bytes()
    lines = kept.splitlines(keepends=True)
    damaged = {
        "gone": None,
        "empty": b"",
        "first line": b"x" + kept[1:],
        "middle": b"".join(lines[:3]) + b"x" + b"".join(lines[3:]),
        "many lines lost": b"".join(lines[:3]),
        "last newline": kept[:-1] + b"\x8a",
    }[damage]
    ledger.unlink()
    if damaged is not None:
        ledger.write_bytes(damaged)
    recover(home)
    assert warc.read_bytes() == whole
    assert damaged is None or ledger.read_bytes() == damaged
    assert any(fault.kind != "torn" for fault in verify(home))


def test_open_and_closed_runs_are_never_touched(home: Home):
    run = started(home, 1)
    exchange(run, "http://127.0.0.1/", b"x")
    run.writer.write(
        url="http://127.0.0.1/in-flight", method="GET", request_headers=[], request_body=b"", status=200, reason=b"",
        response_headers=[], payload=b"y", at=AT, ip=None,
    )  # fmt: skip
    with started(home, 2) as closed:
        exchange(closed, "http://127.0.0.1/", b"x")
    with (closed.folder / "captures-00000.warc.gz").open("ab") as file:
        file.write(b"tail")
    before = {path: path.read_bytes() for path in home.runs_folder.rglob("*") if path.is_file()}
    assert recover(home) == []
    assert {path: path.read_bytes() for path in before} == before
    assert [fault.run_id for fault in verify(home)] == [closed.run_id]
    run.abandon()


WRITER = """
run = started(Home(sys.argv[1]), int(sys.argv[2]), max_bytes=60_000)
rng = random.Random(int(sys.argv[2]))
for number in range(100_000):
    exchange(run, f"http://127.0.0.1/{number}", rng.randbytes(rng.randrange(9000)))
    print(number, flush=True)
"""


def test_a_writer_killed_at_random_points_leaves_a_clean_home(home: Home):
    rng = random.Random(3)
    for number in range(20):
        child = python(WRITER, home.path, number)
        promised = [child.stdout.readline() for _ in range(rng.randrange(1, 40))]
        until = time.perf_counter() + rng.random() * 0.002
        while time.perf_counter() < until:
            pass
        child.send_signal(signal.SIGKILL)
        promised += child.stdout.readlines()
        child.wait()
        cuts = recover(home)
        assert {cut.run_id for cut in cuts} <= {runs(home)[-1].name}
        done = [line for line in promised if line.endswith("\n")]
        assert len(fetches(runs(home)[-1])) - len(done) in (0, 1)  # at most the one in flight is not promised
    assert len(runs(home)) == 20
    assert list(verify(home)) == []


STEPS = """
real, home = os.write, Home(sys.argv[1])

def crash_at(step, share):
    calls = iter(range(1000))
    def write(fd, data):
        if next(calls) == step:
            real(fd, bytes(data)[: int(len(data) * share)])
            os._exit(9)
        return real(fd, data)
    os.write = write
    run = started(home, step * 10 + int(share * 9), max_bytes=1200)
    for number in range(3):
        exchange(run, f"http://127.0.0.1/{number}", b"abc" * 99)
    run.close()
    os._exit(0)

for step in range(18):
    for share in (0, 0.3, 0.99, 1):
        child = os.fork()
        if not child:
            crash_at(step, share)
        os.waitpid(child, 0)
"""


def test_a_writer_that_dies_in_any_write_leaves_a_clean_home(home: Home):
    child = python(STEPS, home.path)
    assert child.wait() == 0
    recover(home)
    states = [run_state(folder) for folder in runs(home)]
    assert states.count("torn") > 25
    assert "closed" in states
    assert list(verify(home)) == []
    assert recover(home) == []
    assert not list(home.runs_folder.glob(".start-*"))


def test_a_ledger_that_cannot_grow_ends_the_run_and_the_next_crawl_tidies(home: Home):
    script = """
import resource, signal
from archive.errors import HomeError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
run = started(Home(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
for number in range(20):
    try:
        exchange(run, f"http://127.0.0.1/{number}", b"x", message="m" * 3000)
    except HomeError as error:
        print(error)
try:
    run.close()
except HomeError as error:
    print(error)
"""
    child = python(script, home.path)
    told = child.communicate()[0]
    assert "ledger.jsonl: cannot be written" in told
    assert "crawl again" in told
    (folder,) = runs(home)
    assert run_state(folder) == "torn"
    assert [cut.file for cut in recover(home)] == ["captures-00000.warc.gz"]
    assert list(verify(home)) == []


def test_several_processes_write_one_home_at_once(home: Home):
    script = """
run = started(Home(sys.argv[1]), int(sys.argv[2]))
for number in range(30):
    exchange(run, f"http://127.0.0.1/{number}", os.urandom(2000))
    recover(Home(sys.argv[1])) if number == 15 else None
run.close()
"""
    children = [python(script, home.path, number) for number in range(4)]
    assert [child.wait() for child in children] == [0] * 4
    assert [run_state(folder) for folder in runs(home)] == ["closed"] * 4
    assert [len(fetches(folder)) for folder in runs(home)] == [30] * 4
    assert list(verify(home)) == []


def test_two_processes_tidying_at_once_cut_once(home: Home):
    for number in range(5):
        folder = abandoned(home, number)
        with (folder / "captures-00000.warc.gz").open("ab") as file:
            file.write(b"\x1f\x8btorn")
    script = "print(len(recover(Home(sys.argv[1]))), [run_state(folder) for folder in runs(Home(sys.argv[1]))][0])"
    children = [python(script, home.path) for _ in range(4)]
    told = [child.communicate()[0].split() for child in children]
    assert sum(int(count) for count, _ in told) == 5
    assert {state for _, state in told} == {"torn"}
    assert list(verify(home)) == []


def test_a_torn_run_is_unfinished_until_a_run_resumes_it(home: Home):
    first = abandoned(home, 1)
    assert unfinished(home, PORTAL.id) == [first.name]
    assert unfinished(home, "other") == []
    second = abandoned(home, 2, resumes=first.name)
    assert unfinished(home, PORTAL.id) == [second.name]
    assert lineage(home, second.name) == [second.name, first.name]
    started(home, 3, resumes=second.name).close()
    assert unfinished(home, PORTAL.id) == []


def test_a_damaged_line_in_the_middle_is_told_or_left_out(tmp_path: Path):
    path = tmp_path / "ledger.jsonl"
    writer = LedgerWriter(path)
    for number in range(5):
        writer.append(Note("n", f"note {number}"))
    writer.close()
    raw = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(raw[:2]) + b"{broken\n" + b"".join(raw[3:]))
    with pytest.raises(EvidenceError, match="line 3"):
        list(rows(path))
    damaged: list[EvidenceError] = []
    assert [row.message for row in rows(path, damaged=damaged.append)] == [f"note {n}" for n in (0, 1, 3, 4)]
    assert len(damaged) == 1


def test_a_copied_home_reads_the_same(home: Home, tmp_path: Path):
    folder = abandoned(home)
    shutil.copytree(home.path, tmp_path / "copy")
    copy = Home(tmp_path / "copy")
    assert list(verify(copy)) == []
    assert fetches(runs(copy)[0]) == fetches(folder)


def test_half_characters_do_not_stop_a_ledger(tmp_path: Path):
    writer = LedgerWriter(tmp_path / "ledger.jsonl")
    writer.append(Note("n", "公\ud83d开", url="http://127.0.0.1/\udfff"))
    writer.close()
    assert list(rows(tmp_path / "ledger.jsonl")) == [Note("n", "公\ufffd开", url="http://127.0.0.1/\ufffd")]
