using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;
using CreditHub.Pipelines.Store.Effects;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CreditHub.Pipelines.Effects;

/// <summary>
/// The second look at acts: those that wait for their record (it may have been stored beside them, or its subject be known by name only since), those
/// whose first or last day has come, and what platforms told and an earlier process had only read. Its own step after runs and at start: it can be killed at any line, and one worker does it at a time.
/// </summary>
public sealed class EffectStep
{
    private readonly NpgsqlDataSource _database;
    private readonly EffectWork _effects;
    private readonly FeedbackActs _told;
    private readonly TimeProvider _time;
    private readonly ILogger<EffectStep> _logger;

    internal EffectStep(NpgsqlDataSource database, EffectWork effects, FeedbackActs told, TimeProvider time, ILogger<EffectStep> logger)
    {
        _database = database;
        _effects = effects;
        _told = told;
        _time = time;
        _logger = logger;
    }

    /// <summary>Looks once. Returns the records that changed. Throws only <see cref="OperationCanceledException"/>: what fails is done the next time.</summary>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        try
        {
            var (_, withdrawn, published) = await _told.RunAsync(null, ct);
            var looked = await LookAsync(ct);
            (withdrawn, published) = (withdrawn + looked.Withdrawn, published + looked.Published);
            if (withdrawn + published > 0)
            {
                _logger.ActsTookEffect(withdrawn, published);
            }

            return withdrawn + published;
        }
        catch (NpgsqlException e)
        {
            _logger.ActsWait((e as PostgresException)?.SqlState ?? e.GetType().Name);
            return 0;
        }
    }

    private async Task<(int Withdrawn, int Published)> LookAsync(CancellationToken ct)
    {
        var book = await _effects.BookAsync(ct);
        await using var connection = await _database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var acts = new ActBooks(connection);
        if (!await acts.TryLockAsync(ct))
        {
            return default; // another worker looks
        }

        var today = Beijing.DayOf(_time.GetUtcNow());
        var touched = (await acts.DatedAsync(today, ct)).ToHashSet();
        var waiting = await WaitingAsync(book, acts, ct);
        var found = await new ActMatch(book, acts).LookAsync(waiting, ct);
        await acts.FindAsync([.. found.Where(f => f.RecordNo is not null || f.Finding is not null)], ct);
        touched.UnionWith(found.Select(f => f.RecordNo).OfType<long>());
        var changed = await new Reassessment(book, connection, today).RunAsync(touched, default, ct);
        await transaction.CommitAsync(ct);
        return changed;
    }

    /// <summary>As their records say, with the names that are not kept beside the acts.</summary>
    private static async Task<List<ActRow>> WaitingAsync(EffectBook book, ActBooks acts, CancellationToken ct)
    {
        var waiting = (await acts.WaitingAsync(null, ct)).Where(a => a.SourceNo is not null).ToDictionary(a => a.SourceNo!.Value);
        var rows = new List<ActRow>();
        await foreach (var source in acts.ContentsAsync(waiting.Keys, ct))
        {
            if (book.PlanOf(source.DatasetNo) is { Effect: not null } plan)
            {
                var act = waiting[source.RecordNo];
                var read = ActReader.Read(plan, ContentReader.Read(source.Content, plan), source.RecordNo, source.VersionNo, 0);
                rows.Add(act with { NameKey = read.NameKey, Finding = null });
            }
        }

        return rows;
    }
}
