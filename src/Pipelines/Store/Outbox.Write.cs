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

    /// <summary>Writes a packet with its first attempt; returns its number.</summary>
    public static async Task<long> AddPacketAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, short platformNo, long epoch, PacketRow packet, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(AddPacketSql, connection, transaction)
        {
            Parameters =
            {
                new() { Value = packet.PacketId }, new() { Value = platformNo }, new() { Value = packet.DatasetNo }, new() { Value = epoch },
                new() { Value = packet.SentAt.ToUniversalTime() }, new() { Value = packet.Versions }, new() { Value = packet.BodySha256 },
            },
        };
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>A newer version of these records is owed too: only the newest state is sent.</summary>
    public static async Task SupersedeAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, short platformNo, IReadOnlyList<OutboxItem> items, CancellationToken ct)
    {
        if (items.Count > 0)
        {
            await using var batch = new NpgsqlBatch(connection, transaction);
            AddSettled(batch, platformNo, null, [.. items.Select(i => new SettledVersion(i.VersionNo, "superseded", "已有更新的版本", null, null, null))]);
            await batch.ExecuteNonQueryAsync(ct);
        }
    }

    /// <summary>Records the attempt before its first byte.</summary>
    public Task BeginAttemptAsync(Lease lease, long packetNo, int attempt, CancellationToken ct) => ClaimAsync(lease, async (connection, transaction) =>
        await connection.ExecuteAsync(new CommandDefinition(
            "insert into hub.attempt (packet_no, attempt) values (@packetNo, @attempt)", new { packetNo, attempt }, transaction, cancellationToken: ct)), ct);

    /// <summary>C3 for one or several answers.</summary>
    public Task RecordAsync(Lease lease, short platformNo, IReadOnlyList<PacketOutcome> outcomes, CancellationToken ct) =>
        ClaimAsync(lease, async (connection, transaction) =>
        {
            await using var batch = new NpgsqlBatch(connection, transaction);
            foreach (var outcome in outcomes)
            {
                AddSettled(batch, platformNo, outcome.PacketNo, outcome.Settled);
                AddOutcome(batch, outcome);
            }

            return await batch.ExecuteNonQueryAsync(ct);
        }, ct);

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

    /// <inheritdoc cref="Statistics.RefreshAsync"/>
    public Task RefreshStatisticsAsync(CancellationToken ct) => Statistics.RefreshAsync(database, ct);

    private static void AddOutcome(NpgsqlBatch batch, PacketOutcome outcome)
    {
        if (outcome.Attempt is int attempt)
        {
            batch.BatchCommands.Add(new(
                "update hub.attempt set answered_at = clock_timestamp(), outcome = $3, http_status = $4, receipt_no = $5 where packet_no = $1 and attempt = $2")
            {
                Parameters =
                {
                    new() { Value = outcome.PacketNo }, new() { Value = attempt }, new() { Value = outcome.AttemptOutcome! },
                    new() { Value = (object?)outcome.HttpStatus ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer },
                    new() { Value = (object?)outcome.ReceiptNo ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                },
            });
        }

        batch.BatchCommands.Add(new(
            "update hub.packet set state = $2, receipt_no = coalesce($3, receipt_no), asks = $4, next_ask_at = $5 where packet_no = $1")
        {
            Parameters =
            {
                new() { Value = outcome.PacketNo }, new() { Value = outcome.State },
                new() { Value = (object?)outcome.ReceiptNo ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text }, new() { Value = outcome.Asks },
                new() { Value = (object?)outcome.NextAskAt?.ToUniversalTime() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz },
            },
        });
    }

    /// <summary>Most versions are accepted without a word: they need no join with the platform's texts.</summary>
    private static void AddSettled(NpgsqlBatch batch, short platformNo, long? packetNo, IReadOnlyList<SettledVersion> settled)
    {
        var plain = settled.Where(s => s is { State: "accepted", Reason: null, Code: null, Text: null }).Select(s => s.VersionNo).ToArray();
        if (plain.Length > 0)
        {
            bool together = plain.Max() - plain.Min() == plain.Length - 1; // numbers given out together: one range of the index
            batch.BatchCommands.Add(together
                ? new(AcceptSql("between $3 and $4")) { Parameters = { new() { Value = platformNo }, new() { Value = packetNo! }, new() { Value = plain.Min() }, new() { Value = plain.Max() } } }
                : new(AcceptSql("= any($3)")) { Parameters = { new() { Value = platformNo }, new() { Value = packetNo! }, new() { Value = plain } } });
        }

        if (plain.Length == settled.Count)
        {
            return;
        }

        var worded = settled.Where(s => s is not { State: "accepted", Reason: null, Code: null, Text: null }).ToList();
        batch.BatchCommands.Add(new(SettleSql)
        {
            Parameters =
            {
                new() { Value = platformNo },
                new() { Value = (object?)packetNo ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint },
                new() { Value = worded.Select(s => s.VersionNo).ToArray() },
                Texts(s => s.State), Texts(s => s.Reason), Texts(s => s.Code), Texts(s => s.Field), Texts(s => s.Text),
            },
        });

        NpgsqlParameter Texts(Func<SettledVersion, string?> pick) =>
            new() { Value = worded.Select(pick).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
    }

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

    private static string AcceptSql(string versions) =>
        $"""
        with done as (
            delete from hub.outbox o
            where o.platform_no = $1 and o.priority in (0, 1) and o.version_no {versions}
            returning o.record_no, o.version, o.version_no, o.dataset_no, o.operation
        )
        insert into hub.settlement (platform_no, record_no, version, version_no, dataset_no, operation, state, packet_no, settled_at)
        select $1, d.record_no, d.version, d.version_no, d.dataset_no, d.operation, 'accepted', $2, clock_timestamp() from done d
        """;

    private const string SettleSql =
        """
        with answer as (
            select * from unnest($3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[]) as t(version_no, state, reason, code, field, message)
        ), done as (
            delete from hub.outbox o
            where o.platform_no = $1 and o.priority in (0, 1) and o.version_no = any($3)
            returning o.record_no, o.version, o.version_no, o.dataset_no, o.operation
        )
        insert into hub.settlement (platform_no, record_no, version, version_no, dataset_no, operation, state, packet_no, settled_at,
                                    reason, code, field, message)
        select $1, d.record_no, d.version, d.version_no, d.dataset_no, d.operation, a.state, $2, clock_timestamp(), a.reason, a.code, a.field, a.message
        from done d join answer a on a.version_no = d.version_no
        """;

    private const string ResumeSql =
        """
        with lifted as (delete from hub.dataset_pause where platform_no = @platformNo)
        update hub.platform set paused_reason = null, paused_at = null where platform_no = @platformNo and paused_reason is not null
        """;
}
