using CreditHub.Pipelines.Agreement;
using CreditHub.Pipelines.Store.Effects;
using Dapper;
using Npgsql;

namespace CreditHub.Pipelines.Store.Queue;

/// <summary>Settled versions go back into the queue; how they had ended is kept.</summary>
internal static class ResendSql
{
    public static async Task<IReadOnlyList<ResendCount>> CountAsync(NpgsqlConnection connection, ResendSelection selection, long[] allowed, CancellationToken ct) =>
        (await connection.QueryAsync<ResendCount>(new CommandDefinition(
            $"""
            with picked as ({Picked})
            select d.code as Dataset, p.state as State, case p.operation when 'P' then 'PUBLISH' else 'WITHDRAW' end as Operation, count(*) as Records
            from picked p join hub.dataset d using (dataset_no) group by 1, 2, 3 order by 1, 2, 3
            """, Parameters(selection, allowed), commandTimeout: 0, cancellationToken: ct))).AsList();

    public static Task<long> SendAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, ResendSelection selection, long[] allowed, string author, string reason, CancellationToken ct)
    {
        var parameters = Parameters(selection, allowed);
        parameters.AddDynamicParams(new { author, reason, selection = selection.ToString() });
        return connection.ExecuteScalarAsync<long>(new CommandDefinition(
            $"with picked as materialized ({Picked}), {Moved} select count(*) from moved", parameters, transaction, commandTimeout: 0, cancellationToken: ct));
    }

    /// <summary>Published records whose newest version was kept from the platform.</summary>
    public static async Task<long[]> KeptBackAsync(NpgsqlConnection connection, ResendSelection selection, CancellationToken ct) =>
        [.. await connection.QueryAsync<long>(new CommandDefinition(
            """
            select h.record_no from hub.platform p
            join hub.settlement s on s.platform_no = p.platform_no and s.state = 'excluded' and s.reason is distinct from @Unchanged
            join hub.head h on h.record_no = s.record_no and h.version_no = s.version_no and h.operation in ('P', 'M')
            where p.name = @Platform and (@RecordId::text is null or h.record_id = @RecordId) order by 1
            """, Parameters(selection, []), commandTimeout: 0, cancellationToken: ct))];

    /// <summary>The records of a reconciliation's differences of these kinds go out again; each difference learns by which resend.</summary>
    public static Task<long> SendDifferencesAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, long reconciliationNo, string code, string[] kinds, string author, CancellationToken ct) =>
        connection.ExecuteScalarAsync<long>(new CommandDefinition(
            $"""
            with chosen as materialized (
                select f.record_id, h.record_no, h.version_no as newest_no, h.operation in ('W', 'D') as gone from hub.difference f join hub.head h using (record_id)
                where f.reconciliation_no = @reconciliationNo and f.code = @code and f.kind = any(@kinds)
            ), picked as materialized (
                select s.* from chosen c
                cross join lateral (
                    select x.* from hub.settlement x where x.platform_no = (select platform_no from hub.reconciliation where reconciliation_no = @reconciliationNo)
                    and x.record_no = c.record_no and x.state in ('accepted', 'refused', 'parked') order by x.version desc limit 1) s
                where (not c.gone or s.operation = 'W') and (s.operation = 'W' or not exists (
                    select 1 from hub.settlement e where e.platform_no = s.platform_no and e.record_no = s.record_no and e.version > s.version
                    and e.state = 'excluded' and e.reason is distinct from @Unchanged))
                  and not exists (select 1 from hub.outbox o where o.platform_no = s.platform_no and o.priority in (0, 1) and o.version_no in (s.version_no, c.newest_no))
            ), {Moved}, told as (
                update hub.difference f set resend_no = (select resend_no from noted)
                from picked p join hub.head h using (record_no)
                where f.reconciliation_no = @reconciliationNo and f.code = @code and f.record_id = h.record_id
            )
            select count(*) from moved
            """, new { reconciliationNo, code, kinds, author, reason = "reconciliation", selection = $"reconciliation {reconciliationNo}, {code}", WithdrawalSql.Unchanged },
            transaction, commandTimeout: 0, cancellationToken: ct));

    private static DynamicParameters Parameters(ResendSelection s, long[] allowed)
    {
        var parameters = new DynamicParameters(new { s.Platform, s.RecordId, s.Dataset, s.State, allowed, WithdrawalSql.Unchanged });
        parameters.Add("From", s.From, System.Data.DbType.Date);
        parameters.Add("To", s.To, System.Data.DbType.Date);
        return parameters;
    }

    /// <summary>
    /// What the platform was told last of a record. A newer version that it may not have (excluded) lets only a withdrawal be told again, unless the
    /// configuration in use allows it and it is asked for; a newest version that waits in the queue is on its way already, and of what is withdrawn only the
    /// withdrawal is told again.
    /// </summary>
    private const string Picked =
        """
        select n.* from (
            select distinct on (s.record_no) s.platform_no, s.record_no, s.version, s.version_no, s.dataset_no, s.operation, s.state
            from hub.settlement s
            where s.platform_no = (select platform_no from hub.platform where name = @Platform)
              and (@RecordId::text is null or s.record_no = (select record_no from hub.head where record_id = @RecordId))
              and (s.state in ('accepted', 'refused', 'parked') or (@State::text = 'excluded' and s.version_no = any(@allowed)))
            order by s.record_no, s.version desc) n
        join hub.dataset d using (dataset_no)
        join hub.record_version v using (version_no)
        join hub.head h on h.record_no = n.record_no
        where (n.operation = 'W' or not exists (
                  select 1 from hub.settlement e where e.platform_no = n.platform_no and e.record_no = n.record_no and e.version > n.version
                  and e.state = 'excluded' and e.reason is distinct from @Unchanged))
          and (h.operation not in ('W', 'D') or n.operation = 'W')
          and (@State::text is null or n.state = @State)
          and (@Dataset::text is null or d.code = @Dataset)
          and (@From::date is null or v.stored_at >= @From::date::timestamp at time zone 'Asia/Shanghai')
          and (@To::date is null or v.stored_at < (@To::date + 1)::timestamp at time zone 'Asia/Shanghai')
          and not exists (select 1 from hub.outbox o where o.platform_no = n.platform_no and o.priority in (0, 1) and o.version_no = h.version_no)
        """;

    private const string Moved =
        """
        noted as (
            insert into hub.resend (platform_no, author, selection, reason, records)
            select platform_no, @author, @selection, @reason, count(*) from picked group by platform_no returning resend_no
        ), moved as (
            delete from hub.settlement s using picked p
            where s.platform_no = p.platform_no and s.record_no = p.record_no and s.version = p.version
            returning s.*
        ), kept as (
            insert into hub.settlement_before (resend_no, platform_no, record_no, version, version_no, dataset_no, operation, state, packet_no, settled_at,
                                               reason, code, field, message)
            select n.resend_no, m.platform_no, m.record_no, m.version, m.version_no, m.dataset_no, m.operation, m.state, m.packet_no, m.settled_at,
                   m.reason, m.code, m.field, m.message
            from moved m cross join noted n
        ), queued as (
            insert into hub.outbox (platform_no, priority, version_no, record_no, version, dataset_no, operation)
            select platform_no, case operation when 'W' then 0 else 1 end, version_no, record_no, version, dataset_no, operation from moved
        )
        """;
}
