using CreditHub.Pipelines.Merge;
using Npgsql;
using NpgsqlTypes;

namespace CreditHub.Pipelines.Store;

/// <summary>
/// C2, one transaction a chunk: probe which keys are new or changed, COPY versions, heads, outbox, rejections and notes, move counts,
/// line and cursor. Either all of it is in the books or nothing. Repeating a chunk that did commit changes nothing.
/// </summary>
internal sealed partial class ChunkWriter(NpgsqlDataSource database, TimeProvider time)
{
    private const int Tries = 5;

    /// <summary>
    /// Writes beside the chunk before it and commits after it, so that the payload's line never passes over a chunk that is not in the books.
    /// Retries what the server rolled back; a lost answer to COMMIT is resolved by looking, never assumed.
    /// </summary>
    public async Task WriteAsync(ChunkContext context, Chunk chunk, Task before, CancellationToken ct)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await WriteOnceAsync(context, chunk, chunk.Asks(all: attempt > 1), before, ct);
                return;
            }
            catch (NpgsqlException e) when (attempt < Tries && Heals(e))
            {
                await Task.Delay(TimeSpan.FromMilliseconds((50 << attempt) + Random.Shared.Next(50)), time, ct);
            }
        }
    }

    /// <summary>Rolled back by the server (a concurrent writer of the same key, a deadlock) or the connection was lost.</summary>
    private static bool Heals(NpgsqlException e) =>
        e is not PostgresException p
            ? e.IsTransient
            : p.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
                or PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
                or PostgresErrorCodes.CannotConnectNow;

    private async Task WriteOnceAsync(ChunkContext context, Chunk chunk, int[] asked, Task before, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var plan = await ProbeAsync(context, chunk, asked, connection, transaction, ct);
        await AllocateAsync(plan, connection, transaction, ct);
        if (plan.Writes.Count > 0)
        {
            await CopyVersionsAsync(context, chunk, plan, connection, ct);
            await CopyHeadsAsync(chunk, plan, connection, ct);
            await UpdateHeadsAsync(chunk, plan, connection, transaction, ct);
            await CopyOutboxAsync(context, chunk, plan, connection, ct);
        }

        await WriteRefusalsAsync(context, chunk, connection, ct);
        await before;
        if (await IsInBooksAsync(context, chunk, connection, transaction, ct))
        {
            return; // an earlier try did commit: this one is rolled back
        }

        if (context.Effects is { } effects && plan.Writes.Count + chunk.Deleted.Count > 0)
        {
            await effects.AfterMergeAsync(context, chunk, plan, connection, ct);
        }

        await CountAsync(context, chunk, plan, connection, transaction, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Rows that are not asked about are taken for new.</summary>
    private static async Task<MergePlan> ProbeAsync(
        ChunkContext context, Chunk chunk, int[] asked, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await context.Lease.FenceAsync(connection, transaction, ct);
        await SqlPlans.ByKeyAsync(connection, transaction, ct);
        int[] rows = HeadProbe.InOrder(chunk.Ids, asked);
        await using var batch = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands =
            {
                // two chunks of a run wait for each other here and not in the server, whose deadlock detection would see only half of a circle
                new("set local lock_timeout = '5s'"),
                new("select clock_timestamp()"),
                new(HeadProbe.Sql) { Parameters = { HeadProbe.Keys(chunk.Ids, rows), HeadProbe.Hashes(chunk.Hashes, rows) } },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var plan = new MergePlan(chunk.Accepted.Count, reader.GetFieldValue<DateTimeOffset>(0));
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            plan.Found(rows[reader.GetInt32(0)], reader.GetInt64(1), reader.GetInt32(2), reader.GetBoolean(3));
        }

        plan.Close();
        return plan;
    }

    private static async Task AllocateAsync(MergePlan plan, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct)
    {
        if (plan.Writes.Count == 0)
        {
            return;
        }

        await using var command = new NpgsqlCommand(AllocateSql, connection, transaction)
        {
            Parameters = { new() { Value = Blocks(plan.NewCount) }, new() { Value = Blocks(plan.Writes.Count) } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        plan.Number(reader.GetFieldValue<long[]>(0), reader.GetFieldValue<long[]>(1));

        static int Blocks(int count) => (count + MergePlan.BlockSize - 1) / MergePlan.BlockSize;
    }

    /// <summary>Locks the payload: a try whose answer was lost is either visible or rolled back when this returns.</summary>
    private static async Task<bool> IsInBooksAsync(
        ChunkContext context, Chunk chunk, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select merged_line from hub.payload where payload_id = $1 for update", connection, transaction)
        {
            Parameters = { new() { Value = context.Payload.PayloadId } },
        };
        return (int)(await command.ExecuteScalarAsync(ct))! >= chunk.LastLine && chunk.Rows > 0;
    }

    private static async Task CountAsync(
        ChunkContext context, Chunk chunk, MergePlan plan, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct)
    {
        int duplicate = chunk.CountNoted("duplicate");
        int excluded = chunk.CountNoted("excluded");
        int changed = plan.Writes.Count - plan.NewCount;
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(new(CountSql)
        {
            Parameters =
            {
                new() { Value = context.RunId }, new() { Value = chunk.Rows }, new() { Value = plan.NewCount }, new() { Value = changed },
                new() { Value = chunk.Unchanged + chunk.Accepted.Count - plan.Writes.Count }, new() { Value = duplicate }, new() { Value = excluded },
                new() { Value = chunk.Rejected.Count },
            },
        });
        batch.BatchCommands.Add(new(LineSql)
        {
            Parameters =
            {
                new() { Value = context.Payload.PayloadId }, new() { Value = chunk.LastLine }, new() { Value = chunk.Rows }, new() { Value = chunk.IsLast },
                new() { Value = context.StoppedBecause is null ? "merged" : "refused" }, new() { Value = context.StoppedBecause ?? "" },
            },
        });
        if (chunk.IsLast && context.MovesCursor && context.StoppedBecause is null)
        {
            batch.BatchCommands.Add(new(CursorSql)
            {
                Parameters =
                {
                    new() { Value = context.Payload.Connector }, new() { Value = context.Payload.Cursor },
                    new() { Value = context.RunId }, new() { Value = context.Lease.Epoch },
                },
            });
        }

        if (chunk.Sound.Count > 0)
        {
            batch.BatchCommands.Add(new(CorrectSql)
            {
                Parameters =
                {
                    new() { Value = chunk.Sound.ConvertAll(id => id.ToString()), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                    new() { Value = context.RunId },
                },
            });
        }

        await batch.ExecuteNonQueryAsync(ct);
    }

    private const string AllocateSql =
        """
        select array(select nextval('hub.record_block') from generate_series(1, $1)),
               array(select nextval('hub.version_block') from generate_series(1, $2))
        """;

    private const string CountSql =
        """
        update hub.run
        set read = read + $2, new = new + $3, changed = changed + $4, unchanged = unchanged + $5,
            duplicate = duplicate + $6, excluded = excluded + $7, rejected = rejected + $8
        where run_id = $1
        """;

    private const string LineSql =
        """
        update hub.payload
        set merged_line = greatest(merged_line, $2), rows = coalesce(rows, 0) + $3, outcome = case when $4 then $5 else outcome end,
            reason = case when $4 then $6 else reason end
        where payload_id = $1
        """;

    private const string CursorSql =
        """
        insert into hub.cursor (connector, value, run_id, epoch) values ($1, $2, $3, $4)
        on conflict (connector) do update
        set value = excluded.value, run_id = excluded.run_id, epoch = excluded.epoch, moved_at = clock_timestamp()
        """;

    private const string CorrectSql =
        """
        update hub.rejection set state = 'corrected', closed_at = clock_timestamp(), closed_by = 'run ' || $2::text
        where state = 'open' and record_id = any($1)
        """;
}
