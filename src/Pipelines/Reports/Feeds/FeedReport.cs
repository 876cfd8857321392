using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Store.Feeds;
using Dapper;
using Npgsql;

namespace CreditHub.Pipelines.Reports.Feeds;

/// <summary>Who was heard of, who is silent and who owes what. Reads the evidence views only; nothing of it depends on a running service.</summary>
public sealed class FeedReport(NpgsqlDataSource database, CatalogSnapshot snapshot, TimeProvider time)
{
    /// <summary>A run may begin so much later than its slot.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(30);

    /// <summary>
    /// The connectors in use, by name. <paramref name="next"/>: the first slot of a connector's schedule after a time, null = only on demand.
    /// </summary>
    public async Task<IReadOnlyList<FeedState>> ReadAsync(Func<ConnectorDefinition, DateTimeOffset, DateTimeOffset?> next, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var facts = (await connection.QueryAsync<FeedFacts>(new CommandDefinition(FeedSql.Facts, cancellationToken: ct))).ToDictionary(f => f.Connector, StringComparer.Ordinal);
        var corrections = (await connection.QueryAsync<(string Connector, long Count, DateOnly? DueOn)>(new CommandDefinition(FeedSql.Corrections, cancellationToken: ct)))
            .ToDictionary(c => c.Connector, StringComparer.Ordinal);
        return [.. snapshot.Connectors.Values.Where(c => c.Enabled).OrderBy(c => c.Name, StringComparer.Ordinal).Select(connector =>
            Judge(connector, facts.GetValueOrDefault(connector.Name), next) with
            {
                Corrections = corrections.GetValueOrDefault(connector.Name).Count, CorrectBy = corrections.GetValueOrDefault(connector.Name).DueOn,
            })];
    }

    private FeedState Judge(ConnectorDefinition connector, FeedFacts? known, Func<ConnectorDefinition, DateTimeOffset, DateTimeOffset?> next)
    {
        var now = time.GetUtcNow();
        var facts = known ?? new FeedFacts { Connector = connector.Name, KnownSince = now.UtcDateTime };
        var cycle = ExpectedCycle.Of(connector, snapshot.Datasets[(connector.Dataset, connector.Edition)]);
        var news = Latest(facts.LastNewsAt, facts.LastZeroReportAt) ?? facts.KnownSince;
        var heard = Latest(facts.LastRowsAt, facts.LastZeroReportAt) ?? facts.KnownSince;
        var due = cycle.DueAfter(Day(news), snapshot.WorkingDays);
        var slot = next(connector, Utc(facts.LastRunAt ?? facts.KnownSince));
        return new FeedState
        {
            Connector = connector.Name,
            Supplier = connector.Supplier.Name,
            Dataset = connector.Dataset,
            State = due < Beijing.DayOf(now) ? "stale" : HeardLast(facts),
            Every = cycle.Every,
            GraceWorkingDays = cycle.GraceWorkingDays,
            MissedSlot = slot + Tolerance < now ? slot?.UtcDateTime : null,
            NothingNewSince = news,
            DueOn = due,
            Owes = cycle.DueAfter(Day(heard), snapshot.WorkingDays) < Beijing.DayOf(now),
            LastRowsAt = facts.LastRowsAt,
            LastZeroReportAt = facts.LastZeroReportAt,
            LastEmptyAt = facts.LastEmptyAt,
        };
    }

    private static string HeardLast(FeedFacts facts) =>
        Latest(Latest(facts.LastRowsAt, facts.LastZeroReportAt), facts.LastEmptyAt) is not { } last ? "nothing"
        : last == facts.LastRowsAt ? "rows" : last == facts.LastZeroReportAt ? "zero_report" : "empty_answer";

    private static DateTime? Latest(DateTime? a, DateTime? b) => a is null || b > a ? b : a;

    private static DateOnly Day(DateTime utc) => Beijing.DayOf(Utc(utc));

    private static DateTimeOffset Utc(DateTime utc) => new(DateTime.SpecifyKind(utc, DateTimeKind.Utc));
}
