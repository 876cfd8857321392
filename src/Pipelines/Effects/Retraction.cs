using CreditHub.Pipelines.Normalization;
using CreditHub.Pipelines.Store.Effects;
using CreditHub.Pipelines.Store.Queue;
using Npgsql;

namespace CreditHub.Pipelines.Effects;

/// <summary>
/// Takes records back from single platforms that may not have them any more, or less of them: what waits there ends as excluded, what is or may be held
/// there is withdrawn or replaced, and nobody else is told anything. A function of what was told; done twice it changes nothing. Within the caller's open
/// transaction.
/// </summary>
internal sealed class Retraction(EffectBook book, NpgsqlConnection connection, DateOnly today)
{
    private readonly StandingBooks _standings = new(connection);

    /// <summary>Does it. <paramref name="origin"/> is asked for the run that versions come from, with a record, when there are any.</summary>
    public async Task<RetractionCount> RunAsync(IReadOnlyList<Redecided> decided, string note, Func<long, Task<ActOrigin>> origin, CancellationToken ct)
    {
        var concerned = decided.Count == 0 ? [] : await _standings.ConcernedAsync(decided, ct);
        if (concerned.Count == 0)
        {
            return RetractionCount.None;
        }

        long[] records = RecordsOf(concerned);
        var letters = await _standings.LockPublishedAsync(records, ct);
        concerned.RemoveAll(c => !letters.ContainsKey(c.RecordNo));
        var told = await _standings.ToldAsync(records, ct);
        var shown = await _standings.ShownAsync(RecordsOf(concerned.FindAll(c => IsTold(c, told))), ct);
        var waits = await WaitsAsync(concerned, shown, ct);
        var holders = concerned.FindAll(c => !waits.Contains(c) && IsTold(c, told));
        var count = Count(concerned, holders, told);
        await _standings.MoveAsync([.. concerned.Where(c => c.Withheld is not null)
            .SelectMany(c => told.Waiting(c.PlatformNo, c.RecordNo).Select(v => new MovedRow(c.PlatformNo, v, "excluded", c.Withheld!)))], ct);
        if (holders.Count > 0)
        {
            var rows = RowsOf(holders, shown, letters, told);
            var replaced = rows.SelectMany(r => r.Owed.SelectMany(p => told.Waiting(p, r.Content.RecordNo).Select(v => new MovedRow(p, v, "superseded", "已有更新的版本"))));
            await _standings.MoveAsync([.. replaced], ct);
            await _standings.RetractAsync(rows, note, await origin(holders[0].RecordNo), book.Snapshot.WorkingDays.AddWorkingDays(today, 1), ct);
        }

        return count;
    }

    /// <summary>How much it would be; nothing is locked or written.</summary>
    public async Task<RetractionCount> PreviewAsync(IReadOnlyList<Redecided> decided, CancellationToken ct)
    {
        var concerned = decided.Count == 0 ? [] : await _standings.ConcernedAsync(decided, ct);
        return concerned.Count == 0 ? RetractionCount.None : Count(concerned, await _standings.ToldAsync(RecordsOf(concerned), ct));

        static RetractionCount Count(List<Redecided> concerned, ToldBook told) => Retraction.Count(concerned, concerned.FindAll(c => IsTold(c, told)), told);
    }

    private static long[] RecordsOf(List<Redecided> decided) => [.. decided.Select(d => d.RecordNo).Distinct().Order()];

    /// <summary>
    /// Those that a person must agree to first, and those of a configuration that no sender has compared yet: they are stopped where they wait, and taken back by
    /// the pass that follows. After the locks: whoever ends the waiting sees what is done here.
    /// </summary>
    private async Task<HashSet<Redecided>> WaitsAsync(List<Redecided> concerned, List<ShownContent> shown, CancellationToken ct)
    {
        if (shown.Count == 0)
        {
            return [];
        }

        var datasets = shown.ToDictionary(s => s.RecordNo, s => s.DatasetNo);
        short[] platforms = [.. concerned.Select(c => c.PlatformNo).Distinct()];
        var books = new BoundaryBooks(connection);
        foreach (short platform in platforms)
        {
            foreach (var row in (await books.ReadAsync(platform, ct)).Where(r => r.HeldFor is null && datasets.ContainsValue(r.DatasetNo)))
            {
                if (book.Passing(row) is { } changed)
                {
                    await books.HoldAsync(row, changed.Aim, ct);
                }
            }
        }

        var held = await _standings.HeldBackAsync(platforms, ct);
        return [.. concerned.Where(c => datasets.TryGetValue(c.RecordNo, out short dataset) && held.Contains((c.PlatformNo, dataset)))];
    }

    private static RetractionCount Count(List<Redecided> concerned, List<Redecided> holders, ToldBook told) => new(
        holders.Count(c => c.Withheld is not null),
        holders.Count(c => c.Withheld is null),
        concerned.Count(c => c.Withheld is not null && told.Waiting(c.PlatformNo, c.RecordNo).Any()));

    /// <summary>It may hold what it may not; where a newer publication waits, that one brings less.</summary>
    private static bool IsTold(Redecided decided, ToldBook told) =>
        told.MayHold(decided.PlatformNo, decided.RecordNo) && (decided.Withheld is not null || !told.Waiting(decided.PlatformNo, decided.RecordNo).Any());

    private List<RetractionRow> RowsOf(List<Redecided> holders, List<ShownContent> contents, Dictionary<long, char> letters, ToldBook told)
    {
        var byRecord = holders.ToLookup(h => h.RecordNo);
        var rows = new List<RetractionRow>();
        foreach (var shown in contents.Where(c => byRecord.Contains(c.RecordNo)))
        {
            short[] withdrawn = [.. byRecord[shown.RecordNo].Where(h => h.Withheld is not null).Select(h => h.PlatformNo)];
            short[] replaced = [.. byRecord[shown.RecordNo].Where(h => h.Withheld is null).Select(h => h.PlatformNo)];
            var routes = book.PlanOf(shown.DatasetNo) is { } plan ? book.Routes(plan, ContentReader.Read(shown.Content, plan), shown.StoredOn) : [];
            var reasons = routes.Select(r => (r.PlatformNo, Reason: r.Withheld ?? byRecord[shown.RecordNo].FirstOrDefault(h => h.PlatformNo == r.PlatformNo).Withheld)).ToList();
            short[] owed = [.. reasons.Where(r => r.Reason is null && (replaced.Contains(r.PlatformNo) || told.Waiting(r.PlatformNo, shown.RecordNo).Any())).Select(r => r.PlatformNo)];
            rows.Add(new RetractionRow(shown, letters[shown.RecordNo], withdrawn, replaced, owed,
                [.. reasons.Where(r => !owed.Contains(r.PlatformNo)).Select(r => (r.PlatformNo, r.Reason ?? WithdrawalSql.Unchanged))]));
        }

        return rows;
    }
}
