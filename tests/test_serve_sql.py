"""What visitors' SQL may touch and cost: nothing is written, no other file seen, no page held up."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sample_home import sample_home as sample_home
from serve_kit import SQL, Site

from archive.serve import visitors
from archive.serve.worker import Job

LONG = (
    "replace(replace(replace(replace(replace(replace('aaaaaaaaaa','a','aaaaaaaaaa'),'a','aaaaaaaaaa'),'a','aaaaaaaaaa')"
)
LONG += ",'a','aaaaaaaaaa'),'a','aaaaaaaaaa'),'b','b')"  # a million letters
LEVELS = "with c0 as (select 1 x)" + "".join(f", c{n} as (select 1 from c{n - 1} p, c{n - 1} q)" for n in range(1, 22))
COUNT = "with recursive n(i) as (select 1 union all select i + 1 from n) select "
# Statements that take long or much: each was measured to run for seconds to minutes, or to take gigabytes, unbounded.
COSTLY = {
    "printf": "select printf('%.*c', 900000000, 'x')",
    "format": "select format('%.*c', 900000000, 'x')",
    "zeroblob": "select hex(zeroblob(200000000))",
    "randomblob": "select hex(randomblob(200000000))",
    "replace": f"select length(replace({LONG}, 'a', 'aaaaaaaaaa'))",
    "instr": f"select instr(x, substr(x, 1, 200000) || 'b') from (select {LONG} as x)",
    "replace long": f"select replace(x, substr(x, 1, 200000) || 'b', 'c') from (select {LONG} as x)",
    "like": "select " + " + ".join([f"(x like '%{'a' * 900}b')"] * 40) + f" from (select {LONG} as x)",
    "glob": "select " + " + ".join([f"(x glob '*{'a' * 900}b')"] * 40) + f" from (select {LONG} as x)",
    "recursion": COUNT + "count(*) from n",
    "cross join": "select count(*) from figures a, figures b, figures c where a.quote || b.quote = c.quote",
    "group_concat": COUNT + "length(group_concat(i)) from n",
    "levels": LEVELS + " select count(*) from c21",
    "sort": COUNT.replace("select i + 1 from n", "select i + 1 from n limit 3000000")
    + "i from n order by random() || i",
    "many long rows": COUNT + f"{LONG} from n limit 1000",
    "json": f"select json_array_length('[' || replace(x, 'a', '[1],') || '1]') from (select {LONG} as x)",
}
FORBIDDEN = [
    "insert into reports(id) values (1)",
    "update reports set title = ''",
    "delete from reports",
    "drop table reports",
    "create table t(x)",
    "create temp table t(x)",
    "attach database '/etc/passwd' as p",
    "detach database main",
    "pragma database_list",
    "pragma journal_mode=delete",
    "pragma writable_schema=1",
    "vacuum",
    "vacuum into '/tmp/gongkai-stolen.db'",
    "begin exclusive",
    "reindex",
    "analyze",
    "select load_extension('/tmp/x.so')",
    "select readfile('/etc/passwd')",
    "select writefile('/tmp/gongkai-stolen', 'x')",
    "select edit('x')",
    "select fts3_tokenizer('simple')",
    "select * from pragma_database_list",
    "select count(*) from pragma_database_list()",
    "select file from (select * from PRAGMA_DATABASE_LIST)",
    "explain select * from pragma_database_list",
    'with x as (select * from "pragma_database_list") select * from x',
    "insert into documents_fts(documents_fts) values ('rebuild')",
    "select 1; drop table reports",
]


@pytest.fixture(scope="module")
def site(sample_home: Path) -> Iterator[Site]:
    made = Site(sample_home)
    made.sql("select 1")  # starts a child
    yield made
    made.close()


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_what_is_not_reading_this_file_is_refused(site: Site, statement: str) -> None:
    before = site.ask("select count(*), group_concat(title) from reports")
    for answer in (site.sql(statement), site.get("/gongkai/reports.json", _where=f"1 in ({statement})")):
        assert answer.status_code == 400, answer.text
        assert str(site.home) not in answer.text
    assert site.ask("select count(*), group_concat(title) from reports") == before
    assert not Path("/tmp/gongkai-stolen.db").exists()


@pytest.mark.parametrize("name", COSTLY)
def test_costly_statements_are_refused_or_cut(site: Site, name: str) -> None:
    site.sql("select 1")  # a child may have been ended by the one before; its start is not the statement's time
    started = time.monotonic()
    answer = site.sql(COSTLY[name])
    assert time.monotonic() - started < 3  # 2 s, and a busy machine
    assert answer.status_code in (200, 400)
    assert site.sql("select 2 as two").json() == [{"two": 2}]


def test_functions_that_make_long_values_are_refused_at_once(site: Site) -> None:
    for name in ("printf", "format", "zeroblob", "randomblob"):
        assert "not authorized to use function" in site.sql(COSTLY[name]).text


def test_pages_do_not_wait_for_visitors_statements(site: Site) -> None:
    heavy = [f"{SQL}.json?{urlencode({'sql': COSTLY['recursion']})}"] * 10
    pages = ["/", "/gongkai/reports", "/-/search?q=公开"]
    finished: list[str] = []

    async def asked(path: str) -> int:
        answer = await site.datasette.client.get(path)
        finished.append(path)
        return int(answer.status_code)

    async def together() -> list[int]:
        return await asyncio.gather(*map(asked, [*heavy, *pages]))

    codes = site.loop.run_until_complete(together())
    assert codes == [400] * len(heavy) + [200] * len(pages)
    assert set(finished[-4:]) == set(heavy)  # at a second and two at a time, the last end long after the pages


def test_a_child_that_overstays_is_ended_and_replaced(site: Site) -> None:
    pool = visitors.Pool(str(site.home / "gongkai.db"), size=1)
    try:
        child = pool._child()
        answer = child.ask(Job(COSTLY["instr"], None, 10, 0.1), 0.3)
        assert answer is None
        child.end()
        assert not child.process.is_alive()
        assert pool.run("select 3", None, 10, 5.0).rows == ((3,),)
    finally:
        pool.close()


def test_answers_are_bounded_and_say_so(site: Site) -> None:
    long = site.get(
        f"{SQL}.json",
        sql="with recursive n(i) as (select 1 union all select i + 1 from n) select i from n limit 5000",
    )
    assert (len(long.json()["rows"]), long.json()["truncated"]) == (1000, True)
    assert (
        "too large" in site.sql(COSTLY["many long rows"]).text
        or "Interrupted" in site.sql(COSTLY["many long rows"]).text
    )


def test_visitors_sql_reads_as_pages_do(site: Site) -> None:
    rows = site.sql(
        "select publisher, year from reports where rowid in (select rowid from reports_fts "
        "where reports_fts match escape_fts('村務')) order by year"
    ).json()
    assert {"publisher": "台山市赤溪镇人民政府", "year": 2020} in rows
    assert site.get(SQL, sql="select id, title from reports limit 3").status_code == 200
    assert site.get(SQL, sql="select * from pragma_table_info('reports')").status_code == 200
    where = site.rows("/gongkai/reports", _where="year > 2023", _facet="year")
    assert {row["year"] for row in where} == {2024, 2025}
    one = site.get(
        f"{SQL}.json", sql="select :year as y, count(*) from reports where year = :year", year="2024", _shape="array"
    )
    assert list(one.json()[0]) == ["y", "count(*)"]
    assert site.sql("select no_such_column from reports").status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/-/databases.json",
        "/-/databases",
        "/-/threads.json",
        "/-/threads",
        "/-/actor.json",
        "/-/permissions",
        "/-/allow-debug",
        "/-/messages",
        "/-/patterns",
        "/-/logout",
        "/_memory",
        "/_memory.json?sql=select+1",
        "/_internal",
        "/_internal/databases.json",
    ],
)
def test_pages_about_the_machine_are_not_there(site: Site, path: str) -> None:
    answer = site.get(path)
    assert answer.status_code in (403, 404)
    assert str(site.home) not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/-/metadata.json",
        "/-/versions.json",
        "/-/plugins.json",
        "/-/plugins.json?all=1",
        "/-/settings.json",
        "/.json",
        f"{SQL}.json",
        "/gongkai",
        "/gongkai?_show_hidden=1",
        "/gongkai/runs",
        "/gongkai/captures.json?_size=max",
        "/nope",
        "/gongkai/nope",
        f"{SQL}?sql=select+*+from+nope",
        "/gongkai/reports?_where=nope",
        "/-/report/1/2000",
        "/-/capture/a/b",
        "/gongkai/reports/1",
    ],
)
def test_no_response_tells_a_path_of_the_server(site: Site, path: str) -> None:
    answer = site.get(path)
    for told in (str(site.home), str(site.home.resolve()), str(Path(__file__).parent.parent), "site-packages"):
        assert told not in answer.text
