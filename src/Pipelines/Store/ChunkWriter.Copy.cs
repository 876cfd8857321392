using CreditHub.Pipelines.Merge;
using Npgsql;
using NpgsqlTypes;

namespace CreditHub.Pipelines.Store;

internal sealed partial class ChunkWriter
{
    private static async Task CopyVersionsAsync(ChunkContext context, Chunk chunk, MergePlan plan, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            """
            copy hub.record_version (version_no, record_no, version, dataset_no, operation, disclosure, subject_id, content, content_hash, notes,
                                     stored_at, run_id, payload_id, line, position, decided_on, due_on) from stdin (format binary)
            """, ct);
        short disclosure = (short)context.Disclosure;
        foreach (var write in plan.Writes)
        {
            var row = chunk.Accepted[write.Row];
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(write.VersionNo, NpgsqlDbType.Bigint, ct);
            await copy.WriteAsync(write.RecordNo, NpgsqlDbType.Bigint, ct);
            await copy.WriteAsync(write.Version, NpgsqlDbType.Integer, ct);
            await copy.WriteAsync(context.DatasetNo, NpgsqlDbType.Smallint, ct);
            await copy.WriteAsync((byte)'P', NpgsqlDbType.InternalChar, ct);
            await copy.WriteAsync(disclosure, NpgsqlDbType.Smallint, ct);
            await copy.WriteAsync(row.SubjectId, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(chunk.Content(write.Row), NpgsqlDbType.Text, ct);
            await copy.WriteAsync(chunk.Hashes[write.Row], NpgsqlDbType.Bytea, ct);
            await WriteNullableAsync(copy, row.Notes, ct);
            await copy.WriteAsync(plan.StoredAt, NpgsqlDbType.TimestampTz, ct);
            await copy.WriteAsync(context.RunId, NpgsqlDbType.Bigint, ct);
            await copy.WriteAsync(context.Payload.PayloadId, NpgsqlDbType.Bigint, ct);
            await copy.WriteAsync(row.Line, NpgsqlDbType.Integer, ct);
            await copy.WriteAsync(row.Position, NpgsqlDbType.Integer, ct);
            await WriteNullableAsync(copy, row.DecidedOn, ct);
            await WriteNullableAsync(copy, row.DueOn, ct);
        }

        await copy.CompleteAsync(ct);
    }

    /// <summary>In key order: two writers of the same keys meet in the same order, and the index is filled from left to right.</summary>
    private static async Task CopyHeadsAsync(Chunk chunk, MergePlan plan, NpgsqlConnection connection, CancellationToken ct)
    {
        if (plan.NewCount == 0)
        {
            return;
        }

        var fresh = plan.Writes.FindAll(w => w.IsNew);
        fresh.Sort((a, b) => chunk.Ids[a.Row].CompareTo(chunk.Ids[b.Row]));
        await using var copy = await connection.BeginBinaryImportAsync(
            "copy hub.head (record_id, record_no, version, version_no, operation, content_hash) from stdin (format binary)", ct);
        foreach (var write in fresh)
        {
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(chunk.Ids[write.Row].ToString(), NpgsqlDbType.Text, ct);
            await copy.WriteAsync(write.RecordNo, NpgsqlDbType.Bigint, ct);
            await copy.WriteAsync(1, NpgsqlDbType.Integer, ct);
            await copy.WriteAsync(write.VersionNo, NpgsqlDbType.Bigint, ct);
            await copy.WriteAsync((byte)'P', NpgsqlDbType.InternalChar, ct);
            await copy.WriteAsync(chunk.Hashes[write.Row], NpgsqlDbType.Bytea, ct);
        }

        await copy.CompleteAsync(ct);
    }

    private static async Task UpdateHeadsAsync(Chunk chunk, MergePlan plan, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct)
    {
        var changed = plan.Writes.FindAll(w => !w.IsNew);
        if (changed.Count == 0)
        {
            return;
        }

        changed.Sort((a, b) => chunk.Ids[a.Row].CompareTo(chunk.Ids[b.Row]));
        await using var command = new NpgsqlCommand(UpdateHeadsSql, connection, transaction)
        {
            Parameters =
            {
                new() { Value = changed.ConvertAll(w => chunk.Ids[w.Row].ToString()), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                new() { Value = changed.ConvertAll(w => w.Version), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer },
                new() { Value = changed.ConvertAll(w => w.VersionNo), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint },
                new() { Value = changed.ConvertAll(w => chunk.Hashes[w.Row]), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
            },
        };
        int updated = await command.ExecuteNonQueryAsync(ct);
        if (updated != changed.Count)
        {
            // another writer gave one of these records a version since the probe: probe again
            throw new PostgresException("a record was changed by another writer", "ERROR", "ERROR", PostgresErrorCodes.SerializationFailure);
        }
    }

    private static async Task CopyOutboxAsync(ChunkContext context, Chunk chunk, MergePlan plan, NpgsqlConnection connection, CancellationToken ct)
    {
        var withheld = new List<(Route Route, VersionRow Write, string Reason)>();
        if (context.Routes.Count == 0)
        {
            return;
        }

        await using (var copy = await connection.BeginBinaryImportAsync(
            "copy hub.outbox (platform_no, priority, version_no, record_no, version, dataset_no, operation) from stdin (format binary)", ct))
        {
            foreach (var route in context.Routes)
            {
                foreach (var write in plan.Writes)
                {
                    if (route.Withheld(chunk.Accepted[write.Row]) is string reason)
                    {
                        withheld.Add((route, write, reason));
                        continue;
                    }

                    await copy.StartRowAsync(ct);
                    await copy.WriteAsync(route.PlatformNo, NpgsqlDbType.Smallint, ct);
                    await copy.WriteAsync(OutboxPriority.Ordinary, NpgsqlDbType.Smallint, ct);
                    await copy.WriteAsync(write.VersionNo, NpgsqlDbType.Bigint, ct);
                    await copy.WriteAsync(write.RecordNo, NpgsqlDbType.Bigint, ct);
                    await copy.WriteAsync(write.Version, NpgsqlDbType.Integer, ct);
                    await copy.WriteAsync(context.DatasetNo, NpgsqlDbType.Smallint, ct);
                    await copy.WriteAsync((byte)'P', NpgsqlDbType.InternalChar, ct);
                }
            }

            await copy.CompleteAsync(ct);
        }

        if (withheld.Count == 0)
        {
            return;
        }

        await using var settled = await connection.BeginBinaryImportAsync(
            "copy hub.settlement (platform_no, record_no, version, version_no, dataset_no, operation, state, settled_at, reason) from stdin (format binary)", ct);
        foreach (var (route, write, reason) in withheld)
        {
            await settled.StartRowAsync(ct);
            await settled.WriteAsync(route.PlatformNo, NpgsqlDbType.Smallint, ct);
            await settled.WriteAsync(write.RecordNo, NpgsqlDbType.Bigint, ct);
            await settled.WriteAsync(write.Version, NpgsqlDbType.Integer, ct);
            await settled.WriteAsync(write.VersionNo, NpgsqlDbType.Bigint, ct);
            await settled.WriteAsync(context.DatasetNo, NpgsqlDbType.Smallint, ct);
            await settled.WriteAsync((byte)'P', NpgsqlDbType.InternalChar, ct);
            await settled.WriteAsync("excluded", NpgsqlDbType.Text, ct);
            await settled.WriteAsync(plan.StoredAt, NpgsqlDbType.TimestampTz, ct);
            await settled.WriteAsync(reason, NpgsqlDbType.Text, ct);
        }

        await settled.CompleteAsync(ct);
    }

    private static Task WriteNullableAsync(NpgsqlBinaryImporter copy, string? value, CancellationToken ct) =>
        value is null ? copy.WriteNullAsync(ct) : copy.WriteAsync(value, NpgsqlDbType.Text, ct);

    private static Task WriteNullableAsync(NpgsqlBinaryImporter copy, DateOnly? value, CancellationToken ct) =>
        value is DateOnly day ? copy.WriteAsync(day, NpgsqlDbType.Date, ct) : copy.WriteNullAsync(ct);

    private const string UpdateHeadsSql =
        """
        update hub.head h set version = u.version, version_no = u.version_no, content_hash = u.hash, operation = 'P'
        from unnest($1, $2, $3, $4) u(id, version, version_no, hash)
        where h.record_id = u.id and h.version = u.version - 1
        """;
}
