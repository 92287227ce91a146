-- Synthetic rows for benchmarks/questions.py, in the real schema. :reports reports of bodies over seven years.
-- noise(key, salt, below) stands for a whole number from 0 to below - 1 that looks random and is always the same.

create temp table bodies as select rowid as n, * from publishers where level <> 'city';
create temp table years as with recursive y(year) as (select 2019 union all select year + 1 from y where year < 2025)
  select year from y;
create temp table numbers as with recursive c(at) as (select 0 union all select at + 1 from c where at < 199)
  select at from c;
create temp table grounds (at integer, outcome text);
insert into grounds values
  (0, 'refused_state_secret'), (1, 'refused_other_law'), (2, 'refused_security_stability'),
  (3, 'refused_third_party'), (4, 'refused_internal_affairs'), (5, 'refused_deliberative'),
  (6, 'refused_enforcement_file'), (7, 'refused_administrative_inquiry'), (8, 'unavailable_not_held'),
  (9, 'unavailable_needs_creation'), (10, 'unavailable_still_unclear'), (11, 'not_processed_petition'),
  (12, 'not_processed_duplicate'), (13, 'not_processed_publication'), (14, 'not_processed_excessive'),
  (15, 'not_processed_reconfirm');
insert into grounds values (16, 'other_no_correction'), (17, 'other_fee_unpaid'), (18, 'other_remaining');
insert into grounds values (19, 'granted_full'), (20, 'granted_partial'), (21, 'new_received'), (22, 'carried_in'),
  (23, 'handled_total'), (24, 'carried_out');
create temp table checks (at integer, check_id text);
insert into checks values (0, 'T3-BAL'), (1, 'T3-ROW'), (2, 'T3-SUM'), (3, 'T4-SUM'), (4, 'X-REQ'), (5, 'N-SUM'),
  (6, 'Y-CARRY'), (7, 'Y-DEAD'), (8, 'Y-SIM'), (9, 'Y-RY'), (10, 'Y-COPYPLACE');

insert into portals (id, publisher_id, publisher, platform, url, local)
  select 'p' || n, id, name, 'gkmlpt', 'http://' || n || '.example/', 0 from bodies;
insert into runs (id, portal_id, started_at, state, reason)
  select 'r' || id, id, '2026-05-01T00:00:00Z', 'closed', 'finished' from portals;
insert into walks (run_id, portal_id, began, ended, listings, incomplete, whole, complete)
  select 'r' || id, id, '2026-05-01T00:00:00Z', '2026-05-01T01:00:00Z', 20, 0, 1, 1 from portals;
insert into number_series (id, portal_id, kind, series, year, lowest, highest, seen, missing, repeated, gaps)
  select p.rowid * 100 + y.year - 2000, p.id, iif(y.year % 2, 'document_number', 'identifier'), '府', y.year, 1, 40,
    40 - noise(p.rowid, 1, 9), noise(p.rowid, 1, 9), 0, '4, 7–9'
  from portals p cross join years y;

create temp table made as
  select row_number() over (order by b.n, y.year) as n, b.id as publisher_id, b.name as publisher, b.level, b.n as body,
    y.year, 'http://' || b.n || '.example/' || y.year as url
  from bodies b cross join years y limit :reports;
insert into captures (id, run_id, portal_id, url, address, captured_at, outcome, role, sha256, document_id)
  select 'c' || n, 'rp' || body, 'p' || body, url, '/' || year, '2026-05-01T00:30:00Z', 'ok', 'detail',
    printf('%064x', n), n from made;
insert into fetches (id, run_id, portal_id, url, requested_at, outcome, role, capture_id)
  select n, 'rp' || body, 'p' || body, url, '2026-05-01T00:30:00Z', iif(noise(n, 2, 200), 'ok', 'not_found'), 'detail',
    'c' || n from made;
insert into documents (id, portal_id, key, url, title, publisher, publisher_id, kind, published_at, text, capture_id,
    first_seen, last_seen, gone_at)
  select n, 'p' || body, '#' || n, url, year || '年政府信息公开工作年度报告', publisher, publisher_id, 'annual_report',
    (year + 1) || '-01-20', '正文', 'c' || n, '2026-05-01T00:30:00Z', '2026-05-01T00:30:00Z',
    iif(noise(n, 3, 500), null, '2026-06-01T00:00:00Z') from made;
insert into entries (id, portal_id, key, document_id, url, title, published_at, first_seen, last_seen, listed,
    not_listed_at, absences)
  select n, 'p' || body, '#' || n, n, url, '年报', (year + 1) || '-01-20', '2026-05-01T00:10:00Z',
    '2026-05-01T00:10:00Z', noise(n, 4, 50) > 0, iif(noise(n, 5, 20), null, (year + 1) || '-02-25T00:00:00Z'), 0
  from made;
insert into build_addresses (portal_id, address, entry_id, native_id) select 'p' || body, '/' || year, n, n from made;
insert into reports (id, publisher_id, publisher, publisher_level, year, scope, template, title, published_at, grade,
    url, portal_id, document_id, reading_id, capture_id, requests_table, active_disclosure_table,
    review_litigation_table, checks_fail, local)
  select n, publisher_id, publisher, level, year, iif(level = 'county' and n % 3 = 0, 'aggregate', 'own'),
    iif(year < 2021, 't2019', 't2021'), '年报', (year + 1) || '-01-20', 'official', url, 'p' || body, n, n, 'c' || n,
    iif(noise(n, 6, 10), 'present', 'absent'), 'present', 'present', 0, 0 from made;
insert into readings (id, document_id, report_id, standing, grade_reasons, capture_id)
  select n, n, n, 'in_force', '[]', 'c' || n from made;
insert into expectations (id, publisher_id, publisher, publisher_level, year, due_on, status, reason, report_id,
    portal_id)
  select n, publisher_id, publisher, level, year, (year + 1) || '-01-31', iif(noise(n, 7, 8), 'present', 'missing'),
    iif(noise(n, 7, 8), null, 'not_crawled'), iif(noise(n, 7, 8), n, null), 'p' || body from made;

insert into request_outcomes (id, report_id, n, outcome, label, natural_person, total)
  select r.id * 100 + g.at, r.id, g.at, g.outcome, g.outcome, noise(r.id * 25 + g.at, 8, 5),
    iif(g.outcome = 'handled_total', 60, noise(r.id * 25 + g.at, 8, 5) * (r.id % 7 > 0))
  from reports r cross join grounds g where r.requests_table = 'present';
insert into request_groups (report_id, new_received, carried_in, granted_full, granted_partial, handled_total,
    carried_out, refused, unavailable, not_processed, other, refused_state_secret, refused_other_law, refused_security_stability, refused_third_party,
    refused_internal_affairs, refused_deliberative, refused_enforcement_file, refused_administrative_inquiry,
    unavailable_not_held, unavailable_needs_creation, unavailable_still_unclear, not_processed_petition,
    not_processed_duplicate, not_processed_publication, not_processed_excessive, not_processed_reconfirm)
  select id, noise(id, 9, 60) * (id % 7 > 0), 0, 10, 5, 60, 1, 15, 12, 10, 8,
    noise(id, 20, 5), noise(id, 21, 5), noise(id, 22, 5), noise(id, 23, 5),
    noise(id, 24, 5), noise(id, 25, 5), noise(id, 26, 5), noise(id, 27, 5),
    noise(id, 28, 5), noise(id, 29, 5), noise(id, 30, 5), noise(id, 31, 5),
    noise(id, 32, 5), noise(id, 33, 5), noise(id, 34, 5), noise(id, 35, 5)
  from reports where requests_table = 'present';
insert into review_litigation (report_id, review_total, review_corrected, suit_direct_total, suit_direct_corrected,
    suit_after_review_total, suit_after_review_corrected)
  select id, noise(id, 10, 4), noise(id, 11, 2), 1, 0, 0, 0 from reports;
insert into active_disclosure (report_id, normative_documents_issued, normative_documents_repealed,
    normative_documents_in_force, administrative_charges_wan)
  select id, noise(id, 12, 9), 1, noise(id, 13, 90), '12.5' from reports;
insert into figures (id, report_id, reading_id, ref, source, concept, "column", label, value, unit, state, quote, start,
    "end", capture_id, part_of)
  select r.id * 1000 + c.at, r.id, r.id, 'f' || c.at, iif(c.at < 5, 'narrative', 'table'),
    case c.at when 0 then 'items_disclosed_total' when 1 then 'items_disclosed_part' when 2 then 'items_disclosed_part'
      when 3 then 'requests_received' when 4 then 'information_fee_yuan' else 'cell_' || (c.at / 7) end,
    iif(c.at < 5, null, 'column_' || c.at % 7), iif(c.at in (1, 2), '类' || c.at, null),
    noise(r.id * 200 + c.at, 14, 300) * (r.id % 7 > 0), '条', 'number', '主动公开信息', c.at, c.at + 1, r.capture_id,
    iif(c.at in (1, 2), r.id * 1000, null)
  from reports r cross join numbers c;
insert into problems (id, report_id, n, text, start, "end")
  select r.id * 10 + c.at, r.id, c.at, '问题' || noise(r.id * 10 + c.at, 15, 9), 0, 1
  from reports r join numbers c on c.at between 1 and 3;
insert into remedies (id, report_id, n, text, start, "end")
  select r.id * 10 + c.at, r.id, c.at, '措施' || noise(r.id * 10 + c.at, 16, 9), 0, 1
  from reports r join numbers c on c.at between 1 and 3;
-- Forty stored verdicts a report, most of them not assessable, as real reports have.
insert into findings (id, report_id, check_id, "column", verdict, severity, "left", "right", message)
  select r.id * 100 + c.at, r.id, coalesce(k.check_id, 'Z-' || c.at), 'total',
    iif(k.check_id is null or noise(r.id * 100 + c.at, 17, 12), 'not_assessable', 'fail'), 'E',
    iif(k.check_id = 'Y-DEAD', (r.year + 1) || '-03-01', 139), iif(k.check_id = 'Y-DEAD', (r.year + 1) || '-01-31', 113),
    '说明'
  from reports r cross join numbers c left join checks k on k.at = c.at where c.at < 40;
insert into finding_figures (finding_id, figure_id)
  select f.id, f.report_id * 1000 + c.at from findings f join numbers c on c.at < 3 where f.verdict = 'fail';
insert into catalogue_comparisons (id, report_id, figure_id, publisher_id, portal_id, year, label, claimed, listed,
    difference, standing)
  select r.id * 3 + c.at, r.id, r.id * 1000 + c.at, r.publisher_id, r.portal_id, r.year, iif(c.at, '类', null), 139, 113,
    26, 'counted' from reports r join numbers c on c.at < 3;
insert into changes (id, document_id, kind, field, old, new, seen_from, seen_to)
  select id, document_id, 'figure', 'items_disclosed_total', '139', '141', '2026-05-01T00:30:00Z',
    '2026-06-01T00:30:00Z' from reports where noise(id, 18, 20) = 0;
