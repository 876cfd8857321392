using CreditHub.Pipelines.Merge;
using Npgsql;
using NpgsqlTypes;

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
        }
    }

    private static async Task CopyNotesAsync(ChunkContext context, Chunk chunk, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            "copy hub.row_note (payload_id, line, run_id, position, disposition, record_id, reason) from stdin (format binary)", ct);
        foreach (var note in chunk.Noted)
        {
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(context.Payload.PayloadId, NpgsqlDbType.Bigint, ct);
            await copy.WriteAsync(note.Line, NpgsqlDbType.Integer, ct);
            await copy.WriteAsync(context.RunId, NpgsqlDbType.Bigint, ct);
            await copy.WriteAsync(note.Position, NpgsqlDbType.Integer, ct);
            await copy.WriteAsync(note.Disposition, NpgsqlDbType.Text, ct);
            await WriteNullableAsync(copy, note.RecordId, ct);
            await copy.WriteAsync(note.Reason, NpgsqlDbType.Text, ct);
        }

        await copy.CompleteAsync(ct);
    }

    private static async Task CopyRejectionsAsync(ChunkContext context, Chunk chunk, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            "copy hub.rejection (payload_id, line, run_id, position, connector, dataset_no, record_id, raw, due_on) from stdin (format binary)", ct);
        foreach (var rejected in chunk.Rejected)
        {
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(context.Payload.PayloadId, NpgsqlDbType.Bigint, ct);
            await copy.WriteAsync(rejected.Line, NpgsqlDbType.Integer, ct);
            await copy.WriteAsync(context.RunId, NpgsqlDbType.Bigint, ct);
            await copy.WriteAsync(rejected.Position, NpgsqlDbType.Integer, ct);
            await copy.WriteAsync(context.Payload.Connector, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(context.DatasetNo, NpgsqlDbType.Smallint, ct);
            await WriteNullableAsync(copy, rejected.RecordId, ct);
            await copy.WriteAsync(rejected.Raw, NpgsqlDbType.Text, ct);
            await WriteNullableAsync(copy, context.CorrectBy, ct);
        }

        await copy.CompleteAsync(ct);
    }

    private static async Task CopyViolationsAsync(ChunkContext context, Chunk chunk, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            "copy hub.violation (payload_id, line, ordinal, rule, field, reason) from stdin (format binary)", ct);
        foreach (var rejected in chunk.Rejected)
        {
            for (short i = 0; i < rejected.Violations.Length; i++)
            {
                await copy.StartRowAsync(ct);
                await copy.WriteAsync(context.Payload.PayloadId, NpgsqlDbType.Bigint, ct);
                await copy.WriteAsync(rejected.Line, NpgsqlDbType.Integer, ct);
                await copy.WriteAsync(i, NpgsqlDbType.Smallint, ct);
                await copy.WriteAsync(rejected.Violations[i].Rule, NpgsqlDbType.Text, ct);
                await copy.WriteAsync(rejected.Violations[i].Field, NpgsqlDbType.Text, ct);
                await copy.WriteAsync(rejected.Violations[i].Message, NpgsqlDbType.Text, ct);
            }
        }

        await copy.CompleteAsync(ct);
    }
}
