namespace CreditHub.Pipelines.Store.Subjects;

/// <summary>
/// Which keys are one subject. Only keys that something new touches are looked at ("dirty"), with everything that shares a subject, a cluster or a link
/// with them, so that their part of the partition can be computed anew from what is stored, independent of the order in which it came.
/// </summary>
internal static class PartitionSql
{
    public const string Dirty = """
        create temp table dirty (key text collate "C" primary key, kind "char" not null, no bigint, round integer not null) on commit drop
        """;

    public const string Start = """
        insert into dirty (key, kind, no, round)
        select k.key, k.kind, k.subject_no, 0
        from (select l.key from link l left join fresh f using (key) where f.key is null
              union select key from link group by key having count(*) > 1
              union select a from pair union select b from pair
              union select 'ORG:' || substr(key, 9, 9) from fresh where kind = 'U'
              union select f.key from fresh f where f.kind = 'O'
                    and exists (select 1 from hub.subject_key u where u.kind = 'U' and substr(u.key, 9, 9) = substr(f.key, 5))) s
        join hub.subject_key k using (key)
        on conflict do nothing
        """;

    /// <summary>Clusters that new pairs join.</summary>
    public const string Clusters = """
        create temp table joint on commit drop as
        select distinct coalesce(x.cluster, x.key) as a, coalesce(y.cluster, y.key) as b
        from pair p join hub.subject_key x on x.key = p.a join hub.subject_key y on y.key = p.b
        where coalesce(x.cluster, x.key) <> coalesce(y.cluster, y.key);
        create temp table component on commit drop as
        select id, id as root from (select a as id from joint union select b from joint) s;
        create unique index on component (id);
        analyze joint; analyze component
        """;

    /// <summary>Repeated until nothing changes: the least id of all neighbours, then that one's own least.</summary>
    public const string SpreadClusters = """
        with least_of as (
            select id, min(root) as root
            from (select j.a as id, c.root from joint j join component c on c.id = j.b
                  union all select j.b, c.root from joint j join component c on c.id = j.a
                  union all select c.id, r.root from component c join component r on r.id = c.root) s
            group by id)
        update component c set root = l.root from least_of l where l.id = c.id and l.root < c.root
        """;

    public const string SetClusters = """
        update hub.subject_key k set cluster = c.root from component c where k.cluster = c.id and k.cluster <> c.root;
        update hub.subject_key k set cluster = c.root from component c where k.key = c.id and k.cluster is null
        """;

    public const string Expand = """
        insert into dirty (key, kind, no, round)
        select k.key, k.kind, k.subject_no, @round + 1
        from (select s.key from dirty d join hub.subject_key s on s.subject_no = d.no where d.round = @round
              union select s.key from dirty d join hub.subject_key c using (key) join hub.subject_key s on s.cluster = c.cluster where d.round = @round
              union select c.successor from dirty d join hub.subject_key c using (key) where d.round = @round and c.successor is not null
              union select p.key from dirty d join hub.subject_key p on p.successor = d.key where d.round = @round
              union select 'ORG:' || substr(key, 9, 9) from dirty where round = @round and kind = 'U'
              union select l.key from dirty d join hub.subject_link l on l.uscc = d.key where d.round = @round and d.kind = 'U' and not hub.crowded(l.key)
              union select l.uscc from dirty d join hub.subject_link l on l.key = d.key
                    where d.round = @round and d.kind in ('R', 'T') and not hub.crowded(d.key)
              union select u.key from dirty d join hub.subject_key u on u.kind = 'U' and substr(u.key, 9, 9) = substr(d.key, 5)
                    where d.round = @round and d.kind = 'O') s
        join hub.subject_key k using (key)
        on conflict do nothing
        """;

    /// <summary>
    /// Label = what a key belongs to: a code's last successor; for a number the only code in its cluster, else the only code beside itself, else its
    /// cluster where no code is, else itself alone.
    /// </summary>
    public const string Labels = """
        analyze dirty;
        create temp table root on commit drop as
        with recursive up (key, at, depth) as (
            select d.key, d.key, 0 from dirty d join hub.subject_key k using (key) where d.kind = 'U' and k.state <> 'void'
            union all
            select up.key, n.key, up.depth + 1 from up join hub.subject_key k on k.key = up.at
            join hub.subject_key n on n.key = k.successor and n.state <> 'void' where up.depth < 100)
        select distinct on (key) key, at as root from up order by key, depth desc;
        analyze root;
        create temp table owner on commit drop as
        select d.key, r.root from dirty d join hub.subject_link l on l.key = d.key join root r on r.key = l.uscc
        where d.kind in ('R', 'T') and not hub.crowded(d.key)
        union select d.key, r.root from dirty d join root r on substr(r.key, 9, 9) = substr(d.key, 5) where d.kind = 'O'
        union select d.key, unnest(array['!', '!!']) from dirty d where d.kind in ('R', 'T') and hub.crowded(d.key);
        create temp table label on commit drop as
        with member as (select d.key, coalesce(k.cluster, k.key) as cluster from dirty d join hub.subject_key k using (key) where d.kind in ('O', 'R', 'T')),
             of_cluster as (select m.cluster, count(distinct o.root) as roots, min(o.root) as root from member m join owner o using (key) group by m.cluster),
             of_key as (select key, count(*) as roots, min(root) as root from owner group by key)
        select key, 'U:' || root as label from root
        union all
        select m.key, case when c.roots is null then 'W:' || m.cluster when c.roots = 1 then 'U:' || c.root
                           when k.roots = 1 then 'U:' || k.root else 'K:' || m.key end
        from member m left join of_cluster c using (cluster) left join of_key k on k.key = m.key;
        analyze label
        """;

    /// <summary>A label keeps the oldest number that its keys had and no better label claims; a label without one begins a subject.</summary>
    public const string Move = """
        create temp table moved on commit drop as
        with claim as (select distinct l.label, d.no, not starts_with(l.label, 'U:') as weak from label l join dirty d using (key) where d.no is not null),
             won as (select distinct on (no) no, label from claim order by no, weak, label),
             kept as (select label, min(no) as no from won group by label),
             chosen as (select label, coalesce(k.no, nextval('hub.subject_numbers')) as no from (select distinct label from label) l left join kept k using (label))
        select l.key, d.kind, d.no as old_no, c.no as new_no from label l join dirty d using (key) join chosen c using (label);
        update hub.subject_key k set subject_no = m.new_no from moved m where k.key = m.key and k.subject_no is distinct from m.new_no;
        delete from moved where old_no is not distinct from new_no
        """;
}
