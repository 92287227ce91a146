"""The schema as an ordered list of steps. A step, once released, is never edited: a change is the next step.

Steps create and alter; what the columns mean stands in `schema.py`. Contents need no steps: `build` derives every row
again from the captures whenever the schema or the reading code has changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils.migrations import Migrations

from archive.build.first_schema import CIRCLES, FIRST, GROUPS, INDEXES, KEYS, SEARCH, SINGLE, TYPES
from archive.build.views import VIEWS

if TYPE_CHECKING:
    from sqlite_utils import Database

migrations = Migrations("gongkai")

# Tables of later steps, in the form of `FIRST`.
WALKS = "run_id>runs portal_id>portals began ended listings:int incomplete:int whole:int complete:int reason"
COMPARISONS = (
    "id:int report_id:int>reports figure_id:int>figures publisher_id>publishers portal_id>portals year:int label axis"
    " claimed:any approx node_id listed:int vanished:int undated:int difference:int standing reason run_id>runs"
    " seen_from seen_to"
)
SERIES = "id:int portal_id>portals kind series year:int lowest:int highest:int seen:int missing:int repeated:int gaps"
LATER_INDEXES = {
    "walks": ("portal_id",),
    "catalogue_comparisons": ("report_id", "figure_id", "portal_id", "run_id", "standing"),
    "number_series": ("portal_id", "kind year"),
    "entries": ("portal_id published_at", "not_listed_at"),
    "figures": ("report_id concept",),
}
REQUEST_GROUPS = (
    "report_id:int>reports new_received:int carried_in:int granted_full:int granted_partial:int"
    " refused_state_secret:int refused_other_law:int refused_security_stability:int refused_third_party:int"
    " refused_internal_affairs:int refused_deliberative:int refused_enforcement_file:int"
    " refused_administrative_inquiry:int refused:int unavailable_not_held:int unavailable_needs_creation:int"
    " unavailable_still_unclear:int unavailable:int not_processed_petition:int not_processed_duplicate:int"
    " not_processed_publication:int not_processed_excessive:int not_processed_reconfirm:int not_processed:int"
    " other_handling:int other_no_correction:int other_fee_unpaid:int other_remaining:int other:int"
    " handled_total:int carried_out:int"
)


def create(db: Database, name: str, spec: str, key: tuple[str, ...] = ("id",)) -> None:
    """Create one table from its line, as in `FIRST`."""
    columns: dict[str, str] = {}
    foreign: list[tuple[str, str, str]] = []
    for word in spec.split():
        field, _, other = word.partition(">")
        column, _, kind = field.partition(":")
        columns[column] = TYPES[kind]
        if other:
            foreign.append((column, other, "id"))
    db.table(name).create(columns, pk=key if len(key) > 1 else key[0], foreign_keys=foreign, not_null=key)


@migrations()
def m001_tables(db: Database) -> None:
    for name, spec in FIRST.items():
        create(db, name, spec, KEYS.get(name, ("id",)))
    for table, column, other in CIRCLES:
        db.table(table).add_foreign_key(column, other, "id")


@migrations()
def m002_indexes(db: Database) -> None:
    for name, indexes in INDEXES.items():
        for columns in indexes:
            db.table(name).create_index(columns.split())
    db.table("reports").create_index(["publisher_id", "year", "scope"], unique=True)


@migrations()
def m003_search(db: Database) -> None:
    for name, columns in SEARCH.items():
        db.execute(f"create virtual table {name} using fts5({columns}, content='')")


@migrations()
def m004_views(db: Database) -> None:
    db.create_view(
        "reading_texts",
        """
        select readings.id, coalesce(readings.text, attachments.text, documents.text) as text
        from readings join documents on documents.id = readings.document_id
        left join attachments on attachments.id = readings.attachment_id
        """,
    )
    db.create_view(
        "report_figures",
        """
        select figures.id, reports.publisher, reports.publisher_id, reports.publisher_level, reports.year,
          reports.scope, reports.template, figures.source, figures.concept, figures."column", figures.label,
          figures.value, cast(figures.value as real) as number, figures.unit, figures.approx, figures.state,
          figures.quote, figures.report_id, figures.capture_id
        from figures join reports on reports.id = figures.report_id
        """,
    )
    # A group's sum stands only if every line of it is there and states a number: a blank is not a zero.
    groups = ",\n".join(
        f"case when count(*) filter (where outcome like '{like}' escape '\\') in ({lines})"
        f" and count(total) filter (where outcome like '{like}' escape '\\') in ({lines})"
        f" then sum(total) filter (where outcome like '{like}' escape '\\') end as {name}"
        for name, like, lines in GROUPS
    )
    single = ",\n".join(f"max(total) filter (where outcome = '{name}') as {name}" for name in SINGLE)
    grouped = f"select report_id, {single},\n{groups}\nfrom request_outcomes group by report_id"
    db.create_view("request_groups", grouped)


@migrations()
def m005_time(db: Database) -> None:
    """When lines are there and when not; how whole a crawl was; what reports claim beside what the catalogue lists."""
    for column, kind in (("listed", int), ("not_listed_at", str), ("absent_since", str), ("absences", int)):
        db.table("entries").add_column(column, kind)
    for column in ("basis", "detail"):
        db.table("expectations").add_column(column, str)
    create(db, "walks", WALKS, ("run_id",))
    create(db, "catalogue_comparisons", COMPARISONS)
    create(db, "number_series", SERIES)
    db.execute("drop index idx_figures_report_id")  # "report_id concept" serves for both
    for table, indexes in LATER_INDEXES.items():
        for columns in indexes:
            db.table(table).create_index(columns.split())


@migrations()
def m006_groups(db: Database) -> None:
    """Table 3 one row per report, as a table: as a view its groups were worked out anew for every question."""
    db.execute("drop view request_groups")
    create(db, "request_groups", REQUEST_GROUPS, ("report_id",))


@migrations()
def m007_views(db: Database) -> None:
    for name, sql in VIEWS.items():
        db.create_view(name, sql)
