"""Views for people who ask the file by hand, as step `m007_views` creates them. Never edited: a change is a step."""

from __future__ import annotations

VIEWS: dict[str, str] = {
    "report_findings": """
        select findings.id, reports.publisher, reports.publisher_id, reports.publisher_level, reports.year,
          reports.scope, reports.template, findings.check_id, findings."row", findings."column", findings.verdict,
          findings.severity, findings."left", findings."right", findings.message, findings.hint,
          findings.paths_agree, findings.report_id, reports.url
        from findings join reports on reports.id = findings.report_id
    """,
    # A page may be reached through several lines: it was not listed only while none of them was.
    "report_windows": """
        select reports.id as report_id, reports.publisher_id, reports.publisher, reports.publisher_level, reports.year,
          reports.scope, reports.published_at,
          (select iif(count(*) = count(not_listed_at) and min(not_listed_at) < documents.first_seen,
             min(not_listed_at), null) from entries where document_id = documents.id) as not_listed_at,
          (select min(first_seen) from entries where document_id = documents.id) as first_listed,
          documents.first_seen as first_captured, reports.url
        from reports join documents on documents.id = reports.document_id
    """,
    # How rare a gap is says what it is worth: where most numbers of a kind are missing, numbers are not consecutive.
    "number_gaps": """
        select number_series.id, number_series.portal_id, portals.publisher, number_series.kind, number_series.series,
          number_series.year, number_series.lowest, number_series.highest, number_series.seen, number_series.missing,
          round(1.0 * number_series.missing / (number_series.highest - number_series.lowest + 1), 4) as missing_share,
          base.base_rate, base.base_series,
          number_series.repeated, number_series.gaps,
          (select complete from walks where walks.portal_id = number_series.portal_id and whole = 1
           order by began desc limit 1) as catalogue_complete
        from number_series join portals on portals.id = number_series.portal_id
        join (select kind, count(*) as base_series,
                round(1.0 * sum(missing) / sum(highest - lowest + 1), 4) as base_rate
              from number_series group by kind) base on base.kind = number_series.kind
    """,
}
