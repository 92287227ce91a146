"""The pages that people read: front door, report laid out as its statutory form, capture, download."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sample_home import sample_home as sample_home
from selectolax.lexbor import LexborHTMLParser, LexborNode
from serve_kit import Site, words

from archive.build.schema import all_tables
from crawler.sample.manifest import truths

CHIXI = "440781110"
TRUTH = truths()["sample-chixi"]


@pytest.fixture(scope="module")
def site(sample_home: Path) -> Iterator[Site]:
    made = Site(sample_home)
    yield made
    made.close()


def form(site: Site, year: int, name: str) -> LexborNode:
    found = site.page(f"/-/report/{CHIXI}/{year}").css_first(f"table.form.{name}")
    assert found is not None
    return found


def grid(table: LexborNode) -> list[list[tuple[str, LexborNode]]]:
    """Return the table as a full grid: what stands at each place, spans spread out."""
    rows: list[list[tuple[str, LexborNode]]] = []
    carried: dict[int, tuple[int, tuple[str, LexborNode]]] = {}
    for line in table.css("tr"):
        row: list[tuple[str, LexborNode]] = []
        cells = [(words(cell), cell) for cell in line.css("th, td")]
        while cells or len(row) in carried:
            if len(row) in carried:
                left, cell = carried.pop(len(row))
                if left > 1:
                    carried[len(row)] = (left - 1, cell)
                row.append(cell)
                continue
            text, node = cells.pop(0)
            for _ in range(int(node.attributes.get("colspan") or 1)):
                below = int(node.attributes.get("rowspan") or 1) - 1
                if below:
                    carried[len(row)] = (below, (text, node))
                row.append((text, node))
        rows.append(row)
    return rows


def value(node: LexborNode) -> str:
    """Return what a cell shows, without the marks of findings."""
    link = node.css_first("a:not(.mark)")
    return words(link) if link else words(node)


def test_the_front_page_says_what_is_here_and_where_to_go(site: Site) -> None:
    page = site.page("/")
    reports = site.ask("select count(*) from reports")[0][0]
    assert f"{reports} annual reports" in words(page.css_first(".tiles"))
    assert "台山市赤溪镇人民政府" in words(page.css_first("table.overview"))
    assert page.css_first("form[action='/-/search'] input[name=q]") is not None
    assert page.css_first("a[href='/-/download/gongkai.db']") is not None
    assert len(page.css(".questions a")) >= 20
    assert "139" in words(page.css_first("body"))
    assert "bundled sample" in words(page.css_first(".remark"))


def test_the_overview_tells_reports_that_fail_from_those_that_are_missing(site: Site) -> None:
    table = site.page("/").css_first("table.overview")
    assert table is not None
    years = [words(head) for head in table.css("thead th")][1:]
    rows = {words(row.css_first("th")): [words(cell) for cell in row.css("td")] for row in table.css("tbody tr")}
    chixi = dict(zip(years, rows["台山市赤溪镇人民政府"], strict=True))
    assert chixi["2022"].startswith("✗ 2")
    assert chixi["2021"] == "✓"
    bailu = dict(zip(years, rows["样川市白鹭镇人民政府"], strict=True))
    assert bailu["2022"] == "missing"
    assert bailu["2018"] == ""


def test_every_link_of_the_front_page_leads_somewhere(site: Site) -> None:
    paths = {str(link.attributes["href"]).partition("#")[0] for link in site.page("/").css("a[href]")}
    answers = {path: site.get(path).status_code for path in paths if path and path != "/-/download/gongkai.db"}
    assert {path: status for path, status in answers.items() if status != 200} == {}


@pytest.mark.parametrize("year", [2020, 2022, 2024])
def test_table_3_stands_as_the_notice_prints_it(site: Site, year: int) -> None:
    table = grid(form(site, year, "requests"))
    assert {len(row) for row in table} == {10}
    assert [text.split()[0] for text, _ in table[2]][3:] == [
        "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计",
    ]  # fmt: skip
    data = table[3:]
    assert len(data) == (23 if year == 2020 else 25)
    assert words(data[0][0][1]).startswith("一、本年新收政府信息公开申请数量")
    refused = next(row for row in data if "属于国家秘密" in row[2][0])
    assert [text.split()[0] for text, _ in refused[:3]] == ["三、本年度办理结果", "（三）不予公开", "1.属于国家秘密"]
    assert words(data[-2][1][1]).startswith("（七）总计")
    assert words(data[-1][0][1]).startswith("四、结转下年度继续办理")


@pytest.mark.parametrize("year", [2020, 2021, 2022, 2024, 2025])
def test_every_cell_shows_what_the_publisher_printed(site: Site, year: int) -> None:
    from archive.serve.forms import FORMS

    truth = TRUTH.reports[year]
    columns = ("natural_person", "commercial_enterprise", "research_institution", "public_welfare_org",
               "legal_service_org", "other_org", "total")  # fmt: skip
    keys = [row.key for row in FORMS[truth.template].requests if row.key]
    shown = [[value(node) for _, node in row[3:]] for row in grid(form(site, year, "requests"))[3:]]
    blank = "空" if year == 2024 else "0"
    expected = [[str(truth.values.get(f"{key}.{column}") or blank) for column in columns] for key in keys]
    assert shown == expected


def test_table_2_has_the_captions_of_article_20(site: Site) -> None:
    captions = {
        year: [words(row) for row in form(site, year, "active_disclosure").css("tr.caption")] for year in (2020, 2022)
    }
    items = {2020: "一五六八九", 2022: "一五六八"}
    assert captions == {year: [f"第二十条第（{item}）项" for item in told] for year, told in items.items()}
    old = words(form(site, 2020, "active_disclosure"))
    assert all(label in old for label in ("本年新制作数量", "上一年项目数量", "本年增/减", "采购总金额", "48.65万元"))
    new = words(form(site, 2022, "active_disclosure"))
    assert all(label in new for label in ("本年制发件数", "本年收费金额（单位：万元）", "3.215600"))
    assert {len(row) for row in grid(form(site, 2020, "active_disclosure"))} == {4}


def test_table_4_has_three_groups_of_five(site: Site) -> None:
    table = grid(form(site, 2022, "review_litigation"))
    assert {len(row) for row in table} == {15}
    assert [value(node) for _, node in table[-1]] == ["1", "0", "0", "0", "1"] + ["0"] * 10


def test_failing_cells_are_marked_and_explained(site: Site) -> None:
    page = site.page(f"/-/report/{CHIXI}/2022")
    told = [words(item) for item in page.css("li.finding.fail.E")]
    assert any("received and carried in make 8, handled and carried out make 7" in line for line in told)
    assert any("stated 所述 8 from the rest 应为 7" in line for line in told)
    failing = page.css("table.requests td.failing")
    assert failing[0].css_first("a") is not None
    assert value(failing[0]) == "7"  # the misprint: new requests of natural persons
    numbers = {mark.attributes["href"] for cell in failing for mark in cell.css("a.mark")}
    assert numbers <= {f"#{item.attributes['id']}" for item in page.css("li.finding")}
    assert len(numbers) == 2
    assert page.css("table.active_disclosure td.failing") == []


def test_a_blank_is_never_shown_as_zero_and_signs_are_explained(site: Site) -> None:
    page = site.page(f"/-/report/{CHIXI}/2024")
    blanks = page.css("table.form td.blank")
    stated = site.ask("select count(*) from figures f join reports r on r.id = f.report_id where r.year = 2024 and "
                      "r.publisher_id = ? and f.source = 'table' and f.state = 'blank'", CHIXI)  # fmt: skip
    assert len(blanks) == stated[0][0] > 100
    assert "0" not in {value(cell) for cell in blanks}
    assert f"not the same as 0 ({len(blanks)})" in words(page.css_first("p.legend"))


def test_lost_tables_are_unknown_not_zero(site: Site) -> None:
    page = site.page(f"/-/report/{CHIXI}/2019")
    assert page.css("table.form") == []
    assert words(page.css_first("body")).count("Its figures are unknown, not zero.") == 3
    assert "mirror" in words(page.css_first("dl.facts"))


def test_prose_figures_stand_with_their_parts_below_the_total(site: Site) -> None:
    page = site.page(f"/-/report/{CHIXI}/2019")
    rows = [(row.attributes["class"], value(row.css("td")[1])) for row in page.css("table.prose tbody tr")]
    assert rows[:4] == [
        ("depth0 failing", "139"),
        ("depth1 failing", "0"),
        ("depth1 failing", "30"),
        ("depth1 failing", "83"),
    ]
    assert "its parts 0 + 30 + 83 add up to 113" in words(page.css_first("li.finding"))
    marked = [words(link) for link in page.css("p.printed a.read.failing")]
    assert "主動公開政府信息139條" in marked


def test_a_report_leads_to_its_capture_its_years_and_shows_its_address_as_text(site: Site) -> None:
    page = site.page(f"/-/report/{CHIXI}/2022")
    assert page.css_first("a[rel=prev]").attributes["href"] == f"/-/report/{CHIXI}/2021/own"
    assert page.css_first("a[rel=next]").attributes["href"] == f"/-/report/{CHIXI}/2023/own"
    link = page.css_first("a.archived")
    assert link is not None
    assert site.get(str(link.attributes["href"])).status_code == 200
    assert "post_2301320.html" in words(page.css_first("code.address"))
    assert [a.attributes["href"] for a in page.css("a") if "://" in str(a.attributes["href"])] == []
    first = site.page(f"/-/report/{CHIXI}/2017")
    assert first.css("a[rel=prev]") == []


@pytest.mark.parametrize(
    "path", [f"/-/report/{CHIXI}/1999", "/-/report/999/2020", "/-/report/1", "/-/report/99999999999999999999"]
)
def test_a_report_that_is_not_here_says_so(site: Site, path: str) -> None:
    assert site.get(path).status_code == 404


def test_every_report_has_a_page_and_its_row_leads_there(site: Site) -> None:
    reports = site.ask("select id, publisher_id, year, scope from reports")
    assert len(reports) >= 14
    for id, publisher, year, scope in reports:
        led = site.get(f"/-/report/{id}")
        assert (led.status_code, led.headers["location"]) == (302, f"/-/report/{publisher}/{year}/{scope}")
        assert site.get(led.headers["location"]).status_code == 200


def test_a_report_before_2019_is_shown_in_its_own_parts(site: Site) -> None:
    page = site.page(f"/-/report/{CHIXI}/2017")
    assert [words(head.css_first("span")) for head in page.css("h2.part")][:4] == TOLD_2017
    assert "unknown, not zero" not in words(page.css_first("body"))


TOLD_2017 = [
    "一、概述",
    "二、主动公开政府信息情况",
    "三、依申请公开政府信息办理情况",
    "四、政府信息公开的收费及减免情况",
]


def test_a_capture_tells_what_was_asked_and_shows_the_page_inert(site: Site) -> None:
    [(capture, url)] = site.ask("select capture_id, url from reports where year = 2022 and publisher_id = ?", CHIXI)
    page = site.page(f"/-/capture/{capture}")
    assert url in words(page.css_first("code.address"))
    assert f"/-/report/{CHIXI}/2022/own" in {a.attributes["href"] for a in page.css("section a")}
    shown = site.get(f"/-/archived/{capture}")
    assert "本年新收政府信息公开申请数量" in shown.text
    assert "Archived copy" in shown.text
    assert "<script" not in shown.text.lower()
    raw = site.get(f"/-/archived/{capture}", raw="1")
    assert "attachment" in raw.headers["content-disposition"]
    assert "全镇主动公开政府信息246条".encode() in raw.content


def test_documents_come_as_downloads(site: Site) -> None:
    [(capture, size)] = site.ask("select capture_id, size from attachments where mime like '%pdf' limit 1")
    shown = site.get(f"/-/archived/{capture}")
    assert shown.headers["content-type"] == "application/octet-stream"
    assert shown.headers["content-disposition"].startswith('attachment; filename="capture-')
    assert (shown.content[:5], len(shown.content)) == (b"%PDF-", size)
    assert "View" not in words(site.page(f"/-/capture/{capture}").css_first("p.actions"))


def test_tables_carry_titles_meanings_and_units(site: Site) -> None:
    page = site.page("/gongkai/request_outcomes")
    told = words(page.css_first("dl.column-descriptions"))
    assert "Natural persons (自然人) [requests]" in told
    assert "收到和处理政府信息公开申请情况" in words(page.css_first("h1"))
    tables = [name for name, table in all_tables().items() if not table.internal]
    answers = {name: site.get(f"/gongkai/{name}").status_code for name in tables}
    assert set(answers.values()) == {200}


def test_a_number_leads_to_its_words_its_report_and_its_archived_page(site: Site) -> None:
    page = site.page(f"/-/report/{CHIXI}/2022")
    link = page.css_first("table.requests td.failing a")
    assert link is not None
    row = {
        words(line.css_first("th")).split()[0]: line.css_first("td")
        for line in site.page(link.attributes["href"]).css("table.one tr")
    }
    assert (words(row["value"]), words(row["concept"]), words(row["column"])) == ("7", "new_received", "natural_person")
    assert row["capture_id"].css_first("a").attributes["href"].startswith("/-/capture/")
    assert (
        site.get(row["report_id"].css_first("a").attributes["href"]).headers["location"].endswith(f"/{CHIXI}/2022/own")
    )


def test_tables_of_an_attached_file_stand_with_the_words_of_the_page(site: Site) -> None:
    page = site.page(f"/-/report/{CHIXI}/2023")
    assert "read from a file attached" in words(page.css_first("p.remark"))
    assert "附表.pdf" in words(page.css_first("dl.facts"))
    table = grid(page.css_first("table.requests"))
    assert [value(node) for _, node in table[3][3:]] == ["5", "2", "0", "0", "0", "0", "7"]
    assert value(page.css("table.prose tbody td.value")[0]) == "275"
    assert words(page.css_first("p.printed a.read")) == "主动公开政府信息275条"


@pytest.mark.parametrize(
    ("table", "facets"),
    [("reports", ["year", "publisher", "template"]), ("findings", ["check_id", "verdict", "severity"])],
)
def test_tables_have_facets(site: Site, table: str, facets: list[str]) -> None:
    assert set(facets) <= set(site.facets(table)[1])


def test_the_download_is_a_finished_copy(site: Site, tmp_path: Path) -> None:
    answer = site.get("/-/download/gongkai.db")
    assert answer.status_code == 200
    copy = tmp_path / "copy.db"
    copy.write_bytes(answer.content)
    with sqlite3.connect(copy) as connection:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
        assert connection.execute("select count(*) from figures").fetchall() == site.ask("select count(*) from figures")
    assert site.get("/gongkai.db").status_code == 403


def test_the_download_is_made_anew_once_the_database_changed(sample_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(sample_home, home)
    site = Site(home)
    try:
        first = site.get("/-/download/gongkai.db").content
        assert site.get("/-/download/gongkai.db").content == first
        with sqlite3.connect(home / "gongkai.db") as connection:
            connection.execute("update reports set title = 'changed'")
        connection.close()
        assert site.get("/-/download/gongkai.db").content != first
        assert "changed" in site.get(f"/-/report/{CHIXI}/2022").text
    finally:
        site.close()


def test_pages_go_on_while_a_build_writes(sample_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(sample_home, home)
    site = Site(home)
    writer = sqlite3.connect(home / "gongkai.db", isolation_level=None)
    try:
        writer.execute("begin immediate")
        writer.execute("update reports set title = 'half done'")
        assert "half done" not in site.get(f"/-/report/{CHIXI}/2022").text
        writer.execute("commit")
        assert "half done" in site.get(f"/-/report/{CHIXI}/2022").text
    finally:
        writer.close()
        site.close()


def test_a_database_that_was_replaced_is_picked_up(sample_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(sample_home, home)
    site = Site(home)
    try:
        assert site.get("/").status_code == 200
        new = tmp_path / "new.db"
        with sqlite3.connect(home / "gongkai.db") as old:
            old.execute("vacuum into ?", (str(new),))
        old.close()
        with sqlite3.connect(new) as connection:
            connection.execute("update reports set title = 'from the new file'")
        connection.close()
        for suffix in ("-wal", "-shm"):
            (home / f"gongkai.db{suffix}").unlink(missing_ok=True)
        new.replace(home / "gongkai.db")
        assert "from the new file" in site.get(f"/-/report/{CHIXI}/2022").text
        (home / "gongkai.db").unlink()
        gone = site.get("/")
        assert gone.status_code == 503
        assert str(home) not in gone.text
    finally:
        site.close()


def test_damaged_bytes_are_said_and_nothing_else_suffers(sample_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(sample_home, home)
    site = Site(home)
    try:
        query = "select capture_id, warc_file, offset, length from reports r join captures c on c.id = r.capture_id "
        [(capture, file, offset, length)] = site.ask(query + "where r.year = 2022 and r.publisher_id = ?", CHIXI)
        with (home / "runs" / file).open("r+b") as stream:
            stream.seek(offset + length // 2)
            byte = stream.read(1)
            stream.seek(offset + length // 2)
            stream.write(bytes([byte[0] ^ 0x10]))
        shown, page = site.get(f"/-/archived/{capture}"), site.get(f"/-/capture/{capture}")
        assert (shown.status_code, page.status_code) == (500, 500)
        assert "cannot be shown" in shown.text
        assert "cannot be shown" in words(LexborHTMLParser(page.text).css_first(".remark.bad"))
        assert str(tmp_path) not in shown.text + page.text
        assert site.get(f"/-/report/{CHIXI}/2022").status_code == 200
        assert site.get("/-/archived/no-run/no-record").status_code == 404
    finally:
        site.close()
