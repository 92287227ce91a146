"""The schema in words and in the file are one, and the file is one that plain sqlite3 can use."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database

from archive.build import store
from archive.build.describe import PAGE, STATES, page
from archive.build.migrations import migrations
from archive.build.schema import all_tables
from archive.build.search import COLUMNS
from archive.checks import REGISTRY
from archive.report.concepts import concepts

# Columns that other tools rely on; none of them is ever renamed.
CONTRACT = {
    "documents": "id portal_id url title publisher kind published_at text capture_id first_seen last_seen gone_at",
    "attachments": "id document_id url name mime size sha256 text capture_id",
    "reports": "id publisher_id publisher publisher_level year scope template title published_at document_id"
    " reading_id",
    "figures": "id report_id reading_id source concept column label axis value unit approx state quote start end place"
    " part_of capture_id",
    "problems": "report_id n text start end",
    "remedies": "report_id n text start end",
    "findings": "id report_id check_id row column verdict severity left right message hint paths_agree",
    "finding_figures": "finding_id figure_id",
    "listings": "run_id portal_id node_id url pages rows_seen total claimed complete reason",
    "fetches": "run_id url requested_at status outcome capture_id",
    "changes": "id document_id kind field old new seen_from seen_to",
    "captures": "id run_id url captured_at status mime sha256 warc_file offset length revisit_of",
}
TABLES = (
    "publishers publisher_names portals runs listings fetches captures nodes entries sightings documents attachments"
    " readings reports sections figures request_outcomes active_disclosure review_litigation problems remedies findings"
    " changes expectations issues"
)


@pytest.fixture
def fresh(tmp_path: Path) -> sqlite3.Connection:
    conn = store.connect(tmp_path / "gongkai.db")
    migrations.apply(Database(conn))
    return conn


def test_every_table_and_column_is_described(fresh: sqlite3.Connection) -> None:
    db = Database(fresh)
    hidden = {name for name in db.table_names() if name.startswith("_") or "_fts" in name}
    assert set(db.table_names()) - hidden == set(all_tables())
    for table in all_tables().values():
        assert [(c.name, c.type) for c in db.table(table.name).columns] == [(c.name, c.type) for c in table.columns]
        assert tuple(db.table(table.name).pks) == table.key
        foreign = {f"{fk.column} {fk.other_table}.{fk.other_column}" for fk in db.table(table.name).foreign_keys}
        assert foreign == {f"{c.name} {c.to}" for c in table.columns if c.to}
        assert all(column.about for column in table.columns)


def test_the_nouns_and_columns_others_rely_on_are_there() -> None:
    tables = all_tables()
    assert set(TABLES.split()) <= set(tables)
    for name, columns in CONTRACT.items():
        assert set(columns.split()) <= {column.name for column in tables[name].columns}


def test_the_readme_names_every_table_concept_state_and_check() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert page() == text, "run: python -m archive.build.describe"
    named = [*all_tables(), *concepts(), *STATES, *REGISTRY]
    assert [name for name in named if f"`{name}`" not in text] == []


def test_every_foreign_key_is_led_by_an_index(fresh: sqlite3.Connection) -> None:
    db = Database(fresh)
    for table in all_tables().values():
        leading = {index.columns[0] for index in db.table(table.name).indexes} | {table.key[0]}
        # Small tables are scanned; the portal is never looked up alone from a large one.
        wanted = {c.name for c in table.columns if c.to} - {"portal_id", "publisher_id"}
        if table.name not in ("nodes",):
            assert wanted <= leading, table.name


def test_exact_columns_keep_the_type_they_are_given(fresh: sqlite3.Connection) -> None:
    values = [139, "190.457379", "0.10", "00", 0, None, "12345678901234567890"]
    fresh.execute("pragma foreign_keys = off")
    store.insert(fresh, "figures", ({"id": n, "report_id": 1, "value": value} for n, value in enumerate(values)))
    found = [row[0] for row in fresh.execute("select value from figures order by id")]
    assert found == values
    assert [type(value) for value in found] == [type(value) for value in values]


def test_integers_past_63_bits_are_kept_as_text(fresh: sqlite3.Connection) -> None:
    fresh.execute("pragma foreign_keys = off")
    store.insert(fresh, "figures", [{"id": 1, "report_id": 1, "value": 10**30}])
    assert fresh.execute("select value from figures").fetchone()[0] == "1" + "0" * 30


def test_lone_surrogates_can_be_stored(fresh: sqlite3.Connection) -> None:
    store.insert(fresh, "portals", [{"id": "p", "publisher": "甲\ud83d乙"}])
    assert fresh.execute("select publisher from portals").fetchone()[0] == "甲\ufffd乙"


def test_search_tables_are_read_by_plain_sqlite(fresh: sqlite3.Connection) -> None:
    assert fresh.execute("select count(*) from documents_fts where documents_fts match '\"公开\"'").fetchone()[0] == 0
    assert set(COLUMNS) == {row[0] for row in fresh.execute("select name from sqlite_master where name like '%_fts'")}


def test_sync_touches_only_what_differs(fresh: sqlite3.Connection) -> None:
    first = {"stage": "entry", "key": "a"}
    assert store.sync(fresh, "build_queue", {}, [first, {"stage": "entry", "key": "b"}]) == 2
    before = fresh.total_changes
    assert store.sync(fresh, "build_queue", {}, [{"stage": "entry", "key": "b"}, first]) == 0
    assert fresh.total_changes == before
    assert store.sync(fresh, "build_queue", {}, [first]) == 1
    assert [tuple(row) for row in fresh.execute("select * from build_queue")] == [("entry", "a")]


def test_two_rows_with_one_key_are_an_error_and_never_a_mix_up(fresh: sqlite3.Connection) -> None:
    rows = [{"key": "k", "value": "1"}, {"key": "k", "value": "2"}]
    with pytest.raises(sqlite3.IntegrityError, match="build_state"):
        store.sync(fresh, "build_state", {}, rows)


def test_a_failed_batch_leaves_nothing(fresh: sqlite3.Connection) -> None:
    def write() -> None:
        with store.batch(fresh):
            store.set_state(fresh, "k", "v")
            store.insert(fresh, "runs", [{"id": "r", "portal_id": "nowhere"}])

    with pytest.raises(sqlite3.IntegrityError):
        write()
    assert store.state(fresh, "k") is None
