"""From runs to gongkai.db on the sample town: right rows, evidence behind each, and the same again every time."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from build_kit import TOWN, Walk, edited, mini, rows, served, tiny

from archive.build import build, dump
from archive.build.payloads import Task
from archive.build.schema import all_tables
from archive.build.workers import Worker, Workers
from archive.captures import CaptureReader, Home
from archive.errors import HomeError

SEED_TWIN = "select id from reports where year = 2019"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with one short walk of the sample town, built."""
    home = Home(tmp_path_factory.mktemp("town"))
    mini(home).whole()
    build(home)
    return home


def lines(home: Home) -> list[str]:
    return list(dump(home))


# ---------------------------------------------------------------------------------------------- what is in it


def test_every_annual_report_of_the_town_is_a_report(town: Home) -> None:
    found = rows(town, "select year, publisher_id, publisher, publisher_level, scope from reports order by year")
    assert found == [(year, "440781110", "台山市赤溪镇人民政府", "township", "own") for year in range(2017, 2026)]


def test_the_twin_of_the_seed_has_its_figures_and_its_fault(town: Home) -> None:
    figures = rows(
        town,
        f"select value, unit, label from figures where report_id = ({SEED_TWIN})"
        " and (concept = 'items_disclosed_total' or part_of not null) order by start",
    )
    assert [(value, unit) for value, unit, _ in figures] == [(139, "条"), (0, "条"), (30, "条"), (83, "条")]
    total = "select id from figures where concept = 'items_disclosed_total'"
    assert rows(town, f"select count(*) from figures where report_id = ({SEED_TWIN}) and part_of in ({total})") == [
        (3,)
    ]
    sums = rows(
        town, f"select left, right, verdict from findings where report_id = ({SEED_TWIN}) and check_id = 'N-SUM'"
    )
    assert sums == [(139, 113, "fail")]
    tables = rows(
        town, "select active_disclosure_table, requests_table, review_litigation_table from reports where year = 2019"
    )
    assert tables == [("absent", "absent", "absent")]
    for table in ("problems", "remedies"):
        assert rows(town, f"select n from {table} where report_id = ({SEED_TWIN}) order by n") == [(1,), (2,)]


def test_a_report_divided_between_page_and_file_is_one_report(town: Home) -> None:
    where = "from reports where year = 2023"
    assert rows(town, f"select attachment_id, tables_reading_id is not null, requests_table {where}") == [
        (None, 1, "present")
    ]
    for table in ("problems", "remedies"):
        assert rows(town, f"select count(*) > 0 from {table} where report_id = (select id {where})") == [(1,)]
    carriers = rows(
        town,
        "select distinct source, mime from figures join captures on captures.id = capture_id"
        f" where report_id = (select id {where}) order by 1",
    )
    assert carriers == [("narrative", "text/html"), ("table", "application/pdf")]
    checked = f"select count(*) from findings where report_id = (select id {where}) and check_id = 'T-ABS'"
    assert rows(town, checked) == [(0,)]
    standings = rows(town, f"select standing from readings where report_id = (select id {where}) order by 1")
    assert standings == [("in_force",), ("supplies_tables",)]


def test_a_finding_names_the_figures_it_rests_on(town: Home) -> None:
    found = rows(
        town,
        "select figures.value from findings join finding_figures on finding_id = findings.id"
        f" join figures on figures.id = figure_id where check_id = 'N-SUM' and findings.report_id = ({SEED_TWIN})",
    )
    assert sorted(value for (value,) in found) == [0, 30, 83, 139]


def test_passes_are_counted_and_not_stored(town: Home) -> None:
    assert rows(town, "select count(*) from findings where verdict = 'pass'") == [(0,)]
    assert rows(town, "select min(checks_pass) > 0 from reports") == [(1,)]
    for verdict in ("fail", "uncertain", "not_assessable"):
        count = f"select count(*) from findings where report_id = reports.id and verdict = '{verdict}'"
        assert rows(town, f"select year from reports where checks_{verdict} <> ({count})") == []


def test_wide_tables_agree_with_the_long_figures(town: Home) -> None:
    long = rows(
        town, "select report_id, concept, \"column\", value from figures where source = 'table' and value not null"
    )
    wide: dict[tuple[object, ...], object] = {}
    for table, shared in (("request_outcomes", "outcome"), ("active_disclosure", None), ("review_litigation", None)):
        columns = [c.name for c in all_tables()[table].columns if c.name not in ("id", "n", "label", "states", "units")]
        for row in rows(town, f"select {', '.join(columns)} from {table}"):
            named = dict(zip(columns, row, strict=True))
            report_id, concept = named.pop("report_id"), named.pop("outcome", None) if shared else None
            cells = ((name, value) for name, value in named.items() if value is not None)
            wide |= {(report_id, concept or name, name if concept else None): value for name, value in cells}
    assert len(long) > 500
    assert wide == {(report, concept, column): value for report, concept, column, value in long}


def test_a_cell_without_a_number_keeps_its_state(town: Home) -> None:
    blanks = rows(
        town, 'select report_id, concept, "column" from figures where state = \'blank\' and "column" not null'
    )
    states = {
        (report, outcome): json.loads(text)
        for report, outcome, text in rows(
            town, "select report_id, outcome, states from request_outcomes where states not null"
        )
    }
    assert len(blanks) > 100
    assert all(states[report, concept][column] == "blank" for report, concept, column in blanks)


def test_a_group_is_summed_only_if_every_line_states_a_number(town: Home) -> None:
    found = dict(rows(town, "select year, refused from request_groups join reports on reports.id = report_id"))
    assert found[2021] is not None
    assert found[2024] is None  # only cells above zero are filled in that report


def test_dates_and_text_are_those_of_the_page(town: Home) -> None:
    ((quote, start, end, text),) = rows(
        town,
        "select quote, start, end, text from figures join reading_texts on reading_texts.id = reading_id"
        f" where report_id = ({SEED_TWIN}) and concept = 'items_disclosed_total'",
    )
    assert text[start:end] == quote
    broken = rows(
        town,
        "select quote from figures join reading_texts on reading_texts.id = reading_id"
        " where quote <> substr(text, start + 1, end - start)",
    )
    assert broken == []


def test_expectations_say_that_every_year_is_here(town: Home) -> None:
    found = rows(town, "select year, status, reason, report_id is not null from expectations order by year")
    assert found == [(year, "present", None, 1) for year in range(2017, 2026)]


@pytest.mark.parametrize("query", ["公开", "公開", "赤溪", "信息公开", "規劃"])
def test_words_of_two_characters_are_found_in_either_script(town: Home, query: str) -> None:
    from archive.text.bigrams import search_query
    from archive.text.fold import fold

    found = rows(town, "select count(*) from documents_fts where documents_fts match ?", search_query(query))
    texts = rows(
        town, "select coalesce(title, '') || ' ' || coalesce(publisher, '') || ' ' || coalesce(text, '') from documents"
    )
    assert found[0][0] == sum(fold(query).text in fold(text).text for (text,) in texts) > 0


# ---------------------------------------------------------------------------------------------- evidence


def test_every_row_leads_to_a_capture_whose_bytes_are_there(town: Home) -> None:
    for table in ("documents", "figures", "attachments"):
        assert rows(town, f"select count(*) > 0 from {table}") == [(1,)]
        without = f"""select count(*) from {table} left join captures on captures.id = {table}.capture_id
            where captures.id is null or revisit_of is not null or length is null or run_id is null"""
        assert rows(town, without) == [(0,)]
    used = rows(
        town,
        "select distinct warc_file, offset, length, sha256 from captures where id in"
        " (select capture_id from documents union select capture_id from figures"
        " union select capture_id from attachments)",
    )
    with CaptureReader(town) as reader:
        assert all(reader.read(file, offset, length).sha256 == sha256 for file, offset, length, sha256 in used)


def test_no_number_without_capture_no_capture_without_run_no_run_without_end(town: Home) -> None:
    assert rows(town, "select count(*) from figures where capture_id is null or quote is null") == [(0,)]
    assert rows(town, "select count(*) from captures where run_id is null or sha256 is null") == [(0,)]
    assert rows(town, "select count(*) from runs where reason is null or ended_at is null or state <> 'closed'") == [
        (0,)
    ]


def test_the_file_is_sound(town: Home) -> None:
    assert rows(town, "pragma foreign_key_check") == []
    assert rows(town, "pragma integrity_check") == [("ok",)]
    assert rows(town, "pragma journal_mode") == [("wal",)]
    assert rows(town, "select count(*) from build_queue") == [(0,)]


# ---------------------------------------------------------------------------------------------- the same again


def test_a_second_build_and_a_full_build_change_nothing(town: Home) -> None:
    before = lines(town)
    again = build(town)
    assert (again.full, again.runs, again.payloads, again.documents, again.reports) == (False, 0, 0, 0, 0)
    assert lines(town) == before
    assert build(town, full=True).full
    assert lines(town) == before


def test_a_second_crawl_of_an_unchanged_portal_adds_nothing(tmp_path: Path) -> None:
    home = Home(tmp_path)
    first = tiny(home, 1)
    first.whole()
    build(home)
    before, pointers = lines(home), rows(home, "select id, capture_id, first_seen from documents")
    tiny(home, 2, known=first.known).whole()
    summary = build(home)
    assert (summary.runs, summary.payloads) == (1, 0)
    assert lines(home) == before
    assert rows(home, "select id, capture_id, first_seen from documents") == pointers
    assert rows(home, "select count(*) from captures where revisit_of not null")[0][0] > 5


def story(home: Home) -> Iterator[None]:
    """Three runs: the town, an edit of a figure and a new attachment, and the page as it was before."""
    known: dict[str, object] = {}
    changed = {"post_1962180.html": ("139", "141"), "post_2076570.html": ("赤溪镇", "赤溪古镇")}
    for number, serve in enumerate((served, edited(changed), served), 1):
        tiny(home, number, serve=serve, known=known).whole()
        yield


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home built after each run of the story."""
    home = Home(tmp_path_factory.mktemp("told"))
    for _ in story(home):
        build(home)
    return home


def test_building_after_each_run_is_building_once(told: Home, tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.check_writable()
    for folder in sorted(told.runs_folder.iterdir(), reverse=True):  # the latest run arrives first
        if not folder.name.startswith("."):
            (home.runs_folder / folder.name).symlink_to(folder)
            build(home)
    assert lines(home) == lines(told)
    build(told, full=True)
    assert lines(home) == lines(told)


def test_an_edit_is_a_change_with_both_values_and_its_window(told: Home) -> None:
    found = rows(
        told,
        "select field, old, new, seen_from < seen_to from changes join documents on documents.id = document_id"
        " where changes.kind = 'figure' and key = '#1962180' order by seen_to",
    )
    assert found == [("items_disclosed_total", "139", "141", 1), ("items_disclosed_total", "141", "139", 1)]
    body = rows(told, "select old, new from changes where kind = 'body' and old like '%139条%' or old like '%139條%'")
    assert len(body) == 1
    assert "141" in body[0][1]


def test_an_edit_touches_nothing_else(told: Home) -> None:
    assert rows(told, "select count(distinct document_id) from changes") == [(2,)]
    assert rows(told, "select payloads from documents where key = '#1962180'") == [(2,)]
    assert rows(told, "select value from report_figures where year = 2019 and concept = 'items_disclosed_total'") == [
        (139,)
    ]


def test_earlier_readings_stay(told: Home) -> None:
    found = rows(told, "select standing, count(*) from readings where report_id not null group by 1 order by 1")
    assert dict(found)["superseded"] >= 1
    assert dict(found)["in_force"] == 2


def test_words_that_an_edit_took_away_are_found_no_more(tmp_path: Path) -> None:
    home = Home(tmp_path)
    known: dict[str, object] = {}
    count = "select count(*) from {} where {} match ?"
    tables = ("documents_fts", "reports_fts")
    seen = []
    changed = {"post_2076570.html": ("赤溪", "麒麟")}
    for number, serve in enumerate((edited(changed), served), 1):
        tiny(home, number, serve=serve, known=known).whole()
        build(home)
        seen.append([rows(home, count.format(table, table), '"麒麟"')[0][0] for table in tables])
    assert min(seen[0]) > 0
    assert seen[1] == [0, 0]
    for table in tables:
        rowids = {rowid for (rowid,) in rows(home, f"select rowid from {table} where {table} match ?", '"公开"')}
        assert rowids <= {i for (i,) in rows(home, f"select id from {table.removesuffix('_fts')}")}


def test_an_open_run_is_read_up_to_its_last_whole_line_and_grows(tmp_path: Path) -> None:
    home = Home(tmp_path / "grown")
    walk = tiny(home)
    counts = []
    for step, _ in enumerate(walk.steps()):
        if step % 2 == 0:
            build(home)
            counts.append(rows(home, "select count(*) from captures")[0][0])
            assert rows(home, "select state from runs") == [("open",)]
    walk.run.close()
    build(home)
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]
    assert rows(home, "select state, reason from runs") == [("closed", "finished")]
    grown = lines(home)
    build(home, full=True)
    assert lines(home) == grown


def test_a_torn_last_line_waits(tmp_path: Path) -> None:
    home = Home(tmp_path)
    run = tiny(home).whole()
    ledger = run.folder / "ledger.jsonl"
    whole = ledger.read_bytes()
    build(home)
    complete = lines(home)
    cut = whole.rindex(b"\n", 0, len(whole) // 2) + 40
    ledger.write_bytes(whole[:cut])
    assert build(home).full  # the home holds less than the database was built from
    assert rows(home, "select ledger_read, state from runs") == [(cut - 39, "torn")]
    ledger.write_bytes(whole)
    assert not build(home).full
    assert lines(home) == complete


def test_a_home_that_lost_a_run_is_built_from_what_is_left(tmp_path: Path) -> None:
    home = Home(tmp_path)
    first = tiny(home, 1)
    first.whole()
    build(home)
    before = lines(home)
    second = tiny(home, 2, serve=edited({"post_1962180.html": ("139", "141")}), known=first.known).whole()
    build(home)
    second.folder.rename(tmp_path / "elsewhere")
    assert build(home).full
    assert lines(home) == before


def test_a_dump_does_not_tell_when_or_in_which_run(tmp_path: Path) -> None:
    one, other = Home(tmp_path / "one"), Home(tmp_path / "other")
    tiny(one, 1).whole()
    tiny(other, 5).whole()
    build(one)
    build(other)
    assert lines(one) == lines(other)
    text = "\n".join(lines(one))
    assert "20261123T12" not in text
    assert {"runs", "fetches", "listings"}.isdisjoint(line.partition("\t")[0] for line in lines(one))


def test_a_dump_is_sorted_json_lines(town: Home) -> None:
    tables = [line.partition("\t")[0] for line in lines(town)]
    assert tables == sorted(tables)
    assert all(isinstance(json.loads(line.partition("\t")[2]), dict) for line in lines(town))
    assert len(set(lines(town))) == len(lines(town))


# ---------------------------------------------------------------------------------------------- what it refuses


def test_one_build_at_a_time(town: Home) -> None:
    from archive.build.store import single_writer

    with single_writer(town), pytest.raises(HomeError, match="another build"):
        build(town)


def test_no_home_and_no_database_are_said(tmp_path: Path) -> None:
    with pytest.raises(HomeError, match="no home"):
        build(Home(tmp_path / "nothing"))
    with pytest.raises(HomeError, match="gongkai build"):
        list(dump(Home(tmp_path)))


def test_an_empty_home_builds_an_empty_database(tmp_path: Path) -> None:
    summary = build(Home(tmp_path))
    assert summary.rows["documents"] == 0
    assert [line for line in lines(Home(tmp_path)) if not line.startswith("build")] == []


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.database.write_bytes(b"this is no database" * 100)
    with pytest.raises(HomeError, match=r"gongkai\.db"):
        build(home)


def test_readers_see_the_old_rows_until_a_full_build_is_whole(tmp_path: Path) -> None:
    home = Home(tmp_path)
    tiny(home).whole()
    build(home)
    reader = sqlite3.connect(home.database, isolation_level=None)
    reader.execute("begin")
    before = reader.execute("select count(*), max(id) from figures").fetchone()
    seen = []
    build(home, full=True, progress=lambda *told: seen.append(rows(home, "select count(*), max(id) from figures")[0]))
    assert set(seen) == {before}
    assert reader.execute("select count(*), max(id) from figures").fetchone() == before
    reader.execute("commit")
    reader.close()
    assert rows(home, "select count(*), max(id) from figures")[0] == before


def test_workers_read_the_same(tmp_path: Path, town: Home) -> None:
    home = Home(tmp_path)
    home.check_writable()
    for folder in town.runs_folder.iterdir():
        (home.runs_folder / folder.name).symlink_to(folder)
    assert build(home, jobs=2).payloads == rows(town, "select count(*) from captures where read_state not null")[0][0]
    assert lines(home) == lines(town)


def test_a_worker_that_dies_costs_nothing_that_can_be_read(
    tmp_path: Path, town: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, begin, begun = Home(tmp_path), Workers._begin, []

    def doomed(self: Workers) -> Worker:
        worker = begin(self)
        if len(begun) < 2:
            os.kill(worker.process.pid, signal.SIGKILL)
        begun.append(worker)
        return worker

    monkeypatch.setattr(Workers, "_begin", doomed)
    home.check_writable()
    for folder in town.runs_folder.iterdir():
        (home.runs_folder / folder.name).symlink_to(folder)
    build(home, jobs=2)
    assert len(begun) == 4
    assert lines(home) == lines(town)


def test_a_payload_that_kills_every_worker_is_left_out_and_said(
    tmp_path: Path, town: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, give = Home(tmp_path), Workers._give

    def deadly(self: Workers, task: Task) -> Worker:
        worker = give(self, task)
        if task.url.endswith("post_1962180.html"):
            os.kill(worker.process.pid, signal.SIGKILL)
        return worker

    monkeypatch.setattr(Workers, "_give", deadly)
    home.check_writable()
    for folder in town.runs_folder.iterdir():
        (home.runs_folder / folder.name).symlink_to(folder)
    build(home, jobs=2)
    assert rows(home, "select url from issues where code = 'reader_fault'") == rows(
        town, "select url from documents where key = '#1962180'"
    )


def test_the_portal_is_that_of_its_latest_run(tmp_path: Path) -> None:
    from msgspec.structs import replace

    home = Home(tmp_path)
    for number, note in ((2, "second"), (1, "first")):
        Walk(home, number, portal=replace(TOWN, note=note), nodes=lambda node: False).whole()
        build(home)
    assert rows(home, "select note from portals") == [("second",)]
