using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;
using CreditHub.Pipelines.Runs;
using CreditHub.Pipelines.Store;
using CreditHub.Pipelines.Store.Effects;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CreditHub.Pipelines.Effects;

/// <summary>
/// Ends publication where the term of the catalog in force is over, and lets records go whose term has become longer. Looks at all records with a term, a
/// part at a time: each part is a run of its own and one transaction, so that it can be killed at any line; a second worker finds the lease taken.
/// </summary>
public sealed class ExpiryStep
{
    /// <summary>The name under which its runs stand in the books.</summary>
    public const string Connector = "expiry";

    private const int Part = 20_000;

    private readonly NpgsqlDataSource _database;
    private readonly EffectWork _effects;
    private readonly HubOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<ExpiryStep> _logger;

    internal ExpiryStep(NpgsqlDataSource database, EffectWork effects, HubOptions options, TimeProvider time, ILogger<ExpiryStep> logger)
    {
        _database = database;
        _effects = effects;
        _options = options;
        _time = time;
        _logger = logger;
    }

    /// <summary>Judges every record as of today (Beijing). Returns the records withdrawn. Throws those of Npgsql and <see cref="OperationCanceledException"/>.</summary>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        await using var lease = await Lease.TryTakeAsync(_database, "step:expiry", _options.Holder, _time, ct);
        var book = await _effects.BookAsync(ct);
        if (lease is null || book.Termed.Length == 0)
        {
            return 0;
        }

        int withdrawn = 0;
        for (long? after = 0; after is not null;)
        {
            (int changed, after) = await PartAsync(book, after.Value, lease, ct);
            withdrawn += changed;
        }

        if (withdrawn > 0)
        {
            _logger.PublicationEnded(withdrawn);
        }

        return withdrawn;
    }

    private async Task<(int Withdrawn, long? Furthest)> PartAsync(EffectBook book, long after, Lease lease, CancellationToken ct)
    {
        var today = Beijing.DayOf(_time.GetUtcNow());
        await using var connection = await _database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await lease.FenceAsync(connection, transaction, ct);
        var acts = new ActBooks(connection);
        var (records, furthest) = await acts.TermedAsync(after, Part, book.Termed, today, ct);
        var judged = records.ToLookup(r => IsOver(book, r, today));
        long[] over = [.. judged[true].Where(r => r.Shown).Select(r => r.RecordNo)];
        long[] longer = [.. judged[false].Where(r => !r.Shown).Select(r => r.RecordNo)];
        if (over.Length + longer.Length == 0)
        {
            return (0, furthest);
        }

        await acts.RejudgeAsync(longer, ct);
        var origin = await new RunOpening(connection, book.Snapshot.Digest, _time).OpenAsync(
            Connector, "schedule", "terms over on " + today.ToString("yyyy-MM-dd", null), new { over, longer }, over.Concat(longer).First(), ct);
        await acts.WriteAsync([.. over.Select((record, place) => PublicationEnd.Act(record, place + 1))], origin, ct);
        var changed = await new Reassessment(book, connection, today).RunAsync([.. over, .. longer], origin, ct);
        await transaction.CommitAsync(ct);
        return (changed.Withdrawn, furthest);
    }

    private static bool IsOver(EffectBook book, TermedRecord record, DateOnly today) =>
        book.PlanOf(record.DatasetNo) is { } plan && PublicationEnd.IsOver(plan, ContentReader.Read(record.Content, plan), record.StoredOn, today);
}
