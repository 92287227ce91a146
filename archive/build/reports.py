"""Stage three: reports from the readings in force, and what the checks say about them, alone and between years."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from hashlib import blake2b

import msgspec
from msgspec.structs import replace

from archive.build import report_rows, search, store, wide
from archive.build.joined import joined
from archive.build.plans import Plan
from archive.build.publishers import Registry
from archive.build.readings import Readings
from archive.build.retract import families, retract, searched, unindex
from archive.build.store import Row
from archive.build.versions import original_of, task_of
from archive.checks import ReportFacts, across, facts_of
from archive.errors import EvidenceError
from archive.model import Finding, Reading

BATCH = 25  # reports of one transaction
VERDICTS = ("pass", "fail", "uncertain", "not_assessable")


class Deriver:
    """Derives the reports of whole families: bodies whose reports are compared with each other."""

    def __init__(
        self, conn: sqlite3.Connection, readings: Readings, registry: Registry, plans: dict[int, Plan]
    ) -> None:
        self.conn, self.readings, self.registry, self.plans = conn, readings, registry, plans
        self.by_family: defaultdict[str, list[Plan]] = defaultdict(list)
        for plan in plans.values():
            self.by_family[families(plan.publisher_id)[0]].append(plan)

    def queue(self) -> None:
        """Take back reports that no reading supports any more; queue the families in which anything changed."""
        stored = {row["id"]: row for row in self.conn.execute("select id, publisher_id, inputs from reports")}
        with store.batch(self.conn):
            for report_id in stored.keys() - self.plans.keys():
                retract(self.conn, store.select(self.conn, "reports", {"id": report_id})[0])
            for plan in self.plans.values():
                old = stored.get(plan.report_id)
                if old is None or old["inputs"].partition("/")[0] != plan.inputs:
                    store.enqueue(self.conn, "family", families(plan.publisher_id))

    def work(self, tell: Callable[[int, int], object]) -> int:
        """Derive every queued family; return how many reports were written."""
        total, done, changed = store.waiting(self.conn, "family"), 0, 0
        while found := store.queued(self.conn, "family", 1):
            changed += self._family(found[0])
            with store.batch(self.conn):
                store.dequeue(self.conn, "family", found)
            done += 1
            tell(done, total)
        return changed

    def _family(self, family: str) -> int:
        members = self.by_family.get(family, [])
        facts: list[ReportFacts] = []
        verdicts: dict[int, list[Finding]] = {}
        for plan in members:
            reading = self._reading(plan)
            verdicts[plan.report_id] = list(reading.findings)
            facts += self._facts(plan, reading)
        for publisher_id in {plan.publisher_id for plan in members if plan.scope == "aggregate"}:
            for plan in self.by_family.get(publisher_id, []):
                if plan.report_id not in verdicts:
                    facts += self._facts(plan, self._reading(plan))
        facts.sort(key=lambda one: (one.publisher_id, one.scope, one.year))
        for report_id, finding in across(facts):
            if report_id in verdicts:
                verdicts[report_id].append(finding)
        return self._write_all(members, verdicts)

    def _reading(self, plan: Plan) -> Reading:
        """Return the reading in force, with year, publisher and level as the report has them."""
        publisher, reading = self.registry.rows[plan.publisher_id], self._read(plan.chosen)
        level = publisher["level"] or reading.publisher_level
        reading = replace(reading, year=plan.year, publisher=publisher["name"], publisher_level=level)
        return reading if plan.tables is None else joined(reading, self._read(plan.tables))

    def _read(self, row: Row) -> Reading:
        found = self.conn.execute(
            "select * from captures where portal_id = ? and address = ? and sha256 = ?"
            " and role in ('detail', 'attachment') and read_state not null order by captured_at desc, id desc limit 1",
            (row["portal_id"], row["address"], row["sha256"]),
        ).fetchone()
        capture = dict(found) if found else {"sha256": None}
        original = original_of(self.conn, capture)
        reading = self.readings.one(task_of(capture, original)).reading if original else None
        if reading is None:
            raise EvidenceError(f"{row['url']}: the capture of the reading in force can no longer be read; run verify")
        return reading

    def _facts(self, plan: Plan, reading: Reading) -> list[ReportFacts]:
        published_at, basis = self._published(plan, reading)
        found = facts_of(
            replace(reading, published_at=published_at, published_basis=basis),
            report_id=plan.report_id,
            publisher_id=plan.publisher_id,
            parent_id=self.registry.rows[plan.publisher_id]["parent_id"],
            published_at=published_at,
        )
        return [found] if found else []

    def _published(self, plan: Plan, reading: Reading) -> tuple[str | None, str | None]:
        """Return the publication date and its basis; what the catalogue says stands before a date of generation."""
        document = self._document(plan)["published_at"]
        weak = reading.published_at is None or reading.published_basis == "generated"
        if weak and document is not None and document != reading.published_at:
            return document, "catalogue"
        return reading.published_at, reading.published_basis

    def _document(self, plan: Plan) -> Row:
        return store.select(self.conn, "documents", {"id": plan.chosen["document_id"]})[0]

    def _write_all(self, members: list[Plan], verdicts: dict[int, list[Finding]]) -> int:
        todo = [(plan, f"{plan.inputs}/{_digest(verdicts[plan.report_id])}") for plan in members]
        stored = dict(self.conn.execute("select id, inputs from reports").fetchall())
        todo = [(plan, inputs) for plan, inputs in todo if stored.get(plan.report_id) != inputs]
        for start in range(0, len(todo), BATCH):
            with store.batch(self.conn):
                for plan, inputs in todo[start : start + BATCH]:
                    self._write(plan, verdicts[plan.report_id], inputs)
        return len(todo)

    def _write(self, plan: Plan, verdicts: list[Finding], inputs: str) -> None:
        conn, report_id, reading = self.conn, plan.report_id, self._reading(plan)
        old = store.select(conn, "reports", {"id": report_id})
        if old:
            unindex(conn, old[0])
        report = self._report(plan, reading, verdicts) | {"inputs": inputs}
        store.sync(conn, "reports", {"id": report_id}, [report])
        here = {"report_id": report_id}
        store.sync(conn, "catalogue_comparisons", here, [])  # they rest on figures that may go; made anew afterwards
        store.enqueue(conn, "comparison", [report["portal_id"]])
        store.sync(conn, "figures", here, report_rows.figure_rows(report, reading, self._carrier(plan.tables)))
        store.sync(conn, "sections", here, report_rows.section_rows(report_id, reading))
        outcomes = wide.request_outcomes(report_id, reading)
        store.sync(conn, "request_outcomes", here, outcomes)
        store.sync(conn, "request_groups", here, wide.request_groups(report_id, outcomes))
        store.sync(conn, "active_disclosure", here, wide.active_disclosure(report_id, reading))
        store.sync(conn, "review_litigation", here, wide.review_litigation(report_id, reading))
        items = {
            name: report_rows.item_rows(name, report_id, getattr(reading, name)) for name in ("problems", "remedies")
        }
        for name, rows in items.items():
            store.sync(conn, name, here, rows)
        self._findings(report_id, verdicts, report_rows.figure_ids(report_id, reading))
        self._stand(plan)
        search.add(conn, "reports_fts", report_id, searched(conn, report))
        for name, rows in items.items():
            for row in rows:
                search.add(conn, f"{name}_fts", row["id"], [row["text"]])

    def _report(self, plan: Plan, reading: Reading, verdicts: list[Finding]) -> Row:
        document = self._document(plan)
        published_at, basis = self._published(plan, reading)
        counts = Counter[str](finding.verdict for finding in verdicts)
        same = ("template", "template_basis", "generated_at", "signed_at", "script")
        contact = msgspec.structs.asdict(reading.contact)
        return {
            "id": plan.report_id,
            "publisher_id": plan.publisher_id,
            "publisher": reading.publisher,
            "publisher_level": reading.publisher_level,
            "year": plan.year,
            "scope": plan.scope,
            **{name: getattr(reading, name) for name in same},
            "title": reading.title or document["title"],
            "published_at": published_at,
            "published_basis": basis,
            "grade": plan.chosen["grade"],
            "url": plan.chosen["url"],
            "portal_id": document["portal_id"],
            "document_id": document["id"],
            "attachment_id": plan.chosen["attachment_id"],
            "reading_id": plan.chosen["id"],
            "tables_reading_id": plan.tables["id"] if plan.tables else None,
            "capture_id": self._carrier(plan.chosen)["capture_id"],
            "copies": len(plan.others),
            "choice": plan.choice(),
            **{f"{name}_table": state for name, state in reading.tables.items()},
            **{f"contact_{name}": value for name, value in contact.items()},
            **{f"checks_{verdict}": counts[verdict] for verdict in VERDICTS},
            "local": document["local"],
        }

    def _carrier(self, row: Row | None) -> Row:
        """Return the stored row of a reading, which names the capture that holds its bytes; nothing for none."""
        return store.select(self.conn, "readings", {"id": row["id"]})[0] if row else {}

    def _findings(self, report_id: int, verdicts: list[Finding], ids: dict[str, int]) -> None:
        rows, used = report_rows.finding_rows(report_id, verdicts, ids)
        # Which figures a finding rests on is small; it is written anew rather than compared.
        self.conn.execute(
            "delete from finding_figures where finding_id in (select id from findings where report_id = ?)",
            (report_id,),
        )
        store.sync(self.conn, "findings", {"report_id": report_id}, rows)
        store.insert(self.conn, "finding_figures", used)

    def _stand(self, plan: Plan) -> None:
        """Write down which readings are this report, and how each stands."""
        tables = [plan.tables] if plan.tables else []
        standings = [("in_force", [plan.chosen]), ("supplies_tables", tables)]
        standings += [("other_copy", plan.others), ("superseded", plan.superseded)]
        for standing, rows in standings:
            self.conn.executemany(
                "update readings set report_id = ?, standing = ? where id = ?",
                ((plan.report_id, standing, row["id"]) for row in rows),
            )


def _digest(verdicts: Iterable[Finding]) -> str:
    return blake2b(msgspec.json.encode(list(verdicts)), digest_size=16).hexdigest()
