-- ANALYZE reads as many rows as the column with the finest statistics asks for. The large books are asked for by keys whose numbers grow, so
-- a tenth of the usual sample says enough, and a load is not followed by seconds of reading.
do $$
declare
    c record;
begin
    for c in select a.attrelid::regclass as book, a.attname as name
             from pg_attribute a
             where a.attrelid in ('hub.record_version'::regclass, 'hub.head'::regclass, 'hub.settlement'::regclass)
               and a.attnum > 0 and not a.attisdropped and a.attstattarget <> 0
    loop
        execute format('alter table %s alter %I set statistics 10', c.book, c.name);
    end loop;
end $$;
