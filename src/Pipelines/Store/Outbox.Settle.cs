using Npgsql;
using NpgsqlTypes;

namespace CreditHub.Pipelines.Store;

internal sealed partial class Outbox
{
    /// <summary>C3 for several answers, and versions that ended without a packet (superseded).</summary>
    public async Task RecordAsync(
        Lease lease, short platformNo, IReadOnlyList<PacketOutcome> outcomes, IReadOnlyList<SettledVersion> alone, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        if (!await TryRecordAsync(connection, lease, platformNo, outcomes, alone, moved: true, ct))
        {
            // something of it was settled meanwhile: settle what is left row by row
            await TryRecordAsync(connection, lease, platformNo, outcomes, alone, moved: false, ct);
        }
    }

    /// <summary>False, with nothing written, when a version that was accepted is not owed any more.</summary>
    private static async Task<bool> TryRecordAsync(
        NpgsqlConnection connection, Lease lease, short platformNo, IReadOnlyList<PacketOutcome> outcomes, IReadOnlyList<SettledVersion> alone, bool moved,
        CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await lease.FenceAsync(connection, transaction, ct);
        await LockAgainstWithdrawalsAsync(connection, platformNo, ct);
        if (moved && !await MoveAcceptedAsync(connection, transaction, platformNo, outcomes, ct))
        {
            return false;
        }

        await using var batch = new NpgsqlBatch(connection, transaction);
        AddSettled(batch, platformNo, null, alone);
        foreach (var outcome in outcomes)
        {
            AddSettled(batch, platformNo, outcome.PacketNo, moved ? outcome.Settled
                : [.. outcome.Settled, .. outcome.Accepted.Select(i => new SettledVersion(i.VersionNo, "accepted", null, null, null, null))]);
            AddOutcome(batch, outcome);
        }

        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync(ct);
        }

        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>Most versions are accepted without a word: out of the queue in one statement, into the settlements by COPY.</summary>
    private static async Task<bool> MoveAcceptedAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, short platformNo, IReadOnlyList<PacketOutcome> outcomes, CancellationToken ct)
    {
        var accepted = outcomes.SelectMany(o => o.Accepted.Select(i => (Item: i, o.PacketNo))).OrderBy(a => a.Item.VersionNo).ToList();
        if (accepted.Count == 0)
        {
            return true;
        }

        var (firsts, lasts) = Ranges(accepted.ConvertAll(a => a.Item.VersionNo));
        await using (var delete = new NpgsqlCommand(DeleteSql, connection, transaction)
        {
            Parameters = { new() { Value = platformNo }, new() { Value = firsts }, new() { Value = lasts } },
        })
        {
            await SqlPlans.ByKeyAsync(connection, transaction, ct);
            if (await delete.ExecuteNonQueryAsync(ct) != accepted.Count)
            {
                return false;
            }
        }

        await using var clock = new NpgsqlCommand("select clock_timestamp()", connection, transaction);
        DateTimeOffset now = (DateTime)(await clock.ExecuteScalarAsync(ct))!;
        await using var copy = await CopyBuffer.BeginAsync(connection, "hub.settlement",
            "platform_no, record_no, version, version_no, dataset_no, operation, state, packet_no, settled_at", ct);
        foreach (var (item, packetNo) in accepted)
        {
            await copy.RowAsync(ct);
            copy.Short(platformNo);
            copy.Long(item.RecordNo);
            copy.Int(item.Version);
            copy.Long(item.VersionNo);
            copy.Short(item.DatasetNo);
            copy.Letter(item.Operation == Model.Operation.Publish ? 'P' : 'W');
            copy.Text("accepted");
            copy.Long(packetNo);
            copy.Instant(now);
        }

        await copy.CompleteAsync(ct);
        return true;
    }

    /// <summary>Ascending numbers as runs without a gap: numbers are given out together, so a few ranges of the index stand for thousands of rows.</summary>
    private static (List<long> Firsts, List<long> Lasts) Ranges(List<long> numbers)
    {
        List<long> firsts = [numbers[0]];
        List<long> lasts = [];
        for (int i = 1; i < numbers.Count; i++)
        {
            if (numbers[i] != numbers[i - 1] + 1)
            {
                lasts.Add(numbers[i - 1]);
                firsts.Add(numbers[i]);
            }
        }

        lasts.Add(numbers[^1]);
        return (firsts, lasts);
    }

    private static void AddSettled(NpgsqlBatch batch, short platformNo, long? packetNo, IReadOnlyList<SettledVersion> settled)
    {
        if (settled.Count == 0)
        {
            return;
        }

        batch.BatchCommands.Add(new(SettleSql)
        {
            Parameters =
            {
                new() { Value = platformNo },
                new() { Value = (object?)packetNo ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint },
                new() { Value = settled.Select(s => s.VersionNo).ToArray() },
                Texts(s => s.State), Texts(s => s.Reason), Texts(s => s.Code), Texts(s => s.Field), Texts(s => s.Text),
            },
        });

        NpgsqlParameter Texts(Func<SettledVersion, string?> pick) =>
            new() { Value = settled.Select(pick).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
    }

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

    private const string DeleteSql =
        """
        delete from hub.outbox o using unnest($2::bigint[], $3::bigint[]) r(first, last)
        where o.platform_no = $1 and o.priority in (0, 1) and o.version_no between r.first and r.last
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
}
