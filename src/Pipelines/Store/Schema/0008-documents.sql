-- Documents and the parties they name, by the newest version of each record: one document may name several, each in a record of its own.
-- The document is a digest of dataset, number and authority; null where the newest version names none (or withdrew the record).

create table hub.document_party (
    record_no  bigint primary key,
    version_no bigint not null,
    dataset_no smallint not null,
    party      text collate "C" not null,
    document   text collate "C",
    day        date
);
create index document_party_by_document on hub.document_party (document) where document is not null;
create index document_party_by_party on hub.document_party (party);

create index subject_finding_by_document on hub.subject_finding (folded) where rule = 'one_document_several_parties' and closed_at is null;
