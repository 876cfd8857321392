using System.Data;
using CreditHub.Pipelines.Model;
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
    /// <summary>Rows that may be sent next, withdrawals first, then in stored order after <paramref name="afterVersionNo"/>. Call inside a claim.</summary>
    public static async Task<(List<OutboxItem> Items, List<OutboxItem> Superseded)> NextAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, short platformNo, long afterVersionNo, int limit,
        IReadOnlyCollection<long> busyRecords, IReadOnlyCollection<short> pausedDatasets, CancellationToken ct)
    {
        await SqlPlans.ByKeyAsync(connection, transaction, ct);
        await using var command = new NpgsqlCommand(NextSql, connection, transaction)
        {
            Parameters =
            {
                new() { Value = platformNo }, new() { Value = afterVersionNo }, new() { Value = limit },
                new() { Value = busyRecords.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint },
                new() { Value = pausedDatasets.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint },
            },
        };
        var items = new List<OutboxItem>(limit);
        var superseded = new List<OutboxItem>();
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, ct);
        while (await reader.ReadAsync(ct))
        {
            bool isSuperseded = reader.GetBoolean(0);
            (isSuperseded ? superseded : items).Add(await ReadAsync(reader, 1, ct));
        }

        return (items, superseded);
    }

    /// <summary>The versions of a packet in its order, for building the same bytes again.</summary>
    public async Task<List<OutboxItem>> ItemsAsync(long[] versions, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand(ItemsSql, connection)
        {
            Parameters = { new() { Value = versions, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint } },
        };
        var items = new List<OutboxItem>(versions.Length);
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, ct);
        while (await reader.ReadAsync(ct))
        {
            items.Add(await ReadAsync(reader, 0, ct));
        }

        return items;
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

    private static async Task<OutboxItem> ReadAsync(NpgsqlDataReader reader, int at, CancellationToken ct)
    {
        long versionNo = reader.GetInt64(at);
        long recordNo = reader.GetInt64(at + 1);
        int version = reader.GetInt32(at + 2);
        short datasetNo = reader.GetInt16(at + 3);
        var operation = reader.GetFieldValue<byte>(at + 4) == (byte)'P' ? Operation.Publish : Operation.Withdraw;
        string? reason = await reader.IsDBNullAsync(at + 5, ct) ? null : reader.GetString(at + 5);
        var recordId = RecordId.Parse(reader.GetString(at + 6));
        byte[] content = await reader.IsDBNullAsync(at + 7, ct) ? [] : reader.GetFieldValue<byte[]>(at + 7);
        return new OutboxItem(versionNo, recordNo, version, datasetNo, operation, reason, recordId, content);
    }

    private const string NextSql =
        """
        select h.version > o.version and (
                   select 1 from hub.record_version n
                   where n.record_no = o.record_no and n.version > o.version
                   and (select 1 from hub.outbox q where q.platform_no = $1 and q.priority in (0, 1) and q.version_no = n.version_no limit 1) = 1
                   limit 1) is not null as superseded,
               o.version_no, o.record_no, o.version, o.dataset_no, o.operation, v.reason, h.record_id, v.content
        from (
            (select * from hub.outbox where platform_no = $1 and priority = 0 and record_no <> all($4) and dataset_no <> all($5)
             order by version_no limit $3)
            union all
            (select * from hub.outbox where platform_no = $1 and priority = 1 and version_no > $2
             and record_no <> all($4) and dataset_no <> all($5)
             order by version_no limit $3)
            limit $3) o
        join hub.record_version v on v.version_no = o.version_no
        join hub.head h on h.record_no = o.record_no
        order by o.priority, o.version_no
        """;

    private const string ItemsSql =
        """
        select v.version_no, v.record_no, v.version, v.dataset_no, v.operation, v.reason, h.record_id, v.content
        from unnest($1) with ordinality k(version_no, ord)
        join hub.record_version v on v.version_no = k.version_no
        join hub.head h on h.record_no = v.record_no
        order by k.ord
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
