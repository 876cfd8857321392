-- Files of payloads that were removed because config keeps them no longer. Removal is written here first, then the file goes: what a kill leaves behind is
-- removed by the next round. Example: ('2029-11-29 02:00').
alter table hub.payload add column removed_at timestamptz;

create view evidence.payload_removal as
select payload_id, run_id, connector, name, sha256, received_at, removed_at from hub.payload where removed_at is not null;
