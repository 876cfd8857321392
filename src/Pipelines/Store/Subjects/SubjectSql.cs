namespace CreditHub.Pipelines.Store.Subjects;

/// <summary>Records known by name only, the rows of subjects themselves, and the end of a run.</summary>
internal static class SubjectSql
{
    /// <summary>A name leads to the only subject of a code or number that bears it; where there is none or several, all records of that name are one subject of their own.</summary>
    public const string ByName = """
        create temp table fold on commit drop as
        select distinct s.folded
        from (select folded from fresh_name
              union select n.folded from moved m join hub.subject_name n using (key)
              union select n.folded from dirty d join hub.subject_key k using (key) join hub.subject_name n using (key) where k.state = 'void' or k.kind = 'N') s
        where exists (select 1 from hub.subject_name n where n.folded = s.folded and n.of_name_key);
        analyze fold;
        create temp table called on commit drop as
        select n.key, f.folded, k.subject_no as no
        from fold f join hub.subject_name n on n.folded = f.folded and n.of_name_key join hub.subject_key k on k.key = n.key;
        with bearer as (
                 select f.folded, count(distinct k.subject_no) as bearers, min(k.subject_no) as no
                 from fold f join hub.subject_name n on n.folded = f.folded and not n.of_name_key join hub.subject_key k on k.key = n.key
                 where k.subject_no is not null group by f.folded),
             own as (
                 select c.folded, min(c.no) as no from called c
                 where not exists (select 1 from hub.subject_key k where k.subject_no = c.no and k.kind <> 'N') group by c.folded),
             target as (
                 select f.folded, coalesce(case when b.bearers = 1 then b.no end, o.no, nextval('hub.subject_numbers')) as no
                 from fold f left join bearer b using (folded) left join own o using (folded))
        insert into moved (key, kind, old_no, new_no)
        select c.key, 'N', c.no, t.no from called c join target t using (folded) where c.no <> t.no;
        update hub.subject_key k set subject_no = m.new_no from moved m where m.kind = 'N' and k.key = m.key
        """;

    public const string Rows = """
        create temp table touched on commit drop as
        select k.subject_no as no from fresh f join hub.subject_key k using (key) where k.subject_no is not null
        union select new_no from moved union select old_no from moved where old_no is not null
        union select no from dirty where no is not null;
        analyze touched;
        create temp table face on commit drop as
        select t.no, bool_or(k.kind = 'P') as natural_person,
               coalesce(min(hub.library_of(k.key)) filter (where k.kind = 'U' and k.state = 'current'), min(hub.library_of(k.key)) filter (where k.kind = 'U'),
                        case when bool_or(k.kind = 'P') then '个人' end, min(k.library)) as library
        from touched t join hub.subject_key k on k.subject_no = t.no group by t.no;
        update hub.subject s set library = f.library from face f where s.subject_no = f.no and s.library is distinct from f.library;
        insert into hub.subject (subject_no, natural_person, library)
        select no, natural_person, library from face f where not exists (select 1 from hub.subject s where s.subject_no = f.no) order by no
        """;

    /// <summary>A subject that lost all its keys went into the one that has the best of them; never a chain: who pointed to it points on.</summary>
    public const string Merge = """
        create temp table emptied on commit drop as
        select t.no, (select m.new_no from moved m where m.old_no = t.no order by m.kind <> 'U', m.key limit 1) as target
        from touched t where not exists (select 1 from hub.subject_key k where k.subject_no = t.no);
        update hub.subject s set live = false, merged_into = e.target from emptied e where s.subject_no = e.no and s.live;
        update hub.subject s set merged_into = e.target from emptied e where s.merged_into = e.no and e.target is not null
        """;

    public const string Done = "update hub.run set subjects_at = clock_timestamp() where run_id = @runId";
}
