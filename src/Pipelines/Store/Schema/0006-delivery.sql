-- Delivery: a budget of requests that outlives its holder, resends by a person, reconciliation with platforms, feedback of platforms.

-- The next free place in time for a request to a platform. All workers and all purposes (packets, receipts, holdings) take theirs from here.
create table hub.request_budget (
    platform_no smallint primary key references hub.platform,
    next_at     timestamptz not null
) with (fillfactor = 10);

-- What was settled and is sent once more: by a person, or because reconciliation found that the platform must hear it again.
create table hub.resend (
    resend_no   bigint generated always as identity primary key,
    platform_no smallint not null references hub.platform,
    asked_at    timestamptz not null default clock_timestamp(),
    author      text not null,
    selection   text not null,
    reason      text not null,
    records     bigint not null
);

-- How a version had ended before it was sent once more.
create table hub.settlement_before (
    resend_no   bigint not null references hub.resend,
    platform_no smallint not null,
    record_no   bigint not null,
    version     integer not null,
    version_no  bigint not null,
    dataset_no  smallint not null,
    operation   "char" not null,
    state       text not null,
    packet_no   bigint,
    settled_at  timestamptz not null,
    reason      text,
    code        text,
    field       text,
    message     text,
    primary key (platform_no, record_no, version, resend_no)
);

-- One comparison with what a platform holds; datasets one after the other, pages in the order of record ids. Killed, it goes on from page_after.
create table hub.reconciliation (
    reconciliation_no bigint generated always as identity primary key,
    platform_no       smallint not null references hub.platform,
    author            text not null,
    started_at        timestamptz not null default clock_timestamp(),
    ended_at          timestamptz,
    outcome           text check (outcome in ('succeeded', 'failed')),
    message           text not null default ''
);
create unique index reconciliation_open on hub.reconciliation (platform_no) where ended_at is null;
create index reconciliation_by_platform on hub.reconciliation (platform_no, reconciliation_no);

create table hub.reconciliation_dataset (
    reconciliation_no bigint not null references hub.reconciliation,
    code              text not null,
    began_at          timestamptz not null default clock_timestamp(),
    page_after        text not null default '',
    ended_at          timestamptz,
    held_there        bigint not null default 0,
    held_here         bigint not null default 0,
    under_way         bigint not null default 0,
    primary key (reconciliation_no, code)
);

-- Pages of the dataset under comparison; empty when nothing is compared.
create table hub.holding (
    reconciliation_no bigint not null,
    code              text not null,
    record_id         text collate "C" not null,
    version           integer not null,
    state             "char" not null,
    primary key (reconciliation_no, code, record_id)
);

create table hub.difference (
    reconciliation_no bigint not null references hub.reconciliation,
    code              text not null,
    record_id         text collate "C" not null,
    kind              text not null check (kind in ('published_though_withdrawn', 'not_there', 'not_here', 'older_there', 'newer_there', 'withdrawn_there')),
    version_here      integer,
    state_here        text,
    version_there     integer,
    state_there       text,
    explanation       text not null,
    resend_no         bigint references hub.resend,
    primary key (reconciliation_no, code, record_id)
);
create index difference_by_record on hub.difference (record_id);

-- How far a platform's feedback was read, and what it said. state: open, quarantined, handed_over, unknown_record.
create table hub.feedback_cursor (
    platform_no smallint primary key references hub.platform,
    value       text not null,
    moved_at    timestamptz not null default clock_timestamp()
);

create table hub.feedback (
    platform_no smallint not null references hub.platform,
    feedback_id text not null,
    record_id   text collate "C" not null,
    kind        text not null check (kind in ('QUALITY', 'CORRECTION', 'OBJECTION', 'REPAIR')),
    code        text,
    field       text,
    message     text,
    said_at     timestamptz,
    read_at     timestamptz not null default clock_timestamp(),
    state       text not null default 'open' check (state in ('open', 'quarantined', 'handed_over', 'unknown_record')),
    primary key (platform_no, feedback_id)
);
create index feedback_open on hub.feedback (kind) where state = 'open';

create view evidence.resend as
select r.resend_no, p.name as platform, r.asked_at, r.author, r.selection, r.reason, h.record_id, d.code as dataset, b.version,
       b.state as state_before, k.packet_id as packet_before, k.receipt_no as receipt_before, b.settled_at as settled_before
from hub.settlement_before b
join hub.resend r using (resend_no)
join hub.platform p on p.platform_no = b.platform_no
join hub.head h on h.record_no = b.record_no
join hub.dataset d on d.dataset_no = b.dataset_no
left join hub.packet k on k.packet_no = b.packet_no;

-- A version that is sent once more keeps its place: the platform has said that it holds it.
create or replace view evidence.placement as
select p.name as platform, h.record_id, s.version,
       case s.operation when 'P' then 'published' else 'withdrawn' end as state, s.settled_at as since, k.receipt_no
from hub.head h
cross join hub.platform p
cross join lateral (
    select x.version, x.operation, x.settled_at, x.packet_no
    from (select version, operation, settled_at, packet_no from hub.settlement
          where platform_no = p.platform_no and record_no = h.record_no and state = 'accepted'
          union all
          select version, operation, settled_at, packet_no from hub.settlement_before
          where platform_no = p.platform_no and record_no = h.record_no and state = 'accepted') x
    order by x.version desc, x.settled_at desc limit 1) s
left join hub.packet k on k.packet_no = s.packet_no;

create view evidence.reconciliation as
select r.reconciliation_no, p.name as platform, c.code as dataset, r.author, r.started_at, coalesce(c.ended_at, r.ended_at) as ended_at,
       case when r.ended_at is null then 'running' when c.ended_at is null then 'failed' else 'succeeded' end as outcome, r.message,
       c.held_there, c.held_here, c.under_way,
       (select count(*) from hub.difference f where f.reconciliation_no = r.reconciliation_no and f.code = c.code) as differences
from hub.reconciliation r
join hub.platform p using (platform_no)
join hub.reconciliation_dataset c using (reconciliation_no);

create view evidence.difference as
select f.reconciliation_no, p.name as platform, f.code as dataset, f.record_id, f.kind, f.version_here, f.state_here, f.version_there, f.state_there,
       f.explanation, f.resend_no, r.started_at
from hub.difference f join hub.reconciliation r using (reconciliation_no) join hub.platform p using (platform_no);

create view evidence.feedback as
select p.name as platform, f.feedback_id, f.record_id, f.kind, f.code, f.field, f.message, f.said_at, f.read_at, f.state
from hub.feedback f join hub.platform p using (platform_no);
