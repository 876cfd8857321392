-- The books of the hub. Internal: people read the views of schema evidence (0002).
-- Numbers instead of long keys inside: a record has a record_no, a version a version_no; both come in blocks of 1,000
-- so that one statement serves a chunk.

create table hub.setting (
    name  text primary key,
    value bytea not null
);

create sequence hub.record_block increment by 1000;
create sequence hub.version_block increment by 1000;

create table hub.dataset (
    dataset_no smallint generated always as identity primary key,
    code       text not null,
    edition    text not null,
    name       text not null,
    unique (code, edition)
);

create table hub.platform (
    platform_no   smallint generated always as identity primary key,
    name          text not null unique,
    paused_reason text,
    paused_at     timestamptz
);

-- A dataset that a platform does not take from us: paused there until a person starts delivery again.
create table hub.dataset_pause (
    platform_no smallint not null references hub.platform,
    code        text not null,
    reason      text not null,
    since       timestamptz not null default clock_timestamp(),
    primary key (platform_no, code)
);

-- The right to run a connector or to deliver to a platform. backend_pid/backend_start name the session of the holder:
-- when that session is gone the holder is dead and nobody has to wait for expires_at.
create table hub.lease (
    name          text primary key,
    epoch         bigint not null,
    holder        text not null,
    backend_pid   integer not null,
    backend_start timestamptz not null,
    expires_at    timestamptz not null,
    released      boolean not null default false
);

create table hub.lease_term (
    name        text not null,
    epoch       bigint not null,
    holder      text not null,
    taken_at    timestamptz not null default clock_timestamp(),
    renewed_at  timestamptz not null default clock_timestamp(),
    released_at timestamptz,
    ended       text check (ended in ('released', 'expired', 'taken_over')),
    primary key (name, epoch)
);

create table hub.run (
    run_id        bigint generated always as identity primary key,
    connector     text not null,
    kind          text not null check (kind in ('scheduled', 'manual', 'full', 'window', 'subject', 'resubmit')),
    actor         text not null,
    epoch         bigint not null,
    config_digest text not null,
    dataset_no    smallint not null references hub.dataset,
    from_date     date,
    to_date       date,
    subject       text,
    step          text not null default 'fetch' check (step in ('fetch', 'load', 'ended')),
    started_at    timestamptz not null default clock_timestamp(),
    ended_at      timestamptz,
    outcome       text not null default 'running'
                  check (outcome in ('running', 'succeeded', 'zero_report', 'partial', 'deferred', 'failed')),
    message       text not null default '',
    read          bigint not null default 0,
    new           bigint not null default 0,
    changed       bigint not null default 0,
    unchanged     bigint not null default 0,
    duplicate     bigint not null default 0,
    excluded      bigint not null default 0,
    rejected      bigint not null default 0,
    withdrawn     bigint not null default 0,
    declared      bigint,
    -- the sum closes, always
    constraint run_sum_closes check (read = new + changed + unchanged + duplicate + excluded + rejected)
);
create unique index run_open on hub.run (connector) where outcome = 'running';
create index run_by_connector on hub.run (connector, run_id);

create table hub.payload (
    payload_id  bigint generated always as identity primary key,
    run_id      bigint not null references hub.run,
    ordinal     integer not null,
    connector   text not null,
    name        text not null,
    sha256      text not null,
    bytes       bigint not null,
    received_at timestamptz not null,
    received_on date not null,
    path        text not null,
    location    text not null,
    cursor      text not null,
    declared    bigint,
    rows        bigint,
    merged_line integer not null default 0,
    outcome     text check (outcome in ('merged', 'refused')),
    reason      text not null default '',
    settled_at  timestamptz,
    unique (run_id, ordinal)
);
create index payload_unsettled on hub.payload (connector) where settled_at is null;

create table hub.cursor (
    connector text primary key,
    value     text not null,
    run_id    bigint not null,
    epoch     bigint not null,
    moved_at  timestamptz not null default clock_timestamp()
);

create table hub.head (
    record_id    text collate "C" primary key,
    record_no    bigint not null,
    version      integer not null,
    version_no   bigint not null,
    operation    "char" not null,
    content_hash bytea not null
) with (fillfactor = 90);
create unique index head_by_no on hub.head (record_no);

create table hub.record_version (
    version_no   bigint primary key,
    record_no    bigint not null,
    version      integer not null,
    dataset_no   smallint not null,
    operation    "char" not null,
    disclosure   smallint not null,
    reason       text,
    subject_id   text collate "C" not null,
    content      text,
    content_hash bytea not null,
    notes        text,
    stored_at    timestamptz not null,
    run_id       bigint not null,
    payload_id   bigint not null,
    line         integer not null,
    position     integer not null,
    decided_on   date,
    due_on       date,
    author       text
);
create unique index record_version_by_record on hub.record_version (record_no, version);
create index record_version_by_subject on hub.record_version (subject_id);
-- versions arrive in run order, so a block range index finds a run or payload at no cost to loading
create index record_version_by_run on hub.record_version using brin (run_id, payload_id) with (pages_per_range = 16);

-- Source rows that became no version and are not bad: copies within a run, and rows deliberately left out.
create table hub.row_note (
    payload_id  bigint not null,
    line        integer not null,
    run_id      bigint not null,
    position    integer not null,
    disposition text not null check (disposition in ('duplicate', 'excluded')),
    record_id   text collate "C",
    reason      text not null,
    primary key (payload_id, line)
);
create index row_note_by_run on hub.row_note (run_id);

create table hub.rejection (
    payload_id bigint not null,
    line       integer not null,
    run_id     bigint not null,
    position   integer not null,
    connector  text not null,
    dataset_no smallint not null,
    record_id  text collate "C",
    raw        text not null,
    state      text not null default 'open' check (state in ('open', 'corrected', 'ignored', 'resubmitted')),
    raised_at  timestamptz not null default clock_timestamp(),
    due_on     date,
    closed_at  timestamptz,
    closed_by  text,
    primary key (payload_id, line)
);
create index rejection_by_run on hub.rejection (run_id);
create index rejection_open on hub.rejection (connector) where state = 'open';
create index rejection_open_raw on hub.rejection (connector, md5(raw)) where state = 'open';
create index rejection_open_record on hub.rejection (record_id) where state = 'open' and record_id is not null;

create table hub.violation (
    payload_id bigint not null,
    line       integer not null,
    ordinal    smallint not null,
    rule       text not null,
    field      text not null,
    reason     text not null,
    primary key (payload_id, line, ordinal)
);

-- What is still owed. A settled row leaves this table and stands in hub.settlement: the queue stays as small as its backlog.
create table hub.outbox (
    platform_no smallint not null,
    priority    smallint not null,
    version_no  bigint not null,
    record_no   bigint not null,
    version     integer not null,
    dataset_no  smallint not null,
    operation   "char" not null,
    primary key (platform_no, priority, version_no)
) with (autovacuum_vacuum_scale_factor = 0.02);

create table hub.packet (
    packet_no   bigint generated always as identity primary key,
    packet_id   uuid not null unique,
    platform_no smallint not null,
    dataset_no  smallint not null,
    epoch       bigint not null,
    sent_at     timestamptz not null,
    versions    bigint[] not null,
    body_sha256 bytea not null,
    state       text not null default 'open' check (state in ('open', 'settled', 'split', 'overdue')),
    receipt_no  text,
    asks        integer not null default 0,
    next_ask_at timestamptz
);
create index packet_open on hub.packet (platform_no) where state = 'open';

create table hub.attempt (
    packet_no   bigint not null references hub.packet,
    attempt     integer not null,
    sent_at     timestamptz not null default clock_timestamp(),
    answered_at timestamptz,
    outcome     text check (outcome in ('answered', 'retryable', 'unknown', 'config')),
    http_status integer,
    receipt_no  text,
    primary key (packet_no, attempt)
);

create table hub.settlement (
    platform_no smallint not null,
    record_no   bigint not null,
    version     integer not null,
    version_no  bigint not null,
    dataset_no  smallint not null,
    operation   "char" not null,
    state       text not null check (state in ('accepted', 'refused', 'superseded', 'excluded', 'parked')),
    packet_no   bigint,
    settled_at  timestamptz not null,
    reason      text,
    code        text,
    field       text,
    message     text,
    primary key (platform_no, record_no, version)
);
create index settlement_by_packet on hub.settlement using brin (packet_no) with (pages_per_range = 16);
create index settlement_refused on hub.settlement (platform_no, dataset_no) where state in ('refused', 'parked');

create table hub.admin_key (
    key_id        text primary key,
    name          text not null unique,
    role          text not null check (role in ('viewer', 'operator', 'admin')),
    secret_sha256 bytea not null,
    created_at    timestamptz not null default clock_timestamp(),
    expires_at    timestamptz not null,
    revoked_at    timestamptz,
    last_used_at  timestamptz
);

create table hub.audit (
    seq       bigint primary key,
    at        timestamptz not null default clock_timestamp(),
    actor     text not null,
    role      text not null,
    action    text not null,
    object    text not null,
    outcome   text not null,
    detail    text not null default '',
    prev_hash text not null,
    hash      text not null
);

create function hub.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'this table is append-only';
end $$;
create trigger audit_append_only before update or delete or truncate on hub.audit
    for each statement execute function hub.refuse_change();
