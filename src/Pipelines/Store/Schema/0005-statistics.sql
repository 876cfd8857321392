-- Nothing is looked for by these long values, and sorting samples of them is most of what ANALYZE costs after a load.
alter table hub.record_version alter content set statistics 0, alter content_hash set statistics 0, alter notes set statistics 0;
alter table hub.head alter content_hash set statistics 0;
alter table hub.rejection alter raw set statistics 0;
alter index hub.rejection_open_raw alter column 2 set statistics 0;
alter table hub.packet alter versions set statistics 0, alter body_sha256 set statistics 0;
