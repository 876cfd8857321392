-- Read-only views by which anyone can prove what the hub did. A fixed contract: columns may be added, never renamed or removed.

create view evidence.run as
select r.run_id, r.connector, r.kind, r.epoch, r.config_digest, d.edition, r.started_at, r.ended_at, r.outcome, r.message,
       r.read, r.new, r.changed, r.unchanged, r.duplicate, r.excluded, r.rejected, r.withdrawn, r.declared,
       d.code as dataset, r.actor, r.step
from hub.run r join hub.dataset d using (dataset_no);

create view evidence.payload as
select payload_id, run_id, connector, name, sha256, bytes, received_at,
       outcome is not distinct from 'merged' as complete, rows, outcome, reason
from hub.payload;

create view evidence.row as
select v.run_id, v.payload_id, v.line, case when v.version = 1 then 'new' else 'changed' end as disposition,
       h.record_id, v.version, v.reason, replace(p.location, '{0}', v.position::text) as location
from hub.record_version v
join hub.head h on h.record_no = v.record_no
join hub.payload p on p.payload_id = v.payload_id
union all
select n.run_id, n.payload_id, n.line, n.disposition, n.record_id, null, n.reason, replace(p.location, '{0}', n.position::text)
from hub.row_note n join hub.payload p using (payload_id)
union all
select j.run_id, j.payload_id, j.line, 'rejected', j.record_id, null,
       (select string_agg(x.rule || ': ' || x.reason, '; ' order by x.ordinal)
        from hub.violation x where x.payload_id = j.payload_id and x.line = j.line),
       replace(p.location, '{0}', j.position::text)
from hub.rejection j join hub.payload p using (payload_id);

create view evidence.version as
select h.record_id, d.code as dataset, d.edition, v.subject_id, v.version,
       case v.operation when 'P' then 'PUBLISH' else 'WITHDRAW' end as operation, v.reason, v.content::jsonb as content,
       encode(v.content_hash, 'hex') as content_hash,
       (array['社会公开', '政务共享', '授权查询', '不公开'])[v.disclosure + 1] as disclosure,
       v.stored_at, v.run_id, v.payload_id, v.line, v.decided_on, v.due_on, v.author, v.notes::jsonb as notes
from hub.record_version v
join hub.head h on h.record_no = v.record_no
join hub.dataset d on d.dataset_no = v.dataset_no;

create view evidence.outbox as
select p.name as platform, h.record_id, d.code as dataset, o.version,
       case o.operation when 'P' then 'PUBLISH' else 'WITHDRAW' end as operation,
       case when k.packet_no is null then 'pending'
            when a.outcome is null then 'sending'
            when a.outcome = 'unknown' then 'unknown'
            else 'pending' end as state,
       coalesce(z.reason, v.reason) as reason, k.packet_id, v.stored_at as created_at, k.sent_at as first_sent_at,
       null::timestamptz as settled_at, k.receipt_no, null::text as code, null::text as field, null::text as message, v.due_on
from hub.outbox o
join hub.platform p using (platform_no)
join hub.dataset d on d.dataset_no = o.dataset_no
join hub.record_version v on v.version_no = o.version_no
join hub.head h on h.record_no = o.record_no
left join hub.dataset_pause z on z.platform_no = o.platform_no and z.code = d.code
left join (select q.platform_no, q.packet_no, q.packet_id, q.sent_at, q.receipt_no, unnest(q.versions) as version_no
           from hub.packet q where q.state = 'open') k
       on k.platform_no = o.platform_no and k.version_no = o.version_no
left join lateral (select t.outcome from hub.attempt t where t.packet_no = k.packet_no order by t.attempt desc limit 1) a on true
union all
select p.name, h.record_id, d.code, s.version,
       case s.operation when 'P' then 'PUBLISH' else 'WITHDRAW' end,
       s.state, s.reason, k.packet_id, v.stored_at, k.sent_at, s.settled_at, k.receipt_no, s.code, s.field, s.message, v.due_on
from hub.settlement s
join hub.platform p using (platform_no)
join hub.dataset d on d.dataset_no = s.dataset_no
join hub.record_version v on v.version_no = s.version_no
join hub.head h on h.record_no = s.record_no
left join hub.packet k on k.packet_no = s.packet_no;

create view evidence.attempt as
select p.name as platform, k.packet_id, a.attempt, a.sent_at, a.answered_at, coalesce(a.outcome, 'unknown') as outcome,
       a.http_status, cardinality(k.versions) as records, encode(k.body_sha256, 'hex') as body_sha256, a.receipt_no
from hub.attempt a join hub.packet k using (packet_no) join hub.platform p using (platform_no);

create view evidence.placement as
select p.name as platform, h.record_id, s.version,
       case s.operation when 'P' then 'published' else 'withdrawn' end as state, s.settled_at as since, k.receipt_no
from hub.head h
cross join hub.platform p
cross join lateral (select x.version, x.operation, x.settled_at, x.packet_no from hub.settlement x
                    where x.platform_no = p.platform_no and x.record_no = h.record_no and x.state = 'accepted'
                    order by x.version desc limit 1) s
left join hub.packet k on k.packet_no = s.packet_no;

create view evidence.cursor as
select connector, value, run_id, epoch, moved_at from hub.cursor;

create view evidence.rejection as
select j.payload_id::text || '-' || j.line::text as rejection_id, j.run_id, j.payload_id, j.line,
       replace(p.location, '{0}', j.position::text) as location, j.connector, d.code as dataset, x.rule, x.field, x.reason,
       j.state, j.raised_at, j.due_on, j.closed_at, j.closed_by, j.record_id
from hub.rejection j
join hub.violation x on x.payload_id = j.payload_id and x.line = j.line
join hub.payload p on p.payload_id = j.payload_id
join hub.dataset d on d.dataset_no = j.dataset_no;

create view evidence.lease as
select name, epoch, holder, taken_at, renewed_at, released_at, ended from hub.lease_term;

create view evidence.audit as
select seq, at, actor, role, action, object, outcome, detail, prev_hash, hash from hub.audit;
