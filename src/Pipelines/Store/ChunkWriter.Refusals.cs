using CreditHub.Pipelines.Merge;
using Npgsql;

namespace CreditHub.Pipelines.Store;

internal sealed partial class ChunkWriter
{
    private static async Task WriteRefusalsAsync(ChunkContext context, Chunk chunk, NpgsqlConnection connection, CancellationToken ct)
    {
        if (chunk.Noted.Count > 0)
        {
            await CopyNotesAsync(context, chunk, connection, ct);
        }

        if (chunk.Rejected.Count > 0)
        {
            await CopyRejectionsAsync(context, chunk, connection, ct);
            await CopyViolationsAsync(context, chunk, connection, ct);
            await CloseFormerAsync(context, chunk, connection, ct);
        }
    }

    private static async Task CopyNotesAsync(ChunkContext context, Chunk chunk, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var copy = await CopyBuffer.BeginAsync(connection, "hub.row_note",
            "payload_id, line, run_id, position, disposition, record_id, reason", ct);
        foreach (var note in chunk.Noted)
        {
            await copy.RowAsync(ct);
            copy.Long(context.Payload.PayloadId);
            copy.Int(note.Line);
            copy.Long(context.RunId);
            copy.Int(note.Position);
            copy.Text(note.Disposition);
            copy.Text(note.RecordId);
            copy.Text(note.Reason);
        }

        await copy.CompleteAsync(ct);
    }

    private static async Task CopyRejectionsAsync(ChunkContext context, Chunk chunk, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var copy = await CopyBuffer.BeginAsync(connection, "hub.rejection",
            "payload_id, line, run_id, position, connector, dataset_no, record_id, raw, due_on", ct);
        foreach (var rejected in chunk.Rejected)
        {
            await copy.RowAsync(ct);
            copy.Long(context.Payload.PayloadId);
            copy.Int(rejected.Line);
            copy.Long(context.RunId);
            copy.Int(rejected.Position);
            copy.Text(context.Payload.Connector);
            copy.Short(context.Editions[rejected.Edition].DatasetNo);
            copy.Text(rejected.RecordId);
            copy.Text(rejected.Raw);
            copy.Day(context.CorrectBy);
        }

        await copy.CompleteAsync(ct);
    }

    /// <summary>The same bad row sent again waits for correction once: the newest entry stays open, earlier ones were handed in again.</summary>
    private static async Task CloseFormerAsync(ChunkContext context, Chunk chunk, NpgsqlConnection connection, CancellationToken ct)
    {
        if (context.OpenRejections is null)
        {
            return;
        }

        await using var command = new NpgsqlCommand(CloseFormerSql, connection)
        {
            Parameters =
            {
                new() { Value = context.Payload.PayloadId }, new() { Value = chunk.Rejected[0].Line }, new() { Value = chunk.LastLine },
                new() { Value = context.RunId }, new() { Value = context.Payload.Connector },
            },
        };
        await command.ExecuteNonQueryAsync(ct);
    }

    private const string CloseFormerSql =
        """
        update hub.rejection o set state = 'resubmitted', closed_at = clock_timestamp(), closed_by = 'run ' || $4::text
        from hub.rejection n
        where n.payload_id = $1 and n.line between $2 and $3
          and o.connector = $5 and o.state = 'open' and o.run_id < $4 and md5(o.raw) = md5(n.raw)
        """;

    private static async Task CopyViolationsAsync(ChunkContext context, Chunk chunk, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var copy = await CopyBuffer.BeginAsync(connection, "hub.violation",
            "payload_id, line, ordinal, rule, field, reason", ct);
        foreach (var rejected in chunk.Rejected)
        {
            for (short i = 0; i < rejected.Violations.Length; i++)
            {
                await copy.RowAsync(ct);
                copy.Long(context.Payload.PayloadId);
                copy.Int(rejected.Line);
                copy.Short(i);
                copy.Text(rejected.Violations[i].Rule);
                copy.Text(rejected.Violations[i].Field);
                copy.Text(rejected.Violations[i].Message);
            }
        }

        await copy.CompleteAsync(ct);
    }
}
