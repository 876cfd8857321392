using CreditHub.Pipelines.Merge;
using Npgsql;
using NpgsqlTypes;

namespace CreditHub.Pipelines.Store;

internal sealed partial class ChunkWriter
{
    private static async Task CopyVersionsAsync(ChunkContext context, Chunk chunk, MergePlan plan, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var copy = await CopyBuffer.BeginAsync(connection, "hub.record_version",
            """
            version_no, record_no, version, dataset_no, operation, disclosure, subject_id, content, content_hash, notes, stored_at, run_id, payload_id, line, position, decided_on, due_on
            """, ct);
        foreach (var write in plan.Writes)
        {
            var row = chunk.Accepted[write.Row];
            var edition = context.Editions[row.Edition];
            await copy.RowAsync(ct);
            copy.Long(write.VersionNo);
            copy.Long(write.RecordNo);
            copy.Int(write.Version);
            copy.Short(edition.DatasetNo);
            copy.Letter('P');
            copy.Short((short)edition.Disclosure);
            copy.Bytes(chunk.SubjectId(write.Row));
            copy.Bytes(chunk.Content(write.Row));
            copy.Bytes(chunk.Hashes[write.Row]);
            copy.Text(row.Notes);
            copy.Instant(plan.StoredAt);
            copy.Long(context.RunId);
            copy.Long(context.Payload.PayloadId);
            copy.Int(row.Line);
            copy.Int(row.Position);
            copy.Day(row.DecidedOn);
            copy.Day(row.DueOn);
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
        await using var copy = await CopyBuffer.BeginAsync(connection, "hub.head",
            "record_id, record_no, version, version_no, operation, content_hash", ct);
        foreach (var write in fresh)
        {
            await copy.RowAsync(ct);
            copy.Hex(chunk.Ids[write.Row].Bytes);
            copy.Long(write.RecordNo);
            copy.Int(1);
            copy.Long(write.VersionNo);
            copy.Letter('P');
            copy.Bytes(chunk.Hashes[write.Row]);
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
        if (context.Editions.All(e => e.Routes.Count == 0))
        {
            return;
        }

        await using (var copy = await CopyBuffer.BeginAsync(connection, "hub.outbox",
            "platform_no, priority, version_no, record_no, version, dataset_no, operation", ct))
        {
            foreach (var (route, place) in context.Editions.SelectMany((edition, place) => edition.Routes.Select(route => (route, place))))
            {
                foreach (var write in plan.Writes)
                {
                    if (chunk.Accepted[write.Row].Edition != place)
                    {
                        continue;
                    }

                    if (route.Withheld(chunk.Accepted[write.Row]) is string reason)
                    {
                        withheld.Add((route, write, reason));
                        continue;
                    }

                    await copy.RowAsync(ct);
                    copy.Short(route.PlatformNo);
                    copy.Short(OutboxPriority.Ordinary);
                    copy.Long(write.VersionNo);
                    copy.Long(write.RecordNo);
                    copy.Int(write.Version);
                    copy.Short(context.Editions[place].DatasetNo);
                    copy.Letter('P');
                }
            }

            await copy.CompleteAsync(ct);
        }

        if (withheld.Count == 0)
        {
            return;
        }

        await using var settled = await CopyBuffer.BeginAsync(connection, "hub.settlement",
            "platform_no, record_no, version, version_no, dataset_no, operation, state, settled_at, reason", ct);
        foreach (var (route, write, reason) in withheld)
        {
            await settled.RowAsync(ct);
            settled.Short(route.PlatformNo);
            settled.Long(write.RecordNo);
            settled.Int(write.Version);
            settled.Long(write.VersionNo);
            settled.Short(context.Editions[chunk.Accepted[write.Row].Edition].DatasetNo);
            settled.Letter('P');
            settled.Text("excluded");
            settled.Instant(plan.StoredAt);
            settled.Text(reason);
        }

        await settled.CompleteAsync(ct);
    }

    private const string UpdateHeadsSql =
        """
        update hub.head h set version = u.version, version_no = u.version_no, content_hash = u.hash, operation = 'P'
        from unnest($1, $2, $3, $4) u(id, version, version_no, hash)
        where h.record_id = u.id and h.version = u.version - 1
        """;
}
