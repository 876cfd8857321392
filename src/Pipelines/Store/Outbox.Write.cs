using CreditHub.Pipelines.Store.Queue;
using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace CreditHub.Pipelines.Store;

internal sealed partial class Outbox
{
    /// <summary>Begins a claim: fenced, so that only the holder of the platform's lease can send.</summary>
    public async Task<T> ClaimAsync<T>(Lease lease, Func<NpgsqlConnection, NpgsqlTransaction, Task<T>> claim, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await lease.FenceAsync(connection, transaction, ct);
        var result = await claim(connection, transaction);
        await transaction.CommitAsync(ct);
        return result;
    }

    /// <summary>
    /// Looks once more before packets are written: which of the items are not their record's newest version any more, and whether a withdrawal waits
    /// that is not in <paramref name="urgent"/>.
    /// </summary>
    public static async Task<(HashSet<long> Outdated, bool Urgent)> LookAgainAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, short platformNo, IReadOnlyList<OutboxItem> items, long[] urgent, short[] closed,
        CancellationToken ct)
    {
        await SqlPlans.ByKeyAsync(connection, transaction, ct);
        long first = items.Min(i => i.RecordNo);
        long last = items.Max(i => i.RecordNo);
        bool together = last - first == items.Count - 1;
        await using var batch = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands =
            {
                new(UrgentSql) { Parameters = { new() { Value = platformNo }, new() { Value = urgent }, new() { Value = closed } } },
                together
                    ? new(UnchangedSql) { Parameters = { new() { Value = first }, new() { Value = last }, new() { Value = (decimal)items.Sum(i => i.Newest) } } }
                    : new("select false"),
            },
        };
        bool waits, unchanged;
        await using (var reader = await batch.ExecuteReaderAsync(ct))
        {
            waits = await reader.ReadAsync(ct);
            await reader.NextResultAsync(ct);
            unchanged = await reader.ReadAsync(ct) && reader.GetBoolean(0);
        }

        return (unchanged ? [] : await OutdatedAsync(connection, transaction, items, ct), waits);
    }

    /// <summary>
    /// Writes packets with their first attempts and takes their places in the platform's budget; returns their numbers and how long the first must
    /// wait (negative: not at all).
    /// </summary>
    public static async Task<(long[] Numbers, TimeSpan Wait)> AddPacketsAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, short platformNo, long epoch, IReadOnlyList<PacketRow> packets, RequestRate rate,
        CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var packet in packets)
        {
            batch.BatchCommands.Add(new(AddPacketSql)
            {
                Parameters =
                {
                    new() { Value = packet.PacketId }, new() { Value = platformNo }, new() { Value = packet.DatasetNo }, new() { Value = epoch },
                    new() { Value = packet.SentAt.ToUniversalTime() }, new() { Value = packet.Versions }, new() { Value = packet.BodySha256 },
                },
            });
        }

        batch.BatchCommands.Add(Reserve(platformNo, packets.Count, rate));
        var numbers = new long[packets.Count];
        await using var reader = await batch.ExecuteReaderAsync(ct);
        for (int i = 0; i < numbers.Length; i++)
        {
            await reader.ReadAsync(ct);
            numbers[i] = reader.GetInt64(0);
            await reader.NextResultAsync(ct);
        }

        await reader.ReadAsync(ct);
        return (numbers, reader.GetFieldValue<TimeSpan>(0));
    }

    /// <summary>Records the attempt before its first byte, and takes its place in the budget.</summary>
    public Task<TimeSpan> BeginAttemptAsync(Lease lease, short platformNo, long packetNo, int attempt, RequestRate rate, CancellationToken ct) =>
        ClaimAsync(lease, async (connection, transaction) =>
        {
            await connection.ExecuteAsync(new CommandDefinition(
                "insert into hub.attempt (packet_no, attempt) values (@packetNo, @attempt)", new { packetNo, attempt }, transaction, cancellationToken: ct));
            return await ReserveAsync(connection, transaction, platformNo, rate, ct);
        }, ct);

    /// <summary>Takes the place of one request in the platform's budget, which all workers share; returns how long it must wait (negative: not at all).</summary>
    public async Task<TimeSpan> ReserveAsync(short platformNo, RequestRate rate, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await ReserveAsync(connection, null, platformNo, rate, ct);
    }

    /// <summary>The platform does not take this dataset from us.</summary>
    public Task PauseDatasetAsync(Lease lease, short platformNo, string code, string reason, CancellationToken ct) =>
        ClaimAsync(lease, async (connection, transaction) => await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into hub.dataset_pause (platform_no, code, reason) values (@platformNo, @code, @reason)
            on conflict (platform_no, code) do update set reason = excluded.reason
            """, new { platformNo, code, reason }, transaction, cancellationToken: ct)), ct);

    /// <summary>Says why the platform is paused, or with null that it is not. Starting delivery again also lifts the pauses of its datasets.</summary>
    public Task PausePlatformAsync(Lease lease, short platformNo, string? reason, CancellationToken ct) =>
        ClaimAsync(lease, async (connection, transaction) => await connection.ExecuteAsync(new CommandDefinition(
            reason is null ? ResumeSql : "update hub.platform set paused_reason = @reason, paused_at = clock_timestamp() where platform_no = @platformNo",
            new { platformNo, reason }, transaction, cancellationToken: ct)), ct);

    /// <summary>Lets datasets that were refused be tried again.</summary>
    public Task LiftDatasetPausesAsync(Lease lease, short platformNo, CancellationToken ct) =>
        ClaimAsync(lease, async (connection, transaction) => await connection.ExecuteAsync(new CommandDefinition(
            "delete from hub.dataset_pause where platform_no = @platformNo", new { platformNo }, transaction, cancellationToken: ct)), ct);

    /// <summary>How the sender fares now, instead of what it told before.</summary>
    public Task TellAsync(Lease lease, short platformNo, IReadOnlyList<CircuitRow> rows, CancellationToken ct) =>
        ClaimAsync(lease, async (connection, transaction) => await connection.ExecuteAsync(new CommandDefinition(TellSql, new
        {
            platformNo, datasets = rows.Select(r => r.DatasetNo).ToArray(), open = rows.Select(r => r.IsOpen).ToArray(), since = rows.Select(r => r.Since.UtcDateTime).ToArray(),
            reasons = rows.Select(r => r.Reason).ToArray(), records = rows.Select(r => r.Records).ToArray(), bytes = rows.Select(r => r.Bytes).ToArray(),
        }, transaction, cancellationToken: ct)), ct);

    /// <inheritdoc cref="Statistics.RefreshAsync"/>
    public Task RefreshStatisticsAsync(CancellationToken ct) => Statistics.RefreshAsync(database, ct);

    private static async Task<TimeSpan> ReserveAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, short platformNo, RequestRate rate, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection, transaction) { BatchCommands = { Reserve(platformNo, 1, rate) } };
        return (TimeSpan)(await batch.ExecuteScalarAsync(ct))!;
    }

    private static async Task<HashSet<long>> OutdatedAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<OutboxItem> items, CancellationToken ct) =>
        (await connection.QueryAsync<long>(new CommandDefinition(OutdatedSql, new
        {
            versions = items.Select(i => i.VersionNo).ToArray(), records = items.Select(i => i.RecordNo).ToArray(), newest = items.Select(i => i.Newest).ToArray(),
        }, transaction, cancellationToken: ct))).ToHashSet();

    private static NpgsqlBatchCommand Reserve(short platformNo, int requests, RequestRate rate) => new(ReserveSql)
    {
        Parameters =
        {
            new() { Value = platformNo }, new() { Value = rate.Interval * requests, NpgsqlDbType = NpgsqlDbType.Interval },
            new() { Value = rate.Saved, NpgsqlDbType = NpgsqlDbType.Interval },
        },
    };

    /// <summary>Newest versions only rise, so an equal sum over records that lie together means that none has changed.</summary>
    private const string UnchangedSql = "select coalesce(sum(version_no), 0) = $3 from hub.head where record_no between $1 and $2";

    private const string OutdatedSql =
        """
        select i.version_no from unnest(@versions, @records, @newest) i(version_no, record_no, newest)
        where not exists (select 1 from hub.head h where h.record_no = i.record_no and h.version_no = i.newest)
        """;

    private const string UrgentSql =
        "select 1 from hub.outbox where platform_no = $1 and priority = 0 and version_no <> all($2) and dataset_no <> all($3) limit 1";

    private const string AddPacketSql =
        """
        with added as (
            insert into hub.packet (packet_id, platform_no, dataset_no, epoch, sent_at, versions, body_sha256)
            values ($1, $2, $3, $4, $5, $6, $7) returning packet_no
        ), attempted as (
            insert into hub.attempt (packet_no, attempt) select packet_no, 1 from added
        )
        select packet_no from added
        """;

    /// <summary>The platform's next free place in time, kept in the books: it outlives its holder. Unused places are saved up to a limit.</summary>
    private const string ReserveSql =
        """
        insert into hub.request_budget as b (platform_no, next_at) values ($1, clock_timestamp() - $3 + $2)
        on conflict (platform_no) do update set next_at = greatest(b.next_at, clock_timestamp() - $3) + $2
        returning next_at - $2 - clock_timestamp()
        """;

    private const string ResumeSql =
        """
        with lifted as (delete from hub.dataset_pause where platform_no = @platformNo)
        update hub.platform set paused_reason = null, paused_at = null where platform_no = @platformNo and paused_reason is not null
        """;

    private const string TellSql =
        """
        delete from hub.circuit where platform_no = @platformNo and dataset_no <> all(@datasets);
        insert into hub.circuit (platform_no, dataset_no, is_open, since, reason, records, bytes)
        select @platformNo, * from unnest(@datasets, @open, @since, @reasons, @records, @bytes)
        on conflict (platform_no, dataset_no) do update
        set is_open = excluded.is_open, since = excluded.since, reason = excluded.reason, records = excluded.records, bytes = excluded.bytes, told_at = excluded.told_at
        """;
}
