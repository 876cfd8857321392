using System.Data;
using System.Data.Common;
using System.Text.Encodings.Web;
using System.Text.Json;
using CreditHub.Connectors.Streams;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Databases.Reading;

/// <summary>
/// Reads rows of a foreign database into a scratch file, in one read-only transaction, row by row: memory does not grow with the number of rows, and the database is
/// let go before anything else is done. Errors: <see cref="ConnectorException"/>.
/// </summary>
internal sealed class RowReader(ReadSettings settings, DatabaseConnections connections, ScratchSpace scratch, TimeProvider clock)
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>At most the configured number of rows, or the whole answer with its count when the question asks for one.</summary>
    public async Task<RowPage> ReadAsync(RowQuestion question, bool keys, CancellationToken ct)
    {
        var file = scratch.Open();
        try
        {
            return await AskAsync(question, async (reader, declared) => await SpoolAsync(reader, file, declared, keys, ct).ConfigureAwait(false), ct).ConfigureAwait(false);
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The columns of an answer, id and time among them. Errors: <see cref="ConnectorException"/>.</summary>
    public Task<IReadOnlyList<string>> ColumnsAsync(RowQuestion question, CancellationToken ct) => AskAsync(question, (reader, _) =>
    {
        var columns = Columns(reader);
        _ = IndexOf(columns, settings.Id);
        _ = settings.Time is { } time ? IndexOf(columns, time) : -1;
        return Task.FromResult<IReadOnlyList<string>>([.. columns.Select(c => c.Name)]);
    }, ct);

    /// <summary>The first value of an answer; null for NULL or no row.</summary>
    public Task<object?> ValueAsync(RowQuestion question, CancellationToken ct) => AskAsync(
        question, async (reader, _) => await reader.ReadAsync(ct).ConfigureAwait(false) && !reader.IsDBNull(0) ? reader.GetValue(0) : null, ct);

    private async Task<T> AskAsync<T>(RowQuestion question, Func<DbDataReader, long?, Task<T>> take, CancellationToken ct)
    {
        var step = ReadStep.Connect;
        try
        {
            await using var connection = await ForeignConnection.OpenAsync(settings, connections, ct).ConfigureAwait(false);
            step = ReadStep.Ask;
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct).ConfigureAwait(false);
            await ForeignConnection.RestrictAsync(settings, connection, transaction, ct).ConfigureAwait(false);
            long? declared = null;
            if (question.Count is { } count)
            {
                await using var counting = ForeignConnection.Command(settings, connection, transaction, new RowQuestion(count, question.Values));
                declared = Convert.ToInt64(await counting.ExecuteScalarAsync(ct).ConfigureAwait(false), System.Globalization.CultureInfo.InvariantCulture);
                if (declared > settings.MaxRows)
                {
                    throw new ConnectorException(FailureKind.Config, $"a snapshot of {declared} rows is more than maxRowsPerPayload: raise it, or collect changes");
                }
            }

            await using var command = ForeignConnection.Command(settings, connection, transaction, question);
            await using var reader = await command.ExecuteReaderAsync(ct).ConfigureAwait(false);
            step = ReadStep.Read;
            return await take(reader, declared).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is DbException or TimeoutException or IOException or InvalidOperationException or InvalidCastException or OverflowException)
        {
            throw ReadFault.Explain(failure, step);
        }
    }

    private async Task<RowPage> SpoolAsync(DbDataReader reader, FileStream file, long? declared, bool keys, CancellationToken ct)
    {
        var columns = Columns(reader);
        int id = IndexOf(columns, settings.Id), time = settings.Time is { } name ? IndexOf(columns, name) : -1;
        var marked = new List<MarkKey>();
        RowPlace? last = null, known = null;
        var tomorrow = clock.GetUtcNow().AddDays(1);
        long rows = 0;
        await using var writer = new Utf8JsonWriter(file, Plain);
        writer.WriteStartObject();
        writer.WriteStartArray("rows");
        bool more = false;
        while (await reader.ReadAsync(ct).ConfigureAwait(false))
        {
            if (declared is null && rows == settings.MaxRows)
            {
                more = true;
                break;
            }

            rows++;
            WriteRow(writer, reader, columns);
            var key = KeyOf(reader, id);
            KeyValue? moment = time >= 0 && !reader.IsDBNull(time) ? KeyOf(reader, time) : null;
            last = moment is { } since ? new RowPlace(since, key) : last;
            known = moment is { } told && told.IsAfter(tomorrow) ? known : last;
            if (keys)
            {
                marked.Add(new MarkKey(key, moment));
            }

            if (writer.BytesPending > 64 << 10)
            {
                await writer.FlushAsync(ct).ConfigureAwait(false);
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        await writer.FlushAsync(ct).ConfigureAwait(false);
        file.Position = 0;
        return new RowPage(file, rows, declared, last, known, more, marked);
    }

    private static void WriteRow(Utf8JsonWriter writer, DbDataReader reader, (string Name, string Type)[] columns)
    {
        writer.WriteStartObject();
        for (int i = 0; i < columns.Length; i++)
        {
            if (reader.IsDBNull(i))
            {
                writer.WriteNull(columns[i].Name);
            }
            else
            {
                writer.WriteString(columns[i].Name, ValueText.Of(reader.GetValue(i), columns[i].Type));
            }
        }

        writer.WriteEndObject();
    }

    private static (string Name, string Type)[] Columns(DbDataReader reader)
    {
        var columns = Enumerable.Range(0, reader.FieldCount).Select(i => (Name: reader.GetName(i), Type: reader.GetDataTypeName(i))).ToArray();
        return columns.DistinctBy(c => c.Name, StringComparer.Ordinal).Count() == columns.Length
            ? columns
            : throw new ConnectorException(FailureKind.Config, "two columns of the answer have the same name: give them different ones");
    }

    private static int IndexOf((string Name, string Type)[] columns, string name)
    {
        int index = Array.FindIndex(columns, c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase));
        return index >= 0 ? index : throw new ConnectorException(FailureKind.Config, $"the answer has no column {name}: name it in columns or in the query");
    }

    private static KeyValue KeyOf(DbDataReader reader, int column) =>
        !reader.IsDBNull(column) && KeyValue.Of(reader.GetValue(column)) is { } key
            ? key
            : throw new ConnectorException(FailureKind.Config, $"column {reader.GetName(column)} cannot be a key (empty, or of type {reader.GetDataTypeName(column)}): name another one");
}
