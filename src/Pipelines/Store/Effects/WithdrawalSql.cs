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

    /// <summary>Everything about these records at all platforms: waiting, under way, ended, and how what is sent once more had ended before.</summary>
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
        union all
        select b.platform_no, b.record_no, b.version, b.version_no, b.operation::text, b.state
        from hub.platform p join hub.settlement_before b on b.platform_no = p.platform_no and b.record_no = any(@records)
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

    /// <summary>Why the newest version is not told to a platform that has been told the same by another.</summary>
    public const string Unchanged = "内容与该平台已有版本相同，无需再次报送";

    public const string Move =
        """
        with gone as (
            delete from hub.outbox o using unnest($1::smallint[], $2::bigint[], $3::text[], $4::text[]) as u (platform_no, version_no, state, reason)
            where o.platform_no = u.platform_no and o.priority in (0, 1) and o.version_no = u.version_no
            returning o.platform_no, o.record_no, o.version, o.version_no, o.dataset_no, o.operation, u.state, u.reason
        )
        insert into hub.settlement (platform_no, record_no, version, version_no, dataset_no, operation, state, settled_at, reason)
        select platform_no, record_no, version, version_no, dataset_no, operation, state, clock_timestamp(), reason from gone
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
        from unnest($1::smallint[], $2::bigint[]) as u (platform_no, record_no)
        join hub.head h on h.record_no = u.record_no join hub.record_version v on v.version_no = h.version_no
        """;

    public const string Settle =
        """
        insert into hub.settlement (platform_no, record_no, version, version_no, dataset_no, operation, state, settled_at, reason)
        select u.platform_no, h.record_no, h.version, h.version_no, v.dataset_no, v.operation, u.state, clock_timestamp(), u.reason
        from unnest($1::smallint[], $2::bigint[], $3::text[], $4::text[]) as u (platform_no, record_no, state, reason)
        join hub.head h on h.record_no = u.record_no join hub.record_version v on v.version_no = h.version_no
        """;

    /// <summary>Places (from 0) of the pairs of platform and record of which there is anything to stop or to take back.</summary>
    public const string Concerned =
        """
        select (u.place - 1)::integer from unnest($1::smallint[], $2::bigint[]) with ordinality as u (platform_no, record_no, place)
        where exists (select 1 from hub.settlement s where s.platform_no = u.platform_no and s.record_no = u.record_no
                      and s.operation = 'P' and s.state in ('accepted', 'parked', 'superseded'))
           or exists (select 1 from hub.settlement_before b where b.platform_no = u.platform_no and b.record_no = u.record_no and b.operation = 'P')
           or exists (select 1 from hub.record_version v join hub.outbox o on o.platform_no = u.platform_no and o.priority in (0, 1) and o.version_no = v.version_no
                      where v.record_no = u.record_no)
        """;

    public const string LockPublished =
        "select record_no, operation::text from hub.head where record_no = any(@records) and operation in ('P', 'M') order by record_id for update";

    /// <summary>An act that orders nothing: it says why versions were made that no row of a supplier has brought.</summary>
    public const string AddNote =
        """
        insert into hub.act (action, reason, note, state, run_id, payload_id, line, ended_at)
        values ('none', 'EXEMPT', @note, 'void', @RunId, @PayloadId, 0, clock_timestamp()) returning act_no
        """;

    private const string Newest =
        """
        join lateral (select x.version_no, x.dataset_no, x.content, x.content_hash from hub.record_version x
                      where x.record_no = r.no and x.content is not null order by x.version desc limit 1) v on true
        join lateral (select (x.stored_at at time zone 'Asia/Shanghai')::date as day from hub.record_version x
                      where x.record_no = r.no and x.content is not null and x.act_no is null order by x.version desc limit 1) s on true
        """;

    public const string Shown =
        $"""
        select r.no, v.version_no, v.dataset_no, convert_to(v.content, 'UTF8'), v.content_hash, s.day
        from unnest($1) r(no) {Newest}
        """;

    public const string ShownAfter =
        $"""
        select r.no, v.version_no, v.dataset_no, convert_to(v.content, 'UTF8'), v.content_hash, s.day
        from (select h.record_no as no, h.operation from hub.head h where h.record_no > @after and h.operation in ('P', 'M', 'W') order by h.record_no limit @limit) r
        {Newest}
        where r.operation <> 'W' and v.dataset_no = any(@datasets) order by r.no
        """;
}
