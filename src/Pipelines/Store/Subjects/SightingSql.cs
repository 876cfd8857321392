namespace CreditHub.Pipelines.Store.Subjects;

/// <summary>What a run saw, taken into the tables of keys, links and names. Temporary tables live until the end of the transaction.</summary>
internal static class SightingSql
{
    public const string Seen = """
        create temp table seen (
            version_no bigint, record_no bigint, dataset_no smallint, key text collate "C", kind "char", org text collate "C", reg text collate "C",
            tax text collate "C", other text collate "C", name text, folded text collate "C", register boolean, checked boolean, since date,
            seen_on date, library text, ruling boolean, way text, old_code text collate "C", new_code text collate "C", decided_on date,
            document text collate "C", document_day date
        ) on commit drop
        """;

    public const string SeenColumns =
        "version_no, record_no, dataset_no, key, kind, org, reg, tax, other, name, folded, register, checked, since, seen_on, library, ruling, way, old_code, new_code, decided_on, document, document_day";

    /// <summary>Keys, links and pairs that are not in the books yet.</summary>
    public const string Fresh = """
        analyze seen;
        create temp table fresh on commit drop as
        select key, min(kind::text)::"char" as kind, min(version_no) as version_no, min(library) as library, min(seen_on) as seen_on
        from (select key, kind, version_no, library, seen_on from seen
              union all select reg, 'R', version_no, library, seen_on from seen where reg is not null
              union all select tax, 'T', version_no, library, seen_on from seen where tax is not null
              union all select org, 'O', version_no, library, seen_on from seen where org is not null
              union all select old_code, 'U', version_no, null, seen_on from seen where old_code is not null
              union all select new_code, 'U', version_no, null, seen_on from seen where new_code is not null) s
        where not exists (select 1 from hub.subject_key k where k.key = s.key)
        group by key;
        create temp table link on commit drop as
        select key, uscc, min(version_no) as version_no
        from (select reg as key, key as uscc, version_no from seen where kind = 'U' and reg is not null
              union all select tax, key, version_no from seen where kind = 'U' and tax is not null) s
        where not exists (select 1 from hub.subject_link l where l.key = s.key and l.uscc = s.uscc)
        group by key, uscc;
        create temp table pair on commit drop as
        select distinct least(key, other) as a, greatest(key, other) as b
        from (select key, unnest(array[org, reg, tax]) as other from seen where kind in ('R', 'O', 'T')) s
        where other is not null and other <> key;
        analyze fresh; analyze link; analyze pair
        """;

    /// <summary>Every new key begins as a subject of its own, but a number that stood beside one code only begins with that code.</summary>
    public const string InsertKeys = """
        insert into hub.subject_link (key, uscc, version_no) select key, uscc, version_no from link order by key;
        insert into hub.subject_key (key, kind, subject_no, library, since, version_no)
        select key, kind, nextval('hub.subject_numbers'), library, seen_on, version_no
        from (select * from fresh where kind not in ('R', 'T') order by key) f;
        insert into hub.subject_key (key, kind, subject_no, library, since, version_no)
        select key, kind, coalesce(subject_no, nextval('hub.subject_numbers')), library, seen_on, version_no
        from (select f.*, u.subject_no from fresh f
              left join (select key, min(uscc) as uscc from link group by key having count(*) = 1) l using (key)
              left join hub.subject_key u on u.key = l.uscc
              where f.kind in ('R', 'T') order by f.key) f
        """;

    public const string Names = """
        create temp table named on commit drop as
        select key, folded, (array_agg(name order by version_no desc))[1] as name, bool_or(kind = 'N') as of_name_key, min(since) as since,
               (array_agg(since order by register desc, version_no desc))[1] as last_since, min(version_no) as first_version,
               max(version_no) as last_version, max(version_no) filter (where register) as register_version,
               (array_agg(dataset_no order by version_no desc) filter (where checked))[1] as checked_by
        from seen where folded is not null group by key, folded;
        create temp table fresh_name on commit drop as
        select key, folded, last_version from named m where not exists (select 1 from hub.subject_name n where n.key = m.key and n.folded = m.folded);
        create temp table fresh_register on commit drop as
        select key, folded from named m where register_version is not null
        and not exists (select 1 from hub.subject_name n where n.key = m.key and n.folded = m.folded and n.register_version is not null);
        insert into hub.subject_name as n (key, folded, name, of_name_key, since, last_since, first_version, last_version, register_version, checked_by)
        select key, folded, name, of_name_key, since, last_since, first_version, last_version, register_version, checked_by from named order by key
        on conflict (key, folded) do update set
            name = case when excluded.last_version > n.last_version then excluded.name else n.name end,
            since = least(n.since, excluded.since),
            last_since = case when coalesce(excluded.register_version, 0) > coalesce(n.register_version, 0)
                                or (n.register_version is null and excluded.last_version > n.last_version) then excluded.last_since else n.last_since end,
            first_version = least(n.first_version, excluded.first_version),
            last_version = greatest(n.last_version, excluded.last_version),
            register_version = greatest(n.register_version, excluded.register_version),
            checked_by = coalesce(excluded.checked_by, n.checked_by);
        analyze named; analyze fresh_name; analyze fresh_register
        """;
}
