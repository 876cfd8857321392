-- Subjects: one file per legal or natural person. Records of a subject are the versions whose subject_id is one of its keys.
-- Who belongs to whom is a function of all identifiers, links, names and corrections seen so far, in whatever order they came
-- (src/Pipelines/Subjects/README.md); these tables hold that function's value and what it is computed from.

alter table hub.run add column subjects_at timestamptz;
create index run_without_subjects on hub.run (run_id) where subjects_at is null;

create sequence hub.subject_numbers;

create table hub.subject (
    subject_no     bigint primary key,
    natural_person boolean not null,
    library        text check (library in ('政府机构', '企业', '个人', '事业单位', '社会组织')),
    live           boolean not null default true,
    merged_into    bigint references hub.subject,
    created_at     timestamptz not null default clock_timestamp(),
    check (merged_into is null or not live)
);
create index subject_merged on hub.subject (merged_into) where merged_into is not null;

-- kind: U unified code, O organisation code, R registration number, T tax number, N digest of a name, P keyed digest of a person.
create table hub.subject_key (
    key        text collate "C" primary key,
    kind       "char" not null check (kind in ('U', 'O', 'R', 'T', 'N', 'P')),
    subject_no bigint,
    state      text not null default 'current' check (state in ('current', 'former', 'void')),
    successor  text collate "C",
    cluster    text collate "C",
    library    text,
    since      date not null,
    until      date,
    version_no bigint not null,
    ruling_no  bigint,
    check ((subject_no is null) = (state = 'void'))
);
create index subject_key_by_subject on hub.subject_key (subject_no);
create index subject_key_by_cluster on hub.subject_key (cluster) where cluster is not null;
create index subject_key_by_successor on hub.subject_key (successor) where successor is not null;
create index subject_key_by_organisation on hub.subject_key (substr(key, 9, 9)) where kind = 'U';
comment on column hub.subject_key.cluster is 'least of the numbers that stood together in records without a unified code';
comment on column hub.subject_key.successor is 'the code that a correction put in the place of this one';

-- A number that stood beside a unified code.
create table hub.subject_link (
    key        text collate "C" not null,
    uscc       text collate "C" not null,
    version_no bigint not null,
    primary key (key, uscc)
);
create index subject_link_by_uscc on hub.subject_link (uscc);

-- A name that was written with a key; of organisations only, and only names long enough to tell one from another.
create table hub.subject_name (
    key           text collate "C" not null,
    folded        text collate "C" not null,
    name          text not null,
    of_name_key   boolean not null,
    since         date not null,
    last_since    date not null,
    first_version bigint not null,
    last_version  bigint not null,
    -- newest version of a register with this name: null, no register has it
    register_version bigint,
    -- dataset whose check compares it with the register
    checked_by    smallint,
    primary key (key, folded)
);
create index subject_name_by_fold on hub.subject_name (folded);
create index subject_name_of_name_keys on hub.subject_name (folded) where of_name_key;

-- A correction of codes (重错码), by the newest version of its record.
create table hub.subject_ruling (
    record_no  bigint primary key,
    version_no bigint not null,
    way        text check (way in ('新增', '删除', '保留')),
    old_code   text collate "C",
    new_code   text collate "C",
    decided_on date not null
);
create index subject_ruling_by_old on hub.subject_ruling (old_code);
create index subject_ruling_by_new on hub.subject_ruling (new_code);

create table hub.subject_finding (
    version_no bigint not null,
    rule       text not null,
    key        text collate "C" not null,
    folded     text collate "C" not null default '',
    field      text not null,
    message    text not null,
    raised_at  timestamptz not null default clock_timestamp(),
    closed_at  timestamptz,
    primary key (version_no, rule, key)
);
create index subject_finding_open on hub.subject_finding (key, rule) where closed_at is null;

-- A number that stands beside more codes than this belongs to nobody: it is no number but a habit of typing.
create function hub.crowded(text) returns boolean language sql stable as $$
    select count(*) > 50 from (select 1 from hub.subject_link where key = $1 limit 51) x
$$;

-- The library (五库) that a unified code speaks of: its first characters, GB 32100-2015; null where they do not decide.
create function hub.library_of(text) returns text language sql immutable as $$
    select case when $1 like '12%' then '事业单位' when $1 like '1%' then '政府机构'
                when $1 like '5%' then '社会组织' when $1 like '9%' then '企业' end
$$;

create or replace view evidence.run as
select r.run_id, r.connector, r.kind, r.epoch, r.config_digest, d.edition, r.started_at, r.ended_at, r.outcome, r.message,
       r.read, r.new, r.changed, r.unchanged, r.duplicate, r.excluded, r.rejected, r.withdrawn, r.declared,
       d.code as dataset, r.actor, r.step, r.subjects_at
from hub.run r join hub.dataset d using (dataset_no);

create view evidence.subject as
select s.subject_no, s.library, s.natural_person,
       case when not s.natural_person then (
           select m.name from hub.subject_key k join hub.subject_name m using (key) where k.subject_no = s.subject_no
           order by m.register_version desc nulls last, m.last_version desc, m.folded limit 1) end as name,
       s.live, s.merged_into, s.created_at
from hub.subject s;

create view evidence.subject_key as
select key, subject_no, case kind when 'U' then 'uscc' when 'O' then 'organisation' when 'R' then 'registration' when 'T' then 'tax'
                                  when 'N' then 'name' else 'person' end as kind,
       state, since, until, successor, version_no, ruling_no
from hub.subject_key;

create view evidence.subject_name as
select k.subject_no, m.key, m.name, m.register_version is not null as register,
       row_number() over w = 1 as current, m.since,
       case when row_number() over w = 1 then null else lag(m.last_since) over w end as until, m.first_version, m.last_version
from hub.subject_name m join hub.subject_key k using (key)
where k.subject_no is not null
window w as (partition by k.subject_no order by m.register_version desc nulls last, m.last_version desc, m.folded);

create view evidence.subject_finding as
select f.version_no, h.record_id, v.version, d.code as dataset, k.subject_no, f.rule, f.key, f.field, f.message, f.raised_at,
       coalesce(f.closed_at, case when h.version_no <> f.version_no and f.rule = 'name_agrees_with_register' then n.stored_at end) as closed_at
from hub.subject_finding f
join hub.record_version v using (version_no)
join hub.head h on h.record_no = v.record_no
join hub.record_version n on n.version_no = h.version_no
join hub.dataset d on d.dataset_no = v.dataset_no
left join hub.subject_key k on k.key = f.key;
