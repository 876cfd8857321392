using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Store.Effects;
using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace CreditHub.Pipelines.Store;

/// <summary>
/// What is owed to platforms, by packets. A packet's row and its attempt are in the books before the first byte is sent; an answer
/// and what it settles are one transaction (C3). Pending work is found by state, never by "greater than the last seen".
/// </summary>
internal sealed partial class Outbox(NpgsqlDataSource database)
{
    /// <summary>
    /// Rows that may be sent next, withdrawals first, then in stored order after <paramref name="afterVersionNo"/>; those with a newer
    /// version that is owed too stand apart. Of closed datasets only withdrawals leave. Call inside a claim.
    /// </summary>
    public static async Task<(List<OutboxItem> Items, List<OutboxItem> Superseded)> NextAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, short platformNo, long afterVersionNo, int limit,
        IReadOnlyCollection<long> busyRecords, IReadOnlyCollection<short> pausedDatasets, IReadOnlyCollection<short> closedDatasets, CancellationToken ct)
    {
        await SqlPlans.ByKeyAsync(connection, transaction, ct);
        await using var command = new NpgsqlCommand(NextSql, connection, transaction)
        {
            Parameters =
            {
                new() { Value = platformNo }, new() { Value = afterVersionNo }, new() { Value = limit },
                new() { Value = busyRecords.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint },
                new() { Value = pausedDatasets.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint },
                new() { Value = closedDatasets.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint },
            },
        };
        var versions = new List<long>(limit);
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                versions.Add(reader.GetInt64(0));
            }
        }

        var items = await ReadAsync(connection, transaction, versions, ct);
        var stale = await SupersededAsync(connection, transaction, platformNo, items, ct);
        return stale.Count == 0
            ? ([.. items.Select(i => i.Item)], [])
            : ([.. items.Where(i => !stale.Contains(i.Item.VersionNo)).Select(i => i.Item)], [.. items.Where(i => stale.Contains(i.Item.VersionNo)).Select(i => i.Item)]);
    }

    /// <summary>While a claim is under way no withdrawal is half written: what it supersedes is either claimed already, and seen, or never claimed.</summary>
    public static Task LockAgainstWithdrawalsAsync(NpgsqlConnection connection, short platformNo, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(
            "select pg_advisory_xact_lock_shared(@LockClass, @platformNo)", new { WithdrawalSql.LockClass, platformNo = (int)platformNo }, cancellationToken: ct));

    /// <summary>The versions of a packet in its order, for building the same bytes again.</summary>
    public async Task<List<OutboxItem>> ItemsAsync(long[] versions, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return [.. (await ReadAsync(connection, null, versions, ct)).Select(i => i.Item)];
    }

    /// <summary>Packets without an end, oldest first, and which of their versions are still owed.</summary>
    public async Task<List<PacketRow>> OpenPacketsAsync(short platformNo, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<PacketRow>(new CommandDefinition(OpenSql, new { platformNo }, cancellationToken: ct))).AsList();
    }

    /// <summary>Which of these versions are still owed to the platform.</summary>
    public async Task<HashSet<long>> OwedAsync(short platformNo, long[] versions, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<long>(new CommandDefinition(
            "select version_no from hub.outbox where platform_no = @platformNo and priority in (0, 1) and version_no = any(@versions)",
            new { platformNo, versions }, cancellationToken: ct))).ToHashSet();
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

    /// <summary>Content and identity of versions, in the order given, with the newest version of each record. Numbers given out together lie together: then one range of each index is read instead of one look-up a row.</summary>
    private static async Task<List<(OutboxItem Item, int Newest)>> ReadAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, IReadOnlyList<long> versions, CancellationToken ct)
    {
        if (versions.Count == 0)
        {
            return [];
        }

        var found = new Dictionary<long, OutboxItem>(versions.Count);
        await using (var contents = Keyed(connection, transaction, ContentSql, "version_no", versions))
        await using (var reader = await contents.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                long versionNo = reader.GetInt64(0);
                found[versionNo] = new OutboxItem(
                    versionNo, reader.GetInt64(1), reader.GetInt32(2), reader.GetInt16(3),
                    reader.GetFieldValue<byte>(4) == (byte)'P' ? Operation.Publish : Operation.Withdraw,
                    reader.IsDBNull(5) ? null : reader.GetString(5), default, reader.IsDBNull(6) ? [] : reader.GetFieldValue<byte[]>(6));
            }
        }

        var heads = new Dictionary<long, (RecordId Id, int Newest)>(versions.Count);
        long[] records = [.. versions.Select(v => found[v].RecordNo)];
        await using (var identities = Keyed(connection, transaction, HeadSql, "record_no", records))
        await using (var reader = await identities.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                heads[reader.GetInt64(0)] = (RecordId.Parse(reader.GetString(1)), reader.GetInt32(2));
            }
        }

        return [.. versions.Select(v => (found[v] with { RecordId = heads[found[v].RecordNo].Id }, heads[found[v].RecordNo].Newest))];
    }

    private static NpgsqlCommand Keyed(NpgsqlConnection connection, NpgsqlTransaction? transaction, string sql, string key, IReadOnlyList<long> numbers)
    {
        long first = numbers.Min();
        long last = numbers.Max();
        return last - first < 2L * numbers.Count
            ? new NpgsqlCommand($"{sql} where {key} between $1 and $2", connection, transaction) { Parameters = { new() { Value = first }, new() { Value = last } } }
            : new NpgsqlCommand($"{sql} where {key} = any($1)", connection, transaction) { Parameters = { new() { Value = numbers.ToArray() } } };
    }

    /// <summary>Versions whose record has a newer version that is owed to the same platform.</summary>
    private static async Task<HashSet<long>> SupersededAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, short platformNo, List<(OutboxItem Item, int Newest)> items, CancellationToken ct)
    {
        long[] old = [.. items.Where(i => i.Newest > i.Item.Version).Select(i => i.Item.VersionNo)];
        return old.Length == 0 ? [] : (await connection.QueryAsync<long>(new CommandDefinition(
            SupersededSql, new { platformNo, old }, transaction, cancellationToken: ct))).ToHashSet();
    }

    private const string NextSql =
        """
        (select version_no from hub.outbox where platform_no = $1 and priority = 0 and record_no <> all($4) and dataset_no <> all($5)
         order by version_no limit $3)
        union all
        (select version_no from hub.outbox where platform_no = $1 and priority = 1 and version_no > $2
         and record_no <> all($4) and dataset_no <> all($5) and dataset_no <> all($6)
         order by version_no limit $3)
        limit $3
        """;

    private const string ContentSql =
        "select version_no, record_no, version, dataset_no, operation, reason, content from hub.record_version";

    private const string HeadSql = "select record_no, record_id, version from hub.head";

    private const string SupersededSql =
        """
        select v.version_no from hub.record_version v
        where v.version_no = any(@old) and exists (
            select 1 from hub.record_version n
            join hub.outbox q on q.platform_no = @platformNo and q.priority in (0, 1) and q.version_no = n.version_no
            where n.record_no = v.record_no and n.version > v.version)
        """;

    private const string OpenSql =
        """
        select k.packet_no as PacketNo, k.packet_id as PacketId, k.dataset_no as DatasetNo, k.sent_at as SentAt, k.versions as Versions,
               k.body_sha256 as BodySha256, k.asks as Asks, k.next_ask_at as NextAskAt, k.receipt_no as ReceiptNo,
               a.attempt as Attempts, a.outcome as LastOutcome
        from hub.packet k
        join lateral (select t.attempt, t.outcome from hub.attempt t where t.packet_no = k.packet_no order by t.attempt desc limit 1) a on true
        where k.platform_no = @platformNo and k.state = 'open'
        order by k.packet_no
        """;
}
