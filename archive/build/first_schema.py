"""The schema as it was first released: what the first steps of `migrations.py` create. Never edited again."""

from __future__ import annotations

# One string per table: `name` is text, `name:int` a whole number, `name:any` keeps the type of the value given
# (declared BLOB, so SQLite applies no affinity), `name>table` a foreign key to that table's key.
FIRST: dict[str, str] = {
    "publishers": "id name level division_code parent_id source local:int",
    "publisher_names": "publisher_id>publishers name source folded",
    "portals": "id publisher_id>publishers division_code publisher platform url level local:int since expect hosts"
    " status source note last_run",
    "runs": "id portal_id>portals portal_url spider software settings arguments started_at ended_at state reason counts"
    " resumes ledger_read:int",
    "listings": "id:int run_id>runs portal_id>portals node_id node_name url pages:int rows_seen:int total:int"
    " claimed:int complete:int reason at",
    "captures": "id run_id>runs portal_id>portals url address captured_at status:int outcome role platform mime"
    " size:int sha256 warc_file offset:int length:int record_sha256 revisit_of local:int node_id native_id"
    " page_native_id of_address name document_key document_id:int read_state",
    "fetches": "id:int run_id>runs portal_id>portals url method body requested_at status:int outcome role platform"
    " capture_id>captures node_id page:int redirect_to message action replayed_from ip tls",
    "nodes": "id:int portal_id>portals node_id name parent post_count:int jump_url source capture_id>captures"
    " last_seen",
    "documents": "id:int portal_id>portals key url other_urls title publisher publisher_id>publishers kind published_at"
    " written_at generated_at identifier document_number native_id text capture_id>captures reading_id:int"
    " payloads:int local:int first_seen last_seen gone_at",
    "entries": "id:int portal_id>portals key document_id:int>documents native_id url title kind publisher published_at"
    " written_at identifier document_number claims:int first_seen last_seen",
    "claims": "id:int entry_id:int>entries native_id url title kind publisher published_at written_at identifier"
    " document_number other_urls attachments",
    "sightings": "entry_id:int>entries node_id capture_id>captures claim_id:int>claims seen_at",
    "attachments": "id:int document_id:int>documents url name mime size:int sha256 text state capture_id>captures"
    " reading_id:int first_seen last_seen",
    "links": "document_id:int>documents address url name attachment_id:int>attachments",
    "readings": "id:int document_id:int>documents attachment_id:int>attachments report_id:int standing"
    " capture_id>captures sha256 url address reader_version carrier is_annual_report:int kind template template_basis"
    " year:int publisher publisher_level scope text title published_at published_basis generated_at signed_at"
    " identifier document_number script grade grade_reasons tables_present:int sections_found:int figures_read:int"
    " first_seen last_seen",
    "changes": "id:int document_id:int>documents entry_id:int>entries kind field old new seen_from seen_to url"
    " old_capture_id>captures new_capture_id>captures",
    "reports": "id:int publisher_id>publishers publisher publisher_level year:int scope template template_basis title"
    " published_at published_basis generated_at signed_at script grade url portal_id>portals"
    " document_id:int>documents attachment_id:int>attachments reading_id:int>readings"
    " tables_reading_id:int>readings capture_id>captures copies:int"
    " choice active_disclosure_table requests_table review_litigation_table statistics_table contact_address"
    " contact_postcode contact_phone contact_email contact_fax checks_pass:int checks_fail:int checks_uncertain:int"
    " checks_not_assessable:int local:int inputs",
    "sections": "id:int report_id:int>reports n:int key heading text start:int end:int",
    "figures": "id:int report_id:int>reports reading_id:int>readings ref source concept column label axis value:any"
    " unit approx state quote start:int end:int place part_of:int>figures read_by capture_id>captures",
    "request_outcomes": "id:int report_id:int>reports n:int outcome label natural_person:int commercial_enterprise:int"
    " research_institution:int public_welfare_org:int legal_service_org:int other_org:int total:int states",
    "active_disclosure": "report_id:int>reports rules_issued:int rules_repealed:int rules_in_force:int"
    " normative_documents_issued:int normative_documents_repealed:int normative_documents_in_force:int rules_made:int"
    " rules_newly_disclosed:int rules_disclosed_total:int normative_documents_made:int"
    " normative_documents_newly_disclosed:int normative_documents_disclosed_total:int licensing_items_prev_year:int"
    " licensing_items_change:int other_services_items_prev_year:int other_services_items_change:int"
    " penalty_items_prev_year:int penalty_items_change:int compulsory_items_prev_year:int compulsory_items_change:int"
    " charge_items_prev_year:int charge_items_change:int licensing_decisions:int other_services_decisions:int"
    " penalty_decisions:int compulsory_measure_decisions:int administrative_charges_wan:any"
    " central_procurement_projects:int central_procurement_amount:any units states",
    "review_litigation": "report_id:int>reports review_upheld:int review_corrected:int review_other:int"
    " review_pending:int review_total:int suit_direct_upheld:int suit_direct_corrected:int suit_direct_other:int"
    " suit_direct_pending:int suit_direct_total:int suit_after_review_upheld:int suit_after_review_corrected:int"
    " suit_after_review_other:int suit_after_review_pending:int suit_after_review_total:int states",
    "problems": "id:int report_id:int>reports n:int text start:int end:int",
    "remedies": "id:int report_id:int>reports n:int text start:int end:int",
    "findings": "id:int report_id:int>reports check_id row column verdict severity left:any right:any message hint"
    " paths_agree:int",
    "finding_figures": "finding_id:int>findings figure_id:int>figures",
    "expectations": "id:int publisher_id>publishers publisher publisher_level year:int due_on status reason"
    " report_id:int>reports portal_id>portals",
    "issues": "id:int code message quote start:int about portal_id>portals run_id>runs capture_id>captures"
    " document_id:int>documents reading_id:int>readings url at origin",
    "build_state": "key value",
    "build_queue": "stage key",
    "build_addresses": "portal_id address entry_id:int>entries native_id",
}
KEYS: dict[str, tuple[str, ...]] = {
    "publisher_names": ("publisher_id", "name", "source"),
    "sightings": ("entry_id", "node_id", "capture_id"),
    "links": ("document_id", "address"),
    "active_disclosure": ("report_id",),
    "review_litigation": ("report_id",),
    "finding_figures": ("finding_id", "figure_id"),
    "build_state": ("key",),
    "build_queue": ("stage", "key"),
    "build_addresses": ("portal_id", "address", "entry_id"),
}
# Foreign keys that close a circle; added once both tables are there.
CIRCLES = (
    ("captures", "document_id", "documents"),
    ("documents", "reading_id", "readings"),
    ("attachments", "reading_id", "readings"),
    ("readings", "report_id", "reports"),
)
INDEXES: dict[str, tuple[str, ...]] = {
    "runs": ("portal_id",),
    "listings": ("run_id", "portal_id node_id", "complete"),
    "fetches": ("run_id", "portal_id", "outcome", "capture_id"),
    "captures": (
        "run_id",
        "portal_id address",
        "portal_id document_key",
        "portal_id of_address",
        "sha256",
        "document_id",
    ),
    "nodes": ("portal_id node_id",),
    "documents": (
        "portal_id publisher",
        "kind",
        "publisher",
        "publisher_id",
        "published_at",
        "capture_id",
        "reading_id",
    ),
    "entries": ("portal_id key", "portal_id publisher", "document_id", "published_at", "url"),
    "claims": ("entry_id",),
    "sightings": ("capture_id", "claim_id"),
    "attachments": ("document_id", "mime", "capture_id", "reading_id"),
    "links": ("address", "attachment_id"),
    "readings": ("document_id", "attachment_id", "report_id", "is_annual_report", "capture_id"),
    "changes": ("document_id entry_id", "entry_id", "kind", "seen_to", "old_capture_id", "new_capture_id"),
    "reports": (
        "year",
        "publisher",
        "publisher_level",
        "template",
        "portal_id",
        "document_id",
        "attachment_id",
        "reading_id",
        "tables_reading_id",
        "capture_id",
        "requests_table",
        "grade",
    ),
    "sections": ("report_id", "key"),
    "figures": ("report_id", "concept column", "state", "reading_id", "part_of", "capture_id"),
    "request_outcomes": ("report_id", "outcome"),
    "problems": ("report_id",),
    "remedies": ("report_id",),
    "build_addresses": ("entry_id",),
    "findings": ("report_id", "check_id verdict", "verdict", "severity"),
    "finding_figures": ("figure_id",),
    "expectations": ("publisher_id", "year", "status", "reason", "report_id"),
    "issues": ("origin", "code", "portal_id", "document_id", "run_id", "capture_id", "reading_id"),
}
# The lines of table 3 that stand alone, and the groups that print no subtotal: name, pattern, lines in the templates.
SINGLE = ("new_received", "carried_in", "granted_full", "granted_partial", "handled_total", "carried_out")
GROUPS = (
    ("refused", "refused\\_%", "8"),
    ("unavailable", "unavailable\\_%", "3"),
    ("not_processed", "not\\_processed\\_%", "5"),
    ("other", "other\\_%", "1, 3"),
)
TYPES = {"": "TEXT", "int": "INTEGER", "any": "BLOB"}
# Contentless FTS5 tables over overlapping bigrams of folded text; rowid is the id of the row that is searched.
# Columns are plain words, so any SQLite 3 with FTS5 can query them; docs/ says how a query is written by hand.
SEARCH: dict[str, str] = {
    "documents_fts": "title, publisher, text",
    "reports_fts": "title, publisher, text",
    "problems_fts": "text",
    "remedies_fts": "text",
}
