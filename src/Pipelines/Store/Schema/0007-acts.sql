-- Acts: what takes a record back, holds, marks or corrects it, or lets it go again. What becomes of a record is a function of the acts in
-- force on it (src/Pipelines/Effects/README.md); hub.head.operation says where it stands: P published, M published as acts have marked or
-- corrected it, W withdrawn and kept so whatever the supplier sends, D gone at the supplier and published again when it comes back.

create table hub.act (
    act_no      bigint generated always as identity primary key,
    -- the record that is the act (a repair, an objection, …) and its newest version; null: made at the hub
    source_no   bigint unique,
    version_no  bigint,
    action      text not null check (action in ('none', 'withdraw', 'hold', 'mark', 'correct', 'release')),
    reason      text check (reason in ('REPAIR', 'OBJECTION', 'EXPIRED', 'REVOKED', 'DELETED', 'EXEMPT')),
    author      text,
    document    text,
    note        text,
    field       text,
    value       text,
    from_day    date,
    to_day      date,
    -- what it names: a dataset, a number in the form numbers are compared by, a code, a digest of a name
    dataset     text,
    number      text collate "C",
    code        text collate "C",
    name_digest text collate "C",
    record_no   bigint,
    state       text not null check (state in ('open', 'found', 'unclear', 'void')),
    finding     text,
    run_id      bigint not null,
    payload_id  bigint not null,
    line        integer not null,
    made_at     timestamptz not null default clock_timestamp(),
    ended_at    timestamptz,
    ended_by    bigint,
    check ((state = 'found') = (record_no is not null)),
    check (reason is not null or action = 'release')
);
create index act_of_record on hub.act (record_no) where record_no is not null;
create index act_open on hub.act (dataset) where state in ('open', 'unclear') and ended_at is null;
create index act_starting on hub.act (from_day) where from_day is not null and ended_at is null;
create index act_dated on hub.act (to_day) where to_day is not null and ended_at is null;

-- The numbers of records whose subject has no unified code: the others are found by their code.
create table hub.reference (
    dataset   text not null,
    number    text collate "C" not null,
    record_no bigint not null,
    primary key (dataset, number, record_no)
);

-- Set: the version was made by an act of this number and is not a source row's own.
alter table hub.record_version add column act_no bigint;
create index record_version_withdrawn on hub.record_version (stored_at) where operation = 'W';

-- A packet cut into others may yet be executed by its platform.
create index packet_split on hub.packet (platform_no) where state = 'split';

create or replace view evidence.row as
select v.run_id, v.payload_id, v.line, case when v.version = 1 then 'new' else 'changed' end as disposition,
       h.record_id, v.version, v.reason, replace(p.location, '{0}', v.position::text) as location
from hub.record_version v
join hub.head h on h.record_no = v.record_no
join hub.payload p on p.payload_id = v.payload_id
where v.act_no is null
union all
select n.run_id, n.payload_id, n.line, n.disposition, n.record_id, null, n.reason, replace(p.location, '{0}', n.position::text)
from hub.row_note n join hub.payload p using (payload_id)
union all
select j.run_id, j.payload_id, j.line, 'rejected', j.record_id, null,
       (select string_agg(x.rule || ': ' || x.reason, '; ' order by x.ordinal)
        from hub.violation x where x.payload_id = j.payload_id and x.line = j.line),
       replace(p.location, '{0}', j.position::text)
from hub.rejection j join hub.payload p using (payload_id);

create or replace view evidence.version as
select h.record_id, d.code as dataset, d.edition, v.subject_id, v.version,
       case v.operation when 'P' then 'PUBLISH' else 'WITHDRAW' end as operation, v.reason, v.content::jsonb as content,
       encode(v.content_hash, 'hex') as content_hash,
       (array['社会公开', '政务共享', '授权查询', '不公开'])[v.disclosure + 1] as disclosure,
       v.stored_at, v.run_id, v.payload_id, v.line, v.decided_on, v.due_on, v.author, v.notes::jsonb as notes, v.act_no
from hub.record_version v
join hub.head h on h.record_no = v.record_no
join hub.dataset d on d.dataset_no = v.dataset_no;

-- What people and records ordered, what they named, and whether it stands.
create view evidence.act as
select a.act_no, a.action, a.reason, a.author, a.document, a.note, a.dataset, h.record_id, a.state, a.finding, a.from_day, a.to_day,
       a.made_at, a.ended_at, a.ended_by, s.record_id as source_record_id, a.run_id, a.payload_id, a.line
from hub.act a
left join hub.head h on h.record_no = a.record_no
left join hub.head s on s.record_no = a.source_no;

-- One withdrawal at one platform: the proof that the record is gone there. A withdrawal that no platform needed to be told has one row without a platform.
-- clock: kept, late (confirmed after the day allowed), running, alarm (four hours without confirmation), breach (the day allowed has passed).
create view evidence.withdrawal as
select h.record_id, d.code as dataset, v.subject_id, v.version, v.reason, v.author, a.document, a.note, v.stored_at, v.due_on,
       p.name as platform, coalesce(o.state, 'not_held') as state, o.first_sent_at, o.confirmed_at, o.receipt_no, o.code, o.message,
       case when o.state is null or o.state = 'superseded' then 'kept'
            when o.confirmed_at is not null then
                case when (o.confirmed_at at time zone 'Asia/Shanghai')::date > coalesce(v.due_on, (v.stored_at at time zone 'Asia/Shanghai')::date + 1) then 'late' else 'kept' end
            when (now() at time zone 'Asia/Shanghai')::date > coalesce(v.due_on, (v.stored_at at time zone 'Asia/Shanghai')::date + 1) then 'breach'
            when now() - v.stored_at > interval '4 hours' then 'alarm'
            else 'running' end as clock,
       v.act_no, v.run_id
from hub.record_version v
join hub.head h on h.record_no = v.record_no
join hub.dataset d on d.dataset_no = v.dataset_no
left join hub.act a on a.act_no = v.act_no
left join lateral (
    select q.platform_no,
           case when k.packet_no is null then 'pending'
                when t.outcome is null then 'sending'
                when t.outcome = 'unknown' then 'unknown'
                else 'pending' end as state,
           k.sent_at as first_sent_at, null::timestamptz as confirmed_at, k.receipt_no, null::text as code, null::text as message
    from hub.platform z
    join hub.outbox q on q.platform_no = z.platform_no and q.priority = 0 and q.version_no = v.version_no
    left join lateral (select x.packet_no, x.sent_at, x.receipt_no from hub.packet x
                       where x.platform_no = q.platform_no and x.state = 'open' and q.version_no = any(x.versions) limit 1) k on true
    left join lateral (select y.outcome from hub.attempt y where y.packet_no = k.packet_no order by y.attempt desc limit 1) t on true
    union all
    select s.platform_no, s.state, k.sent_at, case when s.state = 'accepted' then s.settled_at end, k.receipt_no, s.code, s.message
    from hub.platform z
    join hub.settlement s on s.platform_no = z.platform_no and s.record_no = v.record_no and s.version = v.version and s.operation = 'W'
    left join hub.packet k on k.packet_no = s.packet_no) o on true
left join hub.platform p on p.platform_no = o.platform_no
where v.operation = 'W';
