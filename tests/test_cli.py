"""Bad input gets a clear error naming thing, place, reason and next step, and the documented exit code."""

from __future__ import annotations

from pathlib import Path

import pytest
from chain_kit import PORTAL, gongkai, make_home
from click.testing import CliRunner

from crawler.cli import main
from crawler.sample import Fault, SamplePortals

INDEX = "/jmtsscxz/gkmlpt/index"


def run(*arguments: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(main, [str(argument) for argument in arguments])
    return done.exit_code, done.output


def test_an_unknown_portal_names_the_nearest(tmp_path: Path) -> None:
    code, said = run("crawl", "sample-chixy", "--home", tmp_path)
    assert code == 2
    assert "sample-chixy" in said
    assert "sample-chixi" in said


def test_a_call_that_names_nothing_says_what_to_name(tmp_path: Path) -> None:
    code, said = run("crawl", "--home", tmp_path)
    assert (code, "gongkai portals list" in said) == (2, True)


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("[[portal]\nid = 1", ["bad.toml", "TOML"]),
        (
            '[[portal]]\nid = "x"\npublisher = "y"\nplatfrom = "gkmlpt"\nurl = "http://a.example/"',
            ["platfrom", "platform"],
        ),
        ('[[portal]]\nid = "x"\npublisher = "y"\nplatform = "gkmlpt"\nurl = "http://127.0.0.1/"', ["local = true"]),
        ('[[portal]]\nid = "x"\npublisher = "y"\nplatform = "gkml"\nurl = "http://a.example/"', ["gkml", "gkmlpt"]),
    ],
)
def test_a_malformed_portal_file_is_refused_before_any_request(tmp_path: Path, toml: str, words: list[str]) -> None:
    (tmp_path / "portals").mkdir()
    (tmp_path / "portals" / "bad.toml").write_text(toml, encoding="utf-8")
    code, said = run("crawl", "x", "--home", tmp_path)
    assert code == 2
    assert all(word in said for word in words), said
    assert not (tmp_path / "runs").exists()
    code, said = run("portals", "check", "--home", tmp_path)
    assert code == 2
    assert "bad.toml" in said


def test_a_home_without_a_database_says_what_to_run(tmp_path: Path) -> None:
    for command in ("check", "status", "dump", "serve"):
        code, said = run(command, "--home", tmp_path / "nowhere")
        assert code == 3, (command, said)
        assert "nowhere" in said
        assert "gongkai" in said


def test_an_unknown_check_names_those_there_are(tmp_path: Path) -> None:
    code, said = run("check", "--rule", "T9", "--home", tmp_path)
    assert (code, "T3-BAL" in said) == (2, True)


def test_inputs_that_cannot_be_read_are_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "noise.bin").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "page.html").write_text("<html><body><p>今天天气很好。</p></body></html>", encoding="utf-8")
    code, said = run("read", tmp_path / "noise.bin", tmp_path, tmp_path / "missing.html", tmp_path / "page.html")
    assert code == 1
    assert "is a folder" in said
    assert "missing.html cannot be read" in said
    assert "not an annual report" in said


def test_loopback_is_refused_unless_local_is_said() -> None:
    with SamplePortals() as portals:
        address = f"{portals.base_url}/jmtsscxz/gkmlpt/index"
        refused, said = run("read", address)
        allowed, _ = run("read", address, "--local")
        asked = len(portals.log.rows())
    assert (refused, allowed) == (1, 0)
    assert "127.0.0.1" in said
    assert asked > 0


@pytest.mark.parametrize(
    ("fault", "code", "word"),
    [
        (Fault("/robots.txt", status=200, body=b"User-agent: *\nDisallow: /\n"), 14, "robots"),
        (Fault(INDEX, status=404), 10, "index"),
        (Fault(INDEX, status=521, body=b"<script>document.cookie='__jsl_clearance=1'"), 11, "challenge"),
        (Fault(INDEX, status=200, body=b"<html><body>maintenance</body></html>"), 5, "shape"),
    ],
)  # fmt: skip
def test_a_portal_that_does_not_answer_ends_with_its_own_code(
    tmp_path: Path, fault: Fault, code: int, word: str
) -> None:
    with SamplePortals() as portals:
        home = make_home(tmp_path / "home", portals)
        portals.faults.add(fault)
        done = gongkai("crawl", "town", "--home", home, "-s", "RETRY_TIMES=0", check=None)
    assert done.returncode == code, done.stdout + done.stderr
    assert word in done.stdout + done.stderr
    status = gongkai("status", "--home", home)
    assert "town" in status.stdout


def test_an_unreachable_portal_is_said_and_what_was_captured_stays(tmp_path: Path) -> None:
    with SamplePortals() as portals:
        home = make_home(tmp_path / "home", portals)
        gongkai("crawl", "town", "--home", home, "--sample", "3")
        before = gongkai("dump", "--home", home).stdout
    done = gongkai("crawl", "town", "--home", home, "-s", "RETRY_TIMES=0", check=10)
    assert "town" in done.stdout
    assert gongkai("dump", "--home", home).stdout == before
    gongkai("verify", "--home", home)


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    with SamplePortals() as portals:
        home = make_home(tmp_path / "home", portals)
        gongkai("crawl", "town", "--home", home, "--dry-run", "--sample", "2")
    assert sorted(path.name for path in home.iterdir()) == ["portals"]
    assert "[[portal]]" in PORTAL
