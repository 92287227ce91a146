"""The named queries answer what people ask: on the sample portals as known by hand, and on rows made for the rest."""

from __future__ import annotations

import html
import re
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sample_home import sample_home as sample_home
from serve_kit import Site
from sqlite_utils import Database

from archive.build import wide
from archive.build.migrations import migrations
from archive.build.tables.reports import GROUPED
from archive.serve.metadata import named_queries
from crawler.sample.manifest import stated, truths

TRUTHS = truths()
PORTALS = ("sample-chixi", "sample-bailu")
PUBLISHERS = {TRUTHS[portal].publisher: TRUTHS[portal] for portal in PORTALS}


@pytest.fixture(scope="module")
def site(sample_home: Path) -> Iterator[Site]:
    made = Site(sample_home)
    yield made
    made.close()


def of_samples(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if row["publisher"] in PUBLISHERS]


def faults(*checks: str) -> set[tuple[str, int, str]]:
    """Return (publisher, year, check) of every fault that the sample data were given."""
    return {
        (truth.publisher, report.year, fault["check"])
        for truth in PUBLISHERS.values()
        for report in truth.reports.values()
        for fault in report.faults
        if fault["check"] in checks
    }


@pytest.mark.parametrize("name", named_queries())
def test_every_query_runs_within_a_second_and_is_told_in_both_languages(site: Site, name: str) -> None:
    query = named_queries()[name]
    assert query["title"]
    assert re.search("[\u4e00-\u9fff]", query["title_zh"])
    assert len(query["description"]) > 30
    site.get("/gongkai/missing_reports")
    started = time.monotonic()
    page, rows = site.get(f"/gongkai/{name}"), site.get(f"/gongkai/{name}.json")
    assert time.monotonic() - started < 2
    assert (page.status_code, rows.status_code) == (200, 200)
    assert query["title"] in html.unescape(page.text)
    assert isinstance(rows.json()["rows"], list)


@pytest.mark.parametrize("name", named_queries())
def test_every_query_runs_on_a_copy_of_the_file_without_our_pages(site: Site, name: str) -> None:
    unbound = dict.fromkeys(re.findall(r":(\w+)", named_queries()[name]["sql"]))
    with sqlite3.connect(f"file:{site.home / 'gongkai.db'}?mode=ro", uri=True) as connection:
        rows = connection.execute(named_queries()[name]["sql"], unbound).fetchall()
    connection.close()
    assert len(rows) == len(site.rows(f"/gongkai/{name}"))


def test_the_tables_that_do_not_add_up_are_those_that_were_made_so(site: Site) -> None:
    rows = of_samples(site.rows("/gongkai/tables_that_do_not_add_up"))
    assert {(r["publisher"], r["year"], r["check_id"]) for r in rows} == faults("T3-BAL", "T3-ROW", "T3-SUM", "T4-SUM")
    [balance] = [r for r in rows if r["check_id"] == "T3-BAL"]
    assert (balance["column"], balance["stated"], balance["follows"]) == ("natural_person", 8, 7)


def test_the_seed_figures_are_the_one_total_that_is_not_its_parts(site: Site) -> None:
    [row] = of_samples(site.rows("/gongkai/parts_and_totals"))
    assert (row["year"], row["stated_total"], row["sum_of_parts"], row["difference"]) == (2019, 139, 113, 26)
    assert [int(n) for n in re.findall(r"(\d+)條", row["parts"])] == [0, 30, 83]


def test_carry_over_and_late_reports_are_those_that_were_made_so(site: Site) -> None:
    carried = of_samples(site.rows("/gongkai/carry_over"))
    assert {(r["year"], r["column"], r["carried_in"], r["carried_out_before"]) for r in carried} == {
        (2025, "natural_person", 0, 1),
        (2025, "total", 0, 1),
    }
    late = of_samples(site.rows("/gongkai/late_reports"))
    failing = {(r["publisher"], r["year"], "Y-DEAD") for r in late if r["verdict"] == "fail"}
    assert failing == faults("Y-DEAD")
    assert {r["year"]: r["days_late"] for r in late if r["verdict"] == "fail"} == {2019: 59, 2025: 9}


def test_missing_reports_are_named_with_their_reason(site: Site) -> None:
    rows = of_samples(site.rows("/gongkai/missing_reports"))
    bailu = TRUTHS["sample-bailu"]
    assert {(r["publisher"], r["year"], r["reason"]) for r in rows if r["status"] == "missing"} == {
        (bailu.publisher, year, "looked_and_absent") for year in range(2019, 2026) if year not in bailu.reports
    }
    assert of_samples(site.rows("/gongkai/missing_reports", year="2022", level="township")) == [
        r for r in rows if r["year"] == 2022
    ]
    assert site.rows("/gongkai/missing_reports", level="province") == []


def test_the_panel_has_every_expected_year_and_the_stated_totals(site: Site) -> None:
    truth, known = TRUTHS["sample-chixi"], stated()["sample-chixi"]
    rows = [r for r in site.rows("/gongkai/year_panel") if r["publisher"] == truth.publisher]
    assert [r["year"] for r in rows] == sorted(truth.reports)
    assert {str(r["year"]): r["items_disclosed"] for r in rows} == known["totals"]
    tables = {str(r["year"]): r["new_requests"] for r in rows if r["new_requests"] is not None}
    assert tables.items() <= known["received"].items()
    assert len(tables) >= 5
    assert [r["year"] for r in site.rows("/gongkai/year_panel", publisher="赤溪", year="2020")] == [2020]


def test_outcomes_and_applicants_are_the_printed_ones(site: Site) -> None:
    outcomes = {(r["publisher"], r["year"]): r for r in of_samples(site.rows("/gongkai/outcomes_of_requests"))}
    applicants = {(r["publisher"], r["year"]): r for r in of_samples(site.rows("/gongkai/applicants"))}
    assert len(outcomes) >= 9
    for key, row in outcomes.items():
        values = PUBLISHERS[key[0]].reports[key[1]].values
        blank = key == ("台山市赤溪镇人民政府", 2024)
        for outcome in ("new_received", "granted_full", "handled_total"):
            assert row[outcome] == int(values.get(f"{outcome}.total", 0))
        if blank:
            assert row["refused"] is None  # blanks among its lines: no sum stands
        else:
            assert row["refused"] == sum(int(v) for k, v in values.items() if re.match(r"refused.*\.total", k))
        person = values.get("new_received.natural_person")
        assert applicants[key]["natural_person"] == (None if blank and person is None else int(person or 0))


def test_problems_can_be_looked_through(site: Site) -> None:
    rows = site.rows("/gongkai/problems_and_promises", word="村务", publisher="赤溪")
    assert {(r["year"], r["kind"]) for r in rows} == {(2020, "problem"), (2020, "remedy")}


def test_a_page_that_was_missed_is_not_called_gone(site: Site) -> None:
    rows = {r["title"]: r for r in site.rows("/gongkai/vanished")}
    missed = rows["赤溪镇人大主席团工作分工"]
    assert (missed["standing"], missed["at"][:2], missed["absences"]) == ("missed, not yet called gone", "20", None)


def test_claims_stand_beside_the_catalogue_and_only_where_it_was_read_to_its_end(site: Site) -> None:
    found = site.rows("/gongkai/claims_and_catalogue", publisher="赤溪")
    rows = {r["year"]: r for r in found if r["class"] is None}
    [(lines,)] = site.ask("select count(*) from entries where portal_id = 'sample-chixi' and published_at like '2022%'")
    assert (rows[2022]["report_claims"], rows[2022]["catalogue_lists"], rows[2022]["standing"]) == (
        246,
        lines,
        "counted",
    )
    assert all(r["catalogue_lists"] is None for r in found if r["standing"] == "cannot_say")


def test_years_in_results_lead_to_the_report(site: Site) -> None:
    page = site.page("/gongkai/tables_that_do_not_add_up")
    links = {str(a.attributes["href"]) for a in page.css("td.col-year a")}
    assert links
    assert all(site.get(link).status_code == 302 for link in links)


# ---------------------------------------------------------------------- rows by hand, for what the samples do not have


@pytest.fixture
def made(tmp_path: Path) -> Database:
    db = Database(tmp_path / "made.db")
    migrations.apply(db)
    db.execute("pragma foreign_keys = off")
    return db


def publisher(db: Database, id: str, parent: str | None = None, code: str | None = None) -> None:
    db.table("publishers").insert({"id": id, "name": f"机关{id}", "parent_id": parent, "division_code": code or id})


def add_report(db: Database, id: int, publisher_id: str, year: int, scope: str = "own", **more: Any) -> None:
    given = {"id": id, "publisher_id": publisher_id, "publisher": f"机关{publisher_id}", "year": year, "scope": scope}
    db.table("reports").insert(given | {"template": "t2021", "portal_id": "p", "url": "u"} | more)


def outcome(db: Database, report: int, name: str, total: int | None) -> None:
    known = db.execute("select count(*) from request_outcomes").fetchone()[0]
    db.table("request_outcomes").insert({"id": known + 1, "report_id": report, "outcome": name, "total": total})


def ask(db: Database, name: str, **params: str) -> list[dict[str, Any]]:
    reports: dict[int, list[dict[str, Any]]] = {}
    for row in db.query("select * from request_outcomes order by n"):
        reports.setdefault(row["report_id"], []).append(row)
    groups = [row for report_id, rows in reports.items() for row in wide.request_groups(report_id, rows)]
    for row in groups:
        db.table("request_groups").insert(row, replace=True)
    sql = named_queries()[name]["sql"]
    return list(db.query(sql, {key: params.get(key, "") for key in re.findall(r":(\w+)", sql)}))


GROUPS = ("granted_full", "granted_partial", "refused", "unavailable", "not_processed", "other")
SUMS = {"refused", "unavailable", "not_processed", "other"}
LINES = {
    group: [name for name, *_ in GROUPED if name.startswith(group) and name not in SUMS and name != "other_handling"]
    for group in GROUPS
}


def decisions(db: Database, report: int, **groups: int) -> None:
    """Write table 3 of a report: each group's number on its first line, zeros on the others, and the total."""
    for group, lines in LINES.items():
        for line, name in enumerate(lines):
            outcome(db, report, name, groups.get(group, 0) if line == 0 else 0)
    outcome(db, report, "handled_total", sum(groups.values()))


def test_shares_by_city_add_up_a_citys_bodies_and_give_the_denominator(made: Database) -> None:
    for id in ("440781110", "440704002", "440305001"):
        publisher(made, id)
    publisher(made, "440700")
    add_report(made, 1, "440781110", 2023)
    add_report(made, 2, "440704002", 2023)
    add_report(made, 3, "440305001", 2023)
    add_report(made, 4, "440781110", 2023, "aggregate")
    add_report(made, 5, "440704002", 2022)
    decisions(made, 1, granted_full=6, refused=2)
    decisions(made, 2, granted_full=1, unavailable=1)
    decisions(made, 3, granted_full=1, not_processed=3)
    decisions(made, 4, granted_full=100)
    decisions(made, 5, granted_full=50)
    rows = {row["city_code"]: row for row in ask(made, "shares_by_city")}
    city = rows["440700"]
    assert (city["city"], city["reports"], city["handled"]) == ("机关440700", 2, 10)
    shares = {name: share for name, share in city.items() if name.endswith("_percent") and share}
    assert shares == {"granted_percent": 70.0, "refused_percent": 20.0, "not_provided_percent": 10.0}
    assert (rows["440300"]["handled"], rows["440300"]["not_processed_percent"]) == (4, 75.0)
    assert [row["handled"] for row in ask(made, "shares_by_city", year="2022")] == [50]


def test_a_report_with_a_blank_line_has_no_share(made: Database) -> None:
    publisher(made, "440781110")
    add_report(made, 1, "440781110", 2023)
    decisions(made, 1, granted_full=6)
    made.execute("update request_outcomes set total = null where outcome = 'refused_third_party'")
    assert ask(made, "shares_by_city") == []


def test_grounds_are_added_up_over_reports_that_state_them(made: Database) -> None:
    for id, year, not_held, handled in ((1, 2022, 2, 10), (2, 2022, 3, 10), (3, 2023, 5, 10), (4, 2023, None, 90)):
        publisher(made, f"44078{id}")
        add_report(made, id, f"44078{id}", year)
        outcome(made, id, "unavailable_not_held", not_held)
        outcome(made, id, "handled_total", handled)
    rows = [(r["year"], r["reports"], r["decisions"], r["handled"], r["percent"]) for r in ask(made, "grounds_by_year")]
    assert rows == [(2022, 2, 5, 20, 25.0), (2023, 1, 5, 10, 50.0)]


def test_small_numbers_are_guarded(made: Database) -> None:
    for id, not_held, handled, received, disputes in ((1, 1, 2, 2, 2), (2, 9, 30, 20, 3)):
        publisher(made, f"44078{id}")
        add_report(made, id, f"44078{id}", 2023)
        outcome(made, id, "unavailable_not_held", not_held)
        outcome(made, id, "handled_total", handled)
        outcome(made, id, "new_received", received)
        totals = {"review_total": disputes, "suit_direct_total": 0, "suit_after_review_total": 0}
        made.table("review_litigation").insert({"report_id": id} | totals)
    assert [(r["percent"], r["handled"]) for r in ask(made, "information_not_held")] == [(30.0, 30)]
    assert len(ask(made, "information_not_held", at_least="1")) == 2
    assert [(r["disputes"], r["per_hundred"]) for r in ask(made, "disputes_per_hundred")] == [(3, 15.0)]
    assert [r["per_hundred"] for r in ask(made, "disputes_per_hundred", at_least="2")] == [100.0, 15.0]


def test_publishers_without_requests_need_a_stated_none(made: Database) -> None:
    for id, values in (("1", [0, 0]), ("2", [0, 3]), ("3", [None, None]), ("4", [0, None])):
        publisher(made, id)
        for n, received in enumerate(values):
            add_report(made, int(id) * 10 + n, id, 2022 + n)
            outcome(made, int(id) * 10 + n, "new_received", received)
    rows = {r["publisher_id"]: (r["reports"], r["years_stated"]) for r in ask(made, "no_requests_ever")}
    assert rows == {"1": (2, 2), "4": (2, 1)}


def test_the_stock_of_documents_is_chained_from_year_to_year(made: Database) -> None:
    publisher(made, "1")
    for id, year, issued, repealed, in_force in (
        (1, 2021, 1, 0, 5),
        (2, 2022, 2, 1, 6),
        (3, 2023, 1, 0, 9),
        (4, 2025, 0, 0, 9),
    ):
        add_report(made, id, "1", year)
        stock = {"issued": issued, "repealed": repealed, "in_force": in_force}
        made.table("active_disclosure").insert(
            {"report_id": id} | {f"normative_documents_{key}": value for key, value in stock.items()}
        )
    rows = {r["year"]: (r["expected"], r["difference"]) for r in ask(made, "documents_in_force")}
    assert rows == {2021: (None, None), 2022: (6, 0), 2023: (7, 2), 2025: (None, None)}


def test_an_aggregate_stands_beside_the_bodies_below_it(made: Database) -> None:
    publisher(made, "440781")
    for id in ("440781001", "440781002"):
        publisher(made, id, parent="440781")
    add_report(made, 1, "440781", 2023, "aggregate")
    add_report(made, 2, "440781001", 2023)
    add_report(made, 3, "440781002", 2023)
    add_report(made, 4, "440781002", 2022)
    for id, received in ((1, 12), (2, 4), (3, 5), (4, 99)):
        outcome(made, id, "new_received", received)
    [row] = ask(made, "bodies_and_their_county")
    assert (row["aggregate_states"], row["bodies_here"], row["their_sum"]) == (12, 2, 9)


def shown(db: Database, id: int, year: int, dated: str, not_listed_at: str | None, first: str) -> None:
    """Write a report of body 1 and its one line, with the window in which it appeared."""
    add_report(db, id, "1", year, published_at=dated, document_id=id)
    db.table("documents").insert({"id": id, "portal_id": "p", "first_seen": first})
    line = {"id": id, "portal_id": "p", "document_id": id, "first_seen": first, "not_listed_at": not_listed_at}
    db.table("entries").insert(line | {"listed": 1})


def test_a_date_before_a_listing_without_the_line_is_a_sign(made: Database) -> None:
    shown(made, 1, 2023, "2024-01-20", "2024-02-10T01:00:00Z", "2024-03-02T01:00:00Z")
    shown(made, 2, 2022, "2023-03-01T09:00:00+08:00", "2023-03-01T01:00:00Z", "2023-03-02T01:00:00Z")
    shown(made, 3, 2021, "2022-01-20", None, "2022-03-02T01:00:00Z")
    rows = ask(made, "dated_before_it_was_listed")
    assert [(r["report_id"], r["dated"], r["listed_without_it"]) for r in rows] == [
        (1, "2024-01-20", "2024-02-10T01:00:00Z")
    ]


def test_late_by_what_crawls_saw_counts_the_days_of_beijing(made: Database) -> None:
    for id, year, before in ((1, 2023, "2024-02-10T18:00:00Z"), (2, 2022, "2023-01-31T01:00:00Z"), (3, 2021, None)):
        shown(made, id, year, f"{year + 1}-01-20", before, f"{year + 1}-03-02T01:00:00Z")
        due = {"id": id, "publisher_id": "1", "year": year, "due_on": f"{year + 1}-01-31", "status": "present"}
        made.table("expectations").insert(due)
    assert [(r["year"], r["at_least_days"]) for r in ask(made, "appeared_late")] == [(2023, 11)]


def test_a_page_with_two_lines_was_not_listed_while_neither_was(made: Database) -> None:
    shown(made, 1, 2023, "2024-01-01", "2024-02-10T01:00:00Z", "2024-03-02T01:00:00Z")
    made.table("entries").insert({"id": 9, "portal_id": "p", "document_id": 1, "first_seen": "2024-03-03T01:00:00Z"})
    assert ask(made, "dated_before_it_was_listed") == []


def test_the_ground_that_grew_most_comes_first(made: Database) -> None:
    for id, year, held, petition in ((1, 2019, 1, 2), (2, 2021, 9, 9), (3, 2025, 5, 1)):
        publisher(made, f"44078{id}")
        add_report(made, id, f"44078{id}", year)
        outcome(made, id, "unavailable_not_held", held)
        outcome(made, id, "not_processed_petition", petition)
        outcome(made, id, "handled_total", 10)
    rows = [
        (r["outcome"], r["first_percent"], r["last_percent"], r["points"]) for r in ask(made, "fastest_growing_grounds")
    ]
    assert rows == [("unavailable_not_held", 10.0, 50.0, 40.0), ("not_processed_petition", 20.0, 10.0, -10.0)]


def test_problems_that_come_again_in_the_same_words(made: Database) -> None:
    for id, year, problem in (
        (1, 2021, "更新不够 及时。"),
        (2, 2022, "更新不够及时；"),
        (3, 2023, "人手不足。"),
        (4, 2025, "人手不足。"),
    ):
        add_report(made, id, "1", year)
        made.table("problems").insert({"id": id, "report_id": id, "n": 1, "text": problem})
        made.table("remedies").insert({"id": id, "report_id": id, "n": 1, "text": f"措施{id}"})
    rows = ask(made, "recurring_problems")
    assert [(r["year"], r["listed_before"], r["promised_then"]) for r in rows] == [(2022, 2021, "措施1")]


def test_findings_answer_by_their_checks(made: Database) -> None:
    add_report(made, 1, "1", 2023)
    for n, check in enumerate(("T3-BAL", "X-REQ", "Y-SIM", "Y-RY", "Y-CARRY")):
        stated = {"verdict": "fail", "severity": "E", "left": 9, "right": 7, "message": check}
        made.table("findings").insert({"id": n, "report_id": 1, "check_id": check} | stated)
    for name, check in (
        ("tables_that_do_not_add_up", "T3-BAL"),
        ("text_and_tables_disagree", "X-REQ"),
        ("copied_texts", "Y-SIM"),
        ("wrong_year_or_name", "Y-RY"),
        ("carry_over", "Y-CARRY"),
    ):
        assert [(r.get("check_id", check), r["message"]) for r in ask(made, name)] == [(check, check)]


def test_changes_of_reports_stand_apart_from_all_changes(made: Database) -> None:
    add_report(made, 1, "1", 2023, document_id=7)
    for id, document in ((1, 7), (2, 8)):
        made.table("documents").insert({"id": document, "portal_id": "p", "title": f"第{document}号"})
        told = {"kind": "figure", "field": "items_disclosed_total", "old": "139", "new": "141"}
        made.table("changes").insert({"id": id, "document_id": document, "seen_to": f"2024-0{id}-01T00:00:00Z"} | told)
    [changed] = ask(made, "changed_after_publication")
    assert (changed["year"], changed["old"], changed["new"]) == (2023, "139", "141")
    assert [r["title"] for r in ask(made, "what_changed")] == ["第8号", "第7号"]
    assert ask(made, "what_changed", kind="body") == []


def test_gone_by_rule_stands_apart_from_listed_no_more(made: Database) -> None:
    for id, listed, gone in ((1, 1, None), (2, 0, None), (3, 0, "2024-05-01T00:00:00Z")):
        made.table("documents").insert({"id": id, "portal_id": "p", "title": f"第{id}号", "gone_at": gone})
        seen = {"last_seen": "2024-03-01T00:00:00Z", "absences": 3 * (1 - listed), "listed": listed}
        made.table("entries").insert({"id": id, "portal_id": "p", "document_id": id, "title": f"第{id}号"} | seen)
    assert [(r["title"], r["standing"], r["absences"]) for r in ask(made, "vanished")] == [
        ("第3号", "gone", 3),
        ("第2号", "listed no more, not called gone", 3),
    ]


def test_gaps_come_with_what_gaps_are_worth(made: Database) -> None:
    made.table("portals").insert({"id": "p", "publisher": "甲镇"})
    for id, missing in ((1, 4), (2, 0)):
        run = {"lowest": 1, "highest": 10, "seen": 10 - missing, "missing": missing, "gaps": "4–7"}
        made.table("number_series").insert({"id": id, "portal_id": "p", "kind": "document_number", "year": 2023} | run)
    [row] = ask(made, "missing_numbers", kind="document_number")
    assert (row["missing_share"], row["base_rate"], row["base_series"], row["gaps"]) == (0.4, 0.2, 2, "4–7")


def test_fees_in_words_stand_beside_charges_of_the_table(made: Database) -> None:
    add_report(made, 1, "1", 2023)
    fee = {"concept": "information_fee_yuan", "value": 0, "quote": "未收取费用", "state": "number", "start": 1}
    made.table("figures").insert({"id": 1, "report_id": 1} | fee)
    made.table("active_disclosure").insert({"report_id": 1, "administrative_charges_wan": "12.50"})
    assert [(r["fee_yuan"], r["charges_wan"]) for r in ask(made, "fees")] == [(0, "12.50")]


def test_claims_say_a_number_or_why_not(made: Database) -> None:
    add_report(made, 1, "1", 2023)
    said = [
        (None, 113, 26, "counted", None),
        ("动态类", None, None, "cannot_say", "no node of the catalogue has this name"),
    ]
    for id, (label, listed, difference, standing, reason) in enumerate(said):
        row = {"id": id, "report_id": 1, "figure_id": id, "year": 2023, "claimed": 139, "label": label}
        row |= {"listed": listed, "difference": difference, "standing": standing, "reason": reason}
        made.table("catalogue_comparisons").insert(row)
    rows = ask(made, "claims_and_catalogue", year="2023")
    assert [(r["class"], r["catalogue_lists"], r["difference"], r["standing"], r["reason"]) for r in rows] == said


def test_every_question_of_the_page_is_a_named_query() -> None:
    from benchmarks.questions import QUESTIONS

    page = (Path(__file__).parent.parent / "docs" / "questions.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| (\d+) \|.*`(\w+)` \|$", page, re.MULTILINE))
    assert {int(n): name for n, name in told.items()} == QUESTIONS
    assert set(QUESTIONS) == set(range(1, 26))
    assert set(QUESTIONS.values()) <= named_queries().keys()
