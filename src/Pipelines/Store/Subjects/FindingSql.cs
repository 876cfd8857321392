namespace CreditHub.Pipelines.Store.Subjects;

/// <summary>Warnings that need more than one record.</summary>
internal static class FindingSql
{
    public const string TwoCodes = """
        insert into hub.subject_finding (version_no, rule, key, field, message)
        select distinct on (key) version_no, 'one_record_two_codes', key, '', @recordMessage from seen where other is not null order by key, version_no
        on conflict do nothing;
        insert into hub.subject_finding (version_no, rule, key, field, message)
        select coalesce((select max(l.version_no) from hub.subject_link l where l.key = o.key), k.version_no), 'one_number_two_codes', o.key, '', @numberMessage
        from (select key from owner group by key having count(*) > 1) o join hub.subject_key k using (key)
        where not exists (select 1 from hub.subject_finding f where f.key = o.key and f.rule = 'one_number_two_codes' and f.closed_at is null)
        on conflict (version_no, rule, key) do update set closed_at = null;
        update hub.subject_finding f set closed_at = clock_timestamp()
        from dirty d where f.key = d.key and f.rule = 'one_number_two_codes' and f.closed_at is null
          and not exists (select 1 from owner o where o.key = d.key group by o.key having count(*) > 1);
        insert into hub.subject_finding (version_no, rule, key, folded, field, message)
        select distinct on (n.key) n.last_version, 'one_name_two_codes', n.key, n.folded, '', @nameMessage
        from fresh_name n join hub.subject_key k on k.key = n.key
        join hub.subject_name m on m.folded = n.folded and m.key <> n.key join hub.subject_key o on o.key = m.key
        where k.kind = 'U' and o.kind = 'U' and k.subject_no <> o.subject_no and not starts_with(k.key, '92') and not starts_with(o.key, '92')
          and (m.key < n.key or not exists (select 1 from fresh_name x where x.key = m.key and x.folded = m.folded))
        order by n.key, n.last_version desc
        on conflict do nothing;
        update hub.subject_finding f set closed_at = clock_timestamp()
        where f.rule = 'one_name_two_codes' and f.closed_at is null
          and f.folded in (select n.folded from dirty d join hub.subject_name n using (key))
          and not exists (select 1 from hub.subject_key k join hub.subject_name m on m.folded = f.folded and m.key <> k.key
                          join hub.subject_key o on o.key = m.key
                          where k.key = f.key and o.kind = 'U' and o.subject_no <> k.subject_no and not starts_with(o.key, '92'))
        """;

    /// <summary>Names of this run's records against the registers; and, where a register brought names, names seen before.</summary>
    public const string Names = """
        create temp table subject_check on commit drop as
        select * from unnest(@numbers, @fields, @messages) c (dataset_no, field, message);
        create temp table known on commit drop as
        select distinct k.subject_no, n.folded
        from (select k.subject_no from seen s join hub.subject_key k using (key) where s.checked and s.kind = 'U'
              union select k.subject_no from fresh_register f join hub.subject_key k using (key)
              union select new_no from moved) t
        join hub.subject_key k on k.subject_no = t.subject_no join hub.subject_name n on n.key = k.key and n.register_version is not null;
        create index on known (subject_no, folded);
        analyze known;
        insert into hub.subject_finding (version_no, rule, key, folded, field, message)
        select s.version_no, 'name_agrees_with_register', s.key, s.folded, c.field, c.message
        from seen s join subject_check c using (dataset_no) join hub.subject_key k on k.key = s.key
        where s.checked and s.kind = 'U' and s.folded is not null
          and exists (select 1 from known n where n.subject_no = k.subject_no)
          and not exists (select 1 from known n where n.subject_no = k.subject_no and n.folded = s.folded)
        on conflict do nothing;
        insert into hub.subject_finding (version_no, rule, key, folded, field, message)
        select n.last_version, 'name_agrees_with_register', n.key, n.folded, c.field, c.message
        from (select k.subject_no from fresh_register f join hub.subject_key k using (key) union select new_no from moved) t
        join hub.subject_key k on k.subject_no = t.subject_no and k.kind = 'U'
        join hub.subject_name n on n.key = k.key and n.register_version is null
        join subject_check c on c.dataset_no = n.checked_by
        where exists (select 1 from known x where x.subject_no = t.subject_no)
          and not exists (select 1 from known x where x.subject_no = t.subject_no and x.folded = n.folded)
          and not exists (select 1 from hub.subject_finding f where f.key = n.key and f.folded = n.folded and f.rule = 'name_agrees_with_register' and f.closed_at is null)
        on conflict (version_no, rule, key) do update set closed_at = null;
        update hub.subject_finding f set closed_at = clock_timestamp()
        from hub.subject_key k
        where f.key = k.key and f.rule = 'name_agrees_with_register' and f.closed_at is null
          and exists (select 1 from known n where n.subject_no = k.subject_no and n.folded = f.folded)
        """;

    /// <summary>
    /// Which documents name several parties, told at each of their records; of documents that this run's records name or named, and of those whose parties
    /// were joined or divided. <c>folded</c> holds the document.
    /// </summary>
    public const string Documents = """
        create temp table document_check on commit drop as
        select * from unnest(@numbers, @fields, @messages) c (dataset_no, field, message);
        create temp table document on commit drop as
        select document from seen where document is not null
        union select p.document from seen s join hub.document_party p using (record_no) where p.document is not null
        union select p.document from dirty d join hub.document_party p on p.party = d.key where p.document is not null;
        insert into hub.document_party as p (record_no, version_no, dataset_no, party, document, day)
        select distinct on (record_no) record_no, version_no, dataset_no, key, document, document_day
        from seen join document_check using (dataset_no) order by record_no, version_no desc
        on conflict (record_no) do update set version_no = excluded.version_no, party = excluded.party, document = excluded.document, day = excluded.day
        where excluded.version_no > p.version_no;
        analyze document;
        create temp table party on commit drop as
        select p.*, m.days from hub.document_party p
        join (select p.document, count(distinct p.day) as days
              from document d join hub.document_party p using (document) left join hub.subject_key k on k.key = p.party
              group by p.document having count(distinct coalesce(k.subject_no::text, p.party)) > 1) m using (document);
        create index on party (version_no);
        analyze party;
        update hub.subject_finding f set closed_at = clock_timestamp()
        from document d where f.folded = d.document and f.rule = 'one_document_several_parties' and f.closed_at is null
          and not exists (select 1 from party p where p.version_no = f.version_no and p.party = f.key);
        insert into hub.subject_finding as f (version_no, rule, key, folded, field, message)
        select p.version_no, 'one_document_several_parties', p.party, p.document, c.field, c.message || case when p.days > 1 then @dayMessage else '' end
        from party p join document_check c using (dataset_no)
        on conflict (version_no, rule, key) do update set closed_at = null, message = excluded.message
        where f.closed_at is not null or f.message <> excluded.message
        """;
}
