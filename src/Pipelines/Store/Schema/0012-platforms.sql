-- Repairs and objections that platforms tell become acts: which one, or (Chinese) why it waits and what a person can do.
alter table hub.feedback add column act_no bigint, add column finding text;
drop index hub.feedback_open;
create index feedback_waiting on hub.feedback (platform_no) where state in ('open', 'unknown_record');

create or replace view evidence.feedback as
select p.name as platform, f.feedback_id, f.record_id, f.kind, f.code, f.field, f.message, f.said_at, f.read_at, f.state, f.act_no, f.finding
from hub.feedback f join hub.platform p using (platform_no);
