namespace CreditHub.Pipelines.Store.Subjects;

/// <summary>Corrections of codes (重错码). The state of a code follows from all rulings that name it: the last one decides, whatever order they came in.</summary>
internal static class RulingSql
{
    public const string Take = """
        insert into hub.subject_ruling as r (record_no, version_no, way, old_code, new_code, decided_on)
        select distinct on (record_no) record_no, version_no, way, old_code, new_code, decided_on from seen where ruling order by record_no, version_no desc
        on conflict (record_no) do update set
            version_no = excluded.version_no, way = excluded.way, old_code = excluded.old_code, new_code = excluded.new_code, decided_on = excluded.decided_on
        where excluded.version_no > r.version_no;
        create temp table ruled on commit drop as
        select c.code, m.way, m.as_old, m.new_code, m.decided_on, m.version_no
        from (select old_code as code from seen where ruling and old_code is not null
              union select new_code from seen where ruling and new_code is not null) c
        left join lateral (
            select r.way, r.new_code, r.decided_on, r.version_no, r.old_code = c.code and r.new_code is distinct from c.code as as_old
            from hub.subject_ruling r
            where r.way is not null and (r.old_code = c.code or (r.new_code = c.code and r.way = '新增'))
            order by r.decided_on desc,
                     case when r.way = '删除' then 3 when r.way = '保留' then 2 when r.new_code = c.code then 1 else 0 end desc,
                     r.new_code, r.old_code, r.version_no desc
            limit 1) m on true
        """;

    /// <summary>The codes and what stands around them; before the states change.</summary>
    public const string Mark = """
        insert into dirty (key, kind, no, round)
        select k.key, k.kind, k.subject_no, 0 from ruled r join hub.subject_key k on k.key = r.code on conflict do nothing
        """;

    public const string Apply = """
        update hub.subject_key k set
            state = case when r.way = '删除' then 'void' when r.way = '新增' and r.as_old then 'former' else 'current' end,
            successor = case when r.way = '新增' and r.as_old then r.new_code end,
            until = case when r.way = '删除' or (r.way = '新增' and r.as_old) then r.decided_on end,
            since = case when r.way = '新增' and not r.as_old then r.decided_on else k.since end,
            ruling_no = r.version_no,
            subject_no = case when r.way = '删除' then null else coalesce(k.subject_no, nextval('hub.subject_numbers')) end
        from ruled r where k.key = r.code
        """;
}
