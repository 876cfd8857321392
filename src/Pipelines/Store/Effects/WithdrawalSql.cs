namespace CreditHub.Pipelines.Store.Effects;

/// <summary>
/// Which platforms must be told of a withdrawal, and what they are no longer owed. Claims of packets hold the shared side of the platform locks: while
/// these run, no claim is half done, and what was claimed is seen.
/// </summary>
internal static class WithdrawalSql
{
    /// <summary>First of the two numbers of the advisory lock of a platform; the second is the platform's.</summary>
    public const int LockClass = 0x4352_0007;

    public const string LockPlatforms = "select pg_advisory_xact_lock(@LockClass, platform_no::integer) from (select platform_no from hub.platform order by platform_no) p";

    /// <summary>Everything about these records at all platforms: waiting, under way, ended.</summary>
    public const string Told =
        """
        select p.platform_no as "PlatformNo", v.record_no as "RecordNo", v.version as "Version", v.version_no as "VersionNo", o.operation::text as "Operation",
               'waiting' as "State"
        from hub.record_version v cross join hub.platform p
        join hub.outbox o on o.platform_no = p.platform_no and o.priority in (0, 1) and o.version_no = v.version_no
        where v.record_no = any(@records)
        union all
        select s.platform_no, s.record_no, s.version, s.version_no, s.operation::text, s.state
        from hub.platform p join hub.settlement s on s.platform_no = p.platform_no and s.record_no = any(@records)
        """;

    /// <summary>Versions of these records in packets that have no end, or that were cut into others after their outcome was not known.</summary>
    public const string Sent =
        """
        select k.platform_no as "PlatformNo", x.version_no as "VersionNo", k.state = 'open' as "Open"
        from hub.packet k cross join unnest(k.versions) as x(version_no)
        where (k.state = 'open' or (k.state = 'split' and exists (
                   select 1 from hub.attempt a where a.packet_no = k.packet_no and coalesce(a.outcome, 'unknown') = 'unknown')))
          and x.version_no = any(array(select v.version_no from hub.record_version v where v.record_no = any(@records)))
        """;

    public const string Supersede =
        """
        with gone as (
            delete from hub.outbox o using unnest($1::smallint[], $2::bigint[]) as u (platform_no, version_no)
            where o.platform_no = u.platform_no and o.priority in (0, 1) and o.version_no = u.version_no
            returning o.platform_no, o.record_no, o.version, o.version_no, o.dataset_no, o.operation
        )
        insert into hub.settlement (platform_no, record_no, version, version_no, dataset_no, operation, state, settled_at, reason)
        select platform_no, record_no, version, version_no, dataset_no, operation, 'superseded', clock_timestamp(), '该记录已被撤下' from gone
        """;

    public const string Owe =
        """
        insert into hub.outbox (platform_no, priority, version_no, record_no, version, dataset_no, operation)
        select u.platform_no, 0, h.version_no, h.record_no, h.version, v.dataset_no, 'W'
        from unnest($1::smallint[], $2::bigint[]) as u (platform_no, record_no)
        join hub.head h on h.record_no = u.record_no join hub.record_version v on v.version_no = h.version_no
        """;

    public const string OweAgain =
        """
        insert into hub.outbox (platform_no, priority, version_no, record_no, version, dataset_no, operation)
        select u.platform_no, 1, h.version_no, h.record_no, h.version, v.dataset_no, 'P'
        from unnest($1::smallint[], $2::bigint[], $3::text[]) as u (platform_no, record_no, withheld)
        join hub.head h on h.record_no = u.record_no join hub.record_version v on v.version_no = h.version_no
        where u.withheld is null
        """;

    public const string WithholdAgain =
        """
        insert into hub.settlement (platform_no, record_no, version, version_no, dataset_no, operation, state, settled_at, reason)
        select u.platform_no, h.record_no, h.version, h.version_no, v.dataset_no, 'P', 'excluded', clock_timestamp(), u.withheld
        from unnest($1::smallint[], $2::bigint[], $3::text[]) as u (platform_no, record_no, withheld)
        join hub.head h on h.record_no = u.record_no join hub.record_version v on v.version_no = h.version_no
        where u.withheld is not null
        """;
}
