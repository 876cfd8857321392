-- Payloads whose bytes are in the books already: recognised when they land, put aside unread, and heard of all the same.

alter table hub.payload drop constraint payload_outcome_check;
alter table hub.payload add constraint payload_outcome_check check (outcome in ('merged', 'refused', 'duplicate'));
create index payload_by_content on hub.payload (connector, sha256) where outcome = 'merged';

create or replace view evidence.feed as
select f.connector, f.known_since, max(r.started_at) as last_run_at,
       max(r.ended_at) filter (where (r.read > 0 or z.repeated) and r.outcome in ('succeeded', 'partial')) as last_rows_at,
       max(r.ended_at) filter (where r.new + r.changed + r.withdrawn > 0) as last_news_at,
       max(r.ended_at) filter (where r.read = 0 and r.outcome in ('succeeded', 'zero_report') and z.document) as last_zero_report_at,
       max(r.ended_at) filter (where r.read = 0 and r.outcome in ('succeeded', 'zero_report') and not z.document and not z.repeated) as last_empty_at
from hub.feed f
left join hub.run r on r.connector = f.connector
left join lateral (
    select coalesce(bool_or(p.document and p.outcome is distinct from 'duplicate'), false) as document, coalesce(bool_or(p.outcome = 'duplicate'), false) as repeated
    from hub.payload p where p.run_id = r.run_id and r.read = 0) z on true
group by f.connector, f.known_since;

create or replace view evidence.silence as
select connector, kind, since, due_on, raised_at, closed_at from hub.silence
union all
select r.connector, case when z.document then 'zero_report' else 'empty_answer' end, r.ended_at, null, r.ended_at, r.ended_at
from hub.run r
cross join lateral (
    select coalesce(bool_or(p.document and p.outcome is distinct from 'duplicate'), false) as document, coalesce(bool_or(p.outcome = 'duplicate'), false) as repeated
    from hub.payload p where p.run_id = r.run_id) z
where r.read = 0 and r.step = 'ended' and r.outcome in ('succeeded', 'zero_report') and (z.document or not z.repeated);
