-- Where a record stands, for people: the template's {0} is the position. A template of several lines holds one for each file of an archive, and a position
-- is then the file's number (from 0) times ten million plus the place in it. The same rule as RecordLocation in the program.
create function hub.location(template text, place integer) returns text
language sql immutable parallel safe as $$
    select case when strpos(template, E'\n') = 0
        then replace(template, '{0}', place::text)
        else replace(coalesce(nullif(split_part(template, E'\n', place / 10000000 + 1), ''), split_part(template, E'\n', 1)), '{0}', (place % 10000000)::text)
    end
$$;

-- Every view that shows a location shows it by this rule; nothing else in them changes.
do $$
declare
    shown record;
begin
    for shown in
        select viewname, definition from pg_views where schemaname = 'evidence' and definition ~ 'replace\(\w+\.location, ''\{0\}'''
    loop
        execute format('create or replace view evidence.%I as %s', shown.viewname, regexp_replace(
            shown.definition, 'replace\((\w+)\.location, ''\{0\}''::text, \(?\(?(\w+)\."?position"?\)?::text\)?\)', 'hub.location(\1.location, \2."position")', 'g'));
    end loop;
    if exists (select from pg_views where schemaname = 'evidence' and definition ~ 'replace\(\w+\.location, ''\{0\}''') then
        raise exception 'a view still shows locations in its own way';
    end if;
end
$$;
