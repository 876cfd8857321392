-- When a feed is to be heard of again, and since when it is silent: a missed slot, a stale feed, a zero report and an empty answer are four different things.

-- Silence. When the hub first knew a connector: what never came is silent since then.
create table hub.feed (
    connector   text primary key,
    known_since timestamptz not null default clock_timestamp()
);
insert into hub.feed (connector, known_since) select connector, min(started_at) from hub.run group by connector;

-- A payload that somebody made to be read, such as a form: without rows it says that there is nothing (a zero report); an answer without rows says less.
alter table hub.payload add column document boolean not null default false;

create table hub.silence (
    connector text not null,
    kind      text not null check (kind in ('missed_slot', 'stale')),
    since     timestamptz not null,
    due_on    date,
    raised_at timestamptz not null default clock_timestamp(),
    closed_at timestamptz
);
create unique index silence_open on hub.silence (connector, kind) where closed_at is null;

create view evidence.feed as
select f.connector, f.known_since, max(r.started_at) as last_run_at,
       max(r.ended_at) filter (where r.read > 0 and r.outcome in ('succeeded', 'partial')) as last_rows_at,
       max(r.ended_at) filter (where r.new + r.changed + r.withdrawn > 0) as last_news_at,
       max(r.ended_at) filter (where r.read = 0 and r.outcome in ('succeeded', 'zero_report') and z.document) as last_zero_report_at,
       max(r.ended_at) filter (where r.read = 0 and r.outcome in ('succeeded', 'zero_report') and not z.document) as last_empty_at
from hub.feed f
left join hub.run r on r.connector = f.connector
left join lateral (select exists (select 1 from hub.payload p where p.run_id = r.run_id and p.document) as document where r.read = 0) z on true
group by f.connector, f.known_since;

create view evidence.silence as
select connector, kind, since, due_on, raised_at, closed_at from hub.silence
union all
select r.connector, case when exists (select 1 from hub.payload p where p.run_id = r.run_id and p.document) then 'zero_report' else 'empty_answer' end,
       r.ended_at, null, r.ended_at, r.ended_at
from hub.run r where r.read = 0 and r.step = 'ended' and r.outcome in ('succeeded', 'zero_report');

create or replace view evidence.payload as
select payload_id, run_id, connector, name, sha256, bytes, received_at,
       outcome is not distinct from 'merged' as complete, rows, outcome, reason, document
from hub.payload;
