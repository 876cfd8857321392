using CreditHub.Pipelines.Agreement;
using CreditHub.Pipelines.Model;
using Dapper;
using Npgsql;

namespace CreditHub.Pipelines.Store.Queue;

/// <summary>The books of one comparison. Every write is fenced by its lease; a page and how far the pages have come are one transaction.</summary>
internal sealed class ReconciliationBooks(NpgsqlDataSource database, Lease lease, short platformNo)
{
    /// <summary>The comparison that an earlier process left open, else a new one.</summary>
    public Task<long> OpenAsync(string author, CancellationToken ct) => FencedAsync((connection, transaction) => connection.ExecuteScalarAsync<long>(new CommandDefinition(
        """
        with opened as (
            insert into hub.reconciliation (platform_no, author) select @platformNo, @author
            where not exists (select 1 from hub.reconciliation where platform_no = @platformNo and ended_at is null) returning reconciliation_no)
        select reconciliation_no from opened
        union all select reconciliation_no from hub.reconciliation where platform_no = @platformNo and ended_at is null limit 1
        """, new { platformNo, author }, transaction, cancellationToken: ct)), ct);

    /// <summary>Where the dataset's pages go on; null when it was compared already.</summary>
    public Task<string?> BeginAsync(long number, string code, CancellationToken ct) => FencedAsync((connection, transaction) => connection.ExecuteScalarAsync<string?>(new CommandDefinition(
        """
        insert into hub.reconciliation_dataset (reconciliation_no, code) values (@number, @code) on conflict do nothing;
        select page_after from hub.reconciliation_dataset where reconciliation_no = @number and code = @code and ended_at is null
        """, new { number, code }, transaction, cancellationToken: ct)), ct);

    /// <summary>Stores a page and where the next one begins.</summary>
    public Task AddPageAsync(long number, string code, IReadOnlyList<Holding> page, string after, CancellationToken ct) => FencedAsync((connection, transaction) => connection.ExecuteAsync(new CommandDefinition(
        """
        insert into hub.holding (reconciliation_no, code, record_id, version, state)
        select @number, @code, * from unnest(@ids, @versions, @states::"char"[]) on conflict do nothing;
        update hub.reconciliation_dataset set page_after = @after where reconciliation_no = @number and code = @code
        """,
        new
        {
            number, code, after, ids = page.Select(h => h.Id.ToString()).ToArray(), versions = page.Select(h => h.Version).ToArray(),
            states = page.Select(h => h.State == Operation.Publish ? "P" : "W").ToArray(),
        }, transaction, cancellationToken: ct)), ct);

    /// <summary>Compares, says what differs and why, sends again what <paramref name="repaired"/> names, all in one transaction.</summary>
    public Task<long> CompareAsync(long number, string code, string[] repaired, CancellationToken ct) => FencedAsync(async (connection, transaction) =>
    {
        await connection.ExecuteAsync(new CommandDefinition(CompareSql, new { number, code, platformNo }, transaction, commandTimeout: 0, cancellationToken: ct));
        return await ResendSql.SendDifferencesAsync(connection, transaction, number, code, repaired, "hub", ct);
    }, ct);

    public Task EndAsync(long number, string message, CancellationToken ct) => FencedAsync((connection, transaction) => connection.ExecuteAsync(new CommandDefinition(
        """
        update hub.reconciliation set ended_at = clock_timestamp(), outcome = case when @message = '' then 'succeeded' else 'failed' end, message = @message
        where reconciliation_no = @number;
        delete from hub.holding where reconciliation_no = @number
        """, new { number, message }, transaction, commandTimeout: 0, cancellationToken: ct)), ct);

    public async Task<(List<DatasetComparison> Datasets, long Serious, long SentAgain)> ReadAsync(long number, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var datasets = (await connection.QueryAsync<DatasetComparison>(new CommandDefinition(
            """
            select dataset as Dataset, held_there as HeldThere, held_here as HeldHere, under_way as UnderWay, differences as Differences
            from evidence.reconciliation where reconciliation_no = @number order by dataset
            """, new { number }, cancellationToken: ct))).AsList();
        var (serious, sent) = await connection.QuerySingleAsync<(long, long)>(new CommandDefinition(
            """
            select count(*) filter (where kind = 'published_though_withdrawn'), count(resend_no) from hub.difference where reconciliation_no = @number
            """, new { number }, cancellationToken: ct));
        return (datasets, serious, sent);
    }

    private async Task<T> FencedAsync<T>(Func<NpgsqlConnection, NpgsqlTransaction, Task<T>> write, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await lease.FenceAsync(connection, transaction, ct);
        var result = await write(connection, transaction);
        await transaction.CommitAsync(ct);
        return result;
    }

    /// <summary>
    /// here: what our receipts say. A record whose newest version waits in the queue, or was settled after the pages began, is on its way: it is counted and
    /// left to the next day.
    /// </summary>
    private const string CompareSql =
        """
        create temp table here on commit drop as
        select h.record_id, h.record_no, s.version, s.operation, h.operation as newest_operation,
               s.settled_at > b.began_at
               or exists (select 1 from hub.outbox o where o.platform_no = @platformNo and o.priority in (0, 1) and o.version_no = h.version_no) as moving
        from (select began_at from hub.reconciliation_dataset where reconciliation_no = @number and code = @code) b
        cross join (
            select distinct on (record_no) record_no, version, operation, settled_at from (
                select record_no, version, operation, settled_at from hub.settlement
                where platform_no = @platformNo and state = 'accepted' and dataset_no in (select dataset_no from hub.dataset where code = @code)
                union all
                select record_no, version, operation, settled_at from hub.settlement_before
                where platform_no = @platformNo and state = 'accepted' and dataset_no in (select dataset_no from hub.dataset where code = @code)) a
            order by record_no, version desc, settled_at desc) s
        join hub.head h using (record_no);
        analyze here;

        insert into hub.difference (reconciliation_no, code, record_id, kind, version_here, state_here, version_there, state_there, explanation)
        select @number, @code, f.record_id, f.kind, f.version_here, case f.state_here when 'P' then 'PUBLISHED' when 'W' then 'WITHDRAWN' end,
               f.version_there, case f.state_there when 'P' then 'PUBLISHED' when 'W' then 'WITHDRAWN' end,
               case f.kind
                   when 'published_though_withdrawn' then '平台仍在公示我方已撤回的记录'
                   when 'not_there' then '平台曾受理，现已不存在该记录'
                   when 'older_there' then '平台的版本比回执确认的版本旧'
                   when 'newer_there' then '平台的版本比我方回执确认的版本新'
                   when 'withdrawn_there' then '平台已撤下我方仍在公示的记录'
                   else case when f.record_no is null then '我方没有该记录' else '我方有该记录，但没有平台受理它的回执' end end
        from (
            select coalesce(t.record_id, l.record_id) as record_id, coalesce(l.record_no, h.record_no) as record_no, l.version as version_here, l.operation as state_here,
                   t.version as version_there, t.state as state_there,
                   case when t.state = 'P' and (l.operation = 'W' or coalesce(l.newest_operation, h.operation) in ('W', 'D')) then 'published_though_withdrawn'
                        when t.record_id is null and l.operation = 'P' then 'not_there'
                        when t.record_id is null then null
                        when l.record_id is null then 'not_here'
                        when t.version < l.version then 'older_there'
                        when t.version > l.version then 'newer_there'
                        when t.state = 'W' and l.operation = 'P' then 'withdrawn_there' end as kind
            from (select * from hub.holding where reconciliation_no = @number and code = @code) t
            full join here l using (record_id)
            left join hub.head h on h.record_id = t.record_id and l.record_id is null
            where not coalesce(l.moving, false)
              and not (l.record_id is null and exists (
                  select 1 from hub.outbox o where o.platform_no = @platformNo and o.priority in (0, 1) and o.version_no = h.version_no))) f
        where f.kind is not null;

        update hub.reconciliation_dataset set ended_at = clock_timestamp(),
            held_there = (select count(*) from hub.holding where reconciliation_no = @number and code = @code),
            held_here = (select count(*) from here), under_way = (select count(*) from here where moving)
        where reconciliation_no = @number and code = @code;
        delete from hub.holding where reconciliation_no = @number and code = @code
        """;
}
