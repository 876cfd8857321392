-- A stricter configuration that would take back more of a dataset from a platform than the platform's limits allow waits for a person: held_for is a digest of
-- it, held_withdrawn, held_replaced and held_of (records that the platform holds) what was counted, confirmed_for the digest to which a person agreed. While it
-- waits, rules and shown stay those under which records were sent. Example: ('a3f0…', '2026-11-29 08:00', 98000, 0, 100000, null).
alter table hub.boundary
    add column held_for text, add column held_at timestamptz, add column held_withdrawn bigint, add column held_replaced bigint, add column held_of bigint,
    add column confirmed_for text;

create view evidence.retraction as
select p.name as platform, d.code as dataset, d.edition, b.held_at as since, b.held_withdrawn as withdrawn, b.held_replaced as replaced, b.held_of as held_there,
       b.confirmed_for is not distinct from b.held_for as confirmed
from hub.boundary b join hub.platform p using (platform_no) join hub.dataset d using (dataset_no)
where b.held_for is not null and b.held_withdrawn is not null;
