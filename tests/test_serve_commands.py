"""check, status and the summary in words: true, and pleasant to read."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
from pathlib import Path

import httpx
import pytest
from chain_kit import COMMAND, environment
from click.testing import CliRunner, Result
from sample_home import sample_home as sample_home
from serve_kit import SQL

from archive.cli import commands
from archive.commands.trouble import Trouble
from archive.summary import MOST, summary


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(commands, [str(argument) for argument in arguments])


@pytest.fixture
def copy(sample_home: Path, tmp_path: Path) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(sample_home / "gongkai.db", home)
    return home


def change(home: Path, *statements: str) -> None:
    with sqlite3.connect(home / "gongkai.db") as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


@pytest.mark.parametrize("command", ["check", "status", "serve"])
def test_a_home_that_is_not_there_is_said_with_what_to_do(command: str, tmp_path: Path) -> None:
    done = run(command, "--home", tmp_path / "none")
    assert done.exit_code == 3
    assert "gongkai crawl" in done.stderr
    assert str(tmp_path / "none") in done.stderr


def test_serve_tells_its_address_once_it_listens_and_ends_quietly(sample_home: Path) -> None:
    pages = subprocess.Popen(
        [*COMMAND, "serve", "--home", str(sample_home), "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(PYTHONUNBUFFERED="1"),
        start_new_session=True,  # so that the interrupt reaches the server's own children as on a terminal
    )
    try:
        assert pages.stdout is not None
        [address] = re.findall(r"http://127\.0\.0\.1:\d+/", pages.stdout.readline())
        assert httpx.get(f"{address.rstrip('/')}{SQL}.json?sql=select+1+as+one&_shape=array", timeout=30).json() == [
            {"one": 1}
        ]
        port = address.rstrip("/").rpartition(":")[2]
        taken = run("serve", "--home", sample_home, "--port", port)
        assert (taken.exit_code, f"cannot listen on 127.0.0.1:{port}" in taken.stderr) == (2, True)
        os.killpg(pages.pid, signal.SIGINT)
        out, err = pages.communicate(timeout=30)
        assert (pages.returncode, out, err) == (0, "", "")
    finally:
        pages.kill()
        pages.communicate()


def test_check_tells_each_finding_below_its_report_and_counts_them(sample_home: Path) -> None:
    lines = run("check", "--home", sample_home).stdout.splitlines()
    place = next(n for n, line in enumerate(lines) if line.startswith("台山市赤溪镇人民政府 2022  http"))
    assert lines[place + 1].startswith(
        "  ✗ error T3-BAL: 自然人: received and carried in make 8, handled and carried out make 7"
    )
    assert lines[place + 2].startswith("  ✗ error T3-ROW: ")
    errors = sum("✗ error" in line for line in lines)
    warnings = sum("✗ warning" in line for line in lines)
    assert lines[-1].startswith(f"{errors} errors, {warnings} warnings, ")
    assert "checks pass" in lines[-1]


def test_check_can_look_at_one_rule_and_fail_a_script(sample_home: Path) -> None:
    done = run("check", "--home", sample_home, "--rule", "N-SUM", "--fail-on", "W")
    assert done.exit_code == 1
    assert "the report states 139, its parts 0 + 30 + 83 add up to 113" in done.stdout
    assert run("check", "--home", sample_home, "--rule", "N-SUM", "--fail-on", "E").exit_code == 0
    assert run("check", "--home", sample_home, "--rule", "T2-RULES").stdout.startswith("T2-RULES: 0 errors")
    assert run("check", "--home", sample_home, "--rule", "T9").exit_code == 2


def test_check_gives_json_one_finding_a_line(sample_home: Path) -> None:
    found = [json.loads(line) for line in run("check", "--home", sample_home, "--json").stdout.splitlines()]
    assert {row["verdict"] for row in found} == {"fail"}
    every = [json.loads(line) for line in run("check", "--home", sample_home, "--json", "--all").stdout.splitlines()]
    assert len(every) > len(found)
    assert any((row["check_id"], row["left"], row["right"]) == ("N-SUM", 139, 113) for row in found)


def test_status_names_runs_portals_and_what_needs_a_person(sample_home: Path) -> None:
    said = run("status", "--home", sample_home).stdout
    assert "runs: " in said
    assert "0 open, 0 torn" in said
    assert (
        "sample-chixi (台山市赤溪镇人民政府, gkmlpt): 223 documents, 9 reports for 2017–2025, last crawled 20" in said
    )
    assert "no report of 样川市白鹭镇人民政府 (440799102) for 2022: looked and absent" in said
    assert "赤溪镇人大主席团工作分工" in said
    told = json.loads(run("status", "--home", sample_home, "--json").stdout)
    assert told["built"]
    assert {"coverage", "incomplete_listings", "missing", "issues", "trouble", "runs"} <= set(told)
    assert {row["portal"] for row in told["coverage"]} >= {"sample-chixi", "sample-bailu"}


def test_status_of_runs_without_a_database_says_build(sample_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(sample_home / "runs", home / "runs")
    done = run("status", "--home", home)
    assert done.exit_code == 0
    assert "not built yet: gongkai build" in done.stdout
    assert json.loads(run("status", "--home", home, "--json").stdout)["built"] is False
    (tmp_path / "empty").mkdir()
    assert run("status", "--home", tmp_path / "empty").exit_code == 3


def test_the_summary_tells_what_was_found_what_fails_and_what_is_missing(sample_home: Path) -> None:
    lines = list(summary(sample_home))
    found, fails, missing = (lines.index(head) for head in ("Found 所见", "Does not add up 不符", "Missing 缺失"))
    assert found < fails < missing
    assert any("223 documents, 35 attachments, 9 annual-report pages" in line for line in lines[found:fails])
    assert any(
        "9 annual reports: 2017, 2018 (before 2019), 2019, 2020 (layout of 2019), 2021" in line for line in lines
    )
    assert any("2019: N-SUM: the report states 139, its parts 0 + 30 + 83" in line for line in lines[fails:missing])
    told = "\n".join(lines[missing:])
    assert (
        "台山市赤溪镇人民政府 2019: the statutory tables are lost in this copy: their figures are unknown, not zero"
        in told
    )
    assert "样川市白鹭镇人民政府 2022: no report, due 2023-01-31: every listing was read and none has it" in told


def test_a_listed_page_with_two_addresses_that_answers_404_is_told_once_by_its_title(sample_home: Path) -> None:
    [line] = [line for line in summary(sample_home) if "赤溪镇人大主席团工作分工" in line]
    assert "listed content page" in line
    assert "(404)" in line
    assert line.count("post_2197818.html") == 1


def test_tables_that_may_stand_in_an_attachment_are_told_so(copy: Path) -> None:
    lost = "active_disclosure_table = 'absent', requests_table = 'absent', review_litigation_table = 'absent'"
    change(copy, f"update reports set {lost} where year = 2023 and publisher_id = '440781110'")
    [line] = [line for line in summary(copy) if "赤溪镇人民政府 2023: the statutory" in line]
    assert line.endswith("they may stand in the attached 台山市赤溪镇人民政府2023年政府信息公开工作年度报告附表.pdf")
    pictures = lost.replace("absent", "image")
    change(copy, f"update reports set {pictures} where year = 2022 and publisher_id = '440781110'")
    assert any(line.endswith("2022: the statutory tables are pictures, which are not read") for line in summary(copy))


def test_long_lists_end_with_the_command_that_tells_all(copy: Path) -> None:
    change(copy, "update findings set verdict = 'fail', severity = 'W' where verdict = 'not_assessable'")
    lines = list(summary(copy))
    place = lines.index("Does not add up 不符")
    assert lines[place + MOST + 1].endswith(" more: gongkai check")
    assert lines[place + MOST + 2] == "Missing 缺失"


def test_trouble_that_a_later_crawl_got_over_is_not_told(copy: Path) -> None:
    change(copy, "update fetches set outcome = 'server_error', status = 503 where role = 'listing'")
    assert any("list pages give a server error (503)" in line for line in summary(copy))
    later = "-abs(id), run_id, portal_id, url, '2099-01-01T00:00:00Z', 200, 'ok', role"
    columns = "id, run_id, portal_id, url, requested_at, status, outcome, role"
    change(copy, f"insert into fetches ({columns}) select {later} from fetches where outcome = 'server_error'")
    assert not any("server error" in line for line in summary(copy))


def test_words_for_one_and_for_many() -> None:
    one = Trouble("timeout", "attachment", 1, None, "2026", ((None, "http://a.example/x.pdf"),), "crawl again later")
    assert one.in_words() == "1 attached file did not answer in time: http://a.example/x.pdf — crawl again later"
    many = Trouble("blocked:waf", "detail", 9, 403, "2026", tuple((f"第{n}页", f"u{n}") for n in range(3)), None)
    assert many.in_words() == "9 listed content pages are blocked (waf) (403): 第0页 u0; 第1页 u1; 第2页 u2; and 6 more"
