-- Repairs and objections that platforms tell become acts: which one, or (Chinese) why it waits and what a person can do.
alter table hub.feedback add column act_no bigint, add column finding text;
drop index hub.feedback_open;
create index feedback_waiting on hub.feedback (platform_no) where state in ('open', 'unknown_record');

create or replace view evidence.feedback as
select p.name as platform, f.feedback_id, f.record_id, f.kind, f.code, f.field, f.message, f.said_at, f.read_at, f.state, f.act_no, f.finding
from hub.feedback f join hub.platform p using (platform_no);

-- How the sender fares, as it last told: dataset_no 0 is the platform as a whole. Written when a circuit opens or closes, and when sizes have changed.
create table hub.circuit (
    platform_no smallint not null references hub.platform,
    dataset_no  smallint not null,
    is_open     boolean not null,
    since       timestamptz not null,
    reason      text,
    records     integer not null,
    bytes       integer not null,
    told_at     timestamptz not null default clock_timestamp(),
    primary key (platform_no, dataset_no)
) with (fillfactor = 10);

-- circuit: closed (packets go out), open (too much failed: one small try at a time until one succeeds), paused (a person must act).
-- packet_records, packet_bytes: how large packets may be now, by what the platform states and how it has taken earlier ones.
create view evidence.delivery as
select p.name as platform, null::text as dataset, null::text as edition,
       case when p.paused_reason is not null then 'paused' when c.is_open then 'open' else 'closed' end as circuit,
       case when p.paused_reason is not null then p.paused_at else c.since end as since, coalesce(p.paused_reason, c.reason) as reason,
       c.records as packet_records, c.bytes as packet_bytes, c.told_at
from hub.platform p left join hub.circuit c on c.platform_no = p.platform_no and c.dataset_no = 0
union all
select p.name, d.code, d.edition, case when z.code is not null then 'paused' when c.is_open then 'open' else 'closed' end,
       coalesce(z.since, c.since), coalesce(z.reason, c.reason), c.records, c.bytes, c.told_at
from hub.circuit c
join hub.platform p using (platform_no)
join hub.dataset d using (dataset_no)
left join hub.dataset_pause z on z.platform_no = c.platform_no and z.code = d.code;

-- Packets whose platform will decide later, and records whose decision did not come within the days allowed (parked for a person).
create view evidence.receipt_due as
select p.name as platform, k.packet_id, k.receipt_no, k.sent_at, k.asks, k.next_ask_at, 'awaited' as state, cardinality(k.versions) as records
from hub.packet k
join hub.platform p using (platform_no)
cross join lateral (select a.outcome from hub.attempt a where a.packet_no = k.packet_no order by a.attempt desc limit 1) a
where k.state = 'open' and a.outcome = 'answered'
union all
select p.name, k.packet_id, k.receipt_no, k.sent_at, k.asks, null, 'overdue', count(*)::integer
from hub.settlement s
join hub.packet k using (packet_no)
join hub.platform p on p.platform_no = s.platform_no
where s.state = 'parked' and k.state = 'overdue'
group by p.name, k.packet_id, k.receipt_no, k.sent_at, k.asks;
