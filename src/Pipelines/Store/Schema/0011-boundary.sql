-- What each platform may see of each dataset as its sender last knew it. Example: rules 'a3f0…' (a digest of what decides about whole records),
-- shown {"CF_WSH": "~", "CF_FRDB": "Name 1 0"} (field: how it is shown). When either becomes stricter, the records that are queued or held there are
-- brought in line by a pass over hub.head: done_to is how far it has come (null: all are in line), lost the fields that are shown less than before.
create table hub.boundary (
    platform_no smallint not null references hub.platform,
    dataset_no  smallint not null references hub.dataset,
    rules       text not null,
    shown       jsonb not null,
    lost        text[] not null default '{}',
    done_to     bigint,
    primary key (platform_no, dataset_no)
);
