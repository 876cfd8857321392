using System.Runtime.CompilerServices;
using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace CreditHub.Pipelines.Store.Effects;

/// <summary>Reads and writes acts within the caller's open transaction.</summary>
internal sealed class ActBooks(NpgsqlConnection connection)
{
    /// <summary>Writes acts; returns their numbers by place (0 = nothing to write) and all records that they name or named before.</summary>
    public async Task<(long[] Numbers, HashSet<long> Touched)> WriteAsync(IReadOnlyList<ActRow> acts, ActOrigin origin, CancellationToken ct)
    {
        var touched = (await connection.QueryAsync<long>(new CommandDefinition(
            ActSql.NamedSoFar, new { sources = acts.Select(a => a.SourceNo ?? 0).ToArray() }, cancellationToken: ct))).ToHashSet();
        await using var command = new NpgsqlCommand(ActSql.Upsert, connection);
        Add(command, acts.Select(a => a.SourceNo), NpgsqlDbType.Bigint);
        Add(command, acts.Select(a => a.VersionNo), NpgsqlDbType.Bigint);
        foreach (var pick in (Func<ActRow, string?>[])[a => a.Action, a => a.Reason, a => a.Author, a => a.Document, a => a.Note, a => a.Field, a => a.Value])
        {
            Add(command, acts.Select(pick), NpgsqlDbType.Text);
        }

        Add(command, acts.Select(a => a.FromDay), NpgsqlDbType.Date);
        Add(command, acts.Select(a => a.ToDay), NpgsqlDbType.Date);
        foreach (var pick in (Func<ActRow, string?>[])[a => a.Dataset, a => a.Number, a => a.Code, a => a.NameDigest])
        {
            Add(command, acts.Select(pick), NpgsqlDbType.Text);
        }

        Add(command, acts.Select(a => a.RecordNo), NpgsqlDbType.Bigint);
        Add(command, acts.Select(a => a.State), NpgsqlDbType.Text);
        Add(command, acts.Select(a => a.Finding), NpgsqlDbType.Text);
        Add(command, acts.Select(a => (int?)a.Line), NpgsqlDbType.Integer);
        command.Parameters.Add(new() { Value = origin.RunId });
        command.Parameters.Add(new() { Value = origin.PayloadId });
        return (await NumbersAsync(command, acts, touched, ct), touched);
    }

    /// <summary>Rows come back in the order they were written; those without a source are matched by that order.</summary>
    private static async Task<long[]> NumbersAsync(NpgsqlCommand command, IReadOnlyList<ActRow> acts, HashSet<long> touched, CancellationToken ct)
    {
        var numbers = new long[acts.Count];
        var places = acts.Select((act, place) => (act, place)).Where(a => a.act.SourceNo is not null).ToDictionary(a => a.act.SourceNo!.Value, a => a.place);
        var unnamed = new Queue<int>(acts.Select((act, place) => (act, place)).Where(a => a.act.SourceNo is null).Select(a => a.place));
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            numbers[await reader.IsDBNullAsync(1, ct) ? unnamed.Dequeue() : places[reader.GetInt64(1)]] = reader.GetInt64(0);
            if (!await reader.IsDBNullAsync(2, ct))
            {
                touched.Add(reader.GetInt64(2));
            }
        }

        return numbers;
    }

    public async Task<List<Candidate>> CandidatesAsync(IReadOnlyList<ActRow> acts, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(ActSql.Candidates, connection);
        Add(command, acts.Select(a => a.Dataset), NpgsqlDbType.Text);
        Add(command, acts.Select(a => a.Number), NpgsqlDbType.Text);
        Add(command, acts.Select(a => a.Code), NpgsqlDbType.Text);
        Add(command, acts.Select(a => a.NameKey), NpgsqlDbType.Text);
        var found = new List<Candidate>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found.Add(new Candidate(reader.GetInt32(0), reader.GetInt64(1)));
        }

        return found;
    }

    /// <summary>Newest contents of records, one at a time; the connection is busy meanwhile.</summary>
    public async IAsyncEnumerable<StoredContent> ContentsAsync(IEnumerable<long> records, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(ActSql.Contents, connection) { Parameters = { new() { Value = records.ToArray() } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            yield return new StoredContent(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt16(2), reader.GetFieldValue<byte[]>(3));
        }
    }

    public async Task FindAsync(IReadOnlyList<ActRow> acts, CancellationToken ct)
    {
        if (acts.Count == 0)
        {
            return;
        }

        await using var command = new NpgsqlCommand(ActSql.Find, connection);
        Add(command, acts.Select(a => (long?)a.ActNo), NpgsqlDbType.Bigint);
        Add(command, acts.Select(a => a.RecordNo), NpgsqlDbType.Bigint);
        Add(command, acts.Select(a => a.State), NpgsqlDbType.Text);
        Add(command, acts.Select(a => a.Finding), NpgsqlDbType.Text);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>False: another worker has it until its transaction ends.</summary>
    public Task<bool> TryLockAsync(CancellationToken ct) => connection.ExecuteScalarAsync<bool>(new CommandDefinition(ActSql.TryLock, cancellationToken: ct));

    public async Task<List<long>> DatedAsync(DateOnly today, CancellationToken ct) =>
        (await connection.QueryAsync<long>(new CommandDefinition(ActSql.Dated, new { today }, cancellationToken: ct))).AsList();

    public async Task<List<ActRow>> WaitingAsync(string[]? datasets, CancellationToken ct) =>
        (await connection.QueryAsync<ActRow>(new CommandDefinition(ActSql.Waiting, new { datasets }, cancellationToken: ct))).AsList();

    /// <summary>Which of these records have acts in force.</summary>
    public async Task<List<long>> ConcernedAsync(long[] records, CancellationToken ct) =>
        records.Length == 0 ? [] : (await connection.QueryAsync<long>(new CommandDefinition(ActSql.Concerned, new { records }, cancellationToken: ct))).AsList();

    public Task RejudgeAsync(long[] records, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(ActSql.Rejudge, new { records }, cancellationToken: ct));

    /// <summary>Records after <paramref name="after"/> whose publication term is to be judged, and where to go on; null = that was all.</summary>
    public async Task<(List<TermedRecord> Records, long? Furthest)> TermedAsync(long after, int limit, short[] datasets, DateOnly decidedBy, CancellationToken ct)
    {
        long? furthest = await connection.ExecuteScalarAsync<long?>(new CommandDefinition(ActSql.Furthest, new { after, limit }, cancellationToken: ct));
        await using var command = new NpgsqlCommand(ActSql.Termed, connection)
        {
            Parameters = { new("after", after), new("limit", limit), new("datasets", datasets), new("decidedBy", decidedBy) },
        };
        var records = new List<TermedRecord>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            records.Add(new TermedRecord(reader.GetInt64(0), reader.GetBoolean(1), reader.GetInt16(2), reader.GetFieldValue<byte[]>(3), reader.GetFieldValue<DateOnly>(4)));
        }

        return (records, furthest);
    }

    /// <summary>Which of these records are published.</summary>
    public async Task<List<(long RecordNo, string RecordId)>> ShownAsync(string[] ids, CancellationToken ct) =>
        (await connection.QueryAsync<(long, string)>(new CommandDefinition(ActSql.Shown, new { ids }, cancellationToken: ct))).AsList();

    public async Task ReturnedAsync(IReadOnlyCollection<long> records, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(ActSql.Returned, connection) { Parameters = { new() { Value = records.ToArray() } } };
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The numbers of new records whose subject has no unified code.</summary>
    public async Task ReferAsync(IReadOnlyList<(string Dataset, string Number, long RecordNo)> references, CancellationToken ct)
    {
        if (references.Count == 0)
        {
            return;
        }

        await using var copy = await CopyBuffer.BeginAsync(connection, "hub.reference", "dataset, number, record_no", ct);
        foreach (var (dataset, number, recordNo) in references)
        {
            await copy.RowAsync(ct);
            copy.Text(dataset);
            copy.Text(number);
            copy.Long(recordNo);
        }

        await copy.CompleteAsync(ct);
    }

    private static void Add<T>(NpgsqlCommand command, IEnumerable<T> values, NpgsqlDbType type) =>
        command.Parameters.Add(new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type });
}
