using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Store.Effects;
using Dapper;
using Npgsql;

namespace CreditHub.Pipelines.Effects;

/// <summary>
/// Acts of persons on single records, by the same rules as acts that come as records: each is in the books with author, reason and document, and changes
/// the records in one transaction. Repeating one that was committed changes nothing more.
/// </summary>
public sealed class ActDesk
{
    /// <summary>Most records of one request.</summary>
    public const int MostRecords = 10_000;

    /// <summary>The name under which its runs stand in the books.</summary>
    public const string Connector = "desk";

    private readonly NpgsqlDataSource _database;
    private readonly CatalogSnapshot _snapshot;
    private readonly EffectWork _effects;
    private readonly TimeProvider _time;

    internal ActDesk(NpgsqlDataSource database, CatalogSnapshot snapshot, EffectWork effects, TimeProvider time)
    {
        _database = database;
        _snapshot = snapshot;
        _effects = effects;
        _time = time;
    }

    /// <summary>Where the records stand and which platforms hold them; unknown ids are left out.</summary>
    public async Task<IReadOnlyList<ActTarget>> LookAsync(IReadOnlyList<string> recordIds, CancellationToken ct)
    {
        await using var connection = await _database.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand(DeskSql.Targets, connection) { Parameters = { new("ids", recordIds.ToArray()) } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var targets = new List<ActTarget>();
        while (await reader.ReadAsync(ct))
        {
            targets.Add(new ActTarget(reader.GetString(0), reader.GetString(1), reader.GetInt32(2), reader.GetString(3),
                reader.GetFieldValue<string[]>(4), reader.GetFieldValue<string[]>(5)));
        }

        return targets;
    }

    /// <summary>Record ids of a subject under any of its codes, of one dataset or (null) of all; at most <see cref="MostRecords"/>.</summary>
    public async Task<IReadOnlyList<string>> RecordsOfAsync(string subject, string? dataset, CancellationToken ct)
    {
        await using var connection = await _database.OpenConnectionAsync(ct);
        return [.. await connection.QueryAsync<string>(new CommandDefinition(DeskSql.RecordsOf, new { subject, dataset, limit = MostRecords }, cancellationToken: ct))];
    }

    /// <summary>Does it. Null: none of the records is in the books. Errors: <see cref="ArgumentException"/> for words that are none, those of Npgsql.</summary>
    public async Task<ActOutcome?> DoAsync(ActRequest request, CancellationToken ct)
    {
        Check(request);
        return await ConflictRetry.RunAsync(() => DoOnceAsync(request, ct), _time, ct);
    }

    private async Task<ActOutcome?> DoOnceAsync(ActRequest request, CancellationToken ct)
    {
        var book = await _effects.BookAsync(ct);
        await using var connection = await _database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition("set local lock_timeout = '5s'", cancellationToken: ct));
        long[] records = [.. await connection.QueryAsync<long>(new CommandDefinition(DeskSql.Records, new { ids = request.RecordIds.ToArray() }, cancellationToken: ct))];
        if (records.Length == 0)
        {
            return null;
        }

        var now = _time.GetUtcNow();
        var origin = await new RunOpening(connection, _snapshot.Digest, _time).OpenAsync(Connector, request.Author, request.Action, request, records[0], ct);
        var (numbers, _) = await new ActBooks(connection).WriteAsync([.. records.Select(record => Row(request, record))], origin, ct);
        if (request.Action == "release")
        {
            await connection.ExecuteAsync(new CommandDefinition(DeskSql.End, new { records, releases = numbers, reason = request.Reason }, cancellationToken: ct));
        }

        var changed = await new Reassessment(book, connection, Beijing.DayOf(now)).RunAsync(records, origin, ct);
        await transaction.CommitAsync(ct);
        return new ActOutcome(origin.RunId, changed.Withdrawn, changed.Published, records.Length - changed.Withdrawn - changed.Published);
    }

    private static ActRow Row(ActRequest request, long recordNo) => new()
    {
        Action = request.Action, Reason = request.Reason, Author = request.Author, Document = request.Document, Note = request.Note, RecordNo = recordNo,
    };

    private static void Check(ActRequest request)
    {
        bool known = request.Action is "withdraw" or "hold" or "release"
            && (request.Reason is null ? request.Action == "release" : ConfigWords.WithdrawReasons.Contains(request.Reason));
        if (!known || string.IsNullOrWhiteSpace(request.Author) || request.RecordIds.Count is 0 or > MostRecords)
        {
            throw new ArgumentException($"An act has a known action and reason, an author, and 1 to {MostRecords} records.", nameof(request));
        }
    }
}
