using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Store.Effects;
using CreditHub.Pipelines.Store.Queue;
using Dapper;
using Npgsql;

namespace CreditHub.Pipelines.Store;

/// <summary>
/// What is owed to platforms, by packets. A packet's row and its attempt are in the books before the first byte is sent; an answer
/// and what it settles are one transaction (C3). Pending work is found by state, never by "greater than the last seen".
/// </summary>
internal sealed partial class Outbox(NpgsqlDataSource database)
{
    /// <summary>Rows of one priority in stored order after <paramref name="after"/>, those of <paramref name="closed"/> datasets left out.</summary>
    public async Task<List<OwedRow>> RowsAsync(short platformNo, short priority, long after, int limit, short[] closed, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await SqlPlans.ByKeyAsync(connection, transaction, ct);
        string others = closed.Length == 0 ? "" : $"and dataset_no <> all('{{{string.Join(',', closed)}}}')";
        return await RowsAsync(connection,
            $"""
            select version_no, record_no, version, dataset_no, operation from hub.outbox
            where platform_no = {platformNo} and priority = {priority} and version_no > {after} {others} order by version_no limit {limit}
            """, ct);
    }

    /// <summary>Which of these versions are still owed to the platform.</summary>
    public async Task<List<OwedRow>> OwedAsync(short platformNo, IEnumerable<long> versions, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await RowsAsync(connection,
            $$"""
            select version_no, record_no, version, dataset_no, operation from hub.outbox
            where platform_no = {{platformNo}} and priority in (0, 1) and version_no = any('{{{string.Join(',', versions)}}}') order by version_no
            """, ct);
    }

    /// <summary>Content and identity of versions, in the order given.</summary>
    public async Task<List<OutboxItem>> ItemsAsync(IReadOnlyList<OwedRow> rows, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        return await OwedReader.ReadAsync(connection, transaction, rows, ct);
    }

    /// <summary>The versions of a packet in its order, for building the same bytes again, settled or not.</summary>
    public async Task<List<OutboxItem>> PacketItemsAsync(long[] versions, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var rows = (await RowsAsync(connection,
            $$"""
            select version_no, record_no, version, dataset_no, operation from hub.record_version
            where version_no = any('{{{string.Join(',', versions)}}}')
            """, ct)).ToDictionary(r => r.VersionNo);
        return await OwedReader.ReadAsync(connection, transaction, [.. versions.Select(v => rows[v])], ct);
    }

    /// <summary>Those of the versions whose record has a newer one that is owed to the same platform, or was told to it: whatever comes late, nothing goes backwards.</summary>
    public async Task<HashSet<long>> SupersededAsync(short platformNo, long[] versions, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<long>(new CommandDefinition(
            SupersededSql, new { platformNo, versions }, cancellationToken: ct))).ToHashSet();
    }

    /// <summary>Those of the runs that worked under another configuration than this, or that are not in the books as runs.</summary>
    public async Task<HashSet<long>> OtherRunsAsync(long[] runs, string configDigest, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<long>(new CommandDefinition(
            "select u.run_id from unnest(@runs) u(run_id) where not exists (select 1 from hub.run r where r.run_id = u.run_id and r.config_digest = @configDigest)",
            new { runs, configDigest }, cancellationToken: ct))).ToHashSet();
    }

    /// <summary>Packets without an end, oldest first.</summary>
    public async Task<List<PacketRow>> OpenPacketsAsync(short platformNo, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<PacketRow>(new CommandDefinition(OpenSql, new { platformNo }, cancellationToken: ct))).AsList();
    }

    /// <summary>Rows still owed to a platform.</summary>
    public async Task<long> PendingAsync(short platformNo, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            "select count(*) from hub.outbox where platform_no = @platformNo", new { platformNo }, cancellationToken: ct));
    }

    /// <summary>Datasets paused at a platform.</summary>
    public async Task<List<short>> PausedDatasetsAsync(short platformNo, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<short>(new CommandDefinition(
            "select d.dataset_no from hub.dataset_pause z join hub.dataset d using (code) where z.platform_no = @platformNo",
            new { platformNo }, cancellationToken: ct))).AsList();
    }

    /// <summary>While a claim is under way no withdrawal is half written: what it supersedes is either claimed already, and seen, or never claimed.</summary>
    public static Task LockAgainstWithdrawalsAsync(NpgsqlConnection connection, short platformNo, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(
            "select pg_advisory_xact_lock_shared(@LockClass, @platformNo)", new { WithdrawalSql.LockClass, platformNo = (int)platformNo }, cancellationToken: ct));

    private static async Task<List<OwedRow>> RowsAsync(NpgsqlConnection connection, string query, CancellationToken ct)
    {
        using var reader = await CopyReader.ReadAsync(connection, query, 1 << 16, ct);
        var rows = new List<OwedRow>();
        while (reader.Next())
        {
            rows.Add(new OwedRow(reader.Long(), reader.Long(), reader.Int(), reader.Short(), reader.Letter() == 'P' ? Operation.Publish : Operation.Withdraw));
        }

        return rows;
    }

    private const string SupersededSql =
        """
        select v.version_no from hub.record_version v
        where v.version_no = any(@versions) and (
            exists (select 1 from hub.record_version n
                    join hub.outbox q on q.platform_no = @platformNo and q.priority in (0, 1) and q.version_no = n.version_no
                    where n.record_no = v.record_no and n.version > v.version)
            or exists (select 1 from hub.settlement s where s.platform_no = @platformNo and s.record_no = v.record_no and s.version > v.version
                       and s.state in ('accepted', 'refused', 'parked')))
        """;

    private const string OpenSql =
        """
        select k.packet_no as PacketNo, k.packet_id as PacketId, k.dataset_no as DatasetNo, k.sent_at as SentAt, k.versions as Versions,
               k.body_sha256 as BodySha256, k.asks as Asks, k.next_ask_at as NextAskAt, k.receipt_no as ReceiptNo,
               a.attempt as Attempts, a.outcome as LastOutcome, a.sent_at as LastSent
        from hub.packet k
        join lateral (select t.attempt, t.outcome, t.sent_at from hub.attempt t where t.packet_no = k.packet_no order by t.attempt desc limit 1) a on true
        where k.platform_no = @platformNo and k.state = 'open'
        order by k.packet_no
        """;
}
